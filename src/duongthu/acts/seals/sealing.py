"""Makes a seal: every journal row written since the last one joins the tree, then the root is chained and kept.

Writers are never made to wait for the reading. First it is fixed how far each journal reaches; on PostgreSQL the sealer
then waits for the writers that were under way at that moment (new ones go on), so that no row at or below the mark can
come later. On SQLite there is one writer, and what can be read is all there is. Then rows are read and hashed, and only
tiles and seal are written.
"""

import json
import time
from datetime import UTC
from hashlib import sha256
from typing import TypedDict

from django.db import transaction

from duongthu.acts import bulk
from duongthu.acts.epochs import begin_first_epoch
from duongthu.acts.journals import Journal, all_journals, canonical
from duongthu.acts.models import Seal
from duongthu.acts.perform import WRITER_LOCK
from duongthu.acts.refusals import SealTimeRunsBack, WritersTooSlow
from duongthu.acts.seals.tiles import append_leaves, stored_tree
from duongthu.kernel import clock
from duongthu.tlog.api import HASH_BYTES, leaf_hash

SEALER_LOCK = 0x64755F7365616C  # one sealer at a time (PostgreSQL)
WRITERS_SECONDS = 60.0
UNDER_WAY = """
SELECT virtualtransaction FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s
AND objsubid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND pid <> pg_backend_pid()
"""


class Range(TypedDict):
    """Which rows of one journal one seal added: those with after < number <= until, at these leaves."""

    after: int
    until: int
    first_leaf: int
    count: int


def make_seal() -> Seal:
    """Seal all rows written so far; with nothing new since the last seal that one is given back.

    Raises:
        SealTimeRunsBack: the clock stands before the last seal.
        WritersTooSlow: an act that was under way when sealing began did not end within a minute (PostgreSQL).
    """
    if bulk.on_postgres():
        with transaction.atomic():
            bulk.fetch("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
            begin_first_epoch()
            last = _last()
            marks = _marks()
            _let_writers_end()
            return _keep(last, *_read(last, marks))
    while True:
        begin_first_epoch()
        last = _last()
        ranges, hashes = _read(last, _marks())
        with transaction.atomic():  # BEGIN IMMEDIATE: the only writer from here on
            if _last() == last:  # otherwise another sealer was faster: read what is new since
                return _keep(last, ranges, hashes)


def seal_digest(seal: Seal) -> str:
    """What the next seal chains to: SHA-256 over this seal's own content."""
    at = seal.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [at, seal.business_on.isoformat(), str(seal.tree_size), seal.root, seal.ranges, seal.previous]
    return sha256("\n".join(parts).encode()).hexdigest()


def _last() -> Seal | None:
    return Seal.objects.order_by("-seq").first()


def _marks() -> dict[str, int]:
    """How far each journal reaches now: no row number at or below the mark will be given out again."""
    return {journal.name: _mark(journal) for journal in all_journals()}


def _mark(journal: Journal) -> int:
    table, column = journal.model._meta.db_table, journal.seq  # noqa: SLF001
    if bulk.on_postgres():
        sql = "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass), 0)"
        return int(bulk.fetch(sql, [table, column])[0][0])
    return int(bulk.fetch(f"SELECT coalesce(max({column}), 0) FROM {table}")[0][0])


def _let_writers_end() -> None:
    """Wait until each writer that holds its shared lock now has ended; who comes later is not waited for."""
    halves = [WRITER_LOCK >> 32, WRITER_LOCK & 0xFFFFFFFF]
    waited_for = {row[0] for row in bulk.fetch(UNDER_WAY, halves)}
    until = time.monotonic() + WRITERS_SECONDS
    while waited_for and waited_for & {row[0] for row in bulk.fetch(UNDER_WAY, halves)}:
        if time.monotonic() > until:
            raise WritersTooSlow(seconds=int(WRITERS_SECONDS))
        time.sleep(0.01)


def _read(last: Seal | None, marks: dict[str, int]) -> tuple[dict[str, Range], bytes]:
    """The new rows' ranges and leaf hashes, one behind the other, journal by journal."""
    before: dict[str, Range] = json.loads(last.ranges) if last else {}
    size = last.tree_size if last else 0
    ranges: dict[str, Range] = {}
    hashes = bytearray()
    for journal in all_journals():
        after = before[journal.name]["until"] if journal.name in before else 0
        until, first = max(after, marks[journal.name]), len(hashes) // HASH_BYTES
        for row in journal.rows(after, until):
            hashes += leaf_hash(canonical(journal.name, row))
        count = len(hashes) // HASH_BYTES - first
        ranges[journal.name] = {"after": after, "until": until, "first_leaf": size + first, "count": count}
    return ranges, bytes(hashes)


def _keep(last: Seal | None, ranges: dict[str, Range], hashes: bytes) -> Seal:
    now = clock.now()
    if last and now < last.made_at:
        raise SealTimeRunsBack(made_at=now.isoformat(), previous_at=last.made_at.isoformat())
    if last and not hashes:
        return last
    size = append_leaves(last.tree_size if last else 0, hashes)
    root = stored_tree(size).root().hex()
    text = json.dumps(ranges, separators=(",", ":"), sort_keys=True)
    seal = Seal(made_at=now, business_on=clock.today(), tree_size=size, root=root, ranges=text)
    seal.previous = last.digest if last else ""
    seal.digest = seal_digest(seal)
    seal.save(force_insert=True)
    return seal
