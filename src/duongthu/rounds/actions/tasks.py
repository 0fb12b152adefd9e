"""Tasks of other rooms on the couriers' lists, and what a courier says of items and tasks at the door."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from duongthu.acts.api import (
    ActRecord,
    Call,
    CannotUndo,
    LineKey,
    Moment,
    Reference,
    Rows,
    Undone,
    act,
    bulk,
    register_instead,
    register_undo,
)
from duongthu.kernel.identity import phone as phone_number
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line
from duongthu.mail import api as mail
from duongthu.mail.api import LineAnswer, Lines, line_rows, refused
from duongthu.network.api import Position, UnitRef, network_on, straight_metres
from duongthu.rounds import refusals
from duongthu.rounds.actions.running import RoundCode, open_round
from duongthu.rounds.facts import TaskReported
from duongthu.rounds.models import Round, Stop, Task
from duongthu.rounds.queries.waiting import bases_of
from duongthu.rounds.rules.drawing import KIND_TITLES

DAY_MINUTES, MOST_GRAMS, MOST_MINUTES = 1_440, 100_000, 240
FARTHEST_METRES = 20_000_000
ASKING = ("head", "dispatcher", "teller", "sorter", "controller", "accountant", "system")


TaskCode = Annotated[str, Reference("task")]
"""Number of an item, or of a task (``CV…``), on the round; answered by row."""


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """Something to do at a door.

    Attributes:
        key: made by the sender; the same key twice is one task.
        kind: dossier, newspaper, payout, premium, pickup, letter or parcel (the last two for mail that has no number).
        title: what the courier reads. reference: what it is in the room that owns it.
        earliest_minutes, latest_minutes: after local midnight. service_minutes: instead of the kind's figure.
        phone: the customer's, who is told when the hour moves; empty: he left none.
    """

    key: LineKey
    kind: str
    title: str
    address: str
    commune_code: mail.CommuneCode
    due_on: date
    reference: str = ""
    earliest_minutes: int | None = None
    latest_minutes: int | None = None
    service_minutes: int | None = None
    weight_grams: int = 0
    phone: str = ""


@act("rounds.add_tasks", "Ghi việc cho bưu tá", roles=ASKING, unit="unit_id", lines="tasks")
def add_tasks(call: Call, *, unit_id: UnitRef, tasks: list[TaskDraft]) -> Lines:
    """Ask for things to be done at doors: they go on the lists of the unit's couriers like its items.

    Raises (in their lines):
        UnknownKind, WrongHours, WrongAmount, WrongNumber, NotTheUnitsCommune.
    """
    known = {one.key: one for one in Task.objects.filter(key__in=[draft.key for draft in tasks])}
    served = _communes_of(unit_id, call.business_on)
    number = bulk.allocate("rounds_task", "id", max(1, len(tasks)))
    rows: Rows[TaskDraft, LineAnswer] = Rows(
        call, tasks, lambda draft, refusal: refused(draft.key, "", refusal)
    )
    fresh = list[Task]()
    for row, draft in rows.open():
        try:
            task = _task(call, unit_id, draft, served, number + len(fresh))
            if draft.key in known:
                _demand_same(task, known[draft.key])
        except Refusal as refusal:
            rows.refuse(row, refusal)
            continue
        if draft.key in known:
            rows.answer(row, LineAnswer(draft.key, known[draft.key].code, "duplicate"))
            continue
        fresh.append(task)
        rows.answer(row, LineAnswer(draft.key, task.code, "done"))
    Task.objects.bulk_create(fresh)
    return Lines(rows.answers())


def _demand_same(asked: Task, kept: Task) -> None:
    """A key that is known belongs to one task.

    Raises:
        LineReused: what is asked now is another.
    """
    said = ("unit_id", "kind", "title", "address", "commune_code", "due_on", "reference")
    if any(getattr(asked, name) != getattr(kept, name) for name in said):
        raise mail.LineReused(field="key", key=str(asked.key))


def _communes_of(unit_id: int, on: date) -> frozenset[str]:
    """Communes in which the unit or those below it deliver."""
    day = network_on(on)
    return frozenset(day.units[base].commune_code for base in bases_of(unit_id, on) if base in day.units)


def _task(call: Call, unit_id: int, draft: TaskDraft, served: frozenset[str], number: int) -> Task:
    if draft.kind not in KIND_TITLES:
        raise refusals.UnknownKind(field="kind", kind=draft.kind, known=", ".join(KIND_TITLES))
    if draft.commune_code not in served:
        raise refusals.NotTheUnitsCommune(field="commune_code", commune=draft.commune_code)
    _check_hours(draft)
    within("service_minutes", draft.service_minutes or 0, 0, MOST_MINUTES)
    within("weight_grams", draft.weight_grams, 0, MOST_GRAMS)
    return Task(
        pk=number, code=f"CV{number:08d}", key=draft.key, unit_id=_base(unit_id, draft, call.business_on), kind=draft.kind,
        title=clean_line(draft.title, "title", 120), address=clean_line(draft.address, "address", 250),
        commune_code=draft.commune_code, due_on=draft.due_on, earliest_minutes=draft.earliest_minutes,
        latest_minutes=draft.latest_minutes, service_minutes=draft.service_minutes, weight_grams=draft.weight_grams,
        reference=clean_line(draft.reference, "reference", 60) if draft.reference else "",
        phone=phone_number(draft.phone) if draft.phone else "", asked_at=call.at,
    )  # fmt: skip


def _base(unit_id: int, draft: TaskDraft, on: date) -> int:
    """The unit whose couriers go there: the commune's delivery unit where it lies below the one that asks."""
    office = network_on(on).delivering.get(draft.commune_code)
    return office.id if office is not None and office.id in bases_of(unit_id, on) else unit_id


