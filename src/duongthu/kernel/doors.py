"""Who may come through a door: said once at each view, asked before the view runs.

Web frameworks know nothing of this module and it knows nothing of them: a view is any function.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

V = TypeVar("V", bound=Callable[..., object])
MARK = "audience"


class Entry(StrEnum):
    """What one must show at the door."""

    PUBLIC = "public"  # nothing
    MACHINE = "machine"  # a token, which the view itself asks for
    PERSON = "person"  # to be signed in, with or without a post today
    POST = "post"  # to be signed in and to hold one of the audience's roles today


@dataclass(frozen=True, slots=True)
class Audience:
    """Those a view is for; ``roles`` counts only for ``Entry.POST``, where no role means nobody."""

    name: str
    entry: Entry
    roles: frozenset[str] = frozenset()

    def admits(self, roles: Iterable[str]) -> bool:
        """Whether somebody with these roles today may come in."""
        return self.entry is not Entry.POST or bool(self.roles & frozenset(roles))


PUBLIC = Audience("ai cũng xem được", Entry.PUBLIC)
MACHINE = Audience("máy có mã truy cập", Entry.MACHINE)
PERSON = Audience("ai đã đăng nhập", Entry.PERSON)


def holders(name: str, roles: Iterable[str]) -> Audience:
    """Those who hold one of these roles today."""
    return Audience(name, Entry.POST, frozenset(roles))


def open_to(audience: Audience) -> Callable[[V], V]:
    """Declare for whom a view is; a view without a declaration is for nobody."""

    def declare(view: V) -> V:
        setattr(view, MARK, audience)
        return view

    return declare


def audience_of(view: object) -> Audience | None:
    """For whom a view is; None: nobody said so, and nobody may come in."""
    return getattr(view, MARK, None)
