"""What the compiled schedule search stands on: places, stops' needs, vehicles; and the rounds as chains with schedules.

Nodes of a chain are stops, by their place, and behind the places the activities of vehicles: breaks, which are wherever the stop
before them is, and reloads, which are at the depot the round starts from.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.compiled import compiled, inlined

wide: Callable[..., int] = vars(np)["int64"]
"""Numbers have one width where they meet a compiled function: it would be compiled again for every mixture of widths."""

NOBODY = wide(-1)  # no stop before, behind, or in the list
OUT = -1  # in ROUTE: the stop is on no round

# columns of Ground.stop
SERVICE, PRIZE, SKILLS, OWNER, UNFAMILIARITY, LOCKED, CALL, OF = range(8)
LOCKED_FIRST, KEPT = 1, 2  # in LOCKED: keeps its place at the beginning; keeps its round and order
BREAK, RELOAD = 1, 2  # in CALL; 0: a stop
# columns of Ground.bond: the other half of a pair, and by how many pairs fewer are open before it than behind it; the first of
# the sequence a stop is of, and the stop that comes next in it
PARTNER, OPEN, LEAD, AFTER = range(4)
# columns of Ground.vehicle
START, END, OPENS, CLOSES, LONGEST, PRICE, ABLE, FAIR, COURIER, KIND, LAST_OF_KIND = range(11)
METRE_PRICE, SECOND_PRICE, PACE, PROFILE = range(11, 15)
# columns of Rounds.link
NEXT, PREV, ROUTE, WINDOW, SPOT = range(5)
# columns of Rounds.route
FIRST, LAST, COUNT, ZONE, MARK, METRES, DURATION, STOPS, OVER = range(9)
OVERLOADED, OVERTIME = 1, 2  # in OVER, added up
# a schedule: seconds it takes, earliest and latest start that lose nothing; in heads also the distance so far, in tails what
# binds it to its round (activities still to come, pairs that are open), and the stops that must come first (or just behind
# another)
TAKES, EARLY, LATE, FAR = range(4)
TO_COME, LOCKED_AHEAD = 3, 4
# a burden since the last load or until the next: delivered, collected, most carried at once; in ``before``, where anything is
# bonded, also what is aboard of pairs (which is collected with all else, but stays aboard when a load is taken)
GIVEN, TAKEN, MOST, HELD = range(4)

PLANE, MATRIX, PLANE_TENTHS, LISTS = 0, 1, 2, 3  # as in travel.Kind
VARIOUS = 4  # vehicles differ in it


class Ways(NamedTuple):
    """Distances and times; as in ``Travel``, where vehicles differ one travel below the other, all of the kind ``each``."""

    kind: int
    each: int
    xy: NDArray[np.float64]
    metres: NDArray[np.int32]
    seconds: NDArray[np.int32]
    listed: NDArray[np.int32]
    depot_metres: NDArray[np.int32]
    depot_seconds: NDArray[np.int32]
    detour: NDArray[np.float64]
    pace: NDArray[np.float64]


class Ground(NamedTuple):
    """What a search never changes.

    Attributes:
        ways: between places.
        places: how many; nodes beyond are activities.
        near: int32 (places, K), the nearest stops of each, nearest first, −1 pads.
        stop: int64 (nodes, 8).
        window: int64 (nodes, windows, 2), from and to; unused ones end before they begin.
        window_price: int64 (nodes, windows).
        deliver, collect: int64 (nodes, measures); what goes from stop to stop is collected at the one, and less than nothing is
            collected at the other.
        held: int64 (nodes, measures), that part of ``collect``.
        bonded: whether any stops go together.
        bond: int32 (nodes, 4).
        vehicle: int64 (vehicles, 15); a vehicle rides at most one round, of its number.
        capacity: int64 (vehicles, measures).
        beyond_fair: price of a second of a round beyond its fair length.
    """

    ways: Ways
    places: int
    near: NDArray[np.int32]
    stop: NDArray[np.int64]
    window: NDArray[np.int64]
    window_price: NDArray[np.int64]
    deliver: NDArray[np.int64]
    collect: NDArray[np.int64]
    held: NDArray[np.int64]
    bonded: bool
    bond: NDArray[np.int32]
    vehicle: NDArray[np.int64]
    capacity: NDArray[np.int64]
    beyond_fair: int


class Rounds(NamedTuple):
    """The present rounds.

    Attributes:
        link: int32 (nodes, 5): neighbours, round, chosen window and present place of each node.
        head, tail: int64 (nodes, 4) and (nodes, 5), schedules from the start up to a node, and from it to the end, both with it.
        before, behind: int64 (nodes, measures, 3 or 4), the same for burdens.
        route: int64 (vehicles, 9); OVER: whether it carries too much or comes too late, as while a reload is taken out, or when
            a break came to be before a long way instead of behind it.
    """

    link: NDArray[np.int32]
    head: NDArray[np.int64]
    tail: NDArray[np.int64]
    before: NDArray[np.int64]
    behind: NDArray[np.int64]
    route: NDArray[np.int64]


@inlined
def metres(ground: Ground, r: int, a: int, b: int) -> int:
    """Distance from a place to a place for a vehicle."""
    ways = ground.ways
    if ways.kind == MATRIX:
        return int(ways.metres[a, b]) if a != b else 0
    if ways.kind == LISTS:
        return by_lists(
            ways.listed, ways.metres, ways.depot_metres, ways.xy, ways.detour[0], wide(a), wide(b)
        )
    if ways.kind == VARIOUS:
        return metres_of_vehicle(ways, ground.places, ground.vehicle[r, PROFILE], wide(a), wide(b))
    air = _air(ways, a, b)
    return int(air * 10.0) if ways.kind == PLANE_TENTHS else int(air + 0.5)


@inlined
def seconds(ground: Ground, r: int, a: int, b: int) -> int:
    """Riding time from a place to a place for a vehicle."""
    ways = ground.ways
    if ways.kind == MATRIX:
        return int(ways.seconds[a, b]) if a != b else 0
    if ways.kind == LISTS:
        return by_lists(
            ways.listed, ways.seconds, ways.depot_seconds, ways.xy, ways.pace[0], wide(a), wide(b)
        )
    if ways.kind == VARIOUS:
        own = ground.vehicle[r]
        return seconds_of_vehicle(ways, ground.places, own[PROFILE], own[PACE], wide(a), wide(b))
    return metres(ground, r, a, b)


@compiled
def metres_of_vehicle(ways: Ways, places: int, own: int, a: int, b: int) -> int:
    """``metres`` where vehicles differ, by the number of the vehicle's own travel."""
    first = own * places
    if ways.each == MATRIX:
        return int(ways.metres[first + a, b]) if a != b else 0
    if ways.each == LISTS:
        own_rows = slice(first, first + places)
        of_depots = ways.depot_metres[2 * own : 2 * own + 2]
        return by_lists(
            ways.listed[own_rows], ways.metres[own_rows], of_depots, ways.xy[own_rows], ways.detour[own], a, b
        )
    air = _air(ways, first + a, first + b)
    return int(air * 10.0) if ways.each == PLANE_TENTHS else int(air + 0.5)


