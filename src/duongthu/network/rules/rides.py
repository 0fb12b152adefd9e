"""Riding times among many points: the nearest ones of each, or all of all, over one or two sources of roads."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.network.rules.graph_arrays import FAR, Points, work_for
from duongthu.network.rules.positions import Position
from duongthu.network.rules.ways import Floats, Ints, Spots, Travel, Ways, degrees, plane, starts_of

MILLIS = 1_000
LEVEL_METRES = 1_000_000.0  # more than any two points of a province lie apart
Mask = NDArray[np.bool_]
Wide = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rides:
    """The nearest points of each point by riding time.

    Attributes:
        near: int32 (points, many): numbers of the nearest other points, nearest first; −1 pads.
        metres: int32 (points, many), the way there; 0 where ``near`` is −1.
        seconds: int32 (points, many), the riding time there; 0 where ``near`` is −1.
        xy: float64 (points, 2), metres east and north of the first point.
        beyond: bool (points,): points too far from the operator's roads, served by the built graph; all False without such roads.
    """

    near: Ints
    metres: Ints
    seconds: Ints
    xy: Floats
    beyond: Mask


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of points found, nearest first: numbers (−1 pads), metres, milliseconds (FAR where none)."""

    near: Ints
    metres: Ints
    millis: Ints


@dataclass(frozen=True)
class Grounds:
    """The roads to ride on: the built ones, and before them those the operator brought, where they reach.

    Attributes:
        islands: parts of the brought ones that are not joined with the others: ridden on between two points of one island.
    """

    built: Ways
    brought: Ways | None = None
    islands: Ways | None = None

    def beyond(self, points: Floats) -> Mask:
        """Which points the operator's roads do not reach; none where there are no such roads."""
        if self.brought is None:
            return np.zeros(len(points), np.bool_)
        return self.brought.spots(points).beyond

    def island_of(self, points: Floats) -> Ints:
        """The island each point lies nearer to than to the roads all others can be reached by; −1: none."""
        none = np.full(len(points), -1, np.int32)
        if self.brought is None or self.islands is None or not len(self.islands.at) or not len(points):
            return none
        there, here = self.islands.spots(points), self.brought.spots(points)
        nearer = ~there.beyond & (there.metres < here.metres)
        return np.where(nearer, self.islands.part[there.node], none).astype(np.int32)

    def travel(self, start: Position, end: Position) -> Travel:
        """The fastest way between two points."""
        ways, island = self.built, self.island_of(degrees([start, end]))
        if self.islands is not None and island[0] == island[1] >= 0:
            return self.islands.travel(start, end)
        if self.brought is not None and not self.beyond(degrees([start, end])).any():
            ways = self.brought
        return ways.travel(start, end)

    def rides(self, points: Floats, many: int) -> Rides:
        """The ``many`` nearest of points given as float64 (points, 2) of latitude and longitude.

        Raises:
            ValueError: ``many`` is below 1.
        """
        if many < 1:
            raise ValueError(f"many is {many}: a point has at least one neighbour to ask for")
        beyond, island = self.beyond(points), self.island_of(points)
        table, ashore = _empty(len(points), many), island >= 0
        largest = int(np.bincount(island[ashore], minlength=1).max())
        for ways, rows, columns in self._parts(beyond):
            spots = ways.spots(points)
            _enter(table, rows & ~ashore, _nearest(ways, spots, rows & ~ashore, columns, many))
            if (rows & ashore).any():
                found = _nearest(ways, spots, rows & ashore, columns, many + largest)
                _enter(table, rows & ashore, _without_own(found, island, rows & ashore))
        if self.islands is not None and ashore.any():
            inside = _nearest(self.islands, self.islands.spots(points), ashore, ashore, many)
            _enter(table, ashore, inside)
        none = table.near < 0
        table.metres[none], table.millis[none] = 0, 0
        return Rides(table.near, table.metres, _seconds(table.millis), metres_from_first(points), beyond)

    def matrix(self, points: Floats) -> tuple[Ints, Ints]:
        """Metres and seconds from each point (row) to each (column)."""
        metres = np.zeros((len(points), len(points)), np.int32)
        millis = np.zeros_like(metres)
        for ways, rows, columns in self._parts(self.beyond(points)):
            part = np.ix_(np.flatnonzero(rows), np.flatnonzero(columns))
            metres[part], millis[part] = _all_to_all(ways, ways.spots(points), rows, columns)
        island = self.island_of(points)
        ashore = island >= 0
        if self.islands is not None and ashore.any():
            here = np.flatnonzero(ashore)
            inside = _all_to_all(self.islands, self.islands.spots(points), ashore, ashore)
            a, b = np.nonzero(island[here, None] == island[here])
            metres[here[a], here[b]], millis[here[a], here[b]] = inside[0][a, b], inside[1][a, b]
        return metres, _seconds(millis)

    def _parts(self, beyond: Mask) -> Iterator[tuple[Ways, Mask, Mask]]:
        """Which roads serve the ways from which points to which: the operator's only between two points they reach."""
        everything = np.ones(len(beyond), np.bool_)
        if not len(beyond):
            return
        if self.brought is None or beyond.all():
            yield self.built, everything, everything
            return
        yield self.brought, ~beyond, ~beyond
        if beyond.any():
            yield self.built, ~beyond, beyond
            yield self.built, beyond, everything


