"""Places and roads of the road graph, and the map file."""

import itertools
from collections.abc import Iterable
from typing import Any

from duongthu.network.rules.positions import Position, straight_metres
from duongthu.network.rules.roads import NATIONAL, road_metres
from province.communes import Row, Sources
from province.units import HANOI

EXCHANGE_PLACE = "HN"
RANK = ("local", "provincial", "national", "expressway")
TOLERANCE = 0.0006  # degrees (about 60 m) a border may move on the map
SPEEDS_KMH = {
    "motorway": (0, 80, 70),
    "motorway_link": (0, 40, 35),
    "trunk": (45, 50, 45),
    "trunk_link": (35, 35, 30),
    "primary": (42, 45, 40),
    "primary_link": (32, 32, 28),
    "secondary": (38, 40, 35),
    "secondary_link": (30, 30, 26),
    "tertiary": (34, 35, 30),
    "tertiary_link": (28, 28, 24),
    "unclassified": (30, 28, 22),
    "residential": (25, 22, 18),
    "living_street": (18, 15, 12),
    "road": (22, 20, 15),
    "service": (15, 12, 10),
    "track": (12, 8, 6),
    "path": (10, 0, 0),
}  # by class of OpenStreetMap way: motorbike, van, truck; planning figures of ours
Coordinate = tuple[float, float]


def place_rows(sources: Sources) -> list[Row]:
    """One place for each commune of today (N…), one for each of 2020 (O…), one for the exchange in Hanoi."""
    rows = [
        _place(
            f"N{row['code']}",
            round(float(row["inside_lon"]), 5),
            round(float(row["inside_lat"]), 5),
            row["code"],
            1,
        )
        for row in sources.new
    ]
    rows += [_place(f"O{old.code}", *old.at, old.targets[0], 0) for old in sources.old]
    return [*rows, _place(EXCHANGE_PLACE, *HANOI, EXCHANGE_PLACE, 1)]


def _place(name: str, longitude: float, latitude: float, commune: str, centre: int) -> Row:
    return {
        "place": name,
        "latitude": latitude,
        "longitude": longitude,
        "commune_code": commune,
        "centre": centre,
    }


def road_rows(sources: Sources, places: list[Row]) -> list[Row]:
    """Every pair of neighbouring communes, and every step of a main road; each pair with its best class."""
    at = {row["place"]: Position(row["latitude"], row["longitude"]) for row in places}
    best: dict[tuple[str, str], tuple[str, str]] = {}
    for row in sources.adjacency:
        best[_pair(row["code_a"], row["code_b"])] = ("local", "")
    for road in sources.roads:
        codes = road["codes"].split(" > ")
        for pair in itertools.pairwise(codes):
            known = best.get(_pair(*pair), ("local", ""))
            if RANK.index(road["class"]) > RANK.index(known[0]):
                best[_pair(*pair)] = (road["class"], road["ref"])
    best["N12004", EXCHANGE_PLACE] = (NATIONAL, "QL5")
    best["N12025", EXCHANGE_PLACE] = (NATIONAL, "ĐT.379")
    return [
        {
            "start": a,
            "end": b,
            "class": kind,
            "ref": ref,
            "metres": road_metres(straight_metres(at[a], at[b]), kind),
        }
        for (a, b), (kind, ref) in sorted(best.items())
    ]


def speed_rows() -> list[Row]:
    """Kilometres per hour by class of way and vehicle."""
    vehicles = ("motorbike", "van", "truck")
    return [{"highway": name, **dict(zip(vehicles, kmh, strict=True))} for name, kmh in SPEEDS_KMH.items()]


def _pair(a: str, b: str) -> tuple[str, str]:
    return (f"N{min(a, b)}", f"N{max(a, b)}")


