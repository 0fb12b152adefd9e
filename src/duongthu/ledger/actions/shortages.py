"""Money that lacks: on a person's name only by that person's own yes or by two others; repaid in cash."""

from typing import Annotated, Literal

from django.db.models import Q

from duongthu.acts.api import Call, FourEyes, Reason, Remark, act, concerns, keep_concerned
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.moving_cash import Dong
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.tills import CASH_ROLES, TillCode, own_till
from duongthu.ledger.actions.vouchers import COUNT, RECEIPT, VoucherIssued, issue_voucher
from duongthu.ledger.kinds import COURIER, SHORT, person_owner, unit_owner
from duongthu.ledger.models import Account, Entry
from duongthu.ledger.rules.notes import Note, total_of
from duongthu.ledger.rules.purposes import PAY_IN, SHORT_ACCEPTED, SHORT_CHARGED, SHORT_REPAID, Purpose
from duongthu.ledger.rules.transfers import Transfer
from duongthu.network.api import UnitRef
from duongthu.staff.api import StaffRef

Source = Annotated[
    Literal["courier", "unit"], "courier: cash on the person's hands; unit: what waits to be named there"
]
LARGE_SHORTAGE = 1_000_000  # đồng; from here on a courier's own word that cash lacks is no more enough
CONCERNED = ("courier", "teller", "cashier", "head", "driver", "helper")


@act(
    "ledger.accept_shortage", "Nhận trách nhiệm tiền thiếu", roles=CONCERNED, unit="unit_id", locks=("actor",),
    four_eyes=FourEyes(
        "ledger.accept_shortage", roles=("head", "controller", "director"), amount="amount_dong", at_least=0, floor=1,
        floor_from_dong=LARGE_SHORTAGE,
    ),
)  # fmt: skip
def accept_shortage(
    call: Call, *, unit_id: UnitRef, source: Source, amount_dong: Dong, subject: Remark = ""
) -> VoucherIssued:
    """Take money that lacks on one's own name: a courier what he did not bring, anybody what waits unnamed at the unit.

    Raises:
        NothingToAccept: less than that lacks.
        PayInFirst: the courier has taken cash since his last pay-in: what he still holds is no shortage.
    """
    if source == "courier":
        _demand_paid_in(person_owner(call.actor.person_id, unit_id))
    keep_concerned(call, call.actor.person_id)  # others undo it
    return _name(call, unit_id, call.actor.person_id, source, amount_dong, SHORT_ACCEPTED, subject)


@act(
    "ledger.charge_shortage", "Quy trách nhiệm tiền thiếu", roles=("head", "controller"), unit="unit_id",
    locks=("person:person_id",),
    four_eyes=FourEyes("ledger.charge_shortage", roles=("controller", "head", "director"), amount="amount_dong"),
)  # fmt: skip
def charge_shortage(
    call: Call, *, unit_id: UnitRef, person_id: StaffRef, source: Source, amount_dong: Dong, reason: Reason
) -> VoucherIssued:
    """Put money that lacks on a person's name without their yes: two others do, with the reason.

    Raises:
        PersonConcerned: one of the two is the person. NothingToAccept: less than that lacks.
    """
    concerns(call, person_id, field="person_id")
    return _name(call, unit_id, person_id, source, amount_dong, SHORT_CHARGED, reason)


@act(
    "ledger.repay_shortage",
    "Nộp bù tiền thiếu",
    roles=CASH_ROLES,
    unit="unit_id",
    locks=("person:person_id", "till:till"),
)
def repay_shortage(
    call: Call, *, unit_id: UnitRef, till: TillCode, person_id: StaffRef, notes: list[Note]
) -> VoucherIssued:
    """Take cash in for a shortage that stands on somebody's name.

    Raises:
        TillNotOpen, TillOfAnother, UnknownNote, WrongAmount. NothingToAccept: more than is owed.
    """
    kept, amount = own_till(call, unit_id, till), total_of(notes)
    owner = person_owner(person_id, unit_id)
    short = accounts_for([(SHORT.code, owner, unit_id)])[SHORT.code, owner]
    _demand_there(short, amount)
    post(call, [Transfer(call.key(1), kept.account_id, short, amount, SHORT_REPAID, owner)])
    return issue_voucher(call, RECEIPT, f"Nộp bù tiền thiếu, {owner}", amount)


def _name(
    call: Call, unit_id: int, person_id: int, source: str, amount: int, why: Purpose, words: str
) -> VoucherIssued:
    owner, waiting = person_owner(person_id, unit_id), unit_owner(unit_id)
    come_from = (COURIER.code, owner) if source == "courier" else (SHORT.code, waiting)
    accounts = accounts_for([(*come_from, unit_id), (SHORT.code, owner, unit_id)])
    _demand_there(accounts[come_from], amount)
    post(
        call,
        [Transfer(call.key(1), accounts[SHORT.code, owner], accounts[come_from], amount, why, words[:40])],
    )
    return issue_voucher(call, COUNT, f"{why.title}, {owner}", amount)


def _demand_paid_in(owner: str) -> None:
    """What a courier holds is a shortage once he has paid in and it was not there; before, it is the post's cash."""
    account = Account.objects.select_for_update().filter(kind=COURIER.code, owner=owner).first()
    ids = [account.pk] if account else []
    last = Entry.objects.filter(Q(debit_id__in=ids) | Q(credit_id__in=ids)).order_by("-seq").first()
    if last is None or last.kind not in {PAY_IN.code, SHORT_ACCEPTED.code, SHORT_CHARGED.code}:
        raise refusals.PayInFirst(field="source")


def _demand_there(account_id: int, amount: int) -> None:
    there = Account.objects.select_for_update().get(pk=account_id).balance_dong
    if there < amount:
        raise refusals.NothingToAccept(field="amount_dong", there=max(there, 0), amount=amount)
