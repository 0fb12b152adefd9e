"""The road graph and travel times by vehicle.

No map extract of the province could be had, so the graph is built from places (an inside point of each
commune of today, a synthetic point of each commune of 2020) and the neighbourhood of communes: road length =
straight distance × a detour factor, faster where a main road of ``roads.csv`` (not verified on a map) runs.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import asin, ceil, cos, radians, sin, sqrt

import networkx as nx

MOTORBIKE, VAN, TRUCK = "motorbike", "van", "truck"
LOCAL, PROVINCIAL, NATIONAL, EXPRESSWAY = "local", "provincial", "national", "expressway"
DETOUR_PERCENT = {LOCAL: 135, PROVINCIAL: 120, NATIONAL: 120, EXPRESSWAY: 115}
# Metres per minute by class of road; 0 = closed to the vehicle. Our planning figures, not measured.
SPEED = {
    MOTORBIKE: {LOCAL: 420, PROVINCIAL: 580, NATIONAL: 630, EXPRESSWAY: 0},
    VAN: {LOCAL: 460, PROVINCIAL: 660, NATIONAL: 750, EXPRESSWAY: 1_200},
    TRUCK: {LOCAL: 400, PROVINCIAL: 600, NATIONAL: 700, EXPRESSWAY: 1_100},
}
NEIGHBOUR_METRES = 6_000  # places of neighbouring communes this near are joined by a local road of their own
EARTH_METRES = 6_371_008


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the ground, degrees WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the road graph.

    Attributes:
        commune: code of the commune of today in which it lies.
        centre: whether it is that commune's own inside point.
    """

    name: str
    at: Position
    commune: str
    centre: bool


@dataclass(frozen=True, slots=True)
class Road:
    """Two places joined by a road of a class; ``metres`` is the length of the road."""

    start: str
    end: str
    metres: int
    road_class: str


@dataclass(frozen=True, slots=True)
class Travel:
    """The fastest way between two points."""

    metres: int
    minutes: int


def straight_metres(a: Position, b: Position) -> int:
    """Great-circle distance in whole metres (haversine)."""
    half_lat = radians(b.latitude - a.latitude) / 2
    half_lon = radians(b.longitude - a.longitude) / 2
    h = sin(half_lat) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(half_lon) ** 2
    return round(2 * EARTH_METRES * asin(sqrt(h)))


def road_metres(straight: int, road_class: str) -> int:
    """Length of a road of that class between points ``straight`` metres apart."""
    return straight * DETOUR_PERCENT[road_class] // 100


@dataclass(frozen=True)
class RoadGraph:
    """Places and roads; answers travel questions, each source place and vehicle computed once."""

    places: Mapping[str, Place]
    roads: tuple[Road, ...]
    _trees: dict[tuple[str, str], dict[str, tuple[float, int]]] = field(default_factory=dict, repr=False)
    _graphs: dict[str, nx.Graph] = field(default_factory=dict, repr=False)
    _near: dict[Position, str] = field(default_factory=dict, repr=False)

    @classmethod
    def build(cls, places: Iterable[Place], roads: Iterable[Road]) -> "RoadGraph":
        """The graph of the given roads and the local roads between near places."""
        by_name = {place.name: place for place in places}
        given = tuple(roads)
        return cls(by_name, given + tuple(_local_roads(by_name, given)))

    def nearest_place(self, at: Position) -> str:
        """Name of the place nearest to a position."""
        if at not in self._near:
            self._near[at] = min(
                (straight_metres(place.at, at), name) for name, place in self.places.items()
            )[1]
        return self._near[at]

    def travel(self, start: Position, end: Position, vehicle: str = VAN) -> Travel:
        """The fastest way, with the way from each end to its nearest place on local roads."""
        if start == end:
            return Travel(0, 0)
        first, last = self.nearest_place(start), self.nearest_place(end)
        direct = road_metres(straight_metres(start, end), LOCAL)
        if first == last:
            return Travel(direct, _minutes(direct, vehicle))
        minutes, metres = self._from(first, vehicle)[last]
        access = road_metres(straight_metres(start, self.places[first].at), LOCAL)
        access += road_metres(straight_metres(end, self.places[last].at), LOCAL)
        return Travel(metres + access, ceil(minutes + access / SPEED[vehicle][LOCAL]))

    def _from(self, source: str, vehicle: str) -> dict[str, tuple[float, int]]:
        if (source, vehicle) not in self._trees:
            graph = self._graph(vehicle)
            minutes, paths = nx.single_source_dijkstra(graph, source, weight="minutes")
            self._trees[source, vehicle] = {
                target: (minutes[target], _path_metres(graph, path)) for target, path in paths.items()
            }
        return self._trees[source, vehicle]

    def _graph(self, vehicle: str) -> nx.Graph:
        if vehicle not in self._graphs:
            graph = nx.Graph()
            for road in self.roads:
                speed = SPEED[vehicle][road.road_class]
                if speed and _is_faster(graph, road, road.metres / speed):
                    graph.add_edge(road.start, road.end, minutes=road.metres / speed, metres=road.metres)
            self._graphs[vehicle] = graph
        return self._graphs[vehicle]


def _minutes(metres: int, vehicle: str) -> int:
    return ceil(metres / SPEED[vehicle][LOCAL])


def _is_faster(graph: nx.Graph, road: Road, minutes: float) -> bool:
    known = graph.get_edge_data(road.start, road.end)
    return known is None or bool(known["minutes"] > minutes)


def _path_metres(graph: nx.Graph, path: list[str]) -> int:
    return sum(graph.edges[a, b]["metres"] for a, b in itertools.pairwise(path))


def _local_roads(places: Mapping[str, Place], roads: tuple[Road, ...]) -> Iterable[Road]:
    """Local roads inside each commune, and between near places of neighbouring communes."""
    neighbours = {frozenset((places[r.start].commune, places[r.end].commune)) for r in roads}
    ordered = sorted(places.values(), key=lambda place: place.name)
    for number, a in enumerate(ordered):
        for b in ordered[number + 1 :]:
            together = a.commune == b.commune
            if not together and frozenset((a.commune, b.commune)) not in neighbours:
                continue
            straight = straight_metres(a.at, b.at)
            if together or (straight <= NEIGHBOUR_METRES and not (a.centre and b.centre)):
                yield Road(a.name, b.name, road_metres(straight, LOCAL), LOCAL)
