"""Hamlets of a commune, the one an address names, and where its house stands.

No register of hamlets or houses could be had: hamlets come from ``data/hamlets.csv`` (synthetic), houses stand along lanes that
are the same for every hamlet but for their bearing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile
from math import cos, pi, radians, sin
from zlib import crc32

from duongthu.kernel.text import fold
from duongthu.network.rules.positions import METRES_PER_DEGREE, Position

MERGED, TWO_LEVELS = date(2024, 12, 1), date(2025, 7, 1)  # NQ 1248/NQ-UBTVQH15; NQ 202/2025/QH15
PERIODS = ((date(2020, 1, 1), "commune_2020"), (MERGED, "commune_2024"), (TWO_LEVELS, "commune_2025"))
KIND_WORDS = (
    "to dan pho",
    "khu dan cu",
    "khu pho",
    "thon",
    "xom",
    "lang",
    "khu",
    "doi",
    "tdp",
    "kdc",
    "kp",
    "ap",
)
COMMUNE_WORDS = frozenset(
    {"xa", "phuong", "tran", "huyen", "tinh", "pho"}
)  # what follows is no hamlet, unless a kind says so
NUMBER_WORDS = frozenset({"so", "sn", "nha"})
HALF = 0.5
HOUSE = re.compile(r"\b(?:so nha|nha so|so|sn)\W{0,3}(\d{1,4})|^\s*(\d{1,4})\b")
WORDS = re.compile(r"[a-z0-9]+")
HOUSE_METRES, LANE_METRES, SIDE_METRES = (
    12,
    40,
    7,
)  # front of a house; from lane to lane; from the middle of a lane to a house
HOUSES_OF_LANE, HOUSES_MOST = 40, 400  # numbers 0–39 stand on the first lane …; higher ones begin again
TEXT_MOST = 300


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A hamlet or residential group of a commune; ``name`` bears its kind ("Thôn Đào Xá"), ``people`` is its weight."""

    code: str
    name: str
    at: Position
    people: int
    synthetic: str


@dataclass(frozen=True, slots=True)
class Located:
    """Where an address lies.

    Attributes:
        found: "hamlet" when the text names one of the commune; "commune" when it does not and the commune's own point stands in.
        hamlet: the hamlet's code, empty for "commune".
        house: the house number read in the text, 0 when there is none.
    """

    at: Position
    found: str
    hamlet: str = ""
    house: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A hamlet's name ready for searching: its words without kind and accents."""

    words: tuple[str, ...]
    hamlet: Hamlet


def periods_until(on: date) -> list[str]:
    """The columns of ``hamlets.csv`` that name communes of that day and before, latest first."""
    return [column for since, column in reversed(PERIODS) if since <= on]


def named(hamlets: Iterable[Hamlet]) -> tuple[Named, ...]:
    """The names of hamlets ready for ``hamlet_in``."""
    return tuple(Named(_bare(_words(hamlet.name)), hamlet) for hamlet in hamlets)


def hamlet_in(text: str, names: Sequence[Named]) -> Hamlet | None:
    """The hamlet an address names: one after a word like *thôn* before any other, a longer name before a shorter.

    A name of one word ("Thôn Đông") counts only after such a word.
    """
    words = _words(text)
    best: tuple[bool, int, int] = (False, 0, 0)
    found: Hamlet | None = None
    for name in names:
        for start in _starts(words, name.words):
            after_kind = _kind_ends_at(words, start)
            rank = (after_kind, len(name.words), -start)
            if (after_kind or _may_stand_alone(words, start, name.words)) and (found is None or rank > best):
                best, found = rank, name.hamlet
    return found


def most_alike(text: str, names: Sequence[Named], many: int) -> tuple[Hamlet, ...]:
    """The hamlets whose names are spelt most like what the text says, the likest first; none below half alike."""
    said = _said(_words(text))
    ranked = sorted(((_likeness(said, name.words), name.hamlet) for name in names), key=lambda pair: -pair[0])
    return tuple(hamlet for likeness, hamlet in ranked[:many] if likeness >= HALF)


def house_in(text: str) -> int:
    """The house number of an address ("số 12", "SN 12A", "12 …"); 0 when none is given."""
    match = HOUSE.search(fold(text[:TEXT_MOST]))
    return int(match[1] or match[2]) if match else 0


def house_at(hamlet: Hamlet, number: int) -> Position:
    """Where a house stands: even and odd numbers face each other along lanes that turn at their ends.

    Made up, and the same on every machine: 12 lies next to 14, opposite 13; number 0 is the hamlet's own point.
    """
    if number <= 0:
        return hamlet.at
    lane, place = divmod(number % HOUSES_MOST, HOUSES_OF_LANE)
    pairs = HOUSES_OF_LANE // 2
    step = place // 2 if lane % 2 == 0 else pairs - 1 - place // 2
    along = (step - (pairs - 1) / 2) * HOUSE_METRES
    lanes = HOUSES_MOST // HOUSES_OF_LANE
    across = (lane - (lanes - 1) / 2) * LANE_METRES + (SIDE_METRES if place % 2 else -SIDE_METRES)
    return moved(hamlet.at, along, across, bearing_of(hamlet.code))


def bearing_of(code: str) -> float:
    """The bearing of a hamlet's lanes, radians, by its code."""
    return crc32(code.encode()) % 180 * pi / 180


def moved(at: Position, along: float, across: float, bearing: float) -> Position:
    """A position some metres along and across a bearing."""
    north = along * cos(bearing) - across * sin(bearing)
    east = along * sin(bearing) + across * cos(bearing)
    width = METRES_PER_DEGREE * cos(radians(at.latitude))
    return Position(at.latitude + north / METRES_PER_DEGREE, at.longitude + east / width)


@lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORDS.findall(fold(text[:TEXT_MOST])))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name's words without the kind before them."""
    return next((words[n:] for n in (3, 2, 1) if " ".join(words[:n]) in KIND_WORDS and words[n:]), words)


def _said(words: tuple[str, ...]) -> tuple[str, ...]:
    """What follows the first kind of hamlet, or the whole text, up to a number."""
    after = next((n for n in range(1, len(words)) if _kind_ends_at(words, n)), 0)
    return tuple(takewhile(lambda word: not word.isdigit() and word not in NUMBER_WORDS, words[after:]))


def _likeness(said: tuple[str, ...], name: tuple[str, ...]) -> float:
    return SequenceMatcher(None, " ".join(said[: len(name)]), " ".join(name)).ratio()


def _starts(words: tuple[str, ...], name: tuple[str, ...]) -> list[int]:
    first, size = name[0], len(name)
    return [n for n, word in enumerate(words) if word == first and words[n : n + size] == name]


def _may_stand_alone(words: tuple[str, ...], start: int, name: tuple[str, ...]) -> bool:
    return len(name) > 1 and (start == 0 or words[start - 1] not in COMMUNE_WORDS)


def _kind_ends_at(words: tuple[str, ...], end: int) -> bool:
    """Whether the words right before a place are a kind of hamlet."""
    return any(" ".join(words[max(0, end - n) : end]) in KIND_WORDS for n in (1, 2, 3))
