"""Seals go out: whoever keeps one outside notices books that were cut off, made anew or rolled back."""

import json
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from duongthu.acts.api import (
    NoteRefused,
    Seal,
    add_witness,
    begin_restored_epoch,
    check_seals,
    consistency_proof,
    inclusion_proof,
    last_witnessed,
    lay_out,
    log_signer,
    make_seal,
    perform,
    published,
    read_known,
    seal_and_publish,
    seal_when_due,
    take_cosigned,
)
from duongthu.acts.models import ActRecord, LeafTile
from duongthu.acts.seals.outside import check_outside, compare
from duongthu.kernel import clock as house_clock
from duongthu.tlog.layout import tile_path, tiles_of
from duongthu.tlog.merkle import TILE
from duongthu.tlog.notes import Checkpoint, Note
from duongthu.tlog.witnessing import Witness, WitnessRefuses, hand_in, reader
from tests.acts.test_seals import act_rows, script_says, tamper  # noqa: F401  (act_rows is a fixture)

pytestmark = pytest.mark.feature(144)

LEAVES = 3  # of one act of these tests: its row of the log, the digest of the threshold it sets, and its count of rows


@pytest.fixture
def witness(tmp_path):
    """A district post with its own folder."""
    return Witness(tmp_path / "witness", "tien-lu.buudien/1")


@pytest.fixture
def look(witness, tmp_path):
    """Lays the log out and lets the witness look at it."""
    folder = tmp_path / "stick"

    def once(*, trusted=True):
        lay_out(folder)
        key = log_signer().public if trusted else None
        return witness.look(reader(str(folder)), key, house_clock.now())

    return once


def codes():
    """What is found against everything that lies outside the database."""
    return {finding.code for finding in check_outside()}


def forget_seals(keep):
    """Throw the seals after the first ``keep`` away, as somebody with all rights on the database would."""
    last = Seal.objects.order_by("seq")[keep - 1].seq if keep else 0
    tamper("acts_seal", "DELETE FROM acts_seal WHERE seq > %s", [last])


def test_a_witness_cosigns_what_only_grew(act_rows, witness, look):  # noqa: F811
    """Look, grow over several tiles, look again; the post takes the cosigned checkpoint in."""
    for count in (3, TILE, 2):
        act_rows(count)
        seal_and_publish()
        seen = look()
    assert seen.before == 1 + LEAVES * (3 + TILE)
    with pytest.raises(NoteRefused, match="đã biết"):
        take_cosigned(seen.note.text())
    add_witness(str(witness.signer.public))
    kept = take_cosigned(seen.note.text())
    assert (kept.checkpoint.size, kept.witnesses) == (1 + LEAVES * (5 + TILE), ("tien-lu.buudien/1",))
    assert last_witnessed().checkpoint == seen.checkpoint
    assert codes() == set()


def test_an_unknown_log_is_not_cosigned(act_rows, look):  # noqa: F811
    """The first key comes by hand; nobody is trusted because he says so."""
    act_rows(1)
    seal_and_publish()
    with pytest.raises(WitnessRefuses, match="chưa biết khóa"):
        look(trusted=False)
    look()
    look(trusted=False)


@pytest.mark.usefixtures("act_rows")
def test_a_log_set_back_is_not_cosigned(act_rows, look):  # noqa: F811
    """Cut off: the witness says how many rows are missing, and the post's own note beside the database says it, too."""
    act_rows(2)
    seal_and_publish()
    act_rows(3)
    seal_and_publish()
    look()
    forget_seals(1)
    with pytest.raises(WitnessRefuses, match=r"LÙI.*mất 9 dòng"):
        look()
    assert codes() == {"acts.rolled_back"}


def test_a_log_made_anew_is_not_cosigned(act_rows, look):  # noqa: F811
    """All seals thrown away, a row changed, sealed again: green by itself, named by whoever kept a root."""
    act_rows(4)
    seal_and_publish()
    look()
    forget_seals(0)
    LeafTile.objects.all().delete()
    tamper(
        "acts_act",
        "UPDATE acts_act SET actor_id = 99 WHERE seq = %s",
        [ActRecord.objects.order_by("seq")[1].seq],
    )
    make_seal()
    assert list(check_seals()) == []
    with pytest.raises(WitnessRefuses, match="LÀM LẠI"):
        look()
    (finding,) = check_outside()
    assert (finding.code, finding.row) == ("acts.made_anew", Seal.objects.get().seq)


def test_a_log_that_lies_about_a_tile_is_not_cosigned(act_rows, witness, tmp_path):  # noqa: F811
    """Tiles that would show the old root but do not lead to the new one are noticed."""
    act_rows(TILE + 5)
    seal_and_publish()
    folder = tmp_path / "stick"
    lay_out(folder)
    key, read = log_signer().public, reader(str(folder))
    witness.look(read, key, house_clock.now())
    act_rows(TILE)
    seal_and_publish()
    lay_out(folder)
    tile = folder / tile_path(0, 3)
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    with pytest.raises(WitnessRefuses, match="không khớp"):
        witness.look(read, key, house_clock.now())


