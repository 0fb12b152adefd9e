"""The search as the files' user meets it: good within steps, the same for the same seed, in time, right by the checker."""

import time
from pathlib import Path

import numpy as np
import pytest

from duongthu.routing.api import (
    Problem,
    Travel,
    Vehicle,
    WrongProblem,
    read_plan,
    read_problem,
    solve,
    write_plan,
)
from duongthu.routing.files.problem_file import problem_of
from tests.pace import slowness
from tests.routing.instances import CAPACITATED, DEPOTS, town

pytestmark = pytest.mark.slow


@pytest.mark.feature(39)
@pytest.mark.parametrize(("file", "steps", "gap"), [(CAPACITATED, 60_000, 0.03), (DEPOTS, 16_000, 0.12)])
def test_a_published_problem_is_solved_well(check_plan, tmp_path, file, steps, gap):
    """Named rounds with return, capacity, windows, durations and depots kept, near the best known, checked from outside."""
    asked = read_problem(file)
    plan = solve(asked.problem, steps=steps, seed=1)
    write_plan(tmp_path / "x.sol", asked, plan)
    verdict = check_plan(file, tmp_path / "x.sol")
    assert verdict.code == 0, verdict.said
    assert plan.price <= (1 + gap) * read_plan(file.with_suffix(".sol"), asked).plan.price


@pytest.mark.feature(39)
@pytest.mark.parametrize("windows", [False, True])
def test_the_same_seed_and_steps_give_the_same_plan(windows):
    """A plan that cannot be made again cannot be explained to a courier; another seed may find another."""
    problem = problem_of(Path("t.vrp"), town(7, 120, windows=windows)).problem
    first, second = (solve(problem, steps=1_500, seed=5) for _ in range(2))
    assert first == second
    assert {solve(problem, steps=1_500, seed=seed).rounds for seed in (1, 2, 3)} != {first.rounds}


@pytest.mark.parametrize("windows", [False, True])
def test_the_time_budget_is_kept(windows):
    """A planner that answers after the couriers have left has not answered."""
    problem = problem_of(Path("t.vrp"), town(3, 400, windows=windows)).problem
    for budget in (0.2, 1.5):
        began = time.perf_counter()
        solve(problem, seconds=budget)
        assert time.perf_counter() - began <= budget + slowness()


def good():
    """Arguments of a problem of three places that holds."""
    travel = Travel.plane(np.array([[0.0, 0], [3, 4], [6, 8]]))
    return {"travel": travel, "load": np.array([[0], [1], [2]]), "vehicles": (Vehicle((5,)),)}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"vehicles": ()}, "no vehicle"),
        ({"load": np.array([[0], [1]])}, "load has 2 rows for 3 places"),
        ({"load": np.array([[0], [1], [-2]])}, "load of place 2 is negative"),
        ({"service": np.array([0, -1, 0])}, "service of place 1 is negative"),
        ({"opens": np.array([0, 9, 0]), "closes": np.array([9, 8, 9])}, "place 1 closes before it opens"),
        ({"vehicles": (Vehicle((5, 5)),)}, "vehicle 0 has 2 capacities for 1 loads"),
        ({"vehicles": (Vehicle((5,), end=1),)}, "vehicle 0 starts or ends at a depot that is not there"),
    ],
)
def test_a_contradictory_problem_is_refused(change, words):
    """The search believes what it is given: contradictions must stop at the door, by name."""
    Problem(**good())
    with pytest.raises(WrongProblem, match=words):
        Problem(**{**good(), **change})
