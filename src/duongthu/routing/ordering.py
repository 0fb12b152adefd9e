"""Sorting inside compiled code: the few stops of a step, by a key beside them."""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.compiled import inlined


@inlined
def order_by_key(stops: NDArray[np.int32], key: NDArray[np.float64], count: int) -> None:
    """Put the first ``count`` stops in the order of their keys, smallest first; equal keys keep their order."""
    for a in range(1, count):
        least, x, b = key[a], stops[a], a - 1
        while b >= 0 and key[b] > least:
            key[b + 1], stops[b + 1] = key[b], stops[b]
            b -= 1
        key[b + 1], stops[b + 1] = least, x
