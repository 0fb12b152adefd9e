"""The checker that outsiders use: it must find every kind of fault, and agree with the package's own count."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from duongthu.routing.api import faults_of
from duongthu.routing.files.plan_file import plan_of
from duongthu.routing.files.problem_file import problem_of
from tests.routing.instances import CAPACITATED, DEPOTS, SMALL, WINDOWS, town

HERE = Path("problem.vrp")
LIMITED = WINDOWS.replace("CAPACITY : 10", "CAPACITY : 10\nVEHICLES_MAX_DURATION : 60")
CLOSED = WINDOWS.replace("DEPOT_S", "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 2 3\n2 2 3 4\n3 2 3 4\nDEPOT_S")
FAULTS = [  # problem, plan, words
    (SMALL, "Route #1: 1 2 3\nRoute #2: 4\n", "tuyến 1: chở 14, quá 10"),
    (SMALL, "Route #1: 1 2\nRoute #2: 3 3 4\n", "tuyến 2: khách 3 ghé lần hai"),
    (SMALL, "Route #1: 1 2\nRoute #2: 3 4\nRoute #3: 1\n", "tuyến 3: khách 1 ghé lần hai"),
    (SMALL, "Route #1: 1 2\nRoute #2: 3\n", "khách 4 không được ghé"),
    (SMALL, "Route #1: 1 2\nRoute #2: 3 4\nRoute #3: 7\n", "tuyến 3: khách 7"),
    (SMALL, "Route #1: 1 2\nRoute #2: 3 4\nRoute #3: 0\n", "tuyến 3: khách 0"),
    (SMALL, "Route #1: 1 2\nRoute #2: 3 4\nCost 121\n", "giá tính lại là 120, tệp ghi 121"),
    (WINDOWS, "Route #1: 2 1\nRoute #2: 3\n", "tuyến 1: trễ giờ 50"),
    (WINDOWS, "Route #1: 1\nRoute #2: 2\nRoute #3: 3\nRoute #4:\nRoute #5: 1\n", "tuyến 5: chỉ có 3 xe"),
    (LIMITED, "Route #1: 1 2\nRoute #2: 3\n", "tuyến 2: kéo dài 650, quá 600"),
    (CLOSED, "Route #1: 3\nRoute #2: 1 2\n", "tuyến 1: khách 3"),
    (SMALL, "no plan", "khách"),
    (SMALL, "Route one: 1", "không đọc được (IndexError"),
    ("TYPE : CVRP\n", "Route #1: 1", "không đọc được (KeyError"),
]  # fmt: skip


@pytest.mark.parametrize("file", [CAPACITATED, DEPOTS], ids=lambda file: file.stem)
def test_best_known_plans_hold(check_plan, file):
    """Published plans are the measure: the checker counts them to their published cost."""
    verdict = check_plan(file, file.with_suffix(".sol"))
    assert verdict.code == 0, verdict.said
    assert verdict.said.startswith("ĐÚNG")


@pytest.mark.parametrize(("problem", "plan", "words"), FAULTS)
def test_every_kind_of_fault_is_found(check_plan, tmp_path, problem, plan, words):
    """A checker that lets one kind of fault pass makes every measured figure worthless."""
    (tmp_path / "x.vrp").write_text(problem)
    (tmp_path / "x.sol").write_text(plan)
    verdict = check_plan(tmp_path / "x.vrp", tmp_path / "x.sol")
    assert verdict.code == 1
    assert verdict.said.startswith("SAI")
    assert words in verdict.said


def test_wrong_use_has_its_own_code(check_plan):
    """A script must tell its own mistake from a wrong plan."""
    assert check_plan().code == check_plan("x.vrp").code == check_plan("a", "b", "feet").code == 2


def test_it_is_short_and_owes_the_package_nothing():
    """An outsider can read it in a quarter of an hour, and an error of ours cannot be an error of the checker."""
    text = (Path(__file__).resolve().parents[2] / "bin" / "check-plan").read_text(encoding="utf-8")
    assert "duongthu" not in text
    assert len(text.splitlines()) <= 180


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.booleans(), st.randoms(use_true_random=False))
def test_it_agrees_with_the_own_count(check_plan, tmp_path, seed, windows, chance):
    """Two counts written apart say the same of any plan, right or wrong."""
    text = town(seed, 8, windows=windows)
    stops = list(range(1, 9))
    chance.shuffle(stops)
    cut = chance.randint(1, 7)
    lines = [
        f"Route #{n}: {' '.join(map(str, part))}" for n, part in enumerate((stops[:cut], stops[cut:]), 1)
    ]
    plan = "\n".join(lines) + "\n"
    (tmp_path / "x.vrp").write_text(text)
    (tmp_path / "x.sol").write_text(plan)
    asked = problem_of(HERE, text)
    found = plan_of(HERE, plan, asked).plan
    verdict = check_plan(tmp_path / "x.vrp", tmp_path / "x.sol")
    assert (verdict.code == 0) == (faults_of(asked.problem, found) == [])
    if verdict.code == 0:
        assert round(float(verdict.said.split()[-1]) * asked.cost_parts) == found.price
