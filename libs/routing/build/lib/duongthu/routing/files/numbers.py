"""Numbers out of words: finite, whole where they must be, within bounds, or refused with their line."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.files.layout import HEADING, Layout, Section

MOST = 10**9
"""The largest number taken, after scaling: sums of many still fit 64 bits, and one distance 32."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def whole_header(layout: Layout, name: str, least: int, most: int = MOST) -> int | None:
    """A header that holds a whole number; None where it is missing."""
    header = layout.headers.get(name)
    if header is None:
        return None
    number = _float(header.value)
    if number is None or number != int(number) or not least <= number <= most:
        raise layout.wrong("routing.file_header_wrong", line=header.line, name=name, text=header.value)
    return int(number)


def float_header(layout: Layout, name: str) -> float | None:
    """A header that holds a number of at least 0; None where it is missing."""
    header = layout.headers.get(name)
    if header is None:
        return None
    number = _float(header.value)
    if number is None or not 0 <= number <= MOST:
        raise layout.wrong("routing.file_header_wrong", line=header.line, name=name, text=header.value)
    return number


def table(layout: Layout, name: str, columns: int, rows: int) -> Floats | None:
    """A section with one row for each number from 1 to ``rows``: float64 (rows, columns); None where it is missing.

    Raises:
        WrongFile: a row is too short or too long, a number comes twice, is missing or beyond ``rows``.
    """
    section = layout.sections.get(name)
    if section is None:
        return None
    for line, words in section.rows:
        if len(words) != columns + 1:
            raise _wrong(layout, section, "row_wrong", line, expected=columns + 1, found=len(words))
    values = floats(layout, section).reshape(-1, columns + 1)
    order = _order(layout, section, values[:, 0], rows)
    return values[order, 1:]


def _order(layout: Layout, section: Section, numbers: Floats, rows: int) -> NDArray[np.intp]:
    """Row of the section for each number."""
    seen: dict[float, int] = {}
    for row, (number, (line, words)) in enumerate(zip(numbers, section.rows, strict=True)):
        if not 1 <= number <= rows or number != int(number):
            raise _wrong(layout, section, "node_unknown", line, node=words[0], dimension=rows)
        if number in seen:
            raise _wrong(layout, section, "node_twice", line, node=words[0])
        seen[number] = row
    if len(seen) < rows:
        missing = next(number for number in range(1, rows + 1) if number not in seen)
        raise _wrong(layout, section, "node_missing", section.line, node=missing)
    return np.argsort(numbers)


def floats(layout: Layout, section: Section) -> Floats:
    """All numbers of a section, one after another."""
    words = [word for _, row in section.rows for word in row]
    try:
        values = np.array(words, dtype=np.float64)
    except ValueError:
        values = np.full(len(words), np.nan)
    if not np.isfinite(values).all():
        for line, row in section.rows:
            for word in row:
                if _float(word) is None:
                    raise _wrong(layout, section, "number_wrong", line, text=word)
        values = np.array([float(word) for word in words])
    return values


def whole(layout: Layout, name: str, values: Floats, most: int = MOST) -> Whole:
    """Values of a section's rows as whole numbers from 0 on.

    Raises:
        WrongFile: one is not whole, negative or too large.
    """
    for wrong, code in (
        (values < 0, "number_negative"),
        (values > most, "number_too_large"),
        (values != np.floor(values), "number_not_whole"),
    ):
        found = np.argwhere(wrong)
        if len(found):
            section, (row, *_) = layout.sections[name], found[0]
            text = f"{values[tuple(found[0])]:g}"
            line = _line_of_number(section, int(row) + 1)
            raise _wrong(layout, section, code, line, text=text, most=most)
    return values.astype(np.int64)


def line_of(section: Section, word: int) -> int:
    """The line on which the section's n-th word stands."""
    for line, words in section.rows:
        word -= len(words)
        if word < 0:
            return line
    return section.line


def _line_of_number(section: Section, number: int) -> int:
    return next((line for line, words in section.rows if _float(words[0]) == number), section.line)


def _wrong(layout: Layout, section: Section, code: str, line: int, **details: object) -> Exception:
    return layout.wrong(f"routing.file_{code}", section.name + HEADING, line, **details)


def _float(word: str) -> float | None:
    """A finite number, or None; underscores and other alphabets are no part of one."""
    if not word.isascii() or "_" in word:
        return None
    try:
        value = float(word)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def list_of(values: Sequence[float]) -> str:
    """Numbers as they are shown in a sentence."""
    return ", ".join(f"{value:g}" for value in values)
