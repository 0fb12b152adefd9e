"""What a change of running rounds did and why, as it is told and as it is kept with its version."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from duongthu.rounds.rules.drawing import WHY_MOVED
from duongthu.rounds.rules.reasons import REASONS


@dataclass(frozen=True, slots=True)
class StopMove:
    """A thing that came to a list: its key, address, from which list (empty: none), to which, why, and what it cost.

    Attributes:
        back, back_amount, back_words: a code of ``REASONS``, what leaving it where it was would have cost, both in a sentence.
    """

    key: str
    address: str
    from_round: str
    to_round: str
    why: str
    price: int
    back: str = ""
    back_amount: int = -1
    back_words: str = ""


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A thing no list had room for, and why: a code of ``REASONS``, what would mend it, and both in a sentence."""

    key: str
    address: str
    why: str
    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class LateStop:
    """A thing that will be reached after its latest time now, by how much, and why."""

    key: str
    address: str
    round: str
    late_minutes: int
    why: str
    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class Replanned:
    """What a change did.

    Attributes:
        unmoved_percent: of the stops it was not about, how many kept courier and predecessor.
        handovers: items in a courier's hands that wait for both scans. notices: customers whose window moved.
        price_before, price_after: of what is still to be ridden.
        plan: the version that keeps all this; empty where nothing was moved or left out and no list changed.
    """

    moves: list[StopMove]
    not_placed: list[NotPlaced]
    late: list[LateStop]
    unmoved_percent: int
    handovers: int
    notices: int
    price_before: int
    price_after: int
    plan: str = ""


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change as it was kept: the act and what was asked of it, and what it did.

    Attributes:
        asked: ``act`` and the act's parameters.
    """

    asked: dict[str, Any]
    told: Replanned

    def without_reason(self) -> Iterator[str]:
        """Keys of what moved, is late or was left out without a reason that is known."""
        for move in self.told.moves:
            if move.why not in WHY_MOVED or (move.back and move.back not in REASONS):
                yield move.key
        yield from (one.key for one in self.told.late if one.why not in REASONS)
        yield from (one.key for one in self.told.not_placed if one.why not in REASONS)


@cache
def _adapter() -> TypeAdapter[KeptChange]:
    return TypeAdapter(KeptChange)


def read_change(changes: Any) -> KeptChange:
    """A change as it was written down."""
    return _adapter().validate_python(changes)
