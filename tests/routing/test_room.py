"""Room for stops that must be visited, in fleets that are counted and nearly full."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duongthu.routing.api import Problem, Travel, Vehicle, faults_of, read_problem, reasons_of, solve

DATA = Path(__file__).parent / "data"


@pytest.mark.feature(39)
@pytest.mark.parametrize("seed", range(1, 9))
def test_a_tight_fleet_serves_all(seed):
    """Nineteen vehicles of three kinds, twelve stops that only eight of them can carry, and only if two share one."""
    problem = read_problem(DATA / "X115-HVRP.vrp").problem
    plan = solve(problem, steps=10_000, seed=seed)
    assert plan.left_out == ()
    assert faults_of(problem, plan) == []


def full(seed: int, slack: int) -> Problem:
    """Six vehicles of two kinds, drawn together with loads that fill them but for ``slack``; where the stops are is chance."""
    dice, load, vehicles = np.random.default_rng(seed), [0], []
    for kind in range(2):
        room = int(dice.integers(60, 140))
        for _ in range(3):
            cuts = np.sort(dice.choice(np.arange(1, room), int(dice.integers(3, 7)), replace=False))
            load += np.diff([0, *cuts.tolist(), room]).tolist()
        vehicles.append(Vehicle((room + slack,), count=3, price=100 * (kind + 1)))
    xy = dice.integers(0, 1_000, (len(load), 2)).astype(float)
    return Problem(Travel.plane(xy), np.array(load)[:, None], tuple(vehicles))


@pytest.mark.parametrize("seed", range(6))
def test_what_fits_is_fitted_in(seed):
    """Loads were cut out of the vehicles, so that all can be carried, and hardly in another way."""
    problem = full(seed, slack=2)
    assert solve(problem, steps=20_000, seed=seed).left_out == ()


def test_what_never_fits_costs_little_time_and_has_its_reason():
    """One stop too heavy for every vehicle, and one for which there is no skill: both named, all others visited."""
    problem = full(1, slack=10)
    load, skills = problem.load.copy(), problem.skills.copy()
    load[3], skills[5] = 1_000, 1
    problem = replace(problem, load=load, skills=skills)
    plan = solve(problem, steps=20_000)
    assert set(plan.left_out) == {3, 5}
    assert {one.stop: one.code for one in reasons_of(problem, plan)} == {3: "no_capacity", 5: "no_skill"}


def test_more_than_fits_leaves_the_fewest_out():
    """Twenty stops of a third of a vehicle each, for five vehicles: five are left out, not more, and price still counts."""
    dice = np.random.default_rng(4)
    load = np.full((21, 1), 30)
    load[0] = 0
    problem = Problem(
        Travel.plane(dice.integers(0, 1_000, (21, 2)).astype(float)), load, (Vehicle((95,), count=5),)
    )
    plan = solve(problem, steps=20_000)
    assert len(plan.left_out) == 5
    other = solve(problem, steps=20_000, seed=2)
    assert abs(plan.price - other.price) <= 0.05 * plan.price
