"""Promised transfers: they count against the giver's limit at once and move nothing yet. Each has its purpose."""

from dataclasses import dataclass
from uuid import UUID

from duongthu.acts.api import Call, act
from duongthu.ledger import refusals
from duongthu.ledger.actions.posting import enter, expired_holds, move_balances, post
from duongthu.ledger.models import Entry, Hold
from duongthu.ledger.rules.purposes import purpose_of
from duongthu.ledger.rules.transfers import EXPIRE_HOLD, PENDING, POST_HOLD, VOID_HOLD, Transfer


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


def promise(call: Call, transfer: Transfer) -> HoldMoved:
    """Promise a transfer.

    Args:
        transfer: of phase PENDING; where it lapses by itself, its hour lies ahead.

    Raises:
        HoldNotAhead: it would be born expired.
        NotEnoughMoney, WrongAmount, SameAccount, PurposeForbids.
    """
    assert transfer.phase == PENDING, "a promise is pending"  # noqa: S101
    if transfer.expires_at is not None and transfer.expires_at <= call.now:
        raise refusals.HoldNotAhead(field="expires_at", at=transfer.expires_at.isoformat())
    post(call, [transfer])
    return HoldMoved(transfer.key, Hold.OPEN, 0, 0)


def keep_promise(call: Call, hold: Hold, amount_dong: int | None = None) -> HoldMoved:
    """Carry a promised transfer out, in full or in part; what is not posted is released.

    Raises:
        HoldTooSmall: more is asked for than was promised. WrongAmount: nothing is asked for.
    """
    amount = hold.amount_dong if amount_dong is None else amount_dong
    if amount <= 0:
        raise refusals.WrongAmount(field="amount_dong", amount=amount)
    if amount > hold.amount_dong:
        raise refusals.HoldTooSmall(field="amount_dong", left=hold.amount_dong, amount=amount)
    return _finish(call, hold, POST_HOLD, Hold.POSTED, amount)


def call_off_promise(call: Call, hold: Hold, line: int = 0) -> HoldMoved:
    """Take a promised transfer back.

    Args:
        line: which of the act's promises it is, from 0.
    """
    return _finish(call, hold, VOID_HOLD, Hold.VOIDED, 0, line)


def open_hold(call: Call, key: UUID, purpose_code: str, *, field: str = "hold") -> Hold:
    """The promise of that key and purpose, locked; of several who reach for it at once exactly one finds it open.

    Raises:
        NoOpenHold: unknown, of another purpose, already posted, voided or expired, or beyond the actor's reach.
    """
    kept = Hold.objects.select_for_update().filter(key=key, state=Hold.OPEN).first()
    fits = (
        kept is not None
        and (kept.unit_id in call.actor.reach or "system" in call.actor.roles)
        and not (kept.expires_at and kept.expires_at <= call.now)
        and Entry.objects.filter(key=key, kind=purpose_code).exists()
    )
    if kept is None or not fits:
        raise refusals.NoOpenHold(field=field, hold=str(key))
    return kept


@act("ledger.expire_holds", "Giải tỏa các khoản giữ chỗ quá hạn", roles=("system", "accountant"))
def expire_holds(call: Call) -> dict[str, int]:
    """Release every promised transfer whose time has passed."""
    lapsed = [
        kept
        for kept in expired_holds(call.now)
        if kept.unit_id in call.actor.reach or "system" in call.actor.roles
    ]
    for line, kept in enumerate(lapsed):
        _finish(call, kept, EXPIRE_HOLD, Hold.EXPIRED, 0, line)
    return {"expired": len(lapsed)}


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
    purpose = purpose_of(origin.kind)
    assert purpose is not None, "a promise has a purpose of the table"  # noqa: S101
    ended = Transfer(
        call.key(line + 1), kept.debit_id, kept.credit_id, amount or kept.amount_dong, purpose, origin.subject, phase, kept.key,
        kept.unit_id,
    )  # fmt: skip
    enter(call, [ended])
    kept.state, kept.posted_dong = state, amount
    kept.save(update_fields=["state", "posted_dong"])
    return HoldMoved(kept.key, state, amount, kept.amount_dong - amount)
