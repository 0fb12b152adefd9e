"""Plans: drawing one from what waits, and looking at one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duongthu.kernel.clock import VN
from duongthu.rounds.models import Plan, Round
from duongthu.rounds.queries.figures import Figures
from duongthu.rounds.queries.learnt import margins_at, owners_at, precedence_at, visits_before
from duongthu.rounds.queries.planning_input import planning_input_of
from duongthu.rounds.rules.change_record import KeptChange, read_change
from duongthu.rounds.rules.drawing import Crew, Door, Drawn, DrawnRound, PlanningInput, Wish
from duongthu.rounds.rules.engine import EnginePlanner, routing
from duongthu.rounds.rules.familiar import address_owners, with_own_order
from duongthu.rounds.rules.keeping import KeptPlan, Windows, read_plan
from duongthu.rounds.rules.plain import PlainPlanner
from duongthu.rounds.rules.windows import window_of


def moment(on: date, seconds: int) -> datetime:
    """The moment so many seconds after a day's local midnight."""
    return datetime.combine(on, time(0), VN) + timedelta(seconds=seconds)


def draw(
    doors: tuple[Door, ...],
    crew: Sequence[Crew],
    on: date,
    unit_id: int,
    figures: Figures,
    seed: int,
    seconds: int,
) -> tuple[PlanningInput, Drawn, dict[int, int]]:
    """Draw a plan: by the engine where it can be loaded and no figure forbids it, else plainly; and whose each door is."""
    bases = sorted({one.base for one in crew} | {door.first.base for door in doors})
    given = planning_input_of(bases, doors, on)
    owners = door_owners(given, on, figures, [one.courier_id for one in crew])
    wish = Wish(given, tuple(crew), figures.prices(unit_id), owners, seed, seconds, figures.aims(unit_id))
    if figures.get("planner_is_plain", unit_id) or routing() is None:
        return given, PlainPlanner().plan(wish), owners
    return given, as_used(given, EnginePlanner().plan(wish), on, figures), owners


def door_owners(given: PlanningInput, on: date, figures: Figures, couriers: Sequence[int]) -> dict[int, int]:
    """The courier each door of a planning input is familiar to."""
    return owners_among(given.doors, on, figures, couriers)


def owners_among(
    all_doors: Sequence[Door], on: date, figures: Figures, couriers: Sequence[int]
) -> dict[int, int]:
    """The courier each door is familiar to: by visits to it and around it, else by who serves its neighbourhood."""
    owners: dict[int, int] = {}
    for base in sorted({door.first.base for door in all_doors}):
        doors = {n: door for n, door in enumerate(all_doors) if door.first.base == base}
        known = owners_at(base, on, figures)
        owners |= {n: known[p] for n, door in doors.items() if (p := door.first.neighbourhood) in known}
        engine = routing()
        if engine is not None and doors:
            visits, least = visits_before(base, on, figures), figures.get("familiar_percent", base)
            owners |= address_owners(engine, visits, doors, couriers, least)
    return {door: courier for door, courier in owners.items() if courier in couriers}


def as_used(given: PlanningInput, drawn: Drawn, on: date, figures: Figures) -> Drawn:
    """Rounds in the order couriers are used to, where that costs little."""
    precedes: dict[tuple[str, str], int] = {}
    for base in given.bases:
        precedes |= precedence_at(base, on)
    most = figures.get("own_order_percent")
    return with_own_order(given, drawn, precedes, most) if precedes else drawn


def windows_on(on: date, shift: int, figures: Figures) -> Windows:
    """What window is promised for an arrival; a unit's margins are read once."""
    margins = {}

    def windows(one: DrawnRound, arrives: int) -> tuple[int, int]:
        base = one.crew.base
        if base not in margins:
            margins[base] = margins_at(base, on, shift, figures)
        return window_of(arrives, one.leaves, margins[base], figures.usual_margin(base))

    return windows


def lists_of(bases: Sequence[int], on: date, shift: int) -> frozenset[tuple[str, str, int | None]]:
    """The lists of a shift as a plan finds them: code, state, and the plan they came from."""
    found = Round.objects.filter(unit_id__in=list(bases), on=on, shift=shift)
    return frozenset(found.values_list("code", "state", "plan_id"))


@dataclass(frozen=True, slots=True)
class RoundReview:
    """One round of a plan in figures."""

    courier_id: int
    unit_id: int
    stops: int
    jobs: int
    metres: int
    seconds: int
    grams: int
    late: int
    reloads: int


@dataclass(frozen=True, slots=True)
class LeftReview:
    """A thing nobody was given: its key (``T`` and the thing's id, or ``C`` and the task's), where, and why.

    Attributes:
        why: a code of ``REASONS``. amount: what would mend it. words: both in a Vietnamese sentence.
    """

    key: str
    address: str
    why: str
    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class Review:
    """A plan in figures: what a dispatcher looks at before it is published."""

    plan: str
    planner: str
    price: int
    rounds: list[RoundReview]
    left: list[LeftReview]


def plan_by_code(code: str, unit_ids: frozenset[int]) -> Plan | None:
    """A plan of these units."""
    return Plan.objects.filter(code=code, unit_id__in=unit_ids).first()


def plans_of(unit_ids: frozenset[int], on: date) -> list[Plan]:
    """The plans of a day, the newest first, without their content."""
    found = Plan.objects.filter(unit_id__in=unit_ids, on=on).defer("content", "changes")
    return list(found.order_by("-pk"))


def change_of(plan: Plan) -> KeptChange | None:
    """What a version changed and why; None for one that was drawn as a whole."""
    return read_change(plan.changes) if plan.changes else None


def changes_on(unit_ids: frozenset[int], on: date) -> list[tuple[Plan, KeptChange]]:
    """The changes of running rounds of a day, the newest first."""
    found = Plan.objects.filter(unit_id__in=unit_ids, on=on, planner=Plan.CHANGE).defer("content")
    return [(plan, read_change(plan.changes)) for plan in found.order_by("-pk")]


def review_of(plan: Plan) -> Review:
    """Length, duration, load, late stops, what is unplanned and why, price."""
    kept: KeptPlan = read_plan(plan.content)
    rounds = [
        RoundReview(
            one.crew.courier_id, one.crew.base, len(one.stops), len(one.jobs), one.metres, one.back - one.leaves,
            sum(job.grams for job in one.jobs), sum(stop.late_seconds > 0 for stop in one.stops), one.reloads,
        )
        for one in kept.rounds
    ]  # fmt: skip
    left = [
        LeftReview(job.key, job.address, one.why, one.amount, one.words)
        for one in kept.left
        for job in one.jobs
    ]
    return Review(plan.code, plan.planner, plan.price, rounds, left)
