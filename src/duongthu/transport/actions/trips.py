"""Dispatches and trips: bags leave on the driver's name and are put down at the unit they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from django.db.models import Max
from pydantic import Field

from duongthu.acts.api import Call, FourEyes, KeyRepeated, Reason, Reference, act, concerns
from duongthu.kernel.clock import local
from duongthu.mail.api import Custody, Event, Move, move, person_holder, unit_holder
from duongthu.network.api import AnyUnitRef, RouteTrip, UnitRef
from duongthu.transport import refusals
from duongthu.transport.actions.bags import SORTERS, BagCode
from duongthu.transport.facts import TripArrived, TripDeparted
from duongthu.transport.models import Bag, Dispatch, Trip
from duongthu.transport.queries.running import trip_by_key

DispatchCode = Annotated[str, Reference("dispatch")]
TripKey = Annotated[str, Reference("trip")]


@dataclass(frozen=True, slots=True)
class DispatchClosed:
    """A dispatch with its bags."""

    dispatch: str
    bags: list[str]


@dataclass(frozen=True, slots=True)
class Called:
    """What a trip unloaded and loaded at one of its stops.

    Attributes:
        late_minutes: behind the timetable, 0 when on time.
    """

    trip: str
    unloaded: list[str]
    loaded: list[str]
    late_minutes: int


@act("transport.close_dispatch", "Đóng chuyến thư", roles=SORTERS, unit="unit_id")
def close_dispatch(
    call: Call,
    *,
    unit_id: UnitRef,
    to_unit_id: AnyUnitRef,
    bags: Annotated[list[BagCode], Field(min_length=1)],
) -> DispatchClosed:
    """Gather sealed bags for one unit into a dispatch; the last bag bears the F mark.

    Raises:
        UnknownBag, WrongWay, BagUnderWay.
    """
    if len(set(bags)) != len(bags):
        raise KeyRepeated(field="bags", row_number=len(bags), first_row=bags.index(_repeated(bags)) + 1)
    kept = [_sealed(unit_id, code) for code in sorted(bags)]
    for bag in kept:
        if bag.to_unit_id != to_unit_id:
            raise refusals.WrongWay(field="bags", bag=bag.code, bag_to=bag.to_unit_id, to=to_unit_id)
        if bag.dispatch_id is not None:  # of the locked row; a joined one may be older
            code = Dispatch.objects.get(pk=bag.dispatch_id).code
            raise refusals.BagUnderWay(field="bags", bag=bag.code, dispatch=code)
    return DispatchClosed(new_dispatch(call, unit_id, to_unit_id, kept).code, bags)


def _repeated(codes: Sequence[str]) -> str:
    return next(code for code in codes if codes.count(code) > 1)


def new_dispatch(call: Call, unit_id: int, to_unit_id: int, bags: Sequence[Bag]) -> Dispatch:
    """A new dispatch of these bags, numbered for the year; its last bag bears the F mark."""
    year = call.business_on.year
    earlier = Dispatch.objects.filter(from_unit_id=unit_id, to_unit_id=to_unit_id, year=year)
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    dispatch = Dispatch.objects.create(
        code=f"CT{unit_id}-{to_unit_id}-{year}-{number:04d}", from_unit_id=unit_id, to_unit_id=to_unit_id, year=year,
        number=number, closed_at=call.at,
    )  # fmt: skip
    Bag.objects.filter(pk__in=[bag.pk for bag in bags]).update(dispatch=dispatch, last_of_dispatch=False)
    Bag.objects.filter(pk=bags[-1].pk).update(last_of_dispatch=True)
    return dispatch


@act(
    "transport.call_at_stop",
    "Xe đến điểm dừng",
    roles=("driver", "system"),
    unit="unit_id",
    locks=("item:trip",),
)
def call_at_stop(call: Call, *, unit_id: UnitRef, trip: TripKey, load: list[DispatchCode]) -> Called:
    """A trip calls at a stop: what is for the unit is put down, the dispatches given are loaded, and it goes on.

    The first call departs the trip, the call at its last stop ends it. What is loaded is on the driver's name from now on; what
    is put down stays on it until the unit takes it (``receive_bags``, or by opening it). What was carried past its stop is put
    down at the last one.

    Raises:
        UnknownTrip, TripAlreadyEnded, UnknownDispatch, NotOnRoute. TripOfAnother: somebody else drives it.
    """
    planned = _planned(call, trip)
    if unit_id not in {stop.unit_id for stop in planned.stops}:
        raise refusals.NotOnRoute(field="unit_id", trip=trip, unit=unit_id)
    running = _running(call, planned, unit_id)
    ends = unit_id == planned.stops[-1].unit_id and running.last_unit_id != unit_id
    # nothing stays on a trip that has ended
    arriving = [bag for bag in bags_aboard(running) if ends or bag.to_unit_id == unit_id]
    leaving = [_waiting(unit_id, code, planned) for code in load] if not ends else []
    put_down(call, unit_id, arriving)
    _load(call, running, unit_id, leaving)
    running.last_unit_id, running.arrived_at = unit_id, call.at if ends else None
    running.save(update_fields=["last_unit_id", "arrived_at"])
    late = _minutes_late(call, planned, unit_id, ends=ends)
    call.record(TripArrived(trip, unit_id, late) if ends else TripDeparted(trip, unit_id, late))
    return Called(trip, _dispatches_of(arriving), [d.code for d in leaving], late)


def _planned(call: Call, key: str) -> RouteTrip:
    trip = trip_by_key(key, call.business_on)
    if trip is None:
        raise refusals.UnknownTrip(field="trip", trip=key)
    return trip


def _running(call: Call, planned: RouteTrip, unit_id: int) -> Trip:
    trip = Trip.objects.select_for_update().filter(key=planned.key).first()
    if trip is None:
        return Trip.objects.create(
            key=planned.key, route=planned.route, on=planned.on, driver_id=call.actor.person_id,
            planned_departs_at=planned.departs_at, planned_arrives_at=planned.arrives_at, departed_at=call.at,
            last_unit_id=unit_id,
        )  # fmt: skip
    if trip.arrived_at is not None:
        raise refusals.TripAlreadyEnded(field="trip", trip=planned.key)
    if trip.driver_id != call.actor.person_id:
        raise refusals.TripOfAnother(field="trip", trip=planned.key)
    return trip


@act(
    "transport.take_over_trip", "Nhận bàn giao chuyến thư", roles=("driver",), unit="unit_id", locks=("item:trip",),
    four_eyes=FourEyes("transport.take_over_trip", roles=("head", "controller", "director")),
)  # fmt: skip
def take_over_trip(call: Call, *, unit_id: UnitRef, trip: TripKey, reason: Reason) -> Called:
    """Take over a trip under way from its driver, with every bag aboard; a second person approves.

    Args:
        unit_id: where the trip called last.

    Raises:
        UnknownTrip, TripAlreadyEnded. NotOnRoute: it did not call here last. PersonConcerned: its driver approves it.
    """
    planned = _planned(call, trip)
    running = Trip.objects.select_for_update().filter(key=trip).first()
    if running is None or running.arrived_at is not None:
        raise refusals.TripAlreadyEnded(field="trip", trip=trip)
    if running.last_unit_id != unit_id:
        raise refusals.NotOnRoute(field="unit_id", trip=trip, unit=unit_id)
    concerns(call, running.driver_id, field="trip")
    giver, taker = person_holder(running.driver_id), person_holder(call.actor.person_id)
    bags = bags_aboard(running)
    moves = [
        Move(call.key(n), bag.thing_id, bag.code, Event.CARRY, giver, taker, call.at, unit_id, trip)
        for n, bag in enumerate(bags, start=1)
    ]
    move(call, moves)
    running.driver_id = call.actor.person_id
    running.save(update_fields=["driver_id"])
    return Called(planned.key, [], [bag.code for bag in bags], 0)


def _waiting(unit_id: int, code: str, planned: RouteTrip) -> Dispatch:
    found = (
        Dispatch.objects.select_for_update()
        .filter(code=code, from_unit_id=unit_id, trip__isnull=True)
        .first()
    )
    if found is None:
        raise refusals.UnknownDispatch(field="load", dispatch=code)
    if found.to_unit_id not in {stop.unit_id for stop in planned.stops}:
        raise refusals.NotOnRoute(field="load", trip=planned.key, unit=found.to_unit_id)
    return found


def bags_aboard(trip: Trip) -> list[Bag]:
    """The bags on a trip that its driver has on his name and has not put down, locked."""
    found = Bag.objects.select_for_update(of=("self",)).select_related("dispatch")
    aboard = found.filter(
        dispatch__trip=trip, dispatch__received_at=None, opened_at=None, put_down_unit_id=None
    )
    bags = {bag.pk: bag for bag in aboard.order_by("pk")}
    held = Custody.objects.filter(thing_id__in=bags, holder=person_holder(trip.driver_id))
    with_driver = set(held.values_list("thing_id", flat=True))
    return [bag for thing_id, bag in bags.items() if thing_id in with_driver]


def put_down(call: Call, unit_id: int, bags: Sequence[Bag]) -> None:
    """The driver says that these bags lie at the unit; they are on his name until it takes them."""
    Bag.objects.filter(pk__in=[bag.pk for bag in bags]).update(put_down_unit_id=unit_id, put_down_at=call.at)


def _dispatches_of(bags: Sequence[Bag]) -> list[str]:
    return list(dict.fromkeys(bag.dispatch.code for bag in bags if bag.dispatch))


def _load(call: Call, trip: Trip, unit_id: int, leaving: Sequence[Dispatch]) -> None:
    here, driver = unit_holder(unit_id), person_holder(trip.driver_id)
    moves = [
        Move(call.key(n), bag.thing_id, bag.code, Event.CARRY, here, driver, call.at, unit_id, trip.key)
        for n, bag in enumerate(_bags(leaving), start=1)
    ]
    move(call, moves)
    Dispatch.objects.filter(pk__in=[d.pk for d in leaving]).update(trip=trip)


def _bags(dispatches: Sequence[Dispatch]) -> list[Bag]:
    return list(Bag.objects.filter(dispatch__in=dispatches).order_by("pk")) if dispatches else []


def _sealed(unit_id: int, code: str) -> Bag:
    found = (
        Bag.objects.select_for_update()
        .filter(code=code, from_unit_id=unit_id, closed_at__isnull=False, opened_at=None)
        .first()
    )
    if found is None:
        raise refusals.UnknownBag(field="bags", bag=code)
    return found


def _minutes_late(call: Call, planned: RouteTrip, unit_id: int, *, ends: bool) -> int:
    stops = [stop for stop in planned.stops if stop.unit_id == unit_id]
    due = stops[-1].arrives_at if ends else stops[0].departs_at
    return max(0, int((local(call.at) - due).total_seconds() // 60))
