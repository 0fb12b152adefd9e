"""Bags from the driver's hands into a unit's: he puts them down, the unit takes them; one that is nowhere is given up by two."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from duongthu.acts.api import Call, FourEyes, Reason, act, concerns, write_row
from duongthu.kernel.clock import business_day
from duongthu.mail.api import NOBODY, Custody, Event, Move, move, person_holder, person_of, unit_holder
from duongthu.network.api import UnitRef
from duongthu.transport import refusals
from duongthu.transport.actions.bags import SORTERS, BagCode, content_of
from duongthu.transport.actions.trips import TripKey, new_dispatch, put_down
from duongthu.transport.models import Bag, Dispatch, Irregularity


@dataclass(frozen=True, slots=True)
class BagGivenUp:
    """A bag that did not come: its items are missing at the unit that sent it."""

    bag: str
    items: list[str]


@dataclass(frozen=True, slots=True)
class BagsReceived:
    """What a unit took from a trip.

    Attributes:
        absent: what the driver put down by his word, and the unit says was not there: still on his name.
        going_on: dispatches made up of what was carried past its stop and goes on from here.
    """

    trip: str
    received: list[str]
    absent: list[str]
    going_on: list[str]


@act("transport.receive_bags", "Nhận túi xe để xuống", roles=SORTERS, unit="unit_id")
def receive_bags(call: Call, *, unit_id: UnitRef, trip: TripKey, absent: list[BagCode]) -> BagsReceived:
    """Take all bags that a trip put down here, but for those that are not there: each of these is written down, and stays his.

    Args:
        absent: bags the driver says he put down that the unit does not find.

    Raises:
        NothingPutDown: the trip put nothing down here that was not taken yet. UnknownBag: an absent one is none of them.
        OwnDelivery: the driver does not take what he brought.
    """
    waiting = Bag.objects.select_for_update(of=("self",)).filter(
        put_down_unit_id=unit_id, dispatch__trip__key=trip, opened_at=None
    )
    put_here = {bag.code: bag for bag in waiting.order_by("pk")}
    if not put_here:
        raise refusals.NothingPutDown(field="trip", trip=trip)
    for code in absent:
        if code not in put_here:
            raise refusals.UnknownBag(field="absent", bag=code)
    missed = [put_here.pop(code) for code in dict.fromkeys(absent)]
    bags = list(put_here.values())
    holders = holders_of(call, [*bags, *missed])
    here = unit_holder(unit_id)
    moves = [
        Move(call.key(n), b.thing_id, b.code, Event.TAKE, holders[b.pk], here, call.at, unit_id, trip)
        for n, b in enumerate(bags, start=1)
    ]
    move(call, moves)
    note_received(call, bags)
    for bag in missed:
        write_report_row(call, bag, unit_id, Irregularity.ABSENT)
    Bag.objects.filter(pk__in=[bag.pk for bag in missed]).update(put_down_unit_id=None, put_down_at=None)
    passing = _send_on(call, unit_id, bags)
    return BagsReceived(trip, [bag.code for bag in bags], [bag.code for bag in missed], passing)


@act("transport.put_down_bag", "Lái xe giao túi còn giữ", roles=("driver",), unit="unit_id")
def put_down_bag(call: Call, *, unit_id: UnitRef, bag: BagCode) -> dict[str, str]:
    """Put down a bag one still has from a trip, where it was to go or where it came from; one has it until the unit takes it.

    Raises:
        UnknownBag: one has none of that code. WrongPlace: it neither goes to this unit nor came from it.
    """
    kept = _under_way(bag)
    if _holder(kept) != person_holder(call.actor.person_id):
        raise refusals.UnknownBag(field="bag", bag=bag)
    if unit_id not in {kept.to_unit_id, _dispatch(kept).from_unit_id}:
        raise refusals.WrongPlace(field="unit_id", bag=bag)
    put_down(call, unit_id, [kept])
    return {"bag": bag}


@act(
    "transport.give_up_bag", "Ghi mất túi thư", roles=("controller", "head"), unit="unit_id",
    four_eyes=FourEyes("transport.give_up_bag", roles=("controller", "head", "director")),
)  # fmt: skip
def give_up_bag(call: Call, *, unit_id: UnitRef, bag: BagCode, reason: Reason) -> BagGivenUp:
    """Give up a bag that its trip did not bring: its items are missing, and the unit that sent it answers for them.

    Whoever finds one of them says so (``mail.find``); what stays away is written off by two.

    Raises:
        UnknownBag: none of that code went from here with a trip. BagNotOverdue: the trip is to arrive today or later.
        BagPutDown: a unit has yet to say whether it was put down there. PersonConcerned: its driver is one of the two.
    """
    kept = _under_way(bag)
    dispatch, holder = _dispatch(kept), _holder(kept)
    driver_id = person_of(holder)
    if dispatch.from_unit_id != unit_id or driver_id is None:
        raise refusals.UnknownBag(field="bag", bag=bag)
    if kept.put_down_unit_id is not None:
        raise refusals.BagPutDown(field="bag", bag=bag)
    trip = dispatch.trip
    if (
        trip is not None
        and trip.arrived_at is None
        and business_day(trip.planned_arrives_at) >= call.business_on
    ):
        raise refusals.BagNotOverdue(field="bag", bag=bag, trip=trip.key)
    concerns(call, driver_id, field="bag")
    inside, ours = content_of(kept), unit_holder(unit_id)
    steps = [(kept.thing_id, bag, Event.LOSE, holder, NOBODY, reason)]
    steps += [
        (thing, code, Event.MISS, "", ours, bag) for code, thing in sorted(inside.items())
    ]  # the bag has them
    moves = [
        Move(call.key(n), thing, code, event, giver, taker, call.at, unit_id, detail)
        for n, (thing, code, event, giver, taker, detail) in enumerate(steps, start=1)
    ]
    move(call, moves)
    for code in sorted(inside):
        write_report_row(call, kept, unit_id, Irregularity.SHORT, code)
    kept.opened_at = call.at
    kept.save(update_fields=["opened_at"])
    note_received(call, [kept])
    return BagGivenUp(bag, sorted(inside))


def holders_of(call: Call, bags: Sequence[Bag]) -> dict[int, str]:
    """Who has each of these bags that were put down, by thing; none of them is who asks.

    Raises:
        OwnDelivery: the driver who brought one takes it, too.
    """
    found = Custody.objects.filter(thing_id__in=[bag.pk for bag in bags])
    holders = dict(found.values_list("thing_id", "holder"))
    me = person_holder(call.actor.person_id)
    for bag in bags:
        if holders[bag.pk] == me:
            raise refusals.OwnDelivery(field="bag", bag=bag.code)
    return holders


def note_received(call: Call, bags: Sequence[Bag]) -> None:
    """These bags are no driver's any more; a dispatch has come when that is true of all its bags."""
    Bag.objects.filter(pk__in=[bag.pk for bag in bags]).update(put_down_unit_id=None, put_down_at=None)
    dispatches = {bag.dispatch_id for bag in bags if bag.dispatch_id is not None}
    others = dict(
        Bag.objects.filter(dispatch__in=dispatches, opened_at=None).values_list("pk", "dispatch_id")
    )
    carried = Custody.objects.filter(thing_id__in=others, holder__startswith="P")
    waiting = {others[thing_id] for thing_id in carried.values_list("thing_id", flat=True)}
    Dispatch.objects.filter(pk__in=dispatches - waiting, received_at=None).update(received_at=call.at)


