"""Vietnamese text: composed form, search without accents, the order of the Vietnamese alphabet, names by given name."""

import unicodedata
from functools import lru_cache

from duongthu.kernel.refusal import Refusal

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_RANK = {letter: number for number, letter in enumerate(ALPHABET, start=1)}


class TooLong(Refusal):
    """The text is longer than the field takes."""

    code = "kernel.text_too_long"
    sentence = "«{field_name}» dài {length} ký tự, tối đa {limit}."


class Unprintable(Refusal):
    """The text holds control characters or broken letters."""

    code = "kernel.text_unprintable"
    sentence = "«{field_name}» có ký tự không in được ở vị trí {position}."


class Empty(Refusal):
    """The field must be filled."""

    code = "kernel.text_empty"
    sentence = "«{field_name}» không được để trống."


def nfc(text: str) -> str:
    """The composed form in which all text is kept."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """For searching: small letters, no marks, đ as d, single spaces; ``Đường  Thư`` and ``duong thu`` are one."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Order of the Vietnamese alphabet: first the letters (a ă â b … d đ e ê …), then the tones, then the case."""
    letters: list[int] = []
    tones: list[int] = []
    for char in nfc(text):
        letter, tone = _letter_and_tone(char.lower())
        letters.append(_RANK[letter] + 1_000 if letter in _RANK else ord(letter[0]) % 1_000)
        tones.append(tone)
    return tuple(letters), tuple(tones), text.swapcase()


def _letter_and_tone(char: str) -> tuple[str, int]:
    parts = unicodedata.normalize("NFD", char)
    tone = next((TONES[mark] for mark in parts if mark in TONES), 0)
    letter = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES))
    return letter or char, tone


def given_name_key(name: str) -> tuple[object, ...]:
    """Order of Vietnamese lists of people: by given name (the last word), then by the words before it."""
    words = name.split()
    return tuple(sort_key(word) for word in [*words[-1:], *words[:-1]])


def clean_line(value: str, field: str, limit: int = 200, *, required: bool = False) -> str:
    """One line of typed text: composed, trimmed, single spaces.

    Raises:
        TooLong: more than ``limit`` characters (also for a field of ten megabytes, which is not read further).
        Unprintable: a control character or half a letter.
        Empty: nothing is left and the field is required.
    """
    if len(value) > 4 * limit + 100:
        raise TooLong(field=field, field_name=field, length=len(value), limit=limit)
    text = " ".join(nfc(value).split())
    for position, char in enumerate(text, start=1):
        if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}:
            raise Unprintable(field=field, field_name=field, position=position)
    if len(text) > limit:
        raise TooLong(field=field, field_name=field, length=len(text), limit=limit)
    if required and not text:
        raise Empty(field=field, field_name=field)
    return text
