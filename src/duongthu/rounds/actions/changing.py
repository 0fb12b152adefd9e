"""Change rounds under way: re-plan, move stops between lists, put one's own list in another order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from duongthu.acts.api import Call, act
from duongthu.mail.api import find_things
from duongthu.rounds import refusals
from duongthu.rounds.actions.applying import Applied, apply
from duongthu.rounds.actions.learning import neighbourhood, write_followed
from duongthu.rounds.actions.planning import OFFICE, check_couriers
from duongthu.rounds.actions.publishing import round_code
from duongthu.rounds.actions.running import open_round
from duongthu.rounds.models import Handover, Round, Stop
from duongthu.rounds.queries.figures import Figures, figures_on
from duongthu.rounds.queries.plans import door_owners, moment
from duongthu.rounds.queries.running import OpenRounds, open_rounds, read_open, with_closed_roads
from duongthu.rounds.queries.waiting import base_by_courier, bases_of, seconds_of, waiting_jobs
from duongthu.rounds.rules.changing import Changed, Running, followers, put_in, ridden_of, unmoved_percent
from duongthu.rounds.rules.drawing import Job, Prices, doors_of
from duongthu.rounds.rules.familiar import OWN_WEIGHT, steps_between
from duongthu.rounds.rules.posing import put_in_by_engine, whys_of
from duongthu.rounds.rules.reasons import Why
from duongthu.rounds.rules.riding import price_of, why_left


@dataclass(frozen=True, slots=True)
class ClosedRoad:
    """Two neighbourhoods (commune and folded hamlet, ``12286/thon dong``) between which the way takes longer now."""

    one: str
    other: str
    more_seconds: int


@dataclass(frozen=True, slots=True)
class StopMove:
    """A thing that came to a list: its key, address, from which list (empty: none), to which, why, and what it cost.

    Attributes:
        back, back_amount, back_words: a code of ``REASONS``, what leaving it where it was would have cost, both in a sentence.
    """

    key: str
    address: str
    from_round: str
    to_round: str
    why: str
    price: int
    back: str = ""
    back_amount: int = -1
    back_words: str = ""


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A thing no list had room for, and why: a code of ``REASONS``, what would mend it, and both in a sentence."""

    key: str
    address: str
    why: str
    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class LateStop:
    """A thing that will be reached after its latest time now, by how much, and why."""

    key: str
    address: str
    round: str
    late_minutes: int
    why: str
    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class Replanned:
    """What a change did.

    Attributes:
        unmoved_percent: of the stops it was not about, how many kept courier and predecessor.
        handovers: items in a courier's hands that wait for both scans. notices: customers whose window moved.
        price_before, price_after: of what is still to be ridden.
    """

    moves: list[StopMove]
    not_placed: list[NotPlaced]
    late: list[LateStop]
    unmoved_percent: int
    handovers: int
    notices: int
    price_before: int
    price_after: int


@act("rounds.replan", roles=OFFICE, unit="unit_id")
def replan(
    call: Call, *, unit_id: int, shift: int, out_couriers: list[int] | None = None,
    more_couriers: list[int] | None = None, closed_roads: list[ClosedRoad] | None = None, on: date | None = None,
) -> Replanned:  # fmt: skip
    """Change the running rounds of a shift: new tasks in, the stops of couriers who fell out to others, around closed roads.

    What is done and where a courier rides now stays; other stops keep courier and order. Items in the hands of a courier
    who fell out pass by a handover that both scan.

    Raises:
        NoRoundsToChange, UnknownShift, CourierTwice, WrongAmount, SameNeighbourhood, UnknownNeighbourhood.
    """
    day = on or call.business_on
    figures = figures_on(day)
    out, more, closed = out_couriers or [], more_couriers or [], closed_roads or []
    _check_roads(closed)
    bases = bases_of(unit_id, day)
    fresh = doors_of(_new_jobs(bases, day, shift, figures), figures.get("door_seconds", unit_id))
    rounds = open_rounds(bases, day, shift) + _more_rounds(call, unit_id, day, shift, more, figures)
    if not rounds:
        raise refusals.NoRoundsToChange(field="shift", shift=shift, on=day.isoformat())
    board = read_open(rounds, day, call.now, figures, fresh)
    ground = with_closed_roads(board.ground, [(c.one, c.other, c.more_seconds) for c in closed])
    _check_known(board, closed)
    board = replace(board, ground=ground)
    pulled = _pulled(board, out, closed)
    return _put_back(call, unit_id, board, pulled, out, figures)


