"""What may be asked of the custody book: an item, its journey, what lies where, how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from duongthu.acts.api import Actor, Asked, NothingFound, OnDay, query
from duongthu.kernel.identity import masked
from duongthu.mail.models import Custody, CustodyEvent, Item
from duongthu.mail.queries.tracking import (
    accepted_on,
    chain_at,
    history_of,
    item_by_code,
    items_held_by,
    stock_by_unit,
)
from duongthu.mail.rules.custody import person_holder, unit_holder
from duongthu.network.api import UnitRef
from duongthu.staff.api import Role

CARRIERS = frozenset({Role.COURIER, Role.DRIVER})
CALLERS = frozenset({Role.TELLER, Role.COURIER, Role.HEAD, Role.DISPATCHER})  # who speaks with customers
WATCH = frozenset({Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR})
ITEMS = WATCH | {
    Role.TELLER, Role.SORTER, Role.COURIER, Role.HEAD, Role.DISPATCHER, Role.CASHIER, Role.ACCOUNTANT,
}  # fmt: skip


def phone_for(actor: Actor, number: str) -> str:
    """A customer's number: whole for those who may have to call him, for others its last digits."""
    return number if actor.roles & CALLERS else masked(number)


def touches(actor: Actor, item: Item) -> bool:
    """Whether the item touches one of the actor's units; who only carries sees what came into his own hands."""
    events = list(history_of(item.pk))
    if actor.roles <= CARRIERS:
        mine = person_holder(actor.person_id)
        return any(mine in {event.from_holder, event.to_holder} for event in events)
    touched = {item.office_from_id, item.office_to_id} | {event.unit_id for event in events}
    return bool(touched & actor.reach)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A postal item as accepted, and where it is now: holder, state, and the holders around it, the inmost first.

    Attributes:
        recipient_phone: whole for those who may have to call, else its last digits.
    """

    code: str
    service: str
    sender_name: str
    recipient_name: str
    recipient_phone: str
    recipient_address: str
    commune_code: str
    office_from_id: int
    office_to_id: int | None
    partner_code: str
    weight_grams: int
    postage_dong: int
    cod_dong: int
    accepted_at: datetime
    promised_on: date | None
    state: str
    unit_id: int
    attempts: int
    going_back: bool
    holders: tuple[str, ...]


@query("mail.item", "Bưu gửi", roles=ITEMS, row=ItemRow, one=True)
def item_query(asked: Asked, *, code: str) -> ItemRow | None:
    """One item that touches a unit of one's reach; of who only carries, one that came into his own hands."""
    item = item_by_code(code.upper())
    if item is None or not touches(asked.actor, item):
        raise NothingFound(field="code", what=code, beyond=item is not None)
    custody = Custody.objects.get(pk=item.pk)
    chain = chain_at(item.pk, asked.now)
    return ItemRow(
        item.thing.code, item.service, item.sender_name, item.recipient_name,
        phone_for(asked.actor, item.recipient_phone), item.recipient_address, item.commune_code, item.office_from_id,
        item.office_to_id, item.partner_code, item.weight_grams, item.postage_dong, item.cod_dong, item.accepted_at,
        item.promised_on, custody.state, custody.unit_id, custody.attempts, custody.going_back,
        chain.chain if chain else (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventRow:
    """One handing over."""

    seq: int
    act_id: int
    code: str
    from_holder: str
    to_holder: str
    at: datetime
    recorded_at: datetime
    unit_id: int
    person_id: int
    detail: str


@query("mail.journey", "Hành trình bưu gửi", roles=ITEMS, row=EventRow, most=500)
def journey_query(asked: Asked, *, code: str) -> QuerySet[CustodyEvent]:
    """Everything that happened to an item one may see, oldest first."""
    item = item_by_code(code.upper())
    if item is None or not touches(asked.actor, item):
        raise NothingFound(field="code", what=code, beyond=item is not None)
    return history_of(item.pk)


@dataclass(frozen=True, slots=True)
class LyingRow:
    """An item that lies at a unit."""

    code: str
    recipient_name: str
    state: str
    promised_on: date | None
    weight_grams: int
    cod_dong: int


def _with_state(_asked: Asked, items: Sequence[Item]) -> list[LyingRow]:
    states = dict(Custody.objects.filter(pk__in=[item.pk for item in items]).values_list("pk", "state"))
    return [
        LyingRow(i.thing.code, i.recipient_name, states[i.pk], i.promised_on, i.weight_grams, i.cod_dong)
        for i in items
    ]


@query(
    "mail.at_unit", "Bưu gửi nằm tại đơn vị", roles=ITEMS - {Role.COURIER}, row=LyingRow, unit="unit_id", most=50,
    shape=_with_state,
)  # fmt: skip
def at_unit_query(asked: Asked, *, unit_id: UnitRef) -> QuerySet[Item]:
    """What lies at one unit now."""
    return items_held_by(unit_holder(unit_id))


@dataclass(frozen=True, slots=True)
class StockRow:
    """So many items in one state in a unit's hands."""

    unit_id: int
    state: str
    items: int


@query("mail.stock", "Bưu gửi tồn theo đơn vị", roles=Role, row=StockRow, unit="unit_id", most=5_000)
def stock_query(asked: Asked, *, unit_id: UnitRef | None = None) -> list[StockRow]:
    """Items in the post's hands by responsible unit and state, finished ones left out."""
    return [
        StockRow(unit, state, n)
        for (unit, state), n in sorted(stock_by_unit().items())
        if unit in asked.units
    ]


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """So many items taken in at an office."""

    unit_id: int
    items: int


@query("mail.accepted", "Bưu gửi nhận trong ngày", roles=Role, row=AcceptedRow, unit="unit_id", most=1_000)
def accepted_query(
    asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None
) -> list[AcceptedRow]:
    """Items accepted on a day, by office."""
    counts = accepted_on(on or asked.on)
    return [AcceptedRow(unit, n) for unit, n in sorted(counts.items()) if unit in asked.units]
