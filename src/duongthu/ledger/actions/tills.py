"""Tills: whoever opens one answers for its cash until it is counted and closed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from django.db.models import Q

from duongthu.acts.api import (
    Call,
    FourEyes,
    Reason,
    Reference,
    Remark,
    act,
    bulk,
    concerns,
    perform,
    system_actor,
    write_row,
)
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.vouchers import COUNT, RECEIPT, VoucherIssued, issue_voucher
from duongthu.ledger.kinds import COURIER, OVER, ROUNDING, SAFE, SHORT, TILL, person_owner, unit_owner
from duongthu.ledger.models import Account, CashCount, Entry, Hold, Till
from duongthu.ledger.rules.notes import Note, total_of
from duongthu.ledger.rules.purposes import OVER as FOUND_OVER, PAY_IN, ROUNDED_DOWN, ROUNDED_UP, TILL_SHORT
from duongthu.ledger.rules.transfers import Transfer
from duongthu.network.api import UnitRef, UnitsOpened
from duongthu.staff.api import FormerCourierRef

CASH_ROLES = ("teller", "cashier", "head")
SAFE_ROLES = frozenset({"cashier", "head"})
TillCode = Annotated[str, Reference("till")]
"""Code of a till or safe of the unit acted on."""
ROUNDING_LIMIT = (
    1_000  # đồng; smaller differences are what coins no longer in use leave behind (rules.md §7.2)
)


@dataclass(frozen=True, slots=True)
class TillState:
    """A till after an act: what the book says, what was counted, and the paper of a difference."""

    till: str
    book_dong: int
    counted_dong: int | None = None
    difference_dong: int = 0
    voucher: VoucherIssued | None = None


def till_code(unit_id: int, kind: str, number: int = 1) -> str:
    """Name of a unit's till or safe: ``U12-till-1``."""
    return f"U{unit_id}-{kind}-{number}"


@act("ledger.supply_tills", "Lập quỹ cho đơn vị", roles=("system",))
def supply_tills(call: Call, *, unit_ids: list[UnitRef], kinds: list[str]) -> None:
    """Give each unit its till and safe; what is there stays."""
    _supply(unit_ids, kinds)


def tills_for(unit_ids: Sequence[int], kinds: Sequence[str] = (TILL.code, SAFE.code)) -> None:
    """Let the program itself give each unit its till and safe."""
    founder = system_actor("Lập quỹ", frozenset(unit_ids))
    perform(founder, "ledger.supply_tills", {"unit_ids": list(unit_ids), "kinds": list(kinds)})


def _supply(unit_ids: Sequence[int], kinds: Sequence[str]) -> None:
    wanted = [(kind, till_code(unit, kind), unit) for unit in unit_ids for kind in kinds]
    accounts = accounts_for(wanted)
    Till.objects.bulk_create(
        [Till(unit_id=u, code=code, kind=kind, account_id=accounts[kind, code]) for kind, code, u in wanted],
        ignore_conflicts=True,
        batch_size=500,
    )


def follow_opened(_call: Call, opened: UnitsOpened) -> None:
    """Reaction: a new unit gets its till and its safe."""
    _supply(opened.unit_ids, (TILL.code, SAFE.code))


@act("ledger.open_till", "Mở ca quỹ", roles=CASH_ROLES, unit="unit_id", locks=("till:till",))
def open_till(call: Call, *, unit_id: UnitRef, till: TillCode) -> TillState:
    """Take a till into one's hands; from now on its cash is this person's to answer for.

    Raises:
        UnknownTill, TillAlreadyOpen.
    """
    kept = till_row(unit_id, till)
    if kept.is_open:
        raise refusals.TillAlreadyOpen(till=till)
    if kept.kind == SAFE.code and not call.actor.roles & SAFE_ROLES:
        raise refusals.SafeNotYours(field="till", till=till)
    kept.person_id, kept.opened_on = call.actor.person_id, call.business_on
    kept.save(update_fields=["person_id", "opened_on"])
    return TillState(till, kept.account.balance_dong)


@act("ledger.count_till", "Kiểm quỹ", roles=(*CASH_ROLES, "controller"), unit="unit_id")
def count_till(
    call: Call, *, unit_id: UnitRef, till: TillCode, notes: list[Note], reason: Remark = ""
) -> TillState:
    """Count a till by denomination, at any time; a difference goes to a named account with its reason.

    Raises:
        TillNotOpen, TillOfAnother, UnknownNote, DifferenceNeedsReason.
    """
    kept = own_till(call, unit_id, till, controller=True)
    if kept.person_id == call.actor.person_id:
        return _count(call, kept, notes, reason, person_owner(call.actor.person_id, unit_id))
    # Another's count is a statement, no posting: what lacks comes on a name by the holder's own count, or by two.
    book, counted = kept.account.balance_dong, total_of(notes)
    explained(counted, book, reason, free=abs(counted - book) < ROUNDING_LIMIT)
    _record_count(call, kept, notes, counted, reason)
    return TillState(kept.code, book, counted, counted - book)


