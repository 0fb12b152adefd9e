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
from duongthu.closing.queries.proofs import (
    custody_proof as custody_proof,
    day_proofs as day_proofs,
)
from duongthu.closing.queries.registered import (
    ProofRow as ProofRow,
    UnmetRow as UnmetRow,
    conditions_unmet_query as conditions_unmet_query,
    proofs_query as proofs_query,
)

# Rules
from duongthu.closing.rules import CustodyProof as CustodyProof
