"""Seals: the tree is RFC 6962's, proofs convince an outsider, and no touched row stays unseen."""

import copy
import json
import runpy
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
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
from duongthu.acts.seals.merkle import EMPTY_ROOT, TILE, Tree, leaf_hash, node_hash, root_of

pytestmark = pytest.mark.feature(56)

SCRIPT = Path(__file__).resolve().parents[2] / "bin" / "check-proof"
# Leaves and roots of the reference implementation's own tests (certificate-transparency, merkle_tree_test).
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = (1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100, 255, 256, 257, 300, 511, 512, 513, 520, 769)
OLD_SIZES = (1, 2, 3, 4, 7, 8, 128, 255, 256, 257, 511, 512, 513, 600, 768, 769)


@pytest.fixture(scope="module")
def script():
    """The outsider's script as names: no import of ours happens in it."""
    return runpy.run_path(str(SCRIPT))


@pytest.fixture
def act_rows(db, actor, clock):
    """Makes rows in the act log, a second apart."""

    def make(count):
        for _ in range(count):
            clock.advance(timedelta(seconds=1))
            assert perform(actor("teller"), "trial.grow", {"unit_id": 2, "height": 170}).done

    return make


def tree_over(hashes):
    """A tree whose tiles lie in memory."""
    tiles = [hashes[i : i + TILE] for i in range(0, len(hashes), TILE)]
    return Tree(len(hashes), lambda index: tiles[index], lambda index: root_of(tiles[index]))


def numbered(count):
    """Leaves «0», «1», … and their hashes."""
    texts = [str(number) for number in range(count)]
    return texts, [leaf_hash(text.encode()) for text in texts]


def inclusion(texts, tree, index, size):
    """An inclusion proof as the program writes it."""
    path = [step.hex() for step in tree.inclusion(index, size)]
    seal = {"number": 1, "tree_size": size, "root": tree.root(size).hex()}
    return {"kind": "inclusion", "leaf": texts[index], "leaf_index": index, "path": path, "seal": seal}


def consistency(tree, old, new):
    """A consistency proof as the program writes it."""
    seals = [{"number": size, "tree_size": size, "root": tree.root(size).hex()} for size in (old, new)]
    path = [step.hex() for step in tree.consistency(old, new)]
    return {"kind": "consistency", "old": seals[0], "new": seals[1], "path": path}


def script_says(file, *roots):
    """What the script answers, run as an outsider runs it: (exit code, all it printed)."""
    command = [sys.executable, "-I", str(SCRIPT), str(file), *roots]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")  # noqa: S603
    return done.returncode, done.stdout + done.stderr


def test_roots_are_those_of_the_reference_implementation():
    """An outsider's own RFC 6962 library must find the same roots."""
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    assert [root_of(hashes[:size]).hex() for size in range(1, 9)] == ROOTS
    assert [tree_over(hashes).root(size).hex() for size in range(1, 9)] == ROOTS
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()


