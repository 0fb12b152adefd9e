"""Having the compiled search ready before a budget begins, for just the kind of search a problem needs."""

import time

import numpy as np

from duongthu.routing.problem import Problem, Vehicle
from duongthu.routing.solve import solve, warm_up
from duongthu.routing.travel import Travel


def ready_for(problem: Problem) -> float:
    """Compile what is not compiled yet; the seconds it took (a minute or so the first time on a machine, then next to none)."""
    began = time.perf_counter()
    warm_up()
    if not problem.plain:
        solve(_timed(), steps=50)
    return time.perf_counter() - began


def _timed() -> Problem:
    """Forty stops with hours."""
    places = np.random.default_rng(1).integers(0, 1_000, (41, 2)).astype(np.float64)
    load = np.ones((41, 1), np.int64)
    load[0] = 0
    return Problem(
        Travel.plane(places), load, (Vehicle((10,), count=41),), closes=np.full(41, 100_000, np.int64)
    )
