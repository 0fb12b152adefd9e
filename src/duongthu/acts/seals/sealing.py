"""Makes a seal: every journal row written since the last one joins the tree, then the root is chained and kept."""

import json
from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from typing import TypedDict

from django.db import transaction

from duongthu.acts import bulk
from duongthu.acts.journals import Journal, all_journals, canonical
from duongthu.acts.models import Seal
from duongthu.acts.perform import WRITER_LOCK
from duongthu.acts.refusals import SealTimeRunsBack
from duongthu.acts.seals.merkle import leaf_hash
from duongthu.acts.seals.tiles import append_leaves, stored_tree
from duongthu.kernel import clock


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
    """
    with transaction.atomic():
        _wait_for_writers()
        last = Seal.objects.order_by("-seq").first()
        if last and clock.now() < last.made_at:
            raise SealTimeRunsBack(made_at=clock.now().isoformat(), previous_at=last.made_at.isoformat())
        size = last.tree_size if last else 0
        ranges, new_size = _add_new_rows(size, json.loads(last.ranges) if last else {})
        if last and new_size == size:
            return last
        return _keep(last, new_size, ranges)


def seal_digest(seal: Seal) -> str:
    """What the next seal chains to: SHA-256 over this seal's own content."""
    at = seal.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [at, seal.business_on.isoformat(), str(seal.tree_size), seal.root, seal.ranges, seal.previous]
    return sha256("\n".join(parts).encode()).hexdigest()


def _wait_for_writers() -> None:
    if bulk.on_postgres():
        bulk.fetch("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])
    else:
        bulk.fetch("SELECT 1")  # BEGIN IMMEDIATE already made this the only writer


def _add_new_rows(size: int, last_ranges: dict[str, Range]) -> tuple[dict[str, Range], int]:
    ranges: dict[str, Range] = {}
    for journal in all_journals():
        after = last_ranges[journal.name]["until"] if journal.name in last_ranges else 0
        feed = _Feed(journal, after)
        new_size = append_leaves(size, feed)
        ranges[journal.name] = {
            "after": after,
            "until": feed.until,
            "first_leaf": size,
            "count": new_size - size,
        }
        size = new_size
    return ranges, size


class _Feed:
    """Leaf hashes of a journal's new rows; remembers the last row number."""

    def __init__(self, journal: Journal, after: int) -> None:
        self.journal, self.after, self.until = journal, after, after

    def __iter__(self) -> Iterator[bytes]:
        name = self.journal.name
        for row in self.journal.rows(self.after):
            self.until = row[0]
            yield leaf_hash(canonical(name, row))


def _keep(last: Seal | None, size: int, ranges: dict[str, Range]) -> Seal:
    root = stored_tree(size).root().hex()
    text = json.dumps(ranges, separators=(",", ":"), sort_keys=True)
    seal = Seal(made_at=clock.now(), business_on=clock.today(), tree_size=size, root=root, ranges=text)
    seal.previous = last.digest if last else ""
    seal.digest = seal_digest(seal)
    seal.save(force_insert=True)
    return seal
