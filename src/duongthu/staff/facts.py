"""What the room tells the rooms above."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PostAssigned:
    """A person holds a role at a unit from a day on."""

    person_id: int
    role: str
    unit_id: int
    from_on: date


@dataclass(frozen=True, slots=True)
class PostEnded:
    """A person no longer holds a role at a unit from a day on."""

    person_id: int
    role: str
    unit_id: int
    until_on: date
