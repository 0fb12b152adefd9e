"""The compiled searches over roads: Dijkstra with a heap, stopped as soon as all that was asked is known.

Everything is counted in whole milliseconds and metres, so every machine finds the same ways. Source: E. W. Dijkstra, "A note on
two problems in connexion with graphs", Numerische Mathematik 1 (1959).
"""

import numpy as np
from numba import njit

from duongthu.network.rules.nets import FAR, Ints, Net, Points, Work

NODE_BITS = 32


@njit(cache=True, nogil=True)
def tree(net: Net, work: Work, source: int) -> None:
    """The fastest ways from a node to all; they stay in the scratch."""
    _begin(work, source)
    while work.counts[0] > 0:
        millis, node = _pop(work)
        if millis == work.millis[node]:
            _relax(net, work, node)


@njit(cache=True, nogil=True)
def to_nodes(
    net: Net, work: Work, sources: Ints, column: Ints, columns: int, metres: Ints, millis: Ints
) -> None:
    """The fastest ways from each source to the nodes that have a column (others: −1), row by row."""
    for row in range(sources.shape[0]):
        _begin(work, sources[row])
        missing = columns
        while work.counts[0] > 0 and missing > 0:
            took, node = _pop(work)
            if took != work.millis[node]:
                continue
            if column[node] >= 0:
                metres[row, column[node]], millis[row, column[node]] = work.metres[node], took
                missing -= 1
            _relax(net, work, node)
        _clear(work)


@njit(cache=True, nogil=True)
def to_points(
    net: Net, work: Work, sources: Ints, homes: Ints, points: Points, near: Ints, metres: Ints, millis: Ints
) -> None:
    """The nearest points from each source that lie at other nodes, nearest first; ``near`` begins as −1.

    Args:
        homes: at which node a source's own points are found; those are left out.
    """
    many = near.shape[1]
    for row in range(sources.shape[0]):
        source, home, found = sources[row], homes[row], 0
        _begin(work, source)
        while work.counts[0] > 0:
            took, node = _pop(work)
            if took != work.millis[node]:
                continue
            if found == many and took >= millis[row, many - 1]:
                break
            if node != home:
                for at in range(points.first[node], points.first[node + 1]):
                    point = points.order[at]
                    after = took + points.millis[point]
                    if found < many or after < millis[row, many - 1]:
                        found = min(found + 1, many)
                        way = work.metres[node] + points.metres[point]
                        _insert(near[row], metres[row], millis[row], found, point, way, after)
            _relax(net, work, node)
        _clear(work)


@njit(cache=True, nogil=True)
def _insert(near: Ints, metres: Ints, millis: Ints, found: int, point: int, way: int, after: int) -> None:
    """Put a point into its place among the ``found`` nearest; the last one falls out."""
    at = found - 1
    while at > 0 and millis[at - 1] > after:
        near[at], metres[at], millis[at] = near[at - 1], metres[at - 1], millis[at - 1]
        at -= 1
    near[at], metres[at], millis[at] = point, way, after


@njit(cache=True, nogil=True)
def _begin(work: Work, source: int) -> None:
    work.millis[source], work.metres[source] = 0, 0
    work.touched[0] = source
    work.heap[0] = source
    work.counts[0], work.counts[1] = 1, 1


@njit(cache=True, nogil=True)
def _clear(work: Work) -> None:
    for at in range(work.counts[1]):
        work.millis[work.touched[at]] = FAR
    work.counts[0], work.counts[1] = 0, 0


@njit(cache=True, nogil=True)
def _relax(net: Net, work: Work, node: int) -> None:
    for road in range(net.first[node], net.first[node + 1]):
        end, after = net.end[road], work.millis[node] + net.millis[road]
        if after < work.millis[end]:
            if work.millis[end] == FAR:
                work.touched[work.counts[1]] = end
                work.counts[1] += 1
            work.millis[end] = after
            work.metres[end] = work.metres[node] + net.metres[road]
            _push(work, (np.int64(after) << NODE_BITS) | np.int64(end))


@njit(cache=True, nogil=True)
def _push(work: Work, entry: np.int64) -> None:
    heap, at = work.heap, work.counts[0]
    work.counts[0] += 1
    while at > 0 and heap[(at - 1) >> 1] > entry:
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = entry


@njit(cache=True, nogil=True)
def _pop(work: Work) -> tuple[int, int]:
    """The entry of least time: its milliseconds and node."""
    heap, size = work.heap, work.counts[0] - 1
    top, entry = heap[0], heap[size]
    work.counts[0] = size
    at, child = 0, 1
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= entry:
            break
        heap[at] = heap[child]
        at, child = child, 2 * child + 1
    heap[at] = entry
    return top >> NODE_BITS, top & ((1 << NODE_BITS) - 1)
