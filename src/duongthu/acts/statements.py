"""One statement on its way to the database; on SQLite past Django's cursor, where nobody listens to statements.

Django's cursor costs ten times what SQLite itself needs for a small statement, and an acceptance makes 25 of them. Whoever
listens (``execute_wrapper``, the debug log) is told of every statement as ever: then they go through Django. Errors are
Django's own either way.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Row = Sequence[Any]
MARK = re.compile(r"(?<!%)%s")
KEPT_CHARACTERS = 2_000  # lists of thousands of values are not worth keeping


@cache
def on_postgres() -> bool:
    """Whether the database is PostgreSQL."""
    return connections[DEFAULT_DB_ALIAS].vendor == "postgresql"


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of one query."""
    own = connections[DEFAULT_DB_ALIAS]
    if _unheard(own):
        with own.wrap_database_errors:
            return own.connection.execute(_in_sqlite(sql), params).fetchall()  # type: ignore[no-any-return]
    with own.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def execute(sql: str, params: Sequence[Any]) -> None:
    """One statement that gives no rows."""
    _do("execute", sql, params)


def execute_many(sql: str, rows: Sequence[Row]) -> None:
    """One statement for each of many rows of values."""
    _do("executemany", sql, rows)


def _do(how: str, sql: str, values: Sequence[Any]) -> None:
    """``execute`` or ``executemany``, which Django's cursor and SQLite's connection call alike."""
    own = connections[DEFAULT_DB_ALIAS]
    if _unheard(own):
        with own.wrap_database_errors:
            getattr(own.connection, how)(_in_sqlite(sql), values)
        return
    with own.cursor() as cursor:
        getattr(cursor, how)(sql, values)


def _unheard(own: BaseDatabaseWrapper) -> bool:
    """Whether this is SQLite and nobody listens; the connection stands and its transaction is sound."""
    if on_postgres() or own.execute_wrappers or own.queries_logged:
        return False
    own.ensure_connection()
    own.validate_no_broken_transaction()
    return True


def _in_sqlite(sql: str) -> str:
    return _converted(sql) if len(sql) < KEPT_CHARACTERS else _convert(sql)


def _convert(sql: str) -> str:
    """Django's marks as SQLite's."""
    return MARK.sub("?", sql).replace("%%", "%")


_converted = lru_cache(1_000)(_convert)