def test_other_books_in_place_of_ours_are_named(act_rows, seals_dir):  # noqa: F811
    """A new database in the old one's place agrees with itself; the notes of the old one lie beside it."""
    act_rows(1)
    seal_and_publish()
    (seals_dir / ("0" * 32)).mkdir()
    assert codes() == {"acts.other_books"}


def test_a_forged_note_is_named(act_rows, seals_dir):  # noqa: F811
    """Who cuts the seals off and trims the note, too, has not its key."""
    act_rows(1)
    _, note = seal_and_publish()
    (kept,) = seals_dir.glob("*/checkpoint")
    kept.write_text(note.text().replace("\n4\n", "\n1\n"), encoding="utf-8")
    assert codes() == {"acts.note_wrong"}


def test_a_restored_server_is_another_log(act_rows, look):  # noqa: F811
    """After a restore the witness asks for a yes; old notes still bind what lies below the restored size."""
    act_rows(2)
    first, _ = seal_and_publish()
    look()
    begin_restored_epoch(first.tree_size, first.root)
    act_rows(1)
    seal_and_publish()
    with pytest.raises(WitnessRefuses, match="khôi phục"):
        look(trusted=False)
    assert look().before is None
    assert codes() == set()
    old = read_known(json.dumps({"root": "ab" * 32, "tree_size": 2}), "giấy")[0]
    assert {finding.code for finding in compare(old)} == {"acts.made_anew"}


def test_roots_on_paper_are_compared(act_rows):  # noqa: F811
    """A printed root, a seal as JSON, a proof: each is known; a root nobody made is named."""
    act_rows(2)
    seal, note = seal_and_publish()
    for text in (
        seal.root,
        f"gốc Merkle {seal.root}\n",
        json.dumps(inclusion_proof("acts.act", _row())),
        note.text(),
    ):
        assert [f for known in read_known(text, "giấy") for f in compare(known)] == []
    (finding,) = compare(read_known("cd" * 32, "giấy")[0])
    assert finding.code == "acts.made_anew"


def _row():
    return ActRecord.objects.order_by("seq").values_list("seq", flat=True)[0]


def test_the_script_never_says_right_without_a_root(act_rows, tmp_path):  # noqa: F811
    """A proof made of thin air agrees with itself; only a root kept from before, or a checkpoint, makes it right."""
    act_rows(3)
    old, note = seal_and_publish()
    act_rows(3)
    new = make_seal()
    file, kept, other = tmp_path / "proof.json", tmp_path / "checkpoint", tmp_path / "other"
    kept.write_text(note.text(), encoding="utf-8")
    other.write_text(note.text().replace("\n10\n", "\n11\n"), encoding="utf-8")
    file.write_text(json.dumps(inclusion_proof("acts.act", _row(), old.seq)), encoding="utf-8")
    code, said = script_says(file)
    assert (code, said[:15]) == (3, "CHƯA CHỨNG MINH")
    assert [script_says(file, root)[0] for root in (old.root, kept, new.root, other)] == [0, 0, 1, 1]
    file.write_text(json.dumps(consistency_proof(old.seq, new.seq)), encoding="utf-8")
    assert [script_says(file, *roots)[0] for roots in ((), (new.root,), (old.root,), (kept, new.root))] == [
        3,
        3,
        0,
        0,
    ]


def test_a_seal_is_due_within_minutes_and_after_a_closing(act_rows, clock, monkeypatch):  # noqa: F811
    """Nobody has to think of sealing."""
    act_rows(1)
    assert seal_when_due() is not None
    act_rows(1)
    assert seal_when_due() is None
    clock.advance(timedelta(minutes=5))
    assert seal_when_due() is not None
    act_rows(1)
    monkeypatch.setattr("duongthu.acts.seals.runner._occasions", {"acts.act"})
    assert seal_when_due() is not None
    assert seal_when_due() is None


def test_only_what_no_witness_vouches_for_is_read_again(act_rows):  # noqa: F811
    """Incremental: a row changed after the witnessed seal is named; one before it takes the whole recount."""
    act_rows(TILE + 3)
    seal = make_seal()
    act_rows(3)
    make_seal()
    early, late = ActRecord.objects.order_by("seq")[1].seq, ActRecord.objects.order_by("-seq")[0].seq
    for victim in (early, late):
        tamper("acts_act", "UPDATE acts_act SET actor_id = 99 WHERE seq = %s", [victim])
    assert [finding.row for finding in check_seals(seal.tree_size)] == [late]
    assert [finding.row for finding in check_seals()] == [early, late]


