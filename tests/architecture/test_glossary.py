"""The glossary and the program speak of the same things."""

import importlib
import re
from importlib.util import find_spec

from django.apps import apps

from duongthu.acts.api import all_acts
from tests.architecture.reading import ROOT

GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
ROWS = re.compile(r"^\| (?P<vi>[^|]+) \| (?P<en>[^|]+) \|(?P<code>[^|]*)\|$", re.MULTILINE)


def rows() -> list[tuple[str, str, list[str]]]:
    """(Vietnamese, English, names in the code) of every row."""
    found = ROWS.findall(GLOSSARY.read_text())
    return [
        (vi.strip(), en.strip(), re.findall(r"`([^`]+)`", code))
        for vi, en, code in found
        if vi.strip() != "Tiếng Việt"
    ]


def names() -> set[str]:
    """Every name of the program the glossary explains."""
    return {name for _, _, codes in rows() for name in codes}


def stands_for_something(name: str) -> bool:
    """Whether a dotted name below ``duongthu`` leads to something: through the room's api, its tables or a module."""
    room, *path = name.split(".")
    doors = [(f"duongthu.{room}.api", path), (f"duongthu.{room}.models", path)]
    doors += [(".".join(["duongthu", room, *path[:n]]), path[n:]) for n in range(1, len(path))]
    return any(_leads(importlib.import_module(door), way) for door, way in doors if _is_module(door))


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # the room above it is none
        return False


def _leads(start: object, way: list[str]) -> bool:
    for step in way:
        start = getattr(start, step, None)
    return start is not None


def test_every_act_and_table_has_its_vietnamese_word():
    """What people do and what is kept must be sayable in the language of the post."""
    acts = {spec.name for spec in all_acts() if not spec.name.startswith("trial.")}
    tables = {
        f"{m._meta.app_label}.{m.__name__}" for m in apps.get_models() if m.__module__.startswith("duongthu.")
    }
    assert sorted((acts | tables) - names()) == []


def test_every_name_of_the_glossary_is_in_the_program():
    """A word for something that was renamed or removed misleads."""
    acts = {spec.name for spec in all_acts()}
    assert [name for name in sorted(names() - acts) if not stands_for_something(name)] == []


def test_no_term_stands_twice():
    """Two rows for one term would sooner or later disagree."""
    terms = [vi for vi, _, _ in rows()]
    assert sorted({vi for vi in terms if terms.count(vi) > 1}) == []


def test_a_name_that_is_gone_is_noticed():
    """The search itself must be able to fail."""
    wrong = ("ledger.Nothing", "nowhere.Item", "mail.rules.postage.Nothing", "staff.Role.KING")
    assert not any(stands_for_something(name) for name in wrong)
