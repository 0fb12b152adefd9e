"""Filling, sealing and reopening bags."""

import json
from dataclasses import dataclass
from typing import Annotated

from duongthu.acts.api import (
    ActRecord,
    Call,
    CannotUndo,
    Reason,
    Reference,
    SealNumber,
    Undone,
    act,
    bulk,
    register_instead,
    register_undo,
)
from duongthu.mail.api import (
    SENDER,
    Custody,
    Event,
    Item,
    LineAnswer,
    Move,
    PostalObject,
    Scan,
    State,
    bag_holder,
    move,
    new_things,
    scan_moves,
    undo_act,
    undo_moves,
    unit_holder,
)
from duongthu.network.api import AnyUnitRef, UnitRef
from duongthu.transport import refusals
from duongthu.transport.models import Bag, Dispatch

REASONS = 3  # of refused items, where none could be packed
SORTERS = ("sorter", "teller", "head", "system")
BagCode = Annotated[str, Reference("bag")]
"""Number of a bag; looked up with its row locked."""


@dataclass(frozen=True, slots=True)
class BagState:
    """A bag after an act, with one answer for each scan of it."""

    bag: str
    to_unit_id: int
    items: int
    seal: str
    lines: list[LineAnswer]


@act("transport.open_bag", "Mở túi mới", roles=SORTERS, unit="unit_id")
def open_bag(call: Call, *, unit_id: UnitRef, to_unit_id: AnyUnitRef) -> BagState:
    """Begin a bag for the next unit."""
    return _state(_new_bag(call, unit_id, to_unit_id), [])


@act("transport.put_in_bag", "Đóng bưu gửi vào túi", roles=SORTERS, unit="unit_id", lines="scans")
def put_in_bag(call: Call, *, unit_id: UnitRef, bag: BagCode, scans: list[Scan]) -> BagState:
    """Scan items into an open bag; one already in another bag is refused with that bag's name.

    Raises:
        UnknownBag: no open bag of that code is here.
    """
    kept = _bag_here(unit_id, bag, sealed=False)
    return _state(kept, _put(call, kept, scans))


@act("transport.take_out_of_bag", "Lấy bưu gửi khỏi túi", roles=SORTERS, unit="unit_id", lines="scans")
def take_out_of_bag(call: Call, *, unit_id: UnitRef, bag: BagCode, scans: list[Scan]) -> BagState:
    """Scan items out of a bag that is not sealed yet.

    Raises:
        UnknownBag: no open bag of that code is here.
    """
    kept = _bag_here(unit_id, bag, sealed=False)
    lines = scan_moves(
        call, scans, Event.UNBAG, giver=bag_holder(kept.thing_id), taker=unit_holder(unit_id), unit_id=unit_id
    )
    return _state(kept, lines.lines)


@act("transport.close_bag", "Niêm phong túi", roles=SORTERS, unit="unit_id")
def close_bag(call: Call, *, unit_id: UnitRef, bag: BagCode, seal: SealNumber) -> BagState:
    """Seal a bag: count and weight are frozen.

    Raises:
        UnknownBag, EmptyBag.
    """
    kept = _bag_here(unit_id, bag, sealed=False)
    _seal(call, kept, seal, 1)
    return _state(kept, [])


@act("transport.pack_bag", "Đóng và niêm phong túi", roles=SORTERS, unit="unit_id", lines="scans")
def pack_bag(
    call: Call, *, unit_id: UnitRef, to_unit_id: AnyUnitRef, seal: SealNumber, scans: list[Scan]
) -> BagState:
    """Begin, fill and seal a bag in one go (gate scanners, small offices).

    Raises:
        NothingPacked: none of the items could be put in; says why.
    """
    kept = _new_bag(call, unit_id, to_unit_id)
    lines = _put(call, kept, scans)
    reasons = [str(line.refusal["message"]).rstrip(".") for line in lines if line.refusal]
    if len(reasons) == len(lines):
        raise refusals.NothingPacked(field="scans", reasons="; ".join(reasons[:REASONS]))
    _seal(call, kept, seal, 2)
    return _state(kept, lines)


@act("transport.reopen_bag", "Mở lại túi chưa đi", roles=("controller", "head"), unit="unit_id")
def reopen_bag(call: Call, *, unit_id: UnitRef, bag: BagCode, reason: Reason) -> BagState:
    """Open a sealed bag again before it leaves; the reason stands in the act log, a new seal follows.

    Raises:
        UnknownBag, BagUnderWay.
    """
    kept = _bag_here(unit_id, bag, sealed=True)
    if kept.dispatch_id is not None:  # of the locked row; a joined one may be older
        code = Dispatch.objects.get(pk=kept.dispatch_id).code
        raise refusals.BagUnderWay(field="bag", bag=bag, dispatch=code)
    here = unit_holder(unit_id)
    move(call, [Move(call.key(1), kept.thing_id, bag, Event.REOPEN, here, here, call.at, unit_id, reason)])
    kept.seal, kept.closed_at, kept.closed_by_id = "", None, None
    kept.save(update_fields=["seal", "closed_at", "closed_by_id"])
    return _state(kept, [])


