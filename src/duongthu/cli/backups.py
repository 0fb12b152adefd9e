"""Makes backups that a stranger with the medium, the key and the manual can restore; knows both engines.

A backup is one file, ``<time>-<books>-<rows>.tar.gz.age``: an age file (age-encryption.org/v1) of a gzipped tar with the
database, the secret key, the folder of seals and ``manifest.json``. Beside it lies ``….json``: what it holds and the
SHA-256 of the file, readable without the key.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage

from duongthu.cli.answers import EnvironmentMissing, WrongUse
from duongthu.kernel import clock
from duongthu.tlog.api import write_whole

TAIL = ".tar.gz.age"
SQLITE, POSTGRES = "sqlite", "postgresql"
DATABASE, PG, BASE = "duongthu.sqlite3", "pg", "base.tar"
HOURS_KEPT, DAYS_KEPT, MONTHS_KEPT = 48, 35, 24
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one backup holds.

    Attributes:
        made_at: when it began (ISO, UTC); ``size`` and ``root``: the newest seal in it.
        sha256, bytes: of the encrypted file; empty inside it.
        copied_to: places off this machine where a copy was laid and read back.
        database, user: name of the database and its owner (PostgreSQL); ``wal``: the WAL segment it begins in.
    """

    name: str
    engine: str
    made_at: str
    books: str
    epoch: int
    size: int
    root: str
    checkpoint: str
    sha256: str = ""
    bytes: int = 0
    copied_to: tuple[str, ...] = ()
    database: str = ""
    user: str = ""
    wal: str = ""


def new_key(file: Path) -> str:
    """Write a fresh age identity that only its owner reads; gives the recipient backups are made for.

    Raises:
        EnvironmentMissing: the file is there already, or cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise EnvironmentMissing(f"Không tạo được tệp khóa {file}: {error.strerror}.") from error
    with os.fdopen(descriptor, "w") as opened:
        opened.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def make_backup(
    folder: Path, recipients: list[str], seal: tuple[Any, Any], about: dict[str, Any]
) -> Manifest:
    """Back the database up while acts go on, encrypted for the recipients.

    Args:
        seal: the seal and note just made; ``about``: books, epoch, settings of the database, data folder, folder of seals.

    Raises:
        WrongUse: a recipient is none.
        EnvironmentMissing: the folder cannot be written, or ``pg_basebackup`` is missing or refused.
    """
    keys = recipients_of(recipients)
    made_at = clock.now().astimezone(UTC)
    name = f"{made_at:%Y%m%dT%H%M%S}Z-{about['books'][:8]}-{seal[0].tree_size}"
    engine = POSTGRES if about["vendor"] == "postgresql" else SQLITE
    manifest = Manifest(
        name, engine, made_at.isoformat(timespec="seconds"), about["books"], about["epoch"], seal[0].tree_size,
        seal[0].root, seal[1].text(), database=str(about["settings"]["NAME"]) if engine == POSTGRES else "",
        user=about["settings"].get("USER", ""), wal=about.get("wal", ""),
    )  # fmt: skip
    with private_folder(folder) as scratch:
        content = _database(scratch, about)
        packed = scratch / "packed"
        with tarfile.open(packed, "w:gz", compresslevel=1) as tar:
            (scratch / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            tar.add(scratch / "manifest.json", "manifest.json")
            tar.add(content, content.name)
            for path, inside in ((about["data"] / "secret-key", "secret-key"), (about["seals"], "seals")):
                if path.exists():
                    tar.add(path, inside)
        shutil.rmtree(content) if content.is_dir() else content.unlink()
        sealed = scratch / f"{name}{TAIL}"
        pyrage.encrypt_file(str(packed), str(sealed), keys)
        to_disk(sealed)
        manifest = replace(manifest, sha256=digest_of(sealed), bytes=sealed.stat().st_size)
        sealed.replace(folder / sealed.name)
    write_manifest(folder, manifest)
    return manifest


def _database(scratch: Path, about: dict[str, Any]) -> Path:
    """One consistent copy of the database."""
    settings = about["settings"]
    if about["vendor"] != "postgresql":
        copy = scratch / DATABASE
        with closing(sqlite3.connect(settings["NAME"])) as live, closing(sqlite3.connect(copy)) as kept:
            live.backup(kept)  # all pages in one step: a reader of the WAL, no writer waits
            kept.execute("PRAGMA journal_mode=DELETE")
        return copy
    words, environment = connection_words(settings)
    # The WAL written meanwhile streams beside it: under load it may be gone from the server before the end.
    command = ["pg_basebackup", "-D", str(scratch / PG), "-Ft", "-X", "stream", "-c", "fast", "-w", *words]
    done = subprocess.run(command, stderr=subprocess.PIPE, env=environment, check=False)  # noqa: S603
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["không rõ"]
        raise EnvironmentMissing(f"pg_basebackup không chạy được (cần quyền REPLICATION): {reason[0]}")
    return scratch / PG


def connection_words(settings: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """How PostgreSQL's programs reach the database: their arguments, and their environment (pass word, TLS)."""
    options = settings["OPTIONS"]
    host, port = settings["HOST"] or options.get("host"), settings["PORT"]
    words = ["-U", settings["USER"], *(["-h", host] if host else []), *(["-p", str(port)] if port else [])]
    environment = {"PATH": postgres_path(), "PGPASSWORD": settings["PASSWORD"]}
    tls = {f"PG{name.upper()}": str(value) for name, value in options.items() if name.startswith("ssl")}
    return words, environment | tls


