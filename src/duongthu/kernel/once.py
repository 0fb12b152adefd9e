"""What a page asks many times is asked once: answers kept for the length of one request that only reads.

Names of units and people stand in every row of a table; without this each name costs a question to the database. Acts never
read what was kept: within ``afresh`` everything is asked again, since a lock may have been waited for meanwhile.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Within the block ``once`` keeps its answers."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


@contextmanager
def afresh() -> Iterator[None]:
    """Within the block nothing is kept and nothing kept is given."""
    token = _kept.set(None)
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question that is asked once in a block of ``asking_once``, each time outside of one.

    Args:
        key: tells the question, with all it depends on, from every other.
    """
    kept = _kept.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    answer: T = kept[key]
    return answer
