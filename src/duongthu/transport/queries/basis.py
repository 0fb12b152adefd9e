"""What a plan of mail routes starts from: areas, ways by road, vehicles, loads of past days, and the cut-offs of a day."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duongthu.kernel.clock import VN, local
from duongthu.mail.api import Item
from duongthu.network.api import (
    TRUCK,
    VAN,
    NetworkDay,
    PlannedRoute,
    RouteTrip,
    UnitKind,
    network_on,
    ride_matrix,
    roads_on,
    trips_of,
)
from duongthu.transport.rules.areas import areas_of, with_waves
from duongthu.transport.rules.figures import Figures, figures_on
from duongthu.transport.rules.reaching import CutOffs, UnitTimes, unit_times
from duongthu.transport.rules.tours import (
    Area,
    Fleet,
    Load,
    Tour,
    TravelMatrix,
    at_once,
    tours_today,
    whole_minutes,
)

SHUT_MINUTE = 17 * 60 + 30  # what is accepted later waits for the first vehicle of the morning
NOON_MINUTE = 11 * 60  # what is accepted earlier goes with the midday tours


@dataclass(frozen=True)
class Basis:
    """A day type of the network: its areas with waves, travel matrices, the figures, today's tours, which roads hold."""

    on: date
    weekdays: str
    day: NetworkDay
    figures: Figures
    areas: tuple[Area, ...]
    matrices: tuple[TravelMatrix, ...]
    roads: str

    def today(self, number: int) -> list[Tour]:
        """Today's tours of an area."""
        return tours_today(self.areas[number].routes, self.matrices[number])

    @property
    def delivering(self) -> frozenset[int]:
        """Units whose couriers wait for the mail."""
        return frozenset(unit.id for unit in self.day.delivering.values())

    @property
    def units(self) -> frozenset[int]:
        """Units that some tour calls at."""
        return frozenset(unit for area in self.areas for unit in area.units[1:])


def basis_on(on: date, weekdays: str, vehicles: Iterable[str] = ()) -> Basis:
    """Read the timetable that holds on a day for some weekdays; ways are those of the slowest vehicle offered."""
    roads, day, figures = roads_on(on), network_on(on), figures_on(on)
    vehicle = TRUCK if TRUCK in set(vehicles) else VAN
    areas, matrices = [], []
    for area in areas_of(day.routes, weekdays):
        matrix = travel_matrix_of(day, area.units, vehicle)
        areas.append(with_waves(area, day.routes, matrix, figures))
        matrices.append(matrix)
    return Basis(on, weekdays, day, figures, tuple(areas), tuple(matrices), roads)


def travel_matrix_of(day: NetworkDay, units: Sequence[int], vehicle: str) -> TravelMatrix:
    """Ways by road between units."""
    metres, seconds = ride_matrix([day.unit(unit).at for unit in units], on=day.on, vehicle=vehicle)
    return TravelMatrix(tuple(units), metres, whole_minutes(seconds))


def fleet_of(basis: Basis, number: int) -> tuple[Fleet, ...]:
    """The vehicles today's timetable employs in an area; those of the hubs may go to the centre where it serves their offices."""
    area, spans = basis.areas[number], dict[tuple[int, str], list[tuple[int, int]]]()
    for tour in basis.today(number):
        spans.setdefault((tour.hub, tour.vehicle), []).append((tour.starts, tour.back))
    counts = {key: at_once(found) for key, found in spans.items()}
    every = sum(counts.values())
    return tuple(
        fleet_line(basis.figures, unit, vehicle, every if unit == area.centre else count)
        for (unit, vehicle), count in sorted(counts.items(), key=lambda one: one[0][0] != area.centre)
    )


def fleet_line(figures: Figures, unit_id: int, vehicle: str, count: int) -> Fleet:
    """Vehicles of a kind with the capacity and prices in force."""
    get = figures.get
    return Fleet(
        unit_id, vehicle, count, get(f"{vehicle}_grams"), get(f"{vehicle}_bags"), get(f"{vehicle}_dong_per_km"),
        get(f"{vehicle}_dong_per_hour"), get(f"{vehicle}_dong_per_tour"),
    )  # fmt: skip


