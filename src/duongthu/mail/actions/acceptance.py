"""Acceptance: check, price, number, take the money and the item, in one act; a list of one or of thousands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from duongthu.acts.api import Call, LineKey, Moment, Rows, act, bulk
from duongthu.kernel.calendar import WorkingCalendar
from duongthu.kernel.refusal import Refusal
from duongthu.ledger.api import POSTAGE, VAT_TAKEN, TillCode, Transfer, accounts_for, open_till_account, post
from duongthu.mail import refusals
from duongthu.mail.actions.moving import known_keys, move_lines
from duongthu.mail.actions.numbering import numbers_of_ours, take_numbers
from duongthu.mail.actions.things import (
    CommuneCode,
    PartnerCode,
    ProvinceCode,
    ThingCode,
    find_things,
    new_things,
    void_items,
)
from duongthu.mail.facts import ItemsAccepted
from duongthu.mail.models import PostalObject
from duongthu.mail.queries.tariffs import PriceBook
from duongthu.mail.rules import values
from duongthu.mail.rules.custody import SENDER, Move, unit_holder
from duongthu.mail.rules.partners import partner
from duongthu.mail.rules.postage import Quote, quote
from duongthu.mail.rules.states import Event, State
from duongthu.mail.rules.zones import zone_to
from duongthu.network.api import NetworkDay, UnitRef, delivery_office_for, network_on

PREFIX = {"ems": "EA", "parcel": "CP", "letter": "RA"}
TRANSIT_DAYS = {
    "noi_tinh": {"ems": 1, "parcel": 2, "letter": 2},
    "noi_vung": {"ems": 2},
    "lien_vung": {"ems": 2},
}
SAID = 11  # columns of an item that a repeat is held against
TRANSIT_DAYS_DEFAULT = 6  # QCVN 01:2015: inter-province J+6 (rules.md §1.6)
CALENDAR = WorkingCalendar()
ITEM_COLUMNS = (
    "thing_id", "service", "sender_name", "sender_phone", "recipient_name", "recipient_phone", "recipient_address",
    "commune_code", "office_from_id", "office_to_id", "partner_code", "weight_grams", "postage_dong", "cod_dong",
    "accepted_at", "accepted_on", "promised_on", "parent_id",
)  # fmt: skip


BASIS_COLUMNS = (
    "thing_id", "zone", "province_code", "length_mm", "width_mm", "height_mm", "remote", "priced_on", "steps_upto", "rates_upto",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item at the counter.

    Attributes:
        key: made at the counter; the same key twice is one item.
        commune_code: where it goes, if inside the province; else ``partner_code`` says who carries it on and
            ``province_code`` where to. The price zone follows from it.
        sides_mm: length, width, height in millimetres; (0, 0, 0) = not measured.
        code: a number already printed on it; empty = the office gives one.
        at: when it was accepted, if earlier than the command.
    """

    key: LineKey
    service: str
    sender_name: str
    recipient_name: str
    recipient_address: str
    weight_grams: int
    commune_code: CommuneCode = ""
    partner_code: PartnerCode = ""
    province_code: ProvinceCode = ""
    sender_phone: str = ""
    recipient_phone: str = ""
    sides_mm: tuple[int, int, int] = (0, 0, 0)
    cod_dong: int = 0
    code: ThingCode = ""
    remote: bool = False
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """One item's answer: its number, price and promise, or why not."""

    key: UUID
    status: str
    code: str = ""
    postage_dong: int = 0
    promised_on: str = ""
    refusal: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a list of items came to: one answer a line, and the cash taken."""

    lines: list[AcceptedLine]
    cash_dong: int


@dataclass(frozen=True, slots=True)
class _Priced:
    row: int
    draft: ItemDraft
    office_to: int | None
    quote: Quote
    promised_on: str
    zone: str
    tariff_version: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PricingContext:
    """What items are checked against: the network and the tariffs of the day."""

    day: NetworkDay
    prices: PriceBook


@act("mail.accept_items", "Nhận gửi", roles=("teller", "courier", "system"), unit="unit_id", lines="items")
def accept_items(call: Call, *, unit_id: UnitRef, till: TillCode, items: list[ItemDraft]) -> Accepted:
    """Take items in: each is checked, priced, numbered and paid for; a wrong one does not stop the others.

    Raises:
        UnknownTill, TillNotOpen, TillOfAnother: the cash must go into the actor's open till.
    """
    cash_account = open_till_account(call, unit_id, till)
    context = PricingContext(network_on(call.business_on), PriceBook(call.business_on))
    rows = Rows(
        call, items, lambda draft, refusal: AcceptedLine(draft.key, "refused", refusal=refusal.as_dict())
    )
    known = _known_items([draft.key for draft in items])
    priced: list[_Priced] = []
    for row, draft in rows.open():
        try:
            entry = replace(price(draft, context), row=row)
            if draft.key in known:
                rows.answer(row, known[draft.key].answer_to(entry, unit_id))
            else:
                priced.append(entry)
        except Refusal as refusal:
            rows.refuse(row, refusal)
    priced = _without_taken_codes(unit_id, priced, rows)
    codes = _take_in(call, unit_id, priced)
    cash = _take_money(call, unit_id, cash_account, priced, codes)
    for entry, code in zip(priced, codes, strict=True):
        line = AcceptedLine(entry.draft.key, "done", code, entry.quote.total_dong, entry.promised_on)
        rows.answer(entry.row, line)
    if priced:
        call.record(ItemsAccepted(unit_id, len(priced), cash))
    return Accepted(rows.answers(), cash)


def office_of(day: NetworkDay, commune_code: str) -> int:
    """The unit that delivers in a commune; a code of before a merger counts as its successor.

    Raises:
        UnknownCommune: no such commune that day. CommuneDivided: it went into several, and only the sender knows which.
    """
    unit = day.delivering.get(commune_code) or delivery_office_for(commune_code, day.on)
    return unit.id


def price(draft: ItemDraft, context: PricingContext) -> _Priced:
    """Check one draft and price it by the tariff in force.

    Raises:
        Refusal: text, phone, number, weight, commune or COD is wrong.
    """
    clean, on = _checked(draft), context.day.on
    zone = zone_to(draft.commune_code, draft.partner_code, draft.province_code, on)
    office_to = None if draft.partner_code else office_of(context.day, draft.commune_code)
    tariff = context.prices.tariff(draft.service, zone)
    quoted = quote(tariff, draft.weight_grams, draft.sides_mm, remote=draft.remote, cod_dong=draft.cod_dong)
    days = TRANSIT_DAYS.get(zone, {}).get(draft.service, TRANSIT_DAYS_DEFAULT)
    promised_on = CALENDAR.add_working_days(on, days).isoformat()
    return _Priced(0, clean, office_to, quoted, promised_on, zone, context.prices.version)


def _checked(draft: ItemDraft) -> ItemDraft:
    """The draft as it is kept.

    Raises:
        Refusal: of the first field that is wrong.
    """
    values.service(draft.service)
    values.weight(draft.weight_grams)
    values.sides(draft.sides_mm)
    values.cod(draft.cod_dong)
    return replace(
        draft,
        sender_name=values.name(draft.sender_name, "sender_name"),
        recipient_name=values.name(draft.recipient_name, "recipient_name"),
        recipient_address=values.address(draft.recipient_address, "recipient_address"),
        sender_phone=values.phone(draft.sender_phone, "sender_phone"),
        recipient_phone=values.phone(draft.recipient_phone, "recipient_phone"),
        partner_code=partner(draft.partner_code) if draft.partner_code else "",
        code=values.item_number(draft.code) if draft.code else "",
    )


def _without_taken_codes(
    unit_id: int, priced: list[_Priced], rows: Rows[ItemDraft, AcceptedLine]
) -> list[_Priced]:
    named = [p.draft.code for p in priced if p.draft.code]
    taken = set(find_things(named)) - set(void_items(named))
    elsewhere = numbers_of_ours(named, besides_unit=unit_id)
    free: list[_Priced] = []
    for entry in priced:
        code = entry.draft.code
        if code and code in taken:
            rows.refuse(entry.row, refusals.CodeTaken(field="code", thing=code))
            continue
        if code in elsewhere:
            rows.refuse(entry.row, refusals.NumberOfOurs(field="code", thing=code))
            continue
        if code:
            taken.add(code)
        free.append(entry)
    return free


def _take_in(call: Call, unit_id: int, priced: Sequence[_Priced]) -> list[str]:
    """Number the items, write them, and move them from their senders to the office."""
    codes = _numbers(unit_id, priced)
    again = void_items([entry.draft.code for entry in priced if entry.draft.code])
    new = new_things(PostalObject.ITEM, [code for code in codes if code not in again])
    things = new | again
    write_items([_row(call, unit_id, p, things[c]) for p, c in zip(priced, codes, strict=True)], again)
    _write_bases(call, [(things[c], p) for p, c in zip(priced, codes, strict=True)], again)
    office = unit_holder(unit_id)
    moves = [
        Move(
            p.draft.key, things[c], c, Event.ACCEPT, "" if c in again else SENDER, office, p.draft.at or call.at,
            unit_id,
        )
        for p, c in zip(priced, codes, strict=True)
    ]  # fmt: skip
    for entry, result in zip(
        priced, move_lines(call, moves, new_things=frozenset(new.values())).each(), strict=True
    ):
        if result.status != "done":  # no item without its move
            raise refusals.LineReused(field="key", row=entry.row, key=str(result.key))
    return codes


def write_items(rows: Sequence[tuple[object, ...]], again: Mapping[str, int]) -> None:
    """Write items by their ids, the first column; of one that was void before, what is said now counts."""
    before = set(again.values())
    bulk.insert_rows("mail_item", ITEM_COLUMNS, [row for row in rows if row[0] not in before])
    bulk.upsert_rows("mail_item", ITEM_COLUMNS, ("thing_id",), [row for row in rows if row[0] in before])


def _write_bases(call: Call, priced: Sequence[tuple[int, _Priced]], again: Mapping[str, int]) -> None:
    """Keep what each price was reckoned from; of an item that was void before, what is said now counts."""
    before, on = set(again.values()), call.business_on.isoformat()
    rows = [
        (thing, p.zone, p.draft.province_code, *p.draft.sides_mm, int(p.draft.remote), on, *p.tariff_version)
        for thing, p in priced
    ]
    bulk.insert_rows("mail_price_basis", BASIS_COLUMNS, [row for row in rows if row[0] not in before])
    bulk.upsert_rows(
        "mail_price_basis", BASIS_COLUMNS, ("thing_id",), [row for row in rows if row[0] in before]
    )


def _numbers(unit_id: int, priced: Sequence[_Priced]) -> list[str]:
    wanted: dict[str, list[int]] = {}
    codes = [entry.draft.code for entry in priced]
    for place, entry in enumerate(priced):
        if not entry.draft.code:
            wanted.setdefault(PREFIX[entry.draft.service], []).append(place)
    for prefix, places in sorted(wanted.items()):
        for place, code in zip(places, take_numbers(unit_id, prefix, len(places)), strict=True):
            codes[place] = code
    return codes


def _row(call: Call, unit_id: int, entry: _Priced, thing_id: int) -> tuple[object, ...]:
    draft = entry.draft
    return (
        thing_id, draft.service, draft.sender_name, draft.sender_phone, draft.recipient_name, draft.recipient_phone,
        draft.recipient_address, draft.commune_code, unit_id, entry.office_to, draft.partner_code, draft.weight_grams,
        entry.quote.total_dong, draft.cod_dong, bulk.db_moment(draft.at or call.at), call.business_on.isoformat(),
        entry.promised_on, None,
    )  # fmt: skip


def _take_money(
    call: Call, unit_id: int, cash_account: int, priced: Sequence[_Priced], codes: Sequence[str]
) -> int:
    """Postage from the senders into the till: the net part is ours, the tax the State's."""
    if not priced:
        return 0
    owner = f"U{unit_id}"
    accounts = accounts_for([("revenue", owner, unit_id), ("vat", owner, unit_id)])
    revenue, vat = accounts["revenue", owner], accounts["vat", owner]
    transfers: list[Transfer] = []
    for entry, code in zip(priced, codes, strict=True):
        net = entry.quote.total_dong - entry.quote.vat_dong
        transfers.append(Transfer(call.key(len(transfers) + 1), cash_account, revenue, net, POSTAGE, code))
        if entry.quote.vat_dong:
            transfers.append(
                Transfer(
                    call.key(len(transfers) + 1), cash_account, vat, entry.quote.vat_dong, VAT_TAKEN, code
                )
            )
    post(call, transfers)
    return sum(entry.quote.total_dong for entry in priced)


