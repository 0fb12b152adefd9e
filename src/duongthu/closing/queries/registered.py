"""What may be asked of closings: the custody figures kept, and what stands in the way of a close."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from duongthu.acts.api import Asked, OnDay, query, unmet
from duongthu.closing.models import DayProof
from duongthu.closing.queries.proofs import day_proofs
from duongthu.network.api import UnitRef
from duongthu.staff.api import Role

BOOKS = frozenset({Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR, Role.HEAD, Role.CASHIER, Role.ACCOUNTANT})


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A closed day in the custody book: opening + taken − given = stock."""

    unit_id: int
    on: date
    opening: int
    taken: int
    given: int
    stock: int


@query("closing.proofs", "Bưu gửi của ngày đã khóa", roles=BOOKS, row=ProofRow, unit="unit_id", most=1_000)
def proofs_query(asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None) -> list[DayProof]:
    """The custody figures kept when units' days were closed, by unit."""
    found = day_proofs(asked.units, on or asked.on)
    return [found[unit] for unit in sorted(found)]


@dataclass(frozen=True, slots=True)
class UnmetRow:
    """A condition of closing that is not met, as a refusal tells it."""

    code: str
    message: str
    details: dict[str, Any]


@query("closing.unmet", "Điều còn vướng để khóa sổ", roles=BOOKS, row=UnmetRow, unit="unit_id")
def conditions_unmet_query(asked: Asked, *, unit_id: UnitRef, on: OnDay | None = None) -> list[UnmetRow]:
    """What stands in the way of closing a unit's day, room by room."""
    said = [refusal.as_dict() for refusal in unmet(unit_id, on or asked.on)]
    return [UnmetRow(one["code"], one["message"], one["details"]) for one in said]
