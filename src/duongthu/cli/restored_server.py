"""A PostgreSQL server on a restored data folder, for the length of a proof: a socket of its own, no network, no pass words."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from duongthu.cli.answers import EnvironmentMissing
from duongthu.cli.backups import postgres_path

START_SECONDS = 600.0  # a day's WAL is replayed before it answers
RECOVERY = "recovery.signal"


@contextmanager
def restored_server(data: Path, user: str, name: str, wal: Path | None = None) -> Iterator[str]:
    """Start a server on a restored folder; gives its ``DUONGTHU_DATABASE_URL`` and shuts it down cleanly afterwards.

    The WAL that came with the backup is replayed, then all of the archive's; after that the folder is a whole cluster of its
    own, on a new time line. When we are root the server runs as ``postgres``, and the folder becomes its own.

    Args:
        data: the cluster's folder. user, name: owner and name of the database.
        wal: plain segments of the archive.

    Raises:
        EnvironmentMissing: no server binaries, or the server does not start on the folder.
    """
    program = shutil.which("postgres", path=postgres_path())
    if program is None:
        raise EnvironmentMissing("Máy này không có chương trình máy chủ PostgreSQL (postgresql-15).")
    room = Path(tempfile.mkdtemp(prefix="duongthu-pg-"))
    owner = _owner()
    if wal is not None:
        (data / RECOVERY).touch()
    for path in (room, data, *data.rglob("*"), *([wal, *wal.iterdir()] if wal else [])):
        if owner:
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    data.chmod(0o700)
    if owner:
        data.parent.chmod(data.parent.stat().st_mode | 0o011)  # passed through, not read
    command = [program, "-D", str(data), *_options(room, wal)]
    identity: dict[str, Any] = (
        {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    )
    with (room / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=room, **identity)  # noqa: S603
    try:
        _wait(server, data, room)
        yield f"postgresql://{user}@/{name}?host={room}"
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            server.wait(START_SECONDS)
        shutil.rmtree(room, ignore_errors=True)


def _options(room: Path, wal: Path | None) -> list[str]:
    (room / "hba").write_text("local all all trust\n")  # the socket lies in a folder of our own
    (room / "conf").write_text("")
    for path in (room, room / "hba", room / "conf"):
        path.chmod(0o755 if path == room else 0o644)
    settings = {
        "config_file": room / "conf", "hba_file": room / "hba", "listen_addresses": "", "port": 5432, "archive_mode": "off",
        "unix_socket_directories": room, "unix_socket_permissions": "0700" if not _owner() else "0777",
        "hot_standby": "off", "max_connections": 20, "log_min_messages": "log", "shared_buffers": "256MB",
        "synchronous_standby_names": "", "max_wal_size": "4GB",
    }  # fmt: skip
    if wal is not None:
        settings["restore_command"] = f'cp "{wal}/%f" "%p"'
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _wait(server: "subprocess.Popen[bytes]", data: Path, room: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        with contextlib.suppress(FileNotFoundError):
            if "ready" in (data / "postmaster.pid").read_text().split():
                return
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            said = (room / "log").read_text(errors="replace").strip().splitlines()[-3:]
            raise EnvironmentMissing(
                f"Máy chủ PostgreSQL không khởi động được trên {data}: {' | '.join(said)}"
            )
        time.sleep(0.05)


def _owner() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, or when we are root somebody who is not."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
