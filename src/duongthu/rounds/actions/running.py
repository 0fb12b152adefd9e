"""Load a round, and close it."""

from typing import Annotated

from duongthu.acts.api import Call, Reference, act
from duongthu.ledger.api import balance_of, person_owner
from duongthu.mail.api import (
    Custody,
    Event,
    Item,
    Lines,
    Scan,
    find_things,
    line_rows,
    person_holder,
    scan_moves,
    unit_holder,
)
from duongthu.network.api import UnitRef
from duongthu.rounds import refusals
from duongthu.rounds.actions.learning import learn_from
from duongthu.rounds.facts import RoundClosed
from duongthu.rounds.models import Handover, Round, Task

RoundCode = Annotated[str, Reference("round")]
"""Code of a round of the unit acted on; looked up with its row locked."""
OFFICE = ("head", "dispatcher", "teller", "sorter", "system")


@act("rounds.load", "Bưu tá nhận bưu gửi đi phát", roles=("courier",), unit="unit_id", lines="scans")
def load(call: Call, *, unit_id: UnitRef, round_code: RoundCode, scans: list[Scan]) -> Lines:
    """The courier scans the items of his list: from now on they are on his name; one that is not on the list is refused.

    The list is the office's word that they are for him, the scan his that he has them: what he does not scan stays the office's.

    Raises:
        UnknownRound, RoundClosed. RoundOfAnother: nobody takes items on another's name.
    """
    kept = open_round(unit_id, round_code)
    if kept.courier_id != call.actor.person_id:
        raise refusals.RoundOfAnother(field="round_code", round=round_code)
    things = find_things([scan.code for scan in scans])
    listed = set(kept.stops.filter(thing_id__in=things.values()).values_list("thing_id", flat=True))
    rows = line_rows(call, scans)
    right = [
        (row, scan) for row, scan in rows.open() if things.get(scan.code) in listed or scan.code not in things
    ]
    giver, taker = unit_holder(unit_id), person_holder(kept.courier_id)
    said = [scan for _, scan in right]
    moved = scan_moves(call, said, Event.LOAD, giver=giver, taker=taker, unit_id=unit_id, detail=round_code)
    for (row, _), line in zip(right, moved.lines, strict=True):
        rows.answer(row, line)
    for row, scan in rows.open():
        rows.refuse(row, refusals.NotOnRound(field="code", thing=scan.code, round=round_code))
    answers = rows.answers()
    loaded = [things[a.code] for a in answers if a.status in {"done", "duplicate"}]
    kept.stops.filter(thing_id__in=loaded).update(loaded=True)
    kept.stops.filter(thing_id=None).update(loaded=True)
    kept.state, kept.loaded_at = Round.OUT, kept.loaded_at or call.at
    kept.save(update_fields=["state", "loaded_at"])
    return Lines(answers)


@act("rounds.close", "Kết thúc tuyến phát", roles=OFFICE, unit="unit_id")
def close(call: Call, *, unit_id: UnitRef, round_code: RoundCode) -> dict[str, int]:
    """End a round: everything reported or brought back, all cash paid in; what it taught is written down.

    Raises:
        UnknownRound, RoundClosed, StillInHand, CashStillInHand.
    """
    kept = open_round(unit_id, round_code)
    lines = kept.stops.filter(loaded=True).values_list("thing_id", flat=True)
    things = [thing for thing in lines if thing is not None]
    holder = person_holder(kept.courier_id)
    in_hand = Custody.objects.filter(thing_id__in=things, holder=holder).values_list("thing_id", flat=True)
    if in_hand:
        codes = list(Item.objects.filter(thing_id__in=list(in_hand)).values_list("thing__code", flat=True))
        raise refusals.StillInHand(round=round_code, count=len(codes), items=", ".join(codes[:10]))
    cash = balance_of("courier", person_owner(kept.courier_id, unit_id))
    if cash:
        raise refusals.CashStillInHand(round=round_code, amount=cash)
    _give_back_tasks(kept)
    learn_from(kept)
    kept.state, kept.closed_at = Round.CLOSED, call.at
    kept.save(update_fields=["state", "closed_at"])
    call.record(RoundClosed(round_code, unit_id, kept.courier_id))
    return {"items": len(things)}


def _give_back_tasks(kept: Round) -> None:
    """Tasks nobody reported wait again; handovers that did not happen are void."""
    open_lines = kept.stops.filter(outcome="", task__isnull=False)
    Task.objects.filter(pk__in=open_lines.values("task_id"), state=Task.LISTED).update(state=Task.WAITING)
    for side in ("from_round", "to_round"):
        waiting = Handover.objects.filter(**{side: kept}, state__in=[Handover.PROPOSED, Handover.GIVEN])
        waiting.update(state=Handover.VOID)


def open_round(unit_id: int, code: str, *, locked: bool = True) -> Round:
    """A round of the unit that is not closed; locked unless it is read ahead of an act.

    Raises:
        UnknownRound, RoundClosed.
    """
    rounds = Round.objects.select_for_update() if locked else Round.objects.all()
    kept = rounds.filter(unit_id=unit_id, code=code).first()
    if kept is None:
        raise refusals.UnknownRound(field="round_code", round=code)
    if kept.state == Round.CLOSED:
        raise refusals.RoundClosed(field="round_code", round=code)
    return kept
