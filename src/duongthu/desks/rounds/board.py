"""The board: a day's rounds of a unit with their map; for the whole province a line for each post."""

from collections import defaultdict
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET

from duongthu.desks import audiences
from duongthu.desks.naming import unit_name
from duongthu.desks.rounds.change_tables import changes_table
from duongthu.desks.rounds.comparison_tables import plan_table, times
from duongthu.desks.rounds.halts import halts_text
from duongthu.desks.rounds.maps import tones_of
from duongthu.desks.rounds.page_query import (
    BoardQuery,
    board_query,
    days_around,
    duration,
    kilometres,
    round_mark,
    round_seconds,
    shift_now,
)
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, MapBoard, MapPlace, Mark, Row, Table, Tone
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.rounds.api import (
    Plan,
    Standing,
    changes_on,
    compared_plans,
    halts_on,
    plans_of,
    rounds_of,
    standing_of,
)
from duongthu.staff.api import names_of

MOST = 400
PAGE_POSTS = 25
STATES = {
    Plan.DRAFT: (Tone.HOLD, lazy("bản nháp")),
    Plan.IN_FORCE: (Tone.DONE, lazy("đang dùng")),
    Plan.REPLACED: (Tone.VOID, lazy("đã thay")),
}


@require_GET
@open_to(audiences.ROUNDS)
def board(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/tuyen-phat/?don-vi=&ngay=``: figures, map, rounds or posts, plans."""
    question = board_query(request)
    standings = standing_of(list(rounds_of(question.reach, question.on)))
    names = names_of({s.round.courier_id for s in standings})
    before, after = days_around(question)
    posts = _posts(question, standings) if question.is_province else []
    shown: Page[Row] = Paginator(posts, PAGE_POSTS).get_page(request.GET.get("trang"))
    page = {
        "question": question,
        "unit": unit_name(question.unit_id),
        "shift": shift_now(question.on, now()),
        "plan_new": question.address("lap/"),
        "replan": question.address("lap-lai/"),
        "before": before,
        "after": after,
        "figures": _figures(standings),
        "board": _map(
            question, _post_places(question, standings) if question.is_province else _places(standings, names)
        ),
        "rounds": _post_table(list(shown)) if question.is_province else _rounds(standings, names),
        "shown": shown,
        "query": urlencode({"don-vi": question.unit_id, "ngay": question.on.isoformat()}),
        "plans": None if question.is_province else _plans(question),
        "changes": None if question.is_province else changes_table(changes_on(question.reach, question.on)),
        "compared": None if question.is_province else _compared(question),
    }
    return render(request, "desks/rounds.html", page)


def _figures(standings: list[Standing]) -> list[Figure]:
    stops, done = sum(s.stops for s in standings), sum(s.done_stops for s in standings)
    late, flagged = sum(s.late for s in standings), sum(s.flagged for s in standings)
    passing = sum(s.passing for s in standings)
    return [
        Figure(_("Tuyến phát"), formats.count(len(standings))),
        Figure(_("Điểm phát"), f"{formats.count(done)}/{formats.count(stops)}", _("đã xong / trong ngày")),
        Figure(_("Ngoài giờ hẹn"), formats.count(late), tone=Tone.LATE if late else Tone.DONE),
        Figure(_("Báo xa địa chỉ"), formats.count(flagged), tone=Tone.HOLD if flagged else Tone.DONE),
        Figure(_("Chờ chuyển tay"), formats.count(passing), tone=Tone.HOLD if passing else Tone.DONE),
    ]


def _compared(question: BoardQuery) -> Table | None:
    """The lists of the latest shift beside those of the day before."""
    published = [
        p for p in plans_of(question.reach, question.on) if p.published_at and p.planner != Plan.CHANGE
    ]
    found = compared_plans(published[0]) if published else None
    return plan_table(found) if found else None


def _rounds(standings: list[Standing], names: dict[int, str]) -> Table:
    halts = halts_on([s.round.pk for s in standings[:MOST]])
    rows = [
        Row(
            (
                names.get(s.round.courier_id, s.round.code), s.round.shift, round_mark(s), f"{s.done_stops}/{s.stops}",
                s.things, duration(round_seconds(s.round)), kilometres(s.round.distance_metres),
                s.round.load_grams, halts_text(halts[s.round.pk]), s.flagged,
            ),
            f"/dieu-hanh/tuyen-phat/{s.round.code}/",
        )
        for s in standings[:MOST]
    ]  # fmt: skip
    columns = (
        Column(_("Bưu tá")), Column(_("Ca"), "count"), Column(_("Trạng thái"), "mark"), Column(_("Điểm đã xong"), "measure"),
        Column(_("Bưu gửi, việc"), "count"), Column(_("Thời gian"), "measure"), Column(_("Quãng đường"), "measure"),
        Column(_("Khối lượng"), "weight", phone=False), Column(_("Nghỉ, về lấy hàng"), wide=True), Column(_("Báo xa"), "count"),
    )  # fmt: skip
    return Table(_("Tuyến phát trong ngày"), columns, rows, empty=_("Chưa lập tuyến phát cho ngày này."))


def _posts(question: BoardQuery, standings: list[Standing]) -> list[Row]:
    """A line for each post that has rounds, the most belated first."""
    by_unit: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings:
        by_unit[standing.round.unit_id].append(standing)
    rows = [_post(question, unit, own) for unit, own in by_unit.items()]
    return sorted(rows, key=lambda row: -int(str(row.cells[4])))


def _post_table(rows: list[Row]) -> Table:
    columns = (
        Column(_("Bưu cục phát")), Column(_("Tuyến"), "count"), Column(_("Điểm đã xong"), "measure"),
        Column(_("Còn giữ"), "count"), Column(_("Ngoài giờ hẹn"), "count"), Column(_("Báo xa"), "count"),
        Column(_("Quãng đường"), "measure", phone=False),
    )  # fmt: skip
    return Table(
        _("Tuyến phát theo bưu cục"), columns, rows, empty=_("Chưa có tuyến phát nào trong ngày này.")
    )


def _post(question: BoardQuery, unit_id: int, own: list[Standing]) -> Row:
    cells = (
        unit_name(unit_id), len(own), f"{sum(s.done_stops for s in own)}/{sum(s.stops for s in own)}",
        sum(s.in_hand for s in own), sum(s.late for s in own), sum(s.flagged for s in own),
        kilometres(sum(s.round.distance_metres for s in own)),
    )  # fmt: skip
    return Row(cells, BoardQuery(question.actor, unit_id, question.on).address())


def _plans(question: BoardQuery) -> Table:
    rows = []
    for plan in plans_of(question.reach, question.on)[:20]:
        tone, words = STATES[plan.state]
        kind = _("thay đổi") if plan.planner == Plan.CHANGE else _("phương án")
        cells = (
            plan.code, kind, plan.shift, Mark(tone, str(words)), plan.made_at, *_measures(plan), plan.price,
        )  # fmt: skip
        rows.append(Row(cells, f"/dieu-hanh/tuyen-phat/phuong-an/{plan.code}/"))
    columns = (
        Column(_("Phương án")), Column(_("Loại")), Column(_("Ca"), "count"), Column(_("Trạng thái"), "mark"),
        Column(_("Lập lúc"), "moment"), Column(_("Dài nhất/giữa"), "measure"), Column(_("Điểm quen"), "measure"),
        Column(_("Giờ đi đường"), "measure"), Column(_("Giá quy ước"), "count", phone=False),
    )  # fmt: skip
    return Table(_("Phương án của ngày"), columns, rows, empty=_("Chưa có phương án nào."))


def _measures(plan: Plan) -> tuple[str, str, str]:
    """How even, how familiar, how much riding; a change has touched some lists only, so that its evenness says nothing."""
    known = plan.measures or {}
    longest, own, owned, riding = (
        known.get(name, -1) for name in ("longest_hundredths", "own", "owned", "riding_seconds")
    )
    even = longest > 0 and plan.planner != Plan.CHANGE
    return (
        times(longest) if even else formats.ABSENT,
        formats.percent(own, owned) if owned >= 0 else formats.ABSENT,
        duration(riding) if riding >= 0 else formats.ABSENT,
    )


def _places(standings: list[Standing], names: dict[int, str]) -> list[MapPlace]:
    return [
        MapPlace(
            s.round.code, names.get(s.round.courier_id, s.round.code), round_mark(s),
            _("%(done)s/%(stops)s điểm · %(km)s") % {
                "done": s.done_stops, "stops": s.stops, "km": kilometres(s.round.distance_metres)
            },
            f"/dieu-hanh/tuyen-phat/{s.round.code}/",
        )
        for s in standings[:60]
    ]  # fmt: skip


def _post_places(question: BoardQuery, standings: list[Standing]) -> list[MapPlace]:
    """Posts beside the map, those that are late first."""
    words = {
        Tone.LATE: _("có tuyến chậm"),
        Tone.GOING: _("đang phát"),
        Tone.IDLE: _("chưa nhận hàng"),
        Tone.DONE: _("đã về"),
    }
    tones = sorted(tones_of(standings).items(), key=lambda pair: list(words).index(pair[1]))
    return [
        MapPlace(
            str(u),
            unit_name(u),
            Mark(tone, words[tone]),
            "",
            BoardQuery(question.actor, u, question.on).address(),
        )
        for u, tone in tones[:60]
    ]


def _map(question: BoardQuery, places: list[MapPlace]) -> MapBoard:
    return MapBoard(
        _("Bản đồ tuyến phát: đường đi theo thứ tự điểm, màu theo trạng thái"), question.address("xa.json"),
        question.address("diem.json"), question.address("tuyen.json"), places, _("Tuyến phát"), 60,
    )  # fmt: skip
