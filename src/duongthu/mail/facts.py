"""What the custody book tells the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ItemsAccepted:
    """An office took items in and their postage."""

    unit_id: int
    count: int
    cash_dong: int


@dataclass(frozen=True, slots=True)
class ItemsDelivered:
    """A courier delivered items and took their COD."""

    unit_id: int
    person_id: int
    count: int
    cod_dong: int
