"""The built road graph and travel times by vehicle.

No map extract of the province could be had, so the graph is built from places (an inside point of each
commune of today, a synthetic point of each commune of 2020, synthetic hamlets) and the neighbourhood of communes: road length =
straight distance × a detour factor, faster where a main road of ``roads.csv`` (not verified on a map) runs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from duongthu.network.rules.positions import Position, straight_metres
from duongthu.network.rules.vehicles import MOTORBIKE, TRUCK, VAN
from duongthu.network.rules.ways import MILLIS_PER_MINUTE, Edges, Travel, Ways, degrees, plane, ways_from

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

VEHICLE_NAMES = {MOTORBIKE: "xe máy", VAN: "ô tô van", TRUCK: "xe tải"}
LANE, VILLAGE, LOCAL, PROVINCIAL, NATIONAL, EXPRESSWAY = (
    "lane",
    "village",
    "local",
    "provincial",
    "national",
    "expressway",
)
# The shorter the piece, the straighter: the way over several pieces bends at each of them.
DETOUR_PERCENT = {VILLAGE: 115, LOCAL: 135, PROVINCIAL: 120, NATIONAL: 120, EXPRESSWAY: 115}
# Metres per minute by class of road; 0 = closed to the vehicle. Our planning figures, not measured.
SPEED = {
    MOTORBIKE: {LANE: 300, VILLAGE: 400, LOCAL: 420, PROVINCIAL: 580, NATIONAL: 630, EXPRESSWAY: 0},
    VAN: {LANE: 250, VILLAGE: 400, LOCAL: 460, PROVINCIAL: 660, NATIONAL: 750, EXPRESSWAY: 1_200},
    TRUCK: {LANE: 200, VILLAGE: 330, LOCAL: 400, PROVINCIAL: 600, NATIONAL: 700, EXPRESSWAY: 1_100},
}
NEIGHBOUR_METRES = 6_000  # places of neighbouring communes this near are joined by a local road of their own
Rows = Iterable[Mapping[str, Any]]
Joined = frozenset[frozenset[str]]


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


def road_metres(straight: int, road_class: str) -> int:
    """Length of a road of that class between points ``straight`` metres apart."""
    return straight * DETOUR_PERCENT[road_class] // 100


@dataclass(frozen=True)
class RoadGraph:
    """Places and roads; answers travel questions, each source place and vehicle computed once."""

    places: Mapping[str, Place]
    roads: tuple[Road, ...]
    _ways: dict[str, Ways] = field(default_factory=dict, repr=False)

    @classmethod
    def build(
        cls,
        places: Iterable[Place],
        roads: Iterable[Road],
        hamlets: Iterable[Place] = (),
        banks: Mapping[str, str] | None = None,
    ) -> "RoadGraph":
        """The graph of the given roads, the local roads between near places, and the village roads between near hamlets.

        Args:
            places: the coarse nodes, which the given roads join.
            roads: the given roads.
            hamlets: fine nodes; each is joined to its near ones and to the nearest place of its commune.
            banks: on which bank of the great river a commune lies; village roads don't cross it.
        """
        by_name = {place.name: place for place in places}
        given = tuple(roads)
        joined = frozenset(frozenset((by_name[r.start].commune, by_name[r.end].commune)) for r in given)
        local = tuple(_local_roads(by_name, joined))
        fine = tuple(hamlets)
        village = tuple(_village_roads(tuple(by_name.values()), fine, joined, banks or {})) if fine else ()
        return cls(by_name | {place.name: place for place in fine}, given + local + village)

    def nearest_place(self, at: Position) -> str:
        """Name of the place nearest to a position."""
        _, found = self._near.query(plane(degrees([at]), self._latitude))
        return self._names[int(found[0])]

    def travel(self, start: Position, end: Position, vehicle: str = VAN) -> Travel:
        """The fastest way, with the way from each end to its nearest place over lanes."""
        return self.ways(vehicle).travel(start, end)

    def ways(self, vehicle: str) -> Ways:
        """The roads open to a vehicle, as arrays."""
        if vehicle not in self._ways:
            number = {name: n for n, name in enumerate(self._names)}
            open_ = [road for road in self.roads if SPEED[vehicle][road.road_class]]
            ends = [(number[road.start], number[road.end]) for road in open_]
            pairs = np.array(ends + [(b, a) for a, b in ends], np.int32).reshape(-1, 2)
            metres = np.array([road.metres for road in open_] * 2, np.int32)
            speed = np.array([SPEED[vehicle][road.road_class] for road in open_] * 2, np.int32)
            millis = np.rint(metres * (MILLIS_PER_MINUTE / speed)).astype(np.int32)
            edges = Edges(pairs[:, 0], pairs[:, 1], metres, millis)
            self._ways[vehicle] = ways_from(self._at, edges, SPEED[vehicle][LANE])
        return self._ways[vehicle]

    @cached_property
    def _names(self) -> list[str]:
        return list(self.places)

    @cached_property
    def _at(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return degrees([place.at for place in self.places.values()])

    @cached_property
    def _latitude(self) -> float:
        return float(self._at[:, 0].mean())

    @cached_property
    def _near(self) -> "cKDTree":
        from scipy.spatial import cKDTree

        return cKDTree(plane(self._at, self._latitude))


def graph_of_rows(places: Rows, roads: Rows, hamlets: Rows, communes: Rows) -> RoadGraph:
    """The graph of the rows of the files of that name in ``data``; all lie in today's communes."""
    return RoadGraph.build(
        [_place(row, row["place"], row["commune_code"], centre=str(row["centre"]) == "1") for row in places],
        [Road(row["start"], row["end"], int(row["metres"]), row["class"]) for row in roads],
        [_place(row, row["code"], row["commune_2025"], centre=False) for row in hamlets],
        {row["code"]: row["former_province"] for row in communes},
    )


