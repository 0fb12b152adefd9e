"""Accounting papers: for what no other act covers. The purpose says which accounts; a second person always approves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from duongthu.acts.api import Call, FourEyes, Reference, Title, act, concerns
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.moving_cash import Dong
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.tills import till_code
from duongthu.ledger.actions.vouchers import VoucherIssued, issue_voucher
from duongthu.ledger.kinds import (
    BANK,
    FUND,
    OVER,
    PARTNER,
    ROUNDING,
    SAFE,
    SHORT,
    TILL,
    VAT,
    person_owner,
    unit_owner,
)
from duongthu.ledger.models import Account, Entry, Till
from duongthu.ledger.rules.purposes import (
    CAPITAL_RECEIVED,
    CAPITAL_RETURNED,
    OPENING_CASH,
    OVER_TO_INCOME,
    PARTNER_PAID,
    PARTNER_PAYS,
    SHORT_WRITTEN_OFF,
    VAT_PAID,
    Purpose,
)
from duongthu.ledger.rules.transfers import Transfer
from duongthu.network.api import UnitRef
from duongthu.staff.api import StaffRef

CORPORATION = "TCT"
PaperPurpose = Annotated[str, Reference("purpose")]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of a paper.

    Attributes:
        unit_id: whose books. person_id: whose name, where the purpose is about a person's shortage or surplus; 0 the unit's.
        safe: opening cash of the safe instead of the till.
    """

    unit_id: UnitRef
    amount_dong: Dong
    person_id: StaffRef = 0
    safe: bool = False


AccountKey = tuple[str, str]


def _own(kind: str) -> Callable[[PaperLine], AccountKey]:
    return lambda line: (kind, unit_owner(line.unit_id))


def _corporation(kind: str) -> Callable[[PaperLine], AccountKey]:
    return lambda _line: (kind, CORPORATION)


def _named(kind: str) -> Callable[[PaperLine], AccountKey]:
    return lambda line: (
        kind,
        person_owner(line.person_id, line.unit_id) if line.person_id else unit_owner(line.unit_id),
    )


def _cash(line: PaperLine) -> AccountKey:
    kind = SAFE.code if line.safe else TILL.code
    return kind, till_code(line.unit_id, kind)


# Which accounts a paper of each purpose debits and credits: by its line's unit and person, never by the caller's word.
PAPERS: dict[str, tuple[Purpose, Callable[[PaperLine], AccountKey], Callable[[PaperLine], AccountKey]]] = {
    OPENING_CASH.code: (OPENING_CASH, _cash, _corporation(FUND.code)),
    CAPITAL_RECEIVED.code: (CAPITAL_RECEIVED, _own(BANK.code), _corporation(FUND.code)),
    CAPITAL_RETURNED.code: (CAPITAL_RETURNED, _corporation(FUND.code), _own(BANK.code)),
    PARTNER_PAID.code: (PARTNER_PAID, _corporation(PARTNER.code), _own(BANK.code)),
    PARTNER_PAYS.code: (PARTNER_PAYS, _own(BANK.code), _corporation(PARTNER.code)),
    VAT_PAID.code: (VAT_PAID, _own(VAT.code), _own(BANK.code)),
    SHORT_WRITTEN_OFF.code: (SHORT_WRITTEN_OFF, _own(ROUNDING.code), _named(SHORT.code)),
    OVER_TO_INCOME.code: (OVER_TO_INCOME, _named(OVER.code), _own(ROUNDING.code)),
}


@act(
    "ledger.post_paper",
    "Ghi sổ theo chứng từ",
    roles=("accountant",),
    four_eyes=FourEyes("ledger.post_paper", amount="amount_dong"),
)
def post_paper(
    call: Call, *, purpose: PaperPurpose, title: Title, amount_dong: Dong, lines: list[PaperLine]
) -> VoucherIssued:
    """Book an accounting paper of one purpose, a line a unit; another must approve it.

    Raises:
        NotAPaper: the purpose is not booked by paper. Unbalanced: the lines do not add up to the paper's amount.
        CashInHands: opening cash for a till in somebody's hands, or one that moved before.
        NotThatMuch: less lacks or is over than the paper settles.
        UnitOutOfReach: a line's unit is not the actor's to book for. NotEnoughMoney.
    """
    if purpose not in PAPERS:
        raise refusals.NotAPaper(field="purpose", purpose=purpose, purposes=", ".join(sorted(PAPERS)))
    if (total := sum(line.amount_dong for line in lines)) != amount_dong:
        raise refusals.Unbalanced(field="lines", total=total, amount=amount_dong)
    row, debit_of, credit_of = PAPERS[purpose]
    _demand_nobodys_cash(row, lines)
    keys = [(debit_of(line), credit_of(line)) for line in lines]
    accounts = accounts_for(
        [
            (kind, owner, call.unit_id if owner == CORPORATION else line.unit_id)
            for line, pair in zip(lines, keys, strict=True)
            for kind, owner in pair
        ]
    )
    for person_id in sorted({line.person_id for line in lines if line.person_id}):
        concerns(call, person_id, field="lines")
    _demand_waiting(row, lines, [accounts[pair[row is SHORT_WRITTEN_OFF]] for pair in keys])
    post(
        call,
        [
            Transfer(
                call.key(n),
                accounts[debit],
                accounts[credit],
                line.amount_dong,
                row,
                "",
                unit_id=line.unit_id,
            )
            for n, (line, (debit, credit)) in enumerate(zip(lines, keys, strict=True), start=1)
        ],
    )
    return issue_voucher(call, "CT", title, amount_dong)


def _demand_waiting(purpose: Purpose, lines: list[PaperLine], accounts: list[int]) -> None:
    """What is settled by paper lacks or is over: each account holds what its lines take from it together."""
    if purpose not in {SHORT_WRITTEN_OFF, OVER_TO_INCOME}:
        return
    locked = Account.objects.select_for_update().filter(pk__in=accounts).order_by("pk")
    left = {one.pk: one.balance_dong for one in locked}
    for number, (line, account) in enumerate(zip(lines, accounts, strict=True), start=1):
        if line.amount_dong > left[account]:
            raise refusals.NotThatMuch(
                field="amount_dong", row=number, there=max(left[account], 0), amount=line.amount_dong
            )
        left[account] -= line.amount_dong


def _demand_nobodys_cash(purpose: Purpose, lines: list[PaperLine]) -> None:
    """Opening cash goes into a till nobody holds and that never moved: a paper has no part in cash in people's hands."""
    if purpose is not OPENING_CASH:
        return
    codes = {_cash(line)[1]: row for row, line in enumerate(lines, start=1)}
    tills = {
        till.code: till for till in Till.objects.select_for_update().filter(code__in=codes).order_by("pk")
    }
    ids = [till.account_id for till in tills.values()]
    moved = set(Entry.objects.filter(debit_id__in=ids).values_list("debit_id", flat=True))
    moved |= set(Entry.objects.filter(credit_id__in=ids).values_list("credit_id", flat=True))
    for code, row in codes.items():
        till = tills.get(code)
        if till is None:
            raise refusals.UnknownTill(field="lines", row=row, till=code)
        if till.is_open or till.account_id in moved:
            raise refusals.CashInHands(field="lines", row=row, till=code)
