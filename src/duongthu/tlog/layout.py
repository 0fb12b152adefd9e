"""The tree as files: tiles of 256 hashes by level and number, as c2sp.org/tlog-tiles lays them out; pure but for reading.

``tile/0/x001/x234/067`` holds 256 leaf hashes, ``tile/1/…`` the roots of 256 such tiles, and so on; a tile that is not
full yet ends in ``.p/<how many>``. Entry bundles are not laid out: rows hold names of people and stay in the house.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from duongthu.tlog.merkle import EMPTY_ROOT, TILE, Tree, root_of

HASH_BYTES = 32
GROUP = 1_000


class TileMissing(ValueError):
    """A tile is not there or is no tile; the Vietnamese sentence says which."""


def tile_path(level: int, number: int, width: int = TILE) -> str:
    """Where a tile lies below the log's address."""
    groups = [f"{number % GROUP:03d}"]
    while number >= GROUP:
        number //= GROUP
        groups.insert(0, f"x{number % GROUP:03d}")
    partial = f".p/{width}" if width < TILE else ""
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Every tile of a tree of that size: (level, number, width)."""
    level, count = 0, size
    while count:
        full, rest = divmod(count, TILE)
        yield from ((level, number, TILE) for number in range(full))
        if rest:
            yield level, full, rest
        level, count = level + 1, full


def cut(blob: bytes) -> list[bytes]:
    """A tile's bytes as single hashes."""
    return [blob[i : i + HASH_BYTES] for i in range(0, len(blob), HASH_BYTES)]


def tree_from(size: int, read: Callable[[str], bytes]) -> Tree:
    """The tree over the first ``size`` leaves from laid-out tiles; whoever has checked ``root()`` may trust the rest.

    ``root()`` is computed from every hash of level 1 and the open tile; a full tile of leaves is held against its hash of
    level 1 whenever it is read. While it is asked the tree raises ``TileMissing`` where a tile has the wrong length or
    does not lead to its root.

    Args:
        read: gives the bytes of a path below the log's address.
    """

    @lru_cache(maxsize=4_096)
    def hashes(level: int, number: int) -> tuple[bytes, ...]:
        width = min(TILE, (size >> (8 * level)) - number * TILE)
        path = tile_path(level, number, width)
        found = cut(read(path))
        if len(found) != width or any(len(one) != HASH_BYTES for one in found):
            raise TileMissing(f"ô băm {path} không đủ {width} băm")
        return tuple(found)

    def root_of_tile(index: int) -> bytes:
        return hashes(1, index // TILE)[index % TILE]

    def leaves_of(index: int) -> tuple[bytes, ...]:
        leaves = hashes(0, index)
        if index < size // TILE and root_of(leaves) != root_of_tile(index):
            raise TileMissing(f"ô băm {tile_path(0, index)} không khớp ô trên nó")
        return leaves

    return Tree(size, leaves_of, root_of_tile)


def consistent(old: int, old_root: bytes, new: Tree) -> bool:
    """Whether the first ``old`` leaves of a tree have that root: the tree goes on from it."""
    return old <= new.size and (new.root(old) if old else EMPTY_ROOT) == old_root
