"""Recounts of the custody book: one holder at each moment, and the current state equal to the replay."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from duongthu.acts.api import Finding, bulk
from duongthu.kernel.refusal import Refusal
from duongthu.ledger.api import pouches_on_the_way
from duongthu.mail.models import CustodyEvent, PartnerEvent, PartnerState, SerialBlock
from duongthu.mail.queries.tariffs import tariff_as_of
from duongthu.mail.rules.custody import (
    ATTEMPTS,
    TURNS_BACK,
    Happened,
    Position,
    person_holder,
    replay,
    undone_act,
)
from duongthu.mail.rules.postage import quote
from duongthu.mail.rules.states import ALLOWED, Event, State
from duongthu.mail.rules.zones import zone_of

STATES = {state.value: state for state in State}


def _codes(events: Iterable[Event]) -> str:
    """Codes of events, as a list in SQL."""
    return ", ".join(sorted(f"'{event.value}'" for event in events))


UNBROKEN = """
SELECT seq, thing_id, unit_id, at FROM (
  SELECT seq, thing_id, unit_id, at, from_holder,
         lag(to_holder) OVER (PARTITION BY thing_id ORDER BY seq) AS held,
         lag(at) OVER (PARTITION BY thing_id ORDER BY seq) AS before
  FROM mail_event) AS steps
WHERE (held IS NOT NULL AND held <> from_holder) OR (before IS NOT NULL AND before > at)
"""
LAST = f"""
SELECT e.thing_id, e.to_holder, e.code, e.at, e.unit_id, story.attempts, story.back FROM mail_event e
JOIN (SELECT thing_id, max(seq) AS seq, sum(CASE WHEN code IN ({_codes(ATTEMPTS)}) THEN 1 ELSE 0 END) AS attempts,
             CASE WHEN max(CASE WHEN code IN ({_codes(TURNS_BACK)}) THEN seq ELSE 0 END)
                     > max(CASE WHEN code = 'forward' THEN seq ELSE 0 END) THEN 1 ELSE 0 END AS back
      FROM mail_event GROUP BY thing_id) AS story ON story.seq = e.seq
