"""Balances: now with what is pending, and at any past moment by replay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duongthu.acts.api import bulk
from duongthu.ledger.kinds import KINDS
from duongthu.ledger.models import Account
from duongthu.ledger.rules.transfers import PENDING, POST_HOLD, POSTED, REVERSAL

MOVING = (POSTED, POST_HOLD, REVERSAL)


@dataclass(frozen=True, slots=True)
class PendingItem:
    """A promised transfer on an account."""

    hold: UUID
    amount_dong: int


@dataclass(frozen=True, slots=True)
class Balance:
    """An account's balance and its pending items, read at one instant."""

    account: int
    balance_dong: int
    available_dong: int
    pending: tuple[PendingItem, ...]


def balance_with_pending(account_id: int) -> Balance:
    """Balance and open holds in one statement, so that both are of the same instant.

    Raises:
        Account.DoesNotExist: no such account.
    """
    rows = bulk.fetch(
        "SELECT a.side, a.debits_dong - a.credits_dong, a.debits_pending_dong, a.credits_pending_dong, h.key, h.amount_dong "
        "FROM ledger_account a LEFT JOIN ledger_hold h ON h.state = 'open' AND (h.debit_id = a.id OR h.credit_id = a.id) "
        "WHERE a.id = %s ORDER BY h.key",
        [account_id],
    )
    if not rows:
        raise Account.DoesNotExist(account_id)
    side, net, debits_pending, credits_pending = rows[0][:4]
    items = tuple(PendingItem(UUID(str(key)), amount) for *_, key, amount in rows if key is not None)
    going = credits_pending if side > 0 else debits_pending
    return Balance(account_id, side * net, side * net - going, items)


def balance_at(account_id: int, moment: datetime) -> int:
    """The account's balance at a past moment: the journal replayed up to it (entries recorded at it included)."""
    account = Account.objects.get(pk=account_id)
    marks = ", ".join(["%s"] * len(MOVING))
    until = [*MOVING, bulk.db_moment(moment), account_id]
    debits = bulk.fetch(_sum_sql("debit_id", marks), until)[0][0]
    credits_ = bulk.fetch(_sum_sql("credit_id", marks), until)[0][0]
    return account.side * (int(debits) - int(credits_))


def _sum_sql(column: str, marks: str) -> str:
    return (
        f"SELECT coalesce(sum(amount_dong), 0) FROM ledger_entry "
        f"WHERE phase IN ({marks}) AND recorded_at <= %s AND {column} = %s"
    )


def balances_of(kind: str, unit_ids: Iterable[int] | None = None) -> dict[str, int]:
    """Balances other than zero of every account of a kind, by owner."""
    found = Account.objects.filter(kind=kind)
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    return {a.owner: a.balance_dong for a in found.order_by("owner") if a.balance_dong}


def balances_of_units(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Cash in tills, safes and on couriers of some units at the end of a business day, by unit; units without any are missing."""
    rows = bulk.fetch_in(
        "SELECT a.unit_id, sum(CASE WHEN e.debit_id = a.id THEN e.amount_dong ELSE -e.amount_dong END) FROM ledger_account a "
        "JOIN ledger_entry e ON e.debit_id = a.id OR e.credit_id = a.id "
        "WHERE a.kind IN ('till', 'safe', 'courier') AND e.phase IN (0, 2, 5) AND e.booked_on <= %s AND a.unit_id IN {values} "
        "GROUP BY a.unit_id",
        sorted(unit_ids),
        [on.isoformat()],
    )
    return {unit_id: int(amount) for unit_id, amount in rows}


def balance_of(kind: str, owner: str) -> int:
    """One account's balance, 0 where it was never opened."""
    rows = bulk.fetch(
        "SELECT side * (debits_dong - credits_dong) FROM ledger_account WHERE kind = %s AND owner = %s",
        [kind, owner],
    )
    return int(rows[0][0]) if rows else 0


def day_figures(unit_id: int, on: date) -> list[dict[str, int | str]]:
    """Per kind of account of a unit: opening, in, out, closing of a business day; opening + in − out = closing."""
    rows = bulk.fetch(
        "SELECT a.kind, a.side, "
        "sum(CASE WHEN e.booked_on < %s THEN m.sign * e.amount_dong ELSE 0 END), "
        "sum(CASE WHEN e.booked_on = %s AND m.sign > 0 THEN e.amount_dong ELSE 0 END), "
        "sum(CASE WHEN e.booked_on = %s AND m.sign < 0 THEN e.amount_dong ELSE 0 END) "
        "FROM ledger_account a CROSS JOIN (SELECT 1 AS sign UNION ALL SELECT -1) m "
        "JOIN ledger_entry e ON (m.sign > 0 AND e.debit_id = a.id) OR (m.sign < 0 AND e.credit_id = a.id) "
        "WHERE a.unit_id = %s AND e.phase IN (0, 2, 5) AND e.booked_on <= %s GROUP BY a.kind, a.side ORDER BY a.kind",
        [on.isoformat(), on.isoformat(), on.isoformat(), unit_id, on.isoformat()],
    )
    figures: list[dict[str, int | str]] = []
    for kind, side, opening, debits, credits_ in rows:
        came, went = (int(debits), int(credits_)) if side > 0 else (int(credits_), int(debits))
        start = side * int(opening)
        figures.append(
            {
                "kind": kind, "title": KINDS[kind].title, "opening_dong": start, "in_dong": came, "out_dong": went,
                "closing_dong": start + came - went,
            }
        )  # fmt: skip
    return figures


@dataclass(frozen=True, slots=True)
class MorningEquation:
    """Σ held = Σ owed + own, with what each kind holds."""

    held_dong: int
    owed_dong: int
    own_dong: int
    by_kind: dict[str, int]

    @property
    def difference_dong(self) -> int:
        """0 when no đồng is astray."""
        return self.held_dong - self.owed_dong - self.own_dong


def morning_equation() -> MorningEquation:
    """What the province holds against what it owes and owns, from the materialised balances."""
    by_kind = {
        kind: KINDS[kind].side * int(net)
        for kind, net in bulk.fetch(
            "SELECT kind, sum(debits_dong - credits_dong) FROM ledger_account GROUP BY kind"
        )
    }
    groups = {"held": 0, "owed": 0, "own": 0}
    for kind, amount in by_kind.items():
        groups[KINDS[kind].group] += amount
    return MorningEquation(groups["held"], groups["owed"], groups["own"], by_kind)


__all__ = [
    "MOVING",
    "PENDING",
    "Balance",
    "MorningEquation",
    "PendingItem",
    "balance_at",
    "balance_with_pending",
]
