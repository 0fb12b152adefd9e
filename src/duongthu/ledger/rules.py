"""Pure rules of the money book: what a batch of transfers does to balances, line by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from duongthu.kernel.dong import MAX_DONG
from duongthu.kernel.refusal import Refusal
from duongthu.ledger import refusals

POSTED, PENDING, POST_HOLD, VOID_HOLD, EXPIRE_HOLD, REVERSAL = range(6)
NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Whole đồng from the credited to the debited account.

    Attributes:
        key: made by whoever asks; the same key twice is one transfer. UUIDv7 keeps the journal fast.
        debit: account that receives (its debits grow); ``credit``: account that gives.
        kind: what it is (``postage``, ``cod`` …); ``subject``: the item, pouch or paper it is about.
        phase: POSTED, PENDING, or REVERSAL of the entry ``ref``.
        expires_at: when a pending transfer lapses by itself.
    """

    key: UUID
    debit: int
    credit: int
    amount_dong: int
    kind: str
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


@dataclass(slots=True)
class Books:
    """The balances a batch touches, as the batch leaves them.

    Attributes:
        net: debits less credits of each account; of one without a limit the batch's own change is enough.
        floor_debit: limited accounts that grow by debits → đồng reserved by pending credits.
        floor_credit: limited accounts that grow by credits → đồng reserved by pending debits.
    """

    net: dict[int, int]
    floor_debit: dict[int, int] = field(default_factory=dict)
    floor_credit: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Decision:
    """Which transfers enter, each line's result, and how balances move."""

    accepted: list[Transfer] = field(default_factory=list)
    results: list[LineResult] = field(default_factory=list)
    debits: dict[int, int] = field(default_factory=dict)
    credits: dict[int, int] = field(default_factory=dict)
    debits_pending: dict[int, int] = field(default_factory=dict)
    credits_pending: dict[int, int] = field(default_factory=dict)


def decide(transfers: Iterable[Transfer], books: Books, known: set[UUID]) -> Decision:
    """Take each transfer in turn against the balances its predecessors left.

    Args:
        books: changed on the way; afterwards the balances after the batch.
        known: keys already in the journal; grows by the accepted ones.
    """
    decision = Decision()
    accept, answer = decision.accepted.append, decision.results.append
    net, floor_debit, floor_credit = books.net, books.floor_debit, books.floor_credit
    debits, credits_ = decision.debits, decision.credits
    for transfer in transfers:
        key, debit, credit, amount = transfer.key, transfer.debit, transfer.credit, transfer.amount_dong
        if key in known:
            answer(LineResult(key, "duplicate"))
            continue
        if (
            type(amount) is not int
            or not 0 < amount <= MAX_DONG
            or debit == credit
            or debit not in net
            or credit not in net
        ):
            answer(LineResult(key, "refused", _refusal(transfer, net)))
            continue
        if credit in floor_debit and net[credit] - floor_debit[credit] < amount:
            answer(LineResult(key, "refused", _not_enough(credit, net[credit] - floor_debit[credit], amount)))
            continue
        if debit in floor_credit and -net[debit] - floor_credit[debit] < amount:
            answer(LineResult(key, "refused", _not_enough(debit, -net[debit] - floor_credit[debit], amount)))
            continue
        known.add(key)
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


def _refusal(transfer: Transfer, net: Mapping[int, int]) -> Refusal:
    """Why a transfer is no transfer at all."""
    amount = transfer.amount_dong
    if type(amount) is not int or not 0 < amount <= MAX_DONG:
        return refusals.WrongAmount(field="amount_dong", amount=amount)
    if transfer.debit == transfer.credit:
        return refusals.SameAccount(account=transfer.debit)
    if transfer.debit not in net:
        return refusals.UnknownAccount(field="debit", account=transfer.debit)
    return refusals.UnknownAccount(field="credit", account=transfer.credit)


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


@dataclass(frozen=True, slots=True)
class Note:
    """So many notes of one denomination."""

    note: int
    count: int


def total_of(notes: Sequence[Note]) -> int:
    """Đồng in the notes.

    Raises:
        UnknownNote: a denomination that is not in circulation.
        WrongAmount: a negative count.
    """
    for line in notes:
        if line.note not in NOTES:
            raise refusals.UnknownNote(field="notes", note=line.note)
        if line.count < 0:
            raise refusals.WrongAmount(field="notes", amount=line.count)
    return sum(line.note * line.count for line in notes)


def notes_for(amount: int) -> list[Note]:
    """Fewest notes that make the amount; what is below 200 đồng cannot be paid in notes and is left out."""
    notes = []
    for note in NOTES:
        count, amount = divmod(amount, note)
        if count:
            notes.append(Note(note, count))
    return notes


def booking_day(document_on: date, closed_until: date | None) -> date:
    """The day an entry is booked on: its own, or the first open one after a closed period."""
    if closed_until is None or document_on > closed_until:
        return document_on
    return closed_until + timedelta(days=1)