def _check_hours(draft: TaskDraft) -> None:
    earliest = 0 if draft.earliest_minutes is None else draft.earliest_minutes
    latest = DAY_MINUTES if draft.latest_minutes is None else draft.latest_minutes
    if not 0 <= earliest <= latest <= DAY_MINUTES:
        raise refusals.WrongHours(field="latest_minutes", earliest=earliest, latest=latest)


def within(name: str, value: int, least: int, most: int) -> None:
    """Refuse a number outside its bounds.

    Raises:
        WrongAmount.
    """
    if not least <= value <= most:
        raise refusals.WrongAmount(field=name, name=name, least=least, most=most)


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What a courier says of an item or a task.

    Attributes:
        code: number of the item, or of the task (``CV…``).
        outcome: ``done`` or ``failed``. receiver, relation: who took an item. reason: R01 … R16 when failed.
        latitude, longitude: where the courier stood, degrees WGS 84; both or none.
    """

    key: LineKey
    code: TaskCode
    outcome: str
    receiver: str = ""
    relation: str = ""
    reason: str = ""
    solution: str = ""
    at: Moment | None = None
    latitude: float | None = None
    longitude: float | None = None


@act(
    "rounds.report_task",
    "Báo kết quả từ tuyến phát",
    roles=("courier", "system"),
    unit="unit_id",
    lines="reports",
)
def report_task(call: Call, *, unit_id: UnitRef, round_code: RoundCode, reports: list[TaskReport]) -> Lines:
    """A courier's reports from the round, items and tasks alike: items move in the custody book, COD in the money book.

    A report far from the address is taken and flagged with its distance.

    Raises:
        UnknownRound, RoundClosed, RoundOfAnother.
    """
    kept = open_round(unit_id, round_code)
    if kept.courier_id != call.actor.person_id:
        raise refusals.RoundOfAnother(field="round_code", round=round_code)
    lines = _lines(kept, [report.code for report in reports])
    rows, items = line_rows(call, reports), list[tuple[int, TaskReport]]()
    for row, report in rows.open():
        try:
            _check_report(kept, report, lines)
            if lines[report.code].task is None:
                items.append((row, report))
            else:
                rows.answer(row, _report_task(call, report, lines[report.code]))
        except Refusal as refusal:
            rows.refuse(row, refusal)
    for (row, _), line in zip(items, _report_items(call, unit_id, [one for _, one in items]), strict=True):
        rows.answer(row, line)
    answers = rows.answers()
    _note(call, [r for r, line in zip(reports, answers, strict=True) if line.status == "done"], lines)
    return Lines(answers)


def _lines(kept: Round, codes: Sequence[str]) -> dict[str, Stop]:
    """The loaded lines of a round by the code of their item or task."""
    things = mail.find_things(list(codes))
    own = kept.stops.filter(loaded=True).select_related("task")
    by_thing = {line.thing_id: line for line in own.filter(thing_id__in=list(things.values()))}
    found = {code: by_thing[thing] for code, thing in things.items() if thing in by_thing}
    return found | {line.task.code: line for line in own.filter(task__code__in=codes) if line.task}


def _check_report(kept: Round, report: TaskReport, lines: dict[str, Stop]) -> None:
    if report.code not in lines:
        raise refusals.UnknownTask(field="code", task=report.code, round=kept.code)
    if report.outcome not in {Stop.DONE, Stop.FAILED}:
        raise refusals.UnknownOutcome(field="outcome", outcome=report.outcome)
    if report.outcome == Stop.FAILED and report.reason not in mail.REASONS:
        raise refusals.WrongReason(field="reason", reason=report.reason)
    for name, value, most in (("latitude", report.latitude, 90), ("longitude", report.longitude, 180)):
        if value is not None and not -most <= value <= most:
            raise refusals.WrongAmount(field=name, name=name, least=-most, most=most)


def _report_task(call: Call, report: TaskReport, line: Stop) -> LineAnswer:
    task = line.task
    assert task is not None, "only lines of tasks come here"  # noqa: S101
    if task.report_key == report.key:
        if (line.outcome, task.reason) != (report.outcome, report.reason):
            raise mail.LineReused(field="key", key=str(report.key))
        return LineAnswer(report.key, report.code, "duplicate")
    if line.outcome:
        raise refusals.TaskReported(field="code", task=task.code)
    task.report_key = report.key
    task.state = Task.DONE if report.outcome == Stop.DONE else Task.FAILED
    task.reason, task.reported_at = report.reason, min(report.at or call.at, call.now)
    task.save(update_fields=["state", "reason", "reported_at", "report_key"])
    line.outcome = report.outcome
    call.record(
        TaskReported(task.pk, task.kind, task.reference, report.outcome, report.reason, call.actor.person_id)
    )
    return LineAnswer(report.key, report.code, "done")


def _report_items(call: Call, unit_id: int, items: Sequence[TaskReport]) -> list[LineAnswer]:
    """Hand the items' reports to the custody book."""
    if not items:
        return []
    outcomes = {Stop.DONE: mail.DELIVERED, Stop.FAILED: mail.FAILED}
    said = [
        mail.Report(r.key, r.code, outcomes[r.outcome], r.receiver, r.relation, r.reason, r.solution, r.at)
        for r in items
    ]
    answered: Lines = mail.report(call, unit_id=unit_id, reports=said)
    return answered.lines