"""
KEPT = "SELECT thing_id, holder, state, at, unit_id, attempts, going_back FROM mail_custody"


def check_custody() -> Iterator[Finding]:
    """Each event takes from the holder the one before gave to, never earlier in time; ``Custody`` is the replay, each column."""
    for seq, thing_id, unit_id, at in bulk.fetch(UNBROKEN):
        message = f"vật {thing_id}: người giao không phải người đang giữ, hoặc giờ chạy lùi"
        yield Finding("mail.chain_broken", message, "mail.event", seq, str(at)[:10], unit_id)
    last = {thing: _position(*rest) for thing, *rest in bulk.fetch(LAST)}
    for thing, history in _undone_histories():
        last[thing] = replay(history)[0]
    for thing, *rest in bulk.fetch(KEPT):
        kept, expected = _kept(*rest), last.pop(thing, None)
        if kept != expected:
            words = (
                f"vật {thing}: đang ghi {_told(kept)}, sổ ghi {_told(expected) if expected else 'không có'}"
            )
            day = str(kept.at)[:10]
            yield Finding("mail.custody_differs", words, "mail.custody", thing, day, kept.unit_id)
    for thing_id in last:
        yield Finding(
            "mail.custody_missing", f"vật {thing_id} mất trạng thái hiện tại", "mail.custody", thing_id
        )


def _position(holder: str, code: str, at: Any, unit_id: int, attempts: int, back: int) -> Position:
    """Where a thing is after its last event, as the journal tells it."""
    state = ALLOWED[Event(code)][1]
    return Position(holder, state, bulk.read_moment(at), unit_id, int(attempts), bool(back))


def _kept(holder: str, state: str, at: Any, unit_id: int, attempts: int, back: Any) -> Position:
    """Where a thing is as its present row says; a state that is none is compared as it stands."""
    known = STATES.get(state)
    return Position(
        holder if known else f"{holder} {state}", known, bulk.read_moment(at), unit_id, attempts, bool(back)
    )


def _told(position: Position) -> str:
    state = position.state.value if position.state else "?"
    where = f"{position.holder}/{state} lúc {position.at:%Y-%m-%dT%H:%M:%S%z}, đơn vị {position.unit_id}"
    return f"{where}, {position.attempts} lần phát{', chuyển hoàn' if position.going_back else ''}"


def _undone_histories() -> Iterator[tuple[int, list[Happened]]]:
    """Things that some act was undone about, with their whole story: their state does not follow from the last event alone."""
    rows = bulk.fetch(
        "SELECT thing_id, act_id, code, from_holder, to_holder, at, unit_id, detail FROM mail_event "
        "WHERE thing_id IN (SELECT thing_id FROM mail_event WHERE code = 'undo') ORDER BY thing_id, seq"
    )
    for thing, events in groupby(rows, key=lambda row: row[0]):
        yield (
            thing,
            [
                Happened(
                    act_id,
                    Event(code),
                    giver,
                    taker,
                    bulk.read_moment(at),
                    unit_id,
                    undone_act(words) if code == "undo" else 0,
                )
                for _, act_id, code, giver, taker, at, unit_id, words in events
            ],
        )


def check_partners() -> Iterator[Finding]:
    """What is known of an item at another operator is its newest event there."""
    told: dict[str, tuple[Any, set[tuple[str, str]]]] = {}
    events = PartnerEvent.objects.order_by("at").values_list("item_code", "code", "place", "at")
    for item, code, place, at in events.iterator(chunk_size=5_000):
        last, said = told.get(item, (at, set()))
        told[item] = (at, said | {(code, place)} if at == last else {(code, place)})
    for kept in PartnerState.objects.iterator(chunk_size=5_000):
        at, newest = told.pop(kept.item_code, (kept.at, set()))
        if (kept.code, kept.place) not in newest or kept.at != at:
            words = f"tin của đối tác về {kept.item_code} không phải tin mới nhất"
            yield Finding(
                "mail.partner_state_differs", words, "mail.partner_state", kept.item_code, str(kept.at)[:10]
            )
    for item in told:
        yield Finding(
            "mail.partner_state_differs", f"tin của đối tác về {item} bị mất", "mail.partner_state", item
        )


def check_serials() -> Iterator[Finding]:
    """Each number of a block up to the next one was given to a thing, and the next one is free."""
    for block in SerialBlock.objects.order_by("prefix", "first").iterator():
        where = ("mail.serial_block", block.pk, "", block.unit_id)
        given = _numbers(block, block.first, block.next)
        if given != block.next - block.first:
            words = f"dãy {block.prefix}{block.first:08}: số tiếp theo là {block.next:08} nhưng mới có {given} số đã cấp"
            yield Finding("mail.serials_differ", words, *where)
        elif _numbers(block, block.next, block.next + 1):
            words = f"dãy {block.prefix}{block.first:08}: số tiếp theo {block.next:08} đã cấp rồi"
            yield Finding("mail.serials_differ", words, *where)


def _numbers(block: SerialBlock, first: int, until: int) -> int:
    """How many things bear a number of the block from ``first`` up to ``until``, that one not counted."""
    span = [f"{block.prefix}{first:08}", f"{block.prefix}{until:08}"]
    return int(bulk.fetch("SELECT count(*) FROM mail_thing WHERE code >= %s AND code < %s", span)[0][0])


def check_items() -> Iterator[Finding]:
    """Each item was taken in by an event; each delivered COD item has its đồng in the ledger, and no other has."""
    untaken = bulk.fetch(
        "SELECT i.thing_id, i.office_from_id, i.accepted_on FROM mail_item i LEFT JOIN mail_custody c ON c.thing_id = i.thing_id "
        "WHERE c.thing_id IS NULL"
    )
    for thing_id, unit_id, on in untaken:
        yield Finding(
            "mail.item_untaken",
            f"bưu gửi {thing_id} không có ai giữ",
            "mail.item",
            thing_id,
            str(on),
            unit_id,
        )
    rows = bulk.fetch(
        "SELECT t.code, i.cod_dong, c.state, c.going_back, c.unit_id, c.at FROM mail_item i "
        "JOIN mail_thing t ON t.id = i.thing_id JOIN mail_custody c ON c.thing_id = i.thing_id WHERE i.cod_dong > 0"
    )
    taken = dict(
        bulk.fetch(
            "SELECT subject, sum(CASE WHEN phase = 5 THEN -amount_dong ELSE amount_dong END) FROM ledger_entry "
            "WHERE kind = 'cod' GROUP BY subject"
        )
    )
    for code, cod, state, going_back, unit_id, at in rows:
        expected = cod if state == "delivered" and not going_back else 0
        if taken.pop(code, 0) != expected:
            message = f"COD của {code}: sổ tiền không bằng {expected} đồng"
            yield Finding("mail.cod_differs", message, "mail.item", code, str(at)[:10], unit_id)
    for code in (code for code, amount in taken.items() if amount):
        yield Finding(
            "mail.cod_unfounded", f"sổ tiền có COD của {code} mà bưu gửi không thu COD", "ledger.entry", code
        )


PRICED = """
SELECT t.code, i.office_from_id, i.service, i.weight_grams, i.cod_dong, i.postage_dong, i.partner_code,
       p.zone, p.province_code, p.length_mm, p.width_mm, p.height_mm, p.remote, p.priced_on, p.steps_upto, p.rates_upto,
       i.accepted_on