def write_report_row(call: Call, bag: Bag, unit_id: int, kind: str, item_code: str = "") -> None:
    """One row of a report: kind, item, seal, who closed the bag and when, who says so."""
    write_row(Irregularity(
        act_id=call.act_id, kind=kind, bag_code=bag.code, item_code=item_code, seal=bag.seal,
        closed_unit_id=bag.from_unit_id, closed_by_id=bag.closed_by_id or 0, closed_at=bag.closed_at or call.at,
        unit_id=unit_id, opened_by_id=call.actor.person_id, opened_at=call.at, business_on=call.business_on,
    ))  # fmt: skip


def _send_on(call: Call, unit_id: int, bags: Sequence[Bag]) -> list[str]:
    """New dispatches of what is for other units: carried past its stop, or brought back."""
    ways: dict[int, list[Bag]] = defaultdict(list)
    for bag in bags:
        if bag.to_unit_id != unit_id:
            ways[bag.to_unit_id].append(bag)
    return [new_dispatch(call, unit_id, target, passing).code for target, passing in sorted(ways.items())]


def _under_way(code: str) -> Bag:
    """A bag that went with a trip and is not opened, locked.

    Raises:
        UnknownBag: there is none of that code.
    """
    kept = (
        Bag.objects.select_for_update(of=("self",))
        .select_related("dispatch__trip")
        .filter(code=code, opened_at=None, dispatch__trip__isnull=False)
        .first()
    )
    if kept is None:
        raise refusals.UnknownBag(field="bag", bag=code)
    return kept


def _dispatch(bag: Bag) -> Dispatch:
    if bag.dispatch is None:
        raise refusals.UnknownBag(field="bag", bag=bag.code)
    return bag.dispatch


def _holder(bag: Bag) -> str:
    return Custody.objects.values_list("holder", flat=True).get(thing_id=bag.pk)
