"""Many hubs: done once, kept, believed only after a count, and the same whoever plans them."""

import builtins
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duongthu.cli import main
from duongthu.routing.api import Alone, Cluster, Hub, NoCluster, digest_of, plan_hubs
from duongthu.routing.country import executors
from duongthu.routing.country.keeping import WrongName, kept
from duongthu.routing.files.problem_file import problem_of
from tests.routing.instances import town

pytestmark = pytest.mark.slow


def hub(number, **changes):
    """A small hub."""
    problem = problem_of(Path("hub.vrp"), town(number, 40)).problem
    return Hub(**{"name": f"hub-{number}", "problem": problem, "steps": 200, **changes})


class Counting(Alone):
    """Notes whom it is given."""

    def __init__(self):
        self.given = []

    def outcomes(self, hubs):
        """As ``Alone``."""
        for one in hubs:
            self.given.append(one.name)
            yield from super().outcomes([one])


def test_a_rerun_plans_only_what_is_missing(tmp_path):
    """A night's work that was cut off goes on where it stopped; what is there is what was planned."""
    first = plan_hubs([hub(1), hub(2)], tmp_path, Alone())
    executor = Counting()
    second = plan_hubs([hub(1), hub(2), hub(3)], tmp_path, executor)
    assert executor.given == ["hub-3"]
    assert {one.name: one.plan for one in second.found} == {one.name: one.plan for one in first.fresh}
    assert second.failed == ()


def test_a_changed_hub_is_planned_anew(tmp_path):
    """Yesterday's plan must not answer today's problem."""
    plan_hubs([hub(1)], tmp_path, Alone())
    for changed in (hub(1, seed=2), hub(1, steps=201), hub(2, name="hub-1")):
        assert kept(tmp_path, changed) is None
    assert kept(tmp_path, hub(1)) is not None


def test_the_digest_sees_every_part_of_the_problem():
    """One number changed anywhere must make another digest, or a stale plan is taken for fresh."""
    whole = hub(1)
    problem = whole.problem
    others = [
        replace(whole, seed=2),
        replace(whole, steps=None),
        replace(whole, problem=replace(problem, load=problem.load + np.array([[0], *[[1]] * 40]))),
        replace(whole, problem=replace(problem, closes=problem.closes - 1)),
        replace(whole, problem=replace(problem, vehicles=(replace(problem.vehicles[0], price=1),))),
        replace(whole, problem=replace(problem, travel=replace(problem.travel, xy=problem.travel.xy + 1))),
    ]
    assert len({digest_of(one) for one in (whole, hub(1), *others)}) == 1 + len(others)
    assert digest_of(whole) == digest_of(replace(whole, name="other"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"price": ', '"price": 1'),
        lambda text: text.replace('"stops": [', '"stops": [1, ', 1),
        lambda text: text.replace('"stops": [', '"stops": [4000, ', 1),
        lambda text: text.replace('"vehicle": 0', '"vehicle": 7', 1),
        lambda text: text[:1] + text[-1:],
    ],
)
def test_a_spoilt_plan_is_planned_anew(tmp_path, spoil):
    """A file cut short or meddled with is found by counting, not believed."""
    plan_hubs([hub(1)], tmp_path, Alone())
    file = tmp_path / "hub-1.json"
    good = file.read_text()
    file.write_text(spoil(good))
    assert kept(tmp_path, hub(1)) is None
    plan_hubs([hub(1)], tmp_path, Alone())
    assert json.loads(file.read_text())["plan"] == json.loads(good)["plan"]


def test_a_name_stays_in_its_folder(tmp_path):
    """A hub's name comes from outside and must not choose the folder it is written to."""
    for name in ("../x", "a/b", "", ".."):
        with pytest.raises(WrongName):
            plan_hubs([hub(1, name=name)], tmp_path, Alone())


def test_a_hub_that_fails_stops_no_other(tmp_path):
    """One broken hub of three hundred must not cost the night."""
    done = plan_hubs([hub(1, seconds="soon", steps=None), hub(2)], tmp_path, Alone())
    assert [one.name for one in done.fresh] == ["hub-2"]
    assert [(one.name, one.reason.split(":")[0]) for one in done.failed] == [("hub-1", "TypeError")]
    assert not (tmp_path / "hub-1.json").exists()


def test_without_the_library_one_sentence_says_so(monkeypatch, tmp_path, capsys):
    """Dask is not a must: whoever lacks it is told what to install, and one process still works."""
    real = builtins.__import__

    def refuse(name, *rest):
        if name == "distributed":
            raise ModuleNotFoundError(name="distributed")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    (tmp_path / "a.vrp").write_text(town(1, 20))
    words = ["hubs", str(tmp_path), "--out", str(tmp_path / "out"), "--steps", "50"]
    with pytest.raises(NoCluster):
        executors.Cluster()
    assert main([*words, "--workers", "2"]) == 3
    assert "requirements/cluster.lock" in capsys.readouterr().err
    assert main(words) == 0


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes of this machine, which find the package where this one does."""
    kept_path = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    with Cluster(workers=2) as executor:
        yield executor
    if kept_path is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = kept_path


def test_a_cluster_plans_as_one_process_does(cluster, tmp_path):
    """By steps the plan depends on the hub alone, not on who planned it; both workers have work."""
    hubs = [hub(number) for number in range(12)]
    together = plan_hubs(hubs, tmp_path / "together", cluster)
    alone = plan_hubs(hubs, tmp_path / "alone", Alone())
    assert {one.name: one.plan for one in together.fresh} == {one.name: one.plan for one in alone.fresh}
    assert len({one.worker for one in together.fresh}) == 2
    assert len({one.worker for one in alone.fresh}) == 1


def test_a_failure_on_a_worker_is_named(cluster, tmp_path):
    """What goes wrong far away must be read here, and the others go on."""
    done = plan_hubs([hub(1, seconds="soon", steps=None), hub(2)], tmp_path, cluster)
    assert [one.name for one in done.fresh] == ["hub-2"]
    assert [one.name for one in done.failed] == ["hub-1"]


def test_nobody_at_the_address_is_one_sentence(monkeypatch):
    """A mistyped address is no trace of a library."""
    monkeypatch.setattr(executors, "ANSWER_SECONDS", 1)
    with pytest.raises(NoCluster, match=r"Không nối được tới cụm máy ở tcp://127\.0\.0\.1:1"):
        Cluster("tcp://127.0.0.1:1")
