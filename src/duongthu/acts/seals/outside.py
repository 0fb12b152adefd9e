"""Holds the books against what is known outside the database: notes beside it, roots on paper, a witness's note."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duongthu.acts.epochs import current_epoch
from duongthu.acts.findings import Finding
from duongthu.acts.models import Epoch, Seal
from duongthu.acts.seals.publishing import books_folder, kept_note, log_signer, origin, seals_dir
from duongthu.acts.seals.tiles import stored_tree
from duongthu.tlog.api import Checkpoint, Note, NoteWrong, VerifierKey

ROOT_LINE = re.compile(r"\b(?P<root>[0-9a-f]{64})\b")
BOOKS = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody outside knows: a root, perhaps over how many leaves, and whose log.

    Attributes:
        size: None where only the root was printed.
        origin: empty where it was not said.
    """

    where: str
    root: str
    size: int | None = None
    origin: str = ""


def read_known(text: str, where: str) -> list[Known]:
    """What a file from outside says: a signed checkpoint, a seal or a proof as JSON, or printed roots.

    Raises:
        NoteWrong: nothing of these.
    """
    if "\n\n— " in text:
        return [_from_note(text, where)]
    try:
        value = json.loads(text)
    except ValueError:
        found = [Known(where, match["root"]) for match in ROOT_LINE.finditer(text)]
        if not found:
            raise NoteWrong("không có gốc nào trong tệp") from None
        return found
    seals = [value] if isinstance(value, dict) and "root" in value else []
    if isinstance(value, dict) and not seals:
        seals = [value[name] for name in ("seal", "old", "new") if isinstance(value.get(name), dict)]
    try:
        known = [Known(where, str(seal["root"]), int(seal["tree_size"])) for seal in seals]
    except (KeyError, ValueError, TypeError) as error:
        raise NoteWrong("không có gốc nào trong tệp") from error
    if not known:
        raise NoteWrong("không có gốc nào trong tệp")
    return known


def compare(known: Known) -> Iterator[Finding]:
    """Whether these books still hold what is known outside; what does not agree is named."""
    newest = Seal.objects.order_by("-seq").first()
    size, place = newest.tree_size if newest else 0, (known.where, "acts.seal")
    if known.origin and current_epoch() and known.origin != origin():
        yield from _other_life(known)
        return
    if known.size is None:
        if not Seal.objects.filter(root=known.root).exists():
            words = f"không có niêm phong nào mang gốc {known.root[:16]}… đã biết từ {place[0]}: sổ đã bị làm lại hoặc thay"
            yield Finding("acts.made_anew", words, place[1])
    elif known.size > size:
        words = (
            f"{place[0]} biết {known.size} dòng đã niêm phong, ở đây chỉ còn {size}: "
            "niêm phong cuối bị cắt, hoặc sổ bị thay bằng bản cũ"
        )
        yield Finding("acts.rolled_back", words, place[1], newest.seq if newest else None)
    elif known.size and _root_differs(known, size):
        words = f"{known.size} dòng đầu không còn mang gốc đã biết từ {place[0]}: niêm phong đã bị làm lại"
        yield Finding("acts.made_anew", words, place[1], _seal_over(known.size))


def check_outside() -> Iterator[Finding]:
    """The notes that lie beside the database: this post's own newest one, and each witness's."""
    return compare_all(notes_beside())


def compare_all(known: list[Known | Finding]) -> Iterator[Finding]:
    """Everything known outside against the books; what could not be read is a finding already."""
    for one in known:
        if isinstance(one, Finding):
            yield one
        else:
            yield from compare(one)


def notes_beside() -> list[Known | Finding]:
    """What the folder of seals knows.

    Whoever compares it with one unmoving picture of the books must read it before that picture is taken: the sealer
    writes on, and a note younger than the picture would look like a seal cut off.
    """
    folder, own = seals_dir(), books_folder()
    known = sorted(path for path in folder.iterdir() if path.is_dir() and BOOKS.fullmatch(path.name))
    known = [path for path in known if path != own]
    if known:
        words = "thư mục niêm phong giữ dấu của sổ khác: cơ sở dữ liệu này không phải sổ ấy, hoặc đã bị làm lại từ đầu"
        return [Finding("acts.other_books", words, "acts.epoch", known[0].name)]
    paths = [own / "checkpoint", *sorted((own / "cosigned").glob("[!.]*"))]
    return [_read_kept(path, own.parent) for path in paths if path.exists()]


def _read_kept(path: Path, folder: Path) -> Known | Finding:
    where, ours = f"tệp {path.relative_to(folder)}", log_signer()
    try:
        note = Note.read(path.read_text(encoding="utf-8"))
        kept = kept_note(path)
        signed = note.signed_by(VerifierKey(kept.checkpoint.origin, ours.kind, ours.public.key))
    except (NoteWrong, UnicodeDecodeError) as wrong:
        return Finding("acts.note_wrong", f"{where}: {wrong}", "acts.seal", path.name)
    if not signed:
        words = f"{where}: không có chữ ký của bưu điện này"
        return Finding("acts.note_wrong", words, "acts.seal", path.name)
    return Known(where, kept.checkpoint.root.hex(), kept.checkpoint.size, kept.checkpoint.origin)


def _other_life(known: Known) -> Iterator[Finding]:
    """A note of an epoch before: what it covers must stand up to where the restore set the books back."""
    name, _, number = known.origin.rpartition("/")
    here = origin().rpartition("/")[0]
    begun = (
        Epoch.objects.filter(number=int(number) + 1).first() if number.isdigit() and name == here else None
    )
    if begun is None:
        words = f"{known.where} là của sổ «{known.origin}», đây là «{origin()}»"
        yield Finding("acts.other_books", words, "acts.epoch")
    elif known.size and known.size <= begun.size and _root_differs(known, begun.size):
        words = f"{known.size} dòng đầu không còn mang gốc đã biết từ {known.where}: niêm phong đã bị làm lại"
        yield Finding("acts.made_anew", words, "acts.seal", _seal_over(known.size))
    # A note past the restored size tells of rows the restore lost: the restore has said so, and the epoch says it for ever.


def _root_differs(known: Known, size: int) -> bool:
    return stored_tree(size).root(known.size).hex() != known.root


def _seal_over(size: int) -> int | None:
    return Seal.objects.filter(tree_size__gte=size).order_by("seq").values_list("seq", flat=True).first()


def _from_note(text: str, where: str) -> Known:
    checkpoint = Checkpoint.read(Note.read(text).body)
    return Known(where, checkpoint.root.hex(), checkpoint.size, checkpoint.origin)
