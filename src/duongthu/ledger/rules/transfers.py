"""Pure rules of the money book: what a batch of transfers does to balances, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from duongthu.kernel.dong import MAX_DONG
from duongthu.kernel.refusal import Refusal
from duongthu.ledger import refusals
from duongthu.ledger.rules.purposes import Purpose

POSTED, PENDING, POST_HOLD, VOID_HOLD, EXPIRE_HOLD, REVERSAL = range(6)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Whole đồng from the credited to the debited account.

    Attributes:
        key: made by whoever asks; the same key twice is one transfer. UUIDv7 keeps the journal fast.
        debit: account that receives (its debits grow); ``credit``: account that gives.
        purpose: why it moves; a row of the table of purposes, which says between which kinds of account.
        subject: the item, pouch or paper it is about.
        phase: POSTED, PENDING, or REVERSAL of the entry ``ref``.
        expires_at: when a pending transfer lapses by itself.
    """

    key: UUID
    debit: int
    credit: int
    amount_dong: int
    purpose: Purpose
    subject: str = ""
    phase: int = POSTED
    ref: UUID | None = None
    unit_id: int | None = None
    expires_at: datetime | None = None


class LineResult(NamedTuple):
    """What came of one transfer: ``done``, ``duplicate`` or ``refused`` with the refusal."""

    key: UUID
    status: str
    refusal: Refusal | None = None


class Kept(NamedTuple):
    """What the journal holds under a key."""

    debit: int
    credit: int
    amount_dong: int
    kind: str
    subject: str


@dataclass(slots=True)
class Books:
    """The balances a batch touches, as the batch leaves them.

    Attributes:
        net: debits less credits of each account; of one without a limit the batch's own change is enough.
        kinds: the kind of each account.
        floor_debit: limited accounts that grow by debits → đồng reserved by pending credits.
        floor_credit: limited accounts that grow by credits → đồng reserved by pending debits.
        units: the unit each account is at.
    """

    net: dict[int, int]
    kinds: dict[int, str]
    floor_debit: dict[int, int] = field(default_factory=dict)
    floor_credit: dict[int, int] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Decision:
    """Which transfers enter, each line's result, and how balances move."""

    accepted: list[Transfer] = field(default_factory=list)
    results: list[LineResult] = field(default_factory=list)
    debits: dict[int, int] = field(default_factory=dict)
    credits: dict[int, int] = field(default_factory=dict)
    debits_pending: dict[int, int] = field(default_factory=dict)
    credits_pending: dict[int, int] = field(default_factory=dict)


def decide(transfers: Iterable[Transfer], books: Books, known: dict[int, Kept | Transfer]) -> Decision:
    """Take each transfer in turn against the balances its predecessors left.

    Args:
        books: changed on the way; afterwards the balances after the batch.
        known: what stands in the journal, by key as a number; grows by the accepted ones.
    """
    decision = Decision()
    accept, answer = decision.accepted.append, decision.results.append
    net, kinds, floor_debit, floor_credit = books.net, books.kinds, books.floor_debit, books.floor_credit
    debits, credits_ = decision.debits, decision.credits
    for transfer in transfers:
        key, debit, credit, amount = transfer.key, transfer.debit, transfer.credit, transfer.amount_dong
        number = key.int  # hashed in a third of the time of the key itself
        if number in known:
            answer(_again(transfer, known[number]))
            continue
        if (
            type(amount) is not int
            or not 0 < amount <= MAX_DONG
            or debit == credit
            or debit not in net
            or credit not in net
            or (kinds[debit], kinds[credit]) not in _pairs(transfer)
        ):
            answer(LineResult(key, "refused", _refusal(transfer, books)))
            continue
        if credit in floor_debit and net[credit] - floor_debit[credit] < amount:
            answer(LineResult(key, "refused", _not_enough(credit, net[credit] - floor_debit[credit], amount)))
            continue
        if debit in floor_credit and -net[debit] - floor_credit[debit] < amount:
            answer(LineResult(key, "refused", _not_enough(debit, -net[debit] - floor_credit[debit], amount)))
            continue
        known[number] = transfer
        if transfer.phase == PENDING:
            _reserve(transfer, books, decision)
        else:
            net[debit] += amount
            net[credit] -= amount
            debits[debit] = debits.get(debit, 0) + amount
            credits_[credit] = credits_.get(credit, 0) + amount
        accept(transfer)
        answer(LineResult(key, "done"))
    return decision


def _again(transfer: Transfer, kept: Kept | Transfer) -> LineResult:
    """A key the journal or the batch knows: a repeat of the same transfer is harmless, another under it is refused."""
    if _said(transfer) == (kept if isinstance(kept, Kept) else _said(kept)):
        return LineResult(transfer.key, "duplicate")
    return LineResult(transfer.key, "refused", refusals.LineReused(field="key", key=str(transfer.key)))


def _said(transfer: Transfer) -> Kept:
    """A transfer as the journal will hold it."""
    return Kept(
        transfer.debit, transfer.credit, transfer.amount_dong, transfer.purpose.code, transfer.subject
    )


def _pairs(transfer: Transfer) -> frozenset[tuple[str, str]]:
    """Between which kinds (debited, credited) the transfer may move money: a reversal goes the other way."""
    pairs = transfer.purpose.pairs
    return frozenset(pair[::-1] for pair in pairs) if transfer.phase == REVERSAL else pairs


def _refusal(transfer: Transfer, books: Books) -> Refusal:
    """Why a transfer is no transfer at all."""
    amount, net = transfer.amount_dong, books.net
    if type(amount) is not int or not 0 < amount <= MAX_DONG:
        return refusals.WrongAmount(field="amount_dong", amount=amount)
    if transfer.debit == transfer.credit:
        return refusals.SameAccount(account=transfer.debit)
    if transfer.debit not in net:
        return refusals.UnknownAccount(field="debit", account=transfer.debit)
    if transfer.credit not in net:
        return refusals.UnknownAccount(field="credit", account=transfer.credit)
    debit, credit = books.kinds[transfer.debit], books.kinds[transfer.credit]
    return refusals.PurposeForbids(purpose=transfer.purpose.title, debit=debit, credit=credit)


def _not_enough(account: int, available: int, amount: int) -> Refusal:
    return refusals.NotEnoughMoney(account=account, available=available, amount=amount)


def _reserve(transfer: Transfer, books: Books, decision: Decision) -> None:
    debit, credit, amount = transfer.debit, transfer.credit, transfer.amount_dong
    decision.debits_pending[debit] = decision.debits_pending.get(debit, 0) + amount
    decision.credits_pending[credit] = decision.credits_pending.get(credit, 0) + amount
    if credit in books.floor_debit:
        books.floor_debit[credit] += amount
    if debit in books.floor_credit:
        books.floor_credit[debit] += amount


def booking_day(document_on: date, closed_until: date | None) -> date:
    """The day an entry is booked on: its own, or the first open one after a closed period."""
    if closed_until is None or document_on > closed_until:
        return document_on
    return closed_until + timedelta(days=1)
