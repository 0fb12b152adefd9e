"""Whoever stops a search early has a good plan all the same: the schedule of coolings, callbacks, Ctrl-C and TERM."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from duongthu.routing.api import faults_of, read_problem, solve
from duongthu.routing.slices import Cooling, _coolings, _warmth_at
from tests.pace import slowness
from tests.routing.instances import CAPACITATED

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("many", [1, 2, 6])
@pytest.mark.parametrize(
    "whole", [Cooling(2.0, 0.01), Cooling(3.0, 0.01), Cooling(0.1, 0.01), Cooling(0.05, 0.05)]
)
def test_coolings_fill_the_budget_and_each_begins_less_warm(many, whole):
    """A gap between two would leave a moment without a temperature; a warmer one would melt what the last one found."""
    coolings = _coolings(whole, many)
    assert len(coolings) == many
    assert (coolings[0][0], coolings[-1][1]) == (0.0, 1.0)
    assert all(one[1] == two[0] for one, two in zip(coolings, coolings[1:], strict=False))
    firsts = [one.first for _, _, one in coolings]
    assert firsts[0] == whole.first
    assert firsts == sorted(firsts, reverse=True)
    warmth = [_warmth_at(coolings, share) for share in np.linspace(0, 1.2, 400)]
    assert max(warmth) <= whole.first + 1e-12
    assert min(warmth) >= whole.last - 1e-12
    assert warmth[-1] == pytest.approx(whole.last)


@pytest.mark.feature(39)
@pytest.mark.parametrize("share", [0.15, 0.3, 0.5, 0.75])
def test_a_search_stopped_early_is_about_as_good_as_a_short_one(share):
    """The best plan known after a share of the steps, against a run that asked for so many; means of four seeds."""
    problem, steps = read_problem(CAPACITATED).problem, 120_000
    stopped, asked = [], []
    for seed in (1, 2, 3, 4):
        best = []
        solve(
            problem,
            steps=steps,
            seed=seed,
            on_better=lambda now, best=best: best.append((now.steps, now.price)),
        )
        stopped.append(min(price for made, price in best if made <= share * steps))
        asked.append(solve(problem, steps=int(steps * share), seed=seed).price)
    assert sum(stopped) <= 1.01 * sum(asked)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_search_and_the_plan_is_written(tmp_path, check_plan, number):
    """A machine that is shut down, or a planner who has waited enough, keeps what was found."""
    out = tmp_path / "stopped.sol"
    words = [
        sys.executable,
        "-m",
        "duongthu.cli",
        "route",
        str(CAPACITATED),
        "--seconds",
        "60",
        "--out",
        str(out),
    ]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "src"}
    ) as route:
        assert "điểm" in route.stdout.readline().decode()
        time.sleep(1.5)
        began = time.perf_counter()
        route.send_signal(number)
        _, complaint = route.communicate(timeout=30)
        assert time.perf_counter() - began < 5 * slowness()
    assert route.returncode == 0, complaint
    assert check_plan(CAPACITATED, out).code == 0


def test_a_callback_that_stops_at_once_leaves_a_whole_plan():
    """Stopped before anything was searched: the first plan, which holds."""
    problem = read_problem(CAPACITATED).problem
    plan = solve(problem, seconds=60, should_stop=lambda: True)
    assert not faults_of(problem, plan)
