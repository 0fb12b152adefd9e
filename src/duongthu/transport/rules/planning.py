"""Drawing a day's mail routes of an area: two levels as today, all from the centre, or both mixed; the cheapest is taken.

An office is served all day by the same unit, else its mail would wait for a tour that does not come. So once it is said
which hubs leave their offices to the centre, every hub's tours of every wave are a problem of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from duongthu.transport.rules.engine import Stop, Wish, drawn
from duongthu.transport.rules.figures import Figures
from duongthu.transport.rules.tours import (
    DAY_MINUTES,
    DIRECT,
    MIXED,
    TO_HUBS,
    TO_OFFICES,
    TWO_LEVELS,
    Area,
    Fleet,
    Load,
    Tally,
    Tour,
    TravelMatrix,
    Wave,
    needed,
    tally,
)

STEPS_A_STOP, LEAST_STEPS, TRIAL_SHARE = 400, 2_000, 10
LATER_MINUTES = (
    30,
    60,
    120,
    DAY_MINUTES,
)  # by which cut-offs are put off for units that cannot be reached in time
PROBLEMS, LEAST_SECONDS = 9, 0.5  # three ways of three waves share the time
SHORT_PRICE = 10  # cut-offs that one vehicle too few counts as


class UnitNotReached(Exception):
    """Not even a tour without cut-offs can call at these units: no vehicle, or more mail than one carries."""

    def __init__(self, units: list[int]) -> None:
        """Name the units."""
        super().__init__(units)
        self.units = units


@dataclass(frozen=True, slots=True)
class Drawn:
    """The tours of one way to serve an area, what they come to, and the units no tour reaches within its cut-offs, by wave.

    Attributes:
        direct: hubs whose offices the centre's own tours serve.
        short_of: vehicles that would have to be found besides those there are.
    """

    way: str
    tours: tuple[Tour, ...]
    tally: Tally
    missed: tuple[tuple[int, int], ...]
    direct: frozenset[int]
    short_of: int

    def price_dong(self, missed_dong: int) -> int:
        """What is compared: money, and a price for every cut-off that is not kept."""
        return self.tally.cost_dong + missed_dong * (len(self.missed) + SHORT_PRICE * self.short_of)


@dataclass(frozen=True)
class AreaWish:
    """All that is known of an area before its routes are drawn.

    Attributes:
        seconds: for all of it. spent: seconds since it began, asked on the way.
    """

    area: Area
    loads: Mapping[tuple[int, int], Load]
    fleet: tuple[Fleet, ...]
    figures: Figures
    delivering: frozenset[int]
    matrix: TravelMatrix
    seconds: float
    spent: Callable[[], float] = field(default=lambda: 0.0)
    seed: int = 1

    @cached_property
    def with_offices(self) -> frozenset[int]:
        """Hubs that have tours of their own today."""
        return frozenset(hub for hub, offices in self.area.offices.items() if offices)


def ways_of(wish: AreaWish) -> list[Drawn]:
    """Every way an area can be served, cheapest first.

    Raises:
        UnitNotReached: there is none.
    """
    missed_dong, below = wish.figures.get("missed_dong"), _Below(wish)
    asked = [(TWO_LEVELS, frozenset[int]())]
    if wish.with_offices:
        asked.append((DIRECT, wish.with_offices))
    tried = [_tried(wish, way, direct, below) for way, direct in asked]
    ways = [found for found in tried if isinstance(found, Drawn)]
    if not ways:
        raise next(found for found in tried if isinstance(found, UnitNotReached))
    if len(ways) > 1:
        best = min(ways, key=lambda way: way.price_dong(missed_dong))
        direct = _mixed(wish, best.direct, below)
        if direct not in (frozenset(), wish.with_offices):
            ways.append(_drawn(wish, MIXED, direct, below))
    return sorted(ways, key=lambda way: way.price_dong(missed_dong))


def _tried(wish: AreaWish, way: str, direct: frozenset[int], below: "_Below") -> Drawn | UnitNotReached:
    """A way, or why it cannot be taken: a hub without vehicles of its own leaves only the centre's."""
    try:
        return _drawn(wish, way, direct, below)
    except UnitNotReached as never:
        return never


