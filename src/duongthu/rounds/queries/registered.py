"""What may be asked of rounds: the board, one list thing by thing, plans and what changed, what customers are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from duongthu.acts.api import Asked, NothingFound, OnDay, query
from duongthu.network.api import UnitRef
from duongthu.rounds.models import Halt, Notice, Plan, Round
from duongthu.rounds.queries.lists import (
    halts_on,
    notices_of,
    round_by_code,
    rounds_of,
    rounds_of_courier,
    sheet_of,
    standing_of,
)
from duongthu.rounds.queries.plans import Review, plan_by_code, plans_of, review_of
from duongthu.staff.api import Role

BOARD = frozenset(
    {Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR, Role.HEAD, Role.DISPATCHER, Role.TELLER, Role.SORTER}
)
SHEET = BOARD | {Role.COURIER}


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A courier's list of a shift and how far it is; see ``Standing`` for the counts.

    Attributes:
        state: ``planned``, ``out`` or ``closed``. leaves_at, back_at, until_at: as planned, back now, end of the shift.
    """

    code: str
    unit_id: int
    courier_id: int
    on: date
    shift: int
    state: str
    leaves_at: datetime | None
    back_at: datetime | None
    until_at: datetime | None
    distance_metres: int
    load_grams: int
    stops: int
    done_stops: int
    things: int
    loaded: int
    in_hand: int
    failed: int
    late: int
    flagged: int
    passing: int


def _with_standing(_asked: Asked, rounds: Sequence[Round]) -> list[RoundRow]:
    return [
        RoundRow(
            r.code, r.unit_id, r.courier_id, r.on, r.shift, r.state, r.leaves_at, r.back_at, r.until_at, r.distance_metres,
            r.load_grams, s.stops, s.done_stops, s.things, s.loaded, s.in_hand, s.failed, s.late, s.flagged, s.passing,
        )
        for s in standing_of(list(rounds))
        for r in [s.round]
    ]  # fmt: skip


@query(
    "rounds.board", "Tuyến phát trong ngày", roles=BOARD, row=RoundRow, unit="unit_id", shape=_with_standing
)
def board_query(asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None) -> QuerySet[Round]:
    """A day's lists with their standing, by unit, shift and code."""
    return rounds_of(asked.units, on or asked.on)


@query("rounds.mine", "Tuyến của tôi", roles=(Role.COURIER,), row=RoundRow, shape=_with_standing)
def my_rounds_query(asked: Asked, *, on: OnDay | None = None) -> list[Round]:
    """The asker's own lists of a day, by shift."""
    return rounds_of_courier(asked.actor.person_id, on or asked.on)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A thing on a list.

    Attributes:
        number: of the visit, in riding order. state: ``open``, ``done``, ``failed``, ``returned`` or ``passing``.
        off_metres: how far from the address it was reported; flagged: that is too far.
    """

    number: int
    code: str
    kind: str
    title: str
    address: str
    latitude: float | None
    longitude: float | None
    arrival_at: datetime | None
    window_from_at: datetime | None
    window_until_at: datetime | None
    done_at: datetime | None
    state: str
    loaded: bool
    off_metres: int | None
    flagged: bool


def _round_seen(asked: Asked, code: str) -> Round:
    """A list within reach; of who only delivers, his own.

    Raises:
        NothingFound.
    """
    one = round_by_code(code, asked.units)
    if one is None or (
        asked.actor.roles <= {Role.COURIER, Role.DRIVER, Role.HELPER}
        and one.courier_id != asked.actor.person_id
    ):
        raise NothingFound(field="code", what=code)
    return one


@query("rounds.sheet", "Bản kê tuyến phát", roles=SHEET, row=LineRow, most=500)
def sheet_query(asked: Asked, *, code: str) -> list[LineRow]:
    """One list thing by thing, in riding order."""
    return [
        LineRow(
            s.number, line.code, s.kind, line.title, s.address, s.latitude, s.longitude, s.arrival_at, s.window_from_at,
            s.window_until_at, s.done_at, line.state, s.loaded, line.off_metres, line.flagged,
        )
        for line in sheet_of(_round_seen(asked, code))
        for s in [line.stop]
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HaltRow:
    """A break or a return for another load, before the visit of that number."""

    kind: str
    before: int
    begins_at: datetime
    ends_at: datetime


@query("rounds.halts", "Nghỉ và quay về trên tuyến", roles=SHEET, row=HaltRow)
def halts_query(asked: Asked, *, code: str) -> list[Halt]:
    """Breaks and returns of one list, in riding order."""
    one = _round_seen(asked, code)
    return halts_on([one.pk])[one.pk]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan of a shift, or a version that a change made."""

    code: str
    unit_id: int
    on: date
    shift: int
    version: int
    state: str
    planner: str
    price: int
    made_by_id: int
    made_at: datetime
    published_at: datetime | None


@query("rounds.plans", "Phương án tuyến phát", roles=BOARD, row=PlanRow, unit="unit_id")
def plans_query(asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None) -> list[Plan]:
    """The plans and versions of a day, the newest first."""
    return plans_of(asked.units, on or asked.on)


@query("rounds.plan", "Nội dung phương án tuyến phát", roles=BOARD, row=Review, one=True)
def plan_query(asked: Asked, *, code: str) -> Review | None:
    """A plan in figures: rounds, what is left out and why, price."""
    plan = plan_by_code(code, asked.units)
    return review_of(plan) if plan else None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """What a customer or a courier is to be told."""

    kind: str
    round: str
    unit_id: int
    words: str
    noted_at: datetime


def _with_round(_asked: Asked, notices: Sequence[Notice]) -> list[NoticeRow]:
    return [NoticeRow(n.kind, n.round.code, n.round.unit_id, n.words, n.noted_at) for n in notices]


@query("rounds.notices", "Thay đổi phải báo", roles=BOARD, row=NoticeRow, unit="unit_id", shape=_with_round)
def notices_query(asked: Asked, *, unit_id: UnitRef | None = None) -> QuerySet[Notice]:
    """What changes of the last day are to be told, the newest first."""
    return notices_of(asked.units, asked.now - timedelta(days=1))
