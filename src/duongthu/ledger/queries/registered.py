"""What may be asked of the money book: the day book, papers, tills, cash under way, what lacks, closings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from duongthu.acts.api import Asked, NothingFound, OnDay, act_record, answers_for_all, query
from duongthu.ledger.models import Account, Closing, Entry, Pouch, Till, Voucher
from duongthu.ledger.queries.balances import MorningEquation, morning_equation
from duongthu.ledger.queries.daybook import (
    DayLine,
    accounts_by_id,
    acts_on_name,
    cash_promises,
    closings_of,
    day_lines,
    entries_about,
    entries_of,
    entries_of_act,
    named_accounts,
    pouches_on_the_way,
    tills_of,
    vouchers_of,
)
from duongthu.network.api import UnitRef
from duongthu.staff.api import Role

WATCH = frozenset({Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR})
BOOKS = WATCH | {Role.HEAD, Role.CASHIER, Role.ACCOUNTANT}
SEES_UNIT = frozenset(
    {Role.TELLER, Role.CASHIER, Role.HEAD, Role.CONTROLLER, Role.ACCOUNTANT, Role.DIRECTOR, Role.DISPATCHER}
)
CASH = SEES_UNIT | {Role.COURIER, Role.DRIVER, Role.HELPER}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One transfer: from the credited to the debited account, with both owners in the book's own words."""

    seq: int
    act_id: int
    kind: str
    subject: str
    debit_id: int
    debit_kind: str
    debit_owner: str
    credit_id: int
    credit_kind: str
    credit_owner: str
    amount_dong: int
    unit_id: int
    booked_on: date
    recorded_at: datetime


def entry_rows(entries: Sequence[Entry]) -> list[EntryRow]:
    """Entries with the kinds and owners of their accounts."""
    accounts = accounts_by_id({e.debit_id for e in entries} | {e.credit_id for e in entries})
    rows = []
    for e in entries:
        debit, credit = accounts[e.debit_id], accounts[e.credit_id]
        rows.append(
            EntryRow(
                e.seq, e.act_id, e.kind, e.subject, debit.pk, debit.kind, debit.owner, credit.pk, credit.kind, credit.owner,
                e.amount_dong, e.unit_id, e.booked_on, e.recorded_at,
            )
        )  # fmt: skip
    return rows


def _with_accounts(_asked: Asked, entries: Sequence[Entry]) -> list[EntryRow]:
    return entry_rows(entries)


@query("ledger.day_book", "Sổ ngày theo khoản", roles=BOOKS, row=DayLine, unit="unit_id")
def day_book_query(asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None) -> list[DayLine]:
    """A day's moved money by kind of transfer, the greatest first."""
    return day_lines(asked.units, on or asked.on)


@query(
    "ledger.entries", "Bút toán trong ngày", roles=BOOKS, row=EntryRow, unit="unit_id", shape=_with_accounts
)
def entries_query(
    asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None, kind: str = ""
) -> QuerySet[Entry]:
    """A day's entries, oldest first; of one kind of transfer only where one is named."""
    return entries_of(asked.units, on or asked.on, kind)


@query("ledger.entries_of_act", "Bút toán của nghiệp vụ", roles=Role, row=EntryRow, shape=_with_accounts)
def entries_of_act_query(asked: Asked, *, act_id: int) -> QuerySet[Entry]:
    """What one act wrote: one's own act, one that moved money on one's name, or one within reach of who may see the books."""
    record = act_record(act_id)
    me = asked.actor.person_id
    own = record is not None and (record.actor_id == me or bool(acts_on_name(me, [act_id])))
    within = record is not None and record.unit_id in asked.units and bool(BOOKS & asked.actor.roles)
    if not own and not within:
        raise NothingFound(field="act_id", what=f"Nghiệp vụ số {act_id}")
    return entries_of_act(act_id)


@query("ledger.entries_about", "Bút toán về một số hiệu", roles=BOOKS, row=EntryRow, shape=_with_accounts)
def entries_about_query(asked: Asked, *, subject: str) -> QuerySet[Entry]:
    """Money that moved within reach for one item, pouch or paper, oldest first."""
    return entries_about(subject).filter(unit_id__in=asked.units)


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """A numbered paper."""

    code: str
    unit_id: int
    title: str
    amount_dong: int
    amount_in_words: str
    issued_on: date
    issued_at: datetime
    person_id: int
    act_id: int


