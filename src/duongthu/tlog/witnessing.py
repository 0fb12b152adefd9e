"""A witness: keeps the last root it saw, makes sure the log only grew from it, and cosigns. Needs no database.

It may run at a district post, or on a stick with a laptop. Its folder holds its key (``key``) and, for each log, the
last checkpoint it cosigned (``seen/…``) and the log's verifier key (``logs``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from duongthu.tlog.keys import key_in, write_whole
from duongthu.tlog.layout import TileMissing, consistent, tree_from
from duongthu.tlog.notes import COSIGNER, LOG, Checkpoint, Note, NoteWrong, Signer, VerifierKey

SECONDS = 20
LARGEST = 1_000_000


class WitnessRefuses(Exception):
    """The log is not what it was, or not what it says; the Vietnamese sentence says how."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What one look came to.

    Attributes:
        before: leaves at the last look; None at the first.
        note: the checkpoint with this witness's cosignature.
    """

    checkpoint: Checkpoint
    before: int | None
    note: Note


@dataclass(frozen=True, slots=True)
class Witness:
    """One witness with its folder."""

    folder: Path
    name: str

    @property
    def signer(self) -> Signer:
        """Its key; made when it is missing."""
        return Signer(self.name, COSIGNER, key_in(self.folder / "key"))

    def look(self, read: Callable[[str], bytes], trusted: VerifierKey | None, at: datetime) -> Witnessed:
        """Read the log's checkpoint and cosign it where it goes on from the last one seen.

        Args:
            read: gives the bytes of a path below the log's address.
            trusted: the log's verifier key; needed at the first look, and when a restored server begins a new epoch.

        Raises:
            WitnessRefuses: no key, a wrong signature, a log cut off, set back or made anew.
        """
        try:
            note = Note.read(read("checkpoint").decode())
            checkpoint = Checkpoint.read(note.body)
            self._know(note, checkpoint, trusted)
            before = self._grew(checkpoint, read)
        except (NoteWrong, TileMissing, UnicodeDecodeError, OSError) as error:
            raise WitnessRefuses(str(error)) from error
        cosigned = note.with_line(self.signer.line(note.body, int(at.timestamp())))
        write_whole(self._seen(checkpoint.origin), cosigned.text().encode())
        return Witnessed(checkpoint, before, cosigned)

    def _know(self, note: Note, checkpoint: Checkpoint, trusted: VerifierKey | None) -> None:
        file = self.folder / "logs"
        keys = [VerifierKey.read(line) for line in file.read_text().splitlines()] if file.exists() else []
        key = trusted or next((one for one in keys if one.name == checkpoint.origin), None)
        if key is None:
            others = ", ".join(one.name for one in keys)
            hint = f"; đã biết: {others}. Máy chủ vừa khôi phục thì mang tên mới" if keys else ""
            raise WitnessRefuses(f"chưa biết khóa của sổ «{checkpoint.origin}» (cho bằng --log-key){hint}")
        if key.kind != LOG or key.name != checkpoint.origin or not note.signed_by(key):
            raise WitnessRefuses(f"dấu niêm phong không mang chữ ký của «{key.name}»")
        if key not in keys:
            write_whole(file, "".join(f"{one}\n" for one in [*keys, key]).encode())

    def _grew(self, checkpoint: Checkpoint, read: Callable[[str], bytes]) -> int | None:
        tree = tree_from(checkpoint.size, read)
        if tree.root() != checkpoint.root:
            raise WitnessRefuses("các ô băm không dẫn tới gốc đã ký")
        seen = self._seen(checkpoint.origin)
        if not seen.exists():
            return None
        last = Checkpoint.read(Note.read(seen.read_text(encoding="utf-8")).body)
        if checkpoint.size < last.size:
            lost = last.size - checkpoint.size
            raise WitnessRefuses(
                f"SỔ BỊ LÙI: lần trước {last.size} dòng, nay còn {checkpoint.size} (mất {lost} dòng đã niêm phong)"
            )
        if not consistent(last.size, last.root, tree):
            raise WitnessRefuses(f"SỔ BỊ LÀM LẠI: {last.size} dòng đầu không còn là những dòng đã chứng kiến")
        return last.size

    def _seen(self, origin: str) -> Path:
        return self.folder / "seen" / re.sub(r"[^A-Za-z0-9.-]+", "_", origin)


def reader(source: str) -> Callable[[str], bytes]:
    """Reads below a folder or an ``http(s)://`` address.

    Raises (the reader):
        OSError: what is asked for is not there.
    """
    if not re.match(r"https?://", source):
        return lambda path: (Path(source) / path).read_bytes()

    def fetch(path: str) -> bytes:
        try:
            with urlopen(f"{source.rstrip('/')}/{path}", timeout=SECONDS) as answer:  # noqa: S310  (only http and https come here)
                content: bytes = answer.read(LARGEST)
        except URLError as error:
            raise OSError(f"không đọc được {path} ở {source}: {error}") from error
        return content

    return fetch


def hand_in(source: str, note: Note) -> None:
    """Give the cosigned checkpoint back: over HTTP, or as a file beside the tiles.

    Raises:
        OSError: it is not taken.
    """
    if not re.match(r"https?://", source):
        name = re.sub(r"[^A-Za-z0-9.-]+", "_", note.signatures[-1][0])
        write_whole(Path(source) / "cosigned" / name, note.text().encode(), 0o644)
        return
    request = Request(f"{source.rstrip('/')}/cosigned", note.text().encode(), method="POST")  # noqa: S310
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  (only http and https come here)
            answer.read(LARGEST)
    except URLError as error:
        raise OSError(f"{source} không nhận dấu đã ký: {error}") from error