def test_the_log_is_served_to_witnesses(act_rows, client, witness):  # noqa: F811
    """Over HTTP, without sign-in: the checkpoint and every tile of it, and nothing beyond."""
    assert client.get("/api/v1/log/checkpoint").status_code == 404
    act_rows(TILE + 2)
    seal_and_publish()
    note = Note.read(client.get("/api/v1/log/checkpoint").content.decode())
    size = Checkpoint.read(note.body).size
    for level, number, width in tiles_of(size):
        path = tile_path(level, number, width)
        assert client.get(f"/api/v1/log/{path}").content == published(path)
        assert len(published(path)) == 32 * width
    for path in (
        "tile/0/003",
        "tile/0/1",
        "tile/9/000",
        "tile/entries/000",
        "tile/0/000.p/300",
        "../key",
        "tile/0/003.p/250",
    ):
        assert client.get(f"/api/v1/log/{path}").status_code == 404, path
    add_witness(str(witness.signer.public))
    seen = witness.look(
        lambda path: client.get(f"/api/v1/log/{path}").content, log_signer().public, house_clock.now()
    )
    answer = client.post("/api/v1/log/cosigned", seen.note.text(), content_type="text/plain")
    assert answer.json() == {"size": size, "witnesses": ["tien-lu.buudien/1"]}
    assert client.post("/api/v1/log/cosigned", b"\xff", content_type="text/plain").status_code == 422


def test_a_witness_at_the_command_line(act_rows, tmp_path, capsys):  # noqa: F811
    """Key, first look, hand-in, verify against the cosigned file; a stranger's place is a sentence and code 3 or 1."""
    from duongthu.cli import main

    act_rows(2)
    stick, folder = tmp_path / "usb", tmp_path / "w"
    base = ["witness", "--folder", str(folder), "--name", "an-thi/1"]
    assert main(base) == 0
    key = capsys.readouterr().out.strip()
    assert main(["seal", "--witness", key]) == 0
    assert main(["seal", "--out", str(stick)]) == 0
    capsys.readouterr()
    assert main(["seal", "--key"]) == 0
    log_key = capsys.readouterr().out.strip()
    assert main([*base, str(stick)]) == 1
    assert main([*base, str(stick), "--log-key", log_key]) == 0
    (cosigned,) = (stick / "cosigned").iterdir()
    assert main(["seal", "--cosigned", str(cosigned)]) == 0
    assert main(["verify", "--only", "acts.outside", "--root", str(cosigned)]) == 0
    assert main(["verify", "--only", "acts.seals", "--since-witnessed"]) == 0
    assert "an-thi/1 chứng kiến" in capsys.readouterr().out
    forget_seals(0)
    assert main(["verify", "--only", "acts.outside", "--root", str(cosigned)]) == 1
    assert "acts.rolled_back" in capsys.readouterr().out
    assert main(["verify", "--root", str(tmp_path / "nothing")]) == 3
    assert main([*base, str(tmp_path / "nowhere")]) == 1


def test_handing_in_over_http_names_who_does_not_take_it(act_rows, witness, look):  # noqa: F811
    """A post that does not answer is an error of one sentence."""
    act_rows(1)
    seal_and_publish()
    with pytest.raises(OSError, match="không nhận dấu"):
        hand_in("http://127.0.0.1:9", look().note)
    assert isinstance(Path(look().note.text()[:5]), Path)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sealing_bars_no_writer(actor, clock):
    """A writer under way is waited for; who comes later is not barred, and is left to the next seal (PostgreSQL)."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    started, go_on, done = threading.Event(), threading.Event(), []

    def slow():
        with house_clock.using_clock(clock), transaction.atomic():
            perform(actor("teller"), "trial.grow", {"unit_id": 2, "height": 170})
            started.set()
            go_on.wait(20)
        connection.close()

    def sealing():
        with house_clock.using_clock(clock):
            done.append(make_seal())
        connection.close()

    writer, sealer = threading.Thread(target=slow), threading.Thread(target=sealing)
    writer.start()
    assert started.wait(20)
    sealer.start()
    sealer.join(0.3)
    assert sealer.is_alive(), "the writer under way is waited for"
    assert perform(actor("teller"), "trial.grow", {"unit_id": 2, "height": 171}).done, (
        "a later writer is not barred"
    )
    go_on.set()
    writer.join(20)
    sealer.join(20)
    (first,) = done
    assert json.loads(first.ranges)["acts.act"]["count"] in {1, 2}
    assert json.loads(make_seal().ranges)["acts.act"]["until"] >= 2
    assert list(check_seals()) == []
    assert ActRecord.objects.count() == 2


def test_serve_keeps_a_sealer_beside_it(monkeypatch):
    """It is started, started again should it end, and stopped with the server."""
    from duongthu.cli.verbs import serve_verb

    made = []
    real = subprocess.Popen

    def popen(command, **options):
        made.append(
            real(
                [
                    sys.executable,
                    "-c",
                    "import time; time.sleep(60 if len(__import__('sys').argv) > 1 else 0)",
                    *(["stay"] if made else []),
                ],
                **options,
            )
        )
        return made[-1]

    monkeypatch.setattr(serve_verb.subprocess, "Popen", popen)
    monkeypatch.setattr(serve_verb, "AGAIN_SECONDS", 0.05)
    with serve_verb.sealer_beside():
        for _ in range(100):
            if len(made) > 1:
                break
            threading.Event().wait(0.1)
    assert len(made) == 2
    assert all(child.poll() is not None for child in made)