@query("ledger.vouchers", "Chứng từ trong ngày", roles=BOOKS, row=VoucherRow, unit="unit_id")
def vouchers_query(
    asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None
) -> QuerySet[Voucher]:
    """A day's papers, by office and number."""
    return vouchers_of(asked.units, on or asked.on)


@dataclass(frozen=True, slots=True)
class TillRow:
    """A till or safe, whose hands it is in and what the book says it holds."""

    id: int
    unit_id: int
    code: str
    kind: str
    person_id: int | None
    opened_on: date | None
    is_open: bool
    balance_dong: int


def _with_balance(_asked: Asked, tills_found: Sequence[Till]) -> list[TillRow]:
    return [
        TillRow(t.pk, t.unit_id, t.code, t.kind, t.person_id, t.opened_on, t.is_open, t.account.balance_dong)
        for t in tills_found
    ]


@query(
    "ledger.tills", "Quỹ và két", roles=BOOKS | SEES_UNIT, row=TillRow, unit="unit_id", most=1_000, shape=_with_balance
)  # fmt: skip
def tills_query(asked: Asked, *, unit_id: UnitRef | None = None) -> QuerySet[Till]:
    """Tills and safes, by unit; of who only works with one unit's cash those of his own unit."""
    units = asked.units if BOOKS & asked.actor.roles else asked.units & {asked.actor.unit_id}
    return tills_of(units & {unit_id} if unit_id else units)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """Cash given from one till to another and not taken yet."""

    hold: UUID
    giver: str
    taker: str
    amount_dong: int


@query("ledger.promises", "Tiền đang giao giữa hai quỹ", roles=SEES_UNIT, row=PromiseRow, unit="unit_id")
def promises_query(asked: Asked, *, unit_id: UnitRef) -> list[PromiseRow]:
    """Open promises of cash between the tills of a unit, the earliest first."""
    return [PromiseRow(p.hold, p.giver.code, p.taker.code, p.amount_dong) for p in cash_promises(unit_id)]


@dataclass(frozen=True, slots=True)
class PouchRow:
    """A sealed pouch of cash under way."""

    code: str
    seal: str
    from_unit_id: int
    to_unit_id: int
    carrier_id: int
    amount_dong: int
    given_at: datetime
    state: str


@query("ledger.pouches", "Túi tiền đang đi", roles=CASH, row=PouchRow, unit="unit_id")
def pouches_query(asked: Asked, *, unit_id: UnitRef | None = None) -> QuerySet[Pouch]:
    """Pouches under way from or to the units asked about, the earliest first; who only carries sees those he carries."""
    found = pouches_on_the_way(asked.units)
    return found if SEES_UNIT & asked.actor.roles else found.filter(carrier_id=asked.actor.person_id)


@dataclass(frozen=True, slots=True)
class NamedAccountRow:
    """Money that stands on somebody's name, or lacks without one."""

    id: int
    kind: str
    owner: str
    unit_id: int
    balance_dong: int


@query("ledger.shortages", "Tiền thiếu và tiền bưu tá giữ", roles=CASH, row=NamedAccountRow, unit="unit_id")
def shortages_query(asked: Asked, *, unit_id: UnitRef) -> list[Account]:
    """Unnamed shortages of a unit, those on names, and cash its couriers hold; who only carries sees his own."""
    own = None if SEES_UNIT & asked.actor.roles else asked.actor.person_id
    return named_accounts(unit_id, ("short", "courier"), own)


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A unit's closed day."""

    unit_id: int
    closed_until: date
    closed_at: datetime
    person_id: int
    act_id: int


@query("ledger.closings", "Sổ ngày đã khóa", roles=BOOKS, row=ClosingRow, unit="unit_id", most=1_000)
def closings_query(asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None) -> list[Closing]:
    """The closings of a day, by unit."""
    found = closings_of(asked.units, on or asked.on)
    return [found[unit] for unit in sorted(found)]


@query("ledger.equation", "Phương trình buổi sáng", roles=BOOKS, row=MorningEquation, one=True)
def equation_query(asked: Asked) -> MorningEquation | None:
    """Held = owed + own, of the whole province, for those who answer for all of it."""
    return morning_equation() if answers_for_all(asked.actor, asked.on) else None
