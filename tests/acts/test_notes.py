"""Signed notes: read as others write them, written as others read them."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from duongthu.tlog.notes import COSIGNER, LOG, Checkpoint, Note, NoteWrong, Signer, VerifierKey, signed

# The example of golang.org/x/mod/sumdb/note, made by other software.
FOREIGN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
FOREIGN = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@pytest.fixture
def log():
    """A log's signer with a key of its own."""
    return Signer("duongthu-thu/1", LOG, Ed25519PrivateKey.generate())


@pytest.fixture
def witness():
    """A witness's signer."""
    return Signer("tien-lu/1", COSIGNER, Ed25519PrivateKey.generate())


def test_a_note_of_other_software_is_read():
    """The format is not ours: a note and a key made elsewhere hold here, and a changed letter does not."""
    key = VerifierKey.read(FOREIGN_KEY)
    assert str(key) == FOREIGN_KEY
    assert Note.read(FOREIGN).signed_by(key)
    assert Note.read(FOREIGN).text() == FOREIGN
    with pytest.raises(NoteWrong):
        Note.read(FOREIGN.replace("answer", "anchor")).signed_by(key)


def test_a_checkpoint_goes_round(log, witness):
    """Log and witness sign; both are found again, a stranger is not."""
    checkpoint = Checkpoint("duongthu-thu/1", 300, b"\x07" * 32)
    note = signed(checkpoint, log)
    cosigned = Note.read(note.with_line(witness.line(note.body, 1_600_000_000)).text())
    assert Checkpoint.read(cosigned.body) == checkpoint
    assert cosigned.signed_by(log.public)
    assert cosigned.signed_by(witness.public)
    assert not note.signed_by(witness.public)
    assert not cosigned.signed_by(replace(witness.public, key=b"\x01" * 32))


def test_a_cosignature_binds_its_time(log, witness):
    """A witness's word of last year must not pass for today's."""
    note = signed(Checkpoint("a/1", 1, b"\x00" * 32), log)
    name, key_id, signature = Note.read(note.with_line(witness.line(note.body, 5)).text()).signatures[-1]
    later = Note(note.body, ((name, key_id, (6).to_bytes(8) + signature[8:]),))
    with pytest.raises(NoteWrong):
        later.signed_by(witness.public)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "a\n1\nAA==\n", "a\n\n— b c", "a\n\n— b !!\n", "a\x00\n\n— b AAAAAAAA\n", "a\n\n- b AAAA\n"],
)
def test_what_is_no_note_is_refused(text):
    """A broken file is named, not met as a trace."""
    with pytest.raises(NoteWrong):
        Note.read(text)


@pytest.mark.parametrize(
    "body", ["", "a\n", "a\n-1\nAA==\n", "a\n01\nAA==\n", "a\n5\nAA==\n", "\n5\n" + "A" * 43 + "=\n"]
)
def test_what_is_no_checkpoint_is_refused(body):
    """Size and root must be what they say."""
    with pytest.raises(NoteWrong):
        Checkpoint.read(body)


@pytest.mark.parametrize(
    "text", ["", "a+b", "a+00000000+AA==", FOREIGN_KEY.replace("c74f", "c74e"), "a b+" + FOREIGN_KEY[13:]]
)
def test_what_is_no_key_is_refused(text):
    """A key copied wrongly would trust nobody or somebody else."""
    with pytest.raises(NoteWrong):
        VerifierKey.read(text)
