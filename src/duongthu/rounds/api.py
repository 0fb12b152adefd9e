"""All that other rooms may use of rounds."""

# Acts
from duongthu.rounds.actions.changing import (
    move_stops as move_stops,
    resequence as resequence,
)
from duongthu.rounds.actions.figures import set_figure as set_figure
from duongthu.rounds.actions.handing import (
    give_over as give_over,
    take_over as take_over,
)
from duongthu.rounds.actions.planning import (
    Planned as Planned,
    plan as plan,
    publish as publish,
)
from duongthu.rounds.actions.replanning import (
    ClosedRoad as ClosedRoad,
    replan as replan,
)
from duongthu.rounds.actions.running import (
    close as close,
    load as load,
)
from duongthu.rounds.actions.tasks import (
    TaskDraft as TaskDraft,
    TaskReport as TaskReport,
    add_tasks as add_tasks,
    register_undoings as register_undoings,
    report_task as report_task,
)

# Facts
from duongthu.rounds.facts import (
    ArrivalWindowChanged as ArrivalWindowChanged,
    RoundClosed as RoundClosed,
    RoundPublished as RoundPublished,
    TaskReported as TaskReported,
)

# Tables
from duongthu.rounds.models import (
    Halt as Halt,
    Handover as Handover,
    Notice as Notice,
    Plan as Plan,
    Round as Round,
    Setting as Setting,
    Stop as Stop,
    Task as Task,
)

# Questions
from duongthu.rounds.queries.figures import (
    Figures as Figures,
    figures_on as figures_on,
)
from duongthu.rounds.queries.learnt import (
    margins_at as margins_at,
    owners_at as owners_at,
)
from duongthu.rounds.queries.lists import (
    Familiar as Familiar,
    Progress as Progress,
    SheetLine as SheetLine,
    Standing as Standing,
    familiar_of as familiar_of,
    halts_on as halts_on,
    items_to_take as items_to_take,
    notices_of as notices_of,
    progress_of as progress_of,
    round_by_code as round_by_code,
    rounds_of as rounds_of,
    rounds_of_courier as rounds_of_courier,
    sheet_of as sheet_of,
    standing_of as standing_of,
    stops_of as stops_of,
)
from duongthu.rounds.queries.plan_comparison import (
    CourierBeside as CourierBeside,
    PlanCompared as PlanCompared,
    PlanFigures as PlanFigures,
    compared_plans as compared_plans,
)
from duongthu.rounds.queries.planned_vs_actual import (
    Measure as Measure,
    RiddenStop as RiddenStop,
    RoundCompared as RoundCompared,
    compared as compared,
)
from duongthu.rounds.queries.planning_input import spots_of as spots_of
from duongthu.rounds.queries.plans import (
    LeftReview as LeftReview,
    Review as Review,
    RoundReview as RoundReview,
    change_of as change_of,
    changes_on as changes_on,
    plan_by_code as plan_by_code,
    plans_of as plans_of,
    review_of as review_of,
)
from duongthu.rounds.queries.registered import (
    HaltRow as HaltRow,
    LineRow as LineRow,
    NoticeRow as NoticeRow,
    PlanRow as PlanRow,
    RoundRow as RoundRow,
    board_query as board_query,
    halts_query as halts_query,
    my_rounds_query as my_rounds_query,
    notices_query as notices_query,
    plan_query as plan_query,
    plans_query as plans_query,
    sheet_query as sheet_query,
)
from duongthu.rounds.queries.running import hamlets_ahead as hamlets_ahead

# Rules
from duongthu.rounds.rules.change_record import (
    KeptChange as KeptChange,
    LateStop as LateStop,
    NotPlaced as NotPlaced,
    Replanned as Replanned,
    StopMove as StopMove,
    read_change as read_change,
)
from duongthu.rounds.rules.drawing import (
    KIND_TITLES as KIND_TITLES,
    WHY_MOVED as WHY_MOVED,
)
from duongthu.rounds.rules.reasons import (
    REASONS as REASONS,
    amount_text as amount_text,
)
