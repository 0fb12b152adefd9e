"""How a proposal of mail routes is shown: figures beside today's, ways compared, tours on a map, what each unit gets."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET

from duongthu.desks import audiences
from duongthu.desks.naming import unit_name
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, MapBoard, MapPlace, Mark, Row, Table, Tone
from duongthu.kernel.doors import open_to
from duongthu.network.api import PlannedRoute, UnitKind, network_on
from duongthu.transport.api import Compared, RouteProposal, Tally, UnitCompared, compared

WAYS = {
    "two_levels": lazy("Hai cấp như hiện nay"),
    "direct": lazy("Trung tâm đi thẳng mọi bưu cục"),
    "mixed": lazy("Vừa hai cấp vừa đi thẳng"),
}
CUT_OFFS = {
    "deliver.1": lazy("thư sáng kịp ca 1"),
    "deliver.2": lazy("thư trưa kịp ca 2"),
    "trunk.1": lazy("gửi kịp xe trục trưa"),
    "trunk.2": lazy("gửi kịp xe trục tối"),
}
DAY_MINUTES, HOUR_MINUTES = 24 * 60, 60


def clock(minute: int | None) -> str:
    """Minutes of the day as people read them; the next day's with a mark."""
    if minute is None:
        return ""
    days, rest = divmod(minute, DAY_MINUTES)
    return f"{rest // 60:02d}:{rest % 60:02d}" + (f" +{days}" if days else "")


