"""The annealing's clock: short slices of work at falling temperature, a thread a zone, borders moving, until the budget ends."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

SLICE_SECONDS = 0.05  # between looks at the clock, where the budget is time
SLICE_STEPS = 2_000  # the same, where it is steps
LEAST_STEPS = 20
LEAST_SLICES = 25  # so that a small budget cools down, too
TURN = 0.381966  # of the circle, by which borders move: the golden section comes back to no place soon
SLICES_A_TURN = 10

Tell = Callable[[int, int], None]
"""Told the steps made and the best price after every slice that bettered it."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """At first and last, of the mean distance between neighbours."""

    first: float = 3.0
    last: float = 0.01


@dataclass(frozen=True, slots=True)
class Budget:
    """When to stop: at a moment of ``time.perf_counter``, after so many steps of each worker, or when asked to."""

    until: float
    steps: int | None = None
    workers: int = 1
    should_stop: Callable[[], bool] | None = None


class Search(Protocol):
    """What is annealed: the present rounds in zones, and the best met."""

    mean_leg: float

    def part(self, workers: int, turn: float) -> None:
        """Give every worker its zone."""

    def work(self, zone: int, temperature: float, steps: int) -> int:
        """Steps of one worker, while others are at theirs; the change of price."""

    def price(self) -> int:
        """Of the present rounds."""

    def keep(self) -> None:
        """Remember the present rounds as the best."""


def anneal(search: Search, budget: Budget, temperature: Cooling, tell: Tell) -> None:
    """Work in slices until the budget ends."""
    run = _Run(search, budget, temperature)
    lowest = search.price()
    search.keep()
    tell(0, lowest)
    with ThreadPoolExecutor(budget.workers) as pool:
        while run.share() < 1.0:
            run.slice(pool)
            price = search.price()
            if price < lowest:
                lowest = price
                search.keep()
                tell(run.steps, lowest)


class _Run:
    """How far the budget is used up."""

    def __init__(self, search: Search, budget: Budget, temperature: Cooling) -> None:
        self.search, self.budget, self.temperature = search, budget, temperature
        self.began = time.perf_counter()
        self.steps, self.slices = 0, 0
        self.slice_steps = LEAST_STEPS if budget.steps is None else _slice_of(budget.steps)

    def share(self) -> float:
        """Of the budget that is used up; 1 and more: all of it."""
        if self.budget.should_stop and self.budget.should_stop():
            return 1.0
        if self.budget.steps is not None:
            return self.steps / max(1, self.budget.steps)
        whole = self.budget.until - self.began
        return (time.perf_counter() - self.began) / whole if whole > 0 else 1.0

    def slice(self, pool: ThreadPoolExecutor) -> None:
        """Each worker works for a moment."""
        workers = self.budget.workers
        if self.slices % SLICES_A_TURN == 0:
            self.search.part(workers, self.slices // SLICES_A_TURN * TURN % 1.0)
        temperature = (
            self.search.mean_leg
            * self.temperature.first
            * (self.temperature.last / self.temperature.first) ** self.share()
        )
        began = time.perf_counter()
        if workers == 1:
            self.search.work(0, temperature, self.slice_steps)
        else:
            for one in [
                pool.submit(self.search.work, zone, temperature, self.slice_steps) for zone in range(workers)
            ]:
                one.result()
        self.steps += self.slice_steps
        self.slices += 1
        if self.budget.steps is None:
            spent = max(time.perf_counter() - began, 1e-5)
            self.slice_steps = max(LEAST_STEPS, int(self.slice_steps * min(4.0, SLICE_SECONDS / spent)))


def _slice_of(steps: int) -> int:
    """Steps between looks, where the budget is steps."""
    return min(SLICE_STEPS, max(LEAST_STEPS, steps // LEAST_SLICES))
