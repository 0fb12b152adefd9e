"""Who wants to know of rows as they are written in bulk: the digests of master tables. A module of its own against a cycle."""

import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

Note = Callable[[Sequence[str], Sequence[Sequence[Any]]], None]
WRITES = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?([a-z_0-9]+)", re.IGNORECASE)
SETS = re.compile(r"\s*UPDATE\s.*?\sSET\s(.*?)(?:\s(?:FROM|WHERE)\s|$)", re.IGNORECASE | re.DOTALL)


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
watched: dict[str, frozenset[str]] = {}
"""Tables the database itself watches, and the columns whose changes count there; none said: all."""
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
            noted.touched = not _leaves(sql, watched[match[1]])


def _leaves(sql: str, columns: frozenset[str]) -> bool:
    """Whether an UPDATE names none of these columns where it sets: balances are recounted, not digested.

    A sum of plain columns is understood; with anything in brackets it is taken to change what is watched.
    """
    match = SETS.match(sql) if columns else None
    if match is None or "(" in match[1]:
        return False
    return columns.isdisjoint(re.findall(r"\w+", match[1].lower()))
