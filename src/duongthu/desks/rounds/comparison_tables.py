"""Comparisons in tables: a plan beside the one before, a round as planned, listed and ridden."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from duongthu.desks.rounds.page_query import clock_text, duration, kilometres
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Row, Table, Tone
from duongthu.rounds.api import Measure, PlanCompared, PlanFigures, RoundCompared
from duongthu.staff.api import names_of

MOST = 400


def plan_table(found: PlanCompared) -> Table:
    """Both plans' figures, and what changed."""
    now, then = found.now, found.then
    rows = [
        _line(_("Tuyến"), now.rounds, then.rounds, formats.count),
        _line(_("Điểm"), now.stops, then.stops, formats.count),
        _line(_("Bưu gửi, việc"), now.jobs, then.jobs, formats.count),
        _line(_("Để lại"), now.left, then.left, formats.count),
        _line(_("Quãng đường"), now.metres, then.metres, kilometres),
        _line(_("Mét mỗi điểm"), _each(now), _each(then), formats.count),
        _line(_("Thời gian"), now.seconds, then.seconds, duration),
        _line(_("Tuyến dài nhất so với tuyến giữa"), now.longest_hundredths, then.longest_hundredths, times),
    ]
    known = {"same": formats.count(found.same_courier), "known": formats.count(found.known)}
    kept = _("%(same)s trên %(known)s") % known
    rows.append(Row((_("Điểm do bưu tá lần trước của thôn"), kept, formats.ABSENT, formats.ABSENT)))
    labels = (formats.day(now.plan.on), formats.day(then.plan.on), _("Hơn, kém"))
    columns = (Column(_("Số liệu")), *(Column(label, "measure") for label in labels))
    return Table(_("So với phương án trước"), columns, rows)


def _each(one: PlanFigures) -> int:
    return one.metres // one.stops if one.stops else 0


def times(hundredths: int) -> str:
    """A ratio of hundredths: ``1,09``."""
    return f"{hundredths // 100},{hundredths % 100:02d}"


def _line(label: str, now: int, then: int, write: Callable[[int], str]) -> Row:
    return Row((label, write(now), write(then), _signed(now - then, write)))


def couriers_table(found: PlanCompared) -> Table:
    """Courier by courier: today and then."""
    names = names_of({one.courier_id for one in found.couriers})
    rows = [
        Row((names.get(c.courier_id, str(c.courier_id)), c.stops[0], c.stops[1], _km(c.metres[0]), _km(c.metres[1]),
             _spent(c.seconds[0]), _spent(c.seconds[1])))
        for c in found.couriers[:MOST]
    ]  # fmt: skip
    columns = (
        Column(_("Bưu tá")), Column(_("Điểm"), "count"), Column(_("Điểm lần trước"), "count"),
        Column(_("Quãng đường"), "measure"), Column(_("Quãng đường lần trước"), "measure"), Column(_("Thời gian"), "measure"),
        Column(_("Thời gian lần trước"), "measure"),
    )  # fmt: skip
    return Table(_("Từng bưu tá so với lần trước"), columns, rows)


def _km(metres: int) -> str:
    return kilometres(metres) if metres else formats.ABSENT


def _spent(seconds: int) -> str:
    return duration(seconds) if seconds else formats.ABSENT


def round_table(found: RoundCompared) -> Table:
    """The whole list as planned and as it is; what was reported, as the plan meant it and as it was ridden."""
    measures = [
        (_("Cả tuyến theo phương án"), found.planned),
        (_("Cả tuyến theo danh sách"), found.listed),
        (_("Phần đã báo, theo phương án"), found.meant),
        (_ridden_label(found), found.ridden),
    ]
    rows = [Row((label, *_cells(measure))) for label, measure in measures if measure is not None]
    columns = (
        Column(_("Đo theo")), Column(_("Điểm"), "count"), Column(_("Quãng đường"), "measure"),
        Column(_("Thời gian"), "measure"),
    )  # fmt: skip
    return Table(_("Phương án, danh sách và thực đi"), columns, rows)


def _ridden_label(found: RoundCompared) -> str:
    """From when the time was counted: couriers tell when they took their load, not when they set out."""
    if found.left_at is None:
        return _("Phần đã báo, thực đi (không rõ giờ đi)")
    if not found.left_told:
        return _("Phần đã báo, thực đi từ %(at)s theo phương án") % {"at": clock_text(found.left_at)}
    return _("Phần đã báo, thực đi từ lúc nhận hàng %(at)s") % {"at": clock_text(found.left_at)}


def _cells(measure: Measure) -> tuple[object, ...]:
    return (
        measure.stops,
        kilometres(measure.metres),
        formats.ABSENT if measure.seconds is None else duration(measure.seconds),
    )


def round_figures(found: RoundCompared) -> list[Figure]:
    """How much longer than meant, and how much of the order was kept; nothing before the first report."""
    if found.ridden is None or found.meant is None:
        return []
    metres = found.ridden.metres - found.meant.metres
    return [
        Figure(_("Đi so với phương án"), _signed(metres, kilometres), tone=_tone(metres, found.meant.metres)),
        _time_figure(found.ridden.seconds, found.meant.seconds),
        Figure(_("Đúng thứ tự"), f"{found.kept_percent}%", _("điểm đi tiếp như phương án")),
    ]


def _time_figure(ridden: int | None, meant: int | None) -> Figure:
    if ridden is None or meant is None:
        why = _("không rõ giờ đi") if ridden is None else _("nhiều điểm xếp thêm sau")
        return Figure(_("Giờ so với phương án"), formats.ABSENT, why)
    return Figure(
        _("Giờ so với phương án"), _signed(ridden - meant, duration), tone=_tone(ridden - meant, meant)
    )


def _signed(more: int, write: Callable[[int], str]) -> str:
    sign = "+" if more > 0 else formats.MINUS if more < 0 else ""
    return f"{sign}{write(abs(more))}"


def _tone(more: int, of: int) -> Tone:
    """More than a tenth is worth a look."""
    return Tone.HOLD if more * 10 > of else Tone.DONE


def order_table(found: RoundCompared) -> Table:
    """Each stop's place and time by the plan, on the list, and as ridden."""
    rows = [
        Row((s.address, s.planned or None, s.listed, s.ridden or None, clock_text(s.planned_at), clock_text(s.done_at)))
        for s in found.stops[:MOST]
    ]  # fmt: skip
    columns = (
        Column(_("Địa chỉ"), wide=True), Column(_("Theo phương án"), "count"), Column(_("Trên danh sách"), "count", phone=False),
        Column(_("Thực đi"), "count"), Column(_("Đến theo phương án"), "measure"), Column(_("Báo lúc"), "measure"),
    )  # fmt: skip
    return Table(_("Thứ tự từng điểm"), columns, rows)
