"""Riding times from a routing service of the operator: asked in blocks, and kept by day and vehicle while the process lives."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPException
from threading import Lock
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from duongthu.kernel.clock import today
from duongthu.network.refusals import RidesServiceFailed
from duongthu.network.rules.rides import Grounds, Rides
from duongthu.network.rules.services import Service, Table, question, service_of, table_of, words_of_error
from duongthu.network.rules.ways import Floats, Ints

TIMEOUT_SECONDS = 60.0
CELLS_KEPT = 20_000_000  # 160 MB: five posts' days of 2,000 doors
DEGREE_PARTS = 1_000_000  # what services are told, some 0.1 m
Spots = NDArray[np.int64]


def service_on(on: date) -> Service | None:
    """The service to ask for a day; None where none is set, and for past days: those keep the roads they had.

    Raises:
        WrongRidesService: the setting is wrong.
    """
    return service_of(settings.RIDES) if settings.RIDES and on >= today() else None


@dataclass(frozen=True, slots=True)
class _Known:
    """Answers for some points: their numbers in the table, metres and seconds (NaN: no way)."""

    number: dict[tuple[int, int], int]
    metres: Floats
    seconds: Floats


@dataclass(slots=True)
class _Kept:
    """The newest answers, by service, day, vehicle and points."""

    tables: OrderedDict[tuple[str, date, str, bytes], _Known] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def nearest(self, about: tuple[str, date, str], points: list[tuple[int, int]]) -> _Known | None:
        """The answers about the same day and vehicle that know most of some points."""
        with self.lock:
            tables = [known for key, known in self.tables.items() if key[:3] == about]
        return max(tables, key=lambda known: len(known.number.keys() & set(points)), default=None)

    def keep(self, key: tuple[str, date, str, bytes], known: _Known) -> None:
        """Keep answers, and let the oldest go where there are too many."""
        with self.lock:
            self.tables[key] = known
            self.tables.move_to_end(key)
            while len(self.tables) > 1 and sum(t.metres.size for t in self.tables.values()) > CELLS_KEPT:
                self.tables.popitem(last=False)

    def forget(self) -> None:
        """Begin anew."""
        with self.lock:
            self.tables.clear()


_kept = _Kept()
forget_answers = _kept.forget


@dataclass(frozen=True, slots=True)
class ServedGrounds:
    """A service's answers for a day and a vehicle; where it knows no way, those of our own roads."""

    service: Service
    on: date
    vehicle: str
    own: Grounds
    batch: int

    def matrix(self, points: Floats) -> tuple[Ints, Ints]:
        """Metres and seconds from each point (row) to each (column).

        Raises:
            RidesServiceFailed.
        """
        spots = _spots(points)
        if len(spots) == 0:
            return self.own.matrix(points)
        places, row_of = np.unique(spots, axis=0, return_inverse=True)
        table = self._square(places)
        whole = np.ix_(row_of.ravel(), row_of.ravel())
        return self._filled(points, Table(table.metres[whole], table.seconds[whole]))

    def rides(self, points: Floats, many: int) -> Rides:
        """The ``many`` points that lie nearest on our own roads, timed and put in order by the service.

        Raises:
            RidesServiceFailed.
        """
        own = self.own.rides(points, many)
        spots = _spots(points)
        metres, seconds = own.metres.copy(), own.seconds.copy()
        for rows in self._near_each_other(spots):
            near = own.near[rows]
            columns = np.unique(near[near >= 0])
            for part in _blocks(len(columns), self.batch):
                there = columns[part]
                table = self._ask(spots[rows], spots[there])
                _enter(near, there, table, metres, seconds, rows)
        order = np.argsort(np.where(own.near < 0, np.iinfo(np.int32).max, seconds), axis=1, kind="stable")
        near, metres, seconds = (np.take_along_axis(a, order, axis=1) for a in (own.near, metres, seconds))
        return Rides(near, metres, seconds, own.xy, own.beyond)

    def _near_each_other(self, spots: Spots) -> Iterator[NDArray[np.intp]]:
        """The points in batches of neighbours: in strips from west to east, each from south to north."""
        strip = spots[:, 1] // (DEGREE_PARTS // 100)
        order = np.lexsort((spots[:, 0], strip))
        for part in _blocks(len(order), self.batch):
            yield order[part]

    def _square(self, places: Spots) -> Table:
        """All to all: what is kept, and the rest asked."""
        names = [(int(a), int(b)) for a, b in places]
        about = (f"{self.service.kind}+{self.service.url}", self.on, self.vehicle)
        table = Table(*(np.full((len(names), len(names)), -1.0) for _ in range(2)))
        known = _kept.nearest(about, names)
        if known is not None:
            here = np.array([n for n, name in enumerate(names) if name in known.number], np.intp)
            there = np.array([known.number[names[n]] for n in here], np.intp)
            table.metres[np.ix_(here, here)] = known.metres[np.ix_(there, there)]
            table.seconds[np.ix_(here, here)] = known.seconds[np.ix_(there, there)]
        self._ask_missing(places, table)
        number = {name: n for n, name in enumerate(names)}
        _kept.keep((*about, places.tobytes()), _Known(number, table.metres, table.seconds))
        return table

    def _ask_missing(self, places: Spots, table: Table) -> None:
        """Fill what is below 0: whole rows where a point is new, else the new columns of a row."""
        missing = table.metres < 0
        new = missing.all(axis=1)
        for rows, columns in (
            (new, np.ones_like(new)),
            (~new, missing[~new].any(axis=0) if (~new).any() else new),
        ):
            here, there = np.flatnonzero(rows), np.flatnonzero(columns)
            for a in _blocks(len(here), self.batch):
                for b in _blocks(len(there), self.batch):
                    part = np.ix_(here[a], there[b])
                    said = self._ask(places[here[a]], places[there[b]])
                    table.metres[part], table.seconds[part] = said.metres, said.seconds

    def _filled(self, points: Floats, table: Table) -> tuple[Ints, Ints]:
        """Whole metres and seconds, none from a point to itself; where the service knows no way our own roads do."""
        none = np.isnan(table.metres)
        metres, seconds = (
            np.rint(np.where(none, 0, a)).astype(np.int32) for a in (table.metres, table.seconds)
        )
        if none.any():
            own_metres, own_seconds = self.own.matrix(points)
            metres, seconds = np.where(none, own_metres, metres), np.where(none, own_seconds, seconds)
        np.fill_diagonal(metres, 0)
        np.fill_diagonal(seconds, 0)
        return metres, seconds

    def _ask(self, rows: Spots, columns: Spots) -> Table:
        """One block from the service.

        Raises:
            RidesServiceFailed.
        """
        asked = question(self.service, self.vehicle, rows / DEGREE_PARTS, columns / DEGREE_PARTS)
        headers = {"Content-Type": "application/json"} if asked.body else {}
        request = Request(asked.url, asked.body, headers)  # noqa: S310  (service_of let only http(s) through)
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                content = answer.read()
        except HTTPError as error:
            with error:
                words = words_of_error(self.service, error.read())
            raise RidesServiceFailed(url=self.service.url, reason=words or f"mã {error.code}") from error
        except (URLError, HTTPException, OSError) as error:
            reason = str(getattr(error, "reason", None) or error)[:160]
            raise RidesServiceFailed(url=self.service.url, reason=reason or type(error).__name__) from error
        return table_of(self.service, content, len(rows), len(columns))


def _spots(points: Floats) -> Spots:
    """Points as whole millionths of a degree."""
    return np.rint(points * DEGREE_PARTS).astype(np.int64).reshape(-1, 2)


def _blocks(many: int, batch: int) -> Iterator[slice]:
    return (slice(at, at + batch) for at in range(0, many, batch))


def _enter(
    near: Ints, there: Ints, table: Table, metres: Ints, seconds: Ints, rows: NDArray[np.intp]
) -> None:
    """Put a block's answers where the rows' nearest points stand; where there is no way ours stays."""
    place = np.searchsorted(there, near)
    place[place == len(there)] = 0
    row, column = np.nonzero((near >= 0) & (there[place] == near))
    said_metres, said_seconds = (a[row, place[row, column]] for a in (table.metres, table.seconds))
    way = ~np.isnan(said_metres)
    at = rows[row[way]], column[way]
    metres[at], seconds[at] = np.rint(said_metres[way]), np.rint(said_seconds[way])
