"""The one place that locks: by what a thing is, in one order, shared or alone, until the act's transaction ends.

An act that looks before it writes names its locks where it is registered (``@act(locks=…)``); the money book's period lock
is shared by whoever books and taken alone by whoever closes. Rows have their own locks (``FOR UPDATE``) where a row stands
for the thing; these are for what has no row, or more than one. SQLite has one writer at a time: there is nothing to lock.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.db import connection

from duongthu.acts.pipelining import may_wait

LockKey = tuple[str, object]
PERIOD = "period"  # a unit's books of the day: shared by who books, alone by who closes
PERSON, TILL, PAPER = "person", "till", "paper"
KINDS = frozenset({PERIOD, PERSON, TILL, PAPER, "act", "unit", "round", "bag", "item", "actor"})


def lock(keys: Iterable[LockKey], *, shared: bool = False) -> None:
    """Wait for the locks of these things and keep them until the transaction ends.

    Args:
        keys: (kind, which one). They are taken in one order, so that two acts never wait for each other.
        shared: others may share them; nobody has them alone meanwhile.
    """
    if connection.vendor != "postgresql":
        return
    numbers = sorted({lock_number(kind, which) for kind, which in keys})
    if not numbers:
        return
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    # Ordered by value within the statement; a statement of its own, so that what is read next sees what was committed.
    marks = ", ".join(["(%s)"] * len(numbers))
    sql = f"SELECT {function}(n) FROM (SELECT n::bigint FROM (VALUES {marks}) AS v(n) ORDER BY n) AS wanted"
    if not may_wait(sql, numbers):
        with connection.cursor() as cursor:
            cursor.execute(sql, numbers)


def lock_number(kind: str, which: object) -> int:
    """The number of an advisory lock: 63 bits of a digest, so that two things share one only by a rare chance, harmlessly."""
    return (
        int.from_bytes(blake2b(f"{kind}:{which}".encode(), digest_size=8, person=b"duongthu.lock").digest())
        >> 1
    )


def wanted_by(locks: Iterable[str], params: Any, actor_id: int) -> list[LockKey]:
    """The locks an act names in its registration, with what its parameters say.

    Args:
        locks: ``kind:parameter`` (a list locks each of its members), or ``actor`` for the person who acts.
    """
    keys: list[LockKey] = []
    for word in locks:
        kind, _, parameter = word.partition(":")
        if kind == "actor":
            keys.append((PERSON, actor_id))
            continue
        value = getattr(params, parameter)
        keys.extend((kind, one) for one in (value if isinstance(value, list | tuple) else [value]))
    return keys
