"""Barriers across a road: whom they stop rides up to them from either side, and not through."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


def parted(at: Floats, start: Ints, end: Ints, closed: Ints) -> tuple[Floats, Ints, Ints]:
    """Nodes and pieces where each closed node is a dead end of its own for each of its neighbours.

    Args:
        at: float64 (nodes, 2); start, end: by piece; closed: numbers of nodes.
    """
    ends, other = np.concatenate([start, end]), np.concatenate([end, start])
    touched = np.flatnonzero(np.isin(ends, closed))
    if not len(touched):
        return at, start, end
    pairs, number = np.unique(np.stack([ends[touched], other[touched]], axis=1), axis=0, return_inverse=True)
    ends[touched] = len(at) + number.reshape(-1)
    return np.concatenate([at, at[pairs[:, 0]]]), ends[: len(start)], ends[len(start) :]
