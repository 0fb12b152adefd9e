"""Draw a plan of a shift, and put it in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from duongthu.acts.api import Call, Reference, act
from duongthu.network.api import UnitRef
from duongthu.rounds import refusals
from duongthu.rounds.actions.publishing import publish_plan, round_code
from duongthu.rounds.actions.versions import next_version
from duongthu.rounds.models import Plan
from duongthu.rounds.queries.figures import Figures, figures_on
from duongthu.rounds.queries.plans import draw, lists_of, moment, windows_on
from duongthu.rounds.queries.waiting import base_by_courier, bases_of, seconds_of, waiting_jobs, waiting_keys
from duongthu.rounds.rules.drawing import Crew, Drawn, doors_of
from duongthu.rounds.rules.keeping import KeptPlan, kept_plan
from duongthu.staff.api import ROLE_NAMES, CourierRef, PersonNotInRole, Role, posts_on

OFFICE = ("head", "dispatcher", "teller", "sorter", "system")
LONGEST_SECONDS = 60


PlanCode = Annotated[str, Reference("plan")]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan: number of jobs by the code of the list they stand on, and what a dispatcher asks first.

    Attributes:
        items: jobs on all lists. left: jobs nobody was given. late: visits after their latest time.
        price: in the plan's own units (``rounds.prices``). planner: ``engine`` or ``plain``.
        came, gone: jobs that came to wait, or wait no more, while it was drawn: they are not on it, or not listed.
    """

    rounds: dict[str, int]
    items: int
    plan: str
    state: str
    planner: str
    price: int
    metres: int
    seconds: int
    late: int
    left: int
    came: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Searched:
    """A plan as drawn, and what it was drawn from: figures, lists of the shift, what waited."""

    figures: Figures
    lists: frozenset[tuple[str, str, int | None]]
    waiting: frozenset[str]
    drawn: Drawn
    kept: KeptPlan


def search(
    call: Call, *, unit_id: int, shift: int, couriers: list[int], on: date | None = None, seed: int = 1,
    seconds: int = 0, publish: bool = False,
) -> Searched:  # fmt: skip
    """Draw the plan that ``rounds.plan`` writes down: it takes seconds, and nobody waits for it.

    Raises:
        NoCourier, CourierTwice, UnknownShift, ShiftOver, WrongAmount.
    """
    day = on or call.business_on
    figures, bases = figures_on(day), bases_of(unit_id, day)
    check_couriers(couriers, bases, day)
    _check(seed, seconds)
    crew = _crew(call, unit_id, shift, couriers, day, figures)
    lists, jobs = lists_of(bases, day, shift), waiting_jobs(bases, day, shift, figures)
    span = (min(one.opens for one in crew), max(one.closes for one in crew))
    doors = doors_of(jobs, figures.get("door_seconds", unit_id), span)
    given, drawn, owners = draw(doors, crew, day, unit_id, figures, seed, seconds)
    kept = kept_plan(given, drawn, windows_on(day, shift, figures), owners)
    return Searched(figures, lists, frozenset(job.key for job in jobs), drawn, kept)


@act("rounds.plan", "Lập tuyến phát", roles=OFFICE, unit="unit_id", prepare=search)
def plan(
    call: Call, *, unit_id: UnitRef, shift: int, couriers: list[CourierRef], on: date | None = None, seed: int = 1,
    seconds: int = 0, publish: bool = False,
) -> Planned:  # fmt: skip
    """Draw the rounds of a shift from all that waits at a delivery unit, or at all units of a district, as a draft.

    What comes or goes while the plan is drawn is counted; a draft whose lists or figures changed meanwhile is refused.

    Args:
        couriers: who goes. on: the day; today where it is left out. seed: the same seed gives the same plan.
        seconds: how long the search takes; 0: by the number of stops. publish: put it in force at once.

    Raises:
        NoCourier, CourierTwice, UnknownShift, ShiftOver, WrongAmount, ListsInForce, GroundChanged.
    """
    day = on or call.business_on
    asked = {"couriers": couriers, "on": on, "seed": seed, "seconds": seconds}
    prepared: Searched = call.prepared or search(call, unit_id=unit_id, shift=shift, **asked)  # type: ignore[arg-type]
    bases = bases_of(unit_id, day)
    if figures_on(day) != prepared.figures:
        raise refusals.GroundChanged(what="định mức lập tuyến", shift=shift)
    if lists_of(bases, day, shift) != prepared.lists:
        raise refusals.GroundChanged(what="danh sách của ca", shift=shift)
    now_waiting = waiting_keys(bases, day, shift)
    drawn = prepared.drawn
    made = next_version(
        call, unit_id, day, shift, prepared.kept, planner=drawn.planner, seed=seed, price=drawn.price
    )
    if publish:
        publish_plan(call, made)
    told = planned_of(made, prepared.kept)
    return replace(told, came=len(now_waiting - prepared.waiting), gone=len(prepared.waiting - now_waiting))


