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

from duongthu.network.rules.graph_arrays import Net, work_for
from duongthu.network.rules.positions import METRES_PER_DEGREE, Position
from duongthu.network.rules.turn_expansion import Doubled, Turns, doubled

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

LANE_DETOUR_PERCENT = 130  # a lane bends: the way from a house to its node, and between houses of one node
ISLAND_NODES = 3  # a part of fewer is no island but a crumb at the edge of the map
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
    """Nodes and roads open to one vehicle, every node of a part to be reached from every other of it.

    Attributes:
        at: float64 (nodes, 2), latitude and longitude.
        lane_metres_a_minute: speed between a point and its node.
        reach_metres: a point farther than this from each node is not served; None serves all.
        sink: int32 (nodes), at which node of the edges a node's points are found: itself, or its sink where turns are
            forbidden (``rules.turning``).
        many: nodes of the edges, copies and sinks included.
        part: int32 (nodes), which part each is of: one for all, but among islands.
    """

    at: Floats
    edges: Edges
    lane_metres_a_minute: int
    reach_metres: int | None
    sink: Ints
    many: int
    part: Ints
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
        first = starts_of(self.edges.start, self.many)
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
        last = int(self.sink[last])
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


def ways_from(
    at: Floats, edges: Edges, lane_metres_a_minute: int, reach_metres: int | None = None, barred: Turns | None = None,
) -> Ways:  # fmt: skip
    """The ways of the largest part within which each node can be reached from each other, there and back.

    Args:
        barred: by edge, the edges one may not turn into.
    """
    return parts_from(at, edges, lane_metres_a_minute, reach_metres, barred)[0]


def parts_from(
    at: Floats, edges: Edges, lane_metres_a_minute: int, reach_metres: int | None = None, barred: Turns | None = None,
) -> tuple[Ways, Ways]:  # fmt: skip
    """The ways of the largest part, as ``ways_from``, and those of all islands: the other parts of some nodes."""
    two = doubled(edges.start, edges.end, len(at), barred or {})
    label = _strong_parts(two.start, two.end, len(at) + len(two.of))
    sizes = np.bincount(label, minlength=1)
    largest = np.arange(len(sizes)) == sizes.argmax()
    chosen = largest, ~largest & (sizes >= ISLAND_NODES)
    main, islands = (
        _ways_of(at, edges, two, np.where(which[label], label, -1), (lane_metres_a_minute, reach_metres))
        for which in chosen
    )
    return main, islands


def _ways_of(at: Floats, edges: Edges, two: Doubled, label: Ints, lanes: tuple[int, int | None]) -> Ways:
    """The ways of the parts of these labels; −1: nodes and copies of none of them."""
    nodes, part = len(at), label >= 0
    kept = part[:nodes] | _reached_by_copies(two, part, nodes)
    sinks = np.unique(two.of[part[nodes:]])
    sinks = sinks[kept[sinks]]
    number = np.full(nodes + len(two.of), -1, np.int32)
    order = np.concatenate([np.flatnonzero(kept), nodes + np.flatnonzero(part[nodes:])])
    number[order] = np.arange(len(order), dtype=np.int32)
    sink = np.arange(int(kept.sum()), dtype=np.int32)
    sink[number[sinks]] = len(order) + np.arange(len(sinks), dtype=np.int32)
    base = np.concatenate([np.arange(nodes, dtype=np.int32), two.of])[order]
    arriving = np.flatnonzero(np.isin(base, sinks)).astype(np.int32)
    chosen = _numbered(two, edges, number, Arrivals(arriving, sink[number[base[arriving]]]))
    of_copies = np.full(nodes, -1, np.int32)
    of_copies[two.of] = label[nodes:]
    own = np.where(part[:nodes], label[:nodes], of_copies)[kept]
    return Ways(
        np.ascontiguousarray(at[kept]), chosen, *lanes, sink, len(order) + len(sinks), own.astype(np.int32)
    )


def _strong_parts(start: Ints, end: Ints, nodes: int) -> Ints:
    """The part each node is of; within a part each node can be reached from each other."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(start), np.int8), (start, end)), shape=(nodes, nodes))
    _, part = connected_components(graph.tocsr(), directed=True, connection="strong")
    return np.asarray(part, np.int32)


def _reached_by_copies(two: Doubled, part: NDArray[np.bool_], nodes: int) -> NDArray[np.bool_]:
    """Nodes that are arrived at as a copy only, and from which the part can be reached."""
    found = np.zeros(nodes, np.bool_)
    found[two.of[part[nodes:]]] = True
    leads = np.zeros(nodes, np.bool_)
    out = two.start[part[two.end]]
    leads[out[out < nodes]] = True
    return np.asarray(found & leads & ~part[:nodes], np.bool_)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Pieces of no length from nodes and copies to their sinks."""

    start: Ints
    end: Ints


def _numbered(two: Doubled, edges: Edges, number: Ints, arrivals: Arrivals) -> Edges:
    """The edges between kept nodes and those to the sinks, by the node they leave."""
    inside = np.flatnonzero((number[two.start] >= 0) & (number[two.end] >= 0))
    like, none = two.like[inside], np.zeros(len(arrivals.start), np.int32)
    start = np.concatenate([number[two.start[inside]], arrivals.start])
    order = np.argsort(start, kind="stable")
    end = np.concatenate([number[two.end[inside]], arrivals.end])
    metres = np.concatenate([edges.metres[like], none])
    millis = np.concatenate([edges.millis[like], none])
    return Edges(*(values[order].astype(np.int32) for values in (start, end, metres, millis)))


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
