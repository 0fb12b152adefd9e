"""Which places lie near each other: the nearest of each, and an order along which near places have near numbers."""

import numpy as np
from numpy.typing import NDArray

BLOCK = 512  # rows worked on at once: as fast as all, and small
_BITS = 16
_COLUMN_BITS = 21
_ITSELF = 2**42 - 1  # farther than any place


def nearest_in_plane(xy: NDArray[np.float64], first: int, many: int) -> NDArray[np.int32]:
    """The ``many`` nearest places from number ``first`` on (depots come before), for every place; nearest first, −1 pads.

    Returns:
        int32 (places, many).
    """
    from scipy.spatial import cKDTree  # half a second, which problems by matrix or roads do without

    stops = len(xy) - first
    near = np.full((len(xy), many), -1, np.int32)
    if stops < 2:  # noqa: PLR2004  (nobody has a neighbour)
        return near
    asked = min(many + 1, stops)
    found = cKDTree(xy[first:]).query(xy, asked)[1].astype(np.int32) + first
    take = min(many, asked - 1)
    near[:, :take] = found[:, 1 : take + 1]
    elsewhere = np.flatnonzero(
        found[:, 0] != np.arange(len(xy))
    )  # depots, and stops at one point with others
    near[elsewhere] = _others(found[elsewhere], elsewhere, many)
    return near


def _others(found: NDArray[np.int32], places: NDArray[np.int64], many: int) -> NDArray[np.int32]:
    """Each row without its own place, which may stand anywhere in it or nowhere; −1 pads."""
    own = found == places[:, None]
    at = np.where(own.any(axis=1), own.argmax(axis=1), found.shape[1])
    columns = np.arange(many) + (np.arange(many) >= at[:, None])
    others = np.take_along_axis(found, np.minimum(columns, found.shape[1] - 1), 1)
    return np.where(columns < found.shape[1], others, np.int32(-1))


def nearest_by_matrix(matrix: NDArray[np.int32], first: int, many: int) -> NDArray[np.int32]:
    """The same by a matrix of distances; of two directions the mean counts."""
    places = len(matrix)
    near = np.full((places, many), -1, np.int32)
    for begin in range(0, places, BLOCK):
        here = np.arange(begin, min(begin + BLOCK, places))
        both = matrix[here, first:].astype(np.int64) + matrix[first:, here].T
        stops = np.flatnonzero(here >= first)
        both[stops, here[stops] - first] = _ITSELF
        chosen = lowest(both, many)
        alone = np.take_along_axis(both, chosen, 1) == _ITSELF
        near[here, : chosen.shape[1]] = np.where(alone, -1, chosen + first)
    return near


def lowest(cost: NDArray[np.int64], many: int) -> NDArray[np.int64]:
    """The columns of the ``many`` lowest costs of each row, the lowest first, of equal ones the first; costs are below 2**42."""
    columns = cost.shape[1]
    key = (cost << _COLUMN_BITS) | np.arange(columns)
    if many < columns:
        key = np.partition(key, many, axis=1)[:, :many]
    return np.sort(key, axis=1) & ((1 << _COLUMN_BITS) - 1)


def along_curve(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places ordered along a Hilbert curve: what is near on the map is near in memory."""
    low, high = xy.min(axis=0), xy.max(axis=0)
    scale = (2**_BITS - 1) / max(float((high - low).max()), 1e-9)
    cells = ((xy - low) * scale).astype(np.int64)
    return np.argsort(_hilbert(cells[:, 0], cells[:, 1]), kind="stable")


def _hilbert(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distance along the curve of each cell. Source: the rotation form of Warren, Hacker's Delight, ch. 16."""
    x, y, along = x.copy(), y.copy(), np.zeros(len(x), np.int64)
    side = 1 << (_BITS - 1)
    while side:
        right, upper = (x & side) > 0, (y & side) > 0
        along += side * side * ((3 * right) ^ upper)
        turn, flip = ~upper, ~upper & right
        x[flip], y[flip] = side - 1 - (x[flip] & (side - 1)), side - 1 - (y[flip] & (side - 1))
        x[turn], y[turn] = y[turn], x[turn].copy()
        x, y = x & (side - 1), y & (side - 1)
        side >>= 1
    return along
