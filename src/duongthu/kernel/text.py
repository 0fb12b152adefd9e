"""Vietnamese text: composed form, search without accents, the order of the Vietnamese alphabet, names by given name."""

import unicodedata
from functools import lru_cache

from duongthu.kernel.refusal import Refusal

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
PUNCTUATION = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"  # in the order of the Unicode collation (CLDR root)
ANY_FIELD = "Nội dung"
INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")
)  # copied along from web pages, say nothing
SortKey = tuple[tuple[int, ...], tuple[int, ...], str]
_OTHER, _DIGIT, _LETTER, _FOREIGN = 1 << 20, 2 << 20, 3 << 20, 4 << 20
_RANK = {letter: _LETTER + number for number, letter in enumerate(ALPHABET)}
_RANK |= {mark: number for number, mark in enumerate(PUNCTUATION, start=1)}


class TooLong(Refusal):
    """The text is longer than the field takes."""

    code = "kernel.text_too_long"
    sentence = "«{label}» dài {length} ký tự, tối đa {limit}."


class Unprintable(Refusal):
    """The text holds control characters or broken letters."""

    code = "kernel.text_unprintable"
    sentence = "«{label}» có ký tự không in được ở vị trí {position}."


class Empty(Refusal):
    """The field must be filled."""

    code = "kernel.text_empty"
    sentence = "«{label}» không được để trống."


def nfc(text: str) -> str:
    """The composed form in which all text is kept."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """For searching: small letters, no marks, đ as d, single spaces; ``Đường  Thư`` and ``duong thu`` are one."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> SortKey:
    """Order of the Vietnamese alphabet, as ICU's ``vi``: spaces and signs, figures, letters (a ă â b … d đ e ê …).

    Tones decide only between words of the same letters, and small before capital only between the same tones.
    """
    composed = nfc(text)
    weights = [_weights(char) for char in composed.lower()]
    letters = tuple(letter for letter, _ in weights if letter)
    return letters, tuple(mark for _, mark in weights), composed.swapcase()


@lru_cache(maxsize=2_000)
def _weights(char: str) -> tuple[int, int]:
    """Place of the letter (0 for a mark that stands alone) and weight of its marks."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((TONES[mark] for mark in parts if mark in TONES), 0)
    letter = nfc("".join(mark for mark in parts if mark not in TONES))
    if letter in _RANK or not letter:
        return _RANK.get(letter, 0), tone
    if parts[0] in _RANK and len(parts) > 1:  # č, ñ, ŭ … of other tongues stand with their plain letter
        return _RANK[parts[0]], len(TONES) + ord(parts[1])
    if unicodedata.combining(parts[0]):
        return 0, len(TONES) + ord(parts[0])
    return _place(parts[0]), 0


def _place(char: str) -> int:
    if char.isdecimal():
        return _DIGIT + int(char)
    return (_FOREIGN if char.isalpha() else _OTHER) + ord(char)


def given_name_key(name: str) -> tuple[tuple[SortKey, ...], SortKey]:
    """Order of Vietnamese lists of people: by given name (the last word), then by the words before it.

    Capitals count only between names alike in all else, so that ``NGUYỄN VĂN AN`` stands among the ``An``.
    """
    words = nfc(name).lower().split()
    return tuple(sort_key(word) for word in [*words[-1:], *words[:-1]]), sort_key(name)


def clean_line(value: str, field: str, limit: int = 200, *, label: str = "", required: bool = False) -> str:
    """One line of typed text: composed, trimmed, single spaces, without the invisible signs of web pages.

    Args:
        value: as typed.
        field: the parameter to name in a refusal.
        limit: most characters kept.
        label: what the reader calls the field; by default the field's name, if that is Vietnamese.
        required: whether something must be left.

    Raises:
        TooLong: more than ``limit`` characters (also for a field of ten megabytes, which is not read further).
        Unprintable: a control character, a sign that turns the direction of writing, or half a letter.
        Empty: nothing is left and the field is required.
    """
    shown = label or (ANY_FIELD if field.isascii() else field)
    if len(value) > 4 * limit + 100:
        raise TooLong(field=field, label=shown, length=len(value), limit=limit)
    text = " ".join(nfc(value.translate(INVISIBLE)).split())
    if not text.isprintable():
        position = next(at for at, char in enumerate(text, start=1) if not char.isprintable())
        raise Unprintable(field=field, label=shown, position=position)
    if len(text) > limit:
        raise TooLong(field=field, label=shown, length=len(text), limit=limit)
    if required and not text:
        raise Empty(field=field, label=shown)
    return text
