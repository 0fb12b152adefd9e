"""What comes first on a round, when it may leave, how far it may go, and which stops stand for each other."""

from dataclasses import replace

import numpy as np
import pytest

from duongthu.routing.api import (
    Plan,
    Problem,
    Reload,
    Round,
    Travel,
    Vehicle,
    WrongProblem,
    faults_of,
    merged,
    price_of,
    reasons_of,
    replan,
    ride_of,
    solve,
)
from tests.routing.brute_force import drawn_ordered
from tests.routing.searched import dearer_than_the_cheapest


@pytest.mark.feature(39)
@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_small_problems_with_these_rules_are_solved_to_the_optimum(block):
    """A rule the search forgets gives a wrong plan, one it keeps too strictly a dear one; trying everything shows both."""
    assert dearer_than_the_cheapest(drawn_ordered, range(block * 60, block * 60 + 60)) == []


def town(stops=60, **rules):
    """A made town on a plane, three vehicles more than needed."""
    dice = np.random.default_rng(5)
    xy = dice.integers(0, 1_000, (stops + 1, 2)).astype(float)
    load = np.ones((stops + 1, 1), np.int64)
    load[0] = 0
    vehicles = rules.pop("vehicles", (Vehicle((15,), count=12),))
    return Problem(Travel.plane(xy), load, vehicles, **rules)


def test_a_round_is_never_longer_than_its_vehicle_may_ride():
    """An electric motorbike that is empty on the way brings nothing."""
    free = solve(town(), steps=4_000)
    assert max(ride_of(town(), one).metres for one in free.rounds) > 2_400
    bound = town(vehicles=(Vehicle((15,), count=12, most_metres=2_400),))
    plan = solve(bound, steps=20_000)
    assert not plan.left_out
    assert max(ride_of(bound, one).metres for one in plan.rounds) <= 2_400
    assert "too_far" in {fault.code for fault in faults_of(bound, Plan(free.rounds, (), free.price))}


def test_a_stop_farther_than_any_vehicle_may_ride_is_left_out_with_its_reason():
    """The reason names the distance that is missing, so that it can be mended."""
    xy = np.array([[0, 0], [100, 0], [9_000, 0]], float)
    problem = Problem(Travel.plane(xy), np.array([0, 1, 1]), (Vehicle((9,), most_metres=10_000),))
    plan = solve(problem, steps=200)
    assert plan.left_out == (2,)
    (reason,) = reasons_of(problem, plan)
    assert (reason.code, reason.amount) == ("too_far", 8_000)


def test_no_round_leaves_before_what_it_brings_is_there():
    """Two rounds, the second for what comes at noon: one alone would make the early windows late."""
    xy = np.array([[0, 0], [100, 0], [100, 10], [-100, 0]], float)
    problem = Problem(
        Travel.plane(xy), np.array([0, 1, 1, 1]), (Vehicle((9,), count=2, price=1_000),),
        release=np.array([0, 0, 40_000, 0]), closes=np.array([10**6, 1_000, 10**6, 10**6]),
    )  # fmt: skip
    plan = solve(problem, steps=1_000)
    assert not plan.left_out
    rounds = {one.stops: ride_of(problem, one).leaves_at for one in plan.rounds}
    assert [leaves >= 40_000 for stops, leaves in rounds.items() if 2 in stops] == [True]
    assert [leaves < 1_000 for stops, leaves in rounds.items() if 1 in stops] == [True]


def test_backhauls_come_behind_all_linehauls_and_never_alone():
    """What is collected must not stand before what is still to be brought (VRPB)."""
    stage = np.arange(61) % 3 == 1
    stage[0] = False
    problem = town(stage=stage.astype(int), needs_first_stage=True)
    plan = solve(problem, steps=10_000)
    assert not plan.left_out
    assert faults_of(problem, plan) == []
    for one in plan.rounds:
        stages = [int(stage[stop]) for stop in one.stops]
        assert stages == sorted(stages)
        assert stages[0] == 0
    turned = Plan((Round(0, (1, 2)), Round(0, (4,))), tuple(range(5, 61)), 0)
    assert {"stage_turned", "no_first_stage"} <= {fault.code for fault in faults_of(problem, turned)}