def _new_bag(call: Call, unit_id: int, to_unit_id: int) -> Bag:
    if to_unit_id == unit_id:
        raise refusals.SameUnit(field="to_unit_id")
    code = f"TUI{call.act_id:010d}"
    thing_id = new_things(PostalObject.BAG, [code])[code]
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
    bag.seal = seal
    other = Bag.objects.filter(seal=bag.seal, opened_at=None).exclude(pk=bag.pk).first()
    if other is not None:
        raise refusals.SealUnderWay(field="seal", seal=bag.seal, bag=other.code)
    made = Move(
        call.key(line), bag.thing_id, bag.code, Event.CLOSE, here, here, call.at, bag.from_unit_id, bag.seal
    )
    move(call, [made])
    bag.items, bag.weight_grams = content
    bag.closed_at, bag.closed_by_id = call.at, call.actor.person_id
    bag.save(update_fields=["seal", "items", "weight_grams", "closed_at", "closed_by_id"])


def _bag_here(unit_id: int, code: str, *, sealed: bool) -> Bag:
    found = Bag.objects.select_for_update().filter(
        code=code, from_unit_id=unit_id, closed_at__isnull=not sealed
    )
    kept = found.first()
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


def undo_sealing(call: Call, record: ActRecord, reason: str) -> Undone:
    """A bag closed by mistake is open again, its seal free; one begun by the same act is void and its items lie here again.

    Raises:
        CannotUndo: it is in a dispatch, or something happened to it or its items since.
    """
    kept = Bag.objects.select_for_update(of=("self",)).get(code=json.loads(record.outcome)["bag"])
    if kept.dispatch_id is not None:
        raise CannotUndo(
            act=record.seq,
            reason=f"túi {kept.code} đã vào chuyến thư",
            instead="mở túi ở nơi nhận và lập biên bản",
        )
    codes = undo_moves(call, record.seq, reason)
    begun_by_it = Custody.objects.filter(thing_id=kept.thing_id, state=State.VOID).exists()
    kept.seal, kept.closed_at, kept.closed_by_id = "", None, None
    kept.opened_at = call.now if begun_by_it else None
    kept.save(update_fields=["seal", "closed_at", "closed_by_id", "opened_at"])
    return Undone(record.seq, things=tuple(codes))


def undo_filling(call: Call, record: ActRecord, reason: str) -> Undone:
    """Items put into an open bag, or taken out of it, by mistake.

    Raises:
        CannotUndo: the bag is sealed or opened by now, or something happened to an item since.
    """
    kept = Bag.objects.select_for_update().get(code=json.loads(record.outcome)["bag"])
    if kept.closed_at is not None or kept.opened_at is not None:
        raise CannotUndo(
            act=record.seq, reason=f"túi {kept.code} đã niêm phong", instead="hủy việc niêm phong trước"
        )
    return Undone(record.seq, things=tuple(undo_moves(call, record.seq, reason)))


def register_undoings() -> None:
    """Called once, when the room is ready."""
    for name in ("transport.close_bag", "transport.pack_bag"):
        register_undo(name, undo_sealing)
    for name in ("transport.put_in_bag", "transport.take_out_of_bag"):
        register_undo(name, undo_filling)
    register_instead("transport.open_bag", "đóng túi rỗng lại bằng cách hủy việc bỏ bưu gửi vào túi")
    register_instead("transport.close_dispatch", "gửi chuyến thư đi hoặc dồn sang chuyến sau")
    register_instead("transport.call_at_stop", "lập biên bản giao nhận ở điểm dừng sau")
    register_instead("transport.open_received_bag", "đếm lại túi, hoặc lập biên bản bổ sung")
    register_instead("transport.count_again", "ghi «tìm thấy» bưu gửi khi nó xuất hiện")
    register_undo("transport.take_surplus", undo_act)
    register_instead("transport.take_over_trip", "nhận bàn giao chuyến lần nữa")
    register_instead("transport.receive_bags", "đóng chuyến thư mới cho túi đi tiếp")
    register_instead("transport.put_down_bag", "đơn vị ghi không thấy túi")
    register_instead("transport.give_up_bag", "ghi «tìm thấy» từng bưu gửi khi túi xuất hiện")
