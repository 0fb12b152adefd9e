"""Cash between units: sealed pouches, given, in transit on the carrier's name, taken and counted."""

import json
from dataclasses import dataclass

from duongthu.acts.api import Call, act
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.tills import CASH_ROLES, _explained, _open_till_of
from duongthu.ledger.actions.vouchers import PAYMENT, RECEIPT, issue_voucher
from duongthu.ledger.facts import CashPouchGiven, CashPouchTaken
from duongthu.ledger.kinds import OVER, SHORT, TRANSIT
from duongthu.ledger.models import Pouch
from duongthu.ledger.rules import Note, Transfer, total_of


@dataclass(frozen=True, slots=True)
class PouchMoved:
    """A pouch after an act: its code, what it holds and the paper given."""

    pouch: str
    amount_dong: int
    voucher: str
    difference_dong: int = 0


@act("ledger.give_pouch", roles=CASH_ROLES, unit="unit_id")
def give_pouch(
    call: Call, *, unit_id: int, till: str, to_unit_id: int, carrier_id: int, seal: str, notes: list[Note]
) -> PouchMoved:
    """Seal counted cash into a pouch and give it to a carrier, on whose name it now stands.

    Raises:
        TillNotOpen, TillOfAnother, NotEnoughMoney, UnknownNote, WrongAmount.
    """
    giver, amount = _open_till_of(call, unit_id, till), total_of(notes)
    owner = f"P{carrier_id}"
    transit = accounts_for([(TRANSIT.code, owner, unit_id)])[TRANSIT.code, owner]
    pouch = Pouch.objects.create(
        code=f"TT{call.act_id:09d}", seal=seal, from_unit_id=unit_id, to_unit_id=to_unit_id, carrier_id=carrier_id,
        account_id=transit, amount_dong=amount, notes=json.dumps([[n.note, n.count] for n in notes]), given_at=call.now,
        given_on=call.business_on,
    )  # fmt: skip
    post(call, [Transfer(call.key(1), transit, giver.account_id, amount, "pouch_given", pouch.code)])
    voucher = issue_voucher(call, PAYMENT, f"Giao túi tiền {pouch.code}", amount)
    call.record(CashPouchGiven(pouch.code, amount, unit_id, to_unit_id, carrier_id))
    return PouchMoved(pouch.code, amount, voucher.code)


@act("ledger.take_pouch", roles=CASH_ROLES, unit="unit_id")
def take_pouch(
    call: Call, *, unit_id: int, till: str, pouch: str, seal: str, notes: list[Note], reason: str = ""
) -> PouchMoved:
    """Take a pouch: read the seal, count by denomination; a difference stands on the carrier's name.

    Raises:
        UnknownPouch, SealDiffers, DifferenceNeedsReason, TillNotOpen, TillOfAnother.
    """
    taker = _open_till_of(call, unit_id, till)
    kept = Pouch.objects.select_for_update().filter(code=pouch, to_unit_id=unit_id, state=Pouch.GIVEN).first()
    if kept is None:
        raise refusals.UnknownPouch(field="pouch", pouch=pouch)
    if seal != kept.seal:
        raise refusals.SealDiffers(field="seal", seal=seal, pouch=pouch)
    counted = total_of(notes)
    _explained(counted, kept.amount_dong, reason)
    _post_taking(call, kept, taker.account_id, counted)
    kept.state, kept.taken_at, kept.taken_dong = Pouch.TAKEN, call.now, counted
    kept.save(update_fields=["state", "taken_at", "taken_dong"])
    voucher = issue_voucher(call, RECEIPT, f"Nhận túi tiền {pouch}", counted)
    call.record(CashPouchTaken(pouch, counted, kept.from_unit_id, unit_id, kept.carrier_id))
    return PouchMoved(pouch, counted, voucher.code, counted - kept.amount_dong)


def _post_taking(call: Call, pouch: Pouch, till_account: int, counted: int) -> None:
    owner = f"P{pouch.carrier_id}"
    lines = [(till_account, pouch.account_id, min(counted, pouch.amount_dong), "pouch_taken")]
    if counted < pouch.amount_dong:
        short = accounts_for([(SHORT.code, owner, pouch.to_unit_id)])[SHORT.code, owner]
        lines.append((short, pouch.account_id, pouch.amount_dong - counted, "short"))
    if counted > pouch.amount_dong:
        over = accounts_for([(OVER.code, owner, pouch.to_unit_id)])[OVER.code, owner]
        lines.append((till_account, over, counted - pouch.amount_dong, "over"))
    wanted = [line for line in lines if line[2]]
    post(call, [Transfer(call.key(n), *line, pouch.code) for n, line in enumerate(wanted, start=1)])
