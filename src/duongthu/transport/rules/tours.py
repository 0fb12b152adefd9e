"""Mail routes to be drawn: the area of a centre, its waves, loads, vehicles; and the tours that come of it, with their price."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from duongthu.network.api import PlannedRoute, PlannedStop

DAY_MINUTES = 24 * 60
LEAST_MINUTES = 2  # of a leg, as in the timetable
TO_HUBS, TO_OFFICES = 2, 3  # levels of mail routes
TWO_LEVELS, DIRECT, MIXED = "two_levels", "direct", "mixed"


@dataclass(frozen=True, slots=True)
class Fleet:
    """Vehicles of one kind that stand at one unit, and what they cost."""

    unit_id: int
    vehicle: str
    count: int
    grams: int
    bags: int
    dong_per_km: int
    dong_per_hour: int
    dong_per_tour: int

    def cost_dong(self, metres: int, minutes: int) -> int:
        """Of one tour."""
        return self.dong_per_km * metres // 1000 + self.dong_per_hour * minutes // 60 + self.dong_per_tour


@dataclass(frozen=True, slots=True)
class Load:
    """What one unit gets and gives in one wave of the day."""

    unit_id: int
    wave: int
    deliver_grams: int = 0
    deliver_bags: int = 0
    collect_grams: int = 0
    collect_bags: int = 0

    def __add__(self, other: "Load") -> "Load":
        """Both together, at this one's unit."""
        return Load(
            self.unit_id, self.wave, self.deliver_grams + other.deliver_grams, self.deliver_bags + other.deliver_bags,
            self.collect_grams + other.collect_grams, self.collect_bags + other.collect_bags,
        )  # fmt: skip

    def fits(self, line: Fleet) -> bool:
        """Whether one vehicle carries it both ways."""
        return (
            max(self.deliver_grams, self.collect_grams) <= line.grams
            and max(self.deliver_bags, self.collect_bags) <= line.bags
        )


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave of the day in an area, in minutes of the day.

    Attributes:
        leaves: the centre's vehicles not before; back_by: back at the centre not later.
        express_by: back by then where mail of a hub must catch the midday trunk; 0: no such cut-off in this wave.
        deliver_by: mail at a delivering unit by then. collect_from: a wave that only collects calls from then on.
        hub_start: a hub's own tours not before (the centre's call is over by then); hub_back: back at the hub by then.
    """

    number: int
    leaves: int
    back_by: int
    express_by: int
    deliver_by: int
    collect_from: int
    hub_start: Mapping[int, int]
    hub_back: Mapping[int, int]

    @property
    def collects_only(self) -> bool:
        """Whether it brings nothing that couriers wait for."""
        return not self.deliver_by


@dataclass(frozen=True, slots=True)
class Area:
    """A centre, the hubs its tours call at, the offices each hub's tours call at, and the routes that do so today."""

    centre: int
    hubs: tuple[int, ...]
    offices: Mapping[int, tuple[int, ...]]
    routes: tuple[PlannedRoute, ...]
    waves: tuple[Wave, ...] = ()

    @property
    def units(self) -> tuple[int, ...]:
        """Every place: the centre first."""
        return (self.centre, *self.hubs, *(unit for hub in self.hubs for unit in self.offices.get(hub, ())))


@dataclass(frozen=True)
class TravelMatrix:
    """Ways between units by road: int arrays (units, units), metres and whole minutes."""

    units: tuple[int, ...]
    metres: NDArray[np.int32]
    minutes: NDArray[np.int64]

    def at(self, unit: int) -> int:
        """The row of a unit."""
        return self.units.index(unit)

    def leg(self, a: int, b: int) -> tuple[int, int]:
        """Metres and minutes from unit to unit."""
        row, column = self.at(a), self.at(b)
        return int(self.metres[row, column]), int(self.minutes[row, column])


