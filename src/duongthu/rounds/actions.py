"""Plan, load and close rounds; close a unit's day with both proofs."""

from dataclasses import asdict, dataclass
from datetime import date

from duongthu.acts.api import Call, act, bulk
from duongthu.ledger.api import balance_of, close_day
from duongthu.mail.api import (
    Custody,
    Event,
    Item,
    LineAnswer,
    Lines,
    Scan,
    State,
    find_things,
    person_holder,
    scan_moves,
    unit_holder,
)
from duongthu.network.api import network_on, travel_minutes
from duongthu.rounds import refusals
from duongthu.rounds.facts import RoundClosed, UnitDayClosed
from duongthu.rounds.models import DayProof, Round, Stop
from duongthu.rounds.queries import custody_proof
from duongthu.rounds.rules import CustodyProof, PlainPlanner, Planner, Task

OFFICE = ("head", "dispatcher", "teller", "sorter", "system")
planner: Planner = PlainPlanner()


@dataclass(frozen=True, slots=True)
class Planned:
    """The rounds of a unit's shift: code and number of items by courier."""

    rounds: dict[str, int]
    items: int


@act("rounds.plan", roles=OFFICE, unit="unit_id")
def plan(call: Call, *, unit_id: int, shift: int, couriers: list[int]) -> Planned:
    """Put all items that wait at a delivery unit on its couriers' lists for a shift.

    Raises:
        NoCourier: nobody was named.
    """
    if not couriers:
        raise refusals.NoCourier(field="couriers")
    tasks = _waiting_tasks(unit_id, call.business_on)
    lists = planner.plan(tasks, couriers)
    made = [
        Round(
            code=f"BD13-{unit_id}-{call.business_on:%y%m%d}-{courier}-{shift}", unit_id=unit_id, courier_id=courier,
            on=call.business_on, shift=shift, planned_at=call.at,
        )
        for courier in couriers
        if lists[courier]
    ]  # fmt: skip
    Round.objects.bulk_create(made)
    rows = [(r.pk, thing, n, False) for r in made for n, thing in enumerate(lists[r.courier_id], start=1)]
    bulk.insert_rows("rounds_stop", ("round_id", "thing_id", "place", "loaded"), rows)
    return Planned({r.code: len(lists[r.courier_id]) for r in made}, len(rows))


def _waiting_tasks(unit_id: int, on: date) -> list[Task]:
    """Items at the unit for delivery there that stand on no open round."""
    here = Custody.objects.filter(
        holder=unit_holder(unit_id), state__in=[State.AT_OFFICE.value, State.HELD.value]
    )
    listed = Stop.objects.exclude(round__state=Round.CLOSED).filter(thing_id__in=here.values("thing_id"))
    items = Item.objects.filter(thing_id__in=here.values("thing_id"), office_to_id=unit_id)
    minutes: dict[str, int] = {}
    tasks = []
    for item in items.exclude(thing_id__in=listed.values("thing_id")):
        code = item.commune_code
        if code not in minutes:
            minutes[code] = _minutes_to(unit_id, code, on)
        tasks.append(Task(item.pk, code, item.recipient_address, minutes[code]))
    return tasks


def _minutes_to(unit_id: int, commune_code: str, on: date) -> int:
    day = network_on(on)
    office = day.delivering.get(commune_code)
    return 0 if office is None or office.id == unit_id else travel_minutes(unit_id, office.id, on=on)


@act("rounds.load", roles=("courier", "sorter", "teller", "system"), unit="unit_id", lines="scans")
def load(call: Call, *, unit_id: int, round_code: str, scans: list[Scan]) -> Lines:
    """Scan items of a list into the courier's hands; one that is not on the list is refused.

    Raises:
        UnknownRound, RoundClosed.
    """
    kept = _round(unit_id, round_code)
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
    kept.state, kept.loaded_at = Round.OUT, kept.loaded_at or call.at
    kept.save(update_fields=["state", "loaded_at"])
    return Lines([answers[scan.key] for scan in scans])


@act("rounds.close", roles=OFFICE, unit="unit_id")
def close(call: Call, *, unit_id: int, round_code: str) -> dict[str, int]:
    """End a round: everything reported or brought back, all cash paid in.

    Raises:
        UnknownRound, RoundClosed, StillInHand, CashStillInHand.
    """
    kept = _round(unit_id, round_code)
    things = list(kept.stops.filter(loaded=True).values_list("thing_id", flat=True))
    holder = person_holder(kept.courier_id)
    in_hand = Custody.objects.filter(thing_id__in=things, holder=holder).values_list("thing_id", flat=True)
    if in_hand:
        codes = list(Item.objects.filter(thing_id__in=list(in_hand)).values_list("thing__code", flat=True))
        raise refusals.StillInHand(round=round_code, count=len(codes), items=", ".join(codes[:10]))
    cash = balance_of("courier", f"P{kept.courier_id}")
    if cash:
        raise refusals.CashStillInHand(round=round_code, amount=cash)
    kept.state, kept.closed_at = Round.CLOSED, call.at
    kept.save(update_fields=["state", "closed_at"])
    call.record(RoundClosed(round_code, unit_id, kept.courier_id))
    return {"items": len(things)}


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


def _round(unit_id: int, code: str) -> Round:
    kept = Round.objects.select_for_update().filter(unit_id=unit_id, code=code).first()
    if kept is None:
        raise refusals.UnknownRound(field="round_code", round=code)
    if kept.state == Round.CLOSED:
        raise refusals.RoundClosed(field="round_code", round=code)
    return kept
