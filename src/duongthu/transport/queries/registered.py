"""What may be asked of transport: bags, trips of a day, what is late, what went wrong, mail routes proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from duongthu.acts.api import Asked, NothingFound, OnDay, query
from duongthu.mail.api import Item, bag_holder, custody_of, find_things, items_held_by
from duongthu.network.api import UnitRef
from duongthu.staff.api import Role
from duongthu.transport.models import Bag, Dispatch, Irregularity, RouteProposal
from duongthu.transport.queries.proposals import Compared, compared, proposal_by_code, proposals
from duongthu.transport.queries.running import (
    bag_by_thing,
    bags_to_open,
    dispatches_of,
    irregularities_on,
    late_departures,
    trip_by_key,
    trips_on,
    waiting_bags,
)

WATCH = frozenset({Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR})
CONTROL = WATCH | {Role.HEAD, Role.DISPATCHER}
INSIDE = CONTROL | {Role.TELLER, Role.SORTER}
BAGS = INSIDE | {Role.DRIVER}


@dataclass(frozen=True, slots=True)
class BagRow:
    """A bag; ``items`` and ``weight_grams`` as closed; ``state`` and ``holder`` now, empty in lists."""

    code: str
    from_unit_id: int
    to_unit_id: int
    seal: str
    items: int
    weight_grams: int
    closed_at: datetime | None
    closed_by_id: int | None
    opened_at: datetime | None
    dispatch: str
    state: str = ""
    holder: str = ""


def _bag_rows(_asked: Asked, bags: Sequence[Bag]) -> list[BagRow]:
    codes = dict(Dispatch.objects.filter(pk__in={b.dispatch_id for b in bags}).values_list("pk", "code"))
    return [_bag_row(bag, codes.get(bag.dispatch_id or 0, "")) for bag in bags]


def _bag_row(bag: Bag, dispatch: str, state: str = "", holder: str = "") -> BagRow:
    return BagRow(
        bag.code, bag.from_unit_id, bag.to_unit_id, bag.seal, bag.items, bag.weight_grams, bag.closed_at, bag.closed_by_id,
        bag.opened_at, dispatch, state, holder,
    )  # fmt: skip


def bag_within(asked: Asked, code: str) -> Bag:
    """The bag of that code, which leaves from or goes to a unit asked about.

    Raises:
        NothingFound: there is none.
    """
    found = find_things([code.upper()])
    bag = bag_by_thing(found[code.upper()]) if found else None
    if bag is None or not {bag.from_unit_id, bag.to_unit_id} & asked.units:
        raise NothingFound(field="code", what=code, beyond=bag is not None)
    return bag


@query("transport.bag", "Túi thư", roles=BAGS, row=BagRow, one=True)
def bag_query(asked: Asked, *, code: str) -> BagRow:
    """One bag that leaves from or goes to a unit of one's reach."""
    bag = bag_within(asked, code)
    custody = custody_of(bag.pk)
    now = (custody.state, custody.holder) if custody else ("", "")
    return _bag_row(bag, bag.dispatch.code if bag.dispatch else "", *now)


@dataclass(frozen=True, slots=True)
class InBagRow:
    """An item that lies in a bag."""

    code: str
    service: str
    recipient_name: str
    weight_grams: int
    cod_dong: int


def _in_bag(_asked: Asked, items: Sequence[Item]) -> list[InBagRow]:
    return [InBagRow(i.thing.code, i.service, i.recipient_name, i.weight_grams, i.cod_dong) for i in items]


@query("transport.bag_items", "Bưu gửi trong túi", roles=INSIDE, row=InBagRow, most=500, shape=_in_bag)
def items_in_bag_query(asked: Asked, *, code: str) -> QuerySet[Item]:
    """What lies in a bag now; a driver carries it sealed, and needs seal, count and weight."""
    bag = bag_within(asked, code)
    return items_held_by(bag_holder(bag.pk))


@query(
    "transport.bags_to_open", "Túi chờ mở", roles=BAGS, row=BagRow, unit="unit_id", most=50, shape=_bag_rows
)
def arrived_bags_query(asked: Asked, *, unit_id: UnitRef) -> QuerySet[Bag]:
    """Bags that came to a unit and are still sealed."""
    return bags_to_open(unit_id)


@query(
    "transport.bags_to_send", "Túi chờ đi", roles=BAGS, row=BagRow, unit="unit_id", most=50, shape=_bag_rows
)
def leaving_bags_query(asked: Asked, *, unit_id: UnitRef) -> QuerySet[Bag]:
    """Sealed bags of a unit that no dispatch has taken yet."""
    return waiting_bags(unit_id)


