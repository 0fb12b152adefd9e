"""What the compiled schedule search stands on: places, stops' needs, vehicles; and the rounds as chains with schedules."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.compiled import inlined

NOBODY = -1  # no stop before, behind, or in the list
OUT = -1  # in ROUTE: the stop is on no round

# columns of Ground.stop
SERVICE, PRIZE, SKILLS, OWNER, STRAY, LOCKED = range(6)
# columns of Ground.vehicle
START, END, OPENS, CLOSES, LONGEST, PRICE, ABLE, FAIR, COURIER = range(9)
# columns of Rounds.link
NEXT, PREV, ROUTE, WINDOW = range(4)
# columns of Rounds.route
FIRST, LAST, COUNT, ZONE, MARK, METRES, DURATION = range(7)
# a schedule: seconds it takes, earliest and latest start that lose nothing; in heads also the distance so far
TAKES, EARLY, LATE, FAR = range(4)
# a burden: delivered, collected, most carried at once
GIVEN, TAKEN, MOST = range(3)

PLANE, MATRIX, PLANE_TENTHS = 0, 1, 2  # as in travel.Kind


class Prices(NamedTuple):
    """What a plan's price counts, by unit: a metre, a second of a round, a second of a round beyond its fair length."""

    metre: int
    second: int
    beyond_fair: int


class Ground(NamedTuple):
    """What a search never changes.

    Attributes:
        kind, xy, metres, seconds: as in ``Travel``.
        near: int32 (places, K), the nearest stops of each, nearest first, −1 pads.
        stop: int64 (places, 6); locked stops keep their place at the beginning of their round.
        window: int64 (places, windows, 2), from and to; unused ones end before they begin.
        deliver, collect: int64 (places, measures).
        vehicle: int64 (vehicles, 9); a vehicle rides at most one round, of its number.
        capacity: int64 (vehicles, measures).
        prices: of the plan.
    """

    kind: int
    xy: NDArray[np.float64]
    metres: NDArray[np.int32]
    seconds: NDArray[np.int32]
    near: NDArray[np.int32]
    stop: NDArray[np.int64]
    window: NDArray[np.int64]
    deliver: NDArray[np.int64]
    collect: NDArray[np.int64]
    vehicle: NDArray[np.int64]
    capacity: NDArray[np.int64]
    prices: Prices


class Rounds(NamedTuple):
    """The present rounds.

    Attributes:
        link: int32 (places, 4): neighbours, round and chosen window of each stop.
        head, tail: int64 (places, 4), schedules from the start up to a stop, and from it to the end, both with it.
        before, behind: int64 (places, measures, 3), the same for burdens.
        route: int64 (vehicles, 7).
    """

    link: NDArray[np.int32]
    head: NDArray[np.int64]
    tail: NDArray[np.int64]
    before: NDArray[np.int64]
    behind: NDArray[np.int64]
    route: NDArray[np.int64]


@inlined
def metres(ground: Ground, a: int, b: int) -> int:
    """Distance from a place to a place."""
    if ground.kind == MATRIX:
        return int(ground.metres[a, b])
    dx = ground.xy[a, 0] - ground.xy[b, 0]
    dy = ground.xy[a, 1] - ground.xy[b, 1]
    air = np.sqrt(dx * dx + dy * dy)
    return int(air * 10.0) if ground.kind == PLANE_TENTHS else int(air + 0.5)


@inlined
def seconds(ground: Ground, a: int, b: int) -> int:
    """Riding time from a place to a place."""
    return int(ground.seconds[a, b]) if ground.kind == MATRIX else metres(ground, a, b)


@inlined
def place_before(ground: Ground, p: int, r: int) -> int:
    """The place of a stop, or where the round starts."""
    return p if p != NOBODY else ground.vehicle[r, START]


@inlined
def place_behind(ground: Ground, n: int, r: int) -> int:
    """The place of a stop, or where the round ends."""
    return n if n != NOBODY else ground.vehicle[r, END]


@inlined
def price_of_length(ground: Ground, r: int, distance: int, duration: int) -> int:
    """What a round's distance and duration cost."""
    prices = ground.prices
    cost = prices.metre * distance + prices.second * duration
    over = duration - ground.vehicle[r, FAIR]
    return cost + prices.beyond_fair * over if over > 0 else cost


@inlined
def stray_price(ground: Ground, c: int, r: int) -> int:
    """What it costs that a stop is not with its own courier."""
    owner = ground.stop[c, OWNER]
    return 0 if owner == NOBODY or owner == ground.vehicle[r, COURIER] else ground.stop[c, STRAY]