def recipients_of(texts: list[str]) -> list[Any]:
    """The age keys of these texts.

    Raises:
        WrongUse: one is none.
    """
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as error:
        raise WrongUse(f"duongthu backup: người nhận không phải khóa age (age1…): {error}.") from error


def postgres_path() -> str:
    """Where PostgreSQL's programs lie, newest version first."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True
    )
    return os.pathsep.join([*map(str, folders), "/usr/bin", "/usr/local/bin", "/bin"])


def unpack(file: Path, key: Path, into: Path) -> Manifest:
    """Decrypt a backup and lay its content out in an empty folder.

    Raises:
        WrongUse: the folder is not empty.
        EnvironmentMissing: file or key cannot be read, the key does not open it, or the file was changed.
    """
    if into.exists() and any(into.iterdir()):
        raise WrongUse(f"duongthu restore: thư mục {into} không trống; khôi phục chỉ ghi vào thư mục trống.")
    beside = manifest_file(file)
    if beside.exists() and read_manifest(beside).sha256 != digest_of(file):
        raise EnvironmentMissing(f"Bản sao lưu {file.name} không còn như lúc làm (SHA-256 khác tờ đi kèm).")
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    with private_folder(into.parent) as scratch:
        try:
            words = [line for line in key.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-")]
            identities = [pyrage.x25519.Identity.from_str(word) for word in words]
            pyrage.decrypt_file(str(file), str(scratch / "packed"), identities)
            with tarfile.open(scratch / "packed", "r:gz") as tar:
                tar.extractall(into, filter="data")
        except (OSError, pyrage.DecryptError, pyrage.IdentityError, tarfile.TarError) as error:
            raise EnvironmentMissing(f"Không mở được bản sao lưu {file.name}: {error}.") from error
    if (into / PG).exists():
        for packed, folder in ((into / PG / BASE, "pgdata"), (into / PG / "pg_wal.tar", "pgdata/pg_wal")):
            (into / folder).mkdir(mode=0o700, exist_ok=True)
            with tarfile.open(packed) as tar:
                tar.extractall(into / folder, filter="data")
        shutil.rmtree(into / PG)
    for path in (into / DATABASE, into / "secret-key"):
        if path.exists():
            path.chmod(0o600)
    return read_manifest(into / "manifest.json")


def copy_to(folder: Path, medium: Path) -> list[Manifest]:
    """Lay every backup that a medium lacks on it, read it back, and mark it; gives those newly copied.

    Raises:
        EnvironmentMissing: the medium cannot be written or does not give back what was written.
    """
    fresh = []
    for manifest in all_backups(folder):
        source, target = folder / f"{manifest.name}{TAIL}", medium / f"{manifest.name}{TAIL}"
        if target.exists() and digest_of(target) == manifest.sha256:
            continue
        lay_on(source, target, manifest.sha256)
        marked = replace(manifest, copied_to=(*manifest.copied_to, str(medium)))
        write_manifest(folder, marked)
        write_manifest(medium, marked)
        fresh.append(marked)
    return fresh


def lay_on(source: Path, target: Path, sha256: str) -> None:
    """Copy a file onto a medium under another name first, and read it back.

    Raises:
        EnvironmentMissing: the medium cannot be written or does not give back what was written.
    """
    half = target.with_name(f"{target.name}.chep")
    try:
        shutil.copyfile(source, half)
        to_disk(half)
        right = digest_of(half) == sha256
        if right:
            half.replace(target)
    except OSError as error:
        raise EnvironmentMissing(f"Không chép được sang {target.parent}: {error.strerror}.") from error
    if not right:
        raise EnvironmentMissing(f"{target.parent} không trả lại đúng những gì đã ghi: hãy thay vật mang.")


def to_drop(backups: list[Manifest], now: datetime) -> list[Manifest]:
    """What retention lets go: kept are all of 48 hours, the last of each of 35 days and of each of 24 months.

    Never dropped: the newest, and the newest that lies off this machine.
    """
    newest_first = sorted(backups, key=lambda one: one.made_at, reverse=True)
    kept = {one.name for one in newest_first[:1]}
    kept |= {one.name for one in [one for one in newest_first if one.copied_to][:1]}
    seen: set[tuple[str, str]] = set()
    for one in newest_first:
        age = now - datetime.fromisoformat(one.made_at)
        slots = [("day", one.made_at[:10])] if age <= timedelta(days=DAYS_KEPT) else []
        slots += [("month", one.made_at[:7])] if age <= timedelta(days=31 * MONTHS_KEPT) else []
        if age <= timedelta(hours=HOURS_KEPT) or any(slot not in seen for slot in slots):
            kept.add(one.name)
        seen.update(slots)
    return [one for one in newest_first if one.name not in kept]


def drop(folder: Path, manifest: Manifest) -> None:
    """Remove one backup and its sheet."""
    (folder / f"{manifest.name}{TAIL}").unlink(missing_ok=True)
    manifest_file(folder / f"{manifest.name}{TAIL}").unlink(missing_ok=True)


def all_backups(folder: Path) -> list[Manifest]:
    """Every whole backup of a folder, the newest first."""
    sheets = [read_manifest(path) for path in folder.glob("*.json")]
    there = [one for one in sheets if (folder / f"{one.name}{TAIL}").exists()]
    return sorted(there, key=lambda one: one.made_at, reverse=True)


def read_manifest(path: Path) -> Manifest:
    """A manifest's file.

    Raises:
        EnvironmentMissing: it is none.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(**value | {"copied_to": tuple(value["copied_to"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EnvironmentMissing(f"Tờ kê {path} không đọc được: {error}.") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the sheet beside a backup."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    write_whole(manifest_file(folder / f"{manifest.name}{TAIL}"), text.encode())


def manifest_file(file: Path) -> Path:
    """The sheet of a backup's file."""
    return file.with_name(file.name.removesuffix(TAIL) + ".json")


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@contextmanager
def private_folder(beside: Path) -> Iterator[Path]:
    """A folder only we read, on the same disk, gone afterwards.

    Raises:
        EnvironmentMissing: it cannot be made.
    """
    try:
        beside.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".duongthu-", dir=beside))
    except OSError as error:
        raise EnvironmentMissing(f"Không ghi được vào {beside}: {error.strerror}.") from error
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def to_disk(file: Path) -> None:
    """Wait until a file lies on the disk."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
