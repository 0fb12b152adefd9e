"""All that other rooms may use of rounds."""

from duongthu.rounds.actions import DayClosed, Planned, close, close_unit_day, load, plan
from duongthu.rounds.facts import RoundClosed, UnitDayClosed
from duongthu.rounds.models import DayProof, Round, Stop
from duongthu.rounds.queries import Progress, custody_proof, day_proofs, progress_of, rounds_of, stops_of
from duongthu.rounds.rules import CustodyProof, PlainPlanner, Planner, Task

__all__ = [
    "CustodyProof",
    "DayClosed",
    "DayProof",
    "PlainPlanner",
    "Planned",
    "Planner",
    "Progress",
    "Round",
    "RoundClosed",
    "Stop",
    "Task",
    "UnitDayClosed",
    "close",
    "close_unit_day",
    "custody_proof",
    "day_proofs",
    "load",
    "plan",
    "progress_of",
    "rounds_of",
    "stops_of",
]
