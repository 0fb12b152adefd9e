"""Bags on the names of drivers: where they ought to be, which unit answers for them, and which of them are late."""

from dataclasses import dataclass
from datetime import date, datetime

from duongthu.acts.api import Asked, bulk, query
from duongthu.kernel.clock import business_day
from duongthu.mail.api import person_holder, person_of
from duongthu.network.api import UnitRef
from duongthu.staff.api import Role
from duongthu.transport.queries.registered import BAGS

HANDS = BAGS - {Role.DIRECTOR, Role.AUDITOR, Role.DRIVER}  # a driver is told of his own
CARRIED = """
SELECT b.code, b.seal, b.items, b.from_unit_id, b.to_unit_id, d.from_unit_id, b.put_down_unit_id, b.put_down_at, t.key,
       t.planned_arrives_at, t.arrived_at, c.holder
FROM transport_dispatch d JOIN transport_trip t ON t.id = d.trip_id JOIN transport_bag b ON b.dispatch_id = d.id
CROSS JOIN mail_custody c
WHERE c.thing_id = b.thing_id AND b.opened_at IS NULL AND {which} ORDER BY b.code
"""
NOT_RECEIVED = "d.received_at IS NULL AND substr(c.holder, 1, 1) = 'P'"
HELD_BY = "c.holder = %s"
ABOARD = f"t.key = %s AND b.put_down_unit_id IS NULL AND {NOT_RECEIVED}"


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A bag that went with a trip and is on its driver's name.

    Attributes:
        sent_by_id: the unit whose dispatch it is; ``from_unit_id`` closed it.
        put_down_at_id: where its driver says he put it down; nobody has taken it there yet.
        ended: its trip has called at its last stop. arrives_at: when the trip was to do so.
        driver_id: the person whose name it is on.
    """

    bag: str
    seal: str
    items: int
    from_unit_id: int
    to_unit_id: int
    sent_by_id: int
    put_down_at_id: int | None
    put_down_at: datetime | None
    trip: str
    arrives_at: datetime
    ended: bool
    driver_id: int

    @property
    def unit_id(self) -> int:
        """Who answers: where its driver says that it lies, else who sent it, since nobody says where it is."""
        return self.put_down_at_id or self.sent_by_id

    @property
    def due_on(self) -> date:
        """The business day on which it ought to come into another's hands."""
        return business_day(self.put_down_at or self.arrives_at)

    def is_late(self, on: date) -> bool:
        """Whether a business day has gone by on which it ought to have been taken."""
        return self.due_on < on

    @property
    def places(self) -> tuple[int, ...]:
        """The units where its driver may put it down: its own, and the one that sent it."""
        return tuple(dict.fromkeys((self.to_unit_id, self.sent_by_id)))


def carried_bags() -> list[CarriedRow]:
    """All bags on the names of drivers, by code."""
    return _rows(CARRIED.format(which=NOT_RECEIVED))


def carried_by(person_id: int) -> list[CarriedRow]:
    """The bags on one driver's name, those he put down and nobody took yet among them."""
    return _rows(CARRIED.format(which=HELD_BY), person_holder(person_id))


def carried_on(trip: str) -> list[CarriedRow]:
    """The bags aboard a trip: not put down anywhere yet."""
    return _rows(CARRIED.format(which=ABOARD), trip)


def _rows(sql: str, *params: str) -> list[CarriedRow]:
    return [
        CarriedRow(
            bag, seal, items, closed_by, to_unit, sender, unit, down_at and bulk.read_moment(down_at), trip,
            bulk.read_moment(arrives_at), arrived_at is not None, person_of(holder) or 0,
        )
        for bag, seal, items, closed_by, to_unit, sender, unit, down_at, trip, arrives_at, arrived_at, holder in bulk.fetch(
            sql, params
        )
    ]  # fmt: skip


@query(
    "transport.bags_in_hands",
    "Túi còn trong tay lái xe",
    roles=HANDS,
    row=CarriedRow,
    unit="unit_id",
    most=200,
)
def bags_in_hands_query(asked: Asked, *, unit_id: UnitRef) -> list[CarriedRow]:
    """Bags on drivers' names for which a unit answers: put down there and not taken, or sent from there and not come."""
    return [row for row in carried_bags() if row.unit_id == unit_id]


@query("transport.my_bags", "Túi mang tên tôi", roles=frozenset({Role.DRIVER}), row=CarriedRow, most=200)
def my_bags_query(asked: Asked) -> list[CarriedRow]:
    """The bags on the name of the driver who asks."""
    return carried_by(asked.actor.person_id)
