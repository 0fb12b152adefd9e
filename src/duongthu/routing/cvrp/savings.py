"""The first plan: joining rounds by savings (Clarke and Wright 1964), over nearest places only."""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.compiled import allocating, inlined
from duongthu.routing.cvrp.ground import Ground


def savings_rounds(ground: Ground, load: NDArray[np.int64], to_depot: NDArray[np.int32]) -> list[list[int]]:
    """Rounds within capacity, every stop on exactly one."""
    ends = _joined(ground, load.astype(np.int64), to_depot)
    seen = np.zeros(len(load), bool)
    lists = []
    for start in range(1, len(load)):
        if seen[start] or (ends[start, 0] and ends[start, 1]):
            continue
        chain, x = [], start
        while x:
            chain.append(x)
            seen[x] = True
            one, other = int(ends[x, 0]), int(ends[x, 1])
            x = one if one and not seen[one] else other if other and not seen[other] else 0
        lists.append(chain)
    return lists


@allocating
def _pairs(
    ground: Ground, to_depot: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Each near pair once, with what joining it saves."""
    places, many = ground.near.shape
    one, other = np.empty(places * many, np.int32), np.empty(places * many, np.int32)
    saved = np.empty(places * many, np.int64)
    count = 0
    for a in range(1, places):
        for q in range(many):
            b = ground.near[a, q]
            if b < 0:
                break
            if b < a and (ground.near[b] == a).any():
                continue
            gain = to_depot[a] + to_depot[b] - ground.near_cost[a, q]
            if gain > 0:
                one[count], other[count], saved[count] = a, b, gain
                count += 1
    return one[:count], other[:count], saved[:count]


@allocating
def _joined(ground: Ground, load: NDArray[np.int64], to_depot: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each stop its two neighbours on its round; 0: the depot."""
    one, other, saved = _pairs(ground, to_depot)
    ends = np.zeros((len(load), 2), np.int32)
    parent, held = np.arange(len(load)), load.copy()
    for t in np.argsort(-saved, kind="mergesort"):
        a, b = one[t], other[t]
        if (ends[a, 0] and ends[a, 1]) or (ends[b, 0] and ends[b, 1]):
            continue
        top_a, top_b = _top(parent, a), _top(parent, b)
        if top_a == top_b or held[top_a] + held[top_b] > ground.capacity:
            continue
        parent[top_b] = top_a
        held[top_a] += held[top_b]
        ends[a, 1 if ends[a, 0] else 0] = b
        ends[b, 1 if ends[b, 0] else 0] = a
    return ends


@inlined
def _top(parent: NDArray[np.int64], a: int) -> int:
    while parent[a] != a:
        parent[a] = parent[parent[a]]
        a = parent[a]
    return a
