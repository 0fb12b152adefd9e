"""Small problems of all kinds against trying every plan: how many are solved to the optimum.

    python benchmarks/brute_force.py            5,000 problems
    python benchmarks/brute_force.py --smoke    50

Each has 2 to 5 stops, 1 to 3 kinds of vehicles, and windows, pairs, prizes, skills, collections, several depots and asymmetric
ways as chance has it (``tests/routing/brute_force.py``, which shares no code with the searches or the count). A problem counts as
solved where neither a stop fewer is left out nor the price lower in any plan there is.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from common import arguments, say

from duongthu.routing.api import Problem, faults_of, solve

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.routing.brute_force import cheapest, drawn, price_of_order

STEPS = 3_000


def verdict(problem: Problem) -> str:
    """``optimal``, ``dearer`` or ``wrong``."""
    plan = solve(problem, steps=STEPS)
    prices = [price_of_order(problem, one.vehicle, one.stops) for one in plan.rounds]
    if None in prices or any(fault.code != "must_be_visited" for fault in faults_of(problem, plan)):
        return "wrong"
    if sum(prices) + problem.prize[list(plan.left_out)].sum() != plan.price:
        return "wrong"
    found = sum(not problem.prize[stop] for stop in plan.left_out), plan.price
    return "optimal" if found == cheapest(problem) else "dearer"


def compared(seeds: Iterable[int]) -> tuple[Counter[tuple[int, str]], list[int]]:
    """Verdicts by number of kinds of vehicles, and the seeds of the problems not solved."""
    verdicts, missed = Counter[tuple[int, str]](), []
    for seed in seeds:
        problem = drawn(seed)
        found = verdict(problem)
        verdicts[len(problem.vehicles), found] += 1
        if found != "optimal":
            missed.append(seed)
    return verdicts, missed


def main() -> None:
    """Compare, and say how many of each number of kinds were solved."""
    told = arguments(__doc__.splitlines()[0])
    began = time.process_time()
    verdicts, missed = compared(range(10_000, 10_050 if told.smoke else 15_000))
    for kinds in (1, 2, 3):
        counts = {name: verdicts[kinds, name] for name in ("optimal", "dearer", "wrong")}
        say(f"brute_force.kinds_{kinds}", **counts)
    say(
        "brute_force.all",
        problems=verdicts.total(),
        missed=missed,
        cpu_seconds=round(time.process_time() - began, 1),
    )


if __name__ == "__main__":
    main()
