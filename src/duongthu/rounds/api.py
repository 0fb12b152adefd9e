"""All that other rooms may use of rounds."""

from duongthu.rounds.actions.changing import move_stops, resequence
from duongthu.rounds.actions.figures import set_figure
from duongthu.rounds.actions.handing import give_over, take_over
from duongthu.rounds.actions.planning import Planned, plan, publish
from duongthu.rounds.actions.replanning import ClosedRoad, replan
from duongthu.rounds.actions.running import close, load
from duongthu.rounds.actions.tasks import TaskDraft, TaskReport, add_tasks, register_undoings, report_task
from duongthu.rounds.facts import (
    ArrivalWindowChanged,
    RoundClosed,
    RoundPublished,
    TaskReported,
)
from duongthu.rounds.models import Halt, Handover, Notice, Plan, Round, Setting, Stop, Task
from duongthu.rounds.queries.figures import Figures, figures_on
from duongthu.rounds.queries.learnt import margins_at, owners_at
from duongthu.rounds.queries.lists import (
    Familiar,
    Progress,
    SheetLine,
    Standing,
    familiar_of,
    halts_on,
    notices_of,
    progress_of,
    round_by_code,
    rounds_of,
    rounds_of_courier,
    sheet_of,
    standing_of,
    stops_of,
)
from duongthu.rounds.queries.plan_comparison import CourierBeside, PlanCompared, PlanFigures, compared_plans
from duongthu.rounds.queries.planned_vs_actual import Measure, RiddenStop, RoundCompared, compared
from duongthu.rounds.queries.planning_input import spots_of
from duongthu.rounds.queries.plans import (
    LeftReview,
    Review,
    RoundReview,
    change_of,
    changes_on,
    plan_by_code,
    plans_of,
    review_of,
)
from duongthu.rounds.queries.running import hamlets_ahead
from duongthu.rounds.rules.change_record import (
    KeptChange,
    LateStop,
    NotPlaced,
    Replanned,
    StopMove,
    read_change,
)
from duongthu.rounds.rules.drawing import KIND_TITLES, WHY_MOVED
from duongthu.rounds.rules.reasons import REASONS, amount_text

__all__ = [
    "KIND_TITLES",
    "REASONS",
    "WHY_MOVED",
    "ArrivalWindowChanged",
    "ClosedRoad",
    "CourierBeside",
    "Familiar",
    "Figures",
    "Halt",
    "Handover",
    "KeptChange",
    "LateStop",
    "LeftReview",
    "Measure",
    "NotPlaced",
    "Notice",
    "Plan",
    "PlanCompared",
    "PlanFigures",
    "Planned",
    "Progress",
    "Replanned",
    "Review",
    "RiddenStop",
    "Round",
    "RoundClosed",
    "RoundCompared",
    "RoundPublished",
    "RoundReview",
    "Setting",
    "SheetLine",
    "Standing",
    "Stop",
    "StopMove",
    "Task",
    "TaskDraft",
    "TaskReport",
    "TaskReported",
    "add_tasks",
    "amount_text",
    "change_of",
    "changes_on",
    "close",
    "compared",
    "compared_plans",
    "familiar_of",
    "figures_on",
    "give_over",
    "halts_on",
    "hamlets_ahead",
    "load",
    "margins_at",
    "move_stops",
    "notices_of",
    "owners_at",
    "plan",
    "plan_by_code",
    "plans_of",
    "progress_of",
    "publish",
    "read_change",
    "register_undoings",
    "replan",
    "report_task",
    "resequence",
    "review_of",
    "round_by_code",
    "rounds_of",
    "rounds_of_courier",
    "set_figure",
    "sheet_of",
    "spots_of",
    "standing_of",
    "stops_of",
    "take_over",
]
