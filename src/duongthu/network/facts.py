"""What the room tells the rooms above."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitMoved:
    """A unit stands under another parent from a day on."""

    unit_id: int
    from_parent_id: int | None
    to_parent_id: int
    from_on: date


@dataclass(frozen=True, slots=True)
class UnitsOpened:
    """Units were entered in the network."""

    unit_ids: tuple[int, ...]
