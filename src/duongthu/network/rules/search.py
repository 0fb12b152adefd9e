"""The compiled searches over roads (``routing/kernels/roads.c``), on the arrays of this room."""

import numpy as np

from duongthu.network.rules.graph_arrays import Ints, Net, Points, Work
from duongthu.routing.api import Struct, kernels, pointer


def tree(net: Net, work: Work, source: int) -> None:
    """The fastest ways from a node to all; they stay in the scratch."""
    kernels.roads_tree(_roads(net, work).at, source)


def to_nodes(
    net: Net, work: Work, sources: Ints, column: Ints, columns: int, metres: Ints, millis: Ints
) -> None:
    """The fastest ways from each source to the nodes that have a column (others: −1), row by row."""
    roads, sources = _roads(net, work), np.ascontiguousarray(sources, np.int32)
    kernels.roads_to_nodes(
        roads.at, pointer("int32_t", sources), len(sources), pointer("int32_t", column), columns,
        pointer("int32_t", metres), pointer("int32_t", millis),
    )  # fmt: skip


def to_points(
    net: Net, work: Work, sources: Ints, homes: Ints, points: Points, near: Ints, metres: Ints, millis: Ints
) -> None:
    """The nearest points from each source that lie at other nodes, nearest first; ``near`` begins as −1.

    Args:
        homes: at which node a source's own points are found; those are left out.
    """
    roads = _roads(net, work)
    at = Struct(
        "RoadPoints", first=points.first, order=points.order, metres=points.metres, millis=points.millis
    )
    sources, homes = np.ascontiguousarray(sources, np.int32), np.ascontiguousarray(homes, np.int32)
    kernels.roads_to_points(
        roads.at, pointer("int32_t", sources), pointer("int32_t", homes), len(sources), at.at, near.shape[1],
        pointer("int32_t", near), pointer("int32_t", metres), pointer("int32_t", millis),
    )  # fmt: skip


def _roads(net: Net, work: Work) -> Struct:
    return Struct(
        "Roads", first=net.first, end=net.end, metres=net.metres, millis=net.millis, best_millis=work.millis,
        best_metres=work.metres, heap=work.heap, touched=work.touched,
    )  # fmt: skip
