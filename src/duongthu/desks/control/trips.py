"""The day's trips at the control room: what needs an eye first, the rest by state or by route; and one trip's page."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET

from duongthu.acts.api import Actor
from duongthu.desks import audiences
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Mark, Row, Tab, Table, Tone
from duongthu.kernel.clock import VN, now, today
from duongthu.kernel.doors import open_to
from duongthu.network.api import DepartureState
from duongthu.transport.api import TripStatus, dispatches_of, trips_on

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

SOON_MINUTES = 60
PAGE_ROWS = 25
STATES = {
    "waiting": (Tone.IDLE, lazy("chờ giờ")),
    "overdue": (Tone.LATE, lazy("quá giờ")),
    "under_way": (Tone.GOING, lazy("đang chạy")),
    "ended": (Tone.DONE, lazy("đã về")),
}
BY_ROUTE = "duong-thu"


def trips_within(actor: Actor) -> list[TripStatus]:
    """The trips that touch today and pass a unit within the actor's reach."""
    found = trips_on(today(), now())
    return [trip for trip in found if actor.reach & {stop.unit_id for stop in trip.planned.stops}]


def _soon(trip: TripStatus, at: datetime) -> bool:
    return trip.state == "waiting" and trip.planned.departs_at <= at + timedelta(minutes=SOON_MINUTES)


def _behind(trip: TripStatus, at: datetime) -> int:
    """Minutes by which a trip is to be called late now: not left in time, left late, or not home in time; 0 = it is not."""
    if trip.state == "under_way":
        over = int((at - trip.planned.arrives_at).total_seconds() // 60)
        started_late = trip.departure.state is DepartureState.LATE
        behind = max(over, trip.departure.minutes_behind if started_late else 0)
        return behind if started_late or over > trip.planned.late_minutes else 0
    return trip.departure.minutes_behind if trip.state == "overdue" else 0


def _needs_an_eye(trip: TripStatus, at: datetime) -> bool:
    return bool(_behind(trip, at)) or _soon(trip, at)


VIEWS: dict[str, tuple[object, Callable[[TripStatus, datetime], bool]]] = {
    "can-xem": (lazy("Trễ và sắp đi"), _needs_an_eye),
    "dang-chay": (lazy("Đang chạy"), lambda trip, _at: trip.state == "under_way"),
    "cho-gio": (lazy("Chờ giờ"), lambda trip, _at: trip.state in {"waiting", "overdue"}),
    "da-ve": (lazy("Đã về"), lambda trip, _at: trip.state == "ended"),
}


class TripList:
    """The list of one request: ``?xem=`` a state or by route, ``?duong=`` one route's trips, ``?trang=`` the page."""

    def __init__(self, request: HttpRequest, trips: Sequence[TripStatus]) -> None:
        self.at, self.trips = now(), trips
        self.route = request.GET.get("duong", "")
        asked = request.GET.get("xem", "")
        self.view = asked if asked in {*VIEWS, BY_ROUTE} else BY_ROUTE if self.route else "can-xem"
        rows = self._routes() if self.view == BY_ROUTE and not self.route else self._trips()
        self.shown: Page[Row] = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("trang"))
        self.query = urlencode({"xem": self.view, "duong": self.route} if self.route else {"xem": self.view})

    def tabs(self) -> list[Tab]:
        """One for each state with its count, and one by route."""
        here = reverse("control")
        counts = {name: sum(test(trip, self.at) for trip in self.trips) for name, (_t, test) in VIEWS.items()}
        by_state = [
            Tab(str(title), f"{here}?xem={name}#chuyen", counts[name], name == self.view)
            for name, (title, _test) in VIEWS.items()
        ]
        routes = len({trip.planned.route for trip in self.trips})
        return [
            *by_state,
            Tab(_("Theo đường thư"), f"{here}?xem={BY_ROUTE}#chuyen", routes, self.view == BY_ROUTE),
        ]

    def table(self) -> Table:
        """The page asked for."""
        if self.view == BY_ROUTE and not self.route:
            return _route_table(list(self.shown))
        empty = _("Không có chuyến nào trễ, cũng không có chuyến nào đi trong một giờ tới.")
        return _trip_table(
            list(self.shown), empty if self.view == "can-xem" else _("Không có chuyến nào ở mục này.")
        )

    def _trips(self) -> list[Row]:
        chosen = [trip for trip in self.trips if self._is_chosen(trip)]
        return [_trip_row(trip, self.at) for trip in sorted(chosen, key=self._order)]

    def _is_chosen(self, trip: TripStatus) -> bool:
        if self.view == BY_ROUTE:
            return trip.planned.route == self.route
        return VIEWS[self.view][1](trip, self.at)

    def _order(self, trip: TripStatus) -> tuple[int, datetime]:
        """The latest first where that matters, then by the timetable."""
        return (-_behind(trip, self.at) if self.view == "can-xem" else 0, trip.planned.departs_at)

    def _routes(self) -> list[Row]:
        by_route: dict[str, list[TripStatus]] = defaultdict(list)
        for trip in self.trips:
            by_route[trip.planned.route].append(trip)
        rows = [self._route_row(route, own) for route, own in by_route.items()]
        return [row for _late, row in sorted(rows, key=lambda pair: -pair[0])]

    def _route_row(self, route: str, own: list[TripStatus]) -> tuple[int, Row]:
        late = max(_behind(trip, self.at) for trip in own)
        coming = min((t.planned.departs_at for t in own if t.state in {"waiting", "overdue"}), default=None)
        ended = sum(trip.state == "ended" for trip in own)
        tone, words = (Tone.LATE, _("có chuyến trễ")) if late else _calm(own, ended)
        cells = (own[0].planned.name, route, f"{ended}/{len(own)}", coming, Mark(tone, words))
        link = f"{reverse('control')}?{urlencode({'xem': BY_ROUTE, 'duong': route})}#chuyen"
        return late, Row(cells, link)


