"""Files that must be whole and private: signing keys, notes. Knows nothing of the database."""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from duongthu.tlog.notes import NoteWrong


def key_in(file: Path) -> Ed25519PrivateKey:
    """The private key of a file; made once, readable by the owner only.

    Raises:
        NoteWrong: the file holds no Ed25519 key.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            fresh = Ed25519PrivateKey.generate()
            opened.write(fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except ValueError as error:
        raise NoteWrong(f"tệp {file.name} không phải khóa Ed25519") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoteWrong(f"tệp {file.name} không phải khóa Ed25519")
    return key


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file so that it is never seen half written, and survives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
