"""An item passes from one courier's hands to another's: the giver scans it, then the taker; only then the holder changes."""

from duongthu.acts.api import Call, act
from duongthu.mail.api import (
    Event,
    LineAnswer,
    Lines,
    Scan,
    find_things,
    line_rows,
    person_holder,
    scan_moves,
)
from duongthu.network.api import UnitRef
from duongthu.rounds import refusals
from duongthu.rounds.actions.running import RoundCode, open_round
from duongthu.rounds.models import Handover, Round

GIVE, TAKE = "giao", "nhận"
STAND_IN = frozenset({"head", "dispatcher", "system"})
"""Who may give for a courier who cannot; nobody takes for another."""


@act(
    "rounds.give_over",
    "Bưu tá giao chuyển tay",
    roles=("courier", "head", "dispatcher", "system"),
    unit="unit_id",
    lines="scans",
)
def give_over(call: Call, *, unit_id: UnitRef, round_code: RoundCode, scans: list[Scan]) -> Lines:
    """The courier who has the items scans those he gives to another; the head may do it for one who cannot.

    Raises:
        UnknownRound, RoundClosed, RoundOfAnother; in their lines NoHandover.
    """
    giver = open_round(unit_id, round_code)
    if not call.actor.roles & STAND_IN and giver.courier_id != call.actor.person_id:
        raise refusals.RoundOfAnother(field="round_code", round=round_code)
    things = find_things([scan.code for scan in scans])
    waiting = {
        one.thing_id: one
        for one in Handover.objects.filter(
            from_round=giver,
            thing_id__in=list(things.values()),
            state__in=[Handover.PROPOSED, Handover.GIVEN],
        )
    }
    rows = line_rows(call, scans)
    for row, scan in rows.open():
        one = waiting.get(things.get(scan.code, 0))
        if one is None:
            rows.refuse(row, refusals.NoHandover(field="code", thing=scan.code, step=GIVE))
            continue
        status = "done" if one.state == Handover.PROPOSED else "duplicate"
        one.state, one.given_at = Handover.GIVEN, one.given_at or call.at
        one.save(update_fields=["state", "given_at"])
        rows.answer(row, LineAnswer(scan.key, scan.code, status))
    return Lines(rows.answers())


@act("rounds.take_over", "Bưu tá nhận chuyển tay", roles=("courier",), unit="unit_id", lines="scans")
def take_over(call: Call, *, unit_id: UnitRef, round_code: RoundCode, scans: list[Scan]) -> Lines:
    """The courier who takes the items scans them: from now on they are in his hands and on his list.

    Raises:
        UnknownRound, RoundClosed, RoundOfAnother; in their lines NoHandover and what the custody book refuses.
    """
    taker = open_round(unit_id, round_code)
    if taker.courier_id != call.actor.person_id:
        raise refusals.RoundOfAnother(field="round_code", round=round_code)
    things = find_things([scan.code for scan in scans])
    given = Handover.objects.filter(
        to_round=taker, thing_id__in=list(things.values()), state=Handover.GIVEN
    ).select_related("from_round", "stop")
    waiting = {one.thing_id: one for one in given}
    rows = line_rows(call, scans)
    by_giver: dict[int, list[tuple[int, Scan]]] = {}
    for row, scan in rows.open():
        one = waiting.get(things.get(scan.code, 0))
        if one is None:
            rows.refuse(row, refusals.NoHandover(field="code", thing=scan.code, step=TAKE))
        else:
            by_giver.setdefault(one.from_round.courier_id, []).append((row, scan))
    for courier, scanned in by_giver.items():
        holder, next_holder = person_holder(courier), person_holder(taker.courier_id)
        said = [scan for _, scan in scanned]
        moved = scan_moves(
            call, said, Event.HAND_ON, giver=holder, taker=next_holder, unit_id=unit_id, detail=round_code
        )
        for (row, _), line in zip(scanned, moved.lines, strict=True):
            rows.answer(row, line)
            if line.status == "done":
                _arrive(call, waiting[things[line.code]], taker)
    return Lines(rows.answers())


def _arrive(call: Call, one: Handover, taker: Round) -> None:
    """The line moves to its place on the taker's list."""
    line, number = one.stop, one.number
    if taker.stops.filter(number=number).exclude(door=line.door).exists():  # the list was changed meanwhile
        last = taker.stops.order_by("-number").values_list("number", flat=True).first()
        number = (last or 0) + 1
    line.round, line.number, line.place = taker, number, number * 100
    line.arrival_at, line.loaded = one.arrival_at, True
    line.save(update_fields=["round", "number", "place", "arrival_at", "loaded"])
    one.state, one.taken_at = Handover.TAKEN, call.at
    one.save(update_fields=["state", "taken_at"])
    taker.state, taker.loaded_at = Round.OUT, taker.loaded_at or call.at
    taker.save(update_fields=["state", "loaded_at"])
