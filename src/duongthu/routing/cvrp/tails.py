"""Exchanging the tails of two rounds and turning a part of one, tried inside the same annealing.

2-opt within a round, and 2-opt* between rounds in both orientations; a step costs nothing that grows with the number of stops
until it is taken. Long rounds need these: no string of ten stops can exchange half a round.
"""

import math

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import Chance, uniform
from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.cvrp.ground import (
    LOAD,
    NEXT,
    PREV,
    ROUTE,
    ROUTE_COUNT,
    ROUTE_LOAD,
    ROUTE_ZONE,
    TO_NEXT,
    TO_PREV,
    Ground,
    Rounds,
    distance,
    leg,
)  # fmt: skip

NEAREST = 15
HALF = 0.5


@compiled
def tail_step(ground: Ground, rounds: Rounds, chance: Chance, zone: int, c: int, temperature: float) -> int:
    """Try to join a stop to one of its nearest by exchanging or turning tails; the change of cost, 0 when none was taken.

    Only places nearer than the leg that would be given up (and what the temperature allows) are looked at: of the two
    legs a better exchange adds, one is shorter than the leg it replaces at one of its ends.
    """
    node, route = rounds
    first = node[c, ROUTE]
    if first < 0 or route[first, ROUTE_ZONE] != zone:
        return 0
    worst = -temperature * math.log(uniform(chance) + 1e-300)
    ahead = uniform(chance) < HALF
    reach = worst + (node[c, TO_NEXT] if ahead else node[c, TO_PREV])
    for q in range(min(NEAREST, ground.near.shape[1])):
        v, d = ground.near[c, q], ground.near_cost[c, q]
        if v < 0 or d >= reach:
            break
        second = node[v, ROUTE]
        if second < 0 or route[second, ROUTE_ZONE] != zone:
            continue
        delta = _ahead(ground, rounds, c, v, d, worst) if ahead else _behind(ground, rounds, c, v, d, worst)
        if delta != 0:
            return delta
    return 0


@inlined
def _ahead(ground: Ground, rounds: Rounds, c: int, v: int, d: int, worst: float) -> int:
    """The leg after ``c`` is given up."""
    node = rounds.node
    if node[c, ROUTE] == node[v, ROUTE]:
        return _turn(ground, node, c, v, d, worst)
    delta = _exchange(ground, rounds, c, v, d, worst)
    return delta if delta != 0 else _exchange_turned(ground, rounds, c, v, d, worst)


@inlined
def _behind(ground: Ground, rounds: Rounds, c: int, v: int, d: int, worst: float) -> int:
    """The leg before ``c`` is given up."""
    node = rounds.node
    p, b = node[c, PREV], node[v, PREV]
    if node[c, ROUTE] == node[v, ROUTE]:
        return _turn(ground, node, p, b, distance(ground, p, b), worst) if p != 0 and b != 0 and p != b else 0
    delta = _exchange(ground, rounds, v, c, d, worst)
    if delta != 0 or p == 0 or b == 0:
        return delta
    return _exchange_turned(ground, rounds, p, b, distance(ground, p, b), worst)


@inlined
def _so_far(node: NDArray[np.int32], x: int) -> tuple[int, int]:
    """Load and number of stops from the start of a round up to and including ``x`` (0: nothing)."""
    load, count = 0, 0
    while x != 0:
        load += node[x, LOAD]
        count += 1
        x = node[x, PREV]
    return load, count


@inlined
def _join(node: NDArray[np.int32], a: int, b: int, cost: int) -> None:
    """Let ``b`` follow ``a``; either may be the depot."""
    if a != 0:
        node[a, NEXT] = b
        node[a, TO_NEXT] = cost
    if b != 0:
        node[b, PREV] = a
        node[b, TO_PREV] = cost


@inlined
def _swap_links(node: NDArray[np.int32], x: int) -> None:
    node[x, NEXT], node[x, PREV] = node[x, PREV], node[x, NEXT]
    node[x, TO_NEXT], node[x, TO_PREV] = node[x, TO_PREV], node[x, TO_NEXT]