@act("ledger.close_till", "Đóng ca quỹ", roles=CASH_ROLES, unit="unit_id")
def close_till(
    call: Call, *, unit_id: UnitRef, till: TillCode, notes: list[Note], reason: Remark = ""
) -> TillState:
    """Count and give the till out of one's hands.

    Raises:
        TillNotOpen, TillOfAnother, UnknownNote, DifferenceNeedsReason.
    """
    kept = own_till(call, unit_id, till)
    return _close(call, kept, notes, reason, person_owner(call.actor.person_id, unit_id))


@act(
    "ledger.take_over_till", "Tiếp quản quỹ của người vắng mặt", roles=("head", "controller"), unit="unit_id",
    locks=("till:till",),
    four_eyes=FourEyes("ledger.take_over_till", roles=("controller", "head", "cashier", "director")),
)  # fmt: skip
def take_over_till(
    call: Call, *, unit_id: UnitRef, till: TillCode, notes: list[Note], reason: Reason
) -> TillState:
    """Count and close the till of somebody who cannot: two people count, a difference stands on the holder's name.

    Raises:
        TillNotOpen, UnknownNote, DifferenceNeedsReason, CashNotTaken.
        PersonConcerned: the holder is one of the two. CountStale: the till moved, or was counted, since it was proposed.
    """
    kept = open_till_row(unit_id, till)
    _demand_still(call, kept)
    concerns(call, kept.person_id or 0, field="till")
    return _close(call, kept, notes, reason, person_owner(kept.person_id or 0, unit_id))


@act(
    "ledger.courier_pays_in",
    "Bưu tá nộp tiền",
    roles=CASH_ROLES,
    unit="unit_id",
    locks=("person:courier_id", "till:till"),
)
def courier_pays_in(
    call: Call,
    *,
    unit_id: UnitRef,
    till: TillCode,
    courier_id: FormerCourierRef,
    notes: list[Note],
    reason: Remark = "",
) -> TillState:
    """A courier hands in the day's cash, counted by denomination.

    What lacks stays on the courier's hands until he says yes to it (``ledger.accept_shortage``), brings it, or two others
    put it on his name; what is over goes to his name at once. A difference needs its reason.

    Raises:
        TillNotOpen, TillOfAnother, UnknownNote, DifferenceNeedsReason.
    """
    kept = own_till(call, unit_id, till)
    owner = person_owner(courier_id, unit_id)
    accounts = accounts_for([(COURIER.code, owner, unit_id), (OVER.code, owner, unit_id)])
    held, counted = Account.objects.get(pk=accounts[COURIER.code, owner]).balance_dong, total_of(notes)
    explained(counted, held, reason, free=abs(counted - held) < ROUNDING_LIMIT)
    courier, over = accounts[COURIER.code, owner], accounts[OVER.code, owner]
    wanted = [
        (courier, min(held, counted), PAY_IN),
        (over, counted - held, FOUND_OVER),
    ]
    lines = [line for line in wanted if line[1] > 0]
    post(
        call,
        [
            Transfer(call.key(n), kept.account_id, credit, amount, why, owner)
            for n, (credit, amount, why) in enumerate(lines, start=1)
        ],
    )
    voucher = issue_voucher(call, RECEIPT, f"Bưu tá {owner} nộp tiền", counted) if counted else None
    return TillState(till, held, counted, counted - held, voucher)


def _demand_still(call: Call, kept: Till) -> None:
    """What was counted when the act was proposed is still what lies there: nothing moved and nobody counted since."""
    if call.asked_at is None:
        return
    moved = Entry.objects.filter(Q(debit_id=kept.account_id) | Q(credit_id=kept.account_id))
    counted = CashCount.objects.filter(till_id=kept.pk, counted_at__gt=call.asked_at)
    if moved.filter(recorded_at__gt=call.asked_at).exists() or counted.exists():
        raise refusals.CountStale(field="till", till=kept.code)


def _close(call: Call, kept: Till, notes: Sequence[Note], reason: str, owner: str) -> TillState:
    """Count, and out of the holder's hands; cash given from it must have been taken or called off before."""
    waiting = Hold.objects.filter(credit_id=kept.account_id, state=Hold.OPEN).count()
    if waiting:
        raise refusals.CashNotTaken(field="till", till=kept.code, count=waiting)
    state = _count(call, kept, notes, reason, owner)
    kept.person_id, kept.opened_on = None, None
    kept.save(update_fields=["person_id", "opened_on"])
    return state


