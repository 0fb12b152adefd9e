"""Changing a plan in the middle of the day: what is done or promised stays, the rest keeps its round and order."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.counting import faults_of
from duongthu.routing.problem import Plan, Problem, Round
from duongthu.routing.slices import Cooling
from duongthu.routing.solve import solve

AROUND = 8  # nearest stops of a new one that may be moved for it
COOL = Cooling(0.1, 0.01)


def replan(
    problem: Problem,
    before: Sequence[Round],
    *,
    most_moved: float = 0.05,
    seconds: float = 4.0,
    steps: int | None = None,
    seed: int = 1,
    workers: int = 1,
) -> Plan:
    """A plan for what is left of the day that leaves rounds as they are as far as it can.

    Args:
        problem: the day as it is now: couriers who are out have no vehicle any more, new stops are among the places, what was
            visited or promised is ``Vehicle.locked``.
        before: the rounds in force, without stops that are no longer there; each vehicle kind has one vehicle.
        most_moved: share of the stops of ``before`` that may change their round or whom they follow (``unmoved`` tells; a stop
            that goes changes it for the next one, too); stops on no round of ``before`` may go anywhere.
        seconds, steps: budget as in ``solve``, for each of the two searches.
        seed, workers: as in ``solve``.

    A pick-up that was done stays among the places and is locked: its delivery then stays on that vehicle. Of pairs and sequences
    all stops move or none.

    First nothing old moves and new stops go where they cost least; then the nearest old stops around them may move too, where
    that is cheaper.
    """
    on = np.zeros(problem.travel.places, bool)
    on[[stop for one in before for stop in one.stops]] = True
    budget = {"seconds": seconds, "steps": steps, "seed": seed, "workers": workers, "temperature": COOL}
    still = solve(replace(problem, kept=on), start=before, **budget)  # type: ignore[arg-type]
    loose = _loose(problem, on, int(on.sum() * most_moved / 2))
    if not loose.any():
        return still
    freed = replace(problem, kept=on & ~loose)
    moved = solve(freed, start=still.rounds, **budget)  # type: ignore[arg-type]
    return min(still, moved, key=lambda plan: (len(faults_of(problem, plan)), plan.price))


def _loose(problem: Problem, on: NDArray[np.bool_], most: int) -> NDArray[np.bool_]:
    """The old stops nearest to new ones: each new stop's nearest first, then the second nearest of each, and so on."""
    loose = np.zeros(len(on), bool)
    new = np.flatnonzero(~on[problem.depots :]) + problem.depots
    if not len(new) or most == 0:
        return loose
    near = problem.travel.nearest(problem.depots, AROUND * 4)[new]
    locked = np.zeros(len(on), bool)
    locked[[stop for vehicle in problem.vehicles for stop in vehicle.locked]] = True
    together = problem.companions
    for stop in near.T.ravel():
        if loose.sum() >= most:
            break
        if stop >= 0 and on[stop] and not locked[stop]:
            group = list(together.get(int(stop), (int(stop),)))
            loose[group] = on[group] & ~locked[group]
    return loose


def unmoved(before: Sequence[Round], after: Sequence[Round]) -> float:
    """The share of stops of ``before`` that kept their vehicle and the stop before them, stops new since not counted."""
    old, now = _followers(before, None), _followers(after, {s for one in before for s in one.stops})
    known = [stop for stop in old if stop in now]
    return sum(old[stop] == now[stop] for stop in known) / len(known) if known else 1.0


def _followers(rounds: Sequence[Round], among: set[int] | None) -> dict[int, tuple[int, int]]:
    found = {}
    for one in rounds:
        stops = [stop for stop in one.stops if among is None or stop in among]
        for prior, stop in zip([-1, *stops], stops, strict=False):
            found[stop] = (one.vehicle, prior)
    return found
