"""What a finished round teaches: when doors were reached, who served which neighbourhood, in which order."""

from collections import Counter
from collections.abc import Sequence

from duongthu.acts.api import bulk
from duongthu.mail.api import CustodyEvent, Event
from duongthu.rounds.models import Round, Stop
from duongthu.rounds.queries.planned_vs_actual import visits_of
from duongthu.rounds.rules.familiar import steps_between
from duongthu.rounds.rules.windows import late_minutes, part_of

OUTCOMES = {Event.DELIVER.value: Stop.DONE, Event.GIVE_BACK.value: Stop.DONE, Event.FAIL.value: Stop.FAILED}


def learn_from(kept: Round) -> None:
    """Write down what a round taught; called once, when it closes."""
    lines = list(kept.stops.order_by("place"))
    _fill_outcomes(kept, lines)
    visits = visits_of(lines)
    _punctuality(kept, visits)
    _served(kept, visits)
    steps = steps_between([neighbourhood(line) for line in visits])
    write_followed(kept, Counter(steps))


def neighbourhood(line: Stop) -> str:
    """Commune and hamlet of a line."""
    return f"{line.commune_code}/{line.hamlet}"


def _fill_outcomes(kept: Round, lines: Sequence[Stop]) -> None:
    """Items reported past this room (a device that speaks to the custody book) get their outcome from its journal."""
    silent = {line.thing_id: line for line in lines if line.thing_id and line.loaded and not line.outcome}
    since = kept.loaded_at or kept.planned_at
    events = CustodyEvent.objects.filter(
        thing_id__in=list(silent), code__in=list(OUTCOMES), at__gte=since, person_id=kept.courier_id
    )
    told = []
    for thing_id, code, at in events.order_by("seq").values_list("thing_id", "code", "at"):
        line = silent[thing_id]
        line.outcome, line.done_at = OUTCOMES[code], at
        told.append(line)
    bulk.update_rows(
        "rounds_stop",
        "outcome = %s, done_at = %s",
        "id",
        [(s.outcome, bulk.db_moment(s.done_at), s.pk) for s in told if s.done_at],
    )


def _punctuality(kept: Round, visits: Sequence[Stop]) -> None:
    if kept.leaves_at is None:
        return
    counts: Counter[tuple[int, int]] = Counter()
    for line in visits:
        if line.arrival_at and line.done_at:
            into = part_of(int((line.arrival_at - kept.leaves_at).total_seconds()))
            late = late_minutes(int((line.done_at - line.arrival_at).total_seconds()))
            counts[into, late] += 1
    rows = [
        (kept.unit_id, kept.on.isoformat(), kept.shift, into, late, stops)
        for (into, late), stops in sorted(counts.items())
    ]
    _add("rounds_punctuality", ("unit_id", '"on"', "shift", "into_minutes", "late_minutes"), "stops", rows)


def _served(kept: Round, visits: Sequence[Stop]) -> None:
    counts = Counter(neighbourhood(line) for line in visits)
    rows = [
        (kept.unit_id, kept.on.isoformat(), kept.courier_id, *place.split("/", 1), doors)
        for place, doors in sorted(counts.items())
    ]
    _add("rounds_served", ("unit_id", '"on"', "courier_id", "commune_code", "hamlet"), "doors", rows)


def write_followed(kept: Round, steps: "Counter[tuple[str, str]]", weight: int = 1) -> None:
    """Which neighbourhood came before which on a round."""
    rows = [
        (kept.unit_id, kept.on.isoformat(), before, after, times * weight)
        for (before, after), times in sorted(steps.items())
    ]
    _add("rounds_followed", ("unit_id", '"on"', "before", "after"), "times", rows)


def _add(table: str, key: Sequence[str], number: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Add to the counts of these keys; rows in one order, so that two units that close at once do not lock each other."""
    if not rows:
        return
    columns = (*key, number)
    one = f"({', '.join(['%s'] * len(columns))})"
    for page in bulk.pages(rows, 200):
        bulk.write(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(page))} "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {number} = {table}.{number} + excluded.{number}",
            [value for row in page for value in row],
        )
