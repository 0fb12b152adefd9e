"""PostgreSQL: base backup under load, WAL archive, machine lost; restored and proven up to the last fetch."""

import json
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest

from duongthu.cli import backups
from duongthu.cli.restored_server import restored_server
from duongthu.cli.wal import FOLDER
from tests.cli.test_backup import House
from tests.cluster import cluster, server_binaries

pytestmark = [
    pytest.mark.feature(128, 145),
    pytest.mark.slow,
    pytest.mark.skipif(server_binaries() is None, reason="no PostgreSQL server on this machine"),
]


@pytest.fixture
def house(tmp_path):
    """A founded database on a cluster of its own."""
    with cluster() as url:
        made = House(tmp_path / "house")
        made.environment["DUONGTHU_DATABASE_URL"] = url
        made.url = url
        made.run("migrate")
        yield made


@pytest.fixture
def empty():
    """A folder that the server's own user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="duongthu-restored-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def acts(url):
    """How many acts a database holds."""
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM acts_act").fetchone()[0]


def test_a_machine_lost_between_two_backups(house, tmp_path, empty):
    """Acts go on during backup and fetching; the drill proves; the restored cluster holds all that was fetched, and no more."""
    kept, file = tmp_path / "kept", tmp_path / "usb.key"
    recipient = json.loads(house.run("backup", "--new-key", file, "--json"))["recipient"]
    to = ("--to", kept, "--for", recipient)
    with house.writer(4_000) as writer:
        for _ in range(20):
            writer.stdout.readline()
        house.run("backup", *to)
        assert writer.poll() is None, "acts were stopped"
        writer.terminate()
    with house.writer(30) as writer:
        writer.communicate(timeout=60)
    fetched = acts(house.url)
    assert json.loads(house.run("backup", *to, "--wal", "--json"))["segments"]
    with house.writer(5) as writer:
        writer.communicate(timeout=60)
    assert b"acts.reject" not in b"".join(path.read_bytes() for path in (kept / FOLDER).iterdir())
    said = house.run("drill", "--from", kept, "--key", file)
    assert "ĐẠT" in said
    assert "KHÔNG ĐẠT" not in said
    assert list(kept.glob("**/.duongthu-*")) == []
    (manifest,) = backups.all_backups(kept)
    other = House(empty / "other")
    said = other.run(
        "restore", kept / f"{manifest.name}{backups.TAIL}", "--key", file, "--into", other.folder
    )
    assert "không điểm sai nào" in said
    assert "Đời sổ 2" in said
    with restored_server(other.folder / "pgdata", manifest.user, manifest.database) as url:
        assert acts(url) == fetched
    house.run("backup", *to, "--wal")
    assert "ĐẠT" in house.run("drill", "--from", kept, "--key", file)


def test_what_cannot_be_fetched_is_said(house, tmp_path):
    """A recipient that is none, the embedded engine: one sentence each."""
    kept, file = tmp_path / "kept", tmp_path / "usb.key"
    recipient = json.loads(house.run("backup", "--new-key", file, "--json"))["recipient"]
    house.run("backup", "--to", kept, "--for", "age1nobody", "--wal", code=2)
    del house.environment["DUONGTHU_DATABASE_URL"]
    house.run("migrate")
    assert "chỉ dùng với PostgreSQL" in house.run("backup", "--to", kept, "--for", recipient, "--wal", code=2)
