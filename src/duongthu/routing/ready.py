"""Having the compiled search ready before a budget begins, for just the kind of search a problem needs."""

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.problem import Plan, Problem, Vehicle
from duongthu.routing.reasons import reasons_of
from duongthu.routing.replanning import replan
from duongthu.routing.solve import solve
from duongthu.routing.travel import Kind, Travel


def ready_for(problem: Problem) -> float:
    """Compile what is not compiled yet; the seconds it took (a minute or so the first time on a machine, then next to none)."""
    began = time.perf_counter()
    solve(_small(problem), steps=50, workers=2)
    return time.perf_counter() - began


def make_ready() -> float:
    """Compile all that a plan, a change in mid-day and its reasons need, so that no click waits for it; the seconds it took."""
    began = time.perf_counter()
    timed = _small(Problem(_plane(), _ones(), (Vehicle((1,), closes=1),)))
    plan = solve(timed, steps=50, workers=2)
    fewer = [replace(one, stops=one.stops[1:]) for one in plan.rounds]
    reasons_of(timed, Plan(tuple(fewer), tuple(one.stops[0] for one in plan.rounds), 0), plan.rounds)
    replan(timed, fewer, steps=20)
    return time.perf_counter() - began


def _plane() -> Travel:
    return Travel.plane(np.random.default_rng(1).integers(0, 1_000, (41, 2)).astype(np.float64))


def _ones() -> NDArray[np.int64]:
    load = np.ones((41, 1), np.int64)
    load[0] = 0
    return load


def _small(like: Problem) -> Problem:
    """Forty stops, with hours where the problem has more than capacities."""
    travel, load = _plane(), _ones()
    if like.travel.kind != Kind.PLANE:
        travel = Travel.matrix(travel.between(*np.indices((41, 41))).astype(np.int32), xy=travel.xy)
    if like.plain:
        return Problem(travel, load, (Vehicle((10,)),))
    return Problem(travel, load, (Vehicle((10,), count=41),), closes=np.full(41, 100_000, np.int64))