def loads_of_days(basis: Basis, days: Sequence[date]) -> dict[tuple[int, int], Load]:
    """Mean loads by unit and wave over past days, from what was accepted then.

    What comes in after a unit's evening call is fetched in the morning and delivered with the midday tours; everything else
    is sorted by night and delivered in the morning.
    """
    brought, taken = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    columns = ("office_from_id", "office_to_id", "weight_grams", "accepted_at")
    for start, end, grams, at in Item.objects.filter(accepted_on__in=days).values_list(*columns).iterator():
        if start == end:
            continue
        minute = local(at).hour * 60 + local(at).minute
        wave = 1 if minute >= SHUT_MINUTE else 2 if minute < NOON_MINUTE else 3
        taken[start, wave] += grams
        if end is not None:
            brought[end, 2 if wave == 1 else 1] += grams
    keys = {key for key in (brought | taken) if key[0] in basis.units}
    return {key: _load(basis.figures, key, brought[key], taken[key], len(days)) for key in keys}


def _load(figures: Figures, key: tuple[int, int], brought: int, taken: int, days: int) -> Load:
    brought, taken = -(-brought // days), -(-taken // days)
    return Load(*key, brought, figures.bags(brought), taken, figures.bags(taken))


def days_before(on: date, many: int, weekdays: str) -> list[date]:
    """The days of a day type among the last ``many`` before a day."""
    days = (on - timedelta(days=number) for number in range(1, many + 1))
    return [day for day in days if str(day.isoweekday()) in weekdays]


def main_centre(basis: Basis) -> int:
    """The centre the trunk serves, else the first that has tours."""
    ends = {route.stops[-1].unit_id for route in basis.day.routes if route.level == 1}
    return next((area.centre for area in basis.areas if area.centre in ends), basis.areas[0].centre)


def cut_offs_of(basis: Basis) -> CutOffs:
    """What the day's timetable must bring about, at moments of that day."""
    centre = main_centre(basis)
    waves = next(area.waves for area in basis.areas if area.centre == centre)
    morning = [wave for wave in waves if wave.deliver_by]
    sorting = timedelta(minutes=basis.figures.get("sorting_minutes"))
    trunks = [
        trip.departs_at - sorting
        for trip in trips_of(basis.day.routes, basis.on)
        if trip.level == 1 and trip.stops[0].unit_id == centre
    ]
    since = [basis.figures.of_wave("collect_from_minutes", number) for number in (1, 3)]
    outward = (trunks[0], trunks[-1]) if len(trunks) > 1 else tuple(trunks)
    return CutOffs(
        centre,
        tuple(_at(basis.on, wave.leaves) for wave in morning),
        tuple(_at(basis.on, wave.deliver_by) for wave in morning),
        outward,
        tuple(_at(basis.on, minute) for minute in since[-len(outward) :]),
        basis.delivering & basis.units,
        basis.units,
    )


def _at(on: date, minute: int) -> datetime:
    return datetime.combine(on, time(), VN) + timedelta(minutes=minute)


def change_of(basis: Basis) -> Callable[[int], timedelta]:
    """How long mail stays at a unit: sorting at a centre, moving bags elsewhere."""
    return change_on(basis.day, basis.figures)


def change_on(day: NetworkDay, figures: Figures) -> Callable[[int], timedelta]:
    """How long mail stays at a unit on a day."""
    sorting, transfer = (
        timedelta(minutes=figures.get(name)) for name in ("sorting_minutes", "transfer_minutes")
    )
    centres = {unit.id for unit in day.units.values() if unit.kind in {UnitKind.CENTRE, UnitKind.EXCHANGE}}
    return lambda unit: sorting if unit in centres else transfer


def times_by(basis: Basis, routes: Sequence[PlannedRoute]) -> dict[int, UnitTimes]:
    """What each unit gets by some routes."""
    trips: tuple[RouteTrip, ...] = trips_of(routes, basis.on)
    return unit_times(trips, cut_offs_of(basis), change_of(basis))
