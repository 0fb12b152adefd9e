"""Having the compiled search ready before a budget begins, for just the kind of search a problem needs."""

import time

import numpy as np

from duongthu.routing.problem import Problem, Vehicle
from duongthu.routing.solve import solve
from duongthu.routing.travel import Kind, Travel


def ready_for(problem: Problem) -> float:
    """Compile what is not compiled yet; the seconds it took (a minute or so the first time on a machine, then next to none)."""
    began = time.perf_counter()
    solve(_small(problem), steps=50, workers=2)
    return time.perf_counter() - began


def _small(like: Problem) -> Problem:
    """Forty stops, with hours where the problem has more than capacities."""
    xy = np.random.default_rng(1).integers(0, 1_000, (41, 2)).astype(np.float64)
    load = np.ones((41, 1), np.int64)
    load[0] = 0
    travel = Travel.plane(xy)
    if like.travel.kind != Kind.PLANE:
        travel = Travel.matrix(travel.between(*np.indices((41, 41))).astype(np.int32), xy=xy)
    if like.plain:
        return Problem(travel, load, (Vehicle((10,)),))
    return Problem(travel, load, (Vehicle((10,), count=41),), closes=np.full(41, 100_000, np.int64))
