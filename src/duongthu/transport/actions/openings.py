"""Opening a bag: what was put in against what comes out, difference by difference, with the closing unit's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duongthu.acts.api import Call, FourEyes, Rows, SealNumber, act
from duongthu.mail.api import (
    Custody,
    Event,
    Item,
    Move,
    Scan,
    State,
    ThingCode,
    bag_holder,
    find_things,
    move,
    next_state,
    unit_holder,
)
from duongthu.network.api import NoWayBetween, UnitRef, network_on
from duongthu.transport import refusals
from duongthu.transport.actions.bags import SORTERS, BagCode, content_of
from duongthu.transport.actions.receiving import holders_of, note_received, write_report_row
from duongthu.transport.models import Bag, Irregularity
from duongthu.transport.rules.openings import OpeningFound, compare

if TYPE_CHECKING:
    from duongthu.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class BagOpened:
    """What an opening found; ``report`` numbers the irregularities written, none when all was right.

    Attributes:
        elsewhere: surplus the book says another has: written down, not taken (``transport.take_surplus``).
    """

    bag: str
    present: list[str]
    short: list[str]
    over: list[str]
    missent: list[str]
    seal_differs: bool
    report: int
    unknown: list[str]
    elsewhere: list[str]


@act("transport.open_received_bag", "Mở túi nhận đến", roles=SORTERS, unit="unit_id", lines="scans")
def open_received_bag(
    call: Call, *, unit_id: UnitRef, bag: BagCode, seal: SealNumber, scans: list[Scan]
) -> BagOpened:
    """Open a bag that arrived: every item is now the unit's; each difference is written down and named at once.

    A bag its driver put down here, and nobody took yet, is taken by being opened.

    Raises:
        UnknownBag: no sealed bag of that code has arrived here. OwnDelivery: the opener is the driver who brought it.
    """
    kept, driver = _arrived(call, unit_id, bag)
    inside = content_of(kept)
    demand_own_keys(call, scans)
    scanned = find_things([scan.code for scan in scans])
    read = [code for code in dict.fromkeys(s.code for s in scans) if code in scanned and code != bag]
    found = compare(set(inside), read, _right_ways(call, kept, inside), unit_id)
    elsewhere = _take_out(call, kept, unit_id, inside | scanned, found, driver)
    kept.opened_at = call.at
    kept.save(update_fields=["opened_at"])
    note_received(call, [kept])
    report = _write_report(call, kept, unit_id, found, seal)
    unknown = [s.code for s in scans if s.code not in scanned]
    return BagOpened(
        bag,
        list(found.present),
        list(found.short),
        list(found.over),
        list(found.missent),
        seal != kept.seal,
        report,
        unknown,
        elsewhere,
    )


def demand_own_keys(call: Call, scans: Sequence[Scan]) -> None:
    """Each scan of a list bears a key of its own and a moment within bounds; a wrong one refuses the list.

    Raises:
        KeyRepeated, TimeInFuture, TimeTooLate: with its row.
    """
    rows: Rows[Scan, Refusal] = Rows(call, scans, lambda _scan, refusal: refusal)
    open_rows = {row for row, _ in rows.open()}
    for row in range(1, len(scans) + 1):
        if row not in open_rows:
            raise rows.answer_of(row)


def _arrived(call: Call, unit_id: int, code: str) -> tuple[Bag, str]:
    """The bag, and its driver as holder where nobody here has taken it from him yet."""
    kept = (
        Bag.objects.select_for_update().filter(code=code, to_unit_id=unit_id, opened_at__isnull=True).first()
    )
    if kept is None:
        raise refusals.UnknownBag(field="bag", bag=code)
    if kept.put_down_unit_id == unit_id:
        return kept, holders_of(call, [kept])[kept.pk]
    if not Custody.objects.filter(thing_id=kept.thing_id, holder=unit_holder(unit_id)).exists():
        raise refusals.UnknownBag(field="bag", bag=code)
    return kept, ""


def _right_ways(call: Call, bag: Bag, inside: dict[str, int]) -> dict[str, int]:
    """For each item, the unit the closing unit should have sent it to."""
    day = network_on(call.business_on)
    targets = Item.objects.filter(thing_id__in=inside.values()).values_list("thing__code", "office_to_id")
    ways = {}
    for code, office_to in targets:
        if office_to is None:
            continue
        try:
            ways[code] = day.next_hop(bag.from_unit_id, office_to)
        except NoWayBetween:
            ways[code] = bag.to_unit_id
    return ways


def _take_out(
    call: Call, bag: Bag, unit_id: int, things: dict[str, int], found: OpeningFound, driver: str
) -> list[str]:
    """Move what came out, the bag from its driver first; gives the surplus that was not taken, for another has it by the book."""
    here, inside = unit_holder(unit_id), bag_holder(bag.thing_id)
    going_here = set(
        Item.objects.filter(thing_id__in=things.values(), office_to_id=unit_id).values_list(
            "thing__code", flat=True
        )
    )
    moves = [(bag.thing_id, bag.code, Event.TAKE, driver, here, "")] if driver else []
    for code in found.present:
        event = Event.TO_OFFICE if code in going_here else Event.TO_HUB
        moves.append((things[code], code, event, inside, here, ""))
    closer = unit_holder(bag.from_unit_id)
    moves.extend((things[code], code, Event.MISS, inside, closer, bag.code) for code in found.short)
    over = Custody.objects.filter(thing_id__in=[things[c] for c in found.over])
    kept = {
        thing: (holder, State(state))
        for thing, holder, state in over.values_list("thing_id", "holder", "state")
    }
    elsewhere = []
    for code in found.over:
        holder, state = kept.get(things[code], ("", None))
        gone = state in {State.MISSING, State.LOST}
        event = Event.FIND if gone else Event.TO_HUB
        # Whoever closed the bag forgot the scan. Delivered, on a round, in another bag, at a third unit: the book says another
        # has it. It is written down, not taken from whoever has it.
        ours = gone or holder in {closer, here}
        if ours and state is not State.IN_BAG and next_state(event, state) is not None:
            moves.append((things[code], code, event, "", here, bag.code))
        else:
            elsewhere.append(code)
    moves.append((bag.thing_id, bag.code, Event.EMPTY, here, here, ""))
    made = [
        Move(call.key(n), thing, code, event, giver, taker, call.at, unit_id, detail)
        for n, (thing, code, event, giver, taker, detail) in enumerate(moves, start=1)
    ]
    move(call, made)
    return elsewhere


@act(
    "transport.take_surplus", "Nhận bưu gửi thừa khi mở túi", roles=SORTERS, unit="unit_id",
    four_eyes=FourEyes("transport.take_surplus", roles=("controller", "head")),
)  # fmt: skip
def take_surplus(call: Call, *, unit_id: UnitRef, code: ThingCode) -> dict[str, str]:
    """Take an item that came out of a bag here although the book says that another unit has it: two say that it lies here.

    Raises:
        NotSurplus: no opening here wrote it down as surplus, it has moved since, or no unit has it by the book. WrongMoment.
    """
    found = find_things([code])
    written = Irregularity.objects.filter(kind=Irregularity.OVER, unit_id=unit_id, item_code=code)
    opened_at = written.order_by("-opened_at").values_list("opened_at", flat=True).first()
    if code not in found or opened_at is None:
        raise refusals.NotSurplus(field="code", thing=code)
    holder, moved_at = Custody.objects.values_list("holder", "at").get(thing_id=found[code])
    # What moved since has been seen elsewhere: no surplus any more.
    if not holder.startswith("U") or moved_at > opened_at:
        raise refusals.NotSurplus(field="code", thing=code)
    taken = Move(call.key(1), found[code], code, Event.TO_HUB, holder, unit_holder(unit_id), call.at, unit_id)
    move(call, [taken])
    return {"from": holder}


def _write_report(call: Call, bag: Bag, unit_id: int, found: OpeningFound, seal_read: str) -> int:
    """One row a difference: kind, item, seal, who closed the bag and when, who opened it."""
    kinds = (
        (Irregularity.SHORT, found.short),
        (Irregularity.OVER, found.over),
        (Irregularity.MISSENT, found.missent),
    )
    rows = [(kind, code) for kind, codes in kinds for code in codes]
    if seal_read != bag.seal:
        rows.append((Irregularity.SEAL, ""))
    for kind, code in rows:
        write_report_row(call, bag, unit_id, kind, code)
    return len(rows)
