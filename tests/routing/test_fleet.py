"""Which vehicles to use: the cheapest fleet is found wherever trying everything finds it."""

import numpy as np
import pytest

from duongthu.routing.api import Problem, Travel, Vehicle, solve
from tests.routing.brute_force import drawn
from tests.routing.searched import dearer_than_the_cheapest


@pytest.mark.feature(39)
@pytest.mark.slow
@pytest.mark.parametrize("block", range(5))
def test_small_problems_are_solved_to_the_optimum(block):
    """In positive space: not only is no plan wrong, none is dearer than the best of all, whatever kinds of vehicles there are."""
    assert dearer_than_the_cheapest(drawn, range(block * 60, block * 60 + 60)) == []


TWO = Travel.matrix(np.array([[0, 100, 100], [100, 0, 10], [100, 10, 0]]))


@pytest.mark.feature(39)
@pytest.mark.parametrize(
    ("vehicles", "price"),
    [
        ((Vehicle((1,), price=10, count=2), Vehicle((2,), price=12, count=1)), 222),
        ((Vehicle((2,), price=12, count=1), Vehicle((1,), price=10, count=2)), 222),
        ((Vehicle((2,), price=50), Vehicle((2,), price=10)), 220),
        ((Vehicle((1,), price=100, count=2), Vehicle((2,), price=250, count=1)), 460),
        ((Vehicle((1,), price=1, count=2), Vehicle((2,), price=250, count=1)), 402),
    ],
)
def test_a_large_vehicle_is_taken_where_it_is_cheaper_than_two_small_ones(vehicles, price):
    """No stop alone pays for the large one; the round that follows does."""
    plan = solve(Problem(TWO, np.array([[0], [1], [1]]), vehicles), steps=500)
    assert plan.price == price


def test_many_rounds_change_to_the_cheaper_kind():
    """A town begun on the wrong vehicles ends on the right ones: four kinds whose price per load falls with their size."""
    dice = np.random.default_rng(2)
    xy, load = dice.integers(0, 1_000, (81, 2)).astype(float), dice.integers(1, 10, (81, 1))
    load[0] = 0
    kinds = tuple(
        Vehicle((room,), price=price) for room, price in ((20, 2_000), (40, 3_000), (80, 4_000), (160, 5_000))
    )
    plan = solve(Problem(Travel.plane(xy), load, kinds), steps=4_000)
    small = solve(Problem(Travel.plane(xy), load, kinds[:1]), steps=1_000)
    assert not plan.left_out
    assert plan.price < 0.5 * small.price
    assert {one.vehicle for one in plan.rounds} <= {2, 3}
