"""What an office does with items it holds: arrival, holding, forwarding, going_back, recall, loss, other operators."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from duongthu.acts.api import Call, FourEyes, LineKey, Moment, Reason, Rows, act, bulk
from duongthu.kernel.clock import business_day
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line
from duongthu.mail import refusals
from duongthu.mail.actions.acceptance import office_of
from duongthu.mail.actions.hands import Passing, demand_receivers
from duongthu.mail.actions.moving import move_lines
from duongthu.mail.actions.things import CommuneCode, ThingCode, find_items
from duongthu.mail.models import Custody, CustodyEvent, Item
from duongthu.mail.rules.custody import (
    NOBODY,
    RECIPIENT,
    SENDER,
    Move,
    MoveResult,
    person_holder,
    unit_holder,
)
from duongthu.mail.rules.states import Event
from duongthu.network.api import UnitRef, network_on
from duongthu.staff.api import FormerCourierRef

OFFICE = ("teller", "sorter", "controller", "head", "system")


NONE_UNFIT: Mapping[str, Callable[[], Refusal]] = {}


class Coded(Protocol):
    """A line about one thing."""

    @property
    def key(self) -> UUID:
        """The line's own key."""

    @property
    def code(self) -> str:
        """Number of the thing as read."""


C = TypeVar("C", bound=Coded)


@dataclass(frozen=True, slots=True)
class Scan:
    """One scanned code with its own key and time."""

    key: LineKey
    code: ThingCode
    at: Moment | None = None


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
    call: Call,
    scans: Sequence[Scan],
    event: Event,
    *,
    giver: str,
    taker: str,
    unit_id: int,
    detail: str = "",
    unfit: Mapping[str, Callable[[], Refusal]] = NONE_UNFIT,
) -> Lines:
    """The same move for many scanned codes, each for itself.

    Args:
        unfit: codes the act does not take, with what makes their refusal.
    """
    things, rows = find_items([scan.code for scan in scans]), line_rows(call, scans)
    moves, places = [], []
    for row, scan in rows.open():
        if scan.code not in things:
            rows.refuse(row, refusals.UnknownThing(field="code", thing=scan.code))
            continue
        if scan.code in unfit:
            rows.refuse(row, unfit[scan.code]())
            continue
        at = scan.at or call.at
        moves.append(Move(scan.key, things[scan.code], scan.code, event, giver, taker, at, unit_id, detail))
        places.append(row)
    for row, result in zip(places, move_lines(call, moves).each(), strict=True):
        rows.answer(row, answer(result, row))
    return Lines(rows.answers())


def line_rows(call: Call, lines: Sequence[C], *, latest: timedelta | None = None) -> Rows[C, LineAnswer]:
    """The rows of a list of coded lines: repeated keys and moments out of bounds are refused already."""
    return Rows(call, lines, lambda line, refusal: refused(line.key, line.code, refusal), latest=latest)


def answer(result: MoveResult, row: int | None = None) -> LineAnswer:
    """A move's result as a line's answer; a refusal names the row."""
    if result.refusal is not None:
        result.refusal.row = row
    return LineAnswer(
        result.key, result.code, result.status, result.refusal.as_dict() if result.refusal else None
    )


def refused(key: UUID, code: str, refusal: Refusal) -> LineAnswer:
    """A line's refusal."""
    return LineAnswer(key, code, "refused", refusal.as_dict())


@act("mail.keep_here", "Nhận bưu gửi để phát tại đơn vị", roles=OFFICE, unit="unit_id", lines="scans")
def keep_here(call: Call, *, unit_id: UnitRef, scans: list[Scan]) -> Lines:
    """Items that are delivered from this office go to its delivery side (no bag, no trip)."""
    here = unit_holder(unit_id)
    return scan_moves(call, scans, Event.TO_OFFICE, giver=here, taker=here, unit_id=unit_id)


@act("mail.hold", "Lưu bưu gửi tại bưu cục", roles=OFFICE, unit="unit_id", lines="scans")
def hold(call: Call, *, unit_id: UnitRef, scans: list[Scan]) -> Lines:
    """Keep items at the office and invite their recipients."""
    here = unit_holder(unit_id)
    return scan_moves(call, scans, Event.HOLD, giver=here, taker=here, unit_id=unit_id)


@act("mail.find", "Tìm thấy bưu gửi báo thiếu", roles=OFFICE, unit="unit_id", lines="scans")
def find(call: Call, *, unit_id: UnitRef, scans: list[Scan]) -> Lines:
    """An item reported missing turned up here."""
    return scan_moves(call, scans, Event.FIND, giver="", taker=unit_holder(unit_id), unit_id=unit_id)


@act(
    "mail.write_off",
    "Xác nhận bưu gửi thất lạc",
    roles=("controller", "head"),
    unit="unit_id",
    four_eyes=FourEyes("mail.write_off"),
)
def write_off(call: Call, *, unit_id: UnitRef, code: ThingCode, reason: Reason) -> LineAnswer:
    """Give a missing item up as lost, at the unit that answers for it; its compensation follows.

    Raises:
        UnknownThing. HeldByAnother: another unit answers for it. WrongMoment: it is not missing.
    """
    thing_id = _thing(code)
    giver = unit_holder(unit_id)
    return _one(call, Move(call.key(1), thing_id, code, Event.LOSE, giver, NOBODY, call.at, unit_id, reason))