@dataclass
class _Below:
    """The tours of the hubs themselves; they are drawn once, whoever is served by them."""

    wish: AreaWish
    kept: dict[int, tuple[list[Tour], list[tuple[int, int]]]] = field(default_factory=dict)

    def of(self, hub: int) -> tuple[list[Tour], list[tuple[int, int]]]:
        """Tours of all waves, and what they cannot reach in time."""
        if hub not in self.kept:
            parts = [_hub_tours(self.wish, wave, hub) for wave in self.wish.area.waves]
            self.kept[hub] = (list(chain(*(p[0] for p in parts))), list(chain(*(p[1] for p in parts))))
        return self.kept[hub]


def _mixed(wish: AreaWish, direct: frozenset[int], below: _Below) -> frozenset[int]:
    """From the better of both extremes hub by hub to the other way, as long as that is cheaper and the time lasts."""
    missed_dong = wish.figures.get("missed_dong")

    def price(hubs: frozenset[int]) -> int:
        return _drawn(wish, MIXED, hubs, below, TRIAL_SHARE).price_dong(missed_dong)

    best = price(direct)
    for hub in sorted(wish.with_offices, key=lambda hub: wish.matrix.leg(wish.area.centre, hub)[1]):
        if wish.spent() > wish.seconds:
            break
        other = direct ^ {hub}
        found = price(other)
        if found < best:
            best, direct = found, other
    return direct


def _drawn(wish: AreaWish, way: str, direct: frozenset[int], below: _Below, share: int = 1) -> Drawn:
    """The whole day, hubs and centre; ``share``: only that part of the search's steps."""
    tours, missed = list[Tour](), list[tuple[int, int]]()
    for hub in sorted(wish.with_offices - direct):
        own, left = below.of(hub)
        tours, missed = tours + own, missed + left
    for wave in wish.area.waves:
        own, left = _centre_tours(wish, wave, direct, share)
        tours, missed = tours + own, missed + left
    short = sum(max(0, _used(tours, line) - line.count) for line in wish.fleet)
    return Drawn(way, tuple(tours), tally(tours, wish.fleet), tuple(missed), direct, short)


def _centre_tours(
    wish: AreaWish, wave: Wave, direct: frozenset[int], share: int
) -> tuple[list[Tour], list[tuple[int, int]]]:
    """The centre's tours of a wave: those whose mail must catch the midday trunk first, with the vehicles there are."""
    express = wish.with_offices - direct if wave.express_by else frozenset[int]()
    calm = [hub for hub in wish.area.hubs if hub not in express]
    offices = chain(*(wish.area.offices[hub] for hub in wish.area.hubs if hub in direct))
    tours, missed = list[Tour](), list[tuple[int, int]]()
    for units, closes in (
        (sorted(express), wave.express_by),
        ([*calm, *offices], wave.back_by),
    ):
        stops = tuple(chain(*(_stops(wish, wave, unit, direct) for unit in units)))
        fleet = tuple(
            replace(line, count=max(0, line.count - _used(tours, line)))
            for line in wish.fleet
            if line.unit_id == wish.area.centre
        )
        asked = _wish(wish, wave, wish.area.centre, stops, fleet, wave.leaves, closes, share)
        own, left = _with_second_try(wish, asked, wave)
        tours, missed = tours + own, missed + left
    return tours, missed


def _hub_tours(wish: AreaWish, wave: Wave, hub: int) -> tuple[list[Tour], list[tuple[int, int]]]:
    stops = tuple(chain(*(_stops(wish, wave, unit, frozenset()) for unit in wish.area.offices[hub])))
    fleet = tuple(line for line in wish.fleet if line.unit_id == hub)
    asked = _wish(wish, wave, hub, stops, fleet, wave.hub_start[hub], wave.hub_back[hub], 1)
    return _with_second_try(wish, asked, wave)


