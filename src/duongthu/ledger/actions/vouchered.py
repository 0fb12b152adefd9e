"""A free posting of several lines on one paper: for what no other act covers (opening capital, write-offs)."""

from dataclasses import dataclass

from duongthu.acts.api import Call, FourEyes, UnitOutOfReach, act
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.vouchers import VoucherIssued, issue_voucher
from duongthu.ledger.rules import Transfer


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of a paper: either a debit or a credit of an account named by kind and owner."""

    kind: str
    owner: str
    unit_id: int
    debit_dong: int = 0
    credit_dong: int = 0


@act(
    "ledger.post_paper", roles=("accountant",), four_eyes=FourEyes("ledger.post_paper", amount="amount_dong")
)
def post_paper(call: Call, *, title: str, amount_dong: int, lines: list[PaperLine]) -> VoucherIssued:
    """Book a balanced paper; another must approve it.

    Raises:
        Unbalanced: debits, credits and the paper's amount differ.
        UnitOutOfReach: a line's unit is not the actor's to book for.
        WrongAmount, UnknownKind, NotEnoughMoney.
    """
    for row, line in enumerate(lines, start=1):
        if line.unit_id not in call.actor.reach:
            raise UnitOutOfReach(field="lines", row=row, unit=line.unit_id)
    _check_balanced(lines, amount_dong)
    accounts = accounts_for([(line.kind, line.owner, line.unit_id) for line in lines])
    debits = [(accounts[line.kind, line.owner], line.debit_dong) for line in lines if line.debit_dong]
    credits_ = [(accounts[line.kind, line.owner], line.credit_dong) for line in lines if line.credit_dong]
    pairs = matched(debits, credits_)
    post(
        call,
        [Transfer(call.key(n), d, c, amount, "paper") for n, (d, c, amount) in enumerate(pairs, start=1)],
    )
    return issue_voucher(call, "CT", title, amount_dong)


def matched(debits: list[tuple[int, int]], credits_: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Several debits and credits of equal sums as single transfers (debit, credit, đồng), in written order."""
    pairs, waiting = [], list(credits_)
    for debit, amount in debits:
        left = amount
        while left:
            credit, there = waiting[0]
            moved = min(left, there)
            pairs.append((debit, credit, moved))
            left -= moved
            waiting[0] = (credit, there - moved)
            if there == moved:
                waiting.pop(0)
    return pairs


def _check_balanced(lines: list[PaperLine], amount: int) -> None:
    for row, line in enumerate(lines, start=1):
        if line.debit_dong < 0 or line.credit_dong < 0 or bool(line.debit_dong) == bool(line.credit_dong):
            raise refusals.WrongAmount(field="lines", row=row, amount=line.debit_dong or line.credit_dong)
    debits, credits_ = sum(line.debit_dong for line in lines), sum(line.credit_dong for line in lines)
    if debits != credits_ or debits != amount:
        raise refusals.Unbalanced(field="lines", debits=debits, credits=credits_)
