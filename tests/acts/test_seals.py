"""Seals: a row of each is proven to an outsider, and no touched row or seal stays unseen."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from duongthu.acts.api import (
    ActRecord,
    NoSuchSeal,
    NotSealedYet,
    Seal,
    all_journals,
    consistency_proof,
    guard_statements,
    inclusion_proof,
    make_seal,
    perform,
    unguard_statements,
)
from duongthu.acts.checks import check_seals
from duongthu.acts.models import LeafTile
from duongthu.acts.refusals import SealTimeRunsBack
from duongthu.tlog.merkle import TILE, leaf_hash, root_of

pytestmark = pytest.mark.feature(56)

SCRIPT = Path(__file__).resolve().parents[2] / "bin" / "check-proof"


@pytest.fixture
def act_rows(db, actor, clock):
    """Makes rows in the act log, a second apart."""

    def make(count):
        for _ in range(count):
            clock.advance(timedelta(seconds=1))
            assert perform(actor("teller"), "trial.grow", {"unit_id": 2, "height": 170}).done

    return make


def script_says(file, *roots):
    """What the script answers, run as an outsider runs it: (exit code, all it printed)."""
    command = [sys.executable, "-I", str(SCRIPT), str(file), *roots]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def test_a_row_of_each_seal_is_proven_to_an_outsider(act_rows, tmp_path):
    """The whole way: acts, three seals with rows in between, a file, the script in its own process."""
    seals = []
    for count in (1, 5, 260):
        act_rows(count)
        seals.append(make_seal())
    for row in ActRecord.objects.filter(pk__in=_firsts_and_lasts()):
        file = tmp_path / f"{row.seq}.json"
        file.write_text(
            json.dumps(inclusion_proof("acts.act", row.seq), ensure_ascii=False), encoding="utf-8"
        )
        code, said = script_says(file, seals[-1].root)
        assert (code, said[:5]) == (0, "ĐÚNG:")
        assert str(row.command_id) in said
    assert seals[-1].previous == seals[-2].digest
    assert list(check_seals()) == []


def _firsts_and_lasts():
    numbers = sorted(ActRecord.objects.values_list("seq", flat=True))
    return [numbers[place] for place in (0, 1, 5, 6, 255, 256, -1)]


def test_two_seals_are_proven_to_an_outsider(act_rows, tmp_path):
    """Only who kept the old seal can notice a rewritten past; he holds the printed roots against it."""
    act_rows(3)
    old = make_seal()
    act_rows(300)
    new = make_seal()
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(consistency_proof(old.seq, new.seq)), encoding="utf-8")
    assert script_says(file, old.root, new.root)[0] == 0
    code, said = script_says(file, "ab" * 32)
    assert (code, said[:4]) == (1, "SAI:")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"kind": "other"}', '{"kind": "inclusion", "seal": 5}', "null"]
)
def test_the_script_says_no_to_what_is_no_proof(tmp_path, content):
    """A broken file is a no in one sentence, not a trace."""
    file = tmp_path / "proof.json"
    file.write_text(content, encoding="utf-8")
    code, said = script_says(file)
    assert (code, said[:4]) == (1, "SAI:")
    assert "Traceback" not in said


def test_a_seal_with_nothing_new_is_the_last_one(act_rows):
    """An hourly job through a quiet night must not fill the table."""
    act_rows(1)
    assert make_seal().seq == make_seal().seq
    assert Seal.objects.count() == 1


def test_a_seal_is_not_dated_before_the_last(act_rows, clock):
    """A clock put back would make the chain tell a false story."""
    act_rows(1)
    make_seal()
    act_rows(1)
    clock.advance(timedelta(hours=-1))
    with pytest.raises(SealTimeRunsBack):
        make_seal()


def test_what_is_not_sealed_yet_has_no_proof(act_rows):
    """Unknown journals, rows and seals are named refusals."""
    act_rows(1)
    row = ActRecord.objects.get().seq
    with pytest.raises(NotSealedYet):
        inclusion_proof("acts.act", row)
    seal = make_seal()
    for journal, seq in (("acts.act", row + 1), ("acts.nothing", row)):
        with pytest.raises(NotSealedYet):
            inclusion_proof(journal, seq)
    for old, new in ((seal.seq, seal.seq + 1), (0, seal.seq)):
        with pytest.raises(NoSuchSeal):
            consistency_proof(old, new)


@pytest.mark.parametrize("change", ["UPDATE acts_seal SET root = 'x'", "DELETE FROM acts_seal"])
def test_the_database_refuses_to_touch_a_seal(act_rows, change):
    """Not even somebody with a database prompt changes a seal by a slip."""
    act_rows(1)
    make_seal()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def tamper(table, statement, params=()):
    """What a thief with all rights on the database does: lift the guard, change, put it back."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for text in unguard_statements(vendor, table):
            cursor.execute(text)
        cursor.execute(statement, params)
        for text in guard_statements(vendor, table):
            cursor.execute(text)


