"""Roads and points as the compiled searches read them, and the scratch of a search."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FAR = np.int32(2**31 - 1)
Ints = NDArray[np.int32]


class Net(NamedTuple):
    """Roads by node they leave: those of node ``n`` stand at ``first[n]:first[n + 1]``."""

    first: Ints
    end: Ints
    metres: Ints
    millis: Ints


class Points(NamedTuple):
    """Points by node they lie at: those of node ``n`` are ``order[first[n]:first[n + 1]]``; access by point."""

    first: Ints
    order: Ints
    metres: Ints
    millis: Ints


class Work(NamedTuple):
    """Scratch of one search: best known way by node, the heap (time and node in one number), nodes touched."""

    millis: Ints
    metres: Ints
    heap: NDArray[np.int64]
    touched: Ints


def work_for(net: Net) -> Work:
    """Scratch for searches of a net."""
    nodes, roads = len(net.first) - 1, len(net.end)
    return Work(
        np.full(nodes, FAR, np.int32),
        np.zeros(nodes, np.int32),
        np.zeros(roads + 2, np.int64),
        np.zeros(nodes, np.int32),
    )
