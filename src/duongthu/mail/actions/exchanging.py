"""Items that change hands between this post and another operator."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from duongthu.acts.api import Call, LineKey, Rows, act, bulk
from duongthu.kernel.refusal import Refusal
from duongthu.mail import refusals
from duongthu.mail.actions.acceptance import office_of, write_items
from duongthu.mail.actions.handling import (
    OFFICE,
    LineAnswer,
    Lines,
    Scan,
    answer,
    line_rows,
    scan_moves,
    turned_by,
)
from duongthu.mail.actions.moving import move_lines
from duongthu.mail.actions.numbering import numbers_of_ours
from duongthu.mail.actions.things import (
    CommuneCode,
    PartnerCode,
    ThingCode,
    find_things,
    new_things,
    void_items,
)
from duongthu.mail.models import PostalObject
from duongthu.mail.rules import values
from duongthu.mail.rules.custody import Move, partner_holder, unit_holder
from duongthu.mail.rules.states import Event
from duongthu.network.api import UnitRef, network_on

MOST_COD = (
    1_000_000_000  # đồng; what another operator may announce on one item: far beyond any service of theirs
)


@dataclass(frozen=True, slots=True)
class InboundItem:
    """An item another operator brings: its number and what stands on it."""

    key: LineKey
    code: ThingCode
    service: str
    sender_name: str
    recipient_name: str
    recipient_address: str
    commune_code: CommuneCode
    weight_grams: int
    cod_dong: int = 0
    recipient_phone: str = ""


@act("mail.take_from_partner", "Nhận bưu gửi từ bưu chính khác", roles=OFFICE, unit="unit_id", lines="items")
def take_from_partner(
    call: Call, *, unit_id: UnitRef, partner_code: PartnerCode, items: list[InboundItem]
) -> Lines:
    """Take items in from another operator at the processing centre; from now on they are ours to answer for."""
    day, rows = network_on(call.business_on), line_rows(call, items)
    fresh: list[tuple[int, InboundItem, int]] = []
    for row, item in rows.open():
        try:
            clean = _valid(item)
            fresh.append((row, clean, office_of(day, clean.commune_code)))
        except Refusal as refusal:
            rows.refuse(row, refusal)
    fresh = _without_known(partner_code, fresh, rows)
    codes = [item.code for _, item, _ in fresh]
    again = void_items(codes)
    new = new_things(PostalObject.ITEM, [code for code in codes if code not in again])
    things = new | again
    write_items(
        [
            _inbound_row(call, unit_id, partner_code, item, office, things[item.code])
            for _, item, office in fresh
        ],
        again,
    )
    giver, taker = partner_holder(partner_code), unit_holder(unit_id)
    moves = [  # a void item comes from whoever it was given back to, be it another operator by mistake
        Move(
            i.key, things[i.code], i.code, Event.TO_HUB, "" if i.code in again else giver, taker, call.at, unit_id
        )
        for _, i, _ in fresh
    ]  # fmt: skip
    moved = move_lines(call, moves, new_things=frozenset(new.values())).each()
    for (row, _, _), result in zip(fresh, moved, strict=True):
        if result.status != "done":  # no item without its move
            raise refusals.LineReused(field="key", row=row, key=str(result.key))
        rows.answer(row, answer(result))
    return Lines(rows.answers())


def _valid(item: InboundItem) -> InboundItem:
    """The item as it is kept: the same values as at the counter.

    Raises:
        Refusal: of the first field that is wrong.
    """
    return replace(
        item,
        code=values.item_number(item.code),
        service=values.service(item.service),
        sender_name=values.name(item.sender_name, "sender_name"),
        recipient_name=values.name(item.recipient_name, "recipient_name"),
        recipient_address=values.address(item.recipient_address, "recipient_address"),
        recipient_phone=values.phone(item.recipient_phone, "recipient_phone"),
        weight_grams=values.weight(item.weight_grams),
        cod_dong=values.cod(item.cod_dong, MOST_COD),
    )


def _without_known(
    partner_code: str,
    fresh: Sequence[tuple[int, InboundItem, int]],
    rows: Rows[InboundItem, LineAnswer],
) -> list[tuple[int, InboundItem, int]]:
    """Those that are new or void; one taken in before is a repeat if all it says is the same, else its number is taken.

    A number out of a block of ours is ours to give, whether it was given yet or not: no other operator brings an item under it.
    """
    codes = [item.code for _, item, _ in fresh]
    known, own = _items_by_code(codes), numbers_of_ours(codes)
    taken, left = set(find_things(codes)) - set(void_items(codes)), []
    for row, item, office in fresh:
        if item.code in own and item.code not in taken:
            rows.refuse(row, refusals.NumberOfOurs(field="code", thing=item.code))
        elif item.code not in taken:
            taken.add(item.code)
            left.append((row, item, office))
        elif known.get(item.code) == _said(item, partner_code):
            rows.answer(row, LineAnswer(item.key, item.code, "duplicate"))
        else:
            rows.refuse(row, refusals.CodeTaken(field="code", thing=item.code))
    return left


def _said(item: InboundItem, partner_code: str) -> tuple[object, ...]:
    return (
        item.service,
        item.sender_name,
        item.recipient_name,
        item.recipient_phone,
        item.recipient_address,
        item.commune_code,
        partner_code,
        item.weight_grams,
        item.cod_dong,
    )


def _items_by_code(codes: Sequence[str]) -> dict[str, tuple[object, ...]]:
    rows = bulk.fetch_in(
        "SELECT t.code, i.service, i.sender_name, i.recipient_name, i.recipient_phone, i.recipient_address, "
        "i.commune_code, i.partner_code, i.weight_grams, i.cod_dong "
        "FROM mail_thing t JOIN mail_item i ON i.thing_id = t.id JOIN mail_custody c ON c.thing_id = t.id "
        "WHERE c.state <> 'void' AND t.code IN {values}",
        sorted(set(codes)),
    )
    return {code: tuple(rest) for code, *rest in rows}


def _inbound_row(
    call: Call, unit_id: int, partner: str, item: InboundItem, office: int, thing_id: int
) -> tuple[object, ...]:
    return (
        thing_id, item.service, item.sender_name, "", item.recipient_name, item.recipient_phone,
        item.recipient_address, item.commune_code, unit_id, office, partner,
        item.weight_grams, 0, item.cod_dong, bulk.db_moment(call.at), call.business_on.isoformat(), None, None,
    )  # fmt: skip


@act("mail.hand_to_partner", "Giao bưu gửi cho bưu chính khác", roles=OFFICE, unit="unit_id", lines="scans")
def hand_to_partner(call: Call, *, unit_id: UnitRef, partner_code: PartnerCode, scans: list[Scan]) -> Lines:
    """Give items to another operator, who carries them on: what was accepted for it, or what it brought and takes back.

    Lines about other items are refused (``NotOfPartner``), and those of items one turned back oneself (``OtherHandsNeeded``).
    """
    theirs = _for_partner(partner_code, scans)
    own = turned_by(call.actor.person_id, list(theirs.values()))
    unfit = {
        scan.code: partial(_not_theirs, scan.code, partner_code) for scan in scans if scan.code not in theirs
    }
    unfit |= {code: partial(_other_hands, code) for code, thing in theirs.items() if thing in own}
    return scan_moves(
        call, scans, Event.HAND_OVER, giver=unit_holder(unit_id), taker=partner_holder(partner_code), unit_id=unit_id,
        unfit=unfit,
    )  # fmt: skip


def _for_partner(partner_code: str, scans: Sequence[Scan]) -> dict[str, int]:
    """Ids by code of the items among those scanned that this operator carries on or takes back."""
    rows = bulk.fetch_in(
        "SELECT t.code, t.id FROM mail_thing t JOIN mail_item i ON i.thing_id = t.id JOIN mail_custody c ON c.thing_id = t.id "
        "WHERE i.partner_code = %s AND (i.office_to_id IS NULL OR c.going_back) AND t.code IN {values}",
        sorted({scan.code for scan in scans}),
        [partner_code],
    )
    return dict(rows)


def _not_theirs(code: str, partner_code: str) -> Refusal:
    return refusals.NotOfPartner(field="code", thing=code, partner=partner_code)


def _other_hands(code: str) -> Refusal:
    return refusals.OtherHandsNeeded(field="code", thing=code)