def codes():
    """Codes of all that the recount finds."""
    return {finding.code for finding in check_seals()}


def test_a_changed_row_is_named_with_day_and_unit(act_rows):
    """The finding must lead to the desk where somebody has to be asked."""
    act_rows(4)
    make_seal()
    victim = ActRecord.objects.order_by("seq")[1]
    tamper("acts_act", "UPDATE acts_act SET actor_id = 99 WHERE seq = %s", [victim.seq])
    (finding,) = check_seals()
    assert (finding.code, finding.row) == ("acts.row_altered", victim.seq)
    assert (finding.day, finding.unit) == ("2020-08-14", 2)


def test_a_removed_row_is_found(act_rows):
    """A voucher that never happened is missed."""
    act_rows(4)
    make_seal()
    tamper("acts_act", "DELETE FROM acts_act WHERE seq = %s", [ActRecord.objects.order_by("seq")[2].seq])
    assert codes() == {"acts.row_missing"}


def test_a_row_slipped_in_under_a_seal_is_found(act_rows):
    """A voucher invented afterwards, with an old number, is named."""
    act_rows(3)
    first = ActRecord.objects.order_by("seq")[0].seq
    tamper("acts_act", "DELETE FROM acts_act WHERE seq = %s", [first + 1])  # a gap that was always there
    make_seal()
    act_rows(1)
    invented = ActRecord.objects.get(seq=first)
    invented.seq, invented.command_id = first + 1, UUID(int=7)
    invented.save(force_insert=True)
    (finding,) = check_seals()
    assert (finding.code, finding.row) == ("acts.row_altered", first + 1)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("previous = 'forged'", {"acts.seal_chain_broken", "acts.seal_altered"}),
        ("made_at = '2020-08-13 00:00:00+00'", {"acts.seal_altered"}),
        ("root = 'forged'", {"acts.seal_altered", "acts.root_differs"}),
        ("digest = 'forged'", {"acts.seal_altered", "acts.seal_chain_broken"}),
    ],
)
def test_a_broken_chain_of_seals_is_found(act_rows, change, expected):
    """Each seal answers for the one before it."""
    for _ in range(3):
        act_rows(2)
        make_seal()
    second = Seal.objects.order_by("seq")[1].seq
    tamper("acts_seal", f"UPDATE acts_seal SET {change} WHERE seq = %s", [second])
    assert codes() == expected


def test_a_removed_seal_is_found(act_rows):
    """The chain has no gap."""
    for _ in range(3):
        act_rows(2)
        make_seal()
    tamper("acts_seal", "DELETE FROM acts_seal WHERE seq = %s", [Seal.objects.order_by("seq")[1].seq])
    assert "acts.seal_chain_broken" in codes()


def test_rewriting_row_and_hashes_together_still_shows(act_rows):
    """A thief who recomputes the kept hashes, too, is betrayed by the sealed roots."""
    act_rows(TILE + 10)
    make_seal()
    tile = LeafTile.objects.get(index=0)
    forged = bytearray(bytes(tile.hashes))
    forged[:32] = leaf_hash(b"forged")
    tile.hashes = bytes(forged)
    tile.root = root_of([bytes(forged[i : i + 32]) for i in range(0, len(forged), 32)])
    tile.save()
    assert "acts.root_differs" in codes()


def test_every_journal_of_the_house_is_sealed(act_rows):
    """A room that forgets to register its journal would be outside all proofs."""
    act_rows(1)
    ranges = json.loads(make_seal().ranges)
    assert sorted(ranges) == [journal.name for journal in all_journals()]
    assert ranges["acts.act"]["count"] == 1
