"""The search over chains, from places to plan: savings, descent, then annealing in slices, one thread a zone."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chains.build import cost_of, link_rounds, lists_of
from duongthu.routing.chains.ground import Ground, Rounds
from duongthu.routing.chains.ruin import Pace, scratch
from duongthu.routing.chains.savings import savings_rounds
from duongthu.routing.chains.search import anneal, descend
from duongthu.routing.chains.zones import part
from duongthu.routing.chance import chance_of

SLICE_SECONDS = 0.05  # between looks at the clock, where the budget is time
SLICE_STEPS = 2_000  # the same, where it is steps
TURN = 0.381966  # of the circle, by which borders move: the golden section comes back to no place soon
SLICES_A_TURN = 10
DESCENTS = 6
HOT, COLD = 1.0, 0.01  # heat at first and last, of the mean distance between neighbours
MEAN_OUT, LONGEST, TRIES = 10.0, 10.0, 30  # as in Pace
CLOSE = 5  # neighbours that make that mean


@dataclass(frozen=True, slots=True)
class Budget:
    """When to stop: at a moment of ``time.perf_counter``, or after so many steps of each worker."""

    until: float
    steps: int | None = None
    workers: int = 1


def solve_chains(
    ground: Ground,
    load: NDArray[np.int64],
    to_depot: NDArray[np.int32],
    budget: Budget,
    seed: int,
    on_slice: Callable[[int, int], None],
    start: list[list[int]] | None = None,
) -> list[list[int]]:
    """Rounds as lists of stops. ``on_slice`` is told steps and the best cost after every slice that bettered it."""
    lists = start or savings_rounds(ground, load, to_depot)
    rounds = link_rounds(lists, load, to_depot, ground)
    search = _Search(ground, rounds, budget, seed, (len(load) - 1) / max(1, len(lists)))
    return lists_of(search.run(on_slice))


class _Search:
    """One run: the present rounds, the best so far, and the workers."""

    def __init__(self, ground: Ground, rounds: Rounds, budget: Budget, seed: int, mean_count: float) -> None:
        self.ground, self.rounds, self.budget = ground, rounds, budget
        self.works = [scratch(chance_of(seed * 1_000 + worker)) for worker in range(budget.workers)]
        self.pace = Pace(MEAN_OUT, min(LONGEST, mean_count), min(TRIES, ground.near.shape[1]))
        known = ground.near_cost[1:, :CLOSE][ground.near[1:, :CLOSE] >= 0]
        self.mean_leg = float(known.mean()) if known.size else 1.0
        self.steps, self.slices, self.slice_steps = 0, 0, SLICE_STEPS

    def run(self, on_slice: Callable[[int, int], None]) -> Rounds:
        """Descend, then anneal until the budget ends; the best rounds met."""
        part(self.ground, self.rounds, 1, 0.0)
        descend(self.ground, self.rounds, self.works[0].chance, 0, DESCENTS)
        self.began = time.perf_counter()
        best = self._copy()
        lowest = cost_of(best, self.ground.route_price)
        on_slice(0, lowest)
        with ThreadPoolExecutor(self.budget.workers) as pool:
            while not self._over():
                self._slice(pool)
                cost = cost_of(self.rounds, self.ground.route_price)
                if cost < lowest:
                    best, lowest = self._copy(), cost
                    on_slice(self.steps, lowest)
        return best

    def _copy(self) -> Rounds:
        return Rounds(self.rounds.node.copy(), self.rounds.route.copy())

    def _over(self) -> bool:
        return self._share() >= 1.0

    def _share(self) -> float:
        """Of the budget that is used up."""
        if self.budget.steps is not None:
            return self.steps / max(1, self.budget.steps)
        whole = self.budget.until - self.began
        return (time.perf_counter() - self.began) / whole if whole > 0 else 1.0

    def _slice(self, pool: ThreadPoolExecutor) -> None:
        if self.slices % SLICES_A_TURN == 0:
            turn = self.slices // SLICES_A_TURN * TURN % 1.0
            self.zones = part(self.ground, self.rounds, self.budget.workers, turn)
        heat = self.mean_leg * HOT * (COLD / HOT) ** self._share()
        began = time.perf_counter()
        work = [pool.submit(self._zone, zone, heat) for zone in range(self.budget.workers)]
        for one in work:
            one.result()
        self.steps += self.slice_steps
        self.slices += 1
        if self.budget.steps is None:
            spent = max(time.perf_counter() - began, 1e-4)
            self.slice_steps = max(100, int(self.slice_steps * min(2.0, SLICE_SECONDS / spent)))

    def _zone(self, zone: int, heat: float) -> None:
        seeds = self.zones[zone]
        if len(seeds):
            anneal(
                self.ground, self.rounds, self.works[zone], self.pace, seeds, zone,
                heat, self.slice_steps,
            )  # fmt: skip
