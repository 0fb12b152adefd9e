"""The moves of the chain search one by one: each must leave whole rounds and tell the truth about what it saved."""

import numpy as np
import pytest

from duongthu.routing.api import Problem, Travel, Vehicle
from duongthu.routing.cvrp.build import cost_of, link_rounds, lists_of
from duongthu.routing.cvrp.savings import savings_rounds
from duongthu.routing.cvrp.solve import CvrpSearch, RuinSize
from duongthu.routing.solve import _instance

pytestmark = pytest.mark.slow

CAPACITY, STOPS = 40, 250


def begun():
    """A search over a made town, its rounds joined by savings."""
    random = np.random.default_rng(3)
    load = random.integers(1, 9, (STOPS + 1, 1))
    load[0] = 0
    travel = Travel.plane(random.random((STOPS + 1, 2)) * 1_000)
    problem = Problem(travel, load, (Vehicle((CAPACITY,), price=100),))
    instance = _instance(problem, np.arange(STOPS + 1))
    return CvrpSearch(link_rounds(savings_rounds(instance), instance), 1, 1)


@pytest.mark.feature(39)
@pytest.mark.parametrize(("tails", "moves"), [(0, 8), (8, 0), (3, 5)])
@pytest.mark.parametrize("temperature", [50.0, 5.0, 0.1])
def test_what_moves_say_they_saved_is_what_the_legs_say(tails, moves, temperature):
    """A wrong difference would be believed thousands of times a second, and the plan's own count would come too late."""
    search = begun()
    node, route, load = search.rounds.node, search.rounds.route, search.instance.load
    before = cost_of(node, search.instance.route_price)
    search.size = RuinSize(10.0, 10.0, 50, tails, moves)
    said = search.work(0, temperature, 2_000)
    lists = lists_of(node)
    assert said != 0
    assert cost_of(node, search.instance.route_price) == before + said
    assert sorted(stop for stops in lists for stop in stops) == list(range(1, STOPS + 1))
    used = route["count"] > 0
    assert sorted(route["load"][used]) == sorted(load[stops].sum() for stops in lists)
    assert route["load"].max() <= CAPACITY
