"""Which places lie near each other: the nearest of each, and an order along which near places have near numbers."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

_BITS = 16


def nearest_in_plane(xy: NDArray[np.float64], first: int, many: int) -> NDArray[np.int32]:
    """The ``many`` nearest places from number ``first`` on (depots come before), for every place; nearest first, −1 pads.

    Returns:
        int32 (places, many).
    """
    stops = len(xy) - first
    near = np.full((len(xy), many), -1, np.int32)
    if stops < 2:  # noqa: PLR2004  (nobody has a neighbour)
        return near
    asked = min(many + 1, stops)
    found = cKDTree(xy[first:]).query(xy, asked)[1].astype(np.int32) + first
    for place, row in enumerate(found):
        others = row[row != place][:many]
        near[place, : len(others)] = others
    return near


def nearest_by_matrix(matrix: NDArray[np.int32], first: int, many: int) -> NDArray[np.int32]:
    """The same by a matrix of distances; of two directions the mean counts."""
    places = len(matrix)
    near = np.full((places, many), -1, np.int32)
    for place in range(places):
        both = (matrix[place].astype(np.int64) + matrix[:, place])[first:]
        if place >= first:
            both[place - first] = np.iinfo(np.int64).max
        take = min(many, len(both) - (place >= first))
        chosen = np.argpartition(both, take - 1)[:take] if take else np.empty(0, np.int64)
        near[place, :take] = chosen[np.argsort(both[chosen], kind="stable")] + first
    return near


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
