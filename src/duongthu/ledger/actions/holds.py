"""Pending transfers (post all or part, void, expire) and the reversal of posted ones."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import AwareDatetime

from duongthu.acts.api import Call, act
from duongthu.ledger import refusals
from duongthu.ledger.actions.posting import enter, entry_by_key, expired_holds, move_balances, post
from duongthu.ledger.models import Account, Entry, Hold
from duongthu.ledger.rules import EXPIRE_HOLD, PENDING, POST_HOLD, POSTED, REVERSAL, VOID_HOLD, Transfer

KEEPERS = ("teller", "cashier", "accountant", "controller", "head", "system")


@dataclass(frozen=True, slots=True)
class HoldMoved:
    """What a hold came to.

    Attributes:
        posted_dong: posted in all; ``released_dong``: what went back to where it came from.
    """

    hold: UUID
    state: str
    posted_dong: int
    released_dong: int


@act("ledger.hold", roles=KEEPERS)
def hold(
    call: Call,
    *,
    debit: int,
    credit: int,
    amount_dong: int,
    subject: str = "",
    expires_at: AwareDatetime | None = None,
) -> HoldMoved:
    """Promise a transfer: it counts against the giver's limit at once and moves nothing yet.

    Raises:
        UnknownAccount: there is none, or it belongs to a unit beyond the actor's reach.
        NotEnoughMoney, WrongAmount, SameAccount.
    """
    _check_reach(call, {"debit": debit, "credit": credit})
    key = call.key(1)
    post(call, [Transfer(key, debit, credit, amount_dong, "hold", subject, PENDING, expires_at=expires_at)])
    return HoldMoved(key, Hold.OPEN, 0, 0)


@act("ledger.post_hold", roles=KEEPERS)
def post_hold(call: Call, *, hold: UUID, amount_dong: int | None = None) -> HoldMoved:
    """Carry a promised transfer out, in full or in part; what is not posted is released.

    Raises:
        NoOpenHold: already posted, voided or expired; of several at once exactly one finds it open.
        HoldTooSmall: more is asked for than was promised.
    """
    kept = _open_hold(call, hold)
    amount = kept.amount_dong if amount_dong is None else amount_dong
    if amount <= 0:
        raise refusals.WrongAmount(field="amount_dong", amount=amount)
    if amount > kept.amount_dong:
        raise refusals.HoldTooSmall(field="amount_dong", left=kept.amount_dong, amount=amount)
    return _finish(call, kept, POST_HOLD, Hold.POSTED, amount)


@act("ledger.void_hold", roles=KEEPERS)
def void_hold(call: Call, *, hold: UUID) -> HoldMoved:
    """Take a promised transfer back."""
    return _finish(call, _open_hold(call, hold), VOID_HOLD, Hold.VOIDED, 0)


@act("ledger.expire_holds", roles=("system", "accountant"))
def expire_holds(call: Call) -> dict[str, int]:
    """Release every promised transfer whose time has passed."""
    lapsed = expired_holds(call.now)
    for line, kept in enumerate(lapsed):
        _finish(call, kept, EXPIRE_HOLD, Hold.EXPIRED, 0, line)
    return {"expired": len(lapsed)}


@dataclass(frozen=True, slots=True)
class Reversed:
    """An entry taken back: its key and that of the entry that does so."""

    entry: UUID
    reversal: UUID
    amount_dong: int


@act("ledger.reverse", roles=("accountant", "controller"))
def reverse(call: Call, *, entry: UUID, reason: str) -> Reversed:
    """Take a posted entry back by a new, opposite one that points to it; the reason stands in the act log.

    Raises:
        NoSuchEntry: unknown, pending or itself a reversal.
        AlreadyReversed: it was taken back before.
        NotEnoughMoney: the receiver no longer has it.
    """
    posted = entry_by_key(entry)
    if posted is None or posted.phase not in {POSTED, POST_HOLD} or posted.unit_id not in call.actor.reach:
        raise refusals.NoSuchEntry(field="entry", entry=str(entry))
    if Entry.objects.filter(ref=entry, phase=REVERSAL).exists():
        raise refusals.AlreadyReversed(entry=str(entry))
    back = Transfer(
        call.key(1), posted.credit_id, posted.debit_id, posted.amount_dong, posted.kind, posted.subject, REVERSAL, entry,
        posted.unit_id,
    )  # fmt: skip
    post(call, [back])
    return Reversed(entry, back.key, posted.amount_dong)


def _check_reach(call: Call, accounts: dict[str, int]) -> None:
    units = dict(Account.objects.filter(pk__in=accounts.values()).values_list("pk", "unit_id"))
    for field, account in accounts.items():
        if units.get(account) not in call.actor.reach:
            raise refusals.UnknownAccount(field=field, account=account)


def _open_hold(call: Call, key: UUID) -> Hold:
    kept = Hold.objects.select_for_update().filter(key=key, state=Hold.OPEN).first()
    if kept is None or (kept.unit_id not in call.actor.reach and "system" not in call.actor.roles):
        raise refusals.NoOpenHold(field="hold", hold=str(key))
    if kept.expires_at and kept.expires_at <= call.now:
        raise refusals.NoOpenHold(field="hold", hold=str(key))
    return kept


def _finish(call: Call, kept: Hold, phase: int, state: str, amount: int, line: int = 0) -> HoldMoved:
    """Lift the reservation, move what is posted, and write one entry that points to the pending one."""
    move_balances(
        "debits_pending_dong",
        "credits_pending_dong",
        {kept.debit_id: -kept.amount_dong},
        {kept.credit_id: -kept.amount_dong},
    )
    if amount:
        move_balances("debits_dong", "credits_dong", {kept.debit_id: amount}, {kept.credit_id: amount})
    origin = Entry.objects.get(key=kept.key)
    enter(
        call,
        [
            Transfer(
                call.key(line + 1), kept.debit_id, kept.credit_id, amount or kept.amount_dong, origin.kind, origin.subject,
                phase, kept.key, kept.unit_id,
            )
        ],
    )  # fmt: skip
    kept.state, kept.posted_dong = state, amount
    kept.save(update_fields=["state", "posted_dong"])
    return HoldMoved(kept.key, state, amount, kept.amount_dong - amount)
