"""Keeps the tree's leaf hashes in the database, 256 to a row."""

from functools import lru_cache

from duongthu.acts.models import LeafTile
from duongthu.tlog.api import HASH_BYTES, TILE, Tree, cut, root_of

KEPT_AT_ONCE = 500


def append_leaves(size: int, hashes: bytes) -> int:
    """Add leaf hashes behind the first ``size`` leaves; gives the new size.

    What an open tile holds beyond ``size`` was left by a seal that was never kept, and is written over.

    Args:
        hashes: 32 bytes a leaf, one behind the other.
    """
    index, open_leaves = divmod(size, TILE)
    open_tile = LeafTile.objects.filter(index=index).first() if open_leaves else None
    pending = (bytes(open_tile.hashes)[: open_leaves * HASH_BYTES] if open_tile else b"") + hashes
    width = TILE * HASH_BYTES
    for start in range(0, len(pending), width * KEPT_AT_ONCE):
        page = pending[start : start + width * KEPT_AT_ONCE]
        tiles = [_tile(index + i, page[at : at + width]) for i, at in enumerate(range(0, len(page), width))]
        LeafTile.objects.bulk_create(
            tiles, update_conflicts=True, unique_fields=["index"], update_fields=["hashes", "root"]
        )
        index += len(tiles)
    return size + len(hashes) // HASH_BYTES


def _tile(index: int, blob: bytes) -> LeafTile:
    full = len(blob) == TILE * HASH_BYTES
    return LeafTile(index=index, hashes=blob, root=root_of(cut(blob)) if full else None)


def stored_tree(size: int) -> Tree:
    """The tree over the first ``size`` leaves, read from the tiles as they are needed."""
    roots = {
        index: bytes(root)
        for index, root in LeafTile.objects.filter(index__lt=size // TILE)
        .values_list("index", "root")
        .iterator()
        if root is not None
    }

    @lru_cache(maxsize=64)
    def leaves_of(index: int) -> list[bytes]:
        tile = LeafTile.objects.filter(index=index).first()
        return cut(bytes(tile.hashes)) if tile else []

    def root_of_tile(index: int) -> bytes:
        return roots[index] if index in roots else root_of(leaves_of(index))

    return Tree(size, leaves_of, root_of_tile)


def level_hashes(level: int, number: int, width: int) -> bytes:
    """One tile of any level as ``c2sp.org/tlog-tiles`` lays it out: ``width`` hashes; fewer where the tree ends before.

    Args:
        level: 0 leaves, 1 roots of tiles of leaves, and so on.
    """
    if level == 0:
        tile = LeafTile.objects.filter(index=number).first()
        return bytes(tile.hashes)[: width * HASH_BYTES] if tile else b""
    each = TILE ** (level - 1)
    first = number * TILE * each
    rows = LeafTile.objects.filter(index__gte=first, index__lt=first + width * each).exclude(root=None)
    roots = [bytes(root) for root in rows.order_by("index").values_list("root", flat=True).iterator() if root]
    whole = len(roots) // each * each
    return b"".join(root_of(roots[at : at + each]) for at in range(0, whole, each))
