"""The annealing over chains: steps of ruin and tails in one worker's zone, at falling temperature."""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import Chance, below
from duongthu.routing.compiled import compiled
from duongthu.routing.cvrp.ground import ROUTE, ROUTE_ZONE, Ground, Rounds
from duongthu.routing.cvrp.hops import hop_step
from duongthu.routing.cvrp.ruin import RuinSize, Scratch, ruin_step
from duongthu.routing.cvrp.tails import tail_step


@compiled
def anneal(
    ground: Ground,
    rounds: Rounds,
    work: Scratch,
    size: RuinSize,
    seeds: NDArray[np.int32],
    zone: int,
    temperature: float,
    steps: int,
) -> int:
    """Carry out that many steps in a zone at one temperature; the change of cost.

    ``seeds`` are the stops steps begin at: those of the zone.
    """
    node, route = rounds
    delta, many = 0, seeds.shape[0]
    for _ in range(steps):
        for _ in range(size.tails):
            delta += tail_step(
                ground, rounds, work.chance, zone, seeds[below(work.chance, many)], temperature
            )
        for _ in range(size.hops):
            delta += hop_step(ground, rounds, work.chance, zone, seeds[below(work.chance, many)], temperature)
        seed = seeds[below(work.chance, many)]
        if route[node[seed, ROUTE], ROUTE_ZONE] == zone:
            delta += ruin_step(ground, rounds, work, size, zone, seed, temperature)
    return delta


@compiled
def descend(ground: Ground, rounds: Rounds, chance: Chance, zone: int, rounds_of_all: int) -> int:
    """Only better tails, each stop tried so many times; the change of cost."""
    delta = 0
    for _ in range(rounds_of_all):
        for c in range(1, rounds.node.shape[0]):
            delta += tail_step(ground, rounds, chance, zone, c, 1e-9)
    return delta
