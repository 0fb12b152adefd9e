"""What the compiled chain search stands on: the places and their neighbours, and the rounds as linked chains.

One depot (place 0), one load, symmetric distances. Places are numbered along a space-filling curve, so that neighbours lie
close together in memory; one row of ``node`` (32 bytes) is all a step must know of a stop.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.compiled import inlined

# columns of Rounds.node
NEXT, PREV, TO_NEXT, TO_PREV, ROUTE, LOAD, TO_DEPOT = range(7)
NODE_COLUMNS = 8  # a power of two: a row never straddles two cache lines
# columns of Rounds.route
ROUTE_LOAD, ROUTE_COUNT, ROUTE_ZONE, ROUTE_MARK = range(4)
OUT = -1  # in ROUTE: the stop was taken out and is not yet back

PLANE, MATRIX, PLANE_TENTHS = 0, 1, 2  # as in travel.Kind


class Ground(NamedTuple):
    """What a search never changes.

    Attributes:
        kind: PLANE (distances from ``xy``, rounded to whole units) or MATRIX.
        xy: float64 (places, 2).
        matrix: int32 (places, places); (1, 1) where ``kind`` is PLANE.
        near: int32 (places, K), the nearest stops of each, nearest first; never the depot, −1 pads.
        near_cost: int32 (places, K), the distances to them.
        capacity: of every vehicle.
        route_price: what one more round costs.
    """

    kind: int
    xy: NDArray[np.float64]
    matrix: NDArray[np.int32]
    near: NDArray[np.int32]
    near_cost: NDArray[np.int32]
    capacity: int
    route_price: int


class Rounds(NamedTuple):
    """The present rounds: int32 (places, NODE_COLUMNS) and int32 (routes, 4); the depot ends chains as 0."""

    node: NDArray[np.int32]
    route: NDArray[np.int32]


@inlined
def distance(ground: Ground, a: int, b: int) -> int:
    """Between two different stops."""
    if ground.kind == PLANE:
        dx = ground.xy[a, 0] - ground.xy[b, 0]
        dy = ground.xy[a, 1] - ground.xy[b, 1]
        return int(np.sqrt(dx * dx + dy * dy) + 0.5)
    return int(ground.matrix[a, b])


@inlined
def leg(ground: Ground, node: NDArray[np.int32], a: int, b: int) -> int:
    """Between two places, either of which may be the depot."""
    if a == 0:
        return 0 if b == 0 else int(node[b, TO_DEPOT])
    if b == 0:
        return int(node[a, TO_DEPOT])
    return distance(ground, a, b)


@inlined
def unlink(rounds: Rounds, c: int, between: int) -> None:
    """Take a stop out; its neighbours are joined at the distance given. The stop keeps its own links."""
    node, route = rounds
    p, n, r = node[c, PREV], node[c, NEXT], node[c, ROUTE]
    if p != 0:
        node[p, NEXT] = n
        node[p, TO_NEXT] = between
    if n != 0:
        node[n, PREV] = p
        node[n, TO_PREV] = between
    node[c, ROUTE] = OUT
    route[r, ROUTE_LOAD] -= node[c, LOAD]
    route[r, ROUTE_COUNT] -= 1


@inlined
def link(rounds: Rounds, c: int, p: int, n: int, r: int, to_prev: int, to_next: int) -> None:
    """Put a stop between two neighbours of a round."""
    node, route = rounds
    node[c, PREV], node[c, NEXT], node[c, TO_PREV], node[c, TO_NEXT] = p, n, to_prev, to_next
    if p != 0:
        node[p, NEXT] = c
        node[p, TO_NEXT] = to_prev
    if n != 0:
        node[n, PREV] = c
        node[n, TO_PREV] = to_next
    node[c, ROUTE] = r
    route[r, ROUTE_LOAD] += node[c, LOAD]
    route[r, ROUTE_COUNT] += 1