def test_paths_are_those_of_the_reference_implementation():
    """RFC 6962 §2.1.3 draws the tree of seven leaves: each path is read off the drawing."""
    a, b, c, d, e, f, j = (leaf_hash(leaf) for leaf in LEAVES[:7])
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741  (the RFC's own letters)
    tree = tree_over([a, b, c, d, e, f, j])
    assert tree.inclusion(0, 7) == [b, h, l]
    assert tree.inclusion(3, 7) == [c, g, l]
    assert tree.inclusion(4, 7) == [f, j, k]
    assert tree.inclusion(6, 7) == [i, k]
    assert tree.consistency(3, 7) == [c, d, g, l]
    assert tree.consistency(4, 7) == [l]
    assert tree.consistency(6, 7) == [i, j, k]


def test_tree_over_tiles_has_the_root_of_the_plain_tree():
    """Tiles are only a way to keep the hashes: every size across two borders gives the RFC's root."""
    _, hashes = numbered(3 * TILE + 1)
    tree = tree_over(hashes)
    for size in [*range(1, 20), *range(250, 262), *range(506, 520), 3 * TILE, 3 * TILE + 1]:
        assert tree.root(size) == root_of(hashes[:size]), size


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_can_be_proven(script, size):
    """Whatever row an auditor picks, the script must agree; sizes lie on both sides of tile borders."""
    texts, hashes = numbered(size)
    tree = tree_over(hashes)
    for index in range(size):
        assert script["check_inclusion"](inclusion(texts, tree, index, size))


def test_every_older_seal_can_be_proven(script):
    """Any two seals, however far apart."""
    tree = tree_over(numbered(max(OLD_SIZES))[1])
    pairs = [(old, new) for new in OLD_SIZES for old in OLD_SIZES if old <= new]
    pairs += [(old, new) for new in range(1, 34) for old in range(1, new + 1)]
    for old, new in pairs:
        assert script["check_consistency"](consistency(tree, old, new)), (old, new)


def test_proofs_out_of_the_tree_are_refused():
    """A proof for a leaf that is not there would be a lie."""
    tree = tree_over(numbered(5)[1])
    for leaf, size in ((5, 5), (-1, 5), (0, 6), (3, 3)):
        with pytest.raises(IndexError):
            tree.inclusion(leaf, size)
    for old, new in ((0, 5), (4, 3), (1, 6)):
        with pytest.raises(IndexError):
            tree.consistency(old, new)


@pytest.mark.parametrize("index", [0, 5, 255, 256, 299])
def test_a_forged_inclusion_proof_is_refused(script, index):
    """Another leaf, place, size, root, or a path bent, cut or drawn out: none may pass."""
    texts, hashes = numbered(300)
    proof = inclusion(texts, tree_over(hashes), index, 300)
    for forge in FORGERIES:
        forged = copy.deepcopy(proof)
        forge(forged)
        with pytest.raises(script["Wrong"]):
            script["check_inclusion"](forged)


FORGERIES = (
    lambda p: p.update(leaf=p["leaf"] + " "),
    lambda p: p.update(leaf_index=(p["leaf_index"] + 1) % 300),
    lambda p: p.update(leaf_index=p["leaf_index"] + 300),
    lambda p: p.update(leaf_index=-1),
    lambda p: p["seal"].update(root="00" * 32),
    lambda p: p["seal"].update(tree_size=3000),
    lambda p: p["seal"].update(tree_size=1),
    lambda p: p.update(path=p["path"][1:]),
    lambda p: p.update(path=p["path"][:-1]),
    lambda p: p.update(path=[*p["path"], "00" * 32]),
    lambda p: p.update(path=["00" * 32, *p["path"][1:]]),
)


@pytest.mark.parametrize(("old", "new"), [(3, 7), (4, 8), (255, 257), (256, 300), (6, 6)])
def test_a_forged_consistency_proof_is_refused(script, old, new):
    """History rewritten below an old seal must not pass for the same history."""
    tree = tree_over(numbered(300)[1])
    proof = consistency(tree, old, new)
    forgeries = [
        lambda p: p["old"].update(root="00" * 32),
        lambda p: p["new"].update(root="00" * 32),
        lambda p: p.update(path=[*p["path"], "00" * 32]),
        lambda p: p["old"].update(tree_size=new + 1),
        lambda p: p["old"].update(tree_size=0),
    ]
    if proof["path"]:
        forgeries += [
            lambda p: p.update(path=p["path"][:-1]),
            lambda p: p.update(path=["11" * 32, *p["path"][1:]]),
        ]
    for forge in forgeries:
        forged = copy.deepcopy(proof)
        forge(forged)
        with pytest.raises(script["Wrong"]):
            script["check_consistency"](forged)


def test_the_script_is_short_and_stands_alone():
    """An auditor must be able to read all of it before believing it."""
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 100
    imported = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)


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
    tamper("acts_seal", f"UPDATE acts_seal SET {change} WHERE seq = %s", [second])  # noqa: S608
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
