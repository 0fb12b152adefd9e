"""Tills: whoever opens one answers for its cash until it is counted and closed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from duongthu.acts.api import Call, act, bulk, perform, system_actor
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.vouchers import COUNT, PAYMENT, RECEIPT, VoucherIssued, issue_voucher
from duongthu.ledger.kinds import COURIER, OVER, ROUNDING, SAFE, SHORT, TILL
from duongthu.ledger.models import Account, CashCount, Till
from duongthu.ledger.rules import Note, Transfer, total_of
from duongthu.network.api import UnitsOpened

CASH_ROLES = ("teller", "cashier", "head")
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


@act("ledger.supply_tills", roles=("system",))
def supply_tills(call: Call, *, unit_ids: list[int], kinds: list[str]) -> None:
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


@act("ledger.open_till", roles=CASH_ROLES, unit="unit_id")
def open_till(call: Call, *, unit_id: int, till: str) -> TillState:
    """Take a till into one's hands; from now on its cash is this person's to answer for.

    Raises:
        UnknownTill, TillAlreadyOpen.
    """
    kept = _till(unit_id, till)
    if kept.is_open:
        raise refusals.TillAlreadyOpen(till=till)
    kept.person_id, kept.opened_on = call.actor.person_id, call.business_on
    kept.save(update_fields=["person_id", "opened_on"])
    return TillState(till, kept.account.balance_dong)


@act("ledger.count_till", roles=(*CASH_ROLES, "controller"), unit="unit_id")
def count_till(call: Call, *, unit_id: int, till: str, notes: list[Note], reason: str = "") -> TillState:
    """Count a till by denomination, at any time; a difference goes to a named account with its reason.

    Raises:
        TillNotOpen, UnknownNote, DifferenceNeedsReason.
    """
    kept = _open_till_of(call, unit_id, till, controller=True)
    return _count(call, kept, notes, reason)


@act("ledger.close_till", roles=CASH_ROLES, unit="unit_id")
def close_till(call: Call, *, unit_id: int, till: str, notes: list[Note], reason: str = "") -> TillState:
    """Count and give the till out of one's hands.

    Raises:
        TillNotOpen, TillOfAnother, UnknownNote, DifferenceNeedsReason.
    """
    kept = _open_till_of(call, unit_id, till)
    state = _count(call, kept, notes, reason)
    kept.person_id, kept.opened_on = None, None
    kept.save(update_fields=["person_id", "opened_on"])
    return state


@act("ledger.move_cash", roles=CASH_ROLES, unit="unit_id")
def move_cash(call: Call, *, unit_id: int, from_till: str, to_till: str, amount_dong: int) -> VoucherIssued:
    """Cash from one till of a unit to another (to the safe at noon, to a till in the morning), with a paper.

    Raises:
        UnknownTill, NotEnoughMoney, WrongAmount.
    """
    giver, taker = _till(unit_id, from_till), _till(unit_id, to_till)
    post(call, [Transfer(call.key(1), taker.account_id, giver.account_id, amount_dong, "move", to_till)])
    return issue_voucher(call, PAYMENT, f"Chuyển quỹ {from_till} → {to_till}", amount_dong)


@act("ledger.courier_pays_in", roles=CASH_ROLES, unit="unit_id")
def courier_pays_in(
    call: Call, *, unit_id: int, till: str, courier_id: int, notes: list[Note], reason: str = ""
) -> TillState:
    """A courier hands in the day's cash, counted by denomination; short or over is named and explained at once.

    Raises:
        TillNotOpen, TillOfAnother, UnknownNote, DifferenceNeedsReason.
    """
    kept = _open_till_of(call, unit_id, till)
    owner = f"P{courier_id}"
    accounts = accounts_for(
        [(COURIER.code, owner, unit_id), (SHORT.code, owner, unit_id), (OVER.code, owner, unit_id)]
    )
    held, counted = Account.objects.get(pk=accounts[COURIER.code, owner]).balance_dong, total_of(notes)
    _explained(counted, held, reason)
    transfers = [(kept.account_id, accounts[COURIER.code, owner], min(held, counted), "pay_in")]
    if counted < held:
        transfers.append(
            (accounts[SHORT.code, owner], accounts[COURIER.code, owner], held - counted, "short")
        )
    if counted > held:
        transfers.append((kept.account_id, accounts[OVER.code, owner], counted - held, "over"))
    lines = [t for t in transfers if t[2]]
    post(call, [Transfer(call.key(n), *line, owner) for n, line in enumerate(lines, start=1)])
    voucher = issue_voucher(call, RECEIPT, f"Bưu tá {owner} nộp tiền", counted) if counted else None
    return TillState(till, held, counted, counted - held, voucher)


def _count(call: Call, kept: Till, notes: Sequence[Note], reason: str) -> TillState:
    book, counted = kept.account.balance_dong, total_of(notes)
    difference = counted - book
    _explained(counted, book, reason)
    CashCount.objects.create(
        act_id=call.act_id, till_id=kept.pk, unit_id=kept.unit_id, person_id=kept.person_id or call.actor.person_id,
        notes=json.dumps([[line.note, line.count] for line in notes]), counted_dong=counted, book_dong=book, reason=reason,
        counted_at=call.now, business_on=call.business_on,
    )  # fmt: skip
    voucher = _post_difference(call, kept, difference) if difference else None
    return TillState(kept.code, book, counted, difference, voucher)


def _explained(counted: int, book: int, reason: str) -> None:
    if abs(counted - book) >= ROUNDING_LIMIT and not reason.strip():
        raise refusals.DifferenceNeedsReason(
            field="reason", counted=counted, book=book, difference=counted - book
        )


def _post_difference(call: Call, kept: Till, difference: int) -> VoucherIssued:
    """Rounding goes to one account, a true shortage or surplus to the name of whoever held the till."""
    owner = f"P{kept.person_id or call.actor.person_id}"
    if abs(difference) < ROUNDING_LIMIT:
        kind, owner = ROUNDING, f"U{kept.unit_id}"
    else:
        kind = OVER if difference > 0 else SHORT
    other = accounts_for([(kind.code, owner, kept.unit_id)])[kind.code, owner]
    debit, credit = (kept.account_id, other) if difference > 0 else (other, kept.account_id)
    post(call, [Transfer(call.key(1), debit, credit, abs(difference), kind.code, kept.code)])
    return issue_voucher(call, COUNT, f"Chênh lệch kiểm quỹ {kept.code}", abs(difference))


def _till(unit_id: int, code: str) -> Till:
    kept = (
        Till.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(unit_id=unit_id, code=code)
        .first()
    )
    if kept is None:
        raise refusals.UnknownTill(field="till", till=code)
    return kept


def _open_till_of(call: Call, unit_id: int, code: str, *, controller: bool = False) -> Till:
    kept = _till(unit_id, code)
    if not kept.is_open:
        raise refusals.TillNotOpen(field="till", till=code)
    if kept.person_id != call.actor.person_id and not (controller and "controller" in call.actor.roles):
        raise refusals.TillOfAnother(field="till", till=code)
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
