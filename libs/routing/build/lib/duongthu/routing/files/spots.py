"""Where things are in VROOM's words: degrees, or rows of a matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

EARTH_METRES = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Spot:
    """Degrees, east first, and a row of the matrix; both None: nowhere."""

    at: tuple[float, float] | None
    index: int | None


NOWHERE = Spot(None, None)
"""Where a vehicle starts or ends that may do so anywhere: no way from or to it takes anything."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Depots, the numbers of each vehicle's start and end among them, and stops."""

    depots: list[Spot]
    of: list[tuple[int, int]]
    stops: list[Spot]


def air_metres(places: Sequence[Any]) -> NDArray[np.float64]:
    """Metres over the globe between all places (the haversine formula)."""
    east, north = np.radians(np.array(places, np.float64).reshape(-1, 2)).T
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    return np.asarray(2 * EARTH_METRES * np.arcsin(np.sqrt(np.minimum(1.0, half))))
