"""The streets of a map extract: cut at junctions into one-way pieces, packed small, and opened again for a vehicle."""

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from duongthu.network.refusals import RoadsDamaged
from duongthu.network.rules.barriers import parted
from duongthu.network.rules.highways import Passage
from duongthu.network.rules.positions import METRES_PER_DEGREE
from duongthu.network.rules.roads import LANE, SPEED
from duongthu.network.rules.turn_expansion import Turns, by_piece
from duongthu.network.rules.turn_restrictions import UNCLEAR, Forbidden, Pieces, Turn, forbidden_among
from duongthu.network.rules.vehicles import BIT, VEHICLES
from duongthu.network.rules.ways import Edges, Floats, Ints, Ways, parts_from

NODE_EVERY_METRES = 200  # a long road keeps a node at least this often, for doors along it to be joined to
REACH_METRES = 1_000  # a point farther than this from every road is not served by these roads
DEGREE_PARTS = 10_000_000  # positions are kept in ten-millionths of a degree, as OSM does
MILLIS_OF_KMH = 3_600  # milliseconds for a metre at one km/h
ARRAYS = ("latitude", "longitude", "start", "end", "metres", "kind", "open")
TURNS = ("turn_from", "turn_to", "turn_who")  # files of before turns were read lack them
SIGNS = ("limit", "closed_node", "closed_who")  # and these those of before signs and barriers were
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Streets:
    """One-way pieces of road between nodes.

    Attributes:
        latitude: int32 (nodes), ten-millionths of a degree; ``longitude`` alike.
        start: int32 (pieces), node numbers; ``end`` alike.
        kind: uint8 (pieces), number of the class in ``about["kmh"]``.
        open: uint8 (pieces), bits of the vehicles that may use it.
        about: where the roads come from, since when they hold, speeds by class.
        turn_from: int32 (turns), pieces from which the piece ``turn_to`` is forbidden to the vehicles ``turn_who`` (bits).
        limit: uint8 (pieces, vehicles), km/h that signs allow; 0: none.
        closed_node: int32 (barriers), nodes the vehicles ``closed_who`` (bits) cannot ride through.
    """

    latitude: Ints
    longitude: Ints
    start: Ints
    end: Ints
    metres: Ints
    kind: Bytes
    open: Bytes
    about: dict[str, Any]
    turn_from: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    turn_to: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    turn_who: Bytes = field(default_factory=lambda: np.zeros(0, np.uint8))
    limit: Bytes = field(default_factory=lambda: np.zeros((0, len(VEHICLES)), np.uint8))
    closed_node: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    closed_who: Bytes = field(default_factory=lambda: np.zeros(0, np.uint8))

    def ways(self, vehicle: str) -> Ways:
        """The part of the streets a vehicle can reach and come back from."""
        return self.parts(vehicle)[0]

    def parts(self, vehicle: str) -> tuple[Ways, Ways]:
        """That part, and the islands: other parts within each of which it can ride."""
        chosen, kmh = self._open_to(vehicle)
        metres = self.metres[chosen]
        millis = np.rint(metres * MILLIS_OF_KMH / kmh).astype(np.int32)
        closed = self.closed_node[self.closed_who & BIT[vehicle] > 0]
        at, start, end = parted(
            np.column_stack([self.latitude, self.longitude]) / DEGREE_PARTS,
            self.start[chosen],
            self.end[chosen],
            closed,
        )
        barred = self._barred(BIT[vehicle], chosen)
        return parts_from(at, Edges(start, end, metres, millis), SPEED[vehicle][LANE], REACH_METRES, barred)

    def open_nodes(self, vehicle: str) -> int:
        """How many nodes lie at a road open to a vehicle, whether or not it can ride there from elsewhere."""
        chosen, _ = self._open_to(vehicle)
        return len(np.union1d(self.start[chosen], self.end[chosen]))

    def _open_to(self, vehicle: str) -> tuple[NDArray[np.intp], Floats]:
        """The pieces a vehicle may use, and how fast it is on each: as the table says, and no faster than signs allow."""
        own = VEHICLES.index(vehicle)
        kmh = np.array([row[own] for row in self.about["kmh"].values()], np.float64)[self.kind]
        chosen = np.flatnonzero((self.open & BIT[vehicle] > 0) & (kmh > 0))
        if not len(self.limit):
            return chosen, kmh[chosen]
        limit = self.limit[chosen, own]
        return chosen, np.where(limit > 0, np.minimum(kmh[chosen], limit), kmh[chosen])

    def _barred(self, bit: int, chosen: NDArray[np.intp]) -> Turns:
        """The turns forbidden to a vehicle, among the pieces chosen for it."""
        number = np.full(len(self.start), -1, np.int32)
        number[chosen] = np.arange(len(chosen), dtype=np.int32)
        come, go = number[self.turn_from], number[self.turn_to]
        binds = (self.turn_who & bit > 0) & (come >= 0) & (go >= 0)
        return by_piece(zip(come[binds].tolist(), go[binds].tolist(), strict=True))

    def digest(self) -> str:
        """SHA-256 over all arrays and what is said about them."""
        told = {key: value for key, value in self.about.items() if key != "digest"}
        parts = [np.ascontiguousarray(getattr(self, name)).tobytes() for name in _arrays(told)]
        return hashlib.sha256(b"".join([json.dumps(told, sort_keys=True).encode(), *parts])).hexdigest()

    def packed(self) -> bytes:
        """The bytes of an ``.npz`` file that holds the streets and their digest."""
        about = json.dumps(self.about | {"digest": self.digest()}).encode()
        arrays = {name: getattr(self, name) for name in _arrays(self.about)}
        buffer = BytesIO()
        np.savez_compressed(buffer, about=np.frombuffer(about, np.uint8), **arrays)
        return buffer.getvalue()


