"""Back up under load, lose the machine, restore on an empty one: proven, roots equal; what was changed or lost is said."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duongthu.cli import backups
from duongthu.cli.backups import Manifest, to_drop
from duongthu.cli.wal import copy_wal

pytestmark = [pytest.mark.feature(128, 145)]

WRITE = """
import sys, django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "duongthu.config.settings"
django.setup()
from duongthu.acts.api import perform, system_actor
actor = system_actor("Thử", frozenset({1}))
for number in range(int(sys.argv[1])):
    perform(actor, "acts.reject", {"proposal_id": number, "reason": "thử"})
    print(number, flush=True)
"""


class House:
    """A machine with a data folder of its own; commands run in processes of their own."""

    def __init__(self, folder):
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DUONGTHU_")}
        source = str(Path(__file__).resolve().parents[2] / "src")
        self.environment = {**kept, "DUONGTHU_DATA_DIR": str(folder), "PYTHONPATH": source}

    def run(self, *words, code=0):
        """One command; gives what it printed."""
        command = [sys.executable, "-m", "duongthu.cli", *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def writer(self, count):
        """Acts, one after another, in another process."""
        command = [sys.executable, "-c", WRITE, str(count)]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def house(tmp_path):
    """A founded database with some acts."""
    made = House(tmp_path / "house")
    made.run("migrate")
    with made.writer(5) as writer:
        writer.communicate(timeout=60)
    return made


@pytest.fixture
def key(house, tmp_path):
    """An age key off the machine, and its recipient."""
    file = tmp_path / "usb.key"
    recipient = json.loads(house.run("backup", "--new-key", file, "--json"))["recipient"]
    return file, recipient


@pytest.mark.slow
def test_backed_up_under_load_and_restored_on_an_empty_machine(house, key, tmp_path):
    """While acts go on; everything acknowledged before the backup began is in it; the drill passes; the restored house knows."""
    file, recipient = key
    kept, medium = tmp_path / "kept", tmp_path / "medium"
    medium.mkdir()
    with house.writer(4_000) as writer:
        seen = [writer.stdout.readline() for _ in range(20)]
        house.run("backup", "--to", kept, "--for", recipient)
        assert writer.poll() is None, "acts were stopped"
        writer.terminate()
    newest = backups.all_backups(kept)[0]
    assert newest.size >= 5 + len(seen)
    assert "Đã chép" in house.run("backup", "--to", kept, "--copy-to", medium)
    assert backups.all_backups(kept)[0].copied_to == (str(medium),)
    assert "ĐẠT" in house.run("drill", "--from", kept, "--key", file)

    witnessed = tmp_path / "checkpoint"
    witnessed.write_text(newest.checkpoint, encoding="utf-8")
    other = House(tmp_path / "other")
    packed = medium / f"{newest.name}{backups.TAIL}"
    said = other.run("restore", packed, "--key", file, "--into", other.folder, "--root", witnessed)
    assert "Đời sổ 2" in said
    assert "không điểm sai nào" in said
    database = other.folder / backups.DATABASE
    assert database.stat().st_mode & 0o777 == 0o600
    rows = sqlite3.connect(database).execute("SELECT count(*) FROM acts_act").fetchone()[0]
    assert rows >= 5 + len(seen)
    assert "không điểm sai nào" in other.run("verify")

    later = tmp_path / "later"
    house.run("seal")
    later.write_text((next((house.folder / "seals").glob("*/checkpoint"))).read_text(), encoding="utf-8")
    third = House(tmp_path / "third")
    assert "CHÚ Ý" in third.run("restore", packed, "--key", file, "--into", third.folder, "--root", later)
    forged = tmp_path / "forged"
    forged.write_text(json.dumps({"root": "ab" * 32, "tree_size": 3}))
    fourth = House(tmp_path / "fourth")
    said = fourth.run("restore", packed, "--key", file, "--into", fourth.folder, "--root", forged, code=1)
    assert "acts.made_anew" in said


def test_what_cannot_be_restored_is_said(house, key, tmp_path):
    """A wrong key, a changed file, a folder that is not empty, a recipient that is none: one sentence each, nothing half done."""
    file, recipient = key
    kept = tmp_path / "kept"
    house.run("backup", "--to", kept, "--for", "age1nobody", code=2)
    house.run("backup", "--to", kept, "--for", recipient)
    (sealed,) = kept.glob(f"*{backups.TAIL}")
    assert b"SQLite format" not in sealed.read_bytes()
    stranger = tmp_path / "stranger.key"
    house.run("backup", "--new-key", stranger)
    house.run("backup", "--new-key", stranger, code=3)
    into = tmp_path / "into"
    assert "Không mở được" in house.run("restore", sealed, "--key", stranger, "--into", into, code=3)
    assert not any(into.iterdir())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    house.run("restore", sealed, "--key", file, "--into", tmp_path / "full", code=2)
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"\x00")
    assert "SHA-256" in house.run("restore", sealed, "--key", file, "--into", into, code=3)
    assert list(kept.glob(".duongthu-*")) == []


def test_retention_keeps_hours_days_and_months():
    """Hourly for two days, daily for five weeks, monthly for two years; never the newest or the newest off the machine."""
    now = datetime(2026, 11, 28, 5, 30, tzinfo=UTC)
    plain = Manifest("", "sqlite", "", "", 1, 0, "", "")
    made = [
        replace(plain, name=str(hours), made_at=(now - timedelta(hours=hours)).isoformat())
        for hours in range(24 * 900)
    ]
    made[500] = replace(made[500], copied_to=("usb",))
    dropped = {one.name for one in to_drop(made, now)}
    left = [one for one in made if one.name not in dropped]
    assert {str(hours) for hours in range(49)} <= {one.name for one in left}
    assert "500" not in dropped
    assert 49 + 33 + 20 <= len(left) <= 49 + 36 + 25
    assert to_drop([replace(plain, name="old", made_at="2001-01-01T00:00:00+00:00")], now) == []


def test_the_timer_is_shipped():
    """Units that systemd reads: an hourly timer for backup, a nightly one for the drill."""
    folder = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
    names = {path.name for path in folder.iterdir()}
    assert "OnCalendar=*:0/5" in (folder / "duongthu-wal.timer").read_text()
    assert "duongthu backup --wal " in (folder / "duongthu-wal.service").read_text()
    for name in ("backup", "drill"):
        assert {f"duongthu-{name}.service", f"duongthu-{name}.timer"} <= names
        service = (folder / f"duongthu-{name}.service").read_text()
        assert f"duongthu {name} " in service
        assert "UMask=0077" in service
    assert "OnCalendar=hourly" in (folder / "duongthu-backup.timer").read_text()


def test_the_wal_archive_goes_onto_the_medium_too(tmp_path):
    """Each segment once and read back; one that changed is laid anew, one that became whole loses its partial."""
    folder, medium = tmp_path / "here", tmp_path / "medium"
    archive = folder / "wal"
    archive.mkdir(parents=True)
    medium.mkdir()
    assert copy_wal(tmp_path / "nowhere", medium) == []
    (archive / "000000010000000000000001.age").write_bytes(b"one")
    (archive / "000000010000000000000002.partial.age").write_bytes(b"half")
    assert len(copy_wal(folder, medium)) == 2
    assert copy_wal(folder, medium) == []
    (archive / "000000010000000000000002.partial.age").unlink()
    (archive / "000000010000000000000002.age").write_bytes(b"whole")
    (medium / "wal" / "000000010000000000000001.age").write_bytes(b"rot")
    assert copy_wal(folder, medium) == ["000000010000000000000001.age", "000000010000000000000002.age"]
    found = {file.name: file.read_bytes() for file in (medium / "wal").iterdir()}
    assert found == {"000000010000000000000001.age": b"one", "000000010000000000000002.age": b"whole"}
    for segment in archive.iterdir():
        segment.unlink()
    assert copy_wal(folder, medium) == []
    assert len(list((medium / "wal").iterdir())) == 2  # what was lost here is not lost there
