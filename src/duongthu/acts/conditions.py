"""Conditions of closing: each room says what must be settled before a unit's day is shut; none of them knows the others."""

from collections.abc import Callable, Iterator
from datetime import date

from duongthu.kernel.refusal import Refusal

Condition = Callable[[int, date], Refusal | None]
_conditions: dict[str, Condition] = {}


def register_condition(name: str, condition: Condition) -> None:
    """Add a condition (called once, when its room is ready).

    Args:
        name: ``room.what``, as checks are named.
        condition: takes the unit's id and the day; gives the refusal that stands in the way, or None.
    """
    _conditions[name] = condition


def all_conditions() -> dict[str, Condition]:
    """Every condition, by name."""
    return dict(sorted(_conditions.items()))


def unmet(unit_id: int, on: date) -> Iterator[Refusal]:
    """What stands in the way of closing a unit's day, room by room."""
    for condition in all_conditions().values():
        refusal = condition(unit_id, on)
        if refusal is not None:
            yield refusal
