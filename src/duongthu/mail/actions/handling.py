"""What an office does with items it holds: arrival, holding, forwarding, going_back, recall, loss, other operators."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import AwareDatetime

from duongthu.acts.api import Call, FourEyes, act, bulk
from duongthu.kernel import s10
from duongthu.kernel.clock import local
from duongthu.kernel.identity import phone as phone_number
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line
from duongthu.mail import refusals
from duongthu.mail.actions.acceptance import ITEM_COLUMNS, office_of
from duongthu.mail.actions.moving import move_lines
from duongthu.mail.actions.things import find_things, new_things
from duongthu.mail.models import Custody, Item, Thing
from duongthu.mail.rules.custody import (
    NOBODY,
    RECIPIENT,
    SENDER,
    Move,
    MoveResult,
    partner_holder,
    unit_holder,
)
from duongthu.mail.rules.states import Event
from duongthu.network.api import network_on

OFFICE = ("teller", "sorter", "controller", "head", "system")


@dataclass(frozen=True, slots=True)
class Scan:
    """One scanned code with its own key and time."""

    key: UUID
    code: str
    at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What came of one line: ``done``, ``duplicate`` or ``refused`` with the refusal."""

    key: UUID
    code: str
    status: str
    refusal: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """One answer a line, in the order asked."""

    lines: list[LineAnswer]

    @property
    def refused(self) -> list[LineAnswer]:
        """The lines that were refused."""
        return [line for line in self.lines if line.status == "refused"]


def scan_moves(
    call: Call, scans: Sequence[Scan], event: Event, *, giver: str, taker: str, unit_id: int, detail: str = ""
) -> Lines:
    """The same move for many scanned codes, each for itself."""
    things = find_things([scan.code for scan in scans])
    moves, answers = [], dict[UUID, LineAnswer]()
    for row, scan in enumerate(scans, start=1):
        if scan.code in things:
            moves.append(
                Move(
                    scan.key,
                    things[scan.code],
                    scan.code,
                    event,
                    giver,
                    taker,
                    scan.at or call.at,
                    unit_id,
                    detail,
                )
            )
        else:
            answers[scan.key] = refused(
                scan.key, scan.code, refusals.UnknownThing(field="code", row=row, thing=scan.code)
            )
    for result in move_lines(call, moves):
        answers[result.key] = answer(result)
    return Lines([answers[scan.key] for scan in scans])


def answer(result: MoveResult) -> LineAnswer:
    """A move's result as a line's answer."""
    return LineAnswer(
        result.key, result.code, result.status, result.refusal.as_dict() if result.refusal else None
    )


def refused(key: UUID, code: str, refusal: Refusal) -> LineAnswer:
    """A line's refusal."""
    return LineAnswer(key, code, "refused", refusal.as_dict())


@dataclass(frozen=True, slots=True)
class InboundItem:
    """An item another operator brings: its number and what stands on it."""

    key: UUID
    code: str
    service: str
    sender_name: str
    recipient_name: str
    recipient_address: str
    commune_code: str
    weight_grams: int
    cod_dong: int = 0
    recipient_phone: str = ""


