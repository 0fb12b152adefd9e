"""Change rounds under way by hand: move stops between lists, put one's own list in another order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from duongthu.acts.api import Call, act
from duongthu.mail.api import ThingCode, find_things
from duongthu.network.api import UnitRef
from duongthu.rounds import refusals
from duongthu.rounds.actions.change_record import Change, keep_unplaced, owners_out, written
from duongthu.rounds.actions.learning import neighbourhood, write_followed
from duongthu.rounds.actions.planning import OFFICE
from duongthu.rounds.actions.prepared import Prepared
from duongthu.rounds.actions.running import RoundCode, open_round
from duongthu.rounds.models import Handover, Round, Stop
from duongthu.rounds.queries.figures import Figures, figures_on
from duongthu.rounds.queries.running import OpenRounds, read_open, standings
from duongthu.rounds.rules.change_record import Replanned
from duongthu.rounds.rules.changing import Changed, put_in
from duongthu.rounds.rules.familiar import OWN_WEIGHT, steps_between
from duongthu.rounds.rules.posing import whys_of


def search_move(call: Call, *, unit_id: int, to_round: str, codes: list[str]) -> Prepared:
    """Find where the stops fit best, which ``rounds.move_stops`` writes down; nobody waits for it.

    Raises:
        UnknownRound, RoundClosed, UnknownTask, SameRound, BetweenUnits, StopDone, HandoverOpen.
    """
    target = open_round(unit_id, to_round, locked=False)
    figures = figures_on(target.on)
    lines = _lines_of(codes, target)
    sources = {line.round_id for line in lines.values()}
    rounds = list(Round.objects.filter(pk__in=sources | {target.pk}).order_by("pk"))
    standing = standings(rounds)
    board = read_open(rounds, target.on, call.now, figures)
    doors = list(dict.fromkeys(_door(board, line, code) for code, line in lines.items()))
    return Prepared(figures, standing, _moved(unit_id, board, doors, to_round, figures))


def _moved(unit_id: int, board: OpenRounds, doors: Sequence[int], to_round: str, figures: Figures) -> Change:
    """The doors on the target's list, each where it costs least."""
    to = board.number_of(to_round)
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
    prices, owners = figures.prices(unit_id), owners_out(board, figures)
    changed = put_in(board.given, left, doors, prices, owners, carried=carried, strict=False)
    as_before = [replace(one, open_to_more=True) for one in changed.rounds]
    whys = whys_of(
        board.given, board.running, replace(changed, rounds=tuple(as_before)), prices, owners, carried
    )
    return Change(board, keep_unplaced(board, changed), dict.fromkeys(doors, "by_hand"), whys, prices)


@act(
    "rounds.move_stops", "Chuyển điểm phát sang tuyến khác", roles=OFFICE, unit="unit_id", prepare=search_move
)
def move_stops(call: Call, *, unit_id: UnitRef, to_round: RoundCode, codes: list[ThingCode]) -> Replanned:
    """Move items and tasks, with all that is done at the same doors, to another courier's list, where they fit best.

    Rehearsed (dry run) it tells the price beforehand. Items in a courier's hands pass by a handover that both scan.

    Raises:
        UnknownRound, RoundClosed, UnknownTask, SameRound, BetweenUnits, StopDone, HandoverOpen, GroundChanged.
    """
    prepared: Prepared = call.prepared or search_move(call, unit_id=unit_id, to_round=to_round, codes=codes)
    asked = {"act": "rounds.move_stops", "to_round": to_round, "codes": codes}
    return _written(call, unit_id, prepared, asked)


def _written(call: Call, unit_id: int, prepared: Prepared, asked: Mapping[str, object]) -> Replanned:
    """Lock the lists, see that all of them are as they were, and write the change."""
    rounds = prepared.change.board.rounds
    lists = {one.pk for one in rounds}
    locked = Round.objects.select_for_update().filter(pk__in=lists).order_by("pk")
    prepared.check(list(locked), rounds[0].on, rounds[0].shift, lists)
    return written(call, unit_id, prepared.for_writing, prepared.figures, asked)


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


def search_order(call: Call, *, unit_id: int, round_code: str, order: list[int]) -> Prepared:
    """Find what the courier's own order comes to, which ``rounds.resequence`` writes down; nobody waits for it.

    Raises:
        UnknownRound, RoundClosed, RoundOfAnother, UnknownStops.
    """
    kept = open_round(unit_id, round_code, locked=False)
    if not call.actor.roles & {"head", "dispatcher", "system"} and kept.courier_id != call.actor.person_id:
        raise refusals.RoundOfAnother(field="round_code", round=round_code)
    figures, standing = figures_on(kept.on), standings([kept])
    board = read_open([kept], kept.on, call.now, figures)
    doors = {lines[0].number: door for door, lines in board.lines.items()}
    if sorted(order) != sorted(doors):
        known = ", ".join(map(str, sorted(doors)))
        raise refusals.UnknownStops(field="order", round=round_code, stops=known or "không còn")
    after = replace(board.running[0], held=(), rest=tuple(doors[number] for number in order))
    changed, prices = Changed((after,), (), ()), figures.prices(unit_id)
    whys = whys_of(board.given, [after], changed, prices, {}, frozenset())
    return Prepared(figures, standing, Change(board, changed, {}, whys, prices))


@act(
    "rounds.resequence",
    "Bưu tá tự xếp thứ tự",
    roles=("courier", "head", "dispatcher", "system"),
    unit="unit_id",
    prepare=search_order,
)
def resequence(call: Call, *, unit_id: UnitRef, round_code: RoundCode, order: list[int]) -> Replanned:
    """Put the stops of a round that are still to come in the courier's own order; coming plans learn from it.

    Args:
        order: numbers of the stops still to come, each once.

    Raises:
        UnknownRound, RoundClosed, RoundOfAnother, UnknownStops, GroundChanged.
    """
    prepared: Prepared = call.prepared or search_order(
        call, unit_id=unit_id, round_code=round_code, order=order
    )
    board, (after,) = prepared.change.board, prepared.change.changed.rounds
    told = _written(call, unit_id, prepared, {"act": "rounds.resequence", "round_code": round_code})
    steps = steps_between([neighbourhood(board.lines[door][0]) for door in after.order])
    write_followed(board.rounds[0], Counter(steps), OWN_WEIGHT)
    Round.objects.filter(pk=board.rounds[0].pk).update(own_order=True)
    return told
