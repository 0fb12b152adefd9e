"""Roads open to one vehicle as arrays, and points of the ground joined to them.

SciPy and the compiled searches are imported where they are needed: they take 0.5 s and 100 MB, which a till can do without.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, cos, radians
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from duongthu.network.rules.nets import Net, work_for
from duongthu.network.rules.positions import METRES_PER_DEGREE, Position

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

LANE_DETOUR_PERCENT = 130  # a lane bends: the way from a house to its node, and between houses of one node
TREES_KEPT = 100  # starts whose ways to everywhere are remembered
MILLIS_PER_MINUTE = 60_000
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edges:
    """One-way pieces of road: from, to (node numbers), metres, milliseconds."""

    start: Ints
    end: Ints
    metres: Ints
    millis: Ints


@dataclass(frozen=True, slots=True)
class Travel:
    """The fastest way between two points."""

    metres: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Spots:
    """Points joined to roads: node, way from node to point, and plane coordinates, by point.

    Attributes:
        beyond: points farther from every node than the roads reach.
    """

    node: Ints
    metres: Ints
    millis: Ints
    xy: Floats
    beyond: NDArray[np.bool_]


@dataclass(frozen=True)
class Ways:
    """Nodes and roads open to one vehicle, every node to be reached from every other.

    Attributes:
        at: float64 (nodes, 2), latitude and longitude.
        lane_metres_a_minute: speed between a point and its node.
        reach_metres: a point farther than this from each node is not served; None serves all.
    """

    at: Floats
    edges: Edges
    lane_metres_a_minute: int
    reach_metres: int | None = None
    _trees: OrderedDict[int, tuple[Ints, Ints]] = field(default_factory=OrderedDict, repr=False)

    @cached_property
    def latitude(self) -> float:
        """The parallel on which the plane is laid out: the middle of the roads."""
        return float(self.at[:, 0].mean())

    @cached_property
    def _near(self) -> "cKDTree":
        from scipy.spatial import cKDTree

        return cKDTree(plane(self.at, self.latitude))

    @cached_property
    def net(self) -> Net:
        """The edges as the searches read them."""
        first = starts_of(self.edges.start, len(self.at))
        return Net(first, self.edges.end, self.edges.metres, self.edges.millis)

    def travel(self, start: Position, end: Position) -> Travel:
        """The fastest way between two points, in whole minutes begun."""
        metres, millis = self.ride(start, end)
        return Travel(metres, ceil(millis / MILLIS_PER_MINUTE))

    def ride(self, start: Position, end: Position) -> tuple[int, int]:
        """Metres and milliseconds of the fastest way between two points; each start's tree is found once."""
        spots = self.spots(degrees([start, end]))
        first, last = (int(node) for node in spots.node)
        if first == last:
            metres, millis = self.lane(np.hypot(*(spots.xy[:1] - spots.xy[1:]).T))
            return int(metres[0]), int(millis[0])
        tree_metres, tree_millis = self._tree(first)
        return int(tree_metres[last] + spots.metres.sum()), int(tree_millis[last] + spots.millis.sum())

    def _tree(self, node: int) -> tuple[Ints, Ints]:
        from duongthu.network.rules.search import tree

        if node not in self._trees:
            work = work_for(self.net)
            tree(self.net, work, node)
            while len(self._trees) >= TREES_KEPT:
                self._trees.popitem(last=False)
            self._trees[node] = (work.metres, work.millis)
        return self._trees[node]

    def spots(self, points: Floats) -> Spots:
        """Points, float64 (points, 2) of latitude and longitude, joined to their nearest nodes."""
        xy = plane(points, self.latitude)
        straight, node = self._near.query(xy)
        metres, millis = self.lane(straight)
        reach = np.inf if self.reach_metres is None else float(self.reach_metres)
        return Spots(node.astype(np.int32), metres, millis, xy, straight > reach)

    def lane(self, straight: Floats) -> tuple[Ints, Ints]:
        """Metres and milliseconds over lanes between places that far apart by air."""
        metres = straight * LANE_DETOUR_PERCENT / 100
        millis = metres * MILLIS_PER_MINUTE / self.lane_metres_a_minute
        return np.rint(metres).astype(np.int32), np.rint(millis).astype(np.int32)


def ways_from(at: Floats, edges: Edges, lane_metres_a_minute: int, reach_metres: int | None = None) -> Ways:
    """The ways of the largest part within which each node can be reached from each other, there and back."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    nodes = len(at)
    graph = coo_array((np.ones(len(edges.start), np.int8), (edges.start, edges.end)), shape=(nodes, nodes))
    _, part = connected_components(graph.tocsr(), directed=True, connection="strong")
    kept = part == np.bincount(part, minlength=1).argmax()
    number = np.cumsum(kept, dtype=np.int32) - 1
    inside = kept[edges.start] & kept[edges.end]
    order = np.argsort(number[edges.start[inside]], kind="stable")
    taken = np.flatnonzero(inside)[order]
    chosen = Edges(
        number[edges.start[taken]].astype(np.int32),
        number[edges.end[taken]].astype(np.int32),
        edges.metres[taken],
        edges.millis[taken],
    )
    return Ways(np.ascontiguousarray(at[kept]), chosen, lane_metres_a_minute, reach_metres)


def starts_of(keys: Ints, many: int) -> Ints:
    """Where each key begins in a sorted list of keys: int32 (many + 1)."""
    return np.searchsorted(keys, np.arange(many + 1)).astype(np.int32)


def plane(points: Floats, latitude: float) -> Floats:
    """Metres east and north of the origin of degrees, true near the parallel."""
    scale = METRES_PER_DEGREE * np.array([cos(radians(latitude)), 1.0])
    return np.asarray(points[:, ::-1] * scale, np.float64)


def degrees(points: Sequence[Position]) -> Floats:
    """Positions as float64 (points, 2)."""
    return np.array([(point.latitude, point.longitude) for point in points], np.float64).reshape(-1, 2)
