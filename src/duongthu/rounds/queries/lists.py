"""Reading lists: today's rounds, their progress, and one round stop by stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from duongthu.acts.api import bulk
from duongthu.mail.api import unit_holder
from duongthu.rounds.models import Halt, Handover, Notice, Round, Stop
from duongthu.rounds.queries.figures import figures_on
from duongthu.rounds.queries.plans import owners_among
from duongthu.rounds.queries.waiting import listed_job
from duongthu.rounds.rules.drawing import Door

OPEN, DONE, FAILED, RETURNED, PASSING = "open", "done", "failed", "returned", "passing"


NOTHING = (0,) * 8
Counts = tuple[int, int, int, int, int, int, int, int]


def rounds_of(unit_ids: frozenset[int], on: date) -> QuerySet[Round]:
    """A day's rounds at some units."""
    return Round.objects.filter(unit_id__in=unit_ids, on=on).order_by("unit_id", "shift", "code")


def round_by_code(code: str, unit_ids: frozenset[int]) -> Round | None:
    """A round of these units."""
    return Round.objects.filter(code=code, unit_id__in=unit_ids).first()


def stops_of(code: str) -> QuerySet[Stop]:
    """A round's lines in riding order."""
    return Stop.objects.filter(round__code=code).order_by("place")


def items_to_take(one: Round) -> frozenset[str]:
    """Numbers of the items on a list that lie at the office and that its courier has not taken yet."""
    rows = bulk.fetch(
        "SELECT t.code FROM rounds_stop s JOIN mail_thing t ON t.id = s.thing_id JOIN mail_custody c ON c.thing_id = s.thing_id "
        "WHERE s.round_id = %s AND s.outcome = '' AND c.holder = %s",
        [one.pk, unit_holder(one.unit_id)],
    )
    return frozenset(code for (code,) in rows)


def halts_on(round_ids: Sequence[int]) -> dict[int, list[Halt]]:
    """Breaks and returns by round, in riding order."""
    found: dict[int, list[Halt]] = {pk: [] for pk in round_ids}
    for halt in Halt.objects.filter(round_id__in=list(round_ids)).order_by("before", "begins_at"):
        found[halt.round_id].append(halt)
    return found


