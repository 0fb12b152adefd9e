"""Surplus rounds are dissolved before the annealing, for no small change saves a whole round."""

import numpy as np
import pytest

from duongthu.routing.api import Problem, Travel, Vehicle, faults_of, solve
from duongthu.routing.cvrp.build import cost_of, link_rounds, lists_of
from duongthu.routing.cvrp.fewer import TRIES, Fewer
from duongthu.routing.cvrp.savings import savings_rounds
from duongthu.routing.cvrp.solve import CvrpSearch
from duongthu.routing.solve import _instance

pytestmark = pytest.mark.slow


def tight(seed, stops=1_500, rounds=60, spare=1.002):
    """A made town whose load fills that many vehicles to two in a thousand."""
    random = np.random.default_rng(seed)
    load = random.integers(1, 101, (stops + 1, 1))
    load[0] = 0
    towns = random.random((8, 2)) * 10_000
    xy = towns[random.integers(0, 8, stops + 1)] + random.normal(0, 500, (stops + 1, 2))
    return Problem(Travel.plane(xy), load, (Vehicle((-(-int(load.sum() * spare) // rounds),)),))


def begun(problem):
    """A search, and the dissolving of its rounds."""
    instance = _instance(problem, np.arange(problem.travel.places))
    search = CvrpSearch(link_rounds(savings_rounds(instance), instance), 1, 1)
    search.surplus = Fewer(search.rounds)
    return search


def whole(search, problem):
    """Whether every stop is on exactly one round, and loads are what they are said to be."""
    lists, route = lists_of(search.rounds.node), search.rounds.route
    held = sorted(int(problem.load[stops, 0].sum()) for stops in lists)
    return (
        sorted(stop for stops in lists for stop in stops) == list(range(1, problem.travel.places))
        and sorted(route["load"][route["count"] > 0]) == held
        and held[-1] <= problem.vehicles[0].capacity[0]
        and sum(route["count"]) == problem.travel.places - 1
    )


@pytest.mark.feature(39)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rounds_the_load_does_not_need_are_dissolved(seed):
    """Savings leave two to four too many where vehicles are nearly full; the phase takes them back, and loses nobody."""
    problem = tight(seed)
    search = begun(problem)
    before = len(lists_of(search.rounds.node))
    assert before > 60
    for _ in range(100):
        if not search.fewer(2_000):
            break
    search.fewer(0)
    after = len(lists_of(search.rounds.node))
    assert after == 60
    assert whole(search, problem)
    legs = cost_of(search.rounds.node, 0)
    again = link_rounds(lists_of(search.rounds.node), search.instance)
    assert legs == cost_of(again.node, 0)


def test_a_dissolving_given_up_leaves_the_rounds_as_they_were():
    """The budget may end in the middle: what is outside then must come back."""
    problem = tight(4, spare=1.0)
    search = begun(problem)
    search.fewer(10)
    search.fewer(0)
    assert whole(search, problem)


def test_what_cannot_be_dissolved_ends_the_phase():
    """Loads that fill no vehicle together: every round is needed, though the sum says otherwise."""
    xy = np.random.default_rng(1).random((13, 2)) * 1_000
    load = np.array([0] + [6] * 12)
    problem = Problem(Travel.plane(xy), load, (Vehicle((10,)),))
    search = begun(problem)
    slices = 0
    while search.fewer(50_000):
        slices += 1
        assert slices <= TRIES + 1
    assert whole(search, problem)
    assert len(lists_of(search.rounds.node)) == 12
    assert not faults_of(problem, solve(problem, steps=2_000))