def whole_minutes(seconds: NDArray[np.int32]) -> NDArray[np.int64]:
    """Riding times as a timetable holds them: whole minutes, two at the least, none to oneself."""
    minutes = np.maximum(-(-seconds.astype(np.int64) // 60), LEAST_MINUTES)
    np.fill_diagonal(minutes, 0)
    return minutes


@dataclass(frozen=True, slots=True)
class Call:
    """A call at a unit, minutes of the day."""

    unit_id: int
    arrives: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Tour:
    """One tour of one wave: from its hub and back.

    Attributes:
        missed: planned without its cut-offs, for they could not be kept.
    """

    wave: int
    level: int
    hub: int
    vehicle: str
    starts: int
    calls: tuple[Call, ...]
    back: int
    metres: int
    missed: bool = False

    @property
    def minutes(self) -> int:
        """From leaving to the return."""
        return self.back - self.starts


@dataclass(frozen=True, slots=True)
class Tally:
    """What tours come to."""

    tours: int
    metres: int
    minutes: int
    cost_dong: int
    vehicles: int


def tally(tours: Sequence[Tour], fleet: Iterable[Fleet]) -> Tally:
    """Count tours; a vehicle is needed for every tour under way at once from one unit."""
    prices = {(one.unit_id, one.vehicle): one for one in fleet}
    cost_dong = sum(prices[t.hub, t.vehicle].cost_dong(t.metres, t.minutes) for t in tours)
    return Tally(
        len(tours), sum(t.metres for t in tours), sum(t.minutes for t in tours), cost_dong, needed(tours)
    )


def overloaded(
    area: Area, tours: Sequence[Tour], loads: Mapping[tuple[int, int], Load], fleet: Sequence[Fleet]
) -> int:
    """How many tours of a timetable have more mail to carry than their vehicle can; a hub's mail is that of its offices, too."""
    lines = {(one.unit_id, one.vehicle): one for one in fleet}
    direct = {call.unit_id for tour in tours if tour.level == TO_HUBS for call in tour.calls}
    over = 0
    for tour in tours:
        below = {unit for call in tour.calls for unit in area.offices.get(call.unit_id, ())} - direct
        units = {call.unit_id for call in tour.calls} | (below if tour.level == TO_HUBS else set())
        total = Load(tour.hub, tour.wave)
        for unit in units:
            total = total + loads.get((unit, tour.wave), Load(unit, tour.wave))
        over += not total.fits(lines[tour.hub, tour.vehicle])
    return over


def needed(tours: Sequence[Tour]) -> int:
    """Vehicles needed at all units together."""
    at: dict[tuple[int, str], list[Tour]] = {}
    for tour in tours:
        at.setdefault((tour.hub, tour.vehicle), []).append(tour)
    return sum(at_once([(t.starts, t.back) for t in own]) for own in at.values())


def at_once(spans: Sequence[tuple[int, int]]) -> int:
    """The most of some spans that overlap at one moment; one that begins when another ends does not."""
    return max((sum(a <= start < b for a, b in spans) for start, _ in spans), default=0)


def tours_today(routes: Iterable[PlannedRoute], matrix: TravelMatrix) -> list[Tour]:
    """A timetable's tours in the same shape as planned ones; the wave is the number of the departure."""
    tours = []
    for route in routes:
        metres = sum(matrix.leg(a.unit_id, b.unit_id)[0] for a, b in pairwise(route.stops))
        for wave, text in enumerate(route.departures, start=1):
            start = minute_of(text)
            calls = tuple(
                Call(s.unit_id, start + s.arrive_minutes, start + s.leave_minutes) for s in route.stops[1:-1]
            )
            back = start + route.stops[-1].arrive_minutes
            hub = route.stops[0].unit_id
            tours.append(Tour(wave, route.level, hub, route.vehicle, start, calls, back, metres))
    return tours


def minute_of(text: str) -> int:
    """``04:45`` as minutes of the day."""
    return int(text[:2]) * 60 + int(text[3:5])


def clock_of(minute: int) -> str:
    """Minutes of the day as ``04:45``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def route_of(tour: Tour, code: str, name: str, weekdays: str, like: PlannedRoute) -> PlannedRoute:
    """A tour as a mail route with one departure; lateness and closing of bags as on the routes of its level."""
    stops = [PlannedStop(tour.hub, 0, 0)]
    stops += [PlannedStop(c.unit_id, c.arrives - tour.starts, c.leaves - tour.starts) for c in tour.calls]
    stops.append(PlannedStop(tour.hub, tour.minutes, tour.minutes))
    return PlannedRoute(
        code, tour.level, name, tour.vehicle, like.late_minutes, like.cut_off_minutes, weekdays,
        (clock_of(tour.starts),), tuple(stops),
    )  # fmt: skip