@act("rounds.publish", "Ban hành phương án tuyến phát", roles=OFFICE, unit="unit_id")
def publish(call: Call, *, unit_id: UnitRef, plan: PlanCode) -> Planned:
    """Put a draft in force: its rounds become the couriers' lists, in place of those nobody has loaded yet.

    Raises:
        UnknownPlan, PlanNotDraft, ListsInForce.
    """
    made = Plan.objects.select_for_update().filter(code=plan, unit_id=unit_id).first()
    if made is None:
        raise refusals.UnknownPlan(field="plan", plan=plan)
    return planned_of(made, publish_plan(call, made))


def check_couriers(couriers: Sequence[int], bases: Sequence[int], on: date) -> None:
    """Refuse an empty list, a courier named twice, and who is no courier of these units on that day.

    Raises:
        NoCourier, CourierTwice, PersonNotInRole.
    """
    if not couriers:
        raise refusals.NoCourier(field="couriers")
    twice = next((c for n, c in enumerate(couriers) if c in couriers[:n]), None)
    if twice is not None:
        raise refusals.CourierTwice(field="couriers", courier=twice)
    posts = posts_on(on).filter(person_id__in=couriers, role=Role.COURIER, unit_id__in=bases)
    own = set(posts.values_list("person_id", flat=True))
    for row, courier in enumerate(couriers, start=1):
        if courier not in own:
            raise PersonNotInRole(field="couriers", row=row, person=courier, roles=ROLE_NAMES[Role.COURIER])


def _check(seed: int, seconds: int) -> None:
    if not 0 <= seed < 2**31:
        raise refusals.WrongAmount(field="seed", name="seed", least=0, most=2**31 - 1)
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise refusals.WrongAmount(field="seconds", name="seconds", least=0, most=LONGEST_SECONDS)


def _crew(
    call: Call, unit_id: int, shift: int, couriers: Sequence[int], on: date, figures: Figures
) -> list[Crew]:
    """The couriers for the shift, from now on where it has begun."""
    base_of = base_by_courier(couriers, bases_of(unit_id, on), unit_id, on)
    crew = [figures.crew(courier, base_of[courier], shift) for courier in couriers]
    now = seconds_of(call.now, on)
    still = [replace(one, opens=max(one.opens, now)) for one in crew if now < one.closes]
    if not still:
        closes = moment(on, max(one.closes for one in crew))
        raise refusals.ShiftOver(field="shift", shift=shift, on=on.isoformat(), closes=f"{closes:%H:%M}")
    return still


def planned_of(made: Plan, kept: KeptPlan) -> Planned:
    """What came of it."""
    lists = {
        round_code(one.crew.base, made.on, one.crew.courier_id, made.shift): len(one.jobs)
        for one in kept.rounds
    }
    return Planned(
        lists, sum(lists.values()), made.code, made.state, made.planner, made.price,
        sum(one.metres for one in kept.rounds), sum(one.back - one.leaves for one in kept.rounds),
        sum(stop.late_seconds > 0 for one in kept.rounds for stop in one.stops),
        sum(len(one.jobs) for one in kept.left),
    )  # fmt: skip
