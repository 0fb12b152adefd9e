"""What a recount finds: nothing, or rows named with day and unit; and the list of all recounts."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree.

    Attributes:
        table: journal or projection, and ``row`` its row number or key.
        day: business date (ISO), empty when the row has none.
        unit: id of the unit, or None.
    """

    code: str
    message: str
    table: str
    row: object = None
    day: str = ""
    unit: object = None

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON values."""
        return asdict(self)


Check = Callable[[], Iterator[Finding]]
_checks: dict[str, Check] = {}
_left_out: dict[str, Callable[[], str]] = {}


def register_check(name: str, check: Check) -> None:
    """Add a recount to ``duongthu verify`` (called once, when its room is ready)."""
    _checks[name] = check


def register_left_out(name: str, tell: Callable[[], str]) -> None:
    """Say what a recount cannot count, in words with the number; empty where it leaves nothing out."""
    _left_out[name] = tell


def left_out_of(name: str) -> str:
    """What a recount left out, in words; empty where nothing."""
    return _left_out[name]() if name in _left_out else ""


def all_checks() -> dict[str, Check]:
    """Every recount, by name."""
    return dict(sorted(_checks.items()))