@compiled
def _exchange(ground: Ground, rounds: Rounds, c: int, v: int, d: int, worst: float) -> int:
    """… c → v … and … prev(v) → next(c) …: two rounds swap what follows."""
    node, route = rounds
    r1, r2, c2, b = node[c, ROUTE], node[v, ROUTE], node[c, NEXT], node[v, PREV]
    other = leg(ground, node, b, c2)
    delta = d + other - node[c, TO_NEXT] - node[v, TO_PREV]
    if delta >= worst or delta == 0:
        return 0
    load1, count1 = _so_far(node, c)
    load2, count2 = _so_far(node, b)
    new1 = load1 + route[r2, ROUTE_LOAD] - load2
    new2 = load2 + route[r1, ROUTE_LOAD] - load1
    if new1 > ground.capacity or new2 > ground.capacity:
        return 0
    x = v
    while x != 0:
        node[x, ROUTE] = r1
        x = node[x, NEXT]
    x = c2
    while x != 0:
        node[x, ROUTE] = r2
        x = node[x, NEXT]
    held1, held2 = route[r1, ROUTE_COUNT], route[r2, ROUTE_COUNT]
    route[r1, ROUTE_COUNT], route[r2, ROUTE_COUNT] = count1 + held2 - count2, count2 + held1 - count1
    route[r1, ROUTE_LOAD], route[r2, ROUTE_LOAD] = new1, new2
    _join(node, c, v, d)
    _join(node, b, c2, other)
    return delta - (ground.route_price if route[r2, ROUTE_COUNT] == 0 else 0)


@compiled
def _exchange_turned(ground: Ground, rounds: Rounds, c: int, v: int, d: int, worst: float) -> int:
    """… c → v turned … and … next(c) turned → next(v) …: the beginnings make one round, the ends the other."""
    node, route = rounds
    r1, r2, c2, v2 = node[c, ROUTE], node[v, ROUTE], node[c, NEXT], node[v, NEXT]
    other = leg(ground, node, c2, v2)
    delta = d + other - node[c, TO_NEXT] - node[v, TO_NEXT]
    if delta >= worst or delta == 0:
        return 0
    load1, count1 = _so_far(node, c)
    load2, count2 = _so_far(node, v)
    all_load, all_count = (
        route[r1, ROUTE_LOAD] + route[r2, ROUTE_LOAD],
        route[r1, ROUTE_COUNT] + route[r2, ROUTE_COUNT],
    )
    if load1 + load2 > ground.capacity or all_load - load1 - load2 > ground.capacity:
        return 0
    x = v
    while x != 0:
        before = node[x, PREV]
        node[x, ROUTE] = r1
        _swap_links(node, x)
        x = before
    x = c2
    while x != 0:
        after = node[x, NEXT]
        node[x, ROUTE] = r2
        _swap_links(node, x)
        x = after
    _join(node, c, v, d)
    _join(node, c2, v2, other)
    route[r1, ROUTE_COUNT], route[r2, ROUTE_COUNT] = count1 + count2, all_count - count1 - count2
    route[r1, ROUTE_LOAD], route[r2, ROUTE_LOAD] = load1 + load2, all_load - load1 - load2
    return delta - (ground.route_price if route[r2, ROUTE_COUNT] == 0 else 0)


@compiled
def _turn(ground: Ground, node: NDArray[np.int32], c: int, v: int, d: int, worst: float) -> int:
    """2-opt: c → v, and what lay between is ridden the other way."""
    if node[c, NEXT] == v or node[v, NEXT] == c:
        return 0
    c2, v2 = node[c, NEXT], node[v, NEXT]
    other = leg(ground, node, c2, v2)
    delta = d + other - node[c, TO_NEXT] - node[v, TO_NEXT]
    if delta >= worst or delta == 0:
        return 0
    a, b, x = v, c, c2
    while x != 0:
        if x == v:
            a, b = c, v
            break
        x = node[x, NEXT]
    a2, b2 = node[a, NEXT], node[b, NEXT]
    x = a2
    while True:
        after = node[x, NEXT]
        _swap_links(node, x)
        if x == b:
            break
        x = after
    _join(node, a, b, d)
    _join(node, a2, b2, other)
    return delta