def _count(call: Call, kept: Till, notes: Sequence[Note], reason: str, owner: str) -> TillState:
    """Book against counted.

    Args:
        owner: on whose name a difference goes.
    """
    book, counted = kept.account.balance_dong, total_of(notes)
    difference = counted - book
    rounded = difference != 0 and abs(difference) + _rounded_today(call, kept) < ROUNDING_LIMIT
    explained(counted, book, reason, free=rounded)
    _record_count(call, kept, notes, counted, reason)
    voucher = _post_difference(call, kept, difference, owner, rounded=rounded) if difference else None
    return TillState(kept.code, book, counted, difference, voucher)


def _record_count(call: Call, kept: Till, notes: Sequence[Note], counted: int, reason: str) -> None:
    """One row of the journal of counts, under the name of who counted."""
    write_row(CashCount(
        act_id=call.act_id, till_id=kept.pk, unit_id=kept.unit_id, person_id=call.actor.person_id,
        notes=json.dumps([[line.note, line.count] for line in notes]), counted_dong=counted,
        book_dong=kept.account.balance_dong, reason=reason, counted_at=call.now, business_on=call.business_on,
    ))  # fmt: skip


def explained(counted: int, book: int, reason: str, *, free: bool) -> None:
    """A difference beyond rounding needs a reason.

    Args:
        free: whether the difference is what rounding leaves.

    Raises:
        DifferenceNeedsReason.
    """
    if counted != book and not free and not reason:
        raise refusals.DifferenceNeedsReason(
            field="reason", counted=counted, book=book, difference=counted - book
        )


def _rounded_today(call: Call, kept: Till) -> int:
    """Đồng that counts of this till, and of this person at any, called rounding on the business day, up and down added."""
    codes = (ROUNDED_UP.code, ROUNDED_DOWN.code)
    own = CashCount.objects.filter(person_id=call.actor.person_id, business_on=call.business_on)
    here = Q(unit_id=kept.unit_id, subject=kept.code) | Q(act_id__in=own.values("act_id"))
    entries = Entry.objects.filter(here, booked_on__gte=call.business_on, kind__in=codes)
    return sum(entries.values_list("amount_dong", flat=True))


def _post_difference(call: Call, kept: Till, difference: int, owner: str, *, rounded: bool) -> VoucherIssued:
    """Rounding goes to one account, a true shortage or surplus to a name."""
    if rounded:
        kind, owner, why = ROUNDING, unit_owner(kept.unit_id), ROUNDED_UP if difference > 0 else ROUNDED_DOWN
    else:
        kind, why = (OVER, FOUND_OVER) if difference > 0 else (SHORT, TILL_SHORT)
    other = accounts_for([(kind.code, owner, kept.unit_id)])[kind.code, owner]
    debit, credit = (kept.account_id, other) if difference > 0 else (other, kept.account_id)
    post(call, [Transfer(call.key(1), debit, credit, abs(difference), why, kept.code)])
    return issue_voucher(call, COUNT, f"Chênh lệch kiểm quỹ {kept.code}", abs(difference))


def till_row(unit_id: int, code: str, *, field: str = "till") -> Till:
    """A till of the unit with its account, locked.

    Raises:
        UnknownTill.
    """
    kept = Till.objects.select_for_update().filter(unit_id=unit_id, code=code).first()
    if kept is None:
        raise refusals.UnknownTill(field=field, till=code)
    # A statement of its own, under the till's lock: a joined row would be that of before the wait.
    kept.account = Account.objects.select_for_update().get(pk=kept.account_id)
    return kept


def open_till_row(unit_id: int, code: str, *, field: str = "till") -> Till:
    """A till somebody has open, locked.

    Raises:
        UnknownTill, TillNotOpen.
    """
    kept = till_row(unit_id, code, field=field)
    if not kept.is_open:
        raise refusals.TillNotOpen(field=field, till=code)
    return kept


def own_till(call: Call, unit_id: int, code: str, *, controller: bool = False, field: str = "till") -> Till:
    """A till the actor has open, locked.

    Args:
        controller: a controller may look into another's.

    Raises:
        UnknownTill, TillNotOpen, TillOfAnother.
    """
    kept = open_till_row(unit_id, code, field=field)
    if kept.person_id != call.actor.person_id and not (controller and "controller" in call.actor.roles):
        raise refusals.TillOfAnother(field=field, till=code)
    return kept


def open_till_account(call: Call, unit_id: int, till: str) -> int:
    """The account of a till the actor has open: where a sale's cash goes.

    Raises:
        UnknownTill, TillNotOpen, TillOfAnother.
    """
    lock = " FOR NO KEY UPDATE" if bulk.on_postgres() else ""
    sql = f"SELECT account_id, person_id FROM ledger_till WHERE unit_id = %s AND code = %s{lock}"
    rows = bulk.fetch(sql, [unit_id, till])
    if not rows:
        raise refusals.UnknownTill(field="till", till=till)
    account, person = rows[0]
    if person is None:
        raise refusals.TillNotOpen(field="till", till=till)
    if person != call.actor.person_id:
        raise refusals.TillOfAnother(field="till", till=till)
    return int(account)
