"""Lets seals go out: a checkpoint signed by this post, kept beside the database and laid out for whoever wants to look.

Folder (``settings.SEALS_DIR``)::

    key                             this post's signing key (only the owner reads it)
    witnesses                       verifier keys of witnesses, one a line
    <id of the books>/checkpoint    the newest seal as a signed note
    <id of the books>/cosigned/…    the newest note that each witness cosigned
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from duongthu.acts.epochs import books_id, current_epoch
from duongthu.acts.models import Seal
from duongthu.acts.refusals import NoteRefused
from duongthu.acts.seals.sealing import make_seal
from duongthu.acts.seals.tiles import level_hashes
from duongthu.tlog.api import (
    COSIGNER,
    HASH_BYTES,
    LOG,
    TILE,
    Checkpoint,
    Note,
    NoteWrong,
    Signer,
    VerifierKey,
    key_in,
    signed,
    tile_path,
    tiles_of,
    write_whole,
)

TILE_PATH = re.compile(
    r"tile/(?P<level>[0-5])/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)
MOST_TILES = 2**40


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A checkpoint that lies outside the database.

    Attributes:
        witnesses: names of the known witnesses who cosigned it.
    """

    path: Path
    checkpoint: Checkpoint
    witnesses: tuple[str, ...] = ()


def seals_dir() -> Path:
    """The folder of keys and notes; made when it is missing."""
    folder = Path(settings.SEALS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def origin() -> str:
    """The log's name: the post's, with the epoch; a server set back is another log than the one before.

    Raises:
        NoteRefused: nothing was sealed yet.
    """
    books, epoch = books_id(), current_epoch()
    if books is None or epoch is None:
        raise NoteRefused(reason="chưa có niêm phong nào")
    return f"{settings.SEAL_ORIGIN or f'duongthu-{books.hex}'}/{epoch.number}"


def log_signer() -> Signer:
    """Signs in this post's name."""
    return Signer(origin(), LOG, key_in(seals_dir() / "key"))


def checkpoint_of(seal: Seal) -> Checkpoint:
    """A seal as others read it."""
    return Checkpoint(origin(), seal.tree_size, bytes.fromhex(seal.root))


def seal_and_publish() -> tuple[Seal, Note]:
    """Make a seal and put its signed checkpoint beside the database."""
    seal = make_seal()
    note = signed(checkpoint_of(seal), log_signer())
    write_whole(books_folder() / "checkpoint", note.text().encode())
    return seal, note


def newest_note() -> Note:
    """The newest checkpoint with all cosignatures that came in for it."""
    seal = Seal.objects.order_by("-seq").first()
    if seal is None:
        raise NoteRefused(reason="chưa có niêm phong nào")
    note = signed(checkpoint_of(seal), log_signer())
    for kept in cosigned_notes():
        if kept.checkpoint.body() == note.body:
            found = Note.read(kept.path.read_text(encoding="utf-8"))
            note = Note(
                note.body, (*note.signatures, *(s for s in found.signatures if s not in note.signatures))
            )
    return note


def books_folder(books: UUID | None = None) -> Path:
    """Where the notes of these books lie."""
    known = books or books_id()
    return seals_dir() / (known.hex if known else "none")


def known_witnesses() -> list[VerifierKey]:
    """Keys of witnesses that were made known here."""
    file = seals_dir() / "witnesses"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [VerifierKey.read(line) for line in lines if line.strip()]


def add_witness(text: str) -> VerifierKey:
    """Make a witness known.

    Raises:
        NoteRefused: no key of a cosigner.
    """
    try:
        key = VerifierKey.read(text)
    except NoteWrong as wrong:
        raise NoteRefused(reason=str(wrong)) from wrong
    if key.kind != COSIGNER:
        raise NoteRefused(reason=f"«{key.name}» không phải khóa của người chứng kiến (cosignature/v1)")
    kept = [str(one) for one in known_witnesses() if one.name != key.name]
    write_whole(seals_dir() / "witnesses", "\n".join([*kept, str(key), ""]).encode())
    return key


def take_cosigned(text: str) -> KeptNote:
    """Keep a checkpoint of ours that a known witness cosigned.

    Raises:
        NoteRefused: not ours, signed by nobody known, or another root than the books have.
    """
    try:
        note = Note.read(text)
        checkpoint = Checkpoint.read(note.body)
        ours = checkpoint.origin == origin() and note.signed_by(log_signer().public)
        names = tuple(key.name for key in known_witnesses() if note.signed_by(key))
    except NoteWrong as wrong:
        raise NoteRefused(reason=str(wrong)) from wrong
    if not ours:
        raise NoteRefused(reason="không phải dấu của bưu điện này")
    if not names:
        raise NoteRefused(reason="không có chữ ký của người chứng kiến nào đã biết")
    for name in names:
        path = books_folder() / "cosigned" / re.sub(r"[^A-Za-z0-9.-]+", "_", name)
        known = kept_note(path) if path.exists() else None
        if (
            known is None
            or known.checkpoint.origin != checkpoint.origin
            or known.checkpoint.size <= checkpoint.size
        ):
            write_whole(path, text.encode())
    return KeptNote(path, checkpoint, names)


def kept_note(path: Path) -> KeptNote:
    """A kept note, its signatures checked against the keys known here.

    Raises:
        NoteWrong: it cannot be read or a signature is wrong.
    """
    try:
        note = Note.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise NoteWrong("không đọc được") from error
    names = tuple(key.name for key in known_witnesses() if note.signed_by(key))
    return KeptNote(path, Checkpoint.read(note.body), names)


def cosigned_notes() -> Iterator[KeptNote]:
    """The newest note of each witness, of these books."""
    folder = books_folder() / "cosigned"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        with suppress(NoteWrong):  # verify names it
            yield kept_note(path)


def last_witnessed() -> KeptNote | None:
    """The largest checkpoint of this epoch that a known witness cosigned."""
    name = origin() if current_epoch() else ""
    notes = [kept for kept in cosigned_notes() if kept.witnesses and kept.checkpoint.origin == name]
    return max(notes, key=lambda kept: kept.checkpoint.size, default=None)


def published(path: str) -> bytes | None:
    """What lies below the log's address over HTTP: the checkpoint or one tile; None where nothing does."""
    if not Seal.objects.exists():
        return None
    if path == "checkpoint":
        return newest_note().text().encode()
    match = TILE_PATH.fullmatch(path)
    if match is None:
        return None
    level, width = int(match["level"]), int(match["width"] or TILE)
    number = int(match["number"].replace("/", "").replace("x", ""))
    if tile_path(level, number, width) != path or number > MOST_TILES:
        return None
    found = level_hashes(level, number, width)
    return found if len(found) == width * HASH_BYTES else None


def lay_out(folder: Path) -> int:
    """Write the newest checkpoint and all tiles it needs below a folder (a stick, a web server); gives files written.

    Full tiles that lie there already are left as they are.
    """
    note, written = newest_note(), 0
    size = Checkpoint.read(note.body).size
    for level, number, width in tiles_of(size):
        path = folder / tile_path(level, number, width)
        if width < TILE or not path.exists():
            write_whole(path, level_hashes(level, number, width), 0o644)
            written += 1
    write_whole(folder / "checkpoint", note.text().encode(), 0o644)
    return written + 1
