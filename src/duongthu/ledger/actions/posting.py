"""Posts 1 to 100,000 transfers: read what they touch, decide in memory, write in bulk, all in the act's transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from duongthu.acts.api import PERIOD, Call, MustSettle, bulk, lock
from duongthu.kernel.clock import business_day
from duongthu.ledger.models import Closing, Entry, Hold
from duongthu.ledger.rules.transfers import (
    PENDING,
    Books,
    Decision,
    Kept,
    LineResult,
    Transfer,
    booking_day,
    decide,
)

ENTRY_COLUMNS = (
    "key", "act_id", "debit_id", "credit_id", "amount_dong", "kind", "subject", "phase", "ref", "unit_id", "booked_on",
    "document_on", "recorded_at",
)  # fmt: skip
CHUNK = 10_000
LIMITED = (
    "SELECT id, side, debits_dong - credits_dong, debits_pending_dong, credits_pending_dong FROM ledger_account "
    "WHERE id IN {values} AND limited"
)
Deltas = Mapping[int, int]


def post(call: Call, transfers: Sequence[Transfer]) -> None:
    """Post all transfers or none: the first refusal refuses the whole act.

    Raises:
        Refusal: of the first transfer that cannot be posted, its ``row`` set to the line counted from 1.
    """
    for row, result in enumerate(post_lines(call, transfers, fresh_keys=True).each(), start=1):
        if result.refusal is not None:
            result.refusal.row = row
            raise result.refusal
        assert result.status == "done", "a key of this act stands twice"  # noqa: S101


def post_lines(
    call: Call, transfers: Sequence[Transfer], *, fresh_keys: bool = False
) -> MustSettle[LineResult]:
    """Post each transfer for itself: a refused one does not stop the others, a known key is answered ``duplicate``.

    A key that stands in the journal with another transfer is refused (``LineReused``).

    Args:
        fresh_keys: the keys derive from this command's id, which the act log has already found new.
    """
    results: list[LineResult] = []
    for chunk in bulk.pages(transfers, CHUNK):
        books = read_books({t.debit for t in chunk} | {t.credit for t in chunk})
        known = {} if fresh_keys else _known_keys([t.key for t in chunk])
        decision = decide(chunk, books, known)
        _write(call, decision, books.units)
        results.extend(decision.results)
    return MustSettle(call, results)


def read_books(account_ids: set[int]) -> Books:
    """Lock the accounts with a limit that a batch touches and read their balances; an id that does not exist is missing.

    Accounts without a limit need neither lock nor balance: what is added to them does not depend on what they hold.
    """
    ids = sorted(account_ids)
    rows = bulk.fetch_in("SELECT id, kind, unit_id FROM ledger_account WHERE id IN {values}", ids)
    kinds = {account: kind for account, kind, _ in rows}
    books = Books(dict.fromkeys(kinds, 0), kinds, units={account: unit for account, _, unit in rows})
    lock_rows = " ORDER BY id FOR NO KEY UPDATE" if bulk.on_postgres() else ""
    for account, side, net, debits_pending, credits_pending in bulk.fetch_in(LIMITED + lock_rows, ids):
        books.net[account] = net
        if side > 0:
            books.floor_debit[account] = credits_pending
        else:
            books.floor_credit[account] = debits_pending
    return books


def _known_keys(keys: Sequence[UUID]) -> dict[int, Kept | Transfer]:
    """What stands in the journal under these keys, by key as a number; of time-ordered keys few are as old as any there."""
    newest = bulk.fetch("SELECT key FROM ledger_entry ORDER BY key DESC LIMIT 1")
    if not newest:
        return {}
    latest = UUID(str(newest[0][0])).int
    old = [bulk.db_uuid(key) for key in keys if key.int <= latest]
    found = bulk.fetch_in(
        "SELECT key, debit_id, credit_id, amount_dong, kind, subject FROM ledger_entry WHERE key IN {values}",
        old,
    )
    return {UUID(str(key)).int: Kept(*rest) for key, *rest in found}


def _write(call: Call, decision: Decision, whose: Mapping[int, int]) -> None:
    if not decision.accepted:
        return
    enter(call, decision.accepted, whose)
    move_balances("debits_dong", "credits_dong", decision.debits, decision.credits)
    if decision.debits_pending:
        move_balances(
            "debits_pending_dong", "credits_pending_dong", decision.debits_pending, decision.credits_pending
        )
        Hold.objects.bulk_create(_hold(call, t) for t in decision.accepted if t.phase == PENDING)


def enter(call: Call, transfers: Sequence[Transfer], whose: Mapping[int, int] | None = None) -> None:
    """Write decided transfers into the journal; balances are the caller's.

    Args:
        whose: the unit each account is at, where it has been read.
    """
    if whose is None:
        ids = sorted({t.debit for t in transfers} | {t.credit for t in transfers})
        whose = dict(bulk.fetch_in("SELECT id, unit_id FROM ledger_account WHERE id IN {values}", ids))
    bulk.insert_rows("ledger_entry", ENTRY_COLUMNS, _entry_rows(call, transfers, whose))


def _entry_rows(
    call: Call, transfers: Sequence[Transfer], whose: Mapping[int, int]
) -> list[tuple[object, ...]]:
    recorded, act_id, own_unit = bulk.db_moment(call.now), call.act_id, call.unit_id
    document_on = business_day(call.at)
    document = document_on.isoformat()
    shut = _shut_from(document_on, own_unit, transfers, whose)
    as_text = bulk.db_uuid
    rows: list[tuple[object, ...]] = []
    for t in transfers:
        unit, ref = t.unit_id or own_unit, t.ref
        booked_on = (
            _booked_on(document_on, shut, (unit, whose[t.debit], whose[t.credit])) if shut else document
        )
        rows.append(
            (as_text(t.key), act_id, t.debit, t.credit, t.amount_dong, t.purpose.code, t.subject, t.phase,
             as_text(ref) if ref else None, unit, booked_on, document, recorded)
        )  # fmt: skip
    return rows


def _shut_from(
    document_on: date, own_unit: int, transfers: Sequence[Transfer], whose: Mapping[int, int]
) -> dict[int, date]:
    """Last shut day of each unit the transfers touch whose books are shut on their day; mostly none is.

    A day's kept figures are those of a unit's accounts, whoever books on them: a hub that delivers another office's COD after
    that office has closed books on its next day. The periods of all these units are shared till the act ends; who closes one
    has it alone, so that no entry slips into a day just shut.
    """
    accounts = {t.debit for t in transfers} | {t.credit for t in transfers}
    units = sorted({t.unit_id or own_unit for t in transfers} | {whose[account] for account in accounts})
    lock([(PERIOD, unit) for unit in units], shared=True)
    return {unit: until for unit, until in _closed_until(units).items() if until >= document_on}


def _booked_on(document_on: date, shut: Mapping[int, date], units: Sequence[int]) -> str:
    """The first day that is open for the unit that books and for both accounts' units."""
    ends = [shut[unit] for unit in units if unit in shut]
    return booking_day(document_on, max(ends, default=None)).isoformat()


