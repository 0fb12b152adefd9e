"""What rounds tell the rooms above."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """A courier's round ended with nothing left in hand."""

    round_code: str
    unit_id: int
    courier_id: int


@dataclass(frozen=True, slots=True)
class UnitDayClosed:
    """A unit's day was closed with both proofs."""

    unit_id: int
    on: date
