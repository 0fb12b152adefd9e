"""All that other rooms may use of closing."""

# Acts
from duongthu.closing.actions import (
    DayClosed as DayClosed,
    MonthClosed as MonthClosed,
    close_day as close_day,
    close_month as close_month,
)

# Facts
from duongthu.closing.facts import UnitDayClosed as UnitDayClosed

# Tables
from duongthu.closing.models import DayProof as DayProof

# Questions
from duongthu.closing.queries import (
    custody_proof as custody_proof,
    day_proofs as day_proofs,
)

# Rules
from duongthu.closing.rules import CustodyProof as CustodyProof
