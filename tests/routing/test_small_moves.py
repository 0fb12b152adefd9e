"""The moves of the chain search one by one: each must leave whole rounds and tell the truth about what it saved."""

import numpy as np
import pytest

from duongthu.routing.api import Problem, Travel, Vehicle
from duongthu.routing.cvrp.build import cost_of, lists_of
from duongthu.routing.cvrp.ground import ROUTE_COUNT, ROUTE_LOAD
from duongthu.routing.cvrp.ruin import RuinSize
from duongthu.routing.cvrp.savings import savings_rounds
from duongthu.routing.cvrp.search import anneal
from duongthu.routing.cvrp.solve import CvrpSearch, link_rounds
from duongthu.routing.solve import _ground

pytestmark = pytest.mark.slow

CAPACITY, STOPS = 40, 250


def begun():
    """A search over a made town, its rounds joined by savings, and the loads of its places."""
    random = np.random.default_rng(3)
    load = random.integers(1, 9, (STOPS + 1, 1))
    load[0] = 0
    travel = Travel.plane(random.random((STOPS + 1, 2)) * 1_000)
    problem = Problem(travel, load, (Vehicle((CAPACITY,), price=100),))
    order = np.arange(STOPS + 1)
    ground, far = _ground(problem, order), travel.between(np.zeros(1, np.int64), order).astype(np.int32)
    rounds = link_rounds(savings_rounds(ground, load[:, 0], far), load[:, 0], far, ground)
    return CvrpSearch(ground, rounds, 1, 1), load[:, 0]


@pytest.mark.feature(39)
@pytest.mark.parametrize(("tails", "hops"), [(0, 8), (8, 0), (3, 5)])
@pytest.mark.parametrize("temperature", [50.0, 5.0, 0.1])
def test_what_moves_say_they_saved_is_what_the_legs_say(tails, hops, temperature):
    """A wrong difference would be believed thousands of times a second, and the plan's own count would come too late."""
    search, load = begun()
    ground, rounds = search.ground, search.rounds
    before = cost_of(rounds, ground.route_price)
    said = anneal(
        ground,
        rounds,
        search.works[0],
        RuinSize(10.0, 10.0, 50, tails, hops),
        search.zones[0],
        0,
        temperature,
        2_000,
    )
    lists = lists_of(rounds)
    assert said != 0
    assert cost_of(rounds, ground.route_price) == before + said
    assert sorted(stop for stops in lists for stop in stops) == list(range(1, STOPS + 1))
    used = rounds.route[:, ROUTE_COUNT] > 0
    assert sorted(rounds.route[used, ROUTE_LOAD]) == sorted(load[stops].sum() for stops in lists)
    assert rounds.route[:, ROUTE_LOAD].max() <= CAPACITY