def _place(row: Mapping[str, Any], name: str, commune: str, *, centre: bool) -> Place:
    return Place(name, Position(float(row["latitude"]), float(row["longitude"])), commune, centre)


def _local_roads(places: Mapping[str, Place], joined: Joined) -> Iterator[Road]:
    """Local roads inside each commune, and between near places of neighbouring communes."""
    ordered = sorted(places.values(), key=lambda place: place.name)
    for number, a in enumerate(ordered):
        for b in ordered[number + 1 :]:
            together = a.commune == b.commune
            if not together and frozenset((a.commune, b.commune)) not in joined:
                continue
            straight = straight_metres(a.at, b.at)
            if together or (straight <= NEIGHBOUR_METRES and not (a.centre and b.centre)):
                yield Road(a.name, b.name, road_metres(straight, LOCAL), LOCAL)


def _village_roads(
    places: Sequence[Place], hamlets: Sequence[Place], joined: Joined, banks: Mapping[str, str]
) -> Iterator[Road]:
    """Roads between hamlets and places with no third one between them, and from each hamlet to a place of its commune."""
    everything = [*places, *hamlets]
    for a, b in _pairs_with_none_between([place.at for place in everything]):
        one, other = everything[a], everything[b]
        if max(a, b) >= len(places) and _may_be_joined(one.commune, other.commune, joined, banks):
            yield _village_road(one, other)
    centres: dict[str, list[Place]] = {}
    for place in places:
        centres.setdefault(place.commune, []).append(place)
    for hamlet in hamlets:
        yield _village_road(
            hamlet, min(centres[hamlet.commune], key=lambda place: straight_metres(place.at, hamlet.at))
        )


def _may_be_joined(a: str, b: str, joined: Joined, banks: Mapping[str, str]) -> bool:
    return a == b or (frozenset((a, b)) in joined and banks.get(a) == banks.get(b))


def _village_road(a: Place, b: Place) -> Road:
    return Road(a.name, b.name, road_metres(straight_metres(a.at, b.at), VILLAGE), VILLAGE)


def _pairs_with_none_between(at: Sequence[Position]) -> list[tuple[int, int]]:
    """Pairs of points with no third in the circle over them, in order.

    Source: K. R. Gabriel, R. R. Sokal, "A new statistical approach to geographic variation analysis", Syst. Zool. 18 (1969).
    """
    from scipy.spatial import Delaunay, cKDTree

    spots = degrees(at)
    xy = plane(spots, float(spots[:, 0].mean()))
    triangles = Delaunay(xy).simplices
    sides = np.sort(
        np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]]), axis=1
    )
    pairs = np.unique(sides, axis=0)
    middle = (xy[pairs[:, 0]] + xy[pairs[:, 1]]) / 2
    half = np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T) / 2
    nearest, _ = cKDTree(xy).query(middle)
    return [(int(a), int(b)) for a, b in pairs[nearest >= half * (1 - 1e-9)]]
