"""What happened to a unit's day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitDayClosed:
    """A unit's day is shut."""

    unit_id: int
    on: date
