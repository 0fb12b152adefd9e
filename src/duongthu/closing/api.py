"""All that other rooms may use of closing."""

from duongthu.closing.actions import DayClosed, MonthClosed, close_day, close_month
from duongthu.closing.facts import UnitDayClosed
from duongthu.closing.models import DayProof
from duongthu.closing.queries import custody_proof, day_proofs
from duongthu.closing.rules import CustodyProof

__all__ = [
    "CustodyProof",
    "DayClosed",
    "DayProof",
    "MonthClosed",
    "UnitDayClosed",
    "close_day",
    "close_month",
    "custody_proof",
    "day_proofs",
]