def rounds_of_courier(courier_id: int, on: date) -> list[Round]:
    """A courier's own lists of a day, by shift."""
    return list(Round.objects.filter(courier_id=courier_id, on=on).order_by("shift", "pk"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: things on it, loaded, and still in the courier's hands."""

    code: str
    items: int
    loaded: int
    in_hand: int


def progress_of(rounds: QuerySet[Round]) -> list[Progress]:
    """Progress of rounds, in their order."""
    standings = standing_of(list(rounds))
    return [Progress(s.round.code, s.things, s.loaded, s.in_hand) for s in standings]


@dataclass(frozen=True, slots=True)
class Standing:
    """A round on the board.

    Attributes:
        stops, done_stops: visits in all and reported. things, loaded, in_hand: items and tasks.
        late: visits reported or planned after their promised window. flagged: reports far from the address.
        passing: items that wait for a handover.
    """

    round: Round
    stops: int
    done_stops: int
    things: int
    loaded: int
    in_hand: int
    failed: int
    late: int
    flagged: int
    passing: int


_STANDINGS = """
SELECT s.round_id, count(DISTINCT s.number), count(DISTINCT CASE WHEN {told} THEN s.number END), count(*),
  sum(CASE WHEN s.loaded THEN 1 ELSE 0 END), sum(CASE WHEN s.loaded AND NOT {told} THEN 1 ELSE 0 END),
  sum(CASE WHEN s.outcome = 'failed' THEN 1 ELSE 0 END),
  count(DISTINCT CASE WHEN s.done_at > s.window_until_at OR (NOT {told} AND s.arrival_at > s.window_until_at) THEN s.number END),
  sum(CASE WHEN s.off_metres > {far} THEN 1 ELSE 0 END)
FROM rounds_stop s LEFT JOIN mail_custody c ON c.thing_id = s.thing_id JOIN rounds_round r ON r.id = s.round_id
WHERE s.round_id IN {{values}} GROUP BY s.round_id
"""
# A line is told when its outcome stands, or its item has left the hands of a courier who had loaded it.
_TOLD = "(s.outcome <> '' OR (s.loaded AND s.thing_id IS NOT NULL AND c.holder <> 'P' || r.courier_id))"


def standing_of(rounds: list[Round]) -> list[Standing]:
    """Where rounds stand, in their order: two questions for any number of them."""
    ids = [one.pk for one in rounds]
    on = rounds[0].on if rounds else date.min
    far = figures_on(on).get("off_address_metres") if rounds else 0
    sql = _STANDINGS.format(told=_TOLD, far=far)
    found: dict[int, Counts] = {row[0]: row[1:9] for row in bulk.fetch_in(sql, ids)}
    passing = _passing(ids)
    return [Standing(one, *found.get(one.pk, NOTHING), passing.get(one.pk, 0)) for one in rounds]


def _passing(round_ids: list[int]) -> dict[int, int]:
    sql = (
        "SELECT from_round_id, count(*) FROM rounds_handover WHERE state IN ('proposed', 'given') "
        "AND from_round_id IN {values} GROUP BY from_round_id"
    )
    return dict(bulk.fetch_in(sql, round_ids))


@dataclass(frozen=True, slots=True)
class Familiar:
    """Visits of a round: all, those familiar to a courier of the shift, and of these those that are the round's own."""

    stops: int
    owned: int
    own: int


def familiar_of(one: Round) -> Familiar:
    """How much of a round is familiar to its courier, by addresses: told as planning tells it."""
    first = {line.number: line for line in one.stops.order_by("-number", "-place")}
    doors = [Door((listed_job(line, one.unit_id),), 0) for line in first.values()]
    shift = Round.objects.filter(unit_id=one.unit_id, on=one.on, shift=one.shift)
    owners = owners_among(doors, one.on, figures_on(one.on), list(shift.values_list("courier_id", flat=True)))
    own = sum(owner == one.courier_id for owner in owners.values())
    return Familiar(len(doors), len(owners), own)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A thing on a round as its page shows it; ``state`` is open, done, failed, returned or passing."""

    stop: Stop
    code: str
    title: str
    state: str
    off_metres: int | None
    flagged: bool


def sheet_of(one: Round) -> list[SheetLine]:
    """A round thing by thing, in riding order, with numbers of items and titles of tasks."""
    rows = bulk.fetch(
        "SELECT s.id, t.code, i.recipient_name, c.holder FROM rounds_stop s JOIN mail_thing t ON t.id = s.thing_id "
        "JOIN mail_item i ON i.thing_id = s.thing_id JOIN mail_custody c ON c.thing_id = s.thing_id WHERE s.round_id = %s",
        [one.pk],
    )
    items = {row[0]: row[1:] for row in rows}
    passing = set(
        Handover.objects.filter(from_round=one, state__in=["proposed", "given"]).values_list(
            "stop_id", flat=True
        )
    )
    far = figures_on(one.on).get("off_address_metres", one.unit_id)
    lines = []
    for stop in one.stops.select_related("task").order_by("number", "place"):
        code, title, holder = items.get(stop.pk, ("", "", ""))
        if stop.task is not None:
            code, title = stop.task.code, stop.task.title
        state = PASSING if stop.pk in passing else _state(stop, holder, one.courier_id)
        lines.append(SheetLine(stop, code, title, state, stop.off_metres, (stop.off_metres or 0) > far))
    return lines


def _state(stop: Stop, holder: str, courier_id: int) -> str:
    if stop.outcome:
        return stop.outcome
    gone = stop.loaded and stop.thing_id and holder != f"P{courier_id}"
    return RETURNED if gone else OPEN


def notices_of(unit_ids: frozenset[int], since: datetime) -> QuerySet[Notice]:
    """What customers and couriers are to be told, the newest first."""
    found = Notice.objects.filter(round__unit_id__in=unit_ids, noted_at__gte=since)
    return found.select_related("round").order_by("-pk")
