"""What an act finds out before its transaction begins: it reads and searches while others write, and writes nothing itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

READING = ("SELECT", "WITH", "VALUES")
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class PrepareWrites(AssertionError):
    """An error of ours: what prepares an act changes something. Only acts write."""


@contextmanager
def only_reading() -> Iterator[None]:
    """Until the end of the block this thread may read and nothing else.

    Raises:
        WritesAhead: a statement that does not read.
    """
    with connection.execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
    """Django's hook around each statement."""
    if not sql.lstrip(" (\n").upper().startswith(READING):
        raise PrepareWrites(sql[:80])
    return execute(sql, params, many, context)
