"""What every line of a log and every refusal of one request share: its number and where it came from."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(frozen=True, slots=True)
class Trace:
    """One request (or one run of a verb): its number, and the address it came from (empty: this machine)."""

    request_id: str = ""
    address: str = ""


_trace: ContextVar[Trace] = ContextVar("trace", default=Trace())  # noqa: B039  (frozen)


def current() -> Trace:
    """The trace of the request at hand; an empty one outside of any."""
    return _trace.get()


@contextmanager
def tracing(trace: Trace) -> Iterator[Trace]:
    """Within the block every log line bears this trace."""
    token = _trace.set(trace)
    try:
        yield trace
    finally:
        _trace.reset(token)