def _calm(own: list[TripStatus], ended: int) -> tuple[Tone, str]:
    if ended == len(own):
        return Tone.DONE, _("đã về")
    if any(trip.state == "under_way" for trip in own):
        return Tone.GOING, _("đang chạy")
    return Tone.IDLE, _("chờ giờ")


def _trip_row(trip: TripStatus, at: datetime) -> Row:
    planned, running = trip.planned, trip.running
    cells = (
        planned.name, planned.departs_at, running.departed_at if running else None, planned.arrives_at.astimezone(VN),
        running.arrived_at if running else None, trip_mark(trip, at),
    )  # fmt: skip
    page = "late_trip" if trip.state == "overdue" else "trip"
    return Row(cells, f"{reverse(page)}?{urlencode({'chuyen': planned.key})}")


def trip_mark(trip: TripStatus, at: datetime) -> Mark:
    """How a trip stands, with the minutes that matter."""
    tone, words = STATES[trip.state]
    behind = _behind(trip, at)
    if behind:
        return Mark(Tone.LATE, _("trễ %(minutes)s phút") % {"minutes": formats.count(behind)})
    if _soon(trip, at):
        left = max(0, int((trip.planned.departs_at - at).total_seconds() // 60))
        return Mark(Tone.HOLD, _("đi sau %(minutes)s phút") % {"minutes": left})
    return Mark(tone, str(words))


def _trip_table(rows: Sequence[Row], empty: str) -> Table:
    columns = (
        Column(_("Chuyến")), Column(_("Đi theo giờ"), "moment"), Column(_("Đi lúc"), "moment"),
        Column(_("Về theo giờ"), "moment", phone=False), Column(_("Về lúc"), "moment", phone=False),
        Column(_("Trạng thái"), "mark"),
    )  # fmt: skip
    return Table(_("Chuyến thư hôm nay"), columns, rows, empty=empty)


def _route_table(rows: Sequence[Row]) -> Table:
    columns = (
        Column(_("Đường thư")), Column(_("Mã")), Column(_("Chuyến đã về")),
        Column(_("Chuyến tới"), "moment"), Column(_("Trạng thái"), "mark"),
    )  # fmt: skip
    return Table(_("Đường thư hôm nay"), columns, rows, empty=_("Hôm nay không có chuyến nào."))


@require_GET
@open_to(audiences.CONTROL)
def one(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/chuyen/?chuyen=``: a trip's calls by the timetable, and what it carries."""
    key, actor = request.GET.get("chuyen", ""), cast("SeatedRequest", request).actor
    trip = next((trip for trip in trips_within(actor) if trip.planned.key == key), None)
    if trip is None:
        raise Http404
    page = {
        "trip": trip,
        "figures": _figures(trip),
        "stops": _stops(trip),
        "carried": _carried(trip),
    }
    return render(request, "desks/trip.html", page)


def _figures(trip: TripStatus) -> list[Figure]:
    planned, running, at = trip.planned, trip.running, now()
    left = formats.moment(running.departed_at) if running else "–"
    back = formats.moment(running.arrived_at) if running and running.arrived_at else "–"
    mark = trip_mark(trip, at)
    return [
        Figure(_("Trạng thái"), mark.text.capitalize(), tone=mark.tone),
        Figure(_("Đi lúc"), left, _("theo giờ %(at)s") % {"at": formats.moment(planned.departs_at)}),
        Figure(_("Về lúc"), back, _("theo giờ %(at)s") % {"at": formats.moment(planned.arrives_at)}),
        Figure(_("Lái xe"), person_name(running.driver_id) if running else "–"),
    ]


def _stops(trip: TripStatus) -> Table:
    rows = [
        Row((unit_name(stop.unit_id), stop.arrives_at, stop.departs_at, stop.cut_off_at))
        for stop in trip.planned.stops
    ]
    columns = (
        Column(_("Ghé đơn vị")), Column(_("Đến theo giờ"), "moment"), Column(_("Đi theo giờ"), "moment"),
        Column(_("Đóng túi trước"), "moment"),
    )  # fmt: skip
    return Table(_("Điểm ghé"), columns, rows)


def _carried(trip: TripStatus) -> Table:
    rows = [
        Row(
            (
                d.code,
                unit_name(d.from_unit_id),
                unit_name(d.to_unit_id),
                d.received_at,
                _reached(d.received_at),
            )
        )
        for d in dispatches_of(trip.planned.key)
    ]
    columns = (
        Column(_("Chuyến thư")), Column(_("Từ")), Column(_("Đến")), Column(_("Nhận lúc"), "moment"),
        Column(_("Trạng thái"), "mark"),
    )  # fmt: skip
    return Table(_("Chuyến thư đã chở"), columns, rows, empty=_("Chuyến này chưa nhận chuyến thư nào."))


def _reached(at: datetime | None) -> Mark:
    return Mark(Tone.DONE, _("đã nhận")) if at else Mark(Tone.GOING, _("trên xe"))