def figures_of(read: Compared) -> list[Figure]:
    """The plan's figures, each with today's below it."""
    plan, before = read.plan, read.today
    missed, missed_before = (
        sum(len(unit.missed) for unit in read.units),
        sum(len(unit.missed_today) for unit in read.units),
    )
    shown = [
        (_("Ki-lô-mét một ngày"), formats.count(plan.metres // 1000), formats.count(before.metres // 1000)),
        (
            _("Giờ xe chạy"),
            formats.count(plan.minutes // HOUR_MINUTES),
            formats.count(before.minutes // HOUR_MINUTES),
        ),
        (_("Chi phí một ngày"), formats.money(plan.cost_dong), formats.money(before.cost_dong)),
        (_("Xe cần có"), formats.count(plan.vehicles), formats.count(before.vehicles)),
    ]
    strip = [Figure(label, value, _("nay %(value)s") % {"value": old}) for label, value, old in shown]
    tone = Tone.DONE if missed < missed_before or not missed else Tone.LATE
    strip.append(
        Figure(
            _("Mốc giờ không kịp"), formats.count(missed),
            _("nay %(value)s") % {"value": formats.count(missed_before)}, tone,
        )
    )  # fmt: skip
    over = formats.count(read.overloaded)
    strip.append(Figure(_("Chuyến quá tải hiện nay"), over, tone=Tone.LATE if read.overloaded else Tone.DONE))
    return strip


def ways_table(read: Compared) -> Table:
    """Every way to serve each centre's area, the one taken marked."""
    rows = [
        Row(
            (
                unit_name(way.centre), str(WAYS[way.way]), *_cells(way.tally), way.missed,
                Mark(Tone.DONE, _("chọn")) if way.taken else Mark(Tone.IDLE, _("không chọn")),
            )
        )
        for way in read.ways
    ]  # fmt: skip
    rows.append(
        Row(
            (
                _("Cả tỉnh"),
                _("Hành trình hiện nay"),
                *_cells(read.today),
                None,
                Mark(Tone.IDLE, _("hiện nay")),
            )
        )
    )
    columns = (
        Column(_("Trung tâm"), wide=True), Column(_("Cách đi"), wide=True), Column(_("Chuyến"), "count"),
        Column(_("km"), "count"), Column(_("Giờ xe"), "count"), Column(_("Xe"), "count"), Column(_("Chi phí"), "money"),
        Column(_("Lần ghé trễ mốc"), "count"), Column(_("Kết luận"), "mark"),
    )  # fmt: skip
    return Table(_("Các cách đã so"), columns, rows)


def _cells(tally: Tally) -> tuple[int, int, int, int, int]:
    return (tally.tours, tally.metres // 1000, tally.minutes // HOUR_MINUTES, tally.vehicles, tally.cost_dong)


def _back(route: PlannedRoute) -> str:
    hour, minute = route.departures[0].split(":")
    return clock(int(hour) * 60 + int(minute) + route.stops[-1].arrive_minutes)


def units_table(read: Compared, most: int) -> Table:
    """What every unit gets, those that miss a cut-off first; only the first ``most``."""
    found = sorted(read.units, key=lambda unit: (-len(unit.missed), -len(unit.missed_today), unit.unit_id))
    columns = (
        Column(_("Đơn vị"), wide=True), Column(_("Thư sáng đến")), Column(_("Thư trưa đến"), phone=False),
        Column(_("Kịp trục trưa"), phone=False), Column(_("Kịp trục tối")), Column(_("Không kịp"), wide=True),
        Column(_("Mốc giờ"), "mark"),
    )  # fmt: skip
    return Table(
        _("Từng đơn vị được gì: nay → phương án"), columns, [_unit_row(unit) for unit in found[:most]]
    )


def _unit_row(unit: UnitCompared) -> Row:
    pairs = [
        *zip(unit.arrives_today, unit.arrives, strict=True),
        *zip(unit.leaves_today, unit.leaves, strict=True),
    ]
    times = [f"{clock(before) or '–'} → {clock(after) or '–'}" for before, after in pairs]
    if unit.missed:
        mark, words = Mark(Tone.LATE, _("còn lỡ")), _words(unit.missed)
    elif unit.missed_today:
        words = _("nay lỡ: %(what)s") % {"what": _words(unit.missed_today)}
        mark = Mark(Tone.DONE, _("kịp thêm"))
    else:
        mark, words = Mark(Tone.DONE, _("kịp cả")), ""
    return Row((unit_name(unit.unit_id), *times, words, mark))


def _words(missed: tuple[str, ...]) -> str:
    return ", ".join(str(CUT_OFFS[what]) for what in missed)


def board_of(proposal: RouteProposal, read: Compared) -> MapBoard:
    """The tours on the map, and as a list."""
    places = [
        MapPlace(
            route.code, route.name, Mark(Tone.GOING, f"{route.departures[0]} – {_back(route)}"),
            _("%(stops)s điểm, %(km)s km") % {"stops": len(route.stops) - 2, "km": formats.count(metres // 1000)},
        )
        for route, metres in zip(read.routes, read.metres, strict=True)
    ]  # fmt: skip
    return MapBoard(
        _("Bản đồ: các chuyến của phương án, vẽ thẳng từ điểm dừng đến điểm dừng"), "/dieu-hanh/xa.json",
        reverse("mail_route_points", args=[proposal.code]), reverse("mail_route_lines", args=[proposal.code]), places,
        _("Các chuyến"),
    )  # fmt: skip


@require_GET
@open_to(audiences.CONTROL)
def lines(_request: HttpRequest, code: str) -> JsonResponse:
    """The tours of a proposal as the map wants them."""
    proposal = get_object_or_404(RouteProposal, code=code)
    units = network_on(proposal.on).units
    features = []
    for route in compared(proposal).routes:
        way = [[units[s.unit_id].at.longitude, units[s.unit_id].at.latitude] for s in route.stops]
        properties = {"id": route.code, "kind": "trip", "name": route.name, "tone": Tone.GOING.value}
        features.append(_feature("LineString", way, properties))
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_GET
@open_to(audiences.CONTROL)
def points(_request: HttpRequest, code: str) -> JsonResponse:
    """The units of a proposal, those that miss a cut-off marked."""
    proposal = get_object_or_404(RouteProposal, code=code)
    units, features = network_on(proposal.on).units, []
    for unit in compared(proposal).units:
        there = units[unit.unit_id]
        properties = {
            "id": str(unit.unit_id), "name": there.name, "tone": (Tone.LATE if unit.missed else Tone.DONE).value,
            "rank": 1 if there.kind in {UnitKind.CENTRE, UnitKind.DISTRICT} else 3,
        }  # fmt: skip
        features.append(_feature("Point", [there.at.longitude, there.at.latitude], properties))
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _feature(kind: str, coordinates: list[Any], properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties,
    }  # fmt: skip
