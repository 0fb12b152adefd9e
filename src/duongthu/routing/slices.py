"""The annealing's clock: short slices of work at falling temperature, a thread a zone, borders moving, until the budget ends.

One long cooling gives nothing until it is nearly over. So a short whole one comes first, and longer ones go on from what it
found, each beginning less warm: whoever stops the search early has a plan about as good as if he had asked for so little.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

SLICE_SECONDS = 0.05  # between looks at the clock, where the budget is time
SLICE_STEPS = 2_000  # the same, where it is steps
LEAST_STEPS = 20
LEAST_SLICES = 25  # of a cooling: a small one cools down, too
TURN = 0.381966  # of the circle, by which borders move: the golden section comes back to no place soon
SLICES_A_TURN = 10

Tell = Callable[[int, int], None]
"""Told the steps made and the best price after every slice that bettered it."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """At first and last, of the mean distance between neighbours.

    Attributes:
        again: how warm the last of several coolings begins, of the first one's warmth.
    """

    first: float = 3.0
    last: float = 0.01
    again: float = 0.5


COOLINGS = 3  # at most
LONGER = 3.0  # times as long as the one before is each cooling
LEAST_STEPS_A_STOP, LEAST_SECONDS_A_STOP = (
    10,
    1e-4,
)  # of the first cooling: a shorter one finds nothing, and is left out


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
    places: int
    preparing: float  # of the budget at most, before annealing

    def part(self, workers: int, turn: float) -> None:
        """Give every worker its zone."""

    def work(self, zone: int, temperature: float, steps: int) -> int:
        """Steps of one worker, while others are at theirs; the change of price."""

    def fewer(self, steps: int) -> bool:
        """Steps before the annealing, that dissolve surplus rounds or make room; 0: give up what is begun. False: all is done."""

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

    def look() -> None:
        nonlocal lowest
        price = search.price()
        if price < lowest:
            lowest = price
            search.keep()
            tell(run.steps, lowest)

    run.prepare()
    look()
    with ThreadPoolExecutor(budget.workers) as pool:
        while run.share() < 1.0:
            run.slice(pool)
            look()


class _Run:
    """How far the budget is used up."""

    def __init__(self, search: Search, budget: Budget, temperature: Cooling) -> None:
        self.search, self.budget, self.temperature = search, budget, temperature
        self.began = time.perf_counter()
        self.steps, self.slices = 0, 0
        self.prepared = 0.0
        self.coolings = _coolings(temperature, self._most_coolings())
        first = self.coolings[0][1]
        self.slice_seconds = min(SLICE_SECONDS, (budget.until - self.began) * first / LEAST_SLICES)
        self.slice_steps = LEAST_STEPS if budget.steps is None else _slice_of(int(budget.steps * first))

    def _most_coolings(self) -> int:
        """How many there is time for."""
        budget, stops = self.budget, self.search.places
        if budget.steps is not None:
            room = budget.steps / (LEAST_STEPS_A_STOP * stops)
        else:
            room = (budget.until - self.began) / (LEAST_SECONDS_A_STOP * stops)
        many = COOLINGS
        while many > 1 and room * _shares(many)[0] < 1.0:
            many -= 1
        return many

    def share(self) -> float:
        """Of the budget that is used up; 1 and more: all of it."""
        if self.budget.should_stop and self.budget.should_stop():
            return 1.0
        if self.budget.steps is not None:
            return self.steps / max(1, self.budget.steps)
        whole = self.budget.until - self.began
        return (time.perf_counter() - self.began) / whole if whole > 0 else 1.0

    def prepare(self) -> None:
        """Surplus rounds cost a way there and back, and room takes a reordering, that no small change ever pays for."""
        while self.share() < self.search.preparing:
            began = time.perf_counter()
            if not self.search.fewer(self.slice_steps):
                break
            self._made(began)
        self.search.fewer(0)
        self.prepared = min(self.share(), self.search.preparing)

    def slice(self, pool: ThreadPoolExecutor) -> None:
        """Each worker works for a moment."""
        workers = self.budget.workers
        if self.slices % SLICES_A_TURN == 0:
            self.search.part(workers, self.slices // SLICES_A_TURN * TURN % 1.0)
        annealed = (self.share() - self.prepared) / (1 - self.prepared)
        temperature = self.search.mean_leg * _warmth_at(self.coolings, annealed)
        began = time.perf_counter()
        if workers == 1:
            self.search.work(0, temperature, self.slice_steps)
        else:
            for one in [
                pool.submit(self.search.work, zone, temperature, self.slice_steps) for zone in range(workers)
            ]:
                one.result()
        self.slices += 1
        self._made(began)

    def _made(self, began: float) -> None:
        """Count a slice of steps, and choose how many the next one has."""
        self.steps += self.slice_steps
        if self.budget.steps is None:
            spent = max(time.perf_counter() - began, 1e-5)
            self.slice_steps = max(LEAST_STEPS, int(self.slice_steps * min(4.0, self.slice_seconds / spent)))


def _shares(many: int) -> list[float]:
    """Of the budget, by cooling."""
    lengths = [LONGER**number for number in range(many)]
    return [length / sum(lengths) for length in lengths]


def _coolings(whole: Cooling, many: int) -> list[tuple[float, float, Cooling]]:
    """From which share of the budget to which each goes, and its temperatures."""
    ends = [0.0, *accumulate(_shares(many))]
    ends[-1] = 1.0
    begins = ends[:-1]
    fall = max(whole.again, min(1.0, whole.last / whole.first))
    return [
        (begin, end, Cooling(whole.first * fall ** (begin / begins[-1] if begin else 0.0), whole.last))
        for begin, end in pairwise(ends)
    ]


def _warmth_at(coolings: list[tuple[float, float, Cooling]], share: float) -> float:
    """The temperature there, in mean distances between neighbours."""
    begin, end, one = next((it for it in coolings if share < it[1]), coolings[-1])
    return one.first * (one.last / one.first) ** min(1.0, (share - begin) / (end - begin))


def _slice_of(steps: int) -> int:
    """Steps between looks, where the first cooling has that many."""
    return min(SLICE_STEPS, max(LEAST_STEPS, steps // LEAST_SLICES))