@act("mail.take_from_partner", roles=OFFICE, unit="unit_id", lines="items")
def take_from_partner(call: Call, *, unit_id: int, partner_code: str, items: list[InboundItem]) -> Lines:
    """Take items in from another operator at the processing centre; from now on they are ours to answer for."""
    taken = set(find_things([item.code for item in items]))
    fresh: list[tuple[InboundItem, int]] = []
    answers: dict[UUID, LineAnswer] = {}
    day = network_on(call.business_on)
    for row, item in enumerate(items, start=1):
        if item.code in taken:
            answers[item.key] = LineAnswer(item.key, item.code, "duplicate")
            continue
        try:
            clean = _valid(item)
            fresh.append((clean, office_of(day, clean.commune_code)))
            taken.add(item.code)
        except Refusal as refusal:
            refusal.row = row
            answers[item.key] = refused(item.key, item.code, refusal)
    things = new_things(Thing.ITEM, [item.code for item, _ in fresh])
    rows = [
        _inbound_row(call, unit_id, partner_code, item, office, things[item.code]) for item, office in fresh
    ]
    bulk.insert_rows("mail_item", ITEM_COLUMNS, rows)
    giver, taker = partner_holder(partner_code), unit_holder(unit_id)
    moves = [
        Move(i.key, things[i.code], i.code, Event.TO_HUB, giver, taker, call.at, unit_id) for i, _ in fresh
    ]
    for result in move_lines(call, moves, new_things=frozenset(things.values())):
        answers[result.key] = answer(result)
    return Lines([answers[item.key] for item in items])


def _valid(item: InboundItem) -> InboundItem:
    s10.parse(item.code)
    phone = item.recipient_phone
    return replace(item, recipient_phone=phone_number(phone, field="recipient_phone") if phone else "")


def _inbound_row(
    call: Call, unit_id: int, partner: str, item: InboundItem, office: int, thing_id: int
) -> tuple[object, ...]:
    return (
        thing_id, item.service, clean_line(item.sender_name, "sender_name", 120), "",
        clean_line(item.recipient_name, "recipient_name", 120), item.recipient_phone,
        clean_line(item.recipient_address, "recipient_address", 250), item.commune_code, unit_id, office, partner,
        item.weight_grams, 0, item.cod_dong, bulk.db_moment(call.at), call.business_on.isoformat(), None, None,
    )  # fmt: skip


@act("mail.hand_to_partner", roles=OFFICE, unit="unit_id", lines="scans")
def hand_to_partner(call: Call, *, unit_id: int, partner_code: str, scans: list[Scan]) -> Lines:
    """Give items to another operator, who carries them on."""
    holders = {"giver": unit_holder(unit_id), "taker": partner_holder(partner_code)}
    return scan_moves(call, scans, Event.HAND_OVER, **holders, unit_id=unit_id)


@act("mail.keep_here", roles=OFFICE, unit="unit_id", lines="scans")
def keep_here(call: Call, *, unit_id: int, scans: list[Scan]) -> Lines:
    """Items that are delivered from this office go to its delivery side (no bag, no trip)."""
    here = unit_holder(unit_id)
    return scan_moves(call, scans, Event.TO_OFFICE, giver=here, taker=here, unit_id=unit_id)


@act("mail.hold", roles=OFFICE, unit="unit_id", lines="scans")
def hold(call: Call, *, unit_id: int, scans: list[Scan]) -> Lines:
    """Keep items at the office and invite their recipients."""
    here = unit_holder(unit_id)
    return scan_moves(call, scans, Event.HOLD, giver=here, taker=here, unit_id=unit_id)


@act("mail.find", roles=OFFICE, unit="unit_id", lines="scans")
def find(call: Call, *, unit_id: int, scans: list[Scan]) -> Lines:
    """An item reported missing turned up here."""
    return scan_moves(call, scans, Event.FIND, giver="", taker=unit_holder(unit_id), unit_id=unit_id)


@act("mail.write_off", roles=("controller", "head"), unit="unit_id", four_eyes=FourEyes("mail.write_off"))
def write_off(call: Call, *, unit_id: int, code: str, reason: str) -> LineAnswer:
    """Give a missing item up as lost; its compensation follows."""
    thing_id = _thing(code)
    (result,) = move_lines(
        call,
        [Move(call.key(1), thing_id, code, Event.LOSE, "", NOBODY, call.at, unit_id, reason[:200])],
        fresh_keys=True,
    )
    return _done(result)


