"""The frame around each page: who sits where, which sections lead on, which theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Tone
from duongthu.kernel.clock import today

THEMES = ("light", "dark")


@dataclass(frozen=True)
class Seat:
    """Who works where; a desk's middleware sets it as ``request.seat`` after sign-in."""

    person: str
    post: str
    unit: str
    roles: frozenset[str] = frozenset()

    @property
    def initials(self) -> str:
        """Two letters for narrow screens."""
        return formats.initials(self.person)


@dataclass(frozen=True)
class Section:
    """A section of the navigation; ``key`` is pressed after G. No roles: shown to everybody signed in."""

    label: str | Promise
    href: str
    key: str
    roles: frozenset[str] = frozenset()
    order: int = 50


@dataclass(frozen=True)
class Shell:
    """What the base template needs."""

    seat: Seat | None
    sections: Sequence[Section]
    current: str
    business_on: date
    theme: str


_sections: list[Section] = []


class KeyTaken(ValueError):
    """Two sections want the same key."""


def register_section(section: Section) -> None:
    """Adds a section to the navigation; called from a desk's ``ready``. The same section twice is one.

    Raises:
        KeyTaken: another section has the key.
    """
    if section in _sections:
        return
    if any(s.key == section.key for s in _sections):
        raise KeyTaken(section.key)
    _sections.append(section)
    _sections.sort(key=lambda s: (s.order, s.key))


def sections_for(seat: Seat | None) -> list[Section]:
    """The sections a person may open; none without a seat."""
    if seat is None:
        return []
    return [s for s in _sections if not s.roles or s.roles & seat.roles]


def shell_of(request: HttpRequest) -> Shell:
    """The frame for this request."""
    seat: Seat | None = getattr(request, "seat", None)
    sections: Sequence[Section] = getattr(request, "sections", None) or sections_for(seat)
    here = [s.href for s in sections if request.path.startswith(s.href)]
    theme = request.COOKIES.get("theme", "")
    return Shell(
        seat, sections, max(here, key=len, default=""), today(), theme if theme in THEMES else "auto"
    )


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` in each template, and ``said``, the sentence kept for this page."""
    return {
        "shell": shell_of(request),
        "said": lambda: _take_said(request),
        "strangers": lambda: _strangers(request),
    }


def _strangers(request: HttpRequest) -> Sequence[Any]:
    """Sign-ins from new browsers this person has not been told of; a desk's middleware sets what finds them."""
    find = getattr(request, "find_strangers", None)
    return find() if find and getattr(request, "seat", None) else ()


def say(request: HttpRequest, tone: Tone, words: str) -> None:
    """Keep one sentence for the next page this person sees."""
    request.session["said"] = {"tone": tone.value, "words": words}


def _take_said(request: HttpRequest) -> dict[str, str] | None:
    if not hasattr(request, "session") or "said" not in request.session:
        return None
    said: dict[str, str] = request.session.pop("said")
    return said
