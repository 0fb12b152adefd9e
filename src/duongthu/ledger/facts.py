"""What the money book tells the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CashPouchGiven:
    """A sealed pouch left a unit in a carrier's hands."""

    pouch: str
    amount_dong: int
    from_unit_id: int
    to_unit_id: int
    carrier_id: int


@dataclass(frozen=True, slots=True)
class CashPouchTaken:
    """A sealed pouch arrived and was counted."""

    pouch: str
    counted_dong: int
    from_unit_id: int
    to_unit_id: int
    carrier_id: int


@dataclass(frozen=True, slots=True)
class CashPouchLost:
    """Fact: a pouch was given up; its đồng wait unnamed at the unit that gave it."""

    pouch: str
    from_unit_id: int
    carrier_id: int


@dataclass(frozen=True, slots=True)
class PouchActUndone:
    """Giving or taking a pouch was taken back, its money already; the custody book follows.

    Attributes:
        what: name of the fact that is undone. act_seq: row of the act undone.
    """

    pouch: str
    what: str
    unit_id: int
    carrier_id: int
    act_seq: int
