"""Recounts every sealed row against the kept leaf hashes and names the row that was touched."""

import json
from collections.abc import Iterator
from itertools import zip_longest

from duongthu.acts.findings import Finding
from duongthu.acts.journals import Journal, all_journals, canonical
from duongthu.acts.models import LeafTile, Seal
from duongthu.acts.seals.sealing import Range, seal_digest
from duongthu.acts.seals.tiles import stored_tree
from duongthu.tlog.api import TILE, cut, leaf_hash, root_of


def check_seals(since: int = 0) -> Iterator[Finding]:
    """Every seal: chain, root, and each row it covers.

    Args:
        since: leaves that need not be read again because a witness vouches for the root over them. Their tiles' roots
            must still lead to it; their rows and leaf hashes are taken on trust.
    """
    journals = {journal.name: journal for journal in all_journals()}
    previous = ""
    for seal in Seal.objects.order_by("seq").iterator():
        yield from _check_chain(seal, previous)
        previous = seal.digest
        if seal.tree_size <= since:
            continue
        for name, span in sorted(json.loads(seal.ranges).items()):
            if name in journals:
                yield from _check_range(journals[name], span)
            else:
                yield Finding(
                    "acts.journal_gone", f"sổ {name} đã niêm phong nhưng không còn", "acts.seal", seal.seq
                )
    yield from _check_roots(since)


def _check_chain(seal: Seal, previous: str) -> Iterator[Finding]:
    if seal.previous != previous:
        yield Finding(
            "acts.seal_chain_broken",
            f"niêm phong {seal.seq} không nối vào niêm phong trước",
            "acts.seal",
            seal.seq,
        )
    if seal_digest(seal) != seal.digest:
        yield Finding("acts.seal_altered", f"niêm phong {seal.seq} đã bị sửa", "acts.seal", seal.seq)


def _check_roots(since: int) -> Iterator[Finding]:
    """Recomputes the root of each seal from the tiles' leaf hashes (tile roots included)."""
    tiles = LeafTile.objects.filter(index__gte=since // TILE).exclude(root=None)
    for tile in tiles.order_by("index").iterator():
        if root_of(cut(bytes(tile.hashes))) != bytes(tile.root or b""):
            yield Finding("acts.tile_altered", f"ô băm {tile.index} đã bị sửa", "acts.leaf_tile", tile.index)
    newest = Seal.objects.order_by("-seq").first()
    tree = stored_tree(newest.tree_size) if newest else None
    for seal in Seal.objects.order_by("seq").iterator():
        if tree is not None and tree.root(seal.tree_size).hex() != seal.root:
            yield Finding(
                "acts.root_differs", f"gốc Merkle của niêm phong {seal.seq} không khớp", "acts.seal", seal.seq
            )


def _check_range(journal: Journal, span: Range) -> Iterator[Finding]:
    kept = _kept_hashes(span["first_leaf"], span["count"])
    rows = journal.rows(span["after"], span["until"])
    hashed = ((row, leaf_hash(canonical(journal.name, row))) for row in rows)
    for pair, expected in zip_longest(hashed, kept):
        if pair is None or expected is None or pair[1] != expected:
            yield from _name_difference(journal, span)
            return


def _kept_hashes(first: int, count: int) -> Iterator[bytes]:
    last = first + count
    for tile in (
        LeafTile.objects.filter(index__gte=first // TILE, index__lte=(last - 1) // TILE)
        .order_by("index")
        .iterator()
    ):
        start = tile.index * TILE
        yield from cut(bytes(tile.hashes))[max(first - start, 0) : max(last - start, 0)]


def _name_difference(journal: Journal, span: Range) -> Iterator[Finding]:
    """Compare as sets: a changed row's hash is unknown, a removed row's hash has no row."""
    expected = list(_kept_hashes(span["first_leaf"], span["count"]))
    known, found, altered = set(expected), set(), []
    for row in journal.rows(span["after"], span["until"]):
        digest = leaf_hash(canonical(journal.name, row))
        found.add(digest)
        if digest not in known:
            altered.append(row)
    for row in altered:
        yield _altered(journal, row)
    missing = sum(1 for digest in expected if digest not in found) - len(altered)
    if missing > 0:
        rows = f"{span['after'] + 1}…{span['until']}"
        yield Finding(
            "acts.row_missing",
            f"{missing} dòng của {journal.name} đã bị xóa trong khoảng {rows}",
            journal.name,
            rows,
        )
    if not altered and missing <= 0:
        yield Finding(
            "acts.rows_reordered",
            f"các dòng của {journal.name} không còn đúng thứ tự",
            journal.name,
            span["until"],
        )


def _altered(journal: Journal, row: tuple[object, ...]) -> Finding:
    values = dict(zip(journal.columns, row, strict=True))
    day = (
        values.get("business_on")
        or values.get("booked_on")
        or values.get("recorded_at")
        or values.get("server_at")
    )
    return Finding(
        "acts.row_altered",
        f"dòng {row[0]} của {journal.name} đã bị sửa hoặc thêm sau niêm phong",
        journal.name,
        row[0],
        day=str(day)[:10] if day else "",
        unit=values.get("unit_id"),
    )