@dataclass(frozen=True, slots=True)
class _KnownItem:
    """An item accepted before under a line's key: its answer, what it said, and what its price follows from (where kept)."""

    line: AcceptedLine
    said: tuple[object, ...]
    basis: tuple[object, ...] | None

    def answer_to(self, entry: _Priced, unit_id: int) -> AcceptedLine:
        """The first answer, where the draft says the same at the same office.

        Raises:
            LineReused: it says something else.
        """
        draft = entry.draft
        said = (
            draft.service, draft.sender_name, draft.sender_phone, draft.recipient_name, draft.recipient_phone,
            draft.recipient_address, draft.commune_code, draft.partner_code, draft.weight_grams, draft.cod_dong, unit_id,
        )  # fmt: skip
        basis = (draft.province_code, *draft.sides_mm, int(draft.remote))
        if said != self.said or self.basis not in {None, basis} or draft.code not in {"", self.line.code}:
            raise refusals.LineReused(field="key", key=str(draft.key))
        return replace(self.line, status="duplicate")


def _known_items(keys: Sequence[UUID]) -> dict[UUID, _KnownItem]:
    """Drafts accepted before, by the key of their acceptance event. Keys newer than all events are not looked up."""
    known = known_keys(keys)
    rows = bulk.fetch_in(
        "SELECT e.key, t.code, i.postage_dong, i.promised_on, i.service, i.sender_name, i.sender_phone, i.recipient_name, "
        "i.recipient_phone, i.recipient_address, i.commune_code, i.partner_code, i.weight_grams, i.cod_dong, i.office_from_id, "
        "(SELECT c.state FROM mail_custody c WHERE c.thing_id = t.id), "
        "p.province_code, p.length_mm, p.width_mm, p.height_mm, p.remote "
        "FROM mail_event e JOIN mail_thing t ON t.id = e.thing_id JOIN mail_item i ON i.thing_id = t.id "
        "LEFT JOIN mail_price_basis p ON p.thing_id = t.id "
        "WHERE e.code = 'accept' AND e.key IN {values}",
        [bulk.db_uuid(key) for key in keys if key.int in known],
    )
    found = {}
    for key, code, postage, promised, *kept in rows:
        said, (state, *basis) = kept[:SAID], kept[SAID:]
        own = UUID(str(key))
        line = AcceptedLine(own, "done", code, postage, str(promised))
        found[own] = _KnownItem(
            line, tuple(said) if state != State.VOID.value else (), None if basis[0] is None else tuple(basis)
        )  # undone: its key is spent
    return found
