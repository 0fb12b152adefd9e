"""Load a round, and close it; close a unit's day with both proofs."""

from dataclasses import asdict, dataclass
from datetime import date

from duongthu.acts.api import Call, act
from duongthu.ledger.api import balance_of, close_day
from duongthu.mail.api import (
    Custody,
    Event,
    Item,
    LineAnswer,
    Lines,
    Scan,
    find_things,
    person_holder,
    scan_moves,
    unit_holder,
)
from duongthu.rounds import refusals
from duongthu.rounds.actions.learning import learn_from
from duongthu.rounds.facts import RoundClosed, UnitDayClosed
from duongthu.rounds.models import DayProof, Handover, Round, Task
from duongthu.rounds.queries.days import custody_proof
from duongthu.rounds.rules.proof import CustodyProof

OFFICE = ("head", "dispatcher", "teller", "sorter", "system")


@act("rounds.load", roles=("courier", "sorter", "teller", "system"), unit="unit_id", lines="scans")
def load(call: Call, *, unit_id: int, round_code: str, scans: list[Scan]) -> Lines:
    """Scan items of a list into the courier's hands; one that is not on the list is refused.

    Raises:
        UnknownRound, RoundClosed.
    """
    kept = open_round(unit_id, round_code)
    things = find_things([scan.code for scan in scans])
    listed = set(kept.stops.filter(thing_id__in=things.values()).values_list("thing_id", flat=True))
    right = [scan for scan in scans if things.get(scan.code) in listed or scan.code not in things]
    holders = {"giver": unit_holder(unit_id), "taker": person_holder(kept.courier_id)}
    answers = {
        a.key: a
        for a in scan_moves(call, right, Event.LOAD, **holders, unit_id=unit_id, detail=round_code).lines
    }
    for scan in scans:
        if scan.key not in answers:
            refusal = refusals.NotOnRound(field="code", thing=scan.code, round=round_code)
            answers[scan.key] = LineAnswer(scan.key, scan.code, "refused", refusal.as_dict())
    loaded = [things[a.code] for a in answers.values() if a.status in {"done", "duplicate"}]
    kept.stops.filter(thing_id__in=loaded).update(loaded=True)
    kept.stops.filter(thing_id=None).update(loaded=True)
    kept.state, kept.loaded_at = Round.OUT, kept.loaded_at or call.at
    kept.save(update_fields=["state", "loaded_at"])
    return Lines([answers[scan.key] for scan in scans])


@act("rounds.close", roles=OFFICE, unit="unit_id")
def close(call: Call, *, unit_id: int, round_code: str) -> dict[str, int]:
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
    cash = balance_of("courier", f"P{kept.courier_id}")
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


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A unit's closed day with both proofs: money by kind of account, items by count."""

    unit_id: int
    closed_until: date
    money: list[dict[str, int | str]]
    items: CustodyProof


@act("rounds.close_day", roles=("head", "controller", "system"), unit="unit_id")
def close_unit_day(call: Call, *, unit_id: int, on: date) -> DayClosed:
    """Close a unit's day: rounds ended, tills counted, both laws proven.

    Raises:
        RoundsStillOut, ItemsUnaccounted, TillsStillOpen, CouriersStillHold, DayAlreadyClosed, DayNotOver.
    """
    out = (
        Round.objects.filter(unit_id=unit_id, on__lte=on)
        .exclude(state=Round.CLOSED)
        .values_list("code", flat=True)
    )
    if out:
        raise refusals.RoundsStillOut(rounds=", ".join(sorted(out)))
    proof = custody_proof(unit_id)
    if not proof.holds:
        raise refusals.ItemsUnaccounted(
            opening=proof.opening, taken=proof.taken, given=proof.given, stock=proof.stock
        )
    closed = close_day(call, unit_id=unit_id, on=on)
    DayProof.objects.create(unit_id=unit_id, on=on, **asdict(proof))
    call.record(UnitDayClosed(unit_id, on))
    return DayClosed(unit_id, on, closed.figures, proof)


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
