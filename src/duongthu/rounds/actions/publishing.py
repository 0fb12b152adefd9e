"""A plan comes into force: lists are written, those nobody has loaded give way."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from duongthu.acts.api import Call, bulk
from duongthu.mail.api import Custody, State, unit_holder
from duongthu.rounds import refusals
from duongthu.rounds.actions.versions import put_in_force
from duongthu.rounds.facts import RoundPublished
from duongthu.rounds.models import Halt, Handover, Plan, Round, Stop, Task
from duongthu.rounds.queries.plans import moment
from duongthu.rounds.rules.drawing import DAY_SECONDS, Crew, DrawnCall
from duongthu.rounds.rules.keeping import KeptPlan, KeptRound, KeptStop, read_plan

STOP_COLUMNS = (
    "round_id", "thing_id", "task_id", "place", "number", "loaded", "kind", "commune_code", "address", "hamlet", "door",
    "latitude", "longitude", "opens_minutes", "closes_minutes", "service_seconds", "weight_grams", "arrival_at",
    "window_from_at", "window_until_at", "outcome",
)  # fmt: skip
MINUTE = 60


def round_code(base: int, on: date, courier_id: int, shift: int) -> str:
    """The number of a courier's list."""
    return f"BD13-{base}-{on:%y%m%d}-{courier_id}-{shift}"


def publish_plan(call: Call, made: Plan) -> KeptPlan:
    """Write a draft's rounds as the couriers' lists.

    Raises:
        PlanNotDraft: it is in force or was replaced.
        ListsInForce: a courier has loaded a list of this shift already.
    """
    if made.state != Plan.DRAFT:
        raise refusals.PlanNotDraft(field="plan", plan=made.code)
    kept = read_plan(made.content)
    _make_way(made, kept)
    free = _still_free(kept)
    rounds = [_round(call, made, one) for one in kept.rounds if any(job.key in free for job in one.jobs)]
    Round.objects.bulk_create(rounds)
    by_courier = {one.courier_id: one for one in rounds}
    lists = [
        (by_courier[one.crew.courier_id], one) for one in kept.rounds if one.crew.courier_id in by_courier
    ]
    rows = [row for kept_in, one in lists for row in stop_rows(kept_in.pk, one.stops, made.on, free)]
    bulk.insert_rows("rounds_stop", STOP_COLUMNS, rows)
    Halt.objects.bulk_create(
        halt for kept_in, one in lists for halt in halts_of(kept_in, one.crew, one.calls)
    )
    Task.objects.filter(pk__in=[row[2] for row in rows if row[2]]).update(state=Task.LISTED)
    put_in_force(call, made)
    for one in rounds:
        jobs = sum(row[0] == one.pk for row in rows)
        call.record(RoundPublished(one.code, one.unit_id, one.courier_id, jobs))
    return kept


def _make_way(made: Plan, kept: KeptPlan) -> None:
    """Take back the lists of this shift that nobody has loaded.

    Raises:
        ListsInForce: a courier has loaded his. HandoversWait: items of another courier are to pass onto one of them.
    """
    couriers = [one.crew.courier_id for one in kept.rounds]
    begun = (
        Round.objects.filter(courier_id__in=couriers, on=made.on, shift=made.shift)
        .exclude(state=Round.PLANNED)
        .order_by("pk")
        .first()
    )
    if begun is not None:
        raise refusals.ListsInForce(field="couriers", courier=begun.courier_id, round=begun.code)
    bases = {one.crew.base for one in kept.rounds} | {job.base for one in kept.left for job in one.jobs}
    untouched = Round.objects.filter(on=made.on, shift=made.shift, state=Round.PLANNED)
    going = list(
        (untouched.filter(courier_id__in=couriers) | untouched.filter(unit_id__in=bases)).values_list(
            "pk", flat=True
        )
    )
    waiting = Handover.objects.filter(to_round__in=going, state__in=[Handover.PROPOSED, Handover.GIVEN])
    waited_for = waiting.select_related("to_round").order_by("pk").first()
    if waited_for is not None:
        raise refusals.HandoversWait(field="couriers", round=waited_for.to_round.code, count=waiting.count())
    Handover.objects.filter(to_round__in=going).delete()  # void: nothing passed
    lines = Stop.objects.filter(round_id__in=going)
    Task.objects.filter(pk__in=lines.exclude(task=None).values("task_id")).update(state=Task.WAITING)
    Round.objects.filter(pk__in=going).delete()


def _still_free(kept: KeptPlan) -> set[str]:
    """Which jobs of a draft are still there to be listed: time may have passed since it was drawn."""
    jobs = {job.key: job for one in kept.rounds for job in one.jobs}
    things = {job.thing_id: job.base for job in jobs.values() if job.thing_id}
    states = [State.AT_OFFICE.value, State.HELD.value]
    here = Custody.objects.filter(thing_id__in=list(things), state__in=states)
    lying = {
        f"T{thing}"
        for thing, holder in here.values_list("thing_id", "holder")
        if holder == unit_holder(things[thing])
    }
    tasks = [job.task_id for job in jobs.values() if job.task_id]
    asked = Task.objects.filter(pk__in=tasks, state=Task.WAITING).values_list("pk", flat=True)
    listed = Stop.objects.exclude(round__state=Round.CLOSED).filter(thing_id__in=list(things))
    taken = {f"T{thing}" for thing in listed.values_list("thing_id", flat=True)}
    return (lying | {f"C{task}" for task in asked}) - taken


def _round(call: Call, made: Plan, one: KeptRound) -> Round:
    crew = one.crew
    return Round(
        code=round_code(crew.base, made.on, crew.courier_id, made.shift), unit_id=crew.base, courier_id=crew.courier_id,
        on=made.on, shift=made.shift, planned_at=call.at, plan=made, leaves_at=moment(made.on, one.leaves),
        back_at=moment(made.on, one.back), until_at=moment(made.on, crew.closes), distance_metres=one.metres,
        load_grams=sum(job.grams for job in one.jobs),
    )  # fmt: skip


def halts_of(kept: Round, crew: Crew, calls: Sequence[DrawnCall], first: int = 1) -> list[Halt]:
    """The breaks and returns of a list.

    Args:
        first: number of the first stop that ``calls`` were counted from.
    """
    seconds = {True: crew.reload_seconds, False: crew.rest_seconds}
    return [
        Halt(
            round=kept, kind=Halt.RELOAD if one.reload else Halt.REST, before=first + one.before,
            begins_at=moment(kept.on, one.begins), ends_at=moment(kept.on, one.begins + seconds[one.reload]),
        )
        for one in calls
    ]  # fmt: skip


def stop_rows(round_id: int, stops: Sequence[KeptStop], on: date, free: set[str]) -> list[tuple[Any, ...]]:
    """The lines of a list in riding order, those jobs only that are free."""
    rows: list[tuple[Any, ...]] = []
    for number, stop in enumerate(stops, start=1):
        at = [bulk.db_moment(moment(on, s)) for s in (stop.arrives, stop.window_from, stop.window_until)]
        for job in stop.jobs:
            if job.key not in free:
                continue
            hours = (
                job.opens // MINUTE or None,
                job.closes // MINUTE if job.closes < DAY_SECONDS else None,
            )
            place = len(rows) + 1
            rows.append(
                (round_id, job.thing_id or None, job.task_id or None, place, number, False, job.kind, job.commune_code,
                 job.address, job.hamlet, job.door, job.latitude, job.longitude, *hours, job.service_seconds, job.grams,
                 *at, "")
            )  # fmt: skip
    return rows
