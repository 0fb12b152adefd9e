"""What the registries promise: acts, refusals, journals, checks, templates, feature lines."""

import re
import unicodedata
from html.parser import HTMLParser
from importlib import import_module

import pytest
from django.apps import apps
from django.db import models

from duongthu.acts.api import all_acts, all_checks, all_journals
from duongthu.kernel.refusal import all_refusals, placeholders
from tests.architecture.reading import FLOORS, SOURCE, files_of_tests, listed, modules

for _module in modules():  # every refusal of the house registers itself when its module is imported
    if _module.part == "refusals" or _module.path.name == "proofs.py":
        import_module(_module.dotted)

HOUSE_ACTS = [spec for spec in all_acts() if spec.handler.__module__.startswith("duongthu.")]
HOUSE_REFUSALS = [one for one in all_refusals().values() if one.__module__.startswith("duongthu.")]
VIETNAMESE = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
TEMPLATES = sorted(SOURCE.rglob("*.html"))
FEATURES = frozenset(
    {
        *range(1, 6),
        8,
        12,
        13,
        *range(19, 22),
        24,
        25,
        27,
        33,
        38,
        39,
        42,
        *range(54, 71),
        126,
        127,
        128,
        *range(133, 147),
    }
)
FEATURE = re.compile(r"mark\.feature\(([\d, ]+)\)")


@pytest.mark.parametrize("spec", HOUSE_ACTS, ids=lambda spec: spec.name)
def test_an_act_explains_itself(spec):
    """Help, audit page, OpenAPI and generated tests all come from here."""
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", spec.name)
    assert spec.name.split(".")[0] == spec.handler.__module__.split(".")[1]
    assert spec.purpose.endswith((".", "!"))
    assert spec.roles, "an act that nobody may do"
    schema = spec.schema()
    assert schema["additionalProperties"] is False
    assert spec.returns.json_schema()
    for parameter in (spec.unit, spec.lines, spec.four_eyes and spec.four_eyes.amount):
        assert not parameter or parameter in schema["properties"], parameter


def test_every_act_has_its_own_vietnamese_title():
    """Screens, the log and proposals show it: two acts of one title, or a code for a title, cannot be told apart by people."""
    titles = [spec.title for spec in HOUSE_ACTS]
    assert [
        one for one in titles if not VIETNAMESE & set(one.lower()) or one != one.strip() or one.islower()
    ] == []
    assert sorted(one for one in set(titles) if titles.count(one) > 1) == []


@pytest.mark.parametrize("spec", HOUSE_ACTS, ids=lambda spec: spec.name)
def test_an_act_takes_no_moment_without_its_zone(spec):
    """Such a moment is seven hours off or cannot be compared at all: it is refused by name, not met by the books."""
    moments = [part for part in _parts(spec.model.__pydantic_core_schema__) if part.get("type") == "datetime"]
    assert all(part.get("tz_constraint") == "aware" for part in moments)


def _parts(schema):
    """All schemas within one."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(inner, dict | list | tuple):
            yield from _parts(inner)


def test_there_are_acts():
    """An empty registry would make every test above pass."""
    assert len(HOUSE_ACTS) > 20
    assert {spec.name.split(".")[0] for spec in HOUSE_ACTS} >= {"acts", "staff", "network", "ledger", "mail"}


@pytest.mark.parametrize("refusal", HOUSE_REFUSALS, ids=lambda refusal: refusal.code)
def test_a_refusal_is_named_and_vietnamese(refusal):
    """A stable code with the room's name, a whole Vietnamese sentence, in NFC."""
    room = refusal.__module__.split(".")[1]
    assert re.fullmatch(rf"{room}\.[a-z_0-9]+", refusal.code)
    assert unicodedata.is_normalized("NFC", refusal.sentence)
    assert set(refusal.sentence.lower()) & VIETNAMESE
    assert refusal.sentence.endswith((".", "!", "?"))
    assert refusal.sentence[0].isupper() or refusal.sentence[0] in "{«"
    assert refusal.__doc__
    assert all(name.isidentifier() for name in placeholders(refusal))


def test_every_journal_is_sealed_and_guarded():
    """A table with act_id and seq that no one registered would lie outside all proofs."""
    sealed = {journal.model._meta.db_table for journal in all_journals()}
    journals = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("duongthu.")
        and {"seq", "act_id"} <= {field.name for field in model._meta.concrete_fields}
    }
    assert journals <= sealed | {
        "acts_touched"
    }  # notes of changes: guarded, and held against the sealed records
    migrations = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("migrations/*.py"))
    unguarded = [
        table
        for table in {*sealed, "acts_seal"}
        if not re.search(rf"""AppendOnly\(["']{table}["']\)""", migrations)
    ]
    assert not unguarded


def test_every_check_bears_the_name_of_its_room():
    """``verify`` lists them; the name says whose book does not agree."""
    assert all(name.split(".")[0] in FLOORS for name in all_checks())
    assert len(all_checks()) >= 5


def test_columns_tell_their_units():
    """Money is whole and named ``…_dong``; times end in ``_at``, dates in ``_on``: nobody has to guess."""
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("duongthu."):
            continue
        for field in model._meta.concrete_fields:
            place = f"{model._meta.label}.{field.name}"
            if isinstance(field, models.FloatField | models.DecimalField) and "dong" in field.name:
                wrong.append(f"{place} is no whole number")
            if field.name.endswith("_dong") and not isinstance(field, models.BigIntegerField):
                wrong.append(f"{place} is too small for đồng")
            if isinstance(field, models.DateTimeField) and not (
                field.name.endswith("_at") or field.name == "at"
            ):
                wrong.append(f"{place} is a time")
            if type(field) is models.DateField and not re.search(r"(^|_)(on|from|until)$", field.name):
                wrong.append(f"{place} is a date")
    assert not wrong, listed(wrong)


class Inline(HTMLParser):
    """Finds what the content security policy forbids."""

    def __init__(self):
        super().__init__()
        self.wrong = []

    def handle_starttag(self, tag, attrs):
        """A tag with its attributes."""
        names = {name for name, _ in attrs}
        if tag == "style" or "style" in names:
            self.wrong.append(f"line {self.getpos()[0]}: inline style")
        if tag == "script" and "src" not in names and dict(attrs).get("type") != "application/json":
            self.wrong.append(f"line {self.getpos()[0]}: inline script")
        handlers = {name for name in names if re.fullmatch(r"on[a-z]+", name)}
        if handlers or any((value or "").strip().lower().startswith("javascript:") for _, value in attrs):
            self.wrong.append(f"line {self.getpos()[0]}: {', '.join(sorted(handlers)) or 'javascript:'}")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_hold_no_inline_style_or_script(template):
    """The policy forbids it in the browser; better to know before."""
    finder = Inline()
    finder.feed(template.read_text(encoding="utf-8"))
    assert not finder.wrong, listed(finder.wrong)


def marked_features() -> dict[int, set[str]]:
    """Feature numbers that tests bear, with the files."""
    found: dict[int, set[str]] = {}
    for path in files_of_tests():
        for match in FEATURE.finditer(path.read_text(encoding="utf-8")):
            for number in match.group(1).split(","):
                if number.strip():
                    found.setdefault(int(number), set()).add(path.name)
    return found


def test_feature_numbers_are_those_of_the_goals():
    """A mistyped number would prove a line nobody wrote."""
    wrong = {number: files for number, files in marked_features().items() if number not in FEATURES}
    assert not wrong


def test_every_line_of_the_goals_is_proven():
    """Each number that is promised stands on at least one test."""
    assert sorted(set(FEATURES) - marked_features().keys()) == []
