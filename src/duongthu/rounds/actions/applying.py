"""Changed rounds come into force: lines get their new places and times, items in hand a handover, customers a notice."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from duongthu.acts.api import Call, bulk
from duongthu.kernel.clock import local
from duongthu.rounds.actions.publishing import STOP_COLUMNS, halts_of, stop_rows
from duongthu.rounds.facts import ArrivalWindowChanged, RoundPublished
from duongthu.rounds.models import Halt, Handover, Notice, Round, Stop, Task
from duongthu.rounds.queries.figures import Figures
from duongthu.rounds.queries.plans import moment, windows_on
from duongthu.rounds.queries.running import PASSING, OpenRounds, is_ahead
from duongthu.rounds.queries.waiting import seconds_of
from duongthu.rounds.rules.changing import Running, ridden_of
from duongthu.rounds.rules.drawing import DrawnRound, DrawnStop
from duongthu.rounds.rules.keeping import KeptStop, Windows
from duongthu.rounds.rules.windows import shifted_seconds

MINUTE = 60
TIMES = "round_id = %s, place = %s, number = %s, arrival_at = %s, window_from_at = %s, window_until_at = %s"


@dataclass
class Applied:
    """What was written: handovers proposed, customers to be told, lines that are new or moved."""

    handovers: int = 0
    notices: int = 0
    moved: int = 0
    retimed: list[tuple[object, ...]] = field(default_factory=list)


def apply(call: Call, board: OpenRounds, after: Sequence[Running], figures: Figures) -> Applied:
    """Write the rounds ``after`` over those of the board."""
    applied = Applied()
    windows = windows_on(board.on, board.rounds[0].shift, figures)
    home = {door: n for n, one in enumerate(board.running) for door in one.order}
    for number, one in enumerate(after):
        if one == board.running[number] and not board.leaves_later(number):
            continue
        _apply_round(call, board, number, one, home, windows, figures, applied)
    bulk.update_rows("rounds_stop", TIMES, "id", applied.retimed)
    return applied


def _apply_round(
    call: Call, board: OpenRounds, number: int, one: Running, home: dict[int, int], windows: Windows, figures: Figures,
    applied: Applied,
) -> None:  # fmt: skip
    kept, ridden = board.rounds[number], ridden_of(board.given, one)
    if not kept.pk:  # of a courier who comes in addition
        if not one.order:
            return
        kept.save()
    before = ridden_of(board.given, board.running[number])
    first, quiet = _first_free(kept), figures.get("notice_minutes", kept.unit_id) * MINUTE
    for n, stop in enumerate(ridden.stops):
        came_from = home.get(stop.door)
        spot = _Spot(call, board, kept, ridden, first + n, windows, quiet)
        if came_from is None:
            spot.add(stop, applied)
        elif came_from == number or board.rounds[came_from].state == Round.PLANNED:
            spot.place(stop, applied, moved=came_from != number)
        else:
            spot.propose(stop, board.rounds[came_from], applied)
    stale = [halt.pk for halt in kept.halts.all() if is_ahead(halt, first - 1, call.now)]
    Halt.objects.filter(pk__in=stale).delete()
    Halt.objects.bulk_create(halts_of(kept, one.crew, ridden.calls, first))
    kept.distance_metres = max(0, kept.distance_metres + ridden.metres - before.metres)
    kept.back_at = moment(board.on, ridden.back)
    if kept.state == Round.PLANNED:
        kept.leaves_at = moment(board.on, ridden.leaves)
    kept.save(update_fields=["distance_metres", "back_at", "leaves_at"])
    call.record(RoundPublished(kept.code, kept.unit_id, kept.courier_id, len(ridden.stops)))
    Notice.objects.create(
        kind=Notice.LIST, round=kept, words=f"Danh sách {kept.code} đã thay đổi", noted_at=call.now
    )


def _first_free(kept: Round) -> int:
    """The number after the last visit that was reported."""
    done = kept.stops.exclude(outcome="").order_by("-number").values_list("number", flat=True).first()
    return (done or 0) + 1


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place on a list that a door comes to."""

    call: Call
    board: OpenRounds
    kept: Round
    ridden: DrawnRound
    number: int
    windows: Windows
    quiet_seconds: int

    def add(self, stop: DrawnStop, applied: Applied) -> None:
        """A door that was on no list."""
        door = self.board.given.doors[stop.door]
        kept = KeptStop(
            stop.arrives,
            *self.windows(self.ridden, stop.arrives),
            stop.late_seconds,
            door.service_seconds,
            door.jobs,
        )
        rows = [
            (
                *row[:3],
                self.number * 100 + n,
                self.number,
                self.kept.state == Round.OUT and row[2] is not None,
                *row[6:],
            )
            for n, row in enumerate(
                stop_rows(self.kept.pk, [kept], self.board.on, {job.key for job in door.jobs})
            )
        ]
        bulk.insert_rows("rounds_stop", STOP_COLUMNS, rows)
        Task.objects.filter(pk__in=[job.task_id for job in door.jobs if job.task_id]).update(
            state=Task.LISTED
        )
        applied.moved += len(rows)

    def place(self, stop: DrawnStop, applied: Applied, *, moved: bool) -> None:
        """A door that stays on its list or comes from one that nobody has loaded."""
        self._place_lines(stop, self.board.lines[stop.door], applied, moved=moved)

    def _place_lines(self, stop: DrawnStop, lines: Sequence[Stop], applied: Applied, *, moved: bool) -> None:
        promised = self.windows(self.ridden, stop.arrives)
        for n, line in enumerate(lines):
            window = self._window(line, promised, applied)
            times = [bulk.db_moment(moment(self.board.on, s)) for s in (stop.arrives, *window)]
            applied.retimed.append((self.kept.pk, self.number * 100 + n, self.number, *times, line.pk))
            applied.moved += moved

    def propose(self, stop: DrawnStop, giver: Round, applied: Applied) -> None:
        """A door whose goods are in another courier's hands: they pass when both have scanned; the hour is told at once."""
        lines, promised = self.board.lines[stop.door], self.windows(self.ridden, stop.arrives)
        self._place_lines(stop, [line for line in lines if line.thing_id is None], applied, moved=True)
        for line in lines:
            if line.thing_id is None:
                continue
            Handover.objects.create(
                stop=line, thing_id=line.thing_id, from_round=giver, to_round=self.kept, number=self.number,
                arrival_at=moment(self.board.on, stop.arrives), proposed_at=self.call.now,
            )  # fmt: skip
            start, end = (moment(self.board.on, s) for s in self._window(line, promised, applied))
            Stop.objects.filter(pk=line.pk).update(
                number=PASSING + line.number, place=PASSING * 100 + line.place, window_from_at=start,
                window_until_at=end,
            )  # fmt: skip
            applied.handovers += 1

    def _window(self, line: Stop, promised: tuple[int, int], applied: Applied) -> tuple[int, int]:
        """The window to be kept: the old promise, where the new one is near enough, else the new one with a notice."""
        if line.window_from_at is None or line.window_until_at is None:
            return promised
        old = (
            seconds_of(line.window_from_at, self.board.on),
            seconds_of(line.window_until_at, self.board.on),
        )
        if shifted_seconds(old, promised) <= self.quiet_seconds:
            return old
        start, end = (moment(self.board.on, s) for s in promised)
        words = f"Giờ đến dự kiến: {local(start):%H:%M}–{local(end):%H:%M}"
        Notice.objects.create(
            kind=Notice.WINDOW, round=self.kept, thing_id=line.thing_id, task_id=line.task_id, words=words,
            noted_at=self.call.now,
        )  # fmt: skip
        fact = ArrivalWindowChanged(
            self.kept.code, self.kept.unit_id, line.thing_id or 0, line.task_id or 0, start, end
        )
        self.call.record(fact)
        applied.notices += 1
        return promised
