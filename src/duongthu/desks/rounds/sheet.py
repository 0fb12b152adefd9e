"""One round: its stops in order, to be moved to another round; beside it where else they could go."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET

from duongthu.desks import audiences
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.rounds.change_tables import moves_of_round
from duongthu.desks.rounds.comparison_tables import order_table, round_figures, round_table
from duongthu.desks.rounds.halts import HaltRow, halts_of
from duongthu.desks.rounds.maps import lines_of, roads_of, stop_points
from duongthu.desks.rounds.page_query import (
    BoardQuery,
    clock_text,
    crumbs_to,
    duration,
    kilometres,
    round_mark,
    round_seconds,
    span_text,
)
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, MapBoard, MapPlace, Mark, Pair, Row, Table, Tone
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.rounds.api import (
    KIND_TITLES,
    Round,
    SheetLine,
    Standing,
    changes_on,
    compared,
    familiar_of,
    notices_of,
    round_by_code,
    rounds_of,
    sheet_of,
    standing_of,
)
from duongthu.staff.api import Role, names_of

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

STATES = {
    "open": (Tone.GOING, lazy("chưa phát")), "done": (Tone.DONE, lazy("xong")), "failed": (Tone.HOLD, lazy("không thành")),
    "returned": (Tone.IDLE, lazy("đã nộp lại")), "passing": (Tone.HOLD, lazy("chờ chuyển tay")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StopRow:
    """A line of the page."""

    number: str
    first: bool
    code: str
    href: str
    title: str
    kind: str
    address: str
    arrival: str
    window: str
    state: Mark
    note: str
    movable: bool
    order: int
    halts: list[HaltRow]


@require_GET
@open_to(audiences.ROUNDS)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """``/dieu-hanh/tuyen-phat/<list>/``: stops with their windows, where the round stands, the other rounds."""
    one, question = found_round(request, code)
    (standing,) = standing_of([one])
    (rows, behind), beside = listing_of(one), compared(one)
    others = [s for s in standing_of(_others(question, one)) if s.round.pk != one.pk]
    page = {
        "question": question,
        "one": one,
        "courier": person_name(one.courier_id),
        "unit": unit_name(one.unit_id),
        "mark": round_mark(standing),
        "crumbs": crumbs_to(question),
        "figures": _figures(standing),
        "rows": rows,
        "halts_after": behind,
        "movable": question.may_plan and one.state != Round.CLOSED and any(row.movable for row in rows),
        "targets": [
            _target(s, names_of({s.round.courier_id})) for s in others if s.round.state != Round.CLOSED
        ],
        "board": _map(question, one, standing),
        "facts": _facts(one),
        "notices": _notices(question, one),
        "compared": compared_with_before(question, one),
        "changed": changed_table(question, one),
        "measured": round_table(beside),
        "measures": round_figures(beside),
        "order": order_table(beside),
    }
    return render(request, "desks/round.html", page)


def found_round(request: HttpRequest, code: str) -> tuple[Round, BoardQuery]:
    """The round, and the question of the page: its unit and day.

    Raises:
        Http404: none of that code within reach.
    """
    actor = cast("SeatedRequest", request).actor
    one = round_by_code(code, actor.reach)
    if one is None or (actor.roles == {Role.COURIER} and one.courier_id != actor.person_id):
        raise Http404
    return one, BoardQuery(actor, one.unit_id, one.on)


def _others(question: BoardQuery, one: Round) -> list[Round]:
    return list(rounds_of(frozenset({one.unit_id}), one.on).filter(shift=one.shift))


def listing_of(one: Round) -> tuple[list[StopRow], list[HaltRow]]:
    """The lines of a round in riding order, each with the halts that come right before it; and the halts behind the last."""
    lines, halts = sheet_of(one), halts_of(one, now())
    rows, last = [], 0
    for n, line in enumerate(lines):
        number = line.stop.number
        rows.append(_row(line, n, lines, [halt for halt in halts if last < halt.before <= number]))
        last = number
    return rows, [halt for halt in halts if halt.before > last]


def _row(line: SheetLine, n: int, lines: list[SheetLine], halts: list[HaltRow]) -> StopRow:
    stop = line.stop
    tone, words = STATES[line.state]
    return StopRow(
        "" if line.state == "passing" else str(stop.number), n == 0 or lines[n - 1].stop.number != stop.number, line.code,
        f"/buu-gui/{line.code}/" if stop.thing_id else "", line.title, _(KIND_TITLES[stop.kind]), stop.address,
        clock_text(stop.done_at or stop.arrival_at), span_text(stop.window_from_at, stop.window_until_at),
        Mark(Tone.LATE if line.flagged else tone, str(words)), _note(line), line.state == "open",
        stop.number, halts,
    )  # fmt: skip


def _note(line: SheetLine) -> str:
    """What is out of the ordinary."""
    stop, notes = line.stop, []
    if line.flagged and line.off_metres is not None:
        notes.append(_("báo cách địa chỉ %(far)s") % {"far": kilometres(line.off_metres)})
    reached = stop.done_at or stop.arrival_at
    if reached and stop.window_until_at and reached > stop.window_until_at:
        minutes = -(
            (stop.window_until_at - reached) // timedelta(minutes=1)
        )  # begun ones count: late is never 0
        notes.append(_("sau giờ hẹn %(minutes)s phút") % {"minutes": minutes})
    return ", ".join(notes)


def _figures(s: Standing) -> list[Figure]:
    one = s.round
    return [
        Figure(_("Điểm đã xong"), f"{s.done_stops}/{s.stops}"),
        Figure(_("Bưu gửi, việc"), formats.count(s.things), _("%(number)s còn giữ") % {"number": s.in_hand}),
        Figure(_("Thời gian"), duration(round_seconds(one)), kilometres(one.distance_metres)),
        Figure(_("Ngoài giờ hẹn"), formats.count(s.late), tone=Tone.LATE if s.late else Tone.DONE),
    ]


def _target(s: Standing, names: dict[int, str]) -> dict[str, object]:
    free = (s.round.until_at - s.round.back_at) if s.round.until_at and s.round.back_at else timedelta()
    words = _("%(stops)s điểm còn lại, về sớm %(free)s") % {
        "stops": s.stops - s.done_stops, "free": duration(max(0, free.total_seconds()))
    }  # fmt: skip
    return {
        "code": s.round.code,
        "name": names.get(s.round.courier_id, s.round.code),
        "mark": round_mark(s),
        "note": words,
    }


def _map(question: BoardQuery, one: Round, standing: Standing) -> MapBoard:
    place = MapPlace(one.code, person_name(one.courier_id), round_mark(standing), unit_name(one.unit_id))
    here = f"/dieu-hanh/tuyen-phat/{one.code}/"
    return MapBoard(
        _("Bản đồ tuyến phát"), question.address("xa.json"), here + "diem.json", here + "duong.json", [place], _("Tuyến"),
        60,
    )  # fmt: skip


@require_GET
@open_to(audiences.ROUNDS)
def line(request: HttpRequest, code: str) -> JsonResponse:
    """The round as a line."""
    one, question = found_round(request, code)
    return JsonResponse(
        {"type": "FeatureCollection", "features": roads_of(question) + lines_of(question, standing_of([one]))}
    )


@require_GET
@open_to(audiences.ROUNDS)
def points(request: HttpRequest, code: str) -> JsonResponse:
    """Its stops."""
    one, _question = found_round(request, code)
    return JsonResponse({"type": "FeatureCollection", "features": stop_points([one.pk])})


def _facts(one: Round) -> list[Pair]:
    return [
        Pair(_("Số bản kê"), one.code),
        Pair(_("Ca"), one.shift, "count"),
        Pair(_("Rời bưu cục"), clock_text(one.leaves_at)),
        Pair(_("Về dự kiến"), clock_text(one.back_at)),
        Pair(_("Hết ca"), clock_text(one.until_at)),
        Pair(_("Thứ tự"), _("bưu tá tự xếp") if one.own_order else _("theo phương án")),
    ]


def _notices(question: BoardQuery, one: Round) -> Table:
    found = notices_of(frozenset({one.unit_id}), one.planned_at).filter(round=one, kind="window")[:50]
    rows = [Row((notice.words, notice.noted_at)) for notice in found]
    columns = (Column(_("Báo khách"), wide=True), Column(_("Lúc"), "moment"))
    return Table(_("Tin báo khách về giờ đến"), columns, rows, empty=_("Chưa phải báo khách đổi giờ."))


def changed_table(question: BoardQuery, one: Round) -> Table:
    """What changes of the day brought to this round or took from it."""
    rows = moves_of_round(changes_on(question.reach, one.on), one.code)
    columns = (
        Column(_("Điểm"), wide=True),
        Column(_("Thế nào")),
        Column(_("Vì sao")),
        Column(_("Lúc"), "moment"),
    )
    return Table(_("Đổi gì và vì sao"), columns, rows)


def compared_with_before(question: BoardQuery, one: Round) -> list[Pair]:
    """The courier's last round before, and how much of this one is familiar to him."""
    before = Round.objects.filter(courier_id=one.courier_id, on__lt=one.on).order_by("-on", "-shift").first()
    known = familiar_of(one)
    fresh = _("%(number)s điểm chưa quen ai") % {"number": known.stops - known.owned}
    said = f"{known.own}/{known.owned}, {fresh}" if known.owned else _("chưa điểm nào quen ai")
    pairs = [Pair(_("Điểm quen của bưu tá"), said)]
    if before is not None:
        (then,) = standing_of([before])
        pairs += [
            Pair(_("Tuyến trước"), before.code, href=f"/dieu-hanh/tuyen-phat/{before.code}/"),
            Pair(_("Điểm khi đó"), f"{then.done_stops}/{then.stops}"),
            Pair(_("Thời gian khi đó"), duration(round_seconds(before))),
            Pair(_("Quãng đường khi đó"), kilometres(before.distance_metres)),
        ]
    return pairs
