"""A throw-away PostgreSQL cluster on loopback for the length of one command; plain Python only.

    python tests/cluster.py --available     exit code 0 when the server's binaries are on this machine
    python tests/cluster.py COMMAND ARGS…   runs it with DUONGTHU_DATABASE_URL set; gives its exit code
    python tests/cluster.py --durable COMMAND ARGS…   the same, each commit on the disk as in production (for benchmarks)

When we are root the server runs as ``postgres`` (or ``nobody``), since PostgreSQL refuses to run as root.
It listens on 127.0.0.1 only, asks for a random pass word, and keeps nothing: without --durable no fsync, and its
folder is removed.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("initdb", "postgres", "createdb")
NAME = "duongthu"  # of the database and of its owner
START_SECONDS = 60.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def server_binaries() -> Path | None:
    """The folder of the newest server's binaries; None when there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    asked = shutil.which("pg_config")
    if asked:
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip()))
    return next((folder for folder in folders if all((folder / name).exists() for name in NEEDED)), None)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster; gives its ``DUONGTHU_DATABASE_URL`` and removes everything afterwards.

    Args:
        durable: each commit waits for the disk.

    Raises:
        RuntimeError: no server binaries, or the server does not start.
    """
    binaries = server_binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL server binaries on this machine")
    folder = Path(tempfile.mkdtemp(prefix="duongthu-cluster-"))
    server = None
    try:
        port, password = _free_port(), secrets.token_hex(16)
        _found(binaries, folder, password)
        server = _start(binaries, folder, port, SETTINGS if durable else SETTINGS | FORGETFUL)
        _create_database(binaries, port, password)
        yield f"postgresql://{NAME}:{password}@127.0.0.1:{port}/{NAME}"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            server.wait(START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _found(binaries: Path, folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    owner = _server_user()
    if owner:
        for path in (folder, secret):
            shutil.chown(path, owner.pw_uid, owner.pw_gid)
    command = [
        str(binaries / "initdb"), "--pgdata", str(folder / "cluster"), "--username", NAME, "--no-sync",
        "--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale",
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True, **_identity())


def _start(binaries: Path, folder: Path, port: int, settings: dict[str, str]) -> "subprocess.Popen[bytes]":
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [str(binaries / "postgres"), "-D", str(folder / "cluster"), "-p", str(port), *options],
        cwd=folder, stdin=subprocess.DEVNULL, start_new_session=True, **_identity(),
    )  # fmt: skip
    until = time.monotonic() + START_SECONDS
    while not _ready(folder):
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            raise RuntimeError("the PostgreSQL server did not start")
        time.sleep(0.05)
    return server


def _ready(folder: Path) -> bool:
    """Whether the server has written ``ready`` on the status line of its lock file."""
    kept = folder / "cluster" / "postmaster.pid"
    return kept.exists() and "ready" in kept.read_text().split()


def _create_database(binaries: Path, port: int, password: str) -> None:
    command = [str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", NAME, NAME]
    subprocess.run(command, env={"PGPASSWORD": password}, check=True)


def _server_user() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, or when we are root somebody who is not."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _identity() -> dict[str, object]:
    owner = _server_user()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def main(arguments: list[str]) -> int:
    """Run a command beside a cluster, or say whether that is possible."""
    if arguments == ["--available"]:
        return 0 if server_binaries() else 1
    durable = arguments[:1] == ["--durable"]
    command = arguments[durable:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _stop)  # so that the cluster is taken down, too, when we are stopped
    with cluster(durable=durable) as url:
        environment = {**os.environ, "DUONGTHU_DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
