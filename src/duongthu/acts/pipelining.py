"""Small writes that need no answer travel with the next statement: on PostgreSQL each round trip costs more than a row.

One acceptance speaks to the database 24 times, a third of it to write rows. Within ``pipelined()`` such a write waits and
is sent in one text with whatever is asked next, or at the end. Nothing can be read past it: every statement of the
connection passes here, Django's own among them. SQLite lives in our process and writes at once.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from duongthu.acts.noting import note_statement

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class _Queue(threading.local):
    """The writes of this thread that wait; ``open`` while a ``pipelined()`` is under way."""

    open = False

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.params: list[Any] = []

    def take(self) -> tuple[str, list[Any]]:
        """All that waits, as one text with its parameters; afterwards nothing waits."""
        text, params = "; ".join(self.texts), self.params
        self.texts, self.params = [], []
        return text, params


_queue = _Queue()


@contextmanager
def pipelined() -> Iterator[None]:
    """Until the end of the block small writes wait for the next statement; what still waits then is sent.

    An error of a waiting write is raised by the statement it travels with. After an exception nothing is sent.
    """
    if connection.vendor != "postgresql" or _queue.open:
        yield
        return
    _queue.open = True
    try:
        with connection.execute_wrapper(_before_each):
            yield
        send_waiting()
    finally:
        _queue.open = False
        _queue.take()


def may_wait(sql: str, params: Sequence[Any]) -> bool:
    """Keep a write for the next statement; False where there is no ``pipelined()`` and the caller must send it."""
    if _queue.open:
        note_statement(sql)
        _queue.texts.append(sql)
        _queue.params.extend(params)
    return _queue.open


def send_waiting() -> None:
    """Send what waits now: before COPY, which no other statement can accompany."""
    text, params = _queue.take()
    if text:
        with connection.cursor() as cursor:
            cursor.execute(text, params)


def _before_each(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
    """Django's hook around each statement: put what waits in front of it."""
    note_statement(sql)
    cursor = context["cursor"].cursor
    alone = (
        many or not isinstance(params, list | tuple) or hasattr(cursor, "name")
    )  # a named cursor takes one SELECT
    if alone or not _queue.texts:
        send_waiting()
        return execute(sql, params, many, context)
    text, waiting = _queue.take()
    answer = execute(f"{text}; {sql}", [*waiting, *params], many, context)
    while cursor.nextset():  # the answer to read is that of the last statement
        continue
    return answer
