"""Points on the ground and the air line between them."""

from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

EARTH_METRES = 6_371_008
METRES_PER_DEGREE = EARTH_METRES * pi / 180


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the ground, degrees WGS 84."""

    latitude: float
    longitude: float


def straight_metres(a: Position, b: Position) -> int:
    """Great-circle distance in whole metres (haversine)."""
    half_lat = radians(b.latitude - a.latitude) / 2
    half_lon = radians(b.longitude - a.longitude) / 2
    h = sin(half_lat) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(half_lon) ** 2
    return round(2 * EARTH_METRES * asin(sqrt(h)))