FROM mail_price_basis p JOIN mail_item i ON i.thing_id = p.thing_id JOIN mail_thing t ON t.id = p.thing_id ORDER BY p.thing_id
"""
UNPRICED = """
SELECT count(*) FROM mail_item i LEFT JOIN mail_price_basis p ON p.thing_id = i.thing_id
WHERE p.thing_id IS NULL AND i.postage_dong > 0
"""
PAID = """
SELECT t.code, i.office_from_id, i.accepted_on, i.postage_dong, c.state, coalesce(e.paid, 0)
FROM mail_item i JOIN mail_thing t ON t.id = i.thing_id JOIN mail_custody c ON c.thing_id = i.thing_id
LEFT JOIN (SELECT subject, sum(CASE WHEN phase = 5 THEN -amount_dong ELSE amount_dong END) AS paid FROM ledger_entry
           WHERE kind IN ('postage', 'vat') GROUP BY subject) e ON e.subject = t.code
WHERE coalesce(e.paid, 0) <> CASE WHEN c.state = 'void' THEN 0 ELSE i.postage_dong END
"""


def check_postage() -> Iterator[Finding]:
    """Each item's postage is what the tariff of its day says of what it was reckoned from, and stands so in the ledger."""
    for code, unit_id, service, weight, cod, postage, partner, *basis, accepted_on in bulk.rows_of(PRICED):
        due = _postage_due(service, weight, cod, partner, basis)
        if due != postage or str(accepted_on)[:10] != str(basis[6])[:10]:
            said = f"{due} đồng" if due is not None else "không tính được từ căn cứ đã giữ"
            words = f"cước của {code}: đang ghi {postage} đồng, tính lại {said}"
            yield Finding("mail.postage_differs", words, "mail.item", code, str(basis[6])[:10], unit_id)
    for code, unit_id, on, postage, _state, paid in bulk.rows_of(PAID):
        words = f"cước của {code}: bưu gửi ghi {postage} đồng, sổ tiền có {paid} đồng"
        yield Finding("mail.postage_unpaid", words, "mail.item", code, str(on)[:10], unit_id)


def _postage_due(service: str, weight: int, cod: int, partner: str, basis: list[Any]) -> int | None:
    """The postage by the lines of then; None where what is kept does not fit together."""
    zone, province, length, width, height, remote, on, steps, rates = basis
    day = date.fromisoformat(str(on)[:10])
    try:
        if zone != zone_of(province, day) or bool(partner) != bool(province):
            return None
        tariff = tariff_as_of(service, zone, day, steps, rates)
        return quote(tariff, weight, (length, width, height), remote=bool(remote), cod_dong=cod).total_dong
    except Refusal:
        return None


def priced_before() -> str:
    """How many items were taken in before a price kept what it was reckoned from; a basis that was removed, masters name."""
    count = bulk.fetch(UNPRICED)[0][0]
    return (
        f"không tính lại được cước của {count} bưu gửi nhận trước khi giữ căn cứ tính cước" if count else ""
    )


POUCHES = """
SELECT t.code, c.holder FROM mail_thing t JOIN mail_custody c ON c.thing_id = t.id WHERE t.kind = 'pouch' AND c.state = 'closed'
"""


def check_pouches() -> Iterator[Finding]:
    """Pouches under way are the same in both books, each held by the carrier on whose name its đồng stand."""
    held = dict(bulk.fetch(POUCHES))
    for pouch in pouches_on_the_way():
        holder, carrier = held.pop(pouch.code, ""), person_holder(pouch.carrier_id)
        if holder != carrier:
            message = (
                f"túi tiền {pouch.code}: sổ tiền ghi {carrier} đang mang, sổ vật ghi {holder or 'không ai'}"
            )
            yield Finding(
                "mail.pouch_differs",
                message,
                "ledger.pouch",
                pouch.code,
                str(pouch.given_on),
                pouch.from_unit_id,
            )
    for code, holder in held.items():
        message = f"túi tiền {code}: {holder} đang giữ mà sổ tiền không còn trên đường"
        yield Finding("mail.pouch_unfounded", message, "mail.custody", code)


def count_events() -> int:
    """Events in the journal."""
    return CustodyEvent.objects.count()


def things_on_name(person_id: int, unit_id: int) -> str:
    """Items, bags and pouches of a unit that are in a person's hands."""
    held = bulk.fetch(
        "SELECT count(*) FROM mail_custody WHERE holder = %s AND unit_id = %s",
        [person_holder(person_id), unit_id],
    )
    return f"{held[0][0]} bưu gửi, túi" if held[0][0] else ""