def _check_roads(closed: Sequence[ClosedRoad]) -> None:
    for row, road in enumerate(closed, start=1):
        if road.one == road.other:
            raise refusals.SameNeighbourhood(field="other", row=row)
        if not 0 < road.more_seconds <= 36_000:  # noqa: PLR2004  (ten hours: no way round is longer)
            raise refusals.WrongAmount(
                field="more_seconds", row=row, name="more_seconds", least=1, most=36_000
            )


def _check_known(board: OpenRounds, closed: Sequence[ClosedRoad]) -> None:
    known = {door.first.neighbourhood for door in board.ground.doors}
    for row, road in enumerate(closed, start=1):
        for field, place in (("one", road.one), ("other", road.other)):
            if place not in known:
                raise refusals.UnknownNeighbourhood(field=field, row=row, place=place or "(trống)")


def _new_jobs(bases: list[int], on: date, shift: int, figures: Figures) -> list[Job]:
    """Jobs on no list at all; untouched lists of the shift are not drawn anew here."""
    listed = Stop.objects.exclude(round__state=Round.CLOSED)
    things = set(listed.filter(thing_id__isnull=False).values_list("thing_id", flat=True))
    tasks = set(listed.filter(task__isnull=False).values_list("task_id", flat=True))
    jobs = waiting_jobs(bases, on, shift, figures)
    return [job for job in jobs if job.thing_id not in things and job.task_id not in tasks]


def _more_rounds(
    call: Call, unit_id: int, on: date, shift: int, couriers: list[int], figures: Figures
) -> list[Round]:
    """Empty lists for couriers who come in addition."""
    if not couriers:
        return []
    check_couriers(couriers)
    busy = Round.objects.filter(courier_id__in=couriers, on=on, shift=shift).first()
    if busy is not None:
        raise refusals.ListsInForce(field="more_couriers", courier=busy.courier_id, round=busy.code)
    base_of = base_by_courier(couriers, bases_of(unit_id, on), unit_id, on)
    crew = [figures.crew(courier, base_of[courier], shift) for courier in couriers]
    return [
        Round(
            code=round_code(one.base, on, one.courier_id, shift), unit_id=one.base, courier_id=one.courier_id, on=on,
            shift=shift, planned_at=call.at, leaves_at=moment(on, max(one.opens, seconds_of(call.now, on))),
            until_at=moment(on, one.closes),
        )
        for one in crew
    ]  # fmt: skip


def _pulled(board: OpenRounds, out: Sequence[int], closed: Sequence[ClosedRoad]) -> dict[int, str]:
    """Doors that need another place, and why."""
    pulled = dict.fromkeys(board.fresh, "new")
    for one in board.running:
        if one.crew.courier_id in out:
            pulled |= dict.fromkeys(one.order, "courier_out")
        else:
            pulled |= dict.fromkeys(_beyond_closed(board, one, closed), "road_closed")
    return pulled


def _beyond_closed(board: OpenRounds, one: Running, closed: Sequence[ClosedRoad]) -> list[int]:
    """Doors to which the courier would ride over a closed road."""
    pairs = {frozenset((road.one, road.other)) for road in closed}
    place = [board.ground.doors[door].first.neighbourhood for door in one.order]
    return [
        door
        for n, door in enumerate(one.order)
        if n >= max(1, len(one.held)) and frozenset((place[n - 1], place[n])) in pairs
    ]


def _put_back(
    call: Call, unit_id: int, board: OpenRounds, pulled: dict[int, str], out: Sequence[int], figures: Figures
) -> Replanned:
    left = [
        replace(
            one,
            held=() if one.crew.courier_id in out else one.held,
            rest=tuple(door for door in one.rest if door not in pulled),
            open_to_more=one.crew.courier_id not in out,
        )
        for one in board.running
    ]
    prices, owners = figures.prices(unit_id), _owners(board, figures)
    gone = [door for n, one in enumerate(board.running) for door in one.order if one.crew.courier_id in out]
    carried = frozenset(d for d in gone if board.rounds[board.round_of(d)].state == Round.OUT)
    carried |= {d for d, why in pulled.items() if why == "road_closed"}
    changed = None
    if not figures.get("planner_is_plain", unit_id):
        changed = put_in_by_engine(board.ground, left, list(pulled), prices, owners, carried)
    changed = changed or put_in(board.ground, left, list(pulled), prices, owners, carried=carried)
    whys = whys_of(board.ground, board.running, changed, prices, owners, carried)
    changed = _keep_unplaced(board, changed)
    applied = apply(call, board, changed.rounds, figures)
    return _told(board, changed, pulled, applied, prices, whys)


