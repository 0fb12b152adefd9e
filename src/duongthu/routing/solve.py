"""Solving a problem within a budget: picks the search that fits, reports every better plan, gives the best."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.counting import price_of
from duongthu.routing.cvrp.instance import Instance
from duongthu.routing.cvrp.solve import solve_cvrp
from duongthu.routing.neighbours import along_curve
from duongthu.routing.order import left_out_of
from duongthu.routing.problem import Plan, Problem, Round
from duongthu.routing.rich.solve import solve_rich
from duongthu.routing.slices import Budget, Cooling
from duongthu.routing.starting import faults_of_search, sound
from duongthu.routing.whole import WrongProblem, whole_number

MOST_WORKERS = 1_000
NEIGHBOURS = 100  # of each stop that the first plan and the choice of rounds to open look at
WARM = Cooling(0.3, 0.01)  # rounds to begin with are to be bettered, not melted
MELTING = Cooling(2.0, 0.01)  # joined by savings, rounds are far from where they should be
RESERVE_SECONDS, RESERVE_A_STOP = 0.05, 2e-5  # of the budget, kept for counting the plan again


@dataclass(frozen=True, slots=True)
class Progress:
    """How a search stands: seconds since it began, steps made, price of the best plan so far."""

    seconds: float
    steps: int
    price: int


class BrokenPlan(AssertionError):
    """The search gave a plan its own count refuses: an error of ours, never of the problem."""


def solve(  # noqa: PLR0913  (each keyword has its usual value)
    problem: Problem,
    *,
    seconds: float = 10.0,
    steps: int | None = None,
    seed: int = 1,
    workers: int = 1,
    start: Sequence[Round] = (),
    temperature: Cooling | None = None,
    on_better: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found within the budget.

    Args:
        problem: what is to be planned.
        seconds: wall-clock budget, kept to one second; building the first plan is part of it.
        steps: where given, the budget instead: the same seed and steps then give the same plan on any machine.
        seed: of the search's chances.
        workers: threads; each works on its own part of the rounds, and the borders move.
        start: rounds to begin with, each on a vehicle of its kind; stops on none of them, or where they break a rule now, are put
            in first.
        temperature: of the search; the usual one begins cooler where there are rounds to begin with.
        on_better: told after each slice of the search (about twenty a second) in which the plan got better.
        should_stop: asked after each slice; the best plan so far is given when it says so.

    Raises:
        WrongProblem: what was asked for cannot be: workers below 1, ``start`` names what is not there, no room for the prices.
        BrokenPlan: an error of ours.
    """
    began = time.perf_counter()

    def tell(made: int, price: int) -> None:
        if on_better:
            on_better(Progress(time.perf_counter() - began, made, price))

    whole_number("workers", workers, 1, MOST_WORKERS)
    if steps is not None:
        whole_number("steps", steps)
    if not seconds >= 0:
        raise WrongProblem(f"seconds is {seconds}")
    start = sound(problem, start)
    if problem.travel.places == problem.depots or not _used(problem):
        return _nowhere(problem, tell)
    reserve = RESERVE_SECONDS + RESERVE_A_STOP * problem.travel.places
    budget = Budget(began + seconds - reserve, steps, workers, should_stop)
    if problem.plain:
        rounds = _by_cvrp(problem, budget, seed, tell, start, temperature or (WARM if start else MELTING))
        left_out: tuple[int, ...] = ()
    else:
        rounds, left_out = solve_rich(
            problem, budget, seed, temperature or (WARM if start else Cooling()), tell, start
        )
    plan = Plan(rounds, left_out, price_of(problem, rounds, left_out))
    faults = faults_of_search(problem, plan)
    if faults:
        raise BrokenPlan(f"{len(faults)} faults, the first: {faults[0]}")
    return plan


def _used(problem: Problem) -> bool:
    """Whether any vehicle can leave home."""
    return any(
        v.count and (v.locked or not problem.stays_home(kind)) for kind, v in enumerate(problem.vehicles)
    )


def _nowhere(problem: Problem, tell: Callable[[int, int], None]) -> Plan:
    """The plan of a day without stops, or without vehicles."""
    left_out = left_out_of(range(problem.depots, problem.travel.places), (), problem.groups)
    plan = Plan((), left_out, price_of(problem, (), left_out))
    tell(0, plan.price)
    return plan


def _by_cvrp(
    problem: Problem,
    budget: Budget,
    seed: int,
    tell: Callable[[int, int], None],
    start: Sequence[Round],
    temperature: Cooling,
) -> tuple[Round, ...]:
    """The search for problems in which only capacity binds; its places are numbered along a curve."""
    travel = problem.travel
    order = np.concatenate(([0], along_curve(travel.xy[1:]) + 1))
    number_of = np.argsort(order)
    begun = [[int(number_of[stop]) for stop in one.stops] for one in start]
    lists = solve_cvrp(_instance(problem, order), budget, seed, tell, begun, temperature)
    return tuple(Round(0, tuple(int(order[x]) for x in stops)) for stops in lists)


def _instance(problem: Problem, order: NDArray[np.int64]) -> Instance:
    travel = problem.travel
    place_of = np.empty(len(order), np.int32)
    place_of[order] = np.arange(len(order), dtype=np.int32)
    near = travel.nearest(1, NEIGHBOURS)[order]
    cost = travel.between(order[:, None], np.maximum(near, 0)).astype(np.int32)
    near = np.where(near < 0, np.int32(-1), place_of[near])
    matrix = travel.metres
    if len(matrix) > 1:
        matrix = np.ascontiguousarray(matrix[np.ix_(order, order)])
    vehicle, far = problem.vehicles[0], travel.between(np.zeros(1, np.int64), order).astype(np.int32)
    return Instance(
        travel.xy[order], matrix, near, cost, problem.load[order, 0], far, vehicle.capacity[0], vehicle.price
    )
