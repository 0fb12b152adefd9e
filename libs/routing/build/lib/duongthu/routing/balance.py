"""Even rounds: how even a plan is, what a fair length is, and a plan as even as asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.counting import ride_of
from duongthu.routing.problem import Plan, Problem, Round
from duongthu.routing.slices import Cooling
from duongthu.routing.solve import solve
from duongthu.routing.whole import WrongProblem

MOST = 1.15  # longest round over the median one that is asked for where nobody says otherwise
SLACK = 1.10  # by which a fair round may be longer than the mean: at 1.15 of the median a wider one would be too wide
DEAR = 3.0  # seconds of riding that a second beyond the fair length costs at first
RAISED = 3.0  # by which that price is raised while rounds are not even enough
DRAFT, MAIN = 0.1, 0.6  # of the budget: each of two drafts, and the main search; what is left is for raising
RAISES = 2
LOOSENING = Cooling(1.3, 0.01)
"""Of rounds to begin with: fair lengths take some of their stops away, which asks for more warmth than bettering them."""


@dataclass(frozen=True, slots=True)
class Even:
    """A plan made to be even, and the problem with the fair lengths and the price that made it so.

    Attributes:
        balance: longest round over the median one.
    """

    problem: Problem
    plan: Plan
    balance: float


def balance_of(problem: Problem, rounds: Sequence[Round]) -> float:
    """The longest round over the median one, of rounds that have stops; 1 where there are none."""
    lengths = [ride_of(problem, one).seconds for one in rounds if one.stops]
    return max(lengths) / max(1.0, float(np.median(lengths))) if lengths else 1.0


def balanced(
    problem: Problem, draft: Sequence[Round], *, slack: float = SLACK, dear: float = DEAR
) -> Problem:
    """The problem with a fair length for every vehicle and a price for what is beyond it.

    Args:
        draft: rounds whose whole time the vehicles are to share; whoever has a shorter shift has it in full before others
            get more.
        slack: by which the fair length is longer than an equal share.
        dear: seconds of riding that a second beyond the fair length costs.

    Raises:
        WrongProblem: a kind of vehicle has no limit of number, so nobody knows who shares the day.
    """
    limits = _limits(problem)
    whole = sum(ride_of(problem, one).seconds for one in draft if one.stops) * slack
    level = _level(np.repeat(limits, [vehicle.count for vehicle in problem.vehicles]), whole)
    vehicles = tuple(
        replace(vehicle, fair=int(min(level, limit)))
        for vehicle, limit in zip(problem.vehicles, limits, strict=True)
    )
    price = max(1, round(dear * _price_of_riding(problem, draft)))
    return replace(problem, vehicles=vehicles, price_beyond_fair=price)


def solve_evenly(
    problem: Problem,
    *,
    most: float = MOST,
    slack: float = SLACK,
    seconds: float = 10.0,
    steps: int | None = None,
    seed: int = 1,
    workers: int = 1,
    start: Sequence[Round] = (),
) -> Even:
    """The best plan found whose longest round is at most so many times the median one.

    A draft gives what there is to share, a second one what there is when everybody rides; then comes the search proper. While its
    plan is not even enough, what is beyond the fair length gets dearer and the search goes on from there; the most even plan is
    given where none is even enough.

    Args:
        problem: a fleet of known number; fair lengths and their price are set here.
        most: asked for.
        slack: as in ``balanced``.
        seconds, steps, seed, workers, start: as in ``solve``, of all searches together.

    Raises:
        WrongProblem: as ``balanced``.
    """
    _limits(problem)

    def search(aim: Problem, share: float, begun: Sequence[Round], temperature: Cooling | None) -> Plan:
        budget = {"seconds": seconds * share, "seed": seed, "workers": workers}
        some = None if steps is None else max(1, int(steps * share))
        return solve(aim, steps=some, start=begun, temperature=temperature, **budget)  # type: ignore[arg-type]

    temperature = LOOSENING if start else None
    draft = search(problem, DRAFT, start, temperature)
    draft = search(balanced(problem, draft.rounds, slack=slack), DRAFT, start, temperature)
    aim = balanced(problem, draft.rounds, slack=slack)
    best = _even(aim, search(aim, MAIN, start, temperature))
    found, dear = best, DEAR
    for _ in range(RAISES):
        if best.balance <= most:
            break
        dear *= RAISED
        aim = balanced(problem, found.plan.rounds, slack=slack, dear=dear)
        found = _even(aim, search(aim, (1 - 2 * DRAFT - MAIN) / RAISES, found.plan.rounds, None))
        best = min(best, found, key=lambda one: (len(one.plan.left_out), one.balance))
    return best


def _even(aim: Problem, plan: Plan) -> Even:
    return Even(aim, plan, balance_of(aim, plan.rounds))


def _limits(problem: Problem) -> NDArray[np.int64]:
    """The longest round each kind of vehicle can ride, seconds."""
    stops = problem.travel.places - problem.depots
    for kind, vehicle in enumerate(problem.vehicles):
        if vehicle.count > max(stops, 1):
            raise WrongProblem(f"vehicle {kind} has no limit of number: nobody knows who shares the day")
    shifts = [problem.shift_of(kind) for kind in range(len(problem.vehicles))]
    return np.array(
        [
            min(vehicle.longest, closes - opens)
            for vehicle, (opens, closes) in zip(problem.vehicles, shifts, strict=True)
        ],
        np.int64,
    )


def _level(limits: NDArray[np.int64], whole: float) -> float:
    """The length at which vehicles, each up to its limit, ride the whole time together; the highest limit where they cannot."""
    left = whole
    ordered = np.sort(limits)
    for number, limit in enumerate(ordered):
        share = left / (len(ordered) - number)
        if share <= limit:
            return share
        left -= float(limit)
    return float(ordered[-1])


def _price_of_riding(problem: Problem, draft: Sequence[Round]) -> float:
    """What a second on the road costs: by the metres a rider makes in it, and by the time."""
    cost = seconds = 0
    for one in draft:
        vehicle, travel = problem.vehicles[one.vehicle], problem.travel_of(one.vehicle)
        price_metre, price_second = problem.prices_of(one.vehicle)
        chain = np.array([vehicle.start, *one.stops, vehicle.end], np.int64)
        ridden = int(travel.seconds_between(chain[:-1], chain[1:]).sum()) * vehicle.duration_percent // 100
        cost += price_metre * int(travel.between(chain[:-1], chain[1:]).sum()) + price_second * ridden
        seconds += ridden
    return cost / max(1, seconds)
