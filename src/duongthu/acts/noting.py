"""Who wants to know of rows as they are written in bulk: the digests of master tables. A module of its own against a cycle."""

import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

Note = Callable[[Sequence[str], Sequence[Sequence[Any]]], None]
WRITES = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?([a-z_0-9]+)", re.IGNORECASE)


class _Noted(threading.local):
    """What this thread wrote in the act under way.

    Attributes:
        digests: of rows whose values were at hand, by table and key.
        written: how many rows of each journal, by table.
        touched: whether a statement changed a table that the database itself watches (PostgreSQL).
        floor: the last row of ``acts_touched`` that is not ours (SQLite).
    """

    def __init__(self) -> None:
        self.digests: dict[str, dict[str, str]] = {}
        self.written: dict[str, int] = {}
        self.touched = False
        self.floor = 0


noted = _Noted()
noters: dict[str, Note] = {}
watched: set[str] = set()
counted: dict[str, str] = {}
"""Tables whose rows each act's count must agree with, and the names of their journals."""


def note_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Tell the table's noter of rows about to be inserted, and count those of a journal."""
    if table in counted:
        noted.written[table] = noted.written.get(table, 0) + len(rows)
        return
    noter = noters.get(table)
    if noter is not None:
        noter(columns, rows)
    elif table in watched:
        noted.touched = True


def note_statement(sql: str) -> None:
    """Notice that a statement changes a watched table."""
    if not noted.touched:
        match = WRITES.match(sql)
        if match and match[1] in watched:
            noted.touched = True
