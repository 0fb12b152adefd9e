"""The archive of PostgreSQL's WAL between two backups: fetched by ``pg_receivewal``, kept encrypted, one age file a segment.

Each run fetches what was written since the last one, the segment still being written included (``….partial``), so that at most
the time between two runs is lost with the machine. A replication slot keeps on the server what was not yet fetched.
"""

import subprocess
from pathlib import Path
from typing import Any

import pyrage

from duongthu.cli.answers import EnvironmentMissing
from duongthu.cli.backups import connection_words, digest_of, lay_on, private_folder, recipients_of, to_disk

SLOT = "duongthu_wal"
TAIL, PARTIAL = ".age", ".partial"
FOLDER = "wal"


def archive_wal(folder: Path, recipients: list[str], settings: dict[str, Any], until: str) -> list[str]:
    """Fetch and encrypt what was written up to a position; gives the names of the segments written.

    Args:
        folder: where the backups lie; the archive is its ``wal``.
        settings: of the database. until: the position to reach (``0/3000148``).

    Raises:
        WrongUse: a recipient is none.
        EnvironmentMissing: ``pg_receivewal`` is missing or refused (the account needs ``REPLICATION``).
    """
    keys, archive = recipients_of(recipients), folder / FOLDER
    archive.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    with private_folder(archive) as scratch:
        _receive(settings, "-D", str(scratch), "--create-slot", "--if-not-exists")
        _receive(settings, "-D", str(scratch), f"--endpos={until}", "--no-loop", "--synchronous")
        for segment in sorted(scratch.iterdir()):
            sealed = scratch / f"{segment.name}{TAIL}"
            pyrage.encrypt_file(str(segment), str(sealed), keys)
            to_disk(sealed)
            sealed.replace(archive / sealed.name)
            if not segment.name.endswith(PARTIAL):
                (archive / f"{segment.name}{PARTIAL}{TAIL}").unlink(missing_ok=True)
            written.append(segment.name)
    return written


def _receive(settings: dict[str, Any], *words: str) -> None:
    arguments, environment = connection_words(settings)
    command = ["pg_receivewal", *words, "-S", SLOT, "-w", *arguments]
    done = subprocess.run(command, stderr=subprocess.PIPE, env=environment, check=False)  # noqa: S603
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["không rõ"]
        raise EnvironmentMissing(f"pg_receivewal không chạy được (cần quyền REPLICATION): {reason[0]}")


def unpack_wal(archive: Path, key: Path, into: Path) -> int:
    """Lay the segments of an archive out plainly; gives how many. A segment that was whole comes before its ``.partial``.

    Raises:
        EnvironmentMissing: the key does not open one, or one cannot be read.
    """
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        words = [line for line in key.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-")]
        identities = [pyrage.x25519.Identity.from_str(word) for word in words]
        for sealed in sorted(
            archive.glob(f"*{TAIL}"), reverse=True
        ):  # partial ones first, whole ones over them
            name = sealed.name.removesuffix(TAIL).removesuffix(PARTIAL)
            pyrage.decrypt_file(str(sealed), str(into / name), identities)
    except (OSError, pyrage.DecryptError, pyrage.IdentityError) as error:
        raise EnvironmentMissing(f"Không mở được kho WAL {archive}: {error}.") from error
    return len(list(into.iterdir()))


def copy_wal(folder: Path, medium: Path) -> list[str]:
    """Lay the archive's segments that a medium lacks on it and read each back; a partial one goes when its whole one is there.

    Nothing else is dropped: an archive emptied by mistake leaves the medium's as it is.

    Raises:
        EnvironmentMissing: the medium cannot be written or does not give back what was written.
    """
    archive, there = folder / FOLDER, medium / FOLDER
    if not archive.is_dir():
        return []
    fresh = []
    try:
        there.mkdir(mode=0o700, exist_ok=True)
        segments = {sealed.name: sealed for sealed in sorted(archive.glob(f"*{TAIL}"))}
        for name, sealed in segments.items():
            wanted = digest_of(sealed)
            if not (there / name).exists() or digest_of(there / name) != wanted:
                lay_on(sealed, there / name, wanted)
                fresh.append(name)
        for half in there.glob(f"*{PARTIAL}{TAIL}"):
            if half.name.replace(PARTIAL, "") in segments:
                half.unlink()
    except OSError as error:
        raise EnvironmentMissing(f"Không chép được kho WAL sang {medium}: {error.strerror}.") from error
    return fresh


def drop_wal(folder: Path, before: str) -> int:
    """Remove the segments that the oldest kept backup does not need; gives how many.

    Args:
        before: name of the first segment that is needed.
    """
    old = [
        sealed
        for sealed in (folder / FOLDER).glob(f"*{TAIL}")
        if sealed.name[8:24] < before[8:24] and not sealed.name.endswith(f".history{TAIL}")
    ]
    for sealed in old:
        sealed.unlink()
    return len(old)