def _owners(board: OpenRounds, figures: Figures) -> dict[int, int]:
    """The courier each door is familiar to, among those who are out."""
    return door_owners(board.ground, board.on, figures, [one.crew.courier_id for one in board.running])


def _keep_unplaced(board: OpenRounds, changed: Changed) -> Changed:
    """A door no list has room for stays where it is, at the end: nothing vanishes from a list by itself."""
    rounds = list(changed.rounds)
    for door in changed.unplaced:
        if door in board.lines:
            number = board.round_of(door)
            rounds[number] = replace(rounds[number], rest=(*rounds[number].rest, door))
    return replace(changed, rounds=tuple(rounds))


def _told(
    board: OpenRounds, changed: Changed, pulled: dict[int, str], applied: Applied, prices: Prices, whys: dict[int, Why]
) -> Replanned:  # fmt: skip
    ground = board.ground
    still = {door for door in board.lines if door not in pulled}
    before, after = followers(board.running, still), followers(changed.rounds, still)
    crews = [one.crew for one in board.running]
    return Replanned(
        [
            StopMove(
                job.key, job.address, _from(board, put.door), board.rounds[put.round].code, pulled[put.door], put.price,
                *_said(whys.get(put.door)),
            )
            for put in changed.placed
            for job in ground.doors[put.door].jobs
        ],
        [
            NotPlaced(job.key, job.address, *_said(whys.get(door) or why_left(ground, crews, door)))
            for door in changed.unplaced
            for job in ground.doors[door].jobs
        ],
        _late(board, changed, whys),
        unmoved_percent(before, after),
        applied.handovers,
        applied.notices,
        sum(price_of(ridden_of(ground, one), prices) for one in board.running),
        sum(price_of(ridden_of(ground, one), prices) for one in changed.rounds),
    )  # fmt: skip


def _said(why: Why | None) -> tuple[str, int, str]:
    return (why.code, why.amount, why.words) if why else ("", -1, "")