def map_features(sources: Sources) -> dict[str, Any]:
    """Communes with borders simplified together (neighbours keep one border), main roads as lines."""
    borders = _Borders([ring for geometry in sources.shapes.values() for ring in _all_rings(geometry)])
    features = [_commune_feature(feature, borders) for feature in sources.geojson["features"]]
    inside = {
        row["code"]: [round(float(row["inside_lon"]), 4), round(float(row["inside_lat"]), 4)]
        for row in sources.new
    }
    for road in sources.roads:
        properties = {"ref": road["ref"], "class": road["class"], "unverified": True}
        line = {"type": "LineString", "coordinates": [inside[code] for code in road["codes"].split(" > ")]}
        features.append({"type": "Feature", "properties": properties, "geometry": line})
    return {"type": "FeatureCollection", "features": features}


def _all_rings(geometry: dict[str, Any]) -> Iterable[list[Coordinate]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield [(x, y) for x, y in ring[:-1]]


def _commune_feature(feature: dict[str, Any], borders: "_Borders") -> dict[str, Any]:
    properties = {
        "code": feature["properties"]["code"],
        "name": feature["properties"]["name"],
        "former": feature["properties"]["old_province"],
    }
    rings = [borders.simplified(ring) for ring in _all_rings(feature["geometry"])]
    kept = [[ring] for ring in rings if len(ring) > 3]  # noqa: PLR2004  (a closed ring has at least four points)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": kept},
    }


class _Borders:
    """Cuts rings at the points where the neighbour changes and thins each piece alike from both sides."""

    def __init__(self, rings: list[list[Coordinate]]) -> None:
        self.owners: dict[Coordinate, set[int]] = {}
        for number, ring in enumerate(rings):
            for point in ring:
                self.owners.setdefault(point, set()).add(number)

    def simplified(self, ring: list[Coordinate]) -> list[list[float]]:
        """The ring with each piece of border thinned, closed, at four decimals (about 10 m)."""
        cuts = [i for i, point in enumerate(ring) if self._is_cut(ring, i, point)] or [0]
        turned = [*ring[cuts[0] :], *ring[: cuts[0]], ring[cuts[0]]]
        marks = [i - cuts[0] for i in cuts] + [len(ring)]
        if len(marks) == 2:  # noqa: PLR2004  (one piece: cut an island in half, or it would shrink to a point)
            marks.insert(1, len(ring) // 2)
        line = [turned[0]]
        for start, end in itertools.pairwise(marks):
            line += _thin(turned[start : end + 1])[1:]
        return [[round(x, 4), round(y, 4)] for x, y in line]

    def _is_cut(self, ring: list[Coordinate], index: int, point: Coordinate) -> bool:
        here = self.owners[point]
        around = (self.owners[ring[index - 1]], self.owners[ring[(index + 1) % len(ring)]])
        return len(here) > 2 or (any(here - other for other in around) and len(here) > 1)  # noqa: PLR2004


def _thin(line: list[Coordinate]) -> list[Coordinate]:
    """Douglas-Peucker, always from the smaller end so that both neighbours get the same points."""
    if line[0] > line[-1]:
        return _thin(line[::-1])[::-1]
    if len(line) < 3:  # noqa: PLR2004
        return line
    far = max(range(1, len(line) - 1), key=lambda i: _off(line[i], line[0], line[-1]))
    if _off(line[far], line[0], line[-1]) <= TOLERANCE:
        return [line[0], line[-1]]
    return _split(line[: far + 1]) + _split(line[far:])[1:]


def _split(line: list[Coordinate]) -> list[Coordinate]:
    return _thin(line)


def _off(point: Coordinate, a: Coordinate, b: Coordinate) -> float:
    """Distance of a point from the line a-b in degrees."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = (dx * dx + dy * dy) ** 0.5
    if length == 0:
        return float(((point[0] - a[0]) ** 2 + (point[1] - a[1]) ** 2) ** 0.5)
    return float(abs(dx * (point[1] - a[1]) - dy * (point[0] - a[0])) / length)
