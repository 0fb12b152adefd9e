"""Opening a bag: what was put in against what comes out, difference by difference, with the closing unit's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
    find_items,
    move,
    next_state,
    unit_holder,
    unit_of,
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
        unconfirmed: whether what lacks waits for a second counter.
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
    unconfirmed: bool


@act("transport.open_received_bag", "Mở túi nhận đến", roles=SORTERS, unit="unit_id", lines="scans")
def open_received_bag(
    call: Call, *, unit_id: UnitRef, bag: BagCode, seal: SealNumber, scans: list[Scan]
) -> BagOpened:
    """Open a bag that arrived: what came out is now the unit's, and each difference is written down and named at once.

    What lacks is said by two: until another person has counted again (``transport.count_again``) it counts as lying in the bag,
    and the bag is this unit's. A bag its driver put down here, and nobody took yet, is taken by being opened.

    Raises:
        UnknownBag: no sealed bag of that code has arrived here. OwnDelivery: the opener is the driver who brought it.
        BagCounted: it was opened and counted before.
    """
    kept, driver = _arrived(call, unit_id, bag)
    if kept.counted_at is not None:
        raise refusals.BagCounted(field="bag", bag=bag)
    counted = _count(call, kept, unit_id, scans)
    elsewhere = _take_out(call, kept, unit_id, counted, driver, emptied=not counted.found.short)
    kept.counted_by_id, kept.counted_at = call.actor.person_id, call.at
    return _opened(call, kept, unit_id, counted, elsewhere, seal_differs=seal != kept.seal)


@act(
    "transport.count_again",
    "Đếm lại túi thiếu",
    roles=(*SORTERS, "controller"),
    unit="unit_id",
    lines="scans",
)
def count_again(call: Call, *, unit_id: UnitRef, bag: BagCode, scans: list[Scan]) -> BagOpened:
    """Count again what an opening found short: what is found is the unit's; what another person misses, too, is short.

    Who counted first may say what he has found since; that something lacks only another person says, of this unit or who
    controls it.

    Raises:
        UnknownBag: no bag waits here to be counted again. SecondCounterNeeded.
    """
    kept, _driver = _arrived(call, unit_id, bag)
    if kept.counted_at is None:
        raise refusals.UnknownBag(field="bag", bag=bag)
    counted = _count(call, kept, unit_id, scans)
    second = _is_second(call, kept, unit_id)
    if counted.found.short and not (second or counted.found.present):
        raise refusals.SecondCounterNeeded(field="bag", bag=bag)
    elsewhere = _take_out(call, kept, unit_id, counted, "", emptied=second or not counted.found.short)
    return _opened(call, kept, unit_id, counted, elsewhere, seal_differs=False)


class _Counted(NamedTuple):
    """What somebody counted: what came out against what was put in, ids by code, and numbers that are no item's."""

    found: OpeningFound
    things: dict[str, int]
    unknown: list[str]


def _count(call: Call, bag: Bag, unit_id: int, scans: Sequence[Scan]) -> _Counted:
    demand_own_keys(call, scans)
    inside = content_of(bag)
    # a bag or a pouch is no surplus of a bag: it has acts of its own
    scanned = find_items([scan.code for scan in scans])
    read = [code for code in dict.fromkeys(s.code for s in scans) if code in scanned]
    found = compare(set(inside), read, _right_ways(call, bag, inside), unit_id)
    unknown = [s.code for s in scans if s.code not in scanned and s.code != bag.code]
    return _Counted(found, inside | scanned, unknown)


def _is_second(call: Call, bag: Bag, unit_id: int) -> bool:
    """Whether who counts is another than who counted first, and of this unit or one who controls it."""
    ours = call.actor.unit_id == unit_id or bool(call.actor.roles & {"controller", "head", "system"})
    return ours and call.actor.person_id != bag.counted_by_id


def _opened(
    call: Call, bag: Bag, unit_id: int, counted: _Counted, elsewhere: list[str], *, seal_differs: bool
) -> BagOpened:
    """Keep what the count came to, and tell it: an emptied bag is opened, else what lacks waits for a second counter."""
    emptied = not content_of(bag)
    bag.opened_at = call.at if emptied else None
    bag.save(update_fields=["opened_at", "counted_by_id", "counted_at"])
    note_received(call, [bag])
    found = counted.found if emptied else counted.found._replace(short=())
    report = _write_report(call, bag, unit_id, found, seal_differs=seal_differs)
    said = counted.found
    return BagOpened(
        bag.code, list(said.present), list(said.short), list(said.over), list(said.missent), seal_differs, report,
        counted.unknown, elsewhere, not emptied,
    )  # fmt: skip


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
    call: Call, bag: Bag, unit_id: int, counted: _Counted, driver: str, *, emptied: bool
) -> list[str]:
    """Move what came out, the bag from its driver first; gives the surplus that was not taken, for another has it by the book.

    Args:
        emptied: what did not come out is missing at the unit that closed the bag, and the bag is empty.
    """
    found, things = counted.found, counted.things
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
    missed = found.short if emptied else ()
    moves.extend((things[code], code, Event.MISS, inside, closer, bag.code) for code in missed)
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
    if emptied:
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
    found = find_items([code])
    written = Irregularity.objects.filter(kind=Irregularity.OVER, unit_id=unit_id, item_code=code)
    opened_at = written.order_by("-opened_at").values_list("opened_at", flat=True).first()
    if code not in found or opened_at is None:
        raise refusals.NotSurplus(field="code", thing=code)
    holder, moved_at = Custody.objects.values_list("holder", "at").get(thing_id=found[code])
    # What moved since has been seen elsewhere: no surplus any more.
    if unit_of(holder) is None or moved_at > opened_at:
        raise refusals.NotSurplus(field="code", thing=code)
    taken = Move(call.key(1), found[code], code, Event.TO_HUB, holder, unit_holder(unit_id), call.at, unit_id)
    move(call, [taken])
    return {"from": holder}


def _write_report(call: Call, bag: Bag, unit_id: int, found: OpeningFound, *, seal_differs: bool) -> int:
    """One row a difference: kind, item, seal, who closed the bag and when, who opened it."""
    kinds = (
        (Irregularity.SHORT, found.short),
        (Irregularity.OVER, found.over),
        (Irregularity.MISSENT, found.missent),
    )
    rows = [(kind, code) for kind, codes in kinds for code in codes]
    if seal_differs:
        rows.append((Irregularity.SEAL, ""))
    for kind, code in rows:
        write_report_row(call, bag, unit_id, kind, code)
    return len(rows)
