"""The builder, its maps, the worked problems of the how-to and the library's distribution."""

import json
import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from duongthu import __version__
from duongthu.routing.api import Model, WrongProblem, geojson, svg

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = (ROOT / "docs/how-to/plan-rounds-in-python.md").read_text(encoding="utf-8")
README = (ROOT / "libs/routing/README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "libs/routing/pyproject.toml").read_text(encoding="utf-8"))
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
WORKED = [(part.splitlines()[0], BLOCK.findall(part)) for part in HOW_TO.split("\n## ")[1:]]


def test_there_are_nine_worked_problems():
    """One block each, and each asserts something."""
    assert len(WORKED) == 9
    assert all(len(blocks) == 1 and "assert " in blocks[0] for _, blocks in WORKED)


@pytest.mark.feature(39)
@pytest.mark.parametrize(("title", "blocks"), WORKED, ids=[title for title, _ in WORKED])
def test_a_worked_problem_comes_out_as_the_page_says(title, blocks):
    """What a reader copies must run, and its assertions hold."""
    names = {}
    exec("from duongthu.routing.api import Model\n" + blocks[0], names)  # noqa: S102 - our own page


def test_the_readmes_example_runs(capsys):
    """The first thing a new user does."""
    exec(BLOCK.findall(README)[0].replace("seconds=1.0", "steps=200"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out.split()[0] == "12000"


def test_the_distribution_holds_every_part_of_the_engine():
    """A folder forgotten is an import that fails on the user's machine."""
    source = ROOT / "src/duongthu/routing"
    folders = {path.parent for path in source.rglob("*.py") if "built" not in path.parts}
    packages = {".".join(("duongthu", "routing", *folder.relative_to(source).parts)) for folder in folders}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == packages
    assert (source / "py.typed").exists()
    held = PROJECT["tool"]["setuptools"]["package-data"]["duongthu.routing"]
    others = {path for path in source.rglob("*") if path.suffix in {".c", ".h"}}
    assert {path for pattern in held for path in source.glob(pattern)} == {*others, source / "py.typed"}
    assert PROJECT["project"]["version"] == __version__


def test_the_engine_imports_nothing_but_what_the_distribution_names():
    """No Django, nothing of the post."""
    allowed = {"numpy", "scipy", "cffi", "distributed", "dask", "duongthu"}
    names = set()
    for path in (ROOT / "src/duongthu/routing").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        names |= {m[1] for m in re.finditer(r"^\s*(?:from|import) ([a-zA-Z_]+)", text, re.MULTILINE)}
        assert not re.search(r"from duongthu\.(?!routing)", text), path
    import sys

    assert names - set(sys.stdlib_module_names) <= allowed


def small(**given):
    """Two stops, one of which cannot be had."""
    day = Model(**given)
    day.add_depot("post", at=(20.64, 106.05), name="Bưu cục <1>")
    day.add_stop("A", at=(20.65, 106.05), load=1)
    day.add_stop("B", at=(20.65, 106.06), load=9)
    day.add_vehicle("bike", "post", capacity=5)
    return day


def test_maps_hold_every_round_and_place():
    """Lines, points and crosses; words with angle brackets stay words."""
    answer = small().solve(steps=100)
    found = json.loads(json.dumps(geojson(answer)))
    kinds = [(one["geometry"]["type"], one["properties"].get("kind")) for one in found["features"]]
    assert kinds == [("LineString", None), ("Point", "depot"), ("Point", "stop"), ("Point", "left_out")]
    assert found["features"][0]["geometry"]["coordinates"] == [
        [106.05, 20.64],
        [106.05, 20.65],
        [106.05, 20.64],
    ]
    assert "overload" in found["features"][3]["properties"]["reason"]
    tree = ET.fromstring(svg(answer))  # noqa: S314 - our own text
    assert [child.tag.rpartition("}")[2] for child in tree] == ["polyline", "rect", "circle", "path"]
    assert tree[1][0].text == "Bưu cục <1>"


def test_degrees_become_metres():
    """A hundredth of a degree north is 1,112 m; by the model's detour and speed longer, and some seconds."""
    problem = small(detour=1.0, speed=10.0).build()
    assert problem.travel.metres[0, 1] == pytest.approx(1_112, abs=2)
    assert problem.travel.metres[1, 2] == pytest.approx(1_041, abs=3)
    assert problem.travel.seconds[0, 1] == pytest.approx(111, abs=1)


def test_many_places_need_no_matrix():
    """Beyond two thousand only the nearest are listed."""
    day = Model(metres=True)
    day.add_depot("post", at=(0, 0))
    for number, at in enumerate(np.random.default_rng(1).integers(0, 9_000, (2_100, 2)).tolist()):
        day.add_stop(str(number), at=tuple(at), load=1)
    day.add_vehicle("van", "post", capacity=300, count=10)
    answer = day.solve(steps=20)
    assert sum(len(stops) for _, stops in answer.rounds) == 2_100
    assert answer.problem.travel.metres.shape == (2_101, 60)
    with pytest.raises(WrongProblem, match="metres"):
        geojson(answer)


def test_a_matrix_from_a_road_engine_is_taken():
    """Rows in the order of ``places``; one of the wrong size is refused."""
    day = small()
    assert day.places == ("post", "A", "B")
    day.matrix([[0, 5, 9], [6, 0, 3], [9, 3, 0]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]])
    assert day.build().travel.between(np.array(1), np.array(0)) == 6
    day.matrix([[0, 5], [6, 0]])
    with pytest.raises(WrongProblem):
        day.build()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda day: day.add_stop("A", at=(20, 106)), "A: two places"),
        (lambda day: day.add_stop("C", at=(500_000, 2_000_000)), "C: .* no degrees"),
        (lambda day: day.add_stop("C", at=(20, 106), windows=()), "C: it has no window"),
        (lambda day: day.add_vehicle("bike", "post", capacity=1), "bike: two vehicles"),
        (lambda day: day.add_vehicle("car", "A", capacity=1), "car: start is A"),
        (lambda day: day.add_vehicle("car", "post", capacity=1, wheels=4), "car: .*wheels"),
        (lambda day: day.add_pair("A", "Z"), "Z: a pair"),
        (lambda day: day.add_sequence("A", "post"), "post: a pair, a sequence"),
        (lambda day: day.add_stop("C", at=(20, 106), load=(1, 2)), "C: load has 2 measures"),
    ],
)
def test_what_contradicts_itself_is_refused_by_id(change, words):
    """The sentence names the id the user gave, not a number he never saw."""

    def changed():
        day = small()
        change(day)
        return day.build()

    with pytest.raises(WrongProblem, match=words):
        changed()
