"""Cash from hand to hand within a unit: whoever holds it gives, whoever takes it says so; to and from the bank by two."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field

from duongthu.acts.api import Call, FourEyes, PaperNumber, Reference, act
from duongthu.kernel.dong import MAX_DONG
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.holds import HoldMoved, call_off_promise, keep_promise, open_hold, promise
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.tills import CASH_ROLES, TillCode, own_till, till_row
from duongthu.ledger.actions.vouchers import PAYMENT, RECEIPT, VoucherIssued, issue_voucher
from duongthu.ledger.kinds import BANK, SAFE, unit_owner
from duongthu.ledger.models import Hold, Till
from duongthu.ledger.rules.purposes import CASH_BANKED, CASH_MOVED, CASH_WITHDRAWN
from duongthu.ledger.rules.transfers import PENDING, Transfer
from duongthu.network.api import UnitRef

Dong = Annotated[int, Field(gt=0, le=MAX_DONG)]
HoldKey = Annotated[UUID, Reference("hold")]


@dataclass(frozen=True, slots=True)
class CashGiven:
    """Cash on its way from one till of a unit to another.

    Attributes:
        hold: what the taker answers to; None where giver and taker are one person and it moved at once.
        voucher: number of the paper; empty until it is taken.
    """

    hold: UUID | None
    amount_dong: int
    voucher: str = ""


@act(
    "ledger.give_cash",
    "Giao tiền sang quỹ khác",
    roles=CASH_ROLES,
    unit="unit_id",
    locks=("till:from_till", "till:to_till"),
)
def give_cash(
    call: Call, *, unit_id: UnitRef, from_till: TillCode, to_till: TillCode, amount_dong: Dong
) -> CashGiven:
    """Give cash from one's own till to another of the unit: it is promised until whoever holds that one takes it.

    Raises:
        UnknownTill, TillNotOpen, TillOfAnother: only the holder gives.
        NotEnoughMoney, SameAccount.
    """
    giver = own_till(call, unit_id, from_till, field="from_till")
    taker = till_row(unit_id, to_till, field="to_till")
    if taker.person_id == call.actor.person_id:
        post(call, [_transfer(call, giver, taker, amount_dong)])
        return CashGiven(None, amount_dong, _paper(call, from_till, to_till, amount_dong).code)
    given = promise(call, _transfer(call, giver, taker, amount_dong, PENDING))
    return CashGiven(given.hold, amount_dong)


@act("ledger.take_cash", "Nhận tiền chuyển quỹ", roles=CASH_ROLES, unit="unit_id")
def take_cash(call: Call, *, unit_id: UnitRef, hold: HoldKey) -> CashGiven:
    """Take cash that was given to a till one holds: from now on it is in one's own hands, with a numbered paper.

    Raises:
        NoOpenHold: it was taken or called off. NotYourCash: the till it goes to is in another's hands.
    """
    kept = open_hold(call, hold, CASH_MOVED.code)
    giver, taker = _tills(kept)
    if taker.unit_id != unit_id or taker.person_id != call.actor.person_id:
        raise refusals.NotYourCash(field="hold", hold=str(hold))
    keep_promise(call, kept)
    return CashGiven(hold, kept.amount_dong, _paper(call, giver.code, taker.code, kept.amount_dong).code)


@act(
    "ledger.call_off_cash",
    "Rút lại hoặc từ chối khoản chuyển quỹ",
    roles=(*CASH_ROLES, "controller"),
    unit="unit_id",
)
def call_off_cash(call: Call, *, unit_id: UnitRef, hold: HoldKey) -> HoldMoved:
    """Take back cash that was given and not taken yet, or refuse it as the taker; a controller may end it for both.

    Raises:
        NoOpenHold, NotYourCash.
    """
    kept = open_hold(call, hold, CASH_MOVED.code)
    parties = {till.person_id for till in _tills(kept) if till.unit_id == unit_id}
    if call.actor.person_id not in parties and "controller" not in call.actor.roles:
        raise refusals.NotYourCash(field="hold", hold=str(hold))
    return call_off_promise(call, kept)


@act(
    "ledger.bank_cash", "Nộp tiền mặt vào ngân hàng", roles=("cashier",), unit="unit_id", locks=("till:till",),
    four_eyes=FourEyes("ledger.bank_cash", roles=("accountant", "head", "director"), amount="amount_dong"),
)  # fmt: skip
def bank_cash(
    call: Call, *, unit_id: UnitRef, till: TillCode, amount_dong: Dong, paper: PaperNumber
) -> VoucherIssued:
    """Pay cash of the safe one holds into the unit's bank account, on the bank's slip.

    Raises:
        TillNotOpen, TillOfAnother, NotEnoughMoney, PurposeForbids: not a safe.
    """
    safe, bank = own_till(call, unit_id, till), _bank(unit_id)
    post(call, [Transfer(call.key(1), bank, safe.account_id, amount_dong, CASH_BANKED, paper)])
    return issue_voucher(call, PAYMENT, f"Nộp tiền mặt vào ngân hàng, {paper}"[:120], amount_dong)


@act(
    "ledger.withdraw_cash", "Rút tiền ngân hàng về két", roles=("cashier",), unit="unit_id", locks=("till:till",),
    four_eyes=FourEyes("ledger.withdraw_cash", roles=("accountant", "head", "director"), amount="amount_dong"),
)  # fmt: skip
def withdraw_cash(
    call: Call, *, unit_id: UnitRef, till: TillCode, amount_dong: Dong, paper: PaperNumber
) -> VoucherIssued:
    """Fetch cash from the unit's bank account into the safe one holds, on the bank's slip.

    Raises:
        TillNotOpen, TillOfAnother, NotEnoughMoney, PurposeForbids: not a safe.
    """
    safe, bank = own_till(call, unit_id, till), _bank(unit_id)
    post(call, [Transfer(call.key(1), safe.account_id, bank, amount_dong, CASH_WITHDRAWN, paper)])
    return issue_voucher(call, RECEIPT, f"Rút tiền ngân hàng về két, {paper}"[:120], amount_dong)


def _transfer(call: Call, giver: Till, taker: Till, amount: int, phase: int = 0) -> Transfer:
    return Transfer(call.key(1), taker.account_id, giver.account_id, amount, CASH_MOVED, taker.code, phase)


def _paper(call: Call, from_till: str, to_till: str, amount: int) -> VoucherIssued:
    return issue_voucher(call, PAYMENT, f"Chuyển quỹ {from_till} → {to_till}", amount)


def _tills(kept: Hold) -> tuple[Till, Till]:
    """The till the cash comes from and the one it goes to, locked."""
    rows = (
        Till.objects.select_for_update().filter(account_id__in=[kept.credit_id, kept.debit_id]).order_by("pk")
    )
    found = {till.account_id: till for till in rows}
    return found[kept.credit_id], found[kept.debit_id]


def _bank(unit_id: int) -> int:
    owner = unit_owner(unit_id)
    return accounts_for([(BANK.code, owner, unit_id)])[BANK.code, owner]


__all__ = ["SAFE", "CashGiven", "bank_cash", "call_off_cash", "give_cash", "take_cash", "withdraw_cash"]
