"""How soon a first usable plan stands: from 1,000 to 20,000 stops, only capacity or a post's whole day.

    python benchmarks/first_plan.py            1,000, 4,000, 10,000 and 20,000 stops
    python benchmarks/first_plan.py --smoke    1,000 stops

Each problem is solved with a budget of one second. ``first_seconds`` is when the first plan was told,
``left_out`` how many stops it had on no round, ``wall_seconds`` when ``solve`` came back with a counted plan.
"""

import time

from common import arguments, say
from first_plan_problems import LEFT_PRICE, day, deliveries

from duongthu.routing.api import Problem, Progress, solve


def measure(name: str, problem: Problem) -> None:
    """One line of figures."""
    told: list[Progress] = []
    began, cpu = time.perf_counter(), time.process_time()
    plan = solve(problem, seconds=1.0, on_better=told.append)
    wall, spent = time.perf_counter() - began, time.process_time() - cpu
    left_out = told[0].price // LEFT_PRICE if problem.prize.any() else 0
    say(f"first_plan.{name}", stops=problem.travel.places - 1, first_seconds=round(told[0].seconds, 2),
        left_out=left_out, wall_seconds=round(wall, 2), cpu_seconds=round(spent, 2), rounds=len(plan.rounds),
        left_out_after=len(plan.left_out))  # fmt: skip


def main() -> None:
    """Measure both kinds at all sizes."""
    told = arguments(__doc__.splitlines()[0])
    for make in (deliveries, day):
        for stops in (1_000,) if told.smoke else (1_000, 4_000, 10_000, 20_000):
            measure(make.__name__, make(stops))


if __name__ == "__main__":
    main()
