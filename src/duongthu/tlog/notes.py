"""Checkpoints as others read them: C2SP signed notes (Ed25519), with the cosignatures of witnesses; pure.

Sources: c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature (cosignature/v1).
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, COSIGNER = 0x01, 0x04  # kinds of keys: an Ed25519 note key, a timestamped Ed25519 cosigner
ROOT_BYTES, SIGNATURE_BYTES, KEY_BYTES, ID_BYTES, TIME_BYTES = 32, 64, 32, 4, 8
NAME = re.compile(r"[^\s+]{1,200}")
WHOLE = re.compile(r"0|[1-9][0-9]{0,18}")
SIGNED_BY = re.compile(r"— (?P<name>[^\s+]+) (?P<blob>[A-Za-z0-9+/]+={0,2})")
LONGEST_NOTE = 100_000


class NoteWrong(ValueError):
    """A text is no signed checkpoint, or no key; the Vietnamese sentence says why."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name: ``name+id+base64(kind, key)``.

    Attributes:
        kind: ``LOG`` or ``COSIGNER``.
        key: 32 bytes.
    """

    name: str
    kind: int
    key: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that say which key of that name signed."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[:ID_BYTES]

    def __str__(self) -> str:
        """The key as it is printed."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.key).decode()}"

    @classmethod
    def read(cls, text: str) -> "VerifierKey":
        """Read a key as it is printed.

        Raises:
            NoteWrong: it is none.
        """
        parts = text.strip().split("+", 2)
        try:
            name, given_id, blob = parts[0], bytes.fromhex(parts[1]), b64decode(parts[2], validate=True)
        except (IndexError, ValueError) as error:
            raise NoteWrong("khóa kiểm không đúng dạng tên+số+khóa") from error
        kind = blob[0] if blob else 0
        if not NAME.fullmatch(name) or kind not in {LOG, COSIGNER} or len(blob) != KEY_BYTES + 1:
            raise NoteWrong("khóa kiểm không đúng dạng tên+số+khóa")
        key = cls(name, kind, blob[1:])
        if key.id != given_id:
            raise NoteWrong(f"khóa kiểm «{name}» bị chép sai: số của khóa không khớp")
        return key


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name and kind."""

    name: str
    kind: int
    private: Ed25519PrivateKey

    @property
    def public(self) -> VerifierKey:
        """The key others check with."""
        return VerifierKey(self.name, self.kind, self.private.public_key().public_bytes_raw())

    def line(self, body: str, at: int = 0) -> str:
        """The signature line under a note's text.

        Args:
            at: seconds since 1970, said by a cosigner only.
        """
        if self.kind == COSIGNER:
            signature = at.to_bytes(TIME_BYTES) + self.private.sign(_timed(body, at))
        else:
            signature = self.private.sign(body.encode())
        return f"— {self.name} {b64encode(self.public.id + signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A signed text.

    Attributes:
        body: the text with its last newline.
        signatures: (name, id of the key, signature) of each line.
    """

    body: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @classmethod
    def read(cls, text: str) -> "Note":
        """Take a note apart; nothing is checked yet.

        Raises:
            NoteWrong: it is none.
        """
        body, gap, under = text.rpartition("\n\n")
        lines = under.split("\n")
        if (
            not gap
            or len(lines) == 1
            or lines[-1]
            or len(text) > LONGEST_NOTE
            or re.search(r"[\x00-\x09\x0b-\x1f]", text)
        ):
            raise NoteWrong("không phải một dấu niêm phong có chữ ký")
        return cls(body + "\n", tuple(_signature(line) for line in lines[:-1]))

    def signed_by(self, key: VerifierKey) -> bool:
        """Whether that key signed the text.

        Raises:
            NoteWrong: a signature bears its name and number and does not fit.
        """
        found = False
        for name, key_id, signature in self.signatures:
            if (name, key_id) == (key.name, key.id):
                _check(key, self.body, signature)
                found = True
        return found

    def text(self) -> str:
        """The note as it was."""
        lines = [f"— {n} {b64encode(i + s).decode()}\n" for n, i, s in self.signatures]
        return f"{self.body}\n{''.join(lines)}"

    def with_line(self, line: str) -> "Note":
        """The same note with one more signature; one of the same key is replaced."""
        added = _signature(line.rstrip("\n"))
        kept = tuple(one for one in self.signatures if one[:2] != added[:2])
        return Note(self.body, (*kept, added))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a log reached: its name, the number of leaves and the root over them."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, body: str) -> "Checkpoint":
        """Read a note's text; lines after the third say nothing to us.

        Raises:
            NoteWrong: it is no checkpoint.
        """
        lines = body.split("\n")
        try:
            origin, size, root = lines[0], lines[1], b64decode(lines[2], validate=True)
        except (IndexError, NoBase64, ValueError) as error:
            raise NoteWrong("không phải một dấu niêm phong: thiếu tên sổ, số dòng hay gốc") from error
        if not origin or not WHOLE.fullmatch(size) or len(root) != ROOT_BYTES:
            raise NoteWrong("không phải một dấu niêm phong: tên sổ, số dòng hay gốc không đúng dạng")
        return cls(origin, int(size), root)


def signed(checkpoint: Checkpoint, signer: Signer) -> Note:
    """The checkpoint under the log's own signature."""
    body = checkpoint.body()
    return Note.read(f"{body}\n{signer.line(body)}")


def _signature(line: str) -> tuple[str, bytes, bytes]:
    match = SIGNED_BY.fullmatch(line)
    try:
        blob = b64decode(match["blob"], validate=True) if match else b""
    except NoBase64 as error:
        raise NoteWrong("một dòng chữ ký không đúng dạng") from error
    if match is None or len(blob) <= ID_BYTES:
        raise NoteWrong("một dòng chữ ký không đúng dạng")
    return match["name"], blob[:ID_BYTES], blob[ID_BYTES:]


def _check(key: VerifierKey, body: str, signature: bytes) -> None:
    message, proof = body.encode(), signature
    if key.kind == COSIGNER:
        message, proof = _timed(body, int.from_bytes(signature[:TIME_BYTES])), signature[TIME_BYTES:]
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(proof, message)
    except InvalidSignature as error:
        raise NoteWrong(f"chữ ký của «{key.name}» không đúng") from error


def _timed(body: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{body}".encode()