def _wish(
    wish: AreaWish, wave: Wave, hub: int, stops: tuple[Stop, ...], fleet: tuple[Fleet, ...], opens: int, closes: int,
    share: int,
) -> Wish:  # fmt: skip
    steps = max(LEAST_STEPS, STEPS_A_STOP * len(stops)) // share
    level = TO_HUBS if hub == wish.area.centre else TO_OFFICES
    return Wish(
        wave.number, level, hub, stops, fleet, opens, closes, wish.figures.get("longest_minutes"), wish.matrix,
        wish.figures.get("missed_dong"), steps, max(LEAST_SECONDS, wish.seconds / PROBLEMS), wish.seed,
    )  # fmt: skip


def _with_second_try(wish: AreaWish, asked: Wish, wave: Wave) -> tuple[list[Tour], list[tuple[int, int]]]:
    """Tours within the cut-offs; then, for units these cannot reach, tours as little too late as can be."""
    tours, left = drawn(asked)
    missed = [(wave.number, unit) for stop in left for unit in stop.waiting]
    for late in LATER_MINUTES:
        more, left = drawn(_put_off(wish, asked, left, late))
        tours = [*tours, *more]
    if left:
        raise UnitNotReached(sorted(stop.unit_id for stop in left))
    return tours, missed


def _put_off(wish: AreaWish, asked: Wish, left: Sequence[Stop], late: int) -> Wish:
    """The question for stops not reached, their cut-offs so much later; at last each must be called at, whatever it takes."""
    stops = tuple(
        replace(stop, closes=min(stop.closes + late, max(stop.opens, _closes(wish, stop.unit_id))))
        for stop in left
    )
    wider = replace(asked, stops=stops, closes=min(DAY_MINUTES, asked.closes + late), relaxed=True)
    if late < DAY_MINUTES:
        return wider
    fleet = tuple(replace(line, count=line.count + len(stops)) for line in asked.fleet)
    return replace(wider, fleet=fleet, longest=DAY_MINUTES, missed_dong=0)


def _closes(wish: AreaWish, unit: int) -> int:
    return wish.figures.get("hub_closes_minutes" if unit in wish.area.hubs else "office_closes_minutes")


def _stops(wish: AreaWish, wave: Wave, unit: int, direct: frozenset[int]) -> list[Stop]:
    """The calls at a unit in a wave: one, or several where its mail is more than one vehicle carries."""
    kind = "hub" if unit in wish.area.hubs else "office"
    sends_on = unit in wish.with_offices and unit not in direct
    opens, closes = _window(wish, wave, unit, kind, sends_on=sends_on)
    units = (unit, *wish.area.offices.get(unit, ())) if sends_on else (unit,)
    dwell = wish.figures.get(f"{kind}_dwell_minutes")
    return [
        Stop(unit, opens, closes, dwell, load, waiting) for waiting, load in _parts(wish, wave, unit, units)
    ]


def _window(wish: AreaWish, wave: Wave, unit: int, kind: str, *, sends_on: bool) -> tuple[int, int]:
    """From when to when a unit may be called at."""
    get = wish.figures.get
    opens, closes = get(f"{kind}_opens_minutes"), get(f"{kind}_closes_minutes")
    if wave.collects_only:
        return max(
            opens, wave.hub_back[unit] + get("transfer_minutes") if sends_on else wave.collect_from
        ), closes
    if sends_on:
        closes = min(closes, wave.hub_start[unit] - get("transfer_minutes"))
    elif wave.number == 1:
        opens = max(opens, get("office_opens_minutes"))
    return opens, min(closes, wave.deliver_by) if unit in wish.delivering else closes


def _parts(wish: AreaWish, wave: Wave, unit: int, units: Sequence[int]) -> list[tuple[tuple[int, ...], Load]]:
    """The mail of some units that goes by one unit, cut so that each part fits the largest vehicle."""
    most = max(wish.fleet, key=lambda line: line.grams)
    parts: list[tuple[tuple[int, ...], Load]] = []
    for other in units:
        load = wish.loads.get((other, wave.number), Load(other, wave.number))
        together = parts[-1][1] + load if parts else None
        if together is None or not together.fits(most):
            parts.append(((other,), Load(unit, wave.number) + load))
        else:
            parts[-1] = ((*parts[-1][0], other), together)
    return parts


def _used(tours: Sequence[Tour], line: Fleet) -> int:
    return needed([tour for tour in tours if (tour.hub, tour.vehicle) == (line.unit_id, line.vehicle)])
