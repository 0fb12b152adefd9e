"""Rows that a fixture writes, kept for the tests after: written once by the acts themselves, then copied back.

The reference province takes over a second to found, and a thousand tests ask for it. What is copied back is row for row what the
acts wrote, with their records and the notes of the database's triggers, so that ``verify`` agrees with it as with the first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from django.apps import apps
from django.db import connection

Answer = TypeVar("Answer")
NOTES = "acts_touched"  # written by triggers as the rows come back
BEGUN = (
    "acts_act",
    "network_unit",
    "staff_person",
    "ledger_account",
)  # rows here: something has been written
LEFT_OUT = {"django_content_type", "auth_permission", "django_migrations", NOTES}


@dataclass(frozen=True)
class _Rows:
    """One table's rows: columns and values (SQLite), or the text of COPY (PostgreSQL)."""

    table: str
    columns: str
    values: list[tuple] | bytes


@dataclass(frozen=True)
class _Kept:
    """What was answered, all rows in the order they may be written, and which act took the notes of each table."""

    answer: object
    rows: list[_Rows]
    takers: dict[str, int]


_kept: dict[tuple, _Kept] = {}


def once(key: object, write: Callable[[], Answer]) -> Answer:
    """Do ``write`` on an empty database, or copy back what it wrote there before.

    Args:
        key: what ``write`` depends on: the layer, the time of the clock.
    """
    if not connection.in_atomic_block or _tables_with_rows(BEGUN):
        return write()  # a test that commits, or one that has begun to write: the acts themselves
    whole_key = (key, _last_numbers())
    if whole_key in _kept:
        _write_back(_kept[whole_key])
    else:
        _kept[whole_key] = _read_back(write())
    return cast("Answer", _kept[whole_key].answer)


def _last_numbers() -> tuple:
    """SQLite gives the number after the last one, even of rows that are gone: numbers copied back may leave no gap."""
    if connection.vendor == "postgresql":
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall())


def _tables() -> list[str]:
    managed = [model._meta.db_table for model in apps.get_models() if model._meta.managed]
    return [table for table in managed if table not in LEFT_OUT]


def _tables_with_rows(among: tuple[str, ...] = ()) -> list[str]:
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in among or _tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def _read_back(answer: object = None) -> _Kept:
    written = _tables_with_rows()
    with connection.cursor() as cursor:
        rows = [_rows_of(cursor, table) for table in sorted(written, key=_tables().index)]
        cursor.execute(
            f"SELECT table_name, min(act_id), max(act_id), count(*) FROM {NOTES} GROUP BY table_name"
        )
        takers = {}
        for table, first, last, count in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table}")
            (there,) = cursor.fetchone()
            assert (first, count) == (last, there), f"{table}: changed by more than its writing"
            takers[table] = first
    return _Kept(answer, rows, takers)


def _rows_of(cursor, table: str) -> _Rows:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} TO STDOUT") as copy:
            return _Rows(table, "", b"".join(bytes(part) for part in copy))
    plain = connection.connection.execute(f"SELECT * FROM {table}")
    columns = ", ".join(f'"{column[0]}"' for column in plain.description)
    return _Rows(table, columns, plain.fetchall())


def _write_back(kept: _Kept) -> None:
    with connection.cursor() as cursor:
        for rows in kept.rows:
            if isinstance(rows.values, bytes):
                with cursor.copy(f"COPY {rows.table} FROM STDIN") as copy:
                    copy.write(rows.values)
            else:
                marks = ", ".join("?" * len(rows.values[0]))
                connection.connection.executemany(
                    f"INSERT INTO {rows.table} ({rows.columns}) VALUES ({marks})", rows.values
                )
        taker = " ".join(f"WHEN '{table}' THEN {act_id}" for table, act_id in kept.takers.items())
        cursor.execute(
            f"UPDATE {NOTES} SET act_id = CASE table_name {taker} END, before = NULL WHERE act_id IS NULL"
        )
