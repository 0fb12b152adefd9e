"""A plan beside the plan of the day before: the same figures, courier by courier, and who keeps his hamlets."""

from collections import Counter
from dataclasses import dataclass

from duongthu.rounds.models import Plan
from duongthu.rounds.rules.keeping import KeptPlan, KeptRound, read_plan
from duongthu.rounds.rules.measures import measures_of


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """A plan in figures.

    Attributes:
        longest_hundredths: the longest round against the median one, in hundredths.
    """

    plan: Plan
    rounds: int
    stops: int
    jobs: int
    metres: int
    seconds: int
    longest_hundredths: int
    left: int


@dataclass(frozen=True, slots=True)
class CourierBeside:
    """A courier's round in both plans: stops, metres, seconds; zeros where he had none."""

    courier_id: int
    stops: tuple[int, int]
    metres: tuple[int, int]
    seconds: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlanCompared:
    """A plan and the last one in force before its day.

    Attributes:
        known: stops in hamlets that were visited then, too. same_courier: those of them whose courier had most of the hamlet.
    """

    now: PlanFigures
    then: PlanFigures
    couriers: list[CourierBeside]
    known: int
    same_courier: int


def plan_before(plan: Plan) -> Plan | None:
    """The lists in force last on an earlier day, at the same unit in the same shift, as they were published."""
    published = Plan.objects.filter(unit_id=plan.unit_id, shift=plan.shift, on__lt=plan.on)
    drawn = published.filter(published_at__isnull=False).exclude(planner=Plan.CHANGE)
    return drawn.order_by("-on", "-published_at", "-version").first()


def compared_plans(plan: Plan) -> PlanCompared | None:
    """The plan beside the one before; None for a change under way, and where there was none."""
    then = None if plan.planner == Plan.CHANGE else plan_before(plan)
    if then is None:
        return None
    one, other = read_plan(plan.content), read_plan(then.content)
    known, same = _same_courier(one, other)
    return PlanCompared(_figures(plan, one), _figures(then, other), _couriers(one, other), known, same)


def _figures(plan: Plan, kept: KeptPlan) -> PlanFigures:
    lengths = [one.back - one.leaves for one in kept.rounds]
    return PlanFigures(
        plan, len(kept.rounds), sum(len(one.stops) for one in kept.rounds), sum(len(one.jobs) for one in kept.rounds),
        sum(one.metres for one in kept.rounds), sum(lengths), measures_of(kept).longest_hundredths,
        sum(len(one.jobs) for one in kept.left),
    )  # fmt: skip


def _couriers(one: KeptPlan, other: KeptPlan) -> list[CourierBeside]:
    now, then = ({r.crew.courier_id: _measures(r) for r in kept.rounds} for kept in (one, other))
    none = (0, 0, 0)
    rows = []
    for courier in sorted(now.keys() | then.keys()):
        pairs = list(zip(now.get(courier, none), then.get(courier, none), strict=True))
        rows.append(CourierBeside(courier, *pairs))
    return rows


def _measures(one: KeptRound) -> tuple[int, int, int]:
    return len(one.stops), one.metres, one.back - one.leaves


def _same_courier(one: KeptPlan, other: KeptPlan) -> tuple[int, int]:
    """Stops in hamlets that were visited then, and those whose courier had most of the hamlet."""
    had: dict[str, Counter[int]] = {}
    for ridden in other.rounds:
        for stop in ridden.stops:
            had.setdefault(stop.jobs[0].neighbourhood, Counter())[ridden.crew.courier_id] += 1
    now = [(r.crew.courier_id, stop.jobs[0].neighbourhood) for r in one.rounds for stop in r.stops]
    known = [(courier, place) for courier, place in now if place in had]
    return len(known), sum(had[place].most_common(1)[0][0] == courier for courier, place in known)
