"""How far places lie from each other: by coordinates, by matrix, or by lists of neighbours from a road graph."""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.neighbours import nearest_by_matrix, nearest_in_plane
from duongthu.routing.whole import LONGEST_WAY, WrongProblem, positions, whole_array

NOT_LISTED = np.iinfo(np.int32).max  # pads a row of sorted neighbours


class Kind(IntEnum):
    """How a distance is found; the compiled search branches on the number."""

    PLANE = 0  # air line, rounded to whole units (the CVRPLIB rule)
    MATRIX = 1
    PLANE_TENTHS = 2  # air line in tenths, cut off (the rule of the DIMACS challenge for time windows)
    LISTS = 3  # by road to listed neighbours and depots; beyond them the air line with a detour


def _none() -> NDArray[np.int32]:
    return np.zeros((1, 1), np.int32)


def _no_depots() -> NDArray[np.int32]:
    return np.zeros((2, 1, 1), np.int32)


def _matrix(name: str, value: NDArray[np.int32], places: int | None) -> NDArray[np.int32]:
    array = whole_array(name, value, (places, places), 0, LONGEST_WAY)
    if len(array) != array.shape[1]:
        raise WrongProblem(f"{name} has {len(array)} rows and {array.shape[1]} columns")
    return np.ascontiguousarray(array, np.int32)


DEGREES = 25.0
"""Degrees a country may span."""


def _like_degrees(xy: NDArray[np.float64]) -> bool:
    small = (np.abs(xy) <= (90.0, 180.0)).all() or (np.abs(xy) <= (180.0, 90.0)).all()
    whole = (xy == np.round(xy, 1)).mean()
    return bool(small and np.ptp(xy, axis=0).max() < DEGREES and whole < 0.5)  # noqa: PLR2004 - most have decimals


