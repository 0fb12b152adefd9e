"""How soon a first usable plan stands: from 1,000 to 20,000 stops, only capacity or a post's whole day.

    python benchmarks/first_plan.py            1,000, 4,000, 10,000 and 20,000 stops
    python benchmarks/first_plan.py --smoke    1,000 stops

Each problem is solved with a budget of one second, the search being compiled. ``first_seconds`` is when the first plan was told,
``left_out`` how many stops it had on no round, ``wall_seconds`` when ``solve`` came back with a counted plan.
"""

import time

import numpy as np
from common import arguments, say
from scipy.spatial import cKDTree

from duongthu.routing.api import ALWAYS, Call, Problem, Progress, Travel, Vehicle, ready_for, solve

HOUR, SIDE_METRES, NEAR = 3_600, 20_000, 60
LEFT_PRICE = 1_000_000


def deliveries(stops: int) -> Problem:
    """Only capacity binds."""
    dice = np.random.default_rng(stops)
    xy = dice.integers(0, SIDE_METRES, (stops + 1, 2)).astype(np.float64)
    load = dice.integers(1, 10, (stops + 1, 1))
    load[0] = 0
    return Problem(Travel.plane(xy), load, (Vehicle((450,)),))


def day(stops: int) -> Problem:
    """A post's day by lists of road times: two measures, hours of one in eight, shifts, a break and three reloads each."""
    dice = np.random.default_rng(stops)
    xy = dice.uniform(0, SIDE_METRES, (stops + 1, 2))
    load = dice.integers(1, 10, (stops + 1, 2))
    timed = dice.random(stops + 1) < 1 / 8
    load[0], timed[0] = 0, False
    opens = np.where(timed, dice.integers(8, 14, stops + 1) * HOUR, 0)
    again = np.stack([opens + 3 * HOUR, opens + 4 * HOUR], axis=1)
    again[~timed | (dice.random(stops + 1) < 2 / 3)] = 0, -1
    calls = (Call(HOUR, 11 * HOUR, 12 * HOUR + HOUR // 2), *[Call(HOUR // 4, reload=True)] * 3)
    crew = tuple(
        Vehicle((150, 150), count=1, opens=7 * HOUR + HOUR // 2, closes=17 * HOUR, courier=k, calls=calls)
        for k in range(max(2, stops // 55))
    )
    anywhere = np.arange(stops + 1) > 0
    return Problem(
        _roads(xy), load, crew, service=150 * anywhere, opens=opens,
        closes=np.where(timed, opens + 2 * HOUR, ALWAYS), more_windows=again[:, None], prize=LEFT_PRICE * anywhere,
        price_second=2,
    )  # fmt: skip


def _roads(xy: np.ndarray) -> Travel:
    """Ways a third longer than the air line, at seven metres a second."""
    near = cKDTree(xy).query(xy, min(NEAR + 1, len(xy)))[1][:, 1:].astype(np.int32)
    metres = (np.sqrt(((xy[:, None] - xy[near]) ** 2).sum(-1)) * 4 / 3).astype(np.int32)
    home = (np.sqrt(((xy - xy[0]) ** 2).sum(-1)) * 4 / 3).astype(np.int32)
    depot = np.stack([home[None], home[None]])
    return Travel.lists(xy, near, metres, metres // 7, depot, depot // 7)


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
        ready_for(make(100))
        solve(make(100), steps=10)  # lists of roads are compiled for themselves
        for stops in (1_000,) if told.smoke else (1_000, 4_000, 10_000, 20_000):
            measure(make.__name__, make(stops))


if __name__ == "__main__":
    main()
