"""What a driver asks: his trips, and of one trip where it calls next, what goes down there and what waits to come along."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Sum

from duongthu.acts.api import Asked, NothingFound, query
from duongthu.network.api import RouteTrip
from duongthu.staff.api import Role
from duongthu.transport.models import Dispatch, Trip
from duongthu.transport.queries.carried import carried_on
from duongthu.transport.queries.running import trip_by_key, trips_on

MONTH = timedelta(days=31)
DRIVERS = frozenset({Role.DRIVER})


@dataclass(frozen=True, slots=True)
class DriveRow:
    """A trip that has not ended.

    Attributes:
        usual: the driver who asks has driven its route within the last month.
        state: ``waiting``, ``overdue`` or ``under_way``. driver_id, last_unit_id: None before it has begun.
        minutes_behind: of its start, in minutes.
    """

    key: str
    name: str
    vehicle: str
    departs_at: datetime
    arrives_at: datetime
    state: str
    minutes_behind: int
    driver_id: int | None
    last_unit_id: int | None
    usual: bool


@query("transport.trips_to_drive", "Chuyến của lái xe", roles=DRIVERS, row=DriveRow, most=500)
def trips_to_drive_query(asked: Asked) -> list[DriveRow]:
    """Trips of today that have not ended: those the driver who asks has begun, and those that call within his reach; by start."""
    me = asked.actor.person_id
    driven = Trip.objects.filter(driver_id=me, on__gte=asked.on - MONTH)
    usual = set(driven.values_list("route", flat=True).distinct())
    return [
        DriveRow(
            t.planned.key, t.planned.name, t.planned.vehicle, t.planned.departs_at, t.planned.arrives_at,
            t.state, t.departure.minutes_behind,
            t.running.driver_id if t.running else None, t.running.last_unit_id if t.running else None,
            t.planned.route in usual,
        )
        for t in trips_on(asked.on, asked.now)
        if t.state != "ended"
        and ((t.running and t.running.driver_id == me) or asked.units & {stop.unit_id for stop in t.planned.stops})
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitingDispatch:
    """A dispatch that waits at a stop for a unit further on."""

    code: str
    to_unit_id: int
    bags: int
    items: int


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop of a trip.

    Attributes:
        called: the trip has called here. next: it is to call here now.
        to_put_down: codes of the bags aboard that go down here (of the last stop: all that are still aboard).
        waiting: dispatches of this unit for units further on, not on any trip yet; of stops beyond reach told to its
            driver only.
    """

    number: int
    unit_id: int
    arrives_at: datetime
    departs_at: datetime
    called: bool
    next: bool
    to_put_down: tuple[str, ...]
    waiting: tuple[WaitingDispatch, ...]


@query("transport.trip_stops", "Điểm dừng của chuyến thư", roles=DRIVERS, row=StopRow)
def trip_stops_query(asked: Asked, *, trip: str) -> list[StopRow]:
    """The stops of a trip that calls within one's reach, in order."""
    planned = trip_by_key(trip, asked.on)
    if planned is None or not asked.units & {stop.unit_id for stop in planned.stops}:
        raise NothingFound(field="trip", what=trip)
    running = Trip.objects.filter(key=trip).first()
    coming = _next_number(planned, running)
    drives = running is not None and running.driver_id == asked.actor.person_id
    down = defaultdict[int, list[str]](list)
    for bag in carried_on(trip):
        down[bag.to_unit_id].append(bag.bag)
    waiting = _waiting(planned, coming)
    visits = Counter(stop.unit_id for stop in planned.stops[coming:])
    rows = []
    for number, stop in enumerate(planned.stops):
        called, last = number < coming, number == len(planned.stops) - 1
        visits[stop.unit_id] -= not called
        # put down where the bag is for, at its last visit; what nobody asked for on the way goes down at the end
        here = [] if called or visits[stop.unit_id] else down.pop(stop.unit_id, [])
        if last and not called:
            here += [code for codes in down.values() for code in codes]
        further = {one.unit_id for one in planned.stops[number + 1 :]}
        told = drives or stop.unit_id in asked.units
        ready = tuple(one for one in waiting.get(stop.unit_id, ()) if told and one.to_unit_id in further)
        rows.append(
            StopRow(
                number + 1, stop.unit_id, stop.arrives_at, stop.departs_at, called, number == coming, tuple(sorted(here)), ready,
            )
        )  # fmt: skip
    return rows


def _next_number(planned: RouteTrip, running: Trip | None) -> int:
    """The place of the stop where a trip is to call now, from 0; the number of stops when it has ended."""
    if running is None:
        return 0
    if running.arrived_at is not None:
        return len(planned.stops)
    units = [stop.unit_id for stop in planned.stops]
    return units.index(running.last_unit_id) + 1 if running.last_unit_id in units else 0


def _waiting(planned: RouteTrip, coming: int) -> dict[int, list[WaitingDispatch]]:
    """Dispatches that wait at the stop where a trip stands or at one to come, by that unit."""
    units = {stop.unit_id for stop in planned.stops[max(coming - 1, 0) :]}
    found = (
        Dispatch.objects.filter(from_unit_id__in=units, to_unit_id__in=units, trip__isnull=True)
        .annotate(n=Count("bags"), inside=Sum("bags__items"))
        .order_by("pk")
    )
    by_unit = defaultdict[int, list[WaitingDispatch]](list)
    for one in found:
        by_unit[one.from_unit_id].append(WaitingDispatch(one.code, one.to_unit_id, one.n, one.inside or 0))
    return by_unit
