"""Drawing a proposal: every area in its cheapest way, counted beside today's timetable; nothing is written."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duongthu.network.api import PlannedRoute
from duongthu.transport.queries.basis import Basis, fleet_of, times_by
from duongthu.transport.rules.planning import AreaWish, Drawn, ways_of
from duongthu.transport.rules.reaching import UnitTimes
from duongthu.transport.rules.tours import Fleet, Load, Tally, Tour, overloaded, route_of, tally


@dataclass(frozen=True)
class Proposed:
    """A plan of the whole day type.

    Attributes:
        routes: the tours as mail routes, in the order of ``tours``; ended: codes of those they replace.
        ways: by area, all ways compared, the first one taken; today: the same of the timetable.
        overloaded: tours of today's timetable that have more to carry than their vehicle can.
        units: what every unit gets, today and by the plan.
    """

    routes: tuple[PlannedRoute, ...]
    ended: tuple[str, ...]
    tours: tuple[Tour, ...]
    ways: tuple[tuple[int, tuple[Drawn, ...]], ...]
    today: tuple[Tally, ...]
    overloaded: int
    units: dict[int, tuple[UnitTimes, UnitTimes]]


def draw(
    basis: Basis, loads: Mapping[tuple[int, int], Load], fleet: Sequence[Fleet], prefix: str, seconds: float, seed: int = 1
) -> Proposed:  # fmt: skip
    """Draw all areas within a budget; ``fleet`` empty: the vehicles of today's timetable.

    Raises:
        UnitNotReached: no vehicle stands at a centre, or a unit has more mail than the largest carries.
    """
    ways, today, over = [], [], 0
    for number, area in enumerate(basis.areas):
        own = fleet_of(basis, number)
        wish = AreaWish(
            area, loads, tuple(line for line in fleet if line.unit_id in area.units) or own, basis.figures, basis.delivering,
            basis.matrices[number], seconds / len(basis.areas), _stopwatch(), seed,
        )  # fmt: skip
        ways.append((area.centre, tuple(ways_of(wish))))
        today.append(tally(basis.today(number), own))
        over += overloaded(area, basis.today(number), loads, own)
    tours = _in_order(tour for _, found in ways for tour in found[0].tours)
    routes, ended = _routes(basis, tours, prefix), tuple(r.code for a in basis.areas for r in a.routes)
    before = times_by(basis, basis.day.routes)
    after = times_by(basis, [*routes, *(route for route in basis.day.routes if route.code not in set(ended))])
    units = {unit: (before[unit], after[unit]) for unit in sorted(before)}
    return Proposed(routes, ended, tours, tuple(ways), tuple(today), over, units)


def numbered(proposed: Proposed, prefix: str) -> Proposed:
    """The same with its routes' codes under another prefix: a proposal is searched for before it has its number."""
    routes = tuple(
        replace(one, code=f"{one.code.partition('-')[0]}-{prefix}-{one.code.rpartition('-')[2]}")
        for one in proposed.routes
    )
    return replace(proposed, routes=routes)


def _stopwatch() -> Callable[[], float]:
    """Seconds since now, whenever it is asked."""
    began = time.perf_counter()
    return lambda: time.perf_counter() - began


def _in_order(tours: Iterable[Tour]) -> tuple[Tour, ...]:
    """By level and hub, as they leave."""
    return tuple(sorted(tours, key=lambda t: (t.level, t.hub, t.starts, t.back, t.calls[0].unit_id)))


def _routes(basis: Basis, tours: Sequence[Tour], prefix: str) -> tuple[PlannedRoute, ...]:
    """The tours as routes, in their order, numbered by level."""
    like = {route.level: route for area in basis.areas for route in area.routes}
    like.setdefault(3, like[2])
    counts, routes = Counter[int](), []
    for tour in tours:
        counts[tour.level] += 1
        code = f"C{tour.level}-{prefix}-{counts[tour.level]:03d}"
        name = f"{basis.day.units[tour.hub].name} – {basis.day.units[tour.calls[-1].unit_id].name}"
        routes.append(route_of(tour, code, name, basis.weekdays, like[tour.level]))
    return tuple(routes)
