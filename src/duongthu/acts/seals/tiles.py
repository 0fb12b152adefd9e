"""Keeps the tree's leaf hashes in the database, 256 to a row."""

from collections.abc import Iterable
from functools import lru_cache

from duongthu.acts.models import LeafTile
from duongthu.acts.seals.merkle import TILE, Tree, root_of

HASH_BYTES = 32


def cut(blob: bytes) -> list[bytes]:
    """A tile's bytes as single hashes."""
    return [blob[i : i + HASH_BYTES] for i in range(0, len(blob), HASH_BYTES)]


def append_leaves(size: int, hashes: Iterable[bytes]) -> int:
    """Add leaf hashes behind the first ``size`` leaves; gives the new size."""
    index = size // TILE
    open_tile = LeafTile.objects.filter(index=index).first() if size % TILE else None
    pending = cut(bytes(open_tile.hashes)) if open_tile else []
    full: list[LeafTile] = []
    for leaf in hashes:
        pending.append(leaf)
        size += 1
        if len(pending) == TILE:
            full.append(LeafTile(index=index, hashes=b"".join(pending), root=root_of(pending)))
            index, pending = index + 1, []
    if pending:
        full.append(LeafTile(index=index, hashes=b"".join(pending), root=None))
    LeafTile.objects.bulk_create(
        full, batch_size=500, update_conflicts=True, unique_fields=["index"], update_fields=["hashes", "root"]
    )
    return size


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
        return cut(bytes(LeafTile.objects.get(index=index).hashes))

    def root_of_tile(index: int) -> bytes:
        return roots[index] if index in roots else root_of(leaves_of(index))

    return Tree(size, leaves_of, root_of_tile)