def _arrays(about: dict[str, Any]) -> tuple[str, ...]:
    return (*ARRAYS, *(TURNS if "turns" in about else ()), *(SIGNS if "barriers" in about else ()))


def unpacked(content: bytes, name: str) -> Streets:
    """The streets of an ``.npz`` file.

    Raises:
        RoadsDamaged: it is not what was written.
    """
    try:
        with np.load(BytesIO(content), allow_pickle=False) as kept:
            about = json.loads(kept["about"].tobytes())
            streets = Streets(**{one: kept[one] for one in _arrays(about)}, about=about)
    except (BadZipFile, ValueError, KeyError, EOFError, OSError) as error:
        raise RoadsDamaged(name=name) from error
    if streets.digest() != about["digest"]:
        raise RoadsDamaged(name=name)
    return streets


@dataclass(slots=True)
class StreetsBook:
    """Collects ways as they are read; ``streets`` cuts them at their junctions."""

    refs: "array[int]" = field(default_factory=lambda: array("q"))
    latitudes: "array[float]" = field(default_factory=lambda: array("d"))
    longitudes: "array[float]" = field(default_factory=lambda: array("d"))
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    passages: list[Passage] = field(default_factory=list)
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    turns: list[Turn] = field(default_factory=list)
    left_out: list[tuple[str, Sequence[int]]] = field(default_factory=list)
    barriers: dict[int, int] = field(default_factory=dict)
    odd_signs: int = 0

    def add(self, nodes: Sequence[tuple[int, float, float]], found: Passage, way_id: int = 0) -> None:
        """Enter a way: its nodes (id, latitude, longitude) in order, at least two."""
        self.starts.append(len(self.refs))
        self.passages.append(found)
        self.ids.append(way_id)
        for ref, latitude, longitude in nodes:
            self.refs.append(ref)
            self.latitudes.append(latitude)
            self.longitudes.append(longitude)

    def bar(self, node_id: int, who: Sequence[str]) -> None:
        """Enter a barrier on a node, and whom it stops."""
        if who:
            self.barriers[node_id] = sum(BIT[vehicle] for vehicle in who)

    def restrict(self, found: list[Turn] | str, way_ids: Sequence[int]) -> None:
        """Enter what a restriction forbids, or why it is left out; ``way_ids``: the ways it speaks of."""
        if isinstance(found, str):
            self.left_out.append((found, way_ids))
        else:
            self.turns += found

    def streets(self, kmh: dict[str, list[int]], about: dict[str, Any]) -> Streets:
        """The streets of all ways entered.

        Args:
            kmh: speeds by class, in the order of ``VEHICLES``.
            about: what is to be told about the roads.
        """
        refs = np.frombuffer(self.refs, np.int64)
        at = np.column_stack([np.frombuffer(self.latitudes), np.frombuffer(self.longitudes)])
        way = np.repeat(np.arange(len(self.starts)), np.diff([*self.starts, len(self.refs)]))
        along = _along(at, way)
        kept = np.flatnonzero(
            _kept(refs, way, along) | np.isin(refs, np.array(list(self.barriers), np.int64))
        )
        known, first, number = np.unique(refs[kept], return_index=True, return_inverse=True)
        pairs = np.flatnonzero(way[kept][1:] == way[kept][:-1])
        metres = np.rint(along[kept][pairs + 1] - along[kept][pairs]).astype(np.int32)
        pieces = _Pieces(number[pairs], number[pairs + 1], metres, way[kept][pairs])
        parts = np.rint(at[kept][first] * DEGREE_PARTS).astype(np.int32)
        told = about | {
            "kmh": kmh,
            "nodes": len(known),
            "ways": len(self.passages),
            "signs_unread": self.odd_signs,
        }
        return self._directed(pieces, parts, told, known)

    def _directed(
        self, pieces: "_Pieces", parts: Ints, told: dict[str, Any], known: NDArray[np.int64]
    ) -> Streets:
        """Each piece once for each direction that is open to somebody."""
        names = list(told["kmh"])
        kind = np.array([names.index(found.highway) for found in self.passages], np.uint8)[pieces.way]
        masks = [
            np.array([getattr(found, side) for found in self.passages], np.uint8)[pieces.way]
            for side in ("along", "against")
        ]
        there, back = (np.flatnonzero(mask) for mask in masks)
        both = np.concatenate([there, back])
        start = np.concatenate([pieces.start[there], pieces.end[back]]).astype(np.int32)
        end = np.concatenate([pieces.end[there], pieces.start[back]]).astype(np.int32)
        open_ = np.concatenate([masks[0][there], masks[1][back]])
        forbidden = self._forbidden(
            Pieces(start, end, np.frombuffer(self.ids, np.int64)[pieces.way[both]]), known
        )
        told |= {"pieces": len(both), "metres": int(pieces.metres.sum()), "turns": forbidden.applied}
        told["turns_left_out"] = self._left_out(forbidden.unclear)
        limit, closed = self._limits(pieces, there, back), self._closed(known)
        told["barriers"] = len(closed)
        return Streets(
            np.ascontiguousarray(parts[:, 0]),
            np.ascontiguousarray(parts[:, 1]),
            start,
            end,
            pieces.metres[both],
            kind[both],
            open_,
            told,
            forbidden.turn_from,
            forbidden.turn_to,
            forbidden.turn_who,
            limit,
            closed[:, 0].astype(np.int32),
            closed[:, 1].astype(np.uint8),
        )

    def _limits(self, pieces: "_Pieces", there: NDArray[np.intp], back: NDArray[np.intp]) -> Bytes:
        """What signs allow on the pieces of both directions."""
        along = np.array([found.along_limit for found in self.passages], np.uint8)[pieces.way[there]]
        against = np.array([found.against_limit for found in self.passages], np.uint8)[pieces.way[back]]
        return np.concatenate([along, against]).reshape(-1, len(VEHICLES))

    def _closed(self, known: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the nodes with a barrier, and the vehicles (bits) it stops."""
        refs = np.array(sorted(self.barriers), np.int64)
        at = np.searchsorted(known, refs)
        here = at < len(known)
        here[here] = known[at[here]] == refs[here]
        who = np.array([self.barriers[ref] for ref in refs[here].tolist()], np.int64)
        return np.stack([at[here], who], axis=1)

    def _left_out(self, unclear: int) -> dict[str, int]:
        """How many restrictions of these ways don't hold, by why."""
        ours = set(self.ids)
        counts = Counter(why for why, way_ids in self.left_out if not ours.isdisjoint(way_ids))
        return dict(sorted((counts + Counter({UNCLEAR: unclear})).items()))

    def _forbidden(self, pieces: Pieces, known: NDArray[np.int64]) -> Forbidden:
        """The turns that are forbidden, among the one-way pieces; ``known``: ids of the nodes, in order of their numbers."""
        vias = np.unique(np.array([turn.via for turn in self.turns], np.int64))
        at = np.searchsorted(known, vias)
        here = at < len(known)
        here[here] = known[at[here]] == vias[here]
        node_of = dict(zip(vias[here].tolist(), at[here].tolist(), strict=True))
        return forbidden_among(self.turns, node_of, pieces)


@dataclass(frozen=True, slots=True)
class _Pieces:
    start: NDArray[np.intp]
    end: NDArray[np.intp]
    metres: Ints
    way: NDArray[np.intp]


def _along(at: Floats, way: NDArray[np.intp]) -> Floats:
    """Metres from the first node of all ways to each node, along the ways; between two ways nothing is added."""
    steps = np.diff(at, axis=0) * METRES_PER_DEGREE
    steps[:, 1] *= np.cos(np.radians(at[:-1, 0]))
    lengths = np.where(way[1:] == way[:-1], np.hypot(steps[:, 0], steps[:, 1]), 0.0)
    return np.concatenate([[0.0], np.cumsum(lengths)])


def _kept(refs: NDArray[np.int64], way: NDArray[np.intp], along: Floats) -> NDArray[np.bool_]:
    """Ends of ways, junctions, and one node for every stretch of a long road."""
    kept = np.ones(len(refs), np.bool_)
    kept[1:-1] = (way[1:-1] != way[:-2]) | (way[1:-1] != way[2:])
    _, number, uses = np.unique(refs, return_inverse=True, return_counts=True)
    stretch = np.floor(along / NODE_EVERY_METRES)
    kept[1:] |= stretch[1:] != stretch[:-1]
    return kept | (uses[number] > 1)