def _enter(table: _Table, rows: Mask, found: _Table) -> None:
    """Put what was found for these rows among what they have; the nearest stay."""
    here, many = np.flatnonzero(rows), table.near.shape[1]
    known = _Table(table.near[here], table.metres[here], table.millis[here])
    merged = _merged(known, found, many)
    table.near[here], table.metres[here], table.millis[here] = merged.near, merged.metres, merged.millis


def _without_own(found: _Table, island: Ints, rows: Mask) -> _Table:
    """What was found for points of islands, without the points of their own island."""
    own = (found.near >= 0) & (island[found.near] == island[rows][:, None])
    return _Table(np.where(own, -1, found.near), found.metres, np.where(own, FAR, found.millis))


def metres_from_first(points: Floats) -> Floats:
    """Metres east and north of the first point: float64 (points, 2)."""
    if not len(points):
        return np.zeros((0, 2))
    xy = plane(points, float(points[0, 0]))
    return np.asarray(xy - xy[0], np.float64)


def _nearest(ways: Ways, spots: Spots, rows: Mask, columns: Mask, many: int) -> _Table:
    """The nearest of the points of ``columns`` from each point of ``rows``."""
    from duongthu.network.rules.search import to_points

    here = np.flatnonzero(rows)
    sources, row_of = np.unique(spots.node[here], return_inverse=True)
    outer = _empty(len(sources), many)
    targets = _targets(ways, spots, columns)
    to_points(
        ways.net,
        work_for(ways.net),
        sources,
        ways.sink[sources],
        targets,
        outer.near,
        outer.metres,
        outer.millis,
    )
    metres = outer.metres[row_of] + spots.metres[here, None]
    later = np.minimum(outer.millis[row_of], FAR - spots.millis[here, None])
    away = _Table(outer.near[row_of], metres, later + spots.millis[here, None])
    return _merged(_at_same_node(ways, spots, here, np.flatnonzero(columns), many), away, many)


def _at_same_node(ways: Ways, spots: Spots, here: Wide, there: Wide, many: int) -> _Table:
    """The nearest points at each point's own node: a node's points lie on a level of their own, far from the others."""
    from scipy.spatial import cKDTree

    levels = np.column_stack([spots.xy, spots.node * LEVEL_METRES])
    ranks = np.arange(1, min(many + 1, len(there)) + 1)
    straight, found = cKDTree(levels[there]).query(
        levels[here], k=ranks, distance_upper_bound=LEVEL_METRES / 2
    )
    number = np.append(there, -1)[found]
    none = (number < 0) | (number == here[:, None])
    metres, millis = ways.lane(np.where(none, 0.0, straight))
    return _Table(np.where(none, -1, number).astype(np.int32), metres, np.where(none, FAR, millis))


def _merged(a: _Table, b: _Table, many: int) -> _Table:
    """The nearest of two tables, row by row; of two alike that of the first."""
    millis = np.concatenate([a.millis, b.millis], axis=1)
    order = np.argsort(millis, axis=1, kind="stable")[:, :many]
    near, metres = (np.concatenate(pair, axis=1) for pair in ((a.near, b.near), (a.metres, b.metres)))
    return _Table(*(np.take_along_axis(values, order, axis=1) for values in (near, metres, millis)))


def _targets(ways: Ways, spots: Spots, columns: Mask) -> Points:
    """The points of ``columns`` by node."""
    there = np.flatnonzero(columns).astype(np.int32)
    node = ways.sink[spots.node]
    order = there[np.argsort(node[there], kind="stable")]
    first = starts_of(node[order], ways.many)
    return Points(first, order, spots.metres, spots.millis)


def _all_to_all(ways: Ways, spots: Spots, rows: Mask, columns: Mask) -> tuple[Ints, Ints]:
    """Metres and milliseconds from each point of ``rows`` to each of ``columns``."""
    from duongthu.network.rules.search import to_nodes

    here, there = np.flatnonzero(rows), np.flatnonzero(columns)
    sources, row_of = np.unique(spots.node[here], return_inverse=True)
    ends, column_of = np.unique(spots.node[there], return_inverse=True)
    column = np.full(ways.many, -1, np.int32)
    column[ways.sink[ends]] = np.arange(len(ends), dtype=np.int32)
    metres, millis = (np.zeros((len(sources), len(ends)), np.int32) for _ in range(2))
    to_nodes(ways.net, work_for(ways.net), sources, column, len(ends), metres, millis)
    place = np.ix_(row_of, column_of)
    metres, millis = metres[place], millis[place]
    metres += spots.metres[here, None] + spots.metres[there]
    millis += spots.millis[here, None] + spots.millis[there]
    a, b = np.nonzero(spots.node[here, None] == spots.node[there])
    straight = np.hypot(*(spots.xy[here[a]] - spots.xy[there[b]]).T)
    metres[a, b], millis[a, b] = ways.lane(straight)
    return metres, millis


def _empty(rows: int, many: int) -> _Table:
    none, far = np.full((rows, many), -1, np.int32), np.full((rows, many), FAR, np.int32)
    return _Table(none, np.zeros((rows, many), np.int32), far)


def _seconds(millis: Ints) -> Ints:
    return np.asarray((millis + MILLIS // 2) // MILLIS, np.int32)
