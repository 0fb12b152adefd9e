"""The first plan: rounds joined by savings over nearest places (G. Clarke and J. W. Wright, Operations Research 12, 1964)."""

import numpy as np

from duongthu.routing.cvrp.instance import Instance, Rounds
from duongthu.routing.kernels.library import Array, kernels, pointer


def savings_rounds(instance: Instance) -> list[list[int]]:
    """Rounds within capacity, every stop on exactly one."""
    ends = _joined(instance).tolist()
    seen = [False] * len(ends)
    lists = []
    for start in range(1, len(ends)):
        if seen[start] or (ends[start][0] and ends[start][1]):
            continue
        chain, x = [], start
        while x:
            chain.append(x)
            seen[x] = True
            one, other = ends[x]
            x = one if one and not seen[one] else other if other and not seen[other] else 0
        lists.append(chain)
    return lists


def _joined(instance: Instance) -> Array:
    """For each stop its two neighbours on its round; 0: the depot."""
    rounds = Rounds(instance, 0)  # must live as long as what it points to is read
    at = rounds.struct.at
    most = instance.near.size
    one, other, saved = np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.int64)
    many = kernels.cvrp_savings(
        at, pointer("int32_t", one), pointer("int32_t", other), pointer("int64_t", saved)
    )
    order = np.argsort(-saved[:many], kind="stable")
    ends = np.zeros((instance.places, 2), np.int32)
    parent, held = np.empty(instance.places, np.int64), np.empty(instance.places, np.int64)
    kernels.cvrp_join(
        at, pointer("int32_t", one), pointer("int32_t", other), pointer("int64_t", order), many,
        pointer("int32_t", ends), pointer("int64_t", parent), pointer("int64_t", held),
    )  # fmt: skip
    return ends
