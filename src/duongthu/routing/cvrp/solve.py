"""The search over chains, from places to plan: savings, descent, then annealing."""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import chance_of
from duongthu.routing.cvrp.build import cost_of, link_rounds, lists_of
from duongthu.routing.cvrp.ground import Ground, Rounds
from duongthu.routing.cvrp.ruin import RuinSize, scratch
from duongthu.routing.cvrp.savings import savings_rounds
from duongthu.routing.cvrp.search import anneal, descend
from duongthu.routing.cvrp.zones import part
from duongthu.routing.slices import Budget, Cooling, Tell
from duongthu.routing.slices import anneal as anneal_in_slices

DESCENTS = 6
SHORT = RuinSize(mean_out=10.0, longest=10.0, tries=50, tails=3, hops=5)
LONG = RuinSize(mean_out=12.0, longest=15.0, tries=100, tails=3, hops=5)
LONG_FROM = 40  # stops of a mean round: a longer one needs longer strings out and looks farther for a place
CLOSE = 5  # neighbours whose mean distance measures temperature


def solve_cvrp(
    ground: Ground,
    load: NDArray[np.int64],
    to_depot: NDArray[np.int32],
    budget: Budget,
    seed: int,
    tell: Tell,
    start: list[list[int]],
    temperature: Cooling,
) -> list[list[int]]:
    """Rounds as lists of stops, each within capacity, every stop on one; ``start``: rounds to begin with."""
    lists = start or savings_rounds(ground, load, to_depot)
    rounds = link_rounds(lists, load, to_depot, ground)
    search = CvrpSearch(ground, rounds, budget.workers, seed)
    descend(ground, rounds, search.works[0].chance, 0, DESCENTS)
    anneal_in_slices(search, budget, temperature, tell)
    return lists_of(search.best)


class CvrpSearch:
    """The present rounds and the best; see ``slices.Search``."""

    def __init__(self, ground: Ground, rounds: Rounds, workers: int, seed: int) -> None:
        self.ground, self.rounds = ground, rounds
        self.works = [scratch(chance_of(seed * 1_000 + worker)) for worker in range(workers)]
        mean_count = (len(rounds.node) - 1) / max(1, len(lists_of(rounds)))
        self.size = _ruin_size(mean_count, ground.near.shape[1])
        known = ground.near_cost[1:, :CLOSE][ground.near[1:, :CLOSE] >= 0]
        self.mean_leg = float(known.mean()) if known.size else 1.0
        self.part(1, 0.0)
        self.keep()

    def part(self, workers: int, turn: float) -> None:
        """Sectors around the depot."""
        self.zones = part(self.ground, self.rounds, workers, turn)

    def work(self, zone: int, temperature: float, steps: int) -> None:
        """Ruin, recreate, exchange tails."""
        seeds = self.zones[zone]
        if len(seeds):
            anneal(self.ground, self.rounds, self.works[zone], self.size, seeds, zone, temperature, steps)

    def price(self) -> int:
        """By the cached legs."""
        return cost_of(self.rounds, self.ground.route_price)

    def keep(self) -> None:
        """A copy of the present rounds."""
        self.best = Rounds(self.rounds.node.copy(), self.rounds.route.copy())


def _ruin_size(mean_count: float, neighbours: int) -> RuinSize:
    """For rounds of that many stops."""
    size = LONG if mean_count > LONG_FROM else SHORT
    return size._replace(longest=min(size.longest, mean_count), tries=min(size.tries, neighbours))