@compiled
def seconds_of_vehicle(ways: Ways, places: int, own: int, pace: int, a: int, b: int) -> int:
    """``seconds`` where vehicles differ, by the number of the vehicle's own travel and its pace."""
    first = own * places
    if ways.each == MATRIX:
        usual = int(ways.seconds[first + a, b]) if a != b else 0
    elif ways.each == LISTS:
        own_rows = slice(first, first + places)
        of_depots = ways.depot_seconds[2 * own : 2 * own + 2]
        usual = by_lists(
            ways.listed[own_rows], ways.seconds[own_rows], of_depots, ways.xy[own_rows], ways.pace[own], a, b
        )
    else:
        usual = metres_of_vehicle(ways, places, own, a, b)
    return (usual * pace + 50) // 100


@inlined
def _air(ways: Ways, a: int, b: int) -> float:
    dx = ways.xy[a, 0] - ways.xy[b, 0]
    dy = ways.xy[a, 1] - ways.xy[b, 1]
    return np.sqrt(dx * dx + dy * dy)


@compiled
def by_lists(
    listed: NDArray[np.int32],
    table: NDArray[np.int32],
    of_depots: NDArray[np.int32],
    xy: NDArray[np.float64],
    factor: float,
    a: int,
    b: int,
) -> int:
    """By the table of depots, else by the row of neighbours (halving it until found), else by air line."""
    depots = of_depots.shape[1]
    if a < depots:
        return int(of_depots[0, a, b]) if a != b else 0
    if b < depots:
        return int(of_depots[1, b, a])
    if a == b:
        return 0
    low, high = 0, listed.shape[1]
    while low < high:
        middle = (low + high) >> 1
        if listed[a, middle] < b:
            low = middle + 1
        else:
            high = middle
    if low < listed.shape[1] and listed[a, low] == b:
        return int(table[a, low])
    dx = xy[a, 0] - xy[b, 0]
    dy = xy[a, 1] - xy[b, 1]
    return int(np.sqrt(dx * dx + dy * dy) * factor + 0.5)


@inlined
def place_before(ground: Ground, rounds: Rounds, p: int, r: int) -> int:
    """Where a vehicle is after a node, or where its round starts."""
    if p == NOBODY:
        return int(ground.vehicle[r, START])
    return p if p < ground.places else int(rounds.link[p, SPOT])


@inlined
def past_breaks(ground: Ground, rounds: Rounds, n: int) -> int:
    """The first node from ``n`` on that is somewhere of its own."""
    while n >= ground.places and ground.stop[n, CALL] == BREAK:
        n = rounds.link[n, NEXT]
    return n


@inlined
def place_behind(ground: Ground, rounds: Rounds, n: int, r: int) -> int:
    """The place of a node that is not a break, or where the round ends."""
    if n == NOBODY:
        return int(ground.vehicle[r, END])
    return n if n < ground.places else int(rounds.link[n, SPOT])


@inlined
def price_of_length(ground: Ground, r: int, distance: int, duration: int) -> int:
    """What a round's distance and duration cost."""
    own = ground.vehicle[r]
    cost = own[METRE_PRICE] * distance + own[SECOND_PRICE] * duration
    over = duration - own[FAIR]
    return cost + ground.beyond_fair * over if over > 0 else cost


@inlined
def unfamiliarity_penalty(ground: Ground, c: int, r: int) -> int:
    """What it costs that a stop is not with its own courier."""
    owner = ground.stop[c, OWNER]
    return 0 if owner == NOBODY or owner == ground.vehicle[r, COURIER] else ground.stop[c, UNFAMILIARITY]
