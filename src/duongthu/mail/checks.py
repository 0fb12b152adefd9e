"""Recounts of the custody book: one holder at each moment, and the current state equal to the replay."""

from collections.abc import Iterator
from itertools import groupby

from duongthu.acts.api import Finding, bulk
from duongthu.ledger.api import pouches_on_the_way
from duongthu.mail.models import Custody, CustodyEvent, PartnerEvent, PartnerState
from duongthu.mail.rules.custody import Happened, person_holder, replay, undone_act
from duongthu.mail.rules.states import ALLOWED, Event

UNBROKEN = """
SELECT seq, thing_id, unit_id, at FROM (
  SELECT seq, thing_id, unit_id, at, from_holder,
         lag(to_holder) OVER (PARTITION BY thing_id ORDER BY seq) AS held,
         lag(at) OVER (PARTITION BY thing_id ORDER BY seq) AS before
  FROM mail_event) AS steps
WHERE (held IS NOT NULL AND held <> from_holder) OR (before IS NOT NULL AND before > at)
"""
LAST = """
SELECT e.thing_id, e.to_holder, e.code, e.at FROM mail_event e
JOIN (SELECT thing_id, max(seq) AS seq FROM mail_event GROUP BY thing_id) AS newest ON newest.seq = e.seq
"""


def check_custody() -> Iterator[Finding]:
    """Each event takes from the holder the one before gave to, never earlier in time; ``Custody`` is the last event."""
    for seq, thing_id, unit_id, at in bulk.fetch(UNBROKEN):
        message = f"vật {thing_id}: người giao không phải người đang giữ, hoặc giờ chạy lùi"
        yield Finding("mail.chain_broken", message, "mail.event", seq, str(at)[:10], unit_id)
    last = {thing: (holder, ALLOWED[Event(code)][1].value) for thing, holder, code, _ in bulk.fetch(LAST)}
    for thing, history in _undone_histories():
        position, _ = replay(history)
        last[thing] = (position.holder, str(position.state and position.state.value))
    for kept in Custody.objects.all().iterator(chunk_size=5_000):
        expected = last.pop(kept.thing_id, ("", ""))
        if (kept.holder, kept.state) != expected:
            message = f"vật {kept.thing_id}: đang ghi {kept.holder}/{kept.state}, sổ ghi {expected[0]}/{expected[1]}"
            yield Finding(
                "mail.custody_differs",
                message,
                "mail.custody",
                kept.thing_id,
                str(kept.at)[:10],
                kept.unit_id,
            )
    for thing_id in last:
        yield Finding(
            "mail.custody_missing", f"vật {thing_id} mất trạng thái hiện tại", "mail.custody", thing_id
        )


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
    newest: dict[str, tuple[str, str]] = {}
    events = PartnerEvent.objects.order_by("at", "-seq").values_list("item_code", "code", "place")
    for item, code, place in events.iterator(chunk_size=5_000):
        newest[item] = code, place
    for kept in PartnerState.objects.iterator(chunk_size=5_000):
        if newest.pop(kept.item_code, ("", "")) != (kept.code, kept.place):
            words = f"tin của đối tác về {kept.item_code} không phải tin mới nhất"
            yield Finding(
                "mail.partner_state_differs", words, "mail.partner_state", kept.item_code, str(kept.at)[:10]
            )
    for item in newest:
        yield Finding(
            "mail.partner_state_differs", f"tin của đối tác về {item} bị mất", "mail.partner_state", item
        )


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
