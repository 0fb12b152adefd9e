"""What the benchmarks are made of: instances that can be made again, and a table that hides nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.routing_instances import town_text, write_town
from benchmarks.routing_table import table

from duongthu.routing.files.problem_file import problem_of


def test_an_instance_can_be_made_again(tmp_path):
    """A figure measured on an instance nobody else has proves nothing."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_town(tmp_path / name / "town.vrp", stops=300, rounds=5, seed=3)
    first, second = ((tmp_path / name / "town.vrp").read_text() for name in ("a", "b"))
    assert first == second
    assert first != town_text("town", 300, 5, 4)


def test_an_instance_has_the_shape_asked_for():
    """Long rounds are what other planners find hard: so many stops to a round must really be needed."""
    problem = problem_of(Path("town.vrp"), town_text("town", 30_000, 256, 1)).problem
    least = -(-int(problem.load.sum()) // problem.vehicles[0].capacity[0])
    assert problem.travel.places == 30_001
    assert 115 <= 30_000 / least <= 121


def test_the_table_hides_no_failure():
    """A plan that does not hold, a planner that cannot or that was killed: each is to be seen, none is averaged away."""
    run = {
        "instance": "town", "budget": 5.0, "cores": 1, "seed": 1, "cpu_seconds": 5.0, "peak_mb": 100,
        "seconds": 5.0, "holds": True, "gap_percent": 1.0, "cost": 10.0, "killed": False,
    }  # fmt: skip
    broken = {**run, "solver": "own", "holds": False, "gap_percent": None, "cost": None}
    killed = {name: value for name, value in broken.items() if name != "seconds"} | {"solver": "slow"}
    text = table(
        [
            {**run, "solver": "own"},
            {**run, "solver": "own", "gap_percent": 3.0},
            broken,
            {**broken, "solver": "narrow", "cannot": "no windows"},
            killed,
        ]
    )
    assert "| town | 5 | **own** | 2 of 3 | 2.00 (1.00–3.00) | 5.0 | 5.0 | 100 |" in text
    assert "| town | 5 | narrow | cannot |" in text
    assert "| town | 5 | slow | 0 of 1 |  | killed |" in text


@pytest.mark.feature(39)
def test_small_problems_are_compared_with_trying_everything():
    """The command whose figures stand in the reference runs, and finds what it says there: nothing dearer, nothing wrong."""
    script = Path(__file__).resolve().parents[2] / "benchmarks" / "brute_force.py"
    done = subprocess.run(
        [sys.executable, str(script), "--smoke"], capture_output=True, check=True, encoding="utf-8"
    )
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    assert figures[-1]["problems"] == 50
    assert figures[-1]["missed"] == []
