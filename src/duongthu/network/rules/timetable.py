"""Mail routes of level 1, 2 and 3: their trips of a day, their links, and when a departure is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from duongthu.kernel.clock import VN


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """A stop of a route, minutes from the start of the tour."""

    unit_id: int
    arrive_minutes: int
    leave_minutes: int


@dataclass(frozen=True, slots=True)
class PlannedRoute:
    """A mail route as the timetable holds it.

    Attributes:
        weekdays: ISO numbers of the days it runs, Monday 1, as text ("123456").
        departures: start times ("04:45").
    """

    code: str
    level: int
    name: str
    vehicle: str
    late_minutes: int
    cut_off_minutes: int
    weekdays: str
    departures: tuple[str, ...]
    stops: tuple[PlannedStop, ...]

    @property
    def is_tour(self) -> bool:
        """Whether it returns to where it began."""
        return self.stops[0].unit_id == self.stops[-1].unit_id


@dataclass(frozen=True, slots=True)
class TripStop:
    """A stop of a trip; bags for it must be closed by ``cut_off_at`` (Vietnamese time)."""

    number: int
    unit_id: int
    arrives_at: datetime
    departs_at: datetime
    cut_off_at: datetime


@dataclass(frozen=True, slots=True)
class RouteTrip:
    """One run of a mail route on one day.

    Attributes:
        key: route, day and start time: the same whenever the timetable of that day is asked.
    """

    key: str
    route: str
    level: int
    name: str
    vehicle: str
    on: date
    late_minutes: int
    stops: tuple[TripStop, ...]

    @property
    def departs_at(self) -> datetime:
        """Start of the trip."""
        return self.stops[0].departs_at

    @property
    def arrives_at(self) -> datetime:
        """End of the trip."""
        return self.stops[-1].arrives_at

    def boarding(self, from_unit: int, to_unit: int) -> tuple[TripStop, TripStop] | None:
        """Where a bag for a direct hop gets on and off (first calls); None = this trip does not take it."""
        first, last = self.stops[0].unit_id, self.stops[-1].unit_id
        if from_unit != first and to_unit != last:
            return None
        board = next((stop for stop in self.stops[:-1] if stop.unit_id == from_unit), None)
        if board is None:
            return None
        leave = next((stop for stop in self.stops[board.number + 1 :] if stop.unit_id == to_unit), None)
        return (board, leave) if leave else None


class DepartureState(StrEnum):
    """How a departure stands against the timetable."""

    WAITING = "waiting"
    ON_TIME = "on_time"
    OVERDUE = "overdue"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Departure:
    """State and whole minutes behind the timetable (0 when ahead of it)."""

    state: DepartureState
    minutes_behind: int


def departure(
    planned_at: datetime, late_minutes: int, departed_at: datetime | None, now: datetime
) -> Departure:
    """Compare a departure with the timetable: up to ``late_minutes`` behind is still on time.

    A trip that has not left is *waiting* until then and *overdue* after it: that raises the alert.
    """
    behind = max(0, int(((departed_at or now) - planned_at).total_seconds() // 60))
    if departed_at is None:
        return Departure(DepartureState.OVERDUE if behind > late_minutes else DepartureState.WAITING, behind)
    return Departure(DepartureState.LATE if behind > late_minutes else DepartureState.ON_TIME, behind)


def trips_of(routes: Iterable[PlannedRoute], on: date) -> tuple[RouteTrip, ...]:
    """All trips of a day, by start time and route."""
    trips = [
        _trip(route, on, start)
        for route in routes
        if str(on.isoweekday()) in route.weekdays
        for start in route.departures
    ]
    return tuple(sorted(trips, key=lambda trip: (trip.departs_at, trip.route)))


def _trip(route: PlannedRoute, on: date, start: str) -> RouteTrip:
    began = datetime.combine(on, time.fromisoformat(start), VN)
    early = timedelta(minutes=route.cut_off_minutes)
    stops = []
    for number, stop in enumerate(route.stops):
        leaves = began + timedelta(minutes=stop.leave_minutes)
        arrives = began + timedelta(minutes=stop.arrive_minutes)
        stops.append(TripStop(number, stop.unit_id, arrives, leaves, leaves - early))
    key = f"{route.code}/{on:%Y%m%d}/{start.replace(':', '')}"
    return RouteTrip(
        key, route.code, route.level, route.name, route.vehicle, on, route.late_minutes, tuple(stops)
    )


def links(routes: Iterable[PlannedRoute], parents: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """Which units hand mail to each other directly.

    A tour joins its hub to each stop, a one-way route its ends; a unit no route serves joins its parent.
    """
    pairs: set[tuple[int, int]] = set()
    for route in routes:
        hub = route.stops[0].unit_id
        pairs |= {(hub, stop.unit_id) for stop in route.stops[1:] if stop.unit_id != hub}
    served = {unit for pair in pairs for unit in pair}
    for unit, parent in parents.items():
        if unit not in served and parent is not None:
            pairs.add((parent, unit))
    found: dict[int, set[int]] = {unit: set() for unit in parents}
    for a, b in pairs:
        if a in found and b in found:
            found[a].add(b)
            found[b].add(a)
    return {unit: frozenset(others) for unit, others in found.items()}


def ways_to(joined: Mapping[int, frozenset[int]], target: int) -> dict[int, int]:
    """For each unit the next one on its way to ``target`` (fewest hand-overs, smaller id first)."""
    ways = {target: target}
    rim = [target]
    while rim:
        wider = []
        for here in rim:
            for there in sorted(joined.get(here, ())):
                if there not in ways:
                    ways[there] = here
                    wider.append(there)
        rim = wider
    return ways
