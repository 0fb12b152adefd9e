"""Open rounds as they stand now: what is done, what is still to come, where each courier is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

import numpy as np

from duongthu.mail.api import Custody, person_holder
from duongthu.network.api import hamlets_of
from duongthu.rounds.models import Halt, Handover, Round, Stop
from duongthu.rounds.queries.figures import Figures
from duongthu.rounds.queries.planning_input import planning_input_of
from duongthu.rounds.queries.waiting import listed_job, seconds_of
from duongthu.rounds.rules.changing import Running
from duongthu.rounds.rules.drawing import Door, PlanningInput
from duongthu.rounds.rules.riding import Position

PASSING = (
    1_000  # added to the number of a line that waits for a handover: it stands behind all others of its list
)
METRES_A_SECOND = 7  # on local roads by motorbike: how far the way round a closed road leads


@dataclass
class OpenRounds:
    """The open rounds of a shift.

    Attributes:
        rounds: the rows; ``running`` has one of each, in the same order.
        lines: the lines to be done at each door still to come; doors beyond them are new or were visited.
        fresh: doors of jobs that are on no list yet.
    """

    on: date
    rounds: list[Round]
    running: list[Running]
    given: PlanningInput
    lines: dict[int, list[Stop]]
    fresh: list[int]

    def number_of(self, code: str) -> int | None:
        """Which of the rounds bears a code."""
        return next((n for n, one in enumerate(self.rounds) if one.code == code), None)

    def door_of(self, line: Stop) -> int | None:
        """The door a line is to be done at; None when it was done."""
        return next((door for door, lines in self.lines.items() if any(s.pk == line.pk for s in lines)), None)

    def leaves_later(self, number: int) -> bool:
        """Whether a list that nobody has loaded should have left by now: all its hours move."""
        one, running = self.rounds[number], self.running[number]
        late = one.leaves_at is not None and running.crew.opens > seconds_of(one.leaves_at, one.on)
        return bool(one.pk and one.state == Round.PLANNED and running.order and late)

    def round_of(self, door: int) -> int:
        """Which round a door is on."""
        return next(n for n, one in enumerate(self.running) if door in one.order)


def hamlets_ahead(unit_ids: Iterable[int], on: date, shift: int) -> dict[str, str]:
    """Where the open lists of a shift still go: the name of each neighbourhood by its key."""
    listed = Stop.objects.filter(
        round__unit_id__in=list(unit_ids), round__on=on, round__shift=shift, outcome=""
    )
    places = set(listed.exclude(round__state=Round.CLOSED).values_list("commune_code", "hamlet"))
    named = {
        (commune, one.code): one.name for commune in {c for c, _ in places} for one in hamlets_of(commune, on)
    }
    found = {f"{commune}/{hamlet}": named.get((commune, hamlet), hamlet) for commune, hamlet in places}
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))


def open_rounds(bases: Iterable[int], on: date, shift: int, *, locked: bool = True) -> list[Round]:
    """Rounds of a shift that are not closed, by unit and code; locked unless they are read ahead of an act."""
    rounds = Round.objects.select_for_update() if locked else Round.objects.all()
    found = rounds.filter(unit_id__in=list(bases), on=on, shift=shift)
    return list(found.exclude(state=Round.CLOSED).order_by("unit_id", "code"))


def standings(rounds: Sequence[Round]) -> dict[int, tuple[object, ...]]:
    """All that a change of a round stands on, by round: its state, and of each line place, outcome and in whose hands."""
    lines = _open_lines(rounds)
    return {
        one.pk: (one.state, *((s.pk, s.number, s.place, s.outcome, s.loaded) for s in lines[one.pk]))
        for one in rounds
        if one.pk
    }


def read_open(
    rounds: Sequence[Round], on: date, now: datetime, figures: Figures, fresh: Sequence[Door] = ()
) -> OpenRounds:
    """The rounds with their doors in one planning input, new doors behind them."""
    lines = _open_lines(rounds)
    doors: list[Door] = []
    lines_of: dict[int, list[Stop]] = {}
    orders: list[list[int]] = []
    last_at: list[int | None] = []
    for one in rounds:
        own = lines[one.pk]
        todo = [stops for stops in _visits(own) if not _done(stops)]
        orders.append([])
        for stops in todo:
            lines_of[len(doors)] = [line for line in stops if not line.outcome]
            orders[-1].append(len(doors))
            doors.append(_door(lines_of[len(doors)], one, figures))
        last = max((line for line in own if line.done_at), key=lambda line: line.done_at or now, default=None)
        last_at.append(None if last is None else len(doors))
        if last is not None:
            doors.append(_door([last], one, figures))
    halts = _halts(rounds)
    first_fresh = len(doors)
    bases = sorted({one.unit_id for one in rounds} | {door.first.base for door in fresh})
    given = planning_input_of(bases, (*doors, *fresh), on)
    running = []
    for one, order, at in zip(rounds, orders, last_at, strict=True):
        plainly = _running(one, given, order, at, now, figures)
        numbers = {door: lines_of[door][0].number for door in order}
        done = max((line.number for line in lines[one.pk] if line.done_at), default=0)
        running.append(_with_halts(plainly, halts[one.pk], numbers, done, now, given))
    return OpenRounds(on, list(rounds), running, given, lines_of, list(range(first_fresh, len(given.doors))))


def _open_lines(rounds: Sequence[Round]) -> dict[int, list[Stop]]:
    """The lines of the rounds in order; one whose item is not in its courier's hands any more counts as done."""
    found: dict[int, list[Stop]] = {one.pk: [] for one in rounds}
    couriers = {one.pk: person_holder(one.courier_id) for one in rounds}
    rows = Stop.objects.filter(round_id__in=list(found)).select_related("task").order_by("round_id", "place")
    loaded = [line.thing_id for line in rows if line.loaded and line.thing_id and not line.outcome]
    holders = dict(Custody.objects.filter(thing_id__in=loaded).values_list("thing_id", "holder"))
    passing = set(
        Handover.objects.filter(
            stop__round_id__in=list(found), state__in=[Handover.PROPOSED, Handover.GIVEN]
        ).values_list("stop_id", flat=True)
    )
    for line in rows:
        if line.thing_id in holders and holders[line.thing_id] != couriers[line.round_id]:
            line.outcome = Stop.DONE
        if line.pk not in passing:
            found[line.round_id].append(line)
    return found


