"""Custody events: batches of 1,000 with duplicate suppression and state, against the raw insert of the same rows; growth.

python benchmarks/events.py            DUONGTHU_DATABASE_URL=postgresql://… python benchmarks/events.py
"""

import random
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from common import arguments, fresh_database, say, seconds

options = arguments(__doc__ or "")
engine = fresh_database()

from django.db import transaction

from duongthu.acts.api import Actor, Call, bulk
from duongthu.kernel.ids import IdMaker
from duongthu.mail.actions.moving import EVENT_COLUMNS, move_lines
from duongthu.mail.models import CustodyEvent
from duongthu.mail.rules.custody import Move
from duongthu.mail.rules.states import Event

BATCH = 1_000
SCANS_EACH = 10
TOTAL = 100_000 if options.smoke else 10_000_000
PAIRS = 20 if options.smoke else 200
START = datetime(2020, 8, 14, tzinfo=UTC)
ids, rng = IdMaker(random.Random(1)), random.Random(2)
made = 0


def call(at: datetime) -> Call:
    """The call of one batch."""
    actor = Actor(1, "đo", 1, frozenset({"sorter"}), frozenset({1}))
    return Call(actor, 1, ids.make(at), 1, at, at, at.date())


def scans() -> tuple[datetime, list[Move]]:
    """The next batch of 1,000 scans in one of 170 units, as an act makes it; a hundredth of the keys comes twice.

    The same 1,000 things are scanned ten times, each time in another unit; then come new ones.
    """
    global made
    batch, made = made // BATCH, made + BATCH
    at, unit, first_thing = START + timedelta(milliseconds=made), batch % 170, batch // SCANS_EACH * BATCH + 1
    moves = [
        Move(ids.make(at), first_thing + n, "", Event.TO_HUB, "", f"U{unit}", at, unit) for n in range(BATCH)
    ]
    for n in range(100, BATCH, 100):
        moves[n] = moves[n - 1]
    return at, moves


def ours(at: datetime, moves: list[Move]) -> None:
    """The house's own path: known keys, state machine, holder, journal and projection in one transaction."""
    with transaction.atomic():
        move_lines(call(at), moves)


def rows_of(at: datetime, moves: list[Move]) -> list[tuple[object, ...]]:
    """The same rows for the floor."""
    moment = bulk.db_moment(at)
    return [
        (bulk.db_uuid(m.key), 1, m.thing_id, m.event.value, "S", m.taker, moment, moment, m.unit_id, 1, "")
        for m in {m.key: m for m in moves}.values()
    ]


def raw(rows: list[tuple[object, ...]]) -> None:
    """Raw executemany (SQLite) or COPY (PostgreSQL) of the rows into the same table."""
    with transaction.atomic():
        bulk.insert_rows("mail_event", EVENT_COLUMNS, rows)


def grow(until: int) -> None:
    """Fill the journal up to a size through the house's own path."""
    while made < until:
        ours(*scans())


def microseconds_per_event() -> float:
    """Median cost of an event over 50 batches, in CPU time of this process (PostgreSQL: wall time)."""
    costs = []
    for _ in range(50):
        at, moves = scans()
        wall, cpu = time.perf_counter(), time.process_time()
        ours(at, moves)
        spent = time.perf_counter() - wall if engine == "postgresql" else time.process_time() - cpu
        costs.append(spent / BATCH * 1e6)
    return statistics.median(costs)


grow(10_000)
mine = base = 0.0
for _ in range(PAIRS):  # the floor's rows tell of the same things, under keys of their own
    at, moves = scans()
    mine += seconds(lambda at=at, moves=moves: ours(at, moves))
    rows = rows_of(at, [replace(move, key=ids.make(at)) for move in moves])
    base += seconds(lambda rows=rows: raw(rows))
say(
    f"events {engine}, batches of {BATCH}", per_second=round(PAIRS * BATCH / mine), raw_per_second=round(PAIRS * BATCH / base),
    of_raw=round(base / mine, 3),
)  # fmt: skip
grow(100_000 if not options.smoke else 15_000)
early = microseconds_per_event()
grow(TOTAL)
late = microseconds_per_event()
say(
    f"events {engine}, growth",
    at=TOTAL,
    early_us=round(early, 2),
    late_us=round(late, 2),
    ratio=round(late / early, 3),
)
times = []
for _ in range(2_000 if not options.smoke else 200):
    wanted = rng.randrange(1, made // SCANS_EACH)
    began = time.perf_counter()
    list(CustodyEvent.objects.filter(thing_id=wanted).order_by("seq").values_list("at", "code", "to_holder"))
    times.append(time.perf_counter() - began)
times.sort()
say(
    f"events {engine}, history of one item",
    at=TOTAL,
    p50_ms=round(times[len(times) // 2] * 1e3, 3),
    p99_ms=round(times[int(len(times) * 0.99)] * 1e3, 3),
)
