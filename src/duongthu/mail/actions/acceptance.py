"""Acceptance: check, price, number, take the money and the item, in one act; a list of one or of thousands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import AwareDatetime

from duongthu.acts.api import Call, act, bulk
from duongthu.kernel import s10
from duongthu.kernel.calendar import WorkingCalendar
from duongthu.kernel.identity import phone as phone_number
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line
from duongthu.ledger.api import Transfer, accounts_for, open_till_account, post
from duongthu.mail import refusals
from duongthu.mail.actions.moving import move_lines
from duongthu.mail.actions.numbering import take_numbers
from duongthu.mail.actions.things import find_things, new_things
from duongthu.mail.facts import ItemsAccepted
from duongthu.mail.models import Thing
from duongthu.mail.queries.tariffs import PriceBook
from duongthu.mail.rules.custody import SENDER, Move, unit_holder
from duongthu.mail.rules.postage import Quote, quote
from duongthu.mail.rules.states import Event
from duongthu.network.api import NetworkDay, delivery_office_for, network_on

PREFIX = {"ems": "EA", "parcel": "CP", "letter": "RA"}
TRANSIT_DAYS = {
    "noi_tinh": {"ems": 1, "parcel": 2, "letter": 2},
    "noi_vung": {"ems": 2},
    "lien_vung": {"ems": 2},
}
TRANSIT_DAYS_DEFAULT = 6  # QCVN 01:2015: inter-province J+6 (rules.md §1.6)
CALENDAR = WorkingCalendar()
ITEM_COLUMNS = (
    "thing_id", "service", "sender_name", "sender_phone", "recipient_name", "recipient_phone", "recipient_address",
    "commune_code", "office_from_id", "office_to_id", "partner_code", "weight_grams", "postage_dong", "cod_dong",
    "accepted_at", "accepted_on", "promised_on", "parent_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item at the counter.

    Attributes:
        key: made at the counter; the same key twice is one item.
        commune_code: where it goes, if inside the province; else ``partner_code`` and ``zone`` say who carries it on.
        sides_mm: length, width, height in millimetres; (0, 0, 0) = not measured.
        code: a number already printed on it; empty = the office gives one.
        at: when it was accepted, if earlier than the command.
    """

    key: UUID
    service: str
    sender_name: str
    recipient_name: str
    recipient_address: str
    weight_grams: int
    commune_code: str = ""
    partner_code: str = ""
    zone: str = "noi_tinh"
    sender_phone: str = ""
    recipient_phone: str = ""
    sides_mm: tuple[int, int, int] = (0, 0, 0)
    cod_dong: int = 0
    code: str = ""
    remote: bool = False
    at: AwareDatetime | None = None


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
    draft: ItemDraft
    office_to: int | None
    quote: Quote
    promised_on: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What items are checked against: the network and the tariffs of the day."""

    day: NetworkDay
    prices: PriceBook


@act("mail.accept_items", roles=("teller", "courier", "system"), unit="unit_id", lines="items")
def accept_items(call: Call, *, unit_id: int, till: str, items: list[ItemDraft]) -> Accepted:
    """Take items in: each is checked, priced, numbered and paid for; a wrong one does not stop the others.

    Raises:
        UnknownTill, TillNotOpen, TillOfAnother: the cash must go into the actor's open till.
    """
    cash_account = open_till_account(call, unit_id, till)
    known, ground = (
        _known_items([draft.key for draft in items]),
        Ground(network_on(call.business_on), PriceBook(call.business_on)),
    )
    answers: dict[UUID, AcceptedLine] = {}
    priced: list[_Priced] = []
    for row, draft in enumerate(items, start=1):
        if draft.key in known:
            answers[draft.key] = replace(known[draft.key], status="duplicate")
        elif draft.key not in answers:
            answers[draft.key] = _priced_or_refused(draft, row, ground, priced)
    priced = _without_taken_codes(priced, answers)
    codes = _take_in(call, unit_id, priced)
    cash = _take_money(call, unit_id, cash_account, priced, codes)
    for entry, code in zip(priced, codes, strict=True):
        answers[entry.draft.key] = AcceptedLine(
            entry.draft.key, "done", code, entry.quote.total_dong, entry.promised_on
        )
    if priced:
        call.record(ItemsAccepted(unit_id, len(priced), cash))
    return Accepted([answers[draft.key] for draft in items], cash)


def _priced_or_refused(draft: ItemDraft, row: int, ground: Ground, priced: list[_Priced]) -> AcceptedLine:
    try:
        entry = price(draft, ground)
    except Refusal as refusal:
        refusal.row = row
        return AcceptedLine(draft.key, "refused", refusal=refusal.as_dict())
    priced.append(entry)
    return AcceptedLine(draft.key, "done")


def office_of(day: NetworkDay, commune_code: str) -> int:
    """The unit that delivers in a commune; a code of before a merger counts as its successor.

    Raises:
        UnknownCommune: no such commune that day.
    """
    unit = day.delivering.get(commune_code) or delivery_office_for(commune_code, day.on)
    return unit.id


def price(draft: ItemDraft, ground: Ground) -> _Priced:
    """Check one draft and price it by the tariff in force.

    Raises:
        Refusal: text, phone, number, weight, commune or COD is wrong.
    """
    clean, on = _checked(draft), ground.day.on
    office_to = None if draft.partner_code else office_of(ground.day, draft.commune_code)
    zone = draft.zone if draft.partner_code else "noi_tinh"
    tariff = ground.prices.tariff(draft.service, zone)
    quoted = quote(tariff, draft.weight_grams, draft.sides_mm, remote=draft.remote, cod_dong=draft.cod_dong)
    days = TRANSIT_DAYS.get(zone, {}).get(draft.service, TRANSIT_DAYS_DEFAULT)
    return _Priced(clean, office_to, quoted, CALENDAR.add_working_days(on, days).isoformat())


def _checked(draft: ItemDraft) -> ItemDraft:
    """Texts composed and trimmed, phones as E.164, number valid, weight and COD sensible."""
    if draft.weight_grams <= 0:
        raise refusals.NoTariff(
            field="weight_grams", on="", service=draft.service, zone=draft.zone, grams=draft.weight_grams
        )
    if draft.cod_dong < 0:
        raise refusals.CodTooHigh(field="cod_dong", amount=draft.cod_dong, limit=0)
    return replace(
        draft,
        sender_name=clean_line(draft.sender_name, "sender_name", 120, required=True),
        recipient_name=clean_line(draft.recipient_name, "recipient_name", 120, required=True),
        recipient_address=clean_line(draft.recipient_address, "recipient_address", 250, required=True),
        sender_phone=phone_number(draft.sender_phone, field="sender_phone") if draft.sender_phone else "",
        recipient_phone=phone_number(draft.recipient_phone, field="recipient_phone")
        if draft.recipient_phone
        else "",
        code=s10.parse(draft.code).code if draft.code else "",
    )


def _without_taken_codes(priced: list[_Priced], answers: dict[UUID, AcceptedLine]) -> list[_Priced]:
    taken = set(find_things([p.draft.code for p in priced if p.draft.code]))
    free: list[_Priced] = []
    for entry in priced:
        code = entry.draft.code
        if code and code in taken:
            refusal = refusals.CodeTaken(field="code", thing=code)
            answers[entry.draft.key] = AcceptedLine(entry.draft.key, "refused", refusal=refusal.as_dict())
            continue
        if code:
            taken.add(code)
        free.append(entry)
    return free


def _take_in(call: Call, unit_id: int, priced: Sequence[_Priced]) -> list[str]:
    """Number the items, write them, and move them from their senders to the office."""
    codes = _numbers(unit_id, priced)
    things = new_things(Thing.ITEM, codes)
    bulk.insert_rows(
        "mail_item",
        ITEM_COLUMNS,
        [_row(call, unit_id, p, things[c]) for p, c in zip(priced, codes, strict=True)],
    )
    office = unit_holder(unit_id)
    moves = [
        Move(p.draft.key, things[c], c, Event.ACCEPT, SENDER, office, p.draft.at or call.at, unit_id)
        for p, c in zip(priced, codes, strict=True)
    ]
    move_lines(call, moves, fresh_keys=True, new_things=frozenset(things.values()))
    return codes


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
        transfers.append(Transfer(call.key(len(transfers) + 1), cash_account, revenue, net, "postage", code))
        if entry.quote.vat_dong:
            transfers.append(
                Transfer(call.key(len(transfers) + 1), cash_account, vat, entry.quote.vat_dong, "vat", code)
            )
    post(call, transfers)
    return sum(entry.quote.total_dong for entry in priced)


def _known_items(keys: Sequence[UUID]) -> dict[UUID, AcceptedLine]:
    """Answers of drafts accepted before, by the key of their acceptance event."""
    rows = bulk.fetch_in(
        "SELECT e.key, t.code, i.postage_dong, i.promised_on FROM mail_event e JOIN mail_thing t ON t.id = e.thing_id "
        "JOIN mail_item i ON i.thing_id = t.id WHERE e.key IN {values}",
        [bulk.db_uuid(key) for key in keys],
    )
    found = {}
    for key, code, postage, promised in rows:
        found[UUID(str(key))] = AcceptedLine(UUID(str(key)), "done", code, postage, str(promised))
    return found