def _late(board: OpenRounds, changed: Changed, whys: dict[int, Why]) -> list[LateStop]:
    """Things reached after their latest time."""
    return [
        LateStop(
            job.key, job.address, board.rounds[number].code, -(-stop.late_seconds // 60),
            *_said(whys.get(stop.door, Why("late_anyway"))),
        )
        for number, one in enumerate(changed.rounds)
        for stop in ridden_of(board.ground, one).stops
        if stop.late_seconds
        for job in board.ground.doors[stop.door].jobs
    ]  # fmt: skip


def _from(board: OpenRounds, door: int) -> str:
    return board.rounds[board.round_of(door)].code if door in board.lines else ""


@act("rounds.move_stops", roles=OFFICE, unit="unit_id")
def move_stops(call: Call, *, unit_id: int, to_round: str, codes: list[str]) -> Replanned:
    """Move items and tasks, with all that is done at the same doors, to another courier's list, where they fit best.

    Rehearsed (dry run) it tells the price beforehand. Items in a courier's hands pass by a handover that both scan.

    Raises:
        UnknownRound, RoundClosed, UnknownTask, SameRound, BetweenUnits, StopDone, HandoverOpen.
    """
    target = open_round(unit_id, to_round)
    figures = figures_on(target.on)
    lines = _lines_of(codes, target)
    sources = {line.round_id for line in lines.values()}
    rounds = list(Round.objects.select_for_update().filter(pk__in=sources | {target.pk}).order_by("pk"))
    board = read_open(rounds, target.on, call.now, figures)
    to = board.number_of(to_round)
    assert to is not None, "the target is one of the rounds read"  # noqa: S101
    doors = list(dict.fromkeys(_door(board, line, code) for code, line in lines.items()))
    carried = frozenset(door for door in doors if board.rounds[board.round_of(door)].state == Round.OUT)
    left = [
        replace(
            one,
            held=tuple(door for door in one.held if door not in doors),
            rest=tuple(door for door in one.rest if door not in doors),
            open_to_more=number == to,
        )
        for number, one in enumerate(board.running)
    ]
    prices, owners = figures.prices(unit_id), _owners(board, figures)
    changed = put_in(board.ground, left, doors, prices, owners, carried=carried, strict=False)
    as_before = [replace(one, open_to_more=True) for one in changed.rounds]
    whys = whys_of(
        board.ground, board.running, replace(changed, rounds=tuple(as_before)), prices, owners, carried
    )
    changed = _keep_unplaced(board, changed)
    applied = apply(call, board, changed.rounds, figures)
    return _told(board, changed, dict.fromkeys(doors, "by_hand"), applied, prices, whys)


def _lines_of(codes: Sequence[str], target: Round) -> dict[str, Stop]:
    """The open lines of items and tasks by their codes."""
    things = find_things(list(codes))
    open_lines = Stop.objects.exclude(round__state=Round.CLOSED).select_related("round", "task")
    by_thing = {line.thing_id: line for line in open_lines.filter(thing_id__in=list(things.values()))}
    by_task = {line.task.code: line for line in open_lines.filter(task__code__in=list(codes)) if line.task}
    lines: dict[str, Stop] = {}
    for row, code in enumerate(codes, start=1):
        line = by_task.get(code) or by_thing.get(things.get(code, 0))
        lines[code] = _movable(code, row, line, target)
    return lines


def _movable(code: str, row: int, line: Stop | None, target: Round) -> Stop:
    if line is None:
        raise refusals.UnknownTask(field="codes", row=row, task=code, round="đang mở nào")
    one = line.round
    if one.pk == target.pk:
        raise refusals.SameRound(field="codes", row=row, task=code, round=target.code)
    if (one.unit_id, one.on, one.shift) != (target.unit_id, target.on, target.shift):
        raise refusals.BetweenUnits(field="codes", row=row, round=one.code)
    waiting = Handover.objects.filter(stop=line, state__in=[Handover.PROPOSED, Handover.GIVEN]).first()
    if waiting is not None:
        raise refusals.HandoverOpen(field="codes", row=row, task=code, round=waiting.to_round.code)
    return line


def _door(board: OpenRounds, line: Stop, code: str) -> int:
    door = board.door_of(line)
    if door is None:
        raise refusals.StopDone(field="codes", task=code)
    return door


@act("rounds.resequence", roles=("courier", "head", "dispatcher", "system"), unit="unit_id")
def resequence(call: Call, *, unit_id: int, round_code: str, order: list[int]) -> Replanned:
    """Put the stops of a round that are still to come in the courier's own order; coming plans learn from it.

    Args:
        order: numbers of the stops still to come, each once.

    Raises:
        UnknownRound, RoundClosed, RoundOfAnother, UnknownStops.
    """
    kept = open_round(unit_id, round_code)
    if not call.actor.roles & {"head", "dispatcher", "system"} and kept.courier_id != call.actor.person_id:
        raise refusals.RoundOfAnother(field="round_code", round=round_code)
    figures = figures_on(kept.on)
    board = read_open([kept], kept.on, call.now, figures)
    doors = {lines[0].number: door for door, lines in board.lines.items()}
    if sorted(order) != sorted(doors):
        known = ", ".join(map(str, sorted(doors)))
        raise refusals.UnknownStops(field="order", round=round_code, stops=known or "không còn")
    after = replace(board.running[0], held=(), rest=tuple(doors[number] for number in order))
    applied = apply(call, board, [after], figures)
    lines = [board.lines[doors[number]][0] for number in order]
    steps = steps_between([neighbourhood(line) for line in lines])
    write_followed(kept, Counter(steps), OWN_WEIGHT)
    Round.objects.filter(pk=kept.pk).update(own_order=True)
    changed = Changed((after,), (), ())
    prices = figures.prices(unit_id)
    whys = whys_of(board.ground, [after], changed, prices, {}, frozenset())
    return _told(board, changed, {}, applied, prices, whys)
