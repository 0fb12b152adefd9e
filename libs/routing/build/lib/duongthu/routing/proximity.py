"""Which stops may follow each other well: near, and with little waiting between their windows."""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.neighbours import BLOCK, lowest
from duongthu.routing.problem import Problem

WAIT_PARTS = 20  # waiting two windows force counts as a twentieth of as much riding
CHOOSE_FROM = 3  # times as many by way alone, of which the best are kept
NEVER = 2**41  # neither can follow the other
NOBODY = 2**42 - 1  # the row has no more neighbours


def near_in_time(problem: Problem, many: int) -> NDArray[np.int32]:
    """The ``many`` best neighbours of each place, best first: int32 (places, many), −1 pads.

    By the riding time and a part of the waiting that their windows force, the better of both orders; stops that can stand in
    neither order come last. Source: T. Vidal et al. (2013), §4.5.
    """
    if not problem.timed:
        return problem.travel.nearest(problem.depots, many)
    wide = problem.travel.nearest(problem.depots, many * CHOOSE_FROM)
    kept = np.full((len(wide), many), -1, np.int32)
    for begin in range(0, len(wide), BLOCK):
        others = wide[begin : begin + BLOCK].astype(np.int64)
        here = np.arange(begin, begin + len(others))[:, None]
        cost = np.minimum(_forced(problem, here, others), _forced(problem, others, here))
        best = lowest(np.where(others < 0, NOBODY, cost), many)
        kept[begin : begin + len(others), : best.shape[1]] = np.take_along_axis(others, best, 1)
    return kept


def _forced(problem: Problem, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """Twentieths of riding and waiting from one stop to the next, at best; far beyond any where the second is always missed."""
    way = problem.travel.seconds_between(a, b)
    soonest = problem.opens[a] + problem.service[a] + way
    latest = problem.closes[a] + problem.service[a] + way
    wait = np.maximum(problem.opens[b] - latest, 0)
    return np.where(soonest > problem.closes[b], NEVER, np.minimum(way * WAIT_PARTS + wait, NEVER - 1))
