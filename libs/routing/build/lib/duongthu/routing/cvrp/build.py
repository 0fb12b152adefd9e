"""From lists of stops to linked rounds and back."""

from collections.abc import Sequence

import numpy as np

from duongthu.routing.cvrp.instance import NEXT, OUT, PREV, Instance, Rounds
from duongthu.routing.kernels.library import Array

SPARE = 50  # empty rounds a search may open beyond those it starts with


def link_rounds(lists: Sequence[Sequence[int]], instance: Instance) -> Rounds:
    """Rounds as chains."""
    rounds = Rounds(instance, len(lists) + SPARE)
    node, route = rounds.node, rounds.route
    for number, stops in enumerate(lists):
        chain = np.asarray(stops, np.int32)
        ends = np.concatenate(([0], chain, [0]))
        legs = rounds.legs_of(ends)
        node["route"][chain] = number
        node["link"][chain, PREV], node["link"][chain, NEXT] = ends[:-2], ends[2:]
        node["leg"][chain, PREV], node["leg"][chain, NEXT] = legs[:-1], legs[1:]
        route["count"][number], route["load"][number] = len(chain), instance.load[chain].sum()
    return rounds


def lists_of(node: Array) -> list[list[int]]:
    """Rounds as lists of stops; empty ones are left out."""
    following = node["link"][:, NEXT].tolist()
    starts = np.flatnonzero((node["link"][:, PREV] == 0) & (node["route"] != OUT))
    lists = []
    for start in starts[starts > 0]:
        chain, x = [], int(start)
        while x != 0:
            chain.append(x)
            x = following[x]
        lists.append(chain)
    return lists


def cost_of(node: Array, price: int) -> int:
    """What the rounds cost by their cached legs."""
    inside = node["route"] != OUT
    starts = inside & (node["link"][:, PREV] == 0)
    legs = int(node["leg"][inside, NEXT].sum(dtype=np.int64))
    return legs + int(node["leg"][starts, PREV].sum(dtype=np.int64)) + price * int(starts.sum())
