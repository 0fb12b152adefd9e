"""``duongthu hubs``: a folder of problems becomes a folder of plans, once."""

import pytest

from duongthu.routing.country import executors
from tests.routing.conftest import check_plan  # noqa: F401  (a fixture)
from tests.routing.instances import SMALL, town


@pytest.fixture
def folder(tmp_path):
    """Three hubs."""
    (tmp_path / "days").mkdir()
    for number in (1, 2, 3):
        (tmp_path / "days" / f"hub-{number}.vrp").write_text(town(number, 30, windows=number == 3))
    return tmp_path / "days"


def test_every_hub_is_planned_once(duongthu, check_plan, folder, tmp_path):  # noqa: F811
    """The second call finds everything there, and the plans are right for an outsider."""
    words = ("hubs", folder, "--out", tmp_path / "plans", "--steps", "100", "--json")
    first, second = duongthu(*words), duongthu(*words)
    assert (first.code, second.code) == (0, 0)
    assert (first.json["planned"], first.json["found"]) == (3, 0)
    assert (second.json["planned"], second.json["found"]) == (0, 3)
    assert second.json["prices"] == first.json["prices"]
    for number in (1, 2, 3):
        file = folder / f"hub-{number}.vrp"
        assert check_plan(file, tmp_path / "plans" / f"hub-{number}.sol").code == 0


def test_a_wrong_hub_is_refused_before_anything_is_planned(duongthu, folder, tmp_path):
    """Better at the start of the night than at its end."""
    (folder / "zone.vrp").write_text(SMALL.replace("4 4\n", "4 -4\n"))
    said = duongthu("hubs", folder, "--out", tmp_path / "plans", "--steps", "100")
    assert said.code == 1
    assert said.err.startswith("zone.vrp, phần DEMAND_SECTION, dòng 16")
    assert not (tmp_path / "plans").exists()


def test_an_empty_folder_is_refused(duongthu, tmp_path):
    """Nothing planned must not look like everything planned."""
    said = duongthu("hubs", tmp_path, "--out", tmp_path / "plans", "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == "routing.folder_empty"


@pytest.mark.parametrize("words", [[], ["days"], ["days", "--out", "x", "--workers", "0"]])
def test_wrong_use_is_exit_code_two(duongthu, words):
    """A script must tell its own mistake from a wrong file."""
    assert duongthu("hubs", *words).code == 2


def test_a_cluster_that_does_not_answer_is_exit_code_three(duongthu, folder, tmp_path, monkeypatch):
    """What is missing is said in one sentence."""
    monkeypatch.setattr(executors, "ANSWER_SECONDS", 1)
    said = duongthu("hubs", folder, "--out", tmp_path / "plans", "--cluster", "tcp://127.0.0.1:1")
    assert said.code == 3
    assert said.err.startswith("Không nối được tới cụm máy ở tcp://127.0.0.1:1")
