"""Plane geometry in degrees: good enough inside one commune, and the same on every machine."""

from collections.abc import Iterable, Sequence

Point = tuple[float, float]  # longitude, latitude
Ring = Sequence[Sequence[float]]
GRID = 24  # cells along the longer side of a commune
ROUNDS = 12


def rings(geometry: dict) -> list[Ring]:
    """Outer rings of a Polygon or MultiPolygon (the source has no holes that matter)."""
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"][0]]
    return [polygon[0] for polygon in geometry["coordinates"]]


def contains(ring: Ring, point: Point) -> bool:
    """Even-odd rule."""
    x, y = point
    inside = False
    for (ax, ay, *_), (bx, by, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def grid_inside(geometry: dict) -> list[Point]:
    """Points of a regular grid that lie inside, south-west first."""
    outer = max(rings(geometry), key=len)
    west, east = min(p[0] for p in outer), max(p[0] for p in outer)
    south, north = min(p[1] for p in outer), max(p[1] for p in outer)
    step = max(east - west, north - south) / GRID
    points = [
        (round(west + step * (i + 0.5), 5), round(south + step * (j + 0.5), 5))
        for i in range(GRID)
        for j in range(GRID)
    ]
    return [point for point in points if contains(outer, point)]


def spread(points: list[Point], count: int, first: Point) -> list[Point]:
    """``count`` grid points spread evenly (Lloyd's method); the first is the one nearest ``first``."""
    seeds = [min(points, key=lambda p: _square(p, first))]
    while len(seeds) < count:
        seeds.append(max(points, key=lambda p: min(_square(p, s) for s in seeds)))
    for _ in range(ROUNDS):
        seeds = [_snap(points, _middle(cell)) for cell in cells(points, seeds)]
    head = min(range(count), key=lambda i: _square(seeds[i], first))
    return [seeds[head], *(seed for i, seed in enumerate(seeds) if i != head)]


def cells(points: Iterable[Point], seeds: Sequence[Point]) -> list[list[Point]]:
    """The points nearest to each seed."""
    found: list[list[Point]] = [[] for _ in seeds]
    for point in points:
        found[min(range(len(seeds)), key=lambda i: _square(point, seeds[i]))].append(point)
    return found


def nearest(points: Iterable[Point], to: Point, count: int) -> list[Point]:
    """The points nearest to one, as far as there are so many."""
    return sorted(points, key=lambda point: (_square(point, to), point))[:count]


def scatter(points: list[Point], count: int) -> list[Point]:
    """``count`` points out of a list, evenly by position in it."""
    return [points[(2 * i + 1) * len(points) // (2 * count)] for i in range(count)]


def _square(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _middle(points: list[Point]) -> Point:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _snap(points: list[Point], to: Point) -> Point:
    return min(points, key=lambda p: _square(p, to))
