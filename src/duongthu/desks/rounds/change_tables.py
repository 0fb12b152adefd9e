"""What a change of running rounds did and why, in tables: before it is done, and from its version on any later day."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from duongthu.desks.naming import person_name
from duongthu.desks.rounds.page_query import why_text
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Row, Table, Tone
from duongthu.rounds.api import WHY_MOVED, KeptChange, Plan, Replanned, Round, StopMove
from duongthu.staff.api import names_of

MOST = 300


def round_names(codes: Iterable[str]) -> dict[str, str]:
    """Whose rounds these are."""
    couriers = dict(Round.objects.filter(code__in=list(codes)).values_list("code", "courier_id"))
    names = names_of(set(couriers.values()))
    return {code: names.get(courier, code) for code, courier in couriers.items()}


def figures_of(told: Replanned) -> list[Figure]:
    """How much was stirred, and what it cost."""
    more = told.price_after - told.price_before
    grew = formats.count(more) if more < 0 else f"+{formats.count(more)}"
    prices = {"before": formats.count(told.price_before), "after": formats.count(told.price_after)}
    return [
        Figure(_("Bưu gửi, việc đổi tuyến"), formats.count(len(told.moves))),
        Figure(_("Giá quy ước"), grew, _("%(before)s → %(after)s") % prices),
        Figure(_("Điểm khác giữ nguyên"), f"{told.unmoved_percent}%", _("bưu tá và thứ tự"), Tone.DONE),
        Figure(_("Chờ chuyển tay"), formats.count(told.handovers), _("cả hai bưu tá quét")),
        Figure(_("Báo khách đổi giờ"), formats.count(told.notices)),
    ]


def moves_table(moves: Sequence[StopMove]) -> Table:
    """What came to which list, from which, and why."""
    shown = moves[:MOST]
    names = round_names({m.from_round for m in shown} | {m.to_round for m in shown})
    rows = [
        Row((m.address, names.get(m.from_round, _("mới")), names.get(m.to_round, m.to_round), _(WHY_MOVED[m.why]), m.price,
             why_text(m.back, m.back_amount) if m.back else formats.ABSENT))
        for m in shown
    ]  # fmt: skip
    columns = (
        Column(_("Địa chỉ"), wide=True), Column(_("Từ tuyến")), Column(_("Sang tuyến")), Column(_("Vì sao")),
        Column(_("Thêm giá"), "count"), Column(_("Để ở tuyến cũ"), wide=True),
    )  # fmt: skip
    return Table(_("Đổi gì và vì sao"), columns, rows, empty=_("Không có điểm nào phải đổi tuyến."))


def left_table(told: Replanned) -> Table | None:
    """What found no place, and why."""
    if not told.not_placed:
        return None
    rows = [Row((n.address, why_text(n.why, n.amount))) for n in told.not_placed[:MOST]]
    columns = (Column(_("Địa chỉ"), wide=True), Column(_("Chưa xếp được vì"), wide=True))
    return Table(_("Chưa xếp được"), columns, rows)


def late_table(told: Replanned) -> Table | None:
    """What will be reached after its hours, by how much, and why."""
    late = told.late[:MOST]
    if not late:
        return None
    names = round_names({one.round for one in late})
    rows = [
        Row((n.address, names.get(n.round, n.round), n.late_minutes, why_text(n.why, n.amount))) for n in late
    ]
    columns = (
        Column(_("Địa chỉ"), wide=True), Column(_("Tuyến")), Column(_("Chậm hẹn, phút"), "count"),
        Column(_("Vì sao"), wide=True),
    )  # fmt: skip
    return Table(_("Đến sau giờ hẹn"), columns, rows)


def asked_text(asked: dict[str, Any]) -> str:
    """What the change was asked for, in a line."""
    if asked["act"] == "rounds.move_stops":
        names = round_names([asked["to_round"]])
        return _("chuyển tay sang %(name)s") % {"name": names.get(asked["to_round"], asked["to_round"])}
    if asked["act"] == "rounds.resequence":
        names = round_names([asked["round_code"]])
        return _("đổi thứ tự tuyến %(name)s") % {"name": names.get(asked["round_code"], asked["round_code"])}
    parts = [_("%(name)s nghỉ") % {"name": person_name(one)} for one in asked["out_couriers"]]
    parts += [_("%(name)s đi thêm") % {"name": person_name(one)} for one in asked["more_couriers"]]
    parts += [_("đường bị chặn")] if asked["closed_roads"] else []
    return ", ".join(parts) or _("xếp việc mới")


def sentence(words: str) -> str:
    """With a capital at its beginning."""
    return words[:1].upper() + words[1:]


def changes_table(changes: Sequence[tuple[Plan, KeptChange]]) -> Table:
    """A day's changes, one a line; each opens its version."""
    rows = [
        Row(
            (sentence(asked_text(kept.asked)), plan.made_at, person_name(plan.made_by_id), plan.shift, len(kept.told.moves),
             len(kept.told.late), len(kept.told.not_placed)),
            f"/dieu-hanh/tuyen-phat/phuong-an/{plan.code}/",
        )
        for plan, kept in changes[:50]
    ]  # fmt: skip
    columns = (
        Column(_("Thay đổi")), Column(_("Lúc"), "moment"), Column(_("Người làm")), Column(_("Ca"), "count"),
        Column(_("Đổi tuyến"), "count"), Column(_("Chậm hẹn"), "count"), Column(_("Chưa xếp"), "count"),
    )  # fmt: skip
    return Table(_("Thay đổi trong ngày"), columns, rows, empty=_("Chưa phải đổi tuyến nào trong ngày này."))


def moves_of_round(changes: Sequence[tuple[Plan, KeptChange]], code: str) -> list[Row]:
    """What changes brought to or took from a round, the newest first."""
    found = []
    for plan, kept in changes:
        about = [
            m for m in kept.told.moves if code in {m.from_round, m.to_round} and m.from_round != m.to_round
        ]
        names = round_names({m.from_round for m in about} | {m.to_round for m in about})
        for m in about:
            came = m.to_round == code
            other = names.get(m.from_round if came else m.to_round, _("mới"))
            way = _("nhận từ %(name)s") if came else _("chuyển cho %(name)s")
            way = way % {"name": other} if m.from_round else _("xếp thêm")
            found.append(Row((m.address, way, _(WHY_MOVED[m.why]), plan.made_at)))
    return found[:MOST]