@act(
    "mail.cancel_delivery",
    "Hủy báo phát",
    roles=("courier", "head"),
    unit="unit_id",
    four_eyes=FourEyes("mail.cancel_delivery", parties=("courier",)),
)
def cancel_delivery(
    call: Call, *, unit_id: UnitRef, code: ThingCode, courier_id: FormerCourierRef, reason: Reason
) -> LineAnswer:
    """Take a delivery report back on the same day (hủy báo phát); refused once COD was taken: that needs a reversal.

    Raises:
        UnknownThing, WrongMoment. HeldByAnother: another than this courier delivered it.
        ReceiverNotThere: the courier, who has it again, is neither of the two.
    """
    thing_id = _thing(code)
    item, delivered_on = (
        Item.objects.get(thing_id=thing_id),
        business_day(Custody.objects.get(thing_id=thing_id).at),
    )
    if delivered_on != call.business_on or item.cod_dong:
        raise refusals.WrongMoment(
            thing=code, state="Đã phát", event="Hủy báo phát (chỉ trong ngày, bưu gửi không thu COD)"
        )
    taker = person_holder(courier_id)
    reported = CustodyEvent.objects.filter(thing_id=thing_id, code=Event.DELIVER).order_by("-seq").first()
    if reported is None or reported.from_holder != taker:  # it goes back only to the one who had it
        had = reported.from_holder if reported else NOBODY
        raise refusals.HeldByAnother(field="courier_id", thing=code, holder=had, giver=taker)
    demand_receivers(call, [Passing(code, RECIPIENT, taker)])
    made = Move(
        call.key(1), thing_id, code, Event.CANCEL_DELIVERY, RECIPIENT, taker, call.at, unit_id, reason
    )
    return _one(call, made)


@act("mail.forward", "Chuyển tiếp bưu gửi", roles=OFFICE, unit="unit_id")
def forward(
    call: Call, *, unit_id: UnitRef, code: ThingCode, commune_code: CommuneCode, address: str
) -> LineAnswer:
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


@act("mail.return_to_sender", "Chuyển hoàn", roles=OFFICE, unit="unit_id")
def return_to_sender(call: Call, *, unit_id: UnitRef, code: ThingCode, reason: Reason) -> LineAnswer:
    """Send an undeliverable item back (chuyển hoàn): its COD is no longer collected."""
    return _redirect(call, unit_id, code, Event.RETURN, _office_from(code), reason)


@act("mail.recall", "Rút bưu gửi", roles=OFFICE, unit="unit_id")
def recall(call: Call, *, unit_id: UnitRef, code: ThingCode, reason: Reason) -> LineAnswer:
    """Send an item back on its sender's wish before it is delivered (rút bưu gửi)."""
    return _redirect(call, unit_id, code, Event.RECALL, _office_from(code), reason)


@act("mail.give_back", "Trả bưu gửi cho người gửi", roles=("teller", "head", "system"), unit="unit_id")
def give_back(call: Call, *, unit_id: UnitRef, code: ThingCode) -> LineAnswer:
    """Hand a returned item to its sender at the counter; who sent it back hands it to nobody.

    Raises:
        UnknownThing, HeldByAnother. OtherHandsNeeded: the same person recalled or returned it.
        NotGoingBack: it was neither returned nor recalled: its recipient and its COD wait.
    """
    if not Custody.objects.filter(thing_id=_thing(code), going_back=True).exists():
        raise refusals.NotGoingBack(field="code", thing=code)
    demand_other_hands(call, [_thing(code)], {_thing(code): code})
    made = Move(
        call.key(1), _thing(code), code, Event.GIVE_BACK, unit_holder(unit_id), SENDER, call.at, unit_id
    )
    return _one(call, made)


def demand_other_hands(call: Call, thing_ids: Sequence[int], codes: Mapping[int, str]) -> None:
    """Whoever turned a thing back last hands it to nobody: not to its sender, not to another operator.

    Raises:
        OtherHandsNeeded: of the first such thing.
    """
    own = turned_by(call.actor.person_id, thing_ids)
    for thing in thing_ids:
        if thing in own:
            raise refusals.OtherHandsNeeded(field="code", thing=codes[thing])


def turned_by(person_id: int, thing_ids: Sequence[int]) -> set[int]:
    """Those of the things that this person turned back last."""
    last = dict(
        bulk.fetch_in(
            f"SELECT thing_id, person_id FROM mail_event WHERE code IN ('{Event.RECALL}', '{Event.RETURN}') "
            "AND thing_id IN {values} ORDER BY seq",
            thing_ids,
        )
    )
    return {thing for thing, person in last.items() if person == person_id}


def _redirect(
    call: Call, unit_id: int, code: str, event: Event, office: int | None, detail: str = ""
) -> LineAnswer:
    here = unit_holder(unit_id)
    moved = _one(call, Move(call.key(1), _thing(code), code, event, here, here, call.at, unit_id, detail))
    Item.objects.filter(thing__code=code).update(office_to_id=office)
    return moved


def _office_from(code: str) -> int | None:
    return Item.objects.filter(thing__code=code).values_list("office_from_id", flat=True).first()


def _thing(code: str) -> int:
    """The item of that code; a bag or a pouch is none: they have acts of their own."""
    found = find_items([code])
    if code not in found:
        raise refusals.UnknownThing(field="code", thing=code)
    return found[code]


def _one(call: Call, made: Move) -> LineAnswer:
    """One move, or its refusal."""
    (result,) = move_lines(call, [made], fresh_keys=True).each()
    if result.refusal is not None:
        raise result.refusal
    return answer(result)