@dataclass(frozen=True, slots=True)
class TripRow:
    """A trip of a day as planned and as it runs.

    Attributes:
        state: ``waiting``, ``overdue``, ``under_way`` or ``ended``. units: where it calls, in order.
    """

    key: str
    route: str
    name: str
    vehicle: str
    departs_at: datetime
    arrives_at: datetime
    units: tuple[int, ...]
    state: str
    minutes_behind: int
    departed_at: datetime | None
    arrived_at: datetime | None
    last_unit_id: int | None


@query(
    "transport.trips",
    "Chuyến thư trong ngày",
    roles=CONTROL | {Role.SORTER, Role.DRIVER},
    row=TripRow,
    most=500,
)
def trips_query(asked: Asked, *, on: OnDay | None = None) -> list[TripRow]:
    """The trips of a day that call at a unit of one's reach, by start."""
    return [
        TripRow(
            t.planned.key, t.planned.route, t.planned.name, t.planned.vehicle, t.planned.departs_at, t.planned.arrives_at,
            units, t.state, t.departure.minutes_behind, t.running.departed_at if t.running else None,
            t.running.arrived_at if t.running else None, t.running.last_unit_id if t.running else None,
        )
        for t in trips_on(on or asked.on, asked.now)
        for units in [tuple(stop.unit_id for stop in t.planned.stops)]
        if asked.units & set(units)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """What was made up for one unit and taken on by a trip."""

    code: str
    from_unit_id: int
    to_unit_id: int
    closed_at: datetime
    received_at: datetime | None


@query(
    "transport.dispatches", "Chuyến thư mang gì", roles=CONTROL | {Role.SORTER, Role.DRIVER}, row=DispatchRow
)
def dispatches_query(asked: Asked, *, trip: str, on: OnDay | None = None) -> QuerySet[Dispatch]:
    """What a trip that calls within one's reach took on, in that order."""
    planned = trip_by_key(trip, on or asked.on)
    if planned is None or not asked.units & {stop.unit_id for stop in planned.stops}:
        raise NothingFound(field="trip", what=trip)
    return dispatches_of(trip)


@dataclass(frozen=True, slots=True)
class LateRow:
    """A trip that has not left in time, and what that puts at risk."""

    key: str
    name: str
    departs_at: datetime
    minutes_behind: int
    bags: int
    items: int
    items_at_risk: int
    decided: str


@query("transport.late_trips", "Chuyến quá giờ chưa đi", roles=CONTROL, row=LateRow)
def late_trips_query(asked: Asked) -> list[LateRow]:
    """Trips overdue now, those with most items at risk first; of the whole province, for a route crosses many units."""
    return [
        LateRow(a.trip.key, a.trip.name, a.trip.departs_at, a.minutes_behind, a.bags, a.items, a.items_at_risk, a.decided)
        for a in late_departures(asked.on, asked.now)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class IrregularityRow:
    """What one opening found wrong with one item."""

    seq: int
    act_id: int
    kind: str
    bag_code: str
    item_code: str
    seal: str
    closed_unit_id: int
    closed_by_id: int
    closed_at: datetime
    unit_id: int
    opened_by_id: int
    opened_at: datetime
    business_on: date


@query("transport.irregularities", "Sai sót khi mở túi", roles=CONTROL, row=IrregularityRow, unit="unit_id")
def irregularities_query(
    asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None
) -> QuerySet[Irregularity]:
    """A day's differences found at the units asked about."""
    return irregularities_on(asked.units, on or asked.on)


@dataclass(frozen=True, slots=True)
class RouteProposalRow:
    """A proposal of mail routes, without its content."""

    code: str
    on: date
    weekdays: str
    state: str
    made_by_id: int
    made_at: datetime
    adopted_by_id: int | None
    adopted_at: datetime | None
    adopted_from_on: date | None


@query("transport.route_proposals", "Phương án đường thư", roles=CONTROL, row=RouteProposalRow, most=50)
def route_proposals_query(_asked: Asked) -> QuerySet[RouteProposal]:
    """All proposals, newest first."""
    return proposals()


@query("transport.route_proposal", "Nội dung phương án đường thư", roles=CONTROL, row=Compared, one=True)
def route_proposal_query(_asked: Asked, *, code: str) -> Compared | None:
    """A proposal beside the timetable it would replace: routes, figures, what each unit gets."""
    found = proposal_by_code(code)
    return compared(found) if found else None
