"""What there is to do: items that wait at delivery units and the tasks other rooms asked for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from duongthu.kernel.clock import VN
from duongthu.mail.api import Custody, Item, State, unit_holder
from duongthu.network.api import network_on
from duongthu.rounds.models import Round, Stop, Task
from duongthu.rounds.queries.figures import Figures
from duongthu.rounds.queries.planning_input import Spot, spots_of
from duongthu.rounds.rules.drawing import DAY_SECONDS, Job
from duongthu.staff.api import posts_on

LETTER = "letter"
COLLECTS = frozenset({"pickup"})
MINUTE = 60


def bases_of(unit_id: int, on: date) -> list[int]:
    """The unit, where it delivers or has no delivery units below it, and the delivery units below it; by id."""
    day = network_on(on)
    below = sorted(unit for unit in day.reach(unit_id) if day.units[unit].delivers)
    return sorted({unit_id, *below})


def base_by_courier(couriers: Sequence[int], bases: Sequence[int], unit_id: int, on: date) -> dict[int, int]:
    """Where each courier starts: the unit of his post among the bases, else the unit that plans."""
    posts = posts_on(on).filter(person_id__in=list(couriers), unit_id__in=list(bases)).order_by("pk")
    held = {post.person_id: post.unit_id for post in posts}
    return {courier: held.get(courier, unit_id) for courier in couriers}


def waiting_jobs(bases: Sequence[int], on: date, shift: int, figures: Figures) -> list[Job]:
    """Everything that may go out from these units in a shift and is on no list that was begun."""
    return [*_items(bases, on, shift, figures), *_tasks(bases, on, shift, figures)]


def _taken(on: date, shift: int) -> QuerySet[Stop]:
    """Lines of open lists; those of the same shift that nobody has loaded may be drawn anew."""
    untouched = Q(round__on=on, round__shift=shift, round__state=Round.PLANNED)
    return Stop.objects.exclude(round__state=Round.CLOSED).exclude(untouched)


def waiting_keys(bases: Sequence[int], on: date, shift: int) -> frozenset[str]:
    """The keys of ``waiting_jobs``, without asking where they are."""
    items = _free_items(bases, on, shift).values_list("thing_id", flat=True)
    tasks = _free_tasks(bases, on, shift).values_list("pk", flat=True)
    return frozenset([*(f"T{thing}" for thing in items), *(f"C{task}" for task in tasks)])


def _free_items(bases: Sequence[int], on: date, shift: int) -> QuerySet[Item]:
    holders = [unit_holder(base) for base in bases]
    states = [State.AT_OFFICE.value, State.HELD.value]
    here = Custody.objects.filter(holder__in=holders, state__in=states).values("thing_id")
    listed = _taken(on, shift).filter(thing_id__in=here).values("thing_id")
    return Item.objects.filter(thing_id__in=here, office_to_id__in=list(bases)).exclude(thing_id__in=listed)


def _items(bases: Sequence[int], on: date, shift: int, figures: Figures) -> list[Job]:
    names = ("thing_id", "office_to_id", "service", "commune_code", "recipient_address", "weight_grams")
    rows = list(_free_items(bases, on, shift).order_by("thing_id").values_list(*names))
    spots = spots_of([(commune, address) for *_, commune, address, _ in rows], on)
    return [_item(row, spot, figures) for row, spot in zip(rows, spots, strict=True)]


def _item(row: tuple[Any, ...], spot: Spot, figures: Figures) -> Job:
    thing_id, base, service, commune, address, grams = row
    kind = LETTER if service == LETTER else "parcel"
    seconds = figures.service_seconds(kind, base)
    return job_at(spot, thing_id=thing_id, kind=kind, base=base, commune_code=commune, address=address,
                  service_seconds=seconds, grams=grams)  # fmt: skip


def _free_tasks(bases: Sequence[int], on: date, shift: int) -> QuerySet[Task]:
    asked = Task.objects.filter(unit_id__in=list(bases), due_on__lte=on)
    untouched = Stop.objects.filter(
        round__on=on, round__shift=shift, round__state=Round.PLANNED, task__isnull=False
    )
    return asked.filter(Q(state=Task.WAITING) | Q(state=Task.LISTED, pk__in=untouched.values("task_id")))


def _tasks(bases: Sequence[int], on: date, shift: int, figures: Figures) -> list[Job]:
    tasks = list(_free_tasks(bases, on, shift).order_by("pk"))
    spots = spots_of([(task.commune_code, task.address) for task in tasks], on)
    return [_task(task, spot, figures) for task, spot in zip(tasks, spots, strict=True)]


def _task(task: Task, spot: Spot, figures: Figures) -> Job:
    seconds = (
        figures.service_seconds(task.kind, task.unit_id)
        if task.service_minutes is None
        else task.service_minutes * MINUTE
    )
    return job_at(
        spot, task_id=task.pk, kind=task.kind, base=task.unit_id,
        commune_code=task.commune_code, address=task.address, service_seconds=seconds, grams=task.weight_grams,
        opens=(task.earliest_minutes or 0) * MINUTE,
        closes=DAY_SECONDS if task.latest_minutes is None else task.latest_minutes * MINUTE,
    )  # fmt: skip


def job_at(spot: Spot, *, thing_id: int = 0, task_id: int = 0, kind: str, **rest: Any) -> Job:
    """A job at a place on the ground."""
    return Job(
        thing_id, task_id, kind, hamlet=spot.hamlet, door=spot.door, latitude=spot.at.latitude,
        longitude=spot.at.longitude, collects=kind in COLLECTS, **rest,
    )  # fmt: skip


def listed_job(line: Stop, base: int) -> Job:
    """A line of a list as the job it was planned as."""
    return Job(
        line.thing_id or 0, line.task_id or 0, line.kind, base, line.commune_code, line.address, line.hamlet, line.door,
        line.latitude or 0.0, line.longitude or 0.0, line.service_seconds, line.weight_grams,
        (line.opens_minutes or 0) * MINUTE,
        DAY_SECONDS if line.closes_minutes is None else line.closes_minutes * MINUTE, line.kind in COLLECTS,
    )  # fmt: skip


def seconds_of(moment: datetime, on: date) -> int:
    """Seconds after local midnight of a day; negative before it."""
    local = moment.astimezone(VN)
    return (local.date() - on).days * DAY_SECONDS + local.hour * 3_600 + local.minute * MINUTE + local.second
