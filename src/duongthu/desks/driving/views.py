"""The driver's trip: what goes down at the next stop, what comes along; and the trips he may begin or take over."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Actor, ask
from duongthu.desks import audiences, page_query
from duongthu.desks.naming import unit_name
from duongthu.desks.outcome_messages import tell
from duongthu.desks.ui.parts import Column, Mark, Row, Table, Tone
from duongthu.kernel.clock import local, now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.network.api import VEHICLE_NAMES
from duongthu.transport.api import DriveRow, StopRow, trip_stops_query, trips_to_drive_query

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

CALL, TAKE_OVER = "transport.call_at_stop", "transport.take_over_trip"
SOON = timedelta(hours=3)
_ids = IdMaker()


@require_GET
@open_to(audiences.DRIVE)
def show(request: HttpRequest) -> HttpResponse:
    """``/chuyen-cua-toi/?chuyen=``: the trip under way, else the one chosen; then those that may be begun or taken over."""
    actor = cast("SeatedRequest", request).actor
    trips = ask(actor, trips_to_drive_query).rows
    every = bool(page_query.text(request, "ca-ngay"))
    one = _chosen(trips, actor, page_query.text(request, "chuyen"))
    page: dict[str, object] = {
        "unit": unit_name(actor.unit_id),
        "one": one,
        "vehicle": dict[str, object](VEHICLE_NAMES).get(one.vehicle, one.vehicle) if one else "",
        "to_begin": _to_begin(
            _offered([trip for trip in trips if trip.driver_id is None and trip != one], every=every)
        ),
        "every": every,
        "others": [
            (trip, _ids.make(now())) for trip in trips if trip.driver_id not in {None, actor.person_id}
        ],
    }
    if one is not None:
        stops = ask(actor, trip_stops_query, trip=one.key).rows
        coming = next((stop for stop in stops if stop.next), None)
        here = next((stop for stop in reversed(stops) if stop.called), None)
        page |= {
            "stops": _stops(stops),
            "begun": one.driver_id is not None,
            "coming": coming,
            "is_last": coming is not None and coming is stops[-1],
            "here": here if here is not None and here.waiting and coming is not None else None,
            "command_id": _ids.make(now()),
            "here_command_id": _ids.make(now()),
        }
    return render(request, "desks/my_trip.html", page)


def _chosen(trips: Sequence[DriveRow], actor: Actor, key: str) -> DriveRow | None:
    """The trip asked for, else the one he drives; he may look at what he may begin."""
    mine = [trip for trip in trips if trip.driver_id == actor.person_id]
    if not key:
        return mine[0] if mine else None
    for trip in trips:
        if trip.key == key and trip.driver_id in {None, actor.person_id}:
            return trip
    raise Http404


def _offered(trips: Sequence[DriveRow], *, every: bool) -> list[DriveRow]:
    """Trips of routes he knows, then those that leave soon or ought to have left; all of the day when asked."""
    until = now() + SOON
    return sorted(
        (trip for trip in trips if every or trip.usual or trip.departs_at <= until),
        key=lambda trip: (not trip.usual, trip.departs_at),
    )


def _to_begin(trips: Sequence[DriveRow]) -> Table:
    columns = (
        Column(_("Chuyến"), wide=True),
        Column(_("Giờ đi"), "moment"),
        Column(_("Giờ đến"), "moment", phone=False),
        Column(_("Trạng thái"), "mark"),
    )
    rows = [
        Row(
            (
                trip.name,
                trip.departs_at,
                trip.arrives_at,
                _mark(trip),
            ),
            "?" + urlencode({"chuyen": trip.key}),
        )
        for trip in trips
    ]
    empty = _("Không có chuyến nào sắp đi trong 3 giờ tới.")
    return Table(_("Chuyến chưa chạy"), columns, rows, empty=empty)


def _mark(trip: DriveRow) -> Mark:
    if trip.state == "overdue":
        return Mark(Tone.LATE, _("quá giờ %(n)s phút") % {"n": trip.minutes_behind})
    return Mark(Tone.IDLE, _("chờ giờ"))


def _stops(stops: Sequence[StopRow]) -> Table:
    columns = (
        Column(_("Điểm dừng"), wide=True),
        Column(_("Giờ đến"), "text"),
        Column(_("Giờ đi"), "text", phone=False),
        Column(_("Túi xuống"), "count"),
        Column(_("Chuyến thư lên"), "count"),
        Column(_("Trạng thái"), "mark"),
    )
    rows = [
        Row(
            (
                unit_name(stop.unit_id),
                f"{local(stop.arrives_at):%H:%M}",
                f"{local(stop.departs_at):%H:%M}",
                len(stop.to_put_down),
                len(stop.waiting),
                _stop_mark(stop),
            )
        )
        for stop in stops
    ]
    return Table(_("Các điểm dừng"), columns, rows)


def _stop_mark(stop: StopRow) -> Mark:
    if stop.next:
        return Mark(Tone.GOING, _("tiếp theo"))
    return Mark(Tone.DONE, _("đã qua")) if stop.called else Mark(Tone.IDLE, _("chưa đến"))


@require_POST
@open_to(audiences.DRIVE)
def call(request: HttpRequest) -> HttpResponseRedirect:
    """The trip has come to a stop: what is for it goes down, what was ticked comes along."""
    key = page_query.text(request, "trip")
    params = {
        "unit_id": page_query.number(request, "unit_id", 0),
        "trip": key,
        "load": request.POST.getlist("load"),
    }
    outcome = page_query.do(request, CALL, params)
    tell(request, outcome, CALL)
    began = outcome.refusal is None
    return redirect("my_trip") if began else redirect(f"/chuyen-cua-toi/?{urlencode({'chuyen': key})}")


@require_POST
@open_to(audiences.DRIVE)
def take_over(request: HttpRequest) -> HttpResponseRedirect:
    """Ask to take over the trip of a colleague where it stands; a second person approves."""
    params = {
        "unit_id": page_query.number(request, "unit_id", 0),
        "trip": page_query.text(request, "trip"),
        "reason": page_query.text(request, "reason"),
    }
    tell(request, page_query.do(request, TAKE_OVER, params), TAKE_OVER)
    return redirect("my_trip")