def _note(call: Call, done: Sequence[TaskReport], lines: dict[str, Stop]) -> None:
    """Outcome, moment and distance on the lists."""
    rows = []
    for report in done:
        line, at = lines[report.code], min(report.at or call.at, call.now)
        rows.append((report.outcome, bulk.db_moment(at), off_metres(line, report), line.pk))
    bulk.update_rows("rounds_stop", "outcome = %s, done_at = %s, off_metres = %s", "id", rows)


def off_metres(line: Stop, report: TaskReport) -> int | None:
    """How far from the address the courier stood; None where one of the two is unknown."""
    if None in {report.latitude, report.longitude, line.latitude, line.longitude}:
        return None
    stood = Position(report.latitude or 0.0, report.longitude or 0.0)
    return min(FARTHEST_METRES, straight_metres(stood, Position(line.latitude or 0.0, line.longitude or 0.0)))


def undo_reports(call: Call, record: ActRecord, reason: str) -> Undone:
    """Reports from the round taken back on their day: items and COD go back, lines and tasks are open again.

    Raises:
        CannotUndo: the day is over, the round is closed, or something happened to an item since.
    """
    said = json.loads(record.outcome)["lines"]
    codes = [line["code"] for line in said if line["status"] == "done"]
    round_code = json.loads(record.params)["round_code"]
    kept = Round.objects.select_for_update().get(unit_id=record.unit_id, code=round_code)
    if kept.state == Round.CLOSED:
        raise CannotUndo(
            act=record.seq, reason=f"tuyến {kept.code} đã kết thúc", instead="lập yêu cầu tra soát, khiếu nại"
        )
    undone = mail.undo_same_day(call, record, reason)
    lines = _lines(kept, codes)
    tasks = tuple(line.task.code for line in lines.values() if line.task is not None)
    for line in lines.values():
        line.outcome, line.done_at, line.off_metres = "", None, None
        line.save(update_fields=["outcome", "done_at", "off_metres"])
        if line.task is not None:
            line.task.state, line.task.reason, line.task.reported_at, line.task.report_key = (
                Task.LISTED,
                "",
                None,
                None,
            )
            line.task.save(update_fields=["state", "reason", "reported_at", "report_key"])
            call.record(
                TaskReported(
                    line.task.pk, line.task.kind, line.task.reference, "", reason, call.actor.person_id
                )
            )
    return replace(undone, things=(*undone.things, *tasks))


def undo_loading(call: Call, record: ActRecord, reason: str) -> Undone:
    """Items loaded by mistake lie at the office again; the round stays out.

    Raises:
        CannotUndo: who took them gives them back by his own word; the office takes them.
    """
    if call.actor.person_id == record.actor_id:
        raise CannotUndo(
            act=record.seq,
            reason="bưu tá tự trả lại cho bưu cục",
            instead="nộp bưu gửi cho giao dịch viên nhận lại",
        )
    undone = mail.undo_act(call, record, reason)
    things = mail.find_things(list(undone.things))
    Stop.objects.filter(round__unit_id=record.unit_id, thing_id__in=list(things.values()), outcome="").update(
        loaded=False
    )
    return undone


def register_undoings() -> None:
    """Called once, when the room is ready."""
    register_undo("rounds.report_task", undo_reports)
    register_undo("rounds.load", undo_loading)
    register_instead("rounds.close", "lập danh sách mới cho ca sau")