@act(
    "mail.cancel_delivery",
    roles=("courier", "head"),
    unit="unit_id",
    four_eyes=FourEyes("mail.cancel_delivery"),
)
def cancel_delivery(call: Call, *, unit_id: int, code: str, courier_id: int, reason: str) -> LineAnswer:
    """Take a delivery report back on the same day (hủy báo phát); refused once COD was taken: that needs a reversal.

    Raises:
        UnknownThing, WrongMoment.
    """
    thing_id = _thing(code)
    item, delivered_on = _item(thing_id, code), local(Custody.objects.get(thing_id=thing_id).at).date()
    if delivered_on != local(call.at).date() or item.cod_dong:
        raise refusals.WrongMoment(
            thing=code, state="Đã phát", event="Hủy báo phát (chỉ trong ngày, bưu gửi không thu COD)"
        )
    taker = f"P{courier_id}"
    made = Move(
        call.key(1), thing_id, code, Event.CANCEL_DELIVERY, RECIPIENT, taker, call.at, unit_id, reason[:200]
    )
    (result,) = move_lines(call, [made], fresh_keys=True)
    return _done(result)


@act("mail.forward", roles=OFFICE, unit="unit_id")
def forward(call: Call, *, unit_id: int, code: str, commune_code: str, address: str) -> LineAnswer:
    """Send an item on to another address (chuyển tiếp).

    Raises:
        UnknownThing, UnknownCommune, WrongMoment, HeldByAnother.
    """
    office = office_of(network_on(call.business_on), commune_code)
    moved = _redirect(call, unit_id, code, Event.FORWARD, office)
    new_address = {
        "commune_code": commune_code,
        "recipient_address": clean_line(address, "address", 250, required=True),
    }
    Item.objects.filter(thing__code=code).update(**new_address)
    return moved


@act("mail.return_to_sender", roles=OFFICE, unit="unit_id")
def return_to_sender(call: Call, *, unit_id: int, code: str, reason: str) -> LineAnswer:
    """Send an undeliverable item back (chuyển hoàn): its COD is no longer collected."""
    return _redirect(call, unit_id, code, Event.RETURN, _office_from(code), reason)


@act("mail.recall", roles=OFFICE, unit="unit_id")
def recall(call: Call, *, unit_id: int, code: str, reason: str) -> LineAnswer:
    """Send an item back on its sender's wish before it is delivered (rút bưu gửi)."""
    return _redirect(call, unit_id, code, Event.RECALL, _office_from(code), reason)


@act("mail.give_back", roles=("teller", "system"), unit="unit_id")
def give_back(call: Call, *, unit_id: int, code: str) -> LineAnswer:
    """Hand a returned item to its sender at the counter."""
    made = Move(
        call.key(1), _thing(code), code, Event.GIVE_BACK, unit_holder(unit_id), SENDER, call.at, unit_id
    )
    (result,) = move_lines(call, [made], fresh_keys=True)
    return _done(result)


def _redirect(
    call: Call, unit_id: int, code: str, event: Event, office: int | None, detail: str = ""
) -> LineAnswer:
    here = unit_holder(unit_id)
    (result,) = move_lines(
        call,
        [Move(call.key(1), _thing(code), code, event, here, here, call.at, unit_id, detail[:200])],
        fresh_keys=True,
    )
    Item.objects.filter(thing__code=code).update(office_to_id=office)
    return _done(result)


def _office_from(code: str) -> int | None:
    return Item.objects.filter(thing__code=code).values_list("office_from_id", flat=True).first()


def _thing(code: str) -> int:
    found = find_things([code])
    if code not in found:
        raise refusals.UnknownThing(field="code", thing=code)
    return found[code]


def _item(thing_id: int, code: str) -> Item:
    """The item of that thing; a bag or a pouch is none."""
    item = Item.objects.filter(thing_id=thing_id).first()
    if item is None:
        raise refusals.UnknownThing(field="code", thing=code)
    return item


def _done(result: MoveResult) -> LineAnswer:
    if result.refusal is not None:
        raise result.refusal
    return answer(result)
