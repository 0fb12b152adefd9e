"""``duongthu route``: from a problem's file to a plan's file, or one sentence why not."""

import json

import pytest

from tests.routing.conftest import check_plan  # noqa: F401  (a fixture)
from tests.routing.instances import CAPACITATED, DEPOTS, SMALL, WINDOWS

BEST = CAPACITATED.with_suffix(".sol")


@pytest.fixture
def problem(tmp_path):
    """The small problem as a file."""
    file = tmp_path / "nhỏ.vrp"
    file.write_text(SMALL)
    return file


@pytest.mark.feature(39)
def test_a_plan_is_made_told_and_written(duongthu, check_plan, tmp_path):  # noqa: F811
    """What is said is what was written, and an outsider agrees."""
    out = tmp_path / "x.sol"
    words = ("route", CAPACITATED, "--steps", "20000", "--out", out, "--best-known", BEST)
    said = duongthu(*words)
    assert said.code == 0, said.err
    assert "cách tốt nhất đã biết" in said.out
    assert check_plan(CAPACITATED, out).code == 0
    first = out.read_text()
    told = duongthu(*words, "--json").json
    assert out.read_text() == first
    assert first.endswith(f"Cost {told['cost']}\n")
    assert told["rounds"] == first.count("Route #")
    assert told["gap_percent"] == pytest.approx(100 * (told["price"] / 58_578 - 1), abs=1e-3)
    assert told["left_out"] == []


def test_the_best_known_price_is_in_the_files_terms(duongthu, tmp_path):
    """Tenths inside, a decimal point outside: a gap against the wrong unit would be nine hundred per cent."""
    (tmp_path / "w.vrp").write_text(WINDOWS)
    told = duongthu(
        "route",
        tmp_path / "w.vrp",
        "--steps",
        "50",
        "--out",
        tmp_path / "w.sol",
        "--best-known",
        "100.0",
        "--json",
    ).json
    assert told["cost"] == "100.0"
    assert told["gap_percent"] == 0


def test_a_start_is_bettered_and_never_made_worse(duongthu, tmp_path):
    """Who brings yesterday's plan goes on from it, and does not go home with a worse one, whatever the budget."""
    words = ("route", CAPACITATED, "--out", tmp_path / "x.sol", "--json", "--steps", "500")
    assert duongthu(*words, "--start", BEST).json["price"] == 58_578
    lone = BEST.read_text().replace("Route #1: 47 36", "Route #37: 47\nRoute #1: 36").split("Cost")[0]
    (tmp_path / "lone.sol").write_text(lone)  # it costs 60,307
    assert (
        duongthu(*words, "--start", tmp_path / "lone.sol").json["price"]
        < 60_307
        < duongthu(*words).json["price"]
    )


def test_a_start_that_breaks_a_rule_is_refused(duongthu, problem, tmp_path):
    """A plan that does not hold is no place to begin."""
    (tmp_path / "bad.sol").write_text("Route #1: 1 2 3\nRoute #2: 4\n")
    said = duongthu("route", problem, "--start", tmp_path / "bad.sol", "--out", tmp_path / "x.sol", "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == "routing.plan_wrong"
    assert "over_capacity, tuyến 1" in said.json["error"]["message"]


def test_a_wrong_file_is_exit_code_one(duongthu, problem, tmp_path):
    """Nothing is planned, nothing written; one sentence names file, section and line."""
    problem.write_text(SMALL.replace("4 4\n", "4 -4\n"))
    said = duongthu("route", problem, "--out", tmp_path / "x.sol")
    assert said.code == 1
    assert said.err == "nhỏ.vrp, phần DEMAND_SECTION, dòng 16: «-4» không được âm.\n"
    assert not (tmp_path / "x.sol").exists()
    assert duongthu("route", tmp_path / "none.vrp", "--out", tmp_path / "x.sol").code == 1


def test_all_is_said_in_english_where_that_is_asked_for(duongthu, problem, tmp_path):
    """Lines and refusals alike; codes and exit codes stay."""
    out = tmp_path / "x.sol"
    said = duongthu("route", problem, "--steps", "20", "--lang", "en", "--out", out, "--best-known", "100")
    assert said.code == 0
    assert "4 stops, 1 depots" in said.out
    assert "Plan: 2 rounds, price 120, 20.00 % from the best known" in said.out
    problem.write_text(SMALL.replace("4 4\n", "4 -4\n"))
    said = duongthu("route", problem, "--lang", "en", "--out", out)
    assert said.code == 1
    assert said.err == "nhỏ.vrp, section DEMAND_SECTION, line 16: “-4” must not be negative.\n"


def test_a_missing_folder_is_refused_before_the_search(duongthu, problem, tmp_path):
    """An hour's search must not end at a locked door."""
    said = duongthu("route", problem, "--seconds", "3600", "--out", tmp_path / "none" / "x.sol")
    assert said.code == 1
    assert "không ghi được" in said.err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["x.vrp"],
        ["x.vrp", "--out", "x.sol", "--seconds", "0"],
        ["x.vrp", "--out", "x.sol", "--seconds", "nan"],
        ["x.vrp", "--out", "x.sol", "--seconds", "86401"],
        ["x.vrp", "--out", "x.sol", "--seed", "0"],
        ["x.vrp", "--out", "x.sol", "--workers", "-1"],
        ["x.vrp", "--out", "x.sol", "--distances", "miles"],
        ["x.vrp", "--out", "x.sol", "--fast"],
        [CAPACITATED, "--out", "x.sol", "--best-known", "0"],
    ],
)
def test_wrong_use_is_exit_code_two(duongthu, words):
    """A script must tell its own mistake from a wrong file."""
    said = duongthu("route", *words)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.strip().splitlines()) == 1


@pytest.mark.feature(39)
def test_depots_and_windows_from_a_file(duongthu, check_plan, tmp_path):  # noqa: F811
    """Every vehicle has its line, so that the plan says from which depot each rides."""
    said = duongthu("route", DEPOTS, "--steps", "300", "--out", tmp_path / "x.sol")
    assert said.code == 0, said.err
    assert (tmp_path / "x.sol").read_text().count("Route #") == 40
    assert check_plan(DEPOTS, tmp_path / "x.sol").code == 0


@pytest.mark.feature(39)
def test_a_day_in_vrooms_words(duongthu, tmp_path):
    """JSON in, JSON out; what is left out is told with its reason in the language asked for."""
    day = tmp_path / "day.json"
    day.write_text(json.dumps({
        "vehicles": [{"id": 1, "start": [106.0, 20.6], "end": [106.0, 20.6], "capacity": [1]}],
        "jobs": [{"id": n, "location": [106.0 + n / 100, 20.6], "delivery": [n]} for n in (1, 2)],
    }))  # fmt: skip
    said = duongthu("route", day, "--steps", "50", "--out", tmp_path / "plan.json", "--lang", "en")
    assert said.code == 1
    answer = json.loads((tmp_path / "plan.json").read_text())
    assert [one["id"] for one in answer["unassigned"]] == [2]
    assert "overload" in answer["unassigned"][0]["reason"]
    assert [step.get("id") for step in answer["routes"][0]["steps"]] == [None, 1, None]
    day.write_text("{")
    assert duongthu("route", day, "--out", tmp_path / "x.json").code == 1
    assert duongthu("route", day, "--out", tmp_path / "x.json", "--best-known", "3").code == 2
