"""Moving a few stops beside a near stop, and changing places of two: the small moves, tried inside the same annealing.

A ruin finds these too, at fifty times the price of a try. Source of the pruning by the leg given up: D. S. Johnson and
L. A. McGeoch, "The Traveling Salesman Problem: A Case Study", in Local Search in Combinatorial Optimization (1997).
"""

import math

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import Chance, below, uniform
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
    leg,
    link,
    unlink,
)  # fmt: skip

NEAREST = 15
MOST = 3  # stops that move together
HALF = 0.5


@compiled
def hop_step(ground: Ground, rounds: Rounds, chance: Chance, zone: int, c: int, temperature: float) -> int:
    """Try to put a string that begins with a stop beside one of its nearest, or to change two stops' places.

    Only places nearer than the leg the stop gives up (and what the temperature allows) are looked at.

    Returns:
        The change of cost, 0 when nothing was moved.
    """
    node, route = rounds
    r = node[c, ROUTE]
    if r < 0 or route[r, ROUTE_ZONE] != zone:
        return 0
    worst = -temperature * math.log(uniform(chance) + 1e-300)
    on, back = (NEXT, PREV) if uniform(chance) < HALF else (PREV, NEXT)
    e, held, load = _string(node, on, c, 1 + below(chance, MOST))
    p, n = node[c, back], node[e, on]
    given_up = leg(ground, node, p, c)
    gain = given_up + leg(ground, node, e, n) - leg(ground, node, p, n)
    for q in range(min(NEAREST, ground.near.shape[1])):
        v, d = ground.near[c, q], ground.near_cost[c, q]
        if v < 0 or d >= worst + given_up:
            break
        second = node[v, ROUTE]
        if second < 0 or route[second, ROUTE_ZONE] != zone or _within(node, on, c, e, v):
            continue
        fits = second == r or route[second, ROUTE_LOAD] + load <= ground.capacity
        for side in range(2):
            x = node[v, side]
            if x in (c, e):
                continue
            delta = d + leg(ground, node, e, x) - node[v, TO_NEXT + side] - gain
            if fits and delta < worst and delta != 0:
                return delta - _put(ground, rounds, c, on, held, v, side)
            delta = _swapped(ground, rounds, c, v, x, side, d, worst) if held == 1 and x != 0 else 0
            if delta != 0:
                return delta
    return 0


@inlined
def _string(node: NDArray[np.int32], on: int, c: int, length: int) -> tuple[int, int, int]:
    """The last of at most so many stops from ``c`` on in a direction, how many they are, and what they carry."""
    e, held, load = c, 1, node[c, LOAD]
    while held < length and node[e, on] != 0:
        e = node[e, on]
        held += 1
        load += node[e, LOAD]
    return e, held, load


@inlined
def _within(node: NDArray[np.int32], on: int, c: int, e: int, v: int) -> bool:
    """Whether ``v`` is in the string from ``c`` to ``e``."""
    x = c
    while x != e:
        if x == v:
            return True
        x = node[x, on]
    return bool(e == v)


@inlined
def _put(ground: Ground, rounds: Rounds, c: int, on: int, held: int, v: int, side: int) -> int:
    """Move a string, its first stop beside ``v``; the price of the round that is thereby saved, mostly 0."""
    node, route = rounds
    r, into, beside, stop, x = node[c, ROUTE], node[v, ROUTE], v, c, node[v, side]
    for _ in range(held):
        after = node[stop, on]
        unlink(rounds, stop, leg(ground, node, node[stop, PREV], node[stop, NEXT]))
        p, n = (beside, x) if side == NEXT else (x, beside)
        link(rounds, stop, p, n, into, leg(ground, node, p, stop), leg(ground, node, stop, n))
        beside, stop = stop, after
    return ground.route_price if route[r, ROUTE_COUNT] == 0 else 0


@inlined
def _swapped(ground: Ground, rounds: Rounds, c: int, v: int, x: int, side: int, d: int, worst: float) -> int:
    """Change the places of ``c`` and of ``x``, which lies at that side of ``v`` (0: behind, 1: before); 0 when not worth it."""
    node, route = rounds
    y = node[x, side]
    if y == c:
        return 0
    p, n, r, second = node[c, PREV], node[c, NEXT], node[c, ROUTE], node[x, ROUTE]
    more = node[c, LOAD] - node[x, LOAD]
    if r != second and (
        route[second, ROUTE_LOAD] + more > ground.capacity or route[r, ROUTE_LOAD] - more > ground.capacity
    ):
        return 0
    to_p, to_n = leg(ground, node, p, x), leg(ground, node, x, n)
    to_y = leg(ground, node, c, y)
    delta = d + to_y - node[x, TO_NEXT] - node[x, TO_PREV] + to_p + to_n - node[c, TO_NEXT] - node[c, TO_PREV]
    if delta >= worst or delta == 0:
        return 0
    before, behind = node[x, PREV], node[x, NEXT]
    unlink(rounds, c, 0)
    unlink(rounds, x, 0)
    to_before, to_behind = (d, to_y) if side == NEXT else (to_y, d)
    link(rounds, c, before, behind, second, to_before, to_behind)
    link(rounds, x, p, n, r, to_p, to_n)
    return delta
