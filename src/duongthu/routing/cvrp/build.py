"""From places to ground, from lists of stops to linked rounds and back."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.cvrp.ground import (
    LOAD,
    NEXT,
    NODE_COLUMNS,
    OUT,
    PREV,
    ROUTE,
    ROUTE_COUNT,
    ROUTE_LOAD,
    TO_DEPOT,
    TO_NEXT,
    TO_PREV,
    Ground,
    Rounds,
)  # fmt: skip

SPARE = 50  # empty rounds a search may open beyond those it starts with


def link_rounds(
    lists: Sequence[Sequence[int]], load: NDArray[np.int64], to_depot: NDArray[np.int32], ground: Ground
) -> Rounds:
    """Rounds as chains; ``to_depot`` holds each place's distance from the depot."""
    node = np.zeros((len(load), NODE_COLUMNS), np.int32)
    route = np.zeros((len(lists) + SPARE, 4), np.int32)
    node[:, ROUTE], node[:, LOAD], node[:, TO_DEPOT] = OUT, load, to_depot
    for number, stops in enumerate(lists):
        chain = np.asarray(stops, np.int32)
        ends = np.concatenate(([0], chain, [0]))
        legs = legs_of(ends, ground, to_depot)
        node[chain, ROUTE], node[chain, PREV], node[chain, NEXT] = number, ends[:-2], ends[2:]
        node[chain, TO_PREV], node[chain, TO_NEXT] = legs[:-1], legs[1:]
        route[number, ROUTE_COUNT], route[number, ROUTE_LOAD] = len(chain), load[chain].sum()
    return Rounds(node, route)


def legs_of(chain: NDArray[np.int32], ground: Ground, to_depot: NDArray[np.int32]) -> NDArray[np.int64]:
    """Distances along a chain that may pass the depot."""
    a, b = chain[:-1], chain[1:]
    if ground.matrix.shape[0] > 1:
        return np.asarray(ground.matrix[a, b], np.int64)
    gap = ground.xy[a] - ground.xy[b]
    return np.floor(np.sqrt((gap**2).sum(axis=1)) + 0.5).astype(np.int64)


def lists_of(rounds: Rounds) -> list[list[int]]:
    """Rounds as lists of stops; empty ones are left out."""
    node = rounds.node
    starts = np.flatnonzero((node[:, PREV] == 0) & (node[:, ROUTE] != OUT))
    lists = []
    for start in starts[starts > 0]:
        chain, x = [], int(start)
        while x != 0:
            chain.append(x)
            x = int(node[x, NEXT])
        lists.append(chain)
    return lists


def cost_of(rounds: Rounds, price: int) -> int:
    """What the rounds cost by their cached legs."""
    node = rounds.node
    inside = node[:, ROUTE] != OUT
    legs = int(node[inside, TO_NEXT].sum(dtype=np.int64))
    starts = inside & (node[:, PREV] == 0)
    return legs + int(node[starts, TO_PREV].sum(dtype=np.int64)) + price * int(starts.sum())
