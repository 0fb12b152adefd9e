"""Limits of time for machines of any pace: a fixed piece of work says how much slower this one is just now.

A limit in seconds on a shared machine fails for the neighbour's sake; none at all lets anything through. So each limit holds for
the machine it was set on, and is stretched by how much longer a fixed piece of work takes before and after what is measured.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

ROWS = 20_000
QUIET_SECONDS = 0.090
"""The fixed piece of work on two quiet cores, 28 November 2026."""
BESIDE_A_SERVER = 4.0
"""PostgreSQL's server, which does the work there, shares the cores with the tests and is not seen by a piece of work done in this
process: its limits are that much wider, and benchmarks/ hold the exact ones."""


def _piece() -> float:
    """Python, hashing and SQLite in the proportions of a small act, in seconds."""
    began = time.perf_counter()
    with sqlite3.connect(":memory:") as book:
        book.execute("CREATE TABLE line (code TEXT PRIMARY KEY, amount INTEGER)")
        book.executemany("INSERT INTO line VALUES (?, ?)", ((f"{n:x}", n * n) for n in range(ROWS)))
        assert sum(n for (n,) in book.execute("SELECT amount FROM line ORDER BY code")) > 0
    book.close()
    return time.perf_counter() - began


def slowness() -> float:
    """How many times slower than the quiet machine, 1 at least: the middle of three."""
    wider = BESIDE_A_SERVER if connection.vendor == "postgresql" else 1.0
    return wider * max(1.0, sorted(_piece() for _ in range(3))[1] / QUIET_SECONDS)


@dataclass
class Timed:
    """What was measured.

    Attributes:
        seconds: as a quiet machine would have taken.
    """

    seconds: float = 0.0


@contextmanager
def quiet_time() -> Iterator[Timed]:
    """Measures the block; ``seconds`` stands after it."""
    timed, before, began = Timed(), slowness(), time.perf_counter()
    yield timed
    took = time.perf_counter() - began
    timed.seconds = took / max(before, slowness())