CLOSED = """
SELECT NULL, max(closed_until) FROM ledger_closing WHERE period = %s
UNION ALL
SELECT unit_id, max(closed_until) FROM ledger_closing WHERE period = %s AND unit_id IN {values} GROUP BY unit_id
"""


def _closed_until(units: Sequence[int]) -> dict[int, date]:
    """Last shut day of each unit that has one, month closings of the province counted."""
    found = dict(bulk.fetch_in(CLOSED, units, [Closing.MONTH, Closing.DAY]))
    month = found.pop(None)
    shut = {unit: date.fromisoformat(str(until)) for unit, until in found.items()}
    if month:
        last = date.fromisoformat(str(month))
        shut = {unit: max(shut.get(unit, last), last) for unit in units}
    return shut


def closed_until(unit_id: int) -> date | None:
    """Last day that is shut for a unit: by its own day closings, or by a month closing of the whole province."""
    last = bulk.fetch(
        "SELECT max(closed_until) FROM ledger_closing WHERE period = %s OR (unit_id = %s AND period = %s)",
        [Closing.MONTH, unit_id, Closing.DAY],
    )[0][0]
    return date.fromisoformat(str(last)) if last else None


def move_balances(debit_column: str, credit_column: str, debits: Deltas, credits: Deltas) -> None:  # noqa: A002
    """Add to the materialised balances: one row an account, however many transfers touched it."""
    rows = [(debits.get(a, 0), credits.get(a, 0), a) for a in sorted(debits.keys() | credits.keys())]
    if not rows:
        return
    if not bulk.on_postgres():
        changes = f"{debit_column} = {debit_column} + %s, {credit_column} = {credit_column} + %s"
        bulk.update_rows("ledger_account", changes, "id", rows)
        return
    source, params = bulk.unnest(rows, ["bigint"] * 3)
    bulk.write(
        f"UPDATE ledger_account a SET {debit_column} = a.{debit_column} + v.d, {credit_column} = a.{credit_column} + v.c "
        f"FROM {source} AS v(d, c, id) WHERE a.id = v.id",
        params,
    )


def _hold(call: Call, transfer: Transfer) -> Hold:
    return Hold(
        key=transfer.key,
        debit_id=transfer.debit,
        credit_id=transfer.credit,
        amount_dong=transfer.amount_dong,
        unit_id=transfer.unit_id or call.unit_id,
        expires_at=transfer.expires_at,
    )


def entry_by_key(key: UUID) -> Entry | None:
    """The journal's row of that key."""
    return Entry.objects.filter(key=key).first()


def expired_holds(at: datetime) -> list[Hold]:
    """Open holds whose time has passed."""
    return list(Hold.objects.filter(state=Hold.OPEN, expires_at__lte=at).order_by("expires_at", "key"))
