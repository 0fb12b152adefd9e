"""The search where only capacity binds, from places to plan: savings, descent, then annealing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from duongthu.routing.chance import chance_of
from duongthu.routing.cvrp.build import cost_of, link_rounds, lists_of
from duongthu.routing.cvrp.fewer import Fewer
from duongthu.routing.cvrp.instance import Instance, Rounds
from duongthu.routing.cvrp.savings import savings_rounds
from duongthu.routing.cvrp.zones import part
from duongthu.routing.kernels.library import ffi, kernels, pointer
from duongthu.routing.slices import Budget, Cooling, Tell, anneal as anneal_in_slices

if TYPE_CHECKING:
    from numpy.typing import NDArray


class RuinSize(NamedTuple):
    """How much a step takes out; as in ``kernels.h``."""

    mean_out: float
    longest: float
    tries: int
    tails: int
    moves: int


DESCENTS = 6
DISSOLVING = 0.05  # of the budget at most, for surplus rounds
SHORT = RuinSize(mean_out=10.0, longest=10.0, tries=50, tails=3, moves=5)
LONG = RuinSize(mean_out=12.0, longest=15.0, tries=100, tails=3, moves=5)
LONG_FROM = 40  # stops of a mean round: a longer one needs longer strings out, and looks farther for a place
AGAIN_LONG, AGAIN_SHORT = 1.0, 0.25  # of the first warmth, with which the last cooling begins
CLOSE = 5  # neighbours whose mean distance measures temperature


def solve_cvrp(
    instance: Instance,
    budget: Budget,
    seed: int,
    tell: Tell,
    start: Sequence[Sequence[int]],
    cooling: Cooling,
) -> list[list[int]]:
    """Rounds as lists of stops, each within capacity, every stop on one; ``start``: rounds to begin with."""
    search = CvrpSearch(link_rounds(start or savings_rounds(instance), instance), budget.workers, seed)
    search.descend(DESCENTS)
    cooling = replace(cooling, again=AGAIN_LONG if search.long else AGAIN_SHORT)
    if not start:
        search.surplus = Fewer(search.rounds)
    anneal_in_slices(search, budget, cooling, tell)
    return lists_of(search.best)


class CvrpSearch:
    """The present rounds and the best; see ``slices.Search``."""

    def __init__(self, rounds: Rounds, workers: int, seed: int) -> None:
        self.rounds, self.instance = rounds, rounds.instance
        self.places, self.preparing = self.instance.places, DISSOLVING
        self.chances = [ffi.new("Chance *", [chance_of(seed * 1_000 + worker)]) for worker in range(workers)]
        self.scratch = [np.zeros(kernels.cvrp_scratch_bytes(), np.uint8) for _ in range(workers)]
        mean_count = (self.instance.places - 1) / max(1, len(lists_of(rounds.node)))
        self.long = mean_count > LONG_FROM
        self.size = _ruin_size(mean_count, self.instance.near.shape[1])
        near, cost = self.instance.near[1:, :CLOSE], self.instance.near_cost[1:, :CLOSE]
        known = cost[near >= 0]
        self.mean_leg = float(known.mean()) if known.size else 1.0
        self.surplus: Fewer | None = None
        self.part(1, 0.0)
        self.keep()

    def descend(self, passes: int) -> int:
        """Only better exchanges of tails; the change of cost."""
        return int(kernels.cvrp_descend(self.rounds.struct.at, self.chances[0], 0, passes))

    def part(self, workers: int, turn: float) -> None:
        """Sectors around the depot."""
        self.zones: list[NDArray[np.int32]] = part(self.rounds, workers, turn)

    def work(self, zone: int, temperature: float, steps: int) -> int:
        """Ruin, recreate, exchange tails, make small moves; the change of cost."""
        seeds = self.zones[zone]
        if not len(seeds):
            return 0
        return int(
            kernels.cvrp_anneal(
                self.rounds.struct.at, ffi.cast("void *", self.scratch[zone].ctypes.data),
                self.chances[zone], ffi.new("RuinSize *", tuple(self.size)),
                pointer("int32_t", seeds), len(seeds), zone, temperature, steps,
            )
        )  # fmt: skip

    def fewer(self, steps: int) -> bool:
        """Dissolve rounds the load does not need."""
        surplus = self.surplus
        if surplus is None or surplus.over():
            return False
        if steps:
            surplus.slice(self._put_in_room, steps)
        else:
            surplus.give_back()
        return True

    def _put_in_room(self, outside: Any, steps: int) -> int:
        return int(
            kernels.cvrp_fewer(
                self.rounds.struct.at, ffi.cast("void *", self.scratch[0].ctypes.data), self.chances[0],
                ffi.new("RuinSize *", tuple(self.size)), outside, self.mean_leg, steps,
            )
        )  # fmt: skip

    def price(self) -> int:
        """By the cached legs."""
        return cost_of(self.rounds.node, self.instance.route_price)

    def keep(self) -> None:
        """A copy of the present rounds."""
        self.best = self.rounds.node.copy()


def _ruin_size(mean_count: float, neighbours: int) -> RuinSize:
    """For rounds of that many stops."""
    size = LONG if mean_count > LONG_FROM else SHORT
    return size._replace(longest=min(size.longest, mean_count), tries=min(size.tries, neighbours))
