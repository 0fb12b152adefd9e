"""A problem's file cut into headers (``NAME : value``) and sections (``NAME_SECTION`` and rows of numbers)."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from duongthu.routing.files.wrong import WrongFile, why

HEADING = "_SECTION"
REMARKS = {"COMMENT"}  # headers that say nothing of the problem, and may come as often as they like
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # no file of words holds these


@dataclass(frozen=True, slots=True)
class Header:
    """One ``NAME : value`` and its line."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """One section: the line of its heading, and of every row its line and its words."""

    name: str
    line: int
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole file, cut but not understood yet."""

    file: Path
    headers: dict[str, Header]
    sections: dict[str, Section]

    def wrong(self, code: str, section: str = "", line: int = 0, **details: object) -> WrongFile:
        """What is wrong, with this file's name."""
        return WrongFile(code, self.file, section=section, line=line, **details)


def text_of(file: Path) -> str:
    """The text of a file.

    Raises:
        WrongFile: it cannot be read, or is no text.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise WrongFile("routing.file_unreadable", file, reason=error.strerror or error) from error
    found = _NO_TEXT.search(data)
    if found:
        raise WrongFile("routing.file_unreadable", file, reason=why("no_text", at=found.start()))
    try:
        return data.decode("utf-8")
    except (
        UnicodeDecodeError
    ):  # old files have names and remarks in Latin-1; words that are read are ASCII in both
        return data.decode("latin-1")


def cut(file: Path, text: str) -> Layout:
    """Cut a file into headers and sections; a mark of UTF-8 at its head is no part of it.

    Raises:
        WrongFile: a line is neither, or a name comes twice.
    """
    layout = Layout(file, {}, {})
    section: Section | None = None
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0].rstrip(":").upper() == "EOF":
            break
        if section is not None and not _is_name(words[0]):
            section.rows.append((number, words))
        else:
            section = _heading(layout, line, number)
    return layout


def _is_name(word: str) -> bool:
    """Whether a line that begins so is a header or a heading: numbers begin with a digit, a sign or a point."""
    return word[0].isalpha() and word.rstrip(":").lower() not in {"nan", "inf", "infinity"}


def _heading(layout: Layout, line: str, number: int) -> Section | None:
    """Take note of a header, or begin a section."""
    name, colon, value = (part.strip() for part in line.partition(":"))
    name = name.upper()
    if name.endswith(HEADING) and not value:
        name = name.removesuffix(HEADING)
        if name in layout.sections:
            raise layout.wrong("routing.file_section_twice", line=number, name=name + HEADING)
        layout.sections[name] = Section(name, number)
        return layout.sections[name]
    if not colon or not name.replace("_", "").isalnum():
        raise layout.wrong("routing.file_line_unknown", line=number, text=line.strip())
    if name in layout.headers and name not in REMARKS:
        raise layout.wrong("routing.file_header_twice", line=number, name=name)
    layout.headers[name] = Header(value, number)
    return None
