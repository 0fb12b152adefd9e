"""How far places lie from each other: by coordinates, by matrix, or by lists of neighbours from a road graph."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.neighbours import nearest_by_matrix, nearest_in_plane


class Kind(IntEnum):
    """How a distance is found; the compiled search branches on the number."""

    PLANE = 0  # air line, rounded to whole units (the CVRPLIB rule)
    MATRIX = 1
    PLANE_TENTHS = 2  # air line in tenths, cut off (the rule of the DIMACS challenge for time windows)


@dataclass(frozen=True, slots=True)
class Travel:
    """Distances and riding times between places.

    Attributes:
        kind: how they are found.
        xy: float64 (places, 2); zeros where only a matrix is known.
        metres: int32 (places, places) where ``kind`` is MATRIX, else (1, 1). Row: from; column: to.
        seconds: the same for riding time; the same array where distance and time are one number.
    """

    kind: Kind
    xy: NDArray[np.float64]
    metres: NDArray[np.int32]
    seconds: NDArray[np.int32]

    @classmethod
    def plane(cls, xy: NDArray[np.float64], kind: Kind = Kind.PLANE) -> "Travel":
        """By coordinates; time and distance are one number."""
        none = np.zeros((1, 1), np.int32)
        return cls(kind, np.ascontiguousarray(xy, np.float64), none, none)

    @classmethod
    def matrix(
        cls,
        metres: NDArray[np.int32],
        seconds: NDArray[np.int32] | None = None,
        xy: NDArray[np.float64] | None = None,
    ) -> "Travel":
        """By matrix, which may differ by direction; without ``seconds`` the distance is the time."""
        far = np.ascontiguousarray(metres, np.int32)
        places = np.zeros((len(far), 2)) if xy is None else np.ascontiguousarray(xy, np.float64)
        return cls(
            Kind.MATRIX, places, far, far if seconds is None else np.ascontiguousarray(seconds, np.int32)
        )

    @property
    def places(self) -> int:
        """How many places there are."""
        return len(self.xy)

    @property
    def symmetric(self) -> bool:
        """Whether every way back is as long as the way there."""
        return self.kind != Kind.MATRIX or bool((self.metres == self.metres.T).all())

    def between(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        """Distances from places to places, pair by pair (shapes are broadcast)."""
        return self._of(self.metres, a, b)

    def seconds_between(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        """Riding times from places to places, pair by pair."""
        return self._of(self.seconds, a, b)

    def nearest(self, first: int, many: int) -> NDArray[np.int32]:
        """The nearest places from number ``first`` on, for every place: int32 (places, many), nearest first, −1 pads."""
        if self.kind == Kind.MATRIX:
            return nearest_by_matrix(self.seconds, first, many)
        return nearest_in_plane(self.xy, first, many)

    def _of(self, matrix: NDArray[np.int32], a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        if self.kind == Kind.MATRIX:
            return np.asarray(matrix[a, b], np.int64)
        air = np.sqrt(((self.xy[a] - self.xy[b]) ** 2).sum(axis=-1))
        tenths = self.kind == Kind.PLANE_TENTHS
        return np.asarray(np.floor(air * 10.0 if tenths else air + 0.5), np.int64)