@pytest.mark.parametrize("workers", [1, 2])
def test_of_a_group_one_stop_is_visited(workers):
    """Thirty letters that may go to the house or to the locker near it: never both, and the nearer one on the whole."""
    groups = tuple((stop, stop + 30) for stop in range(1, 31))
    problem = town(groups=groups)
    plan = solve(problem, steps=8_000, workers=workers)
    assert faults_of(problem, plan) == []
    assert not plan.left_out
    visited = [stop for one in plan.rounds for stop in one.stops]
    assert len(visited) == 30
    houses = solve(_without(problem, range(31, 61)), steps=8_000)
    assert plan.price < 0.9 * houses.price
    both = Plan((*plan.rounds, Round(0, (min({1, 31} - set(visited)),))), (), 0)
    assert "group_not_once" in {fault.code for fault in faults_of(problem, both)}


def _without(problem, stops):
    keep = np.setdiff1d(np.arange(problem.travel.places), list(stops))
    return Problem(Travel.plane(problem.travel.xy[keep]), problem.load[keep], problem.vehicles)


def test_a_group_nobody_can_visit_is_left_out_once_at_one_prize():
    """Counted once a member, leaving out would look dearer than it is."""
    xy = np.array([[0, 0], [500, 0], [0, 500], [100, 0]], float)
    problem = Problem(
        Travel.plane(xy), np.array([0, 1, 1, 1]), (Vehicle((9,)),), groups=((2, 1),), prize=np.array([0, 300, 300, 0])
    )  # fmt: skip
    plan = solve(problem, steps=500)
    assert plan.left_out == (1,)
    assert plan.price == 500 == price_of(problem, plan.rounds, plan.left_out)
    (reason,) = reasons_of(problem, plan)
    assert (reason.code, reason.amount) == ("dearer_than_prize", 800)


def test_a_group_goes_on_from_rounds_that_name_one_of_it():
    """A re-plan must not visit house and locker both, also when what it begins with does."""
    problem = town(groups=((1, 2, 3), (4, 5)))
    before = solve(problem, steps=3_000)
    again = replan(problem, before.rounds, steps=500)
    assert faults_of(problem, again) == []
    twice = [Round(0, (1, 2, 6)), Round(0, (3, 4, 5))]
    assert faults_of(problem, solve(problem, steps=1_000, start=twice)) == []


def test_buildings_are_merged_only_where_these_rules_agree():
    """One door would otherwise wait for, or stand for, what another needs."""
    problem = town(release=np.where(np.arange(61) == 2, 500, 0), groups=((5, 6),))
    made = merged(problem, ["post", *["house"] * 60])
    assert sorted(made.members) == sorted([(0,), (1, 3, 4, *range(7, 61)), (2,), (5,), (6,)])
    numbers = {one: n for n, one in enumerate(made.members)}
    assert made.problem.groups == ((numbers[5,], numbers[6,]),)
    assert made.problem.release[numbers[2,]] == 500


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"release": np.full(61, 5)}, "release of a depot is not 0"),
        ({"stage": np.arange(61) - 1}, "stage of place 0 is negative"),
        ({"release": np.arange(60)}, "release has 60 rows for 61 places"),
        ({"groups": ((0, 1),)}, "group 0 names place 0, which is no stop"),
        ({"groups": ((1, 2), (2, 3))}, "place 2 is in a group twice"),
        ({"groups": ((1, 2),), "sequences": ((2, 3),)}, "place 2 is in a group and in a pair or a sequence"),
        ({"groups": ((1, 2),), "prize": np.arange(61)}, "the stops of group 0 have different prizes"),
        ({"groups": ((1, 2),), "vehicles": (Vehicle((60,), count=1, locked=(1, 2)),)}, "two stops of group 0 are locked"),
        ({"stage": np.arange(61), "sequences": ((2, 3),)}, "stage cannot be had together with pairs or sequences"),
        ({"release": np.arange(61), "vehicles": (Vehicle((60,), activities=(Reload(5),)),)},
         "release cannot be had together with reloads"),
        ({"vehicles": (Vehicle((60,), most_metres=-1),)}, "vehicle 0: most_metres is negative"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_by_name(rules, words):
    """Silence would be a plan for another day than the one that was asked for."""
    with pytest.raises(WrongProblem, match=words):
        town(**rules)


def test_the_rules_of_one_problem_do_not_leak_into_the_next():
    """The tables they stand on are looked at only where there are such rules."""
    plain = town(vehicles=(Vehicle((15,), count=12, closes=10**6),))
    first = solve(plain, steps=2_000)
    solve(replace(plain, stage=np.arange(61) % 2 * (np.arange(61) > 0)), steps=2_000)
    assert solve(plain, steps=2_000) == first
