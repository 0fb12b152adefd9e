"""What a caller may hand in wrongly is refused by name; what he may rightly hand in is planned, however far or dear."""

from dataclasses import replace

import numpy as np
import pytest

from duongthu.routing.api import (
    Break,
    Plan,
    Problem,
    Round,
    Travel,
    Vehicle,
    WrongProblem,
    faults_of,
    reasons_of,
    solve,
)

ONES = np.ones((3, 3), np.int64) - np.eye(3, dtype=np.int64)
LOAD = np.array([[0], [1], [1]])


def asked(**changes):
    """A problem of two stops, one way from everywhere to everywhere."""
    return Problem(**{"travel": Travel.matrix(ONES), "load": LOAD, "vehicles": (Vehicle((9,)),), **changes})


def with_ways(value):
    ways = ONES.astype(object if isinstance(value, int) else float)
    ways[0, 1] = value
    return np.array(ways.tolist())


@pytest.mark.feature(39)
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Travel.matrix(with_ways(1.9)), "metres of place 0, column 1 is not whole"),
        (lambda: Travel.matrix(with_ways(3 * 10**9)), "metres of place 0, column 1 is above"),
        (lambda: Travel.matrix(with_ways(float("nan"))), "metres of place 0, column 1 is no number"),
        (lambda: Travel.matrix(with_ways(float("inf"))), "metres of place 0, column 1 is no number"),
        (lambda: Travel.matrix(with_ways(-5)), "metres of place 0, column 1 is negative"),
        (lambda: Travel.matrix(np.zeros((3, 2))), "metres has 3 rows and 2 columns"),
        (lambda: Travel.matrix(ONES, np.zeros((2, 2))), "seconds has 2 rows for 3 places"),
        (lambda: Travel.matrix([[0, 1], [1]]), "metres has rows of different lengths"),
        (lambda: Travel.matrix(np.array([["a", "b"]] * 2)), "metres holds"),
        (lambda: Travel.plane(np.array([[20.45, 106.33], [20.46, 106.34], [20.5, 106.41]])), "looks like degrees"),
        (lambda: Travel.plane(np.array([[0, np.nan]])), "xy of place 0, column 1 is no number"),
        (lambda: Travel.plane(np.zeros((3, 3))), "xy has the shape 3 × 3"),
        (lambda: asked(load=np.zeros((3, 1, 1))), "load has the shape"),
        (lambda: asked(load=np.array([[0], [0.5], [1]])), "load of place 1 is not whole"),
        (lambda: asked(service=np.array([0, 2**50, 0])), "service of place 1 is above"),
        (lambda: asked(more_windows=np.zeros((2, 1, 2), np.int64)), "more_windows has 2 rows for 3 places"),
        (lambda: asked(kept=np.zeros(2, bool)), "kept has 2 rows for 3 places"),
        (lambda: asked(price_metre=-1), "price_metre is negative"),
        (lambda: asked(price_second=0.5), "price_second is 0.5, which is no whole number"),
        (lambda: asked(depots=0), "there are 0 depots"),
        (lambda: asked(vehicles=(Vehicle((-1,)),)), "vehicle 0: capacity 0 is negative"),
        (lambda: asked(vehicles=(Vehicle((9,), start=-1),)), "vehicle 0: start is negative"),
        (lambda: asked(vehicles=(Vehicle((9,), price=-100),)), "vehicle 0: price is negative"),
        (lambda: asked(vehicles=(Vehicle((9,), count=-2),)), "vehicle 0: count is negative"),
        (lambda: asked(vehicles=(Vehicle((9,), activities=(Break(5, 500, 400),)),)), "activity 0 closes before"),
        (lambda: asked(vehicles=(Vehicle((9,), count=1, locked=(9,)),)), "vehicle 0: locked names place 9"),
        (lambda: asked(vehicles=(Vehicle((9,), count=1, locked=(1,)),) * 2), "place 1 is locked twice"),
        (lambda: asked(vehicles=(Vehicle((9,), count=2, locked=(1,)),)), "there are 2 like it"),
        (lambda: solve(asked(), workers=0), "workers is 0"),
        (lambda: solve(asked(), steps=-1), "steps is negative"),
        (lambda: solve(asked(), seconds=float("nan")), "seconds is nan"),
        (lambda: solve(asked(), start=[Round(0, (7,))]), "start: round 0 names place 7"),
        (lambda: solve(asked(), start=[Round(0, (1, 1))]), "start: place 1 is visited twice"),
        (lambda: solve(asked(), start=[Round(3, (1,))]), "start: round 0 is on vehicle 3"),
        (lambda: solve(asked(), start=[Round(0, (1,), ((0, 0),))]), "start: round 0 has activity 0"),
        (
            lambda: solve(asked(travel=Travel.matrix(ONES * (2**31 - 2)), price_metre=2**40, price_second=1)),
            "the prices leave no room",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(make, words):
    """A wrapped number or a missing row gives a plan that looks like one: the door must know."""
    with pytest.raises(WrongProblem, match=words):
        make()


@pytest.mark.feature(39)
@pytest.mark.parametrize("windows", [False, True])
def test_a_far_or_dear_stop_is_never_left_out(windows):
    """What must be visited is, though a way costs thousands of millions."""
    closes = np.full(3, 2**39) if windows else np.zeros(0, np.int64)
    far = np.array([[0, 6 * 10**8, 5], [6 * 10**8 + 1, 0, 6 * 10**8], [5, 6 * 10**8, 0]])
    for problem in (
        asked(travel=Travel.matrix(far), closes=closes),
        asked(price_metre=10**9, closes=closes),
        asked(vehicles=(Vehicle((1,), price=10**11),), closes=closes),
    ):
        plan = solve(problem, steps=100)
        assert faults_of(problem, plan) == []
        assert not plan.left_out


@pytest.mark.feature(39)
def test_lists_and_single_numbers_are_taken_as_what_they_mean():
    """A caller without NumPy, or with one load a place, is understood."""
    as_list = Problem(Travel.matrix([[0, 1, 1], [1, 0, 1], [1, 1, 0]]), [[0], [1], [1]], (Vehicle((9,)),))
    as_row = Problem(Travel.matrix(ONES), [0, 1, 1], (Vehicle((4 * 10**9,)),))
    assert solve(as_list, steps=50).price == solve(as_row, steps=50).price == 3


@pytest.mark.feature(39)
@pytest.mark.parametrize("call", [Break(5, 5, 5), Break(2_000, 0, 900), Break(5, 1_200, 1_300)])
def test_a_vehicle_that_cannot_take_its_breaks_stays_at_home_and_says_so(call):
    """A break outside the shift, or longer than it: the others ride, and the reason names the vehicle."""
    hours = {"opens": 100, "closes": 1_000, "count": 1}
    problem = asked(vehicles=(Vehicle((5,), activities=(call,), **hours),))
    plan = solve(problem, steps=100)
    assert plan == Plan((), (1, 2), 0)
    assert {(why.code, why.vehicle) for why in reasons_of(problem, plan)} == {("break_impossible", 0)}
    both = replace(problem, vehicles=(*problem.vehicles, Vehicle((5,), **hours)))
    plan = solve(both, steps=100)
    assert faults_of(both, plan) == []
    assert [one.vehicle for one in plan.rounds] == [1]


@pytest.mark.feature(39)
def test_a_day_without_stops_or_without_vehicles_has_the_empty_plan():
    """An office may have nothing to ride today."""
    nothing = Problem(Travel.matrix(np.zeros((1, 1))), np.zeros((1, 1)), (Vehicle((9,)),))
    assert solve(nothing, steps=10) == Plan((), (), 0)
    nobody = asked(vehicles=(Vehicle((9,), count=0),))
    assert solve(nobody, steps=10) == Plan((), (1, 2), 0)


@pytest.mark.feature(39)
def test_what_no_vehicle_can_carry_is_left_out_with_its_reason():
    """One stop too heavy must not cost the others their plan."""
    problem = asked(load=np.array([[0], [11], [3]]))
    plan = solve(problem, steps=50)
    assert plan.left_out == (1,)
    assert [(why.code, why.stop) for why in reasons_of(problem, plan)] == [("no_capacity", 1)]
