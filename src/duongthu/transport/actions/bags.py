"""Filling, sealing and reopening bags."""

from dataclasses import dataclass

from duongthu.acts.api import Call, act, bulk
from duongthu.kernel.text import clean_line
from duongthu.mail.api import (
    SENDER,
    Event,
    Item,
    LineAnswer,
    Move,
    Scan,
    Thing,
    bag_holder,
    move,
    new_things,
    scan_moves,
    unit_holder,
)
from duongthu.transport import refusals
from duongthu.transport.models import Bag

SORTERS = ("sorter", "teller", "head", "system")


@dataclass(frozen=True, slots=True)
class BagState:
    """A bag after an act, with one answer for each scan of it."""

    bag: str
    to_unit_id: int
    items: int
    seal: str
    lines: list[LineAnswer]


@act("transport.open_bag", roles=SORTERS, unit="unit_id")
def open_bag(call: Call, *, unit_id: int, to_unit_id: int) -> BagState:
    """Begin a bag for the next unit."""
    return _state(_new_bag(call, unit_id, to_unit_id), [])


@act("transport.put_in_bag", roles=SORTERS, unit="unit_id", lines="scans")
def put_in_bag(call: Call, *, unit_id: int, bag: str, scans: list[Scan]) -> BagState:
    """Scan items into an open bag; one already in another bag is refused with that bag's name.

    Raises:
        UnknownBag: no open bag of that code is here.
    """
    kept = _bag_here(unit_id, bag, sealed=False)
    return _state(kept, _put(call, kept, scans))


@act("transport.take_out_of_bag", roles=SORTERS, unit="unit_id", lines="scans")
def take_out_of_bag(call: Call, *, unit_id: int, bag: str, scans: list[Scan]) -> BagState:
    """Scan items out of a bag that is not sealed yet.

    Raises:
        UnknownBag: no open bag of that code is here.
    """
    kept = _bag_here(unit_id, bag, sealed=False)
    lines = scan_moves(
        call, scans, Event.UNBAG, giver=bag_holder(kept.thing_id), taker=unit_holder(unit_id), unit_id=unit_id
    )
    return _state(kept, lines.lines)


@act("transport.close_bag", roles=SORTERS, unit="unit_id")
def close_bag(call: Call, *, unit_id: int, bag: str, seal: str) -> BagState:
    """Seal a bag: count and weight are frozen.

    Raises:
        UnknownBag, EmptyBag.
    """
    kept = _bag_here(unit_id, bag, sealed=False)
    _seal(call, kept, seal, 1)
    return _state(kept, [])


@act("transport.pack_bag", roles=SORTERS, unit="unit_id", lines="scans")
def pack_bag(call: Call, *, unit_id: int, to_unit_id: int, seal: str, scans: list[Scan]) -> BagState:
    """Begin, fill and seal a bag in one go (gate scanners, small offices).

    Raises:
        EmptyBag: none of the items could be put in.
    """
    kept = _new_bag(call, unit_id, to_unit_id)
    lines = _put(call, kept, scans)
    _seal(call, kept, seal, 2)
    return _state(kept, lines)


@act("transport.reopen_bag", roles=("controller", "head"), unit="unit_id")
def reopen_bag(call: Call, *, unit_id: int, bag: str, reason: str) -> BagState:
    """Open a sealed bag again before it leaves; the reason stands in the act log, a new seal follows.

    Raises:
        UnknownBag, BagUnderWay.
    """
    kept = _bag_here(unit_id, bag, sealed=True)
    if kept.dispatch is not None:
        raise refusals.BagUnderWay(field="bag", bag=bag, dispatch=kept.dispatch.code)
    here = unit_holder(unit_id)
    detail = clean_line(reason, "reason", 200, required=True)
    move(call, [Move(call.key(1), kept.thing_id, bag, Event.REOPEN, here, here, call.at, unit_id, detail)])
    kept.seal, kept.closed_at, kept.closed_by_id = "", None, None
    kept.save(update_fields=["seal", "closed_at", "closed_by_id"])
    return _state(kept, [])


def _new_bag(call: Call, unit_id: int, to_unit_id: int) -> Bag:
    code = f"TUI{call.act_id:010d}"
    thing_id = new_things(Thing.BAG, [code])[code]
    here = unit_holder(unit_id)
    move(call, [Move(call.key(1), thing_id, code, Event.OPEN_BAG, SENDER, here, call.at, unit_id)])
    return Bag.objects.create(thing_id=thing_id, code=code, from_unit_id=unit_id, to_unit_id=to_unit_id)


def _put(call: Call, bag: Bag, scans: list[Scan]) -> list[LineAnswer]:
    here, inside = unit_holder(bag.from_unit_id), bag_holder(bag.thing_id)
    return scan_moves(call, scans, Event.BAG, giver=here, taker=inside, unit_id=bag.from_unit_id).lines


def _seal(call: Call, bag: Bag, seal: str, line: int) -> None:
    content = bulk.fetch(
        "SELECT count(*), coalesce(sum(i.weight_grams), 0) FROM mail_custody c JOIN mail_item i ON i.thing_id = c.thing_id "
        "WHERE c.holder = %s",
        [bag_holder(bag.thing_id)],
    )[0]
    if not content[0]:
        raise refusals.EmptyBag(field="bag", bag=bag.code)
    here = unit_holder(bag.from_unit_id)
    bag.seal = clean_line(seal, "seal", 30, required=True)
    made = Move(
        call.key(line), bag.thing_id, bag.code, Event.CLOSE, here, here, call.at, bag.from_unit_id, bag.seal
    )
    move(call, [made])
    bag.items, bag.weight_grams = content
    bag.closed_at, bag.closed_by_id = call.at, call.actor.person_id
    bag.save(update_fields=["seal", "items", "weight_grams", "closed_at", "closed_by_id"])


def _bag_here(unit_id: int, code: str, *, sealed: bool) -> Bag:
    found = Bag.objects.select_for_update(of=("self",)).filter(
        code=code, from_unit_id=unit_id, closed_at__isnull=not sealed
    )
    kept = found.select_related("dispatch").first()
    if kept is None or kept.opened_at:
        raise refusals.UnknownBag(field="bag", bag=code)
    return kept


def _state(bag: Bag, lines: list[LineAnswer]) -> BagState:
    return BagState(bag.code, bag.to_unit_id, bag.items, bag.seal, lines)


def content_of(bag: Bag) -> dict[str, int]:
    """Items lying in a bag now: thing id by code."""
    items = Item.objects.filter(thing_id__in=_held(bag.thing_id)).values_list("thing__code", "thing_id")
    return dict(items)


def _held(thing_id: int) -> list[int]:
    rows = bulk.fetch("SELECT thing_id FROM mail_custody WHERE holder = %s", [bag_holder(thing_id)])
    return [row[0] for row in rows]