@dataclass(frozen=True, slots=True)
class Travel:
    """Distances and riding times between places.

    Attributes:
        kind: how they are found.
        xy: float64 (places, 2); zeros where only a matrix is known; metres where ``kind`` is LISTS.
        metres: int32 (places, places) where ``kind`` is MATRIX, (places, k) where it is LISTS, else (1, 1). Row: from.
        seconds: the same for riding time; the same array where distance and time are one number.
        listed: int32 (places, k), where ``kind`` is LISTS: to which places the columns lead, ascending, NOT_LISTED pads.
        depot_metres, depot_seconds: int32 (2, depots, places), where it is LISTS: from each depot, and to it.
        detour, pace: road metres for a metre of air line, and seconds for it, beyond the lists.
    """

    kind: Kind
    xy: NDArray[np.float64]
    metres: NDArray[np.int32]
    seconds: NDArray[np.int32]
    listed: NDArray[np.int32] = field(default_factory=_none)
    depot_metres: NDArray[np.int32] = field(default_factory=_no_depots)
    depot_seconds: NDArray[np.int32] = field(default_factory=_no_depots)
    detour: float = 1.0
    pace: float = 1.0

    @classmethod
    def plane(cls, xy: NDArray[np.float64], kind: Kind = Kind.PLANE) -> "Travel":
        """By coordinates; time and distance are one number.

        Raises:
            WrongProblem: they are none, or degrees: ways between these would all be 0 or a few units.
        """
        at = positions(xy)
        if kind == Kind.PLANE and len(at) > 1 and _like_degrees(at):
            raise WrongProblem(
                "xy looks like degrees: the plane's units must be metres or the like, for ways are rounded to whole ones"
            )
        return cls(kind, at, _none(), _none())

    @classmethod
    def matrix(
        cls,
        metres: NDArray[np.int32],
        seconds: NDArray[np.int32] | None = None,
        xy: NDArray[np.float64] | None = None,
    ) -> "Travel":
        """By matrix, which may differ by direction; without ``seconds`` the distance is the time.

        Raises:
            WrongProblem: a matrix is not square, or a way negative, not whole, no number, or longer than 2³¹ − 2.
        """
        far = _matrix("metres", metres, None)
        places = np.zeros((len(far), 2)) if xy is None else positions(xy)
        if len(places) != len(far):
            raise WrongProblem(f"xy has {len(places)} rows for {len(far)} places")
        return cls(
            Kind.MATRIX, places, far, far if seconds is None else _matrix("seconds", seconds, len(far))
        )

    @classmethod
    def lists(
        cls,
        xy: NDArray[np.float64],
        near: NDArray[np.int32],
        metres: NDArray[np.int32],
        seconds: NDArray[np.int32],
        depot_metres: NDArray[np.int32],
        depot_seconds: NDArray[np.int32],
    ) -> "Travel":
        """By the nearest places of each: memory grows with the places, not with their square.

        Args:
            xy: float64 (places, 2), metres east and north.
            near: int32 (places, k), −1 pads; ``metres`` and ``seconds`` lead there.
            metres, seconds: int32 (places, k).
            depot_metres, depot_seconds: int32 (2, depots, places), from each depot and to it.

        Beyond the lists the air line counts, lengthened and timed as the listed ways are at the median.
        """
        targets = np.where(near < 0, NOT_LISTED, near)
        order = np.argsort(targets, axis=1, kind="stable")
        rows = np.arange(len(near))[:, None]
        air = np.sqrt(((xy[rows] - xy[np.maximum(near, 0)]) ** 2).sum(axis=-1))
        known = (near >= 0) & (air > 1.0)
        detour = float(np.median(metres[known] / air[known])) if known.any() else 1.0
        pace = float(np.median(seconds[known] / air[known])) if known.any() else 1.0
        return cls(
            Kind.LISTS, np.ascontiguousarray(xy, np.float64),
            np.ascontiguousarray(metres[rows, order], np.int32), np.ascontiguousarray(seconds[rows, order], np.int32),
            np.ascontiguousarray(targets[rows, order], np.int32), np.ascontiguousarray(depot_metres, np.int32),
            np.ascontiguousarray(depot_seconds, np.int32), detour, pace,
        )  # fmt: skip

    @property
    def places(self) -> int:
        """How many places there are."""
        return len(self.xy)

    @property
    def symmetric(self) -> bool:
        """Whether every way back is known to be as long as the way there."""
        if self.kind == Kind.LISTS:
            return False
        return self.kind != Kind.MATRIX or bool((self.metres == self.metres.T).all())

    def between(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        """Distances from places to places, pair by pair (shapes are broadcast)."""
        return self._of(self.metres, self.depot_metres, self.detour, a, b)

    def seconds_between(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        """Riding times from places to places, pair by pair."""
        return self._of(self.seconds, self.depot_seconds, self.pace, a, b)

    def nearest(self, first: int, many: int) -> NDArray[np.int32]:
        """The nearest places from number ``first`` on, for every place: int32 (places, many), nearest first, −1 pads."""
        if self.kind == Kind.MATRIX:
            return nearest_by_matrix(self.seconds, first, many)
        if self.kind == Kind.LISTS:
            return self._nearest_listed(first, many)
        return nearest_in_plane(self.xy, first, many)

    def _nearest_listed(self, first: int, many: int) -> NDArray[np.int32]:
        own = np.arange(len(self.listed))[:, None]
        stops = (self.listed != NOT_LISTED) & (self.listed >= first) & (self.listed != own)
        far = np.where(stops, self.seconds.astype(np.int64), NOT_LISTED)
        order = np.argsort(far, axis=1, kind="stable")[:, :many]
        near = np.where(np.take_along_axis(stops, order, 1), np.take_along_axis(self.listed, order, 1), -1)
        return np.ascontiguousarray(near, np.int32)

    def _of(
        self,
        table: NDArray[np.int32],
        of_depots: NDArray[np.int32],
        factor: float,
        a: NDArray[np.int64],
        b: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        if self.kind == Kind.MATRIX:
            return np.asarray(table[a, b], np.int64)
        air = np.sqrt(((self.xy[a] - self.xy[b]) ** 2).sum(axis=-1))
        if self.kind == Kind.LISTS:
            return self._by_lists(table, of_depots, np.floor(air * factor + 0.5).astype(np.int64), a, b)
        tenths = self.kind == Kind.PLANE_TENTHS
        return np.asarray(np.floor(air * 10.0 if tenths else air + 0.5), np.int64)

    def _by_lists(
        self,
        table: NDArray[np.int32],
        of_depots: NDArray[np.int32],
        beyond: NDArray[np.int64],
        a: NDArray[np.int64],
        b: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        a, b = np.broadcast_arrays(a, b)
        depots = of_depots.shape[1]
        at = self._column_of(a, b)
        way = np.where(self.listed[a, at] == b, table[a, at], beyond)
        way = np.where(b < depots, of_depots[1, np.minimum(b, depots - 1), a], way)
        return np.asarray(np.where(a < depots, of_depots[0, np.minimum(a, depots - 1), b], way), np.int64)

    def _column_of(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where in the sorted row of ``a`` place ``b`` stands, if it does: the search halves all rows at once."""
        low, columns = np.zeros(a.shape, np.int64), self.listed.shape[1]
        step = 1 << (columns - 1).bit_length()
        while step:
            ahead = low + step
            below = (ahead <= columns - 1) & (self.listed[a, np.minimum(ahead, columns - 1)] <= b)
            low, step = np.where(below, ahead, low), step >> 1
        return low
