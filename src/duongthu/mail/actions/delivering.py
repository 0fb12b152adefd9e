"""The outcome at the door: delivered with its COD in the same second, or failed with a reason and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from duongthu.acts.api import Call, LineKey, Moment, act, bulk
from duongthu.kernel.ids import line_key
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line
from duongthu.ledger.api import (
    COD_TAKEN,
    TillCode,
    Transfer,
    accounts_for,
    open_till_account,
    person_owner,
    post,
)
from duongthu.mail import refusals
from duongthu.mail.actions.handling import Lines, Scan, answer, line_rows, scan_moves, turned_by
from duongthu.mail.actions.moving import move_lines
from duongthu.mail.actions.things import ThingCode
from duongthu.mail.facts import ItemsDelivered
from duongthu.mail.rules.custody import RECIPIENT, SENDER, Move, person_holder, unit_holder
from duongthu.mail.rules.reasons import REASONS
from duongthu.mail.rules.states import Event
from duongthu.network.api import UnitRef
from duongthu.staff.api import FormerCourierRef

DELIVERED, FAILED = "delivered", "failed"
COD_LINE = 1  # the entry that follows from a delivery's own key


@dataclass(frozen=True, slots=True)
class Report:
    """What a courier says of one item.

    Attributes:
        outcome: ``delivered`` or ``failed``.
        receiver: who took it (needed when delivered); ``relation``: to the recipient.
        reason: R01 … R16 (needed when failed); ``solution``: one the reason allows, empty = its default.
    """

    key: LineKey
    code: ThingCode
    outcome: str
    receiver: str = ""
    relation: str = ""
    reason: str = ""
    solution: str = ""
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    thing_id: int
    cod_dong: int
    creditor: str
    unit_id: int
    going_back: bool


@act(
    "mail.report", "Báo phát", roles=("courier", "system"), unit="unit_id", lines="reports", locks=("actor",)
)
def report(call: Call, *, unit_id: UnitRef, reports: list[Report]) -> Lines:
    """A courier's reports from the round: items move, and cash taken stands on the courier's name at once."""
    courier = call.actor.person_id
    owner = person_owner(courier, unit_id)
    cash = accounts_for([("courier", owner, unit_id)])["courier", owner]
    return _report(call, reports, person_holder(courier), cash, unit_id)


@act("mail.deliver_at_counter", "Phát tại quầy", roles=("teller", "system"), unit="unit_id", lines="reports")
def deliver_at_counter(call: Call, *, unit_id: UnitRef, till: TillCode, reports: list[Report]) -> Lines:
    """Hand held items over the counter; COD goes into the actor's open till.

    Raises:
        UnknownTill, TillNotOpen, TillOfAnother.
    """
    return _report(call, reports, unit_holder(unit_id), open_till_account(call, unit_id, till), unit_id)


@act(
    "mail.bring_back",
    "Bưu tá trả bưu gửi về",
    roles=("teller", "sorter", "head", "system"),
    unit="unit_id",
    lines="scans",
)
def bring_back(call: Call, *, unit_id: UnitRef, courier_id: FormerCourierRef, scans: list[Scan]) -> Lines:
    """A courier hands undelivered items back to the office, whose clerk takes them: from now on the office holds them.

    Raises:
        OtherHandsNeeded: nobody takes his own items back.
    """
    if courier_id == call.actor.person_id:
        raise refusals.OtherHandsNeeded(field="courier_id", thing=scans[0].code if scans else "")
    giver, taker = person_holder(courier_id), unit_holder(unit_id)
    return scan_moves(call, scans, Event.HOLD, giver=giver, taker=taker, unit_id=unit_id)


def _report(call: Call, reports: Sequence[Report], giver: str, cash_account: int, unit_id: int) -> Lines:
    known = _read([r.code for r in reports])
    turned = turned_by(call.actor.person_id, [item.thing_id for item in known.values() if item.going_back])
    rows = line_rows(call, reports)
    moves: list[Move] = []
    places: list[int] = []
    for row, line in rows.open():
        try:
            moves.append(_move(call, line, known, giver, unit_id, turned))
            places.append(row)
        except Refusal as refusal:
            rows.refuse(row, refusal)
    delivered: list[Move] = []
    for row, made, result in zip(places, moves, move_lines(call, moves).each(), strict=True):
        rows.answer(row, answer(result, row))
        if result.status == "done" and made.event is Event.DELIVER:
            delivered.append(made)
    cod = _take_cod(call, delivered, known, cash_account, unit_id)
    call.record(ItemsDelivered(unit_id, call.actor.person_id, len(delivered), cod))
    return Lines(rows.answers())


def _move(
    call: Call, line: Report, known: dict[str, _Known], giver: str, unit_id: int, turned: set[int]
) -> Move:
    item = known.get(line.code)
    if item is None:
        raise refusals.UnknownThing(field="code", thing=line.code)
    at = line.at or call.at
    if line.outcome not in {DELIVERED, FAILED}:
        raise refusals.UnknownOutcome(field="outcome", outcome=line.outcome)
    if line.outcome == FAILED:
        return Move(line.key, item.thing_id, line.code, Event.FAIL, giver, giver, at, unit_id, _reason(line))
    if not line.receiver.strip():
        raise refusals.NoRecipient(field="receiver", thing=line.code)
    detail = clean_line(
        f"{line.receiver} ({line.relation})" if line.relation else line.receiver, "receiver", 200
    )
    if item.going_back and item.unit_id != unit_id:
        raise refusals.NotItsSendersOffice(field="code", thing=line.code)
    if item.thing_id in turned:
        raise refusals.OtherHandsNeeded(field="code", thing=line.code)
    event, taker = (Event.GIVE_BACK, SENDER) if item.going_back else (Event.DELIVER, RECIPIENT)
    return Move(line.key, item.thing_id, line.code, event, giver, taker, at, unit_id, detail)


def _reason(line: Report) -> str:
    reason = REASONS.get(line.reason)
    solution = line.solution or (reason.default if reason else "")
    if reason is None or solution not in reason.allowed:
        raise refusals.WrongReason(
            field="reason", reason=line.reason or "(trống)", solution=solution or "(trống)"
        )
    return f"{reason.code}:{solution}"


def _take_cod(
    call: Call, delivered: Sequence[Move], known: dict[str, _Known], cash_account: int, unit_id: int
) -> int:
    """COD of the delivered items: onto whoever took the cash, owed to whose it is; its key follows from the delivery's."""
    paying = [(m, known[m.code]) for m in delivered if known[m.code].cod_dong]
    if not paying:
        return 0
    owners = sorted({(item.creditor, item.unit_id) for _, item in paying})
    accounts = accounts_for([("cod", owner, unit) for owner, unit in owners])
    post(
        call,
        [
            Transfer(
                line_key(m.key, COD_LINE), cash_account, accounts["cod", i.creditor], i.cod_dong, COD_TAKEN, m.code,
                unit_id=unit_id,
            )
            for m, i in paying
        ],
    )  # fmt: skip
    return sum(item.cod_dong for _, item in paying)


def _read(codes: Sequence[str]) -> dict[str, _Known]:
    rows = bulk.fetch_in(
        "SELECT t.code, i.thing_id, i.cod_dong, i.partner_code, i.office_from_id, c.going_back FROM mail_thing t "
        "JOIN mail_item i ON i.thing_id = t.id JOIN mail_custody c ON c.thing_id = t.id WHERE t.code IN {values}",
        sorted(set(codes)),
    )
    return {
        code: _Known(
            thing,
            0 if going_back else cod,
            f"X{partner}" if partner else f"U{office}",
            office,
            bool(going_back),
        )
        for code, thing, cod, partner, office, going_back in rows
    }
