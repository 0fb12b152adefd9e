"""Every verb explains itself in Vietnamese, and wrong use has its own exit code."""

import json

import pytest

from duongthu.cli.program import VERBS
from duongthu.cli.words import in_vietnamese

WRONG = [
    ["nope"],
    ["verify", "--nope"],
    ["proof"],
    ["proof", "ledger.entry"],
    ["proof", "ledger.entry", "zero"],
    ["proof", "ledger.entry", "0"],
    ["proof", "--consistency", "1"],
    ["proof", "ledger.entry", "1", "--consistency", "1", "2"],
    ["import"],
    ["import", "units.xlsx"],
    ["import", "units.xlsx", "--as", "NV1", "--from-on", "14/08/2020"],
    ["import", "units.xlsx", "--as", "NV1", "--speeds", "speeds.csv"],
    ["import", "roads"],
    ["import", "roads", "--as", "NV1"],
    ["import", "roads", "a.osm.pbf", "b.osm.pbf"],
    ["serve", "--port", "0"],
    ["serve", "--port", "65536"],
    ["serve", "--workers", "none"],
    ["simulate", "--days", "-1"],
    ["simulate", "--scale", "0"],
    ["simulate", "--scale", "nan"],
    ["simulate", "--scale", "big"],
    ["simulate", "--scenario", "2020-02-30"],
    ["seal", "now"],
    ["demo", "--serve"],
    ["migrate", "acts"],
]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(duongthu, verb):
    """A help page that needs a database, or speaks English, helps nobody at a counter."""
    said = duongthu(verb, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Cách dùng: duongthu {verb}")
    assert "Tùy chọn:" in said.out
    assert "--json" in said.out
    assert not {"usage:", "options:", "show this help"} & set(said.out.split("\n"))


def test_the_overview_names_every_verb(duongthu):
    """Who types nothing sees what there is, and a script sees that it was wrong."""
    assert duongthu().code == 2
    said = duongthu("--help")
    assert said.code == 0
    assert all(verb in said.out for verb in VERBS)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_use_is_exit_code_two(duongthu, words):
    """A script must tell its own mistake from a finding; nothing is done, one sentence says why."""
    said = duongthu(*words)
    assert said.code == 2
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert "the following" not in said.err
    assert "invalid" not in said.err


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_use_is_json_too_when_asked(duongthu, words):
    """A machine reads one JSON value on standard output, whatever happens."""
    said = duongthu(*words, "--json")
    assert said.code == 2
    assert said.json["error"]["code"] == "cli.wrong_use"


def test_an_unforeseen_complaint_stays_readable():
    """A new Python may word its complaints differently: shown as they are rather than lost."""
    assert in_vietnamese("something new") == "something new"
    assert in_vietnamese("unrecognized arguments: --x") == "không hiểu: --x"


@pytest.mark.django_db
def test_acts_lists_the_registry(duongthu):
    """The registry is the catalogue of what can be done: every act with purpose, roles and schema."""
    said = duongthu("acts")
    assert said.code == 0
    assert "ledger.open_till" in said.out
    listed = {entry["act"]: entry for entry in duongthu("acts", "--json").json}
    assert listed["acts.approve"]["roles"] == [
        "accountant",
        "admin",
        "cashier",
        "controller",
        "courier",
        "director",
        "driver",
        "head",
        "teller",
    ]
    assert listed["acts.approve"]["parameters"]["required"] == ["proposal_id"]
    assert [entry["act"] for entry in duongthu("acts", "acts.app", "--json").json] == ["acts.approve"]


def test_json_text_is_not_escaped(duongthu):
    """Vietnamese stays legible in logs."""
    said = duongthu("nope", "--json")
    assert "không có lệnh" in said.out
    assert json.loads(said.out)
