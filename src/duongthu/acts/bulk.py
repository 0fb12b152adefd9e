"""Many rows at once, on both engines: COPY on PostgreSQL, ``executemany`` on SQLite.

The ORM costs about ten times as much on a hot path (docs/reference/benchmarks.md). Values are given as the database
wants them: use ``db_uuid`` and ``db_moment`` for ids and times; numbers, text, dates (ISO text) and None go as they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from duongthu.acts.noting import note_rows
from duongthu.acts.pipelining import may_wait, send_waiting
from duongthu.acts.statements import Row, execute, execute_many, fetch, on_postgres

__all__ = ["fetch", "on_postgres"]  # others' that are reached through this module

T = TypeVar("T")
COPY_FROM_ROWS = 40  # below this one INSERT of several rows saves COPY's second round trip
SQLITE_VARIABLES = 30_000


def db_uuid(value: UUID) -> str:
    """A UUID as its column stores it."""
    return "%032x" % value.int  # noqa: UP031  (both engines take it; a third faster than .hex, which counts at 10,000 a batch)


def db_moment(value: datetime) -> str:
    """An aware time as its column stores it (UTC)."""
    moment = value.astimezone(UTC)
    if on_postgres():
        return moment.isoformat()
    return (
        moment.strftime("%Y-%m-%d %H:%M:%S.%f")
        if moment.microsecond
        else moment.strftime("%Y-%m-%d %H:%M:%S")
    )


def read_moment(value: Any) -> datetime:
    """A time as a query of ours gives it: SQLite without its zone (always UTC), PostgreSQL with it."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def insert_rows(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert all rows, or raise Django's IntegrityError and insert none of this call's."""
    if not rows:
        return
    note_rows(table, columns, rows)
    if not on_postgres():
        marks = ", ".join(["%s"] * len(columns))
        execute_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
    elif len(rows) < COPY_FROM_ROWS:
        _insert_values(table, columns, rows)
    else:
        _copy(table, columns, rows)


def _insert_values(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    one = f"({', '.join(['%s'] * len(columns))})"
    write(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(rows))}",
        [value for row in rows for value in row],
    )


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    send_waiting()
    text = "".join(["\t".join([_copy_text(value) for value in row]) + "\n" for row in rows])
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        copy.write(text)


def _copy_text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str) and ("\\" in value or "\t" in value or "\n" in value or "\r" in value):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return str(value)


def upsert_rows(
    table: str, columns: Sequence[str], key_columns: Sequence[str], rows: Sequence[Row], only_if: str = ""
) -> None:
    """Insert the rows or, where the key is there, overwrite the other columns.

    Args:
        only_if: SQL condition over ``excluded`` and the table's name; where it is false the stored row stays.
    """
    if not rows:
        return
    changes = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in key_columns)
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    tail = f"ON CONFLICT ({', '.join(key_columns)}) DO UPDATE SET {changes}" + (
        f" WHERE {only_if}" if only_if else ""
    )
    if on_postgres():
        types = _column_types(table)
        source, params = unnest(rows, [types[column] for column in columns])
        write(f"{into} SELECT * FROM {source} {tail}", params)
        return
    marks = ", ".join(["%s"] * len(columns))
    execute_many(f"{into} VALUES ({marks}) {tail}", rows)


@cache
def _column_types(table: str) -> dict[str, str]:
    """PostgreSQL's type of each column; tables do not change while we run."""
    sql = "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
    return dict(fetch(sql, [table]))


def unnest(rows: Sequence[Row], types: Sequence[str]) -> tuple[str, list[str]]:
    """PostgreSQL: the rows as ``unnest(…)`` with its parameters, one array a column.

    Thousands of marks in a query cost more than the rows themselves, and a temporary table more than the arrays.
    """
    source = f"unnest({', '.join(f'%s::{kind}[]' for kind in types)})"
    return source, [array(column) for column in zip(*rows, strict=True)]


def array(values: Iterable[Any]) -> str:
    """PostgreSQL: an array's text; three times as fast as letting the driver adapt each value."""
    return "{" + ",".join([str(v) if type(v) is int else _array_text(v) for v in values]) + "}"


def _array_text(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def update_rows(table: str, sql_changes: str, key_column: str, rows: Sequence[Row]) -> None:
    """``UPDATE table SET sql_changes WHERE key = …`` for many rows; each row holds the change's values, the key last."""
    if not rows:
        return
    execute_many(f"UPDATE {table} SET {sql_changes} WHERE {key_column} = %s", rows)


def rows_of(sql: str, params: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of one query, read bit by bit: for queries of the whole book."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while page := cursor.fetchmany(5_000):
            yield from page


def fetch_in(sql: str, values: Sequence[Any], params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query whose text holds ``IN {values}`` where the list belongs; asked in pages on SQLite.

    Args:
        params: values of the marks before ``{values}``.
    """
    if not values:
        return []
    if on_postgres():
        return fetch(sql.replace("IN {values}", "= ANY(%s)"), [*params, array(values)])
    found: list[tuple[Any, ...]] = []
    for page in pages(values, SQLITE_VARIABLES):
        marks = ", ".join(["%s"] * len(page))
        found.extend(fetch(sql.replace("{values}", f"({marks})"), [*params, *page]))
    return found


def allocate(table: str, column: str, count: int, lock: int | None = None) -> int:
    """First of ``count`` consecutive row numbers that no other transaction will use.

    SQLite has one writer, so the next number is the highest plus one; PostgreSQL moves the column's sequence.

    Args:
        lock: an advisory lock to share until the transaction's end, taken before (PostgreSQL).
    """
    if not on_postgres():
        return int(fetch(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}")[0][0])
    first = f"nextval(pg_get_serial_sequence('{table}', '{column}'))"
    shared = f"pg_advisory_xact_lock_shared({lock})" if lock else "NULL"
    if count == 1:
        return int(fetch(f"SELECT {shared}, {first}")[0][1])
    # The numbers of one batch must be consecutive: other batches wait for this short lock.
    rows = fetch(
        f"SELECT {shared}, pg_advisory_xact_lock(hashtext('{table}')), {first} FROM generate_series(1, %s)",
        [count],
    )
    return int(rows[0][2])


def pages(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The values in slices of at most ``size``."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def write(sql: str, params: Sequence[Any]) -> None:
    """One statement that gives no rows; inside an act it may wait for the next one."""
    if not may_wait(sql, params):
        execute(sql, params)
