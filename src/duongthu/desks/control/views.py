"""The control room: the province on a map and as a list; what is late, what waits, what went wrong."""

from collections import Counter
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET

from duongthu.acts.api import Actor, ask
from duongthu.desks import audiences
from duongthu.desks.control.trips import TripList, trips_within
from duongthu.desks.naming import unit_name
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, MapBoard, MapPlace, Mark, Row, Table, Tone
from duongthu.kernel.clock import now, today
from duongthu.kernel.doors import open_to
from duongthu.mail.api import State, accepted_query, stock_query
from duongthu.network.api import UnitKind, network_on, province_map
from duongthu.transport.api import (
    IrregularityRow,
    LateRow,
    TripStatus,
    irregularities_query,
    late_trips_query,
)

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

SHOWN = {
    UnitKind.CENTRE,
    UnitKind.DISTRICT,
    UnitKind.OFFICE,
    UnitKind.CULTURE_POST,
    UnitKind.COMMUNE_POST,
    UnitKind.COUNTER,
}
BACKLOG_WARN, BACKLOG_LATE = 40, 120
FIRST_ALERTS = 8
KINDS = {
    "short": lazy("Thiếu"),
    "over": lazy("Thừa"),
    "missent": lazy("Lạc hướng"),
    "seal": lazy("Niêm phong khác"),
    "absent": lazy("Không thấy túi"),
}


@require_GET
@open_to(audiences.CONTROL)
def room(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/``: figures, map with list, alerts, trips, irregularities."""
    actor = cast("SeatedRequest", request).actor
    stock, alerts = _stock(actor), ask(actor, late_trips_query)
    trips = trips_within(actor)
    listed = TripList(request, trips)
    found = ask(actor, irregularities_query).rows
    page = {
        "figures": _figures(actor, stock, trips, alerts.page.paginator.count, len(found)),
        "board": _board(actor, stock),
        "alerts": _alerts(alerts.rows),
        "more_alerts": max(0, alerts.page.paginator.count - FIRST_ALERTS),
        "trips": listed,
        "irregularities": _irregularities(found),
        "at": now(),
    }
    return render(request, "desks/control.html", page)


@require_GET
@open_to(audiences.ROUNDS)
def areas(request: HttpRequest) -> JsonResponse:
    """Communes as the map wants them."""
    shapes = [f for f in province_map(today())["features"] if f["geometry"]["type"] != "LineString"]
    features = [
        {**f, "properties": {"id": f["properties"]["code"], "name": f["properties"]["name"]}} for f in shapes
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_GET
@open_to(audiences.CONTROL)
def lines(request: HttpRequest) -> JsonResponse:
    """Main roads as the map wants them."""
    roads = [f for f in province_map(today())["features"] if f["geometry"]["type"] == "LineString"]
    features = [
        {**f, "properties": {"id": f["properties"]["ref"], "kind": "road", "name": f["properties"]["ref"]}}
        for f in roads
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_GET
@open_to(audiences.CONTROL)
def points(request: HttpRequest) -> JsonResponse:
    """Units within reach with the tone of their backlog."""
    actor = cast("SeatedRequest", request).actor
    stock, day = _stock(actor), network_on(today())
    features = []
    for unit in day.units.values():
        if unit.id not in actor.reach or unit.kind not in SHOWN:
            continue
        rank = 1 if unit.kind in {UnitKind.CENTRE, UnitKind.DISTRICT} else 3
        at = {"type": "Point", "coordinates": [unit.at.longitude, unit.at.latitude]}
        properties = {
            "id": str(unit.id),
            "name": unit.name,
            "tone": _tone(stock[unit.id]).value,
            "rank": rank,
        }
        features.append({"type": "Feature", "geometry": at, "properties": properties})
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _stock(actor: Actor) -> Counter[int]:
    stock: Counter[int] = Counter()
    for row in ask(actor, stock_query).rows:
        stock[row.unit_id] += row.items
    return stock


def _tone(backlog: int) -> Tone:
    if backlog >= BACKLOG_LATE:
        return Tone.LATE
    return Tone.HOLD if backlog >= BACKLOG_WARN else Tone.DONE


def _figures(
    actor: Actor, stock: Counter[int], trips: list[TripStatus], late: int, irregular: int
) -> list[Figure]:
    accepted = sum(row.items for row in ask(actor, accepted_query).rows)
    missing = sum(row.items for row in ask(actor, stock_query).rows if row.state == State.MISSING)
    ended = sum(trip.state == "ended" for trip in trips)
    return [
        Figure(_("Nhận trong ngày"), formats.count(accepted)),
        Figure(_("Đang trong tay bưu điện"), formats.count(stock.total())),
        Figure(_("Chuyến thư"), f"{ended}/{len(trips)}", _("đã về / trong ngày")),
        Figure(_("Chuyến quá giờ"), formats.count(late), tone=Tone.LATE if late else Tone.DONE),
        Figure(
            _("Thiếu khi mở túi"),
            formats.count(missing),
            _("%(number)s biên bản") % {"number": formats.count(irregular)},
            Tone.LATE if missing else Tone.DONE,
        ),
    ]


def _board(actor: Actor, stock: Counter[int]) -> MapBoard:
    day = network_on(today())
    busiest = [(unit, n) for unit, n in stock.most_common(40) if unit in day.units]
    places = [
        MapPlace(
            str(unit),
            day.units[unit].name,
            Mark(_tone(n), _("tồn %(number)s") % {"number": formats.count(n)}),
            "",
        )
        for unit, n in busiest
    ]
    return MapBoard(
        _("Bản đồ tỉnh: đơn vị và bưu gửi tồn"),
        "/dieu-hanh/xa.json",
        "/dieu-hanh/don-vi.json",
        "/dieu-hanh/duong.json",
        places,
        _("Tồn nhiều nhất"),
        60,
    )


def _alerts(alerts: list[LateRow]) -> Table:
    rows = [
        Row(
            (
                a.name,
                a.departs_at,
                a.minutes_behind,
                a.bags,
                a.items,
                a.items_at_risk,
                Mark(Tone.GOING, _("đã quyết định")) if a.decided else Mark(Tone.HOLD, _("chờ quyết định")),
            ),
            f"{reverse('late_trip')}?chuyen={a.key}",
        )
        for a in alerts[:FIRST_ALERTS]
    ]
    columns = (
        Column(_("Chuyến"), wide=True),
        Column(_("Giờ đi"), "moment"),
        Column(_("Trễ (phút)"), "count"),
        Column(_("Túi chờ"), "count"),
        Column(_("Bưu gửi"), "count"),
        Column(_("Có nguy cơ trễ hẹn"), "count"),
        Column(_("Xử lý"), "mark"),
    )
    return Table(_("Chuyến quá giờ chưa đi"), columns, rows, empty=_("Mọi chuyến đến giờ đều đã đi."))


def _irregularities(found: list[IrregularityRow]) -> Table:
    rows = [
        Row(
            (
                str(KINDS[i.kind]),
                i.item_code or "–",
                i.bag_code,
                unit_name(i.closed_unit_id),
                unit_name(i.unit_id),
                i.opened_at,
            ),
            f"/buu-gui/{i.item_code}/" if i.item_code else "",
        )
        for i in found
    ]
    columns = (
        Column(_("Sai khác")),
        Column(_("Bưu gửi"), "code"),
        Column(_("Túi"), phone=False),
        Column(_("Nơi đóng")),
        Column(_("Nơi mở")),
        Column(_("Lúc"), "moment", phone=False),
    )
    return Table(_("Biên bản mở túi"), columns, rows, empty=_("Chưa có sai khác nào hôm nay."))