def _visits(lines: Sequence[Stop]) -> list[list[Stop]]:
    """Lines of one number together, in order."""
    visits: dict[int, list[Stop]] = {}
    for line in lines:
        visits.setdefault(line.number, []).append(line)
    return list(visits.values())


def _done(stops: Sequence[Stop]) -> bool:
    return all(line.outcome for line in stops)


def _door(lines: Sequence[Stop], one: Round, figures: Figures) -> Door:
    jobs = tuple(listed_job(line, one.unit_id) for line in lines)
    seconds = figures.get("door_seconds", one.unit_id) + sum(job.service_seconds for job in jobs)
    return Door(jobs, seconds)


def _running(
    one: Round, given: PlanningInput, order: list[int], last: int | None, now: datetime, figures: Figures
) -> Running:
    crew = figures.crew(one.courier_id, one.unit_id, one.shift)
    leaves = crew.opens if one.leaves_at is None else seconds_of(one.leaves_at, one.on)
    closes = crew.closes if one.until_at is None else seconds_of(one.until_at, one.on)
    crew = replace(crew, opens=leaves, closes=closes)
    if one.state == Round.PLANNED:
        return Running(replace(crew, opens=max(leaves, seconds_of(now, one.on))), (), tuple(order))
    place = given.base(one.unit_id) if last is None else given.place(last)
    start = Position(place, max(seconds_of(now, one.on), leaves))
    return Running(crew, tuple(order[:1]), tuple(order[1:]), start)


def _halts(rounds: Sequence[Round]) -> dict[int | None, list[Halt]]:
    found: dict[int | None, list[Halt]] = {one.pk: [] for one in rounds}
    for halt in Halt.objects.filter(round_id__in=[one.pk for one in rounds if one.pk]).order_by(
        "before", "pk"
    ):
        found[halt.round_id].append(halt)
    return found


def _with_halts(
    one: Running, halts: Sequence[Halt], numbers: Mapping[int, int], done: int, now: datetime, given: PlanningInput
) -> Running:  # fmt: skip
    """A round under way with what it still has to come back for; a break that was taken is not taken again.

    Args:
        numbers: of the stops still to come, by door. done: the number of the last stop reported.
    """
    if one.start is None:
        return one
    ahead = [halt for halt in halts if is_ahead(halt, done, now)]
    past = [halt for halt in halts if halt not in ahead]
    crew = one.crew
    if any(halt.kind == Halt.REST for halt in past):
        crew = replace(crew, rest_seconds=0)
    start = one.start
    if any(halt.kind == Halt.RELOAD and halt.before > done for halt in past):
        start = Position(given.base(crew.base), start.free)
    begins = [halt.before for halt in ahead if halt.kind == Halt.RELOAD]
    spans = list(pairwise([*begins, PASSING]))
    loads = [frozenset(d for d, number in numbers.items() if a <= number < b) for a, b in spans]
    return replace(one, crew=crew, start=start, loads=tuple(load for load in loads if load))


def is_ahead(halt: Halt, done: int, now: datetime) -> bool:
    """Whether a halt is still to come: its time is not over, and no stop behind it was reported."""
    return halt.ends_at > now and halt.before > done


def with_closed_roads(given: PlanningInput, closed: Sequence[tuple[str, str, int]]) -> PlanningInput:
    """The same input with so many more seconds (and the metres ridden in them) between two neighbourhoods, both ways."""
    if not closed:
        return given
    names = np.array([""] * len(given.bases) + [door.first.neighbourhood for door in given.doors])
    seconds, metres = given.seconds.copy(), given.metres.copy()
    for one, other, more in closed:
        across = np.outer(names == one, names == other) | np.outer(names == other, names == one)
        seconds[across] += more
        metres[across] += more * METRES_A_SECOND
    return replace(given, seconds=seconds, metres=metres)
