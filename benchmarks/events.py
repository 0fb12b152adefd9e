"""Custody events: batches of 1,000 with duplicate suppression and state, against the raw insert of the same rows; growth.

python benchmarks/events.py            DUONGTHU_DATABASE_URL=postgresql://… python benchmarks/events.py
"""

import random
import statistics
import time
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
TOTAL = 20_000 if options.smoke else 10_000_000
PAIRS = 10 if options.smoke else 100
START = datetime(2020, 8, 14, tzinfo=UTC)
ids, rng = IdMaker(random.Random(1)), random.Random(2)
made = 0


def call(at: datetime) -> Call:
    """The call of one batch."""
    actor = Actor(1, "đo", 1, frozenset({"sorter"}), frozenset({1}))
    return Call(actor, 1, ids.make(at), 1, at, at, at.date())


def scans(first_thing: int) -> tuple[datetime, list[Move]]:
    """One batch of 1,000 scans; items get ten scans each, a hundredth of the keys comes twice."""
    global made
    made += BATCH
    at = START + timedelta(milliseconds=made)
    moves = []
    for n in range(BATCH):
        thing, step = first_thing + n, Event.TO_HUB
        moves.append(Move(ids.make(at), thing, "", step, "", f"U{n % 170}", at, n % 170))
    for n in range(0, BATCH, 100):
        moves[n] = moves[n - 1] if n else moves[n]
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


def grow(until: int, thing: int) -> int:
    """Fill the journal up to a size through the house's own path; gives the next thing."""
    while made < until:
        first = thing
        for _ in range(min(10, max(1, (until - made) // BATCH))):
            ours(*scans(first))
        thing += BATCH
    return thing


def microseconds_per_event(thing: int) -> tuple[float, int]:
    """Median cost of an event over 20 batches, in CPU time of this process (PostgreSQL: wall time)."""
    costs = []
    for _ in range(20):
        at, moves = scans(thing)
        wall, cpu = time.perf_counter(), time.process_time()
        ours(at, moves)
        spent = time.perf_counter() - wall if engine == "postgresql" else time.process_time() - cpu
        costs.append(spent / BATCH * 1e6)
        thing += BATCH
    return statistics.median(costs), thing


thing = grow(10_000, 1)
mine = base = 0.0
for _ in range(PAIRS):
    at, moves = scans(thing)
    mine += seconds(lambda at=at, moves=moves: ours(at, moves))
    at, moves = scans(thing + BATCH)
    rows = rows_of(at, moves)
    base += seconds(lambda rows=rows: raw(rows))
    thing += 2 * BATCH
say(
    f"events {engine}, batches of {BATCH}", per_second=round(PAIRS * BATCH / mine), raw_per_second=round(PAIRS * BATCH / base),
    of_raw=round(base / mine, 3),
)  # fmt: skip
thing = grow(100_000 if not options.smoke else 15_000, thing)
early, thing = microseconds_per_event(thing)
thing = grow(TOTAL, thing)
late, thing = microseconds_per_event(thing)
say(
    f"events {engine}, growth",
    at=TOTAL,
    early_us=round(early, 2),
    late_us=round(late, 2),
    ratio=round(late / early, 3),
)
times = []
for _ in range(2_000 if not options.smoke else 200):
    wanted = rng.randrange(1, thing)
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
