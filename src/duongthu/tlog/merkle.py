"""The tree of RFC 6962 §2.1 over hashes kept in tiles of 256 leaves; pure."""

from collections.abc import Callable, Sequence
from hashlib import sha256

TILE = 256
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of one leaf's bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def split_point(count: int) -> int:
    """The largest power of two smaller than ``count`` (at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Root over leaf hashes held in memory."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


class Tree:
    """A tree of known size whose tiles are read when they are needed.

    Args:
        size: number of leaves.
        leaves_of: gives the leaf hashes of a tile.
        root_of_tile: gives the root of a full tile.
    """

    def __init__(
        self, size: int, leaves_of: Callable[[int], Sequence[bytes]], root_of_tile: Callable[[int], bytes]
    ) -> None:
        self.size = size
        self._leaves_of = leaves_of
        self._root_of_tile = root_of_tile

    def root(self, size: int | None = None) -> bytes:
        """Root over the first ``size`` leaves (all of them by default)."""
        count = self.size if size is None else size
        return self._hash(0, count) if count else EMPTY_ROOT

    def inclusion(self, leaf: int, size: int) -> list[bytes]:
        """The hashes that lead from a leaf to the root over the first ``size`` leaves (RFC 6962 §2.1.1).

        Raises:
            IndexError: the leaf does not lie below ``size``.
        """
        if not 0 <= leaf < size <= self.size:
            raise IndexError(leaf)
        return self._path(leaf, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The hashes that prove the first ``old`` of ``new`` leaves unchanged (RFC 6962 §2.1.2).

        Raises:
            IndexError: not 0 < old <= new <= size.
        """
        if not 0 < old <= new <= self.size:
            raise IndexError(old)
        return self._subproof(old, 0, new, whole=True)

    def _hash(self, low: int, high: int) -> bytes:
        count = high - low
        if count == TILE and low % TILE == 0:
            return self._root_of_tile(low // TILE)
        if low // TILE == (high - 1) // TILE:
            return root_of(self._leaves_of(low // TILE)[low % TILE : low % TILE + count])
        middle = low + split_point(count)
        return node_hash(self._hash(low, middle), self._hash(middle, high))

    def _path(self, leaf: int, low: int, high: int) -> list[bytes]:
        if high - low == 1:
            return []
        middle = low + split_point(high - low)
        if leaf < middle:
            return [*self._path(leaf, low, middle), self._hash(middle, high)]
        return [*self._path(leaf, middle, high), self._hash(low, middle)]

    def _subproof(self, old: int, low: int, high: int, *, whole: bool) -> list[bytes]:
        if old == high - low:
            return [] if whole else [self._hash(low, high)]
        split = split_point(high - low)
        if old <= split:
            return [*self._subproof(old, low, low + split, whole=whole), self._hash(low + split, high)]
        return [*self._subproof(old - split, low + split, high, whole=False), self._hash(low, low + split)]
