"""Taking in the roads of an OpenStreetMap extract: read, cut, checked, and put in place in one step."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from duongthu.kernel.clock import now, today
from duongthu.network.queries.kept_roads import file_for
from duongthu.network.queries.riding import road_graph
from duongthu.network.refusals import (
    NoRoadsInFile,
    RoadNodesMissing,
    RoadsElsewhere,
    RoadsOfHistory,
    RoadsUnreadable,
)
from duongthu.network.rules.highways import Passage, Speeds, passage, read_speeds
from duongthu.network.rules.reference import reference_text
from duongthu.network.rules.roads import VEHICLE_NAMES
from duongthu.network.rules.signs import stopped_by, unread
from duongthu.network.rules.streets import Streets, StreetsBook
from duongthu.network.rules.turn_restrictions import turns_of
from duongthu.network.rules.units import check_change_day
from duongthu.network.rules.vehicles import VEHICLES
from duongthu.network.rules.ways import degrees

if TYPE_CHECKING:
    from osmium.osm import Relation, Way

MARGIN_DEGREES = 0.1  # roads this far outside the province are kept: ways may lead round its corners
TOLD_EVERY = 2_000
MOST_MISSING = 0.02  # of the nodes of the province's roads; an extract cut along a border lacks fewer
CHUNK = 1 << 20
OnProgress = Callable[[int, int, str], None]
Node = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class RoadsTaken:
    """What was taken in.

    Attributes:
        source_sha256: of the file that was read; ``digest`` is that of what is kept.
        beyond: places and hamlets of the province too far from these roads, by vehicle; ways to them stay on the built graph.
        places: how many places and hamlets there are.
        cut_off: nodes of open roads that no vehicle of the kind reaches from the largest part, or cannot leave; and of how many.
        islands: parts apart from it that a vehicle rides within, and how many of those nodes they have.
        turns: turn restrictions that hold; ``turns_left_out``: how many don't, by why (``via_way``, ``conditional``, ``unknown``,
            ``broken``, ``unclear``); those outside the province are not counted.
        barriers: nodes of these roads at which a barrier stops one of the vehicles.
        signs_unread: roads with a sign or a condition that is not understood, which therefore does not hold.
    """

    source: str
    source_sha256: str
    digest: str
    from_on: date
    ways: int
    nodes: int
    pieces: int
    kilometres: int
    beyond: dict[str, int]
    places: int
    cut_off: dict[str, tuple[int, int]]
    islands: dict[str, tuple[int, int]]
    turns: int
    turns_left_out: dict[str, int]
    barriers: int
    signs_unread: int


def take_roads(
    file: Path, from_on: date | None = None, speeds: str = "", on_progress: OnProgress | None = None
) -> RoadsTaken:
    """Read a ``.osm.pbf`` (or ``.osm``) file and ride on its roads from a day on; on any refusal nothing is changed.

    Args:
        file: the extract; what lies outside the province is left out.
        from_on: the first day, not before today (default today): past days keep the roads they had.
        speeds: the text of a CSV table of speeds; by default that of ``data/road_speeds.csv``.
        on_progress: told the ways read so far, 0, and a label.

    Raises:
        OSError: the file is not there or cannot be read.
        RoadsUnreadable: it is no extract or is cut off.
        RoadsOfHistory: it holds old versions of roads.
        RoadNodesMissing: nodes of its roads are missing, or come behind them.
        NoRoadsInFile: none of its roads lies in the province and is open to one of the vehicles.
        RoadsElsewhere: none of the province's places lies at these roads.
        SpeedsIncomplete, WrongSpeed: the table of speeds.
        DateInPast, DateTooFar: the first day.
    """
    since = from_on or today()
    check_change_day(since, today())
    table = speeds_of(speeds)
    sha256 = _sha256(file)
    _refuse_history(file)
    book = _read(file, table, on_progress or (lambda _done, _total, _label: None))
    if not book.passages:
        raise NoRoadsInFile(name=file.name, vehicle=", ".join(VEHICLE_NAMES.values()))
    kmh = {name: list(row.values()) for name, row in table.kmh.items()}
    about = {
        "source": file.name,
        "source_sha256": sha256,
        "taken_at": now().isoformat(),
        "from_on": since.isoformat(),
    }
    streets = book.streets(kmh, about)
    reached = _reached(streets, file.name)
    _put(file_for(since), streets.packed())
    return _taken(streets, since, reached)


def _refuse_history(file: Path) -> None:
    import osmium

    try:
        with osmium.io.Reader(str(file)) as reader:
            several = reader.header().has_multiple_object_versions
    except RuntimeError as error:
        raise RoadsUnreadable(name=file.name, reason=str(error)) from error
    if several:
        raise RoadsOfHistory(name=file.name)


def speeds_of(text: str = "") -> Speeds:
    """The operator's table of speeds, which must name the classes of ours; ours when the text is empty.

    Raises:
        SpeedsIncomplete, WrongSpeed.
    """
    ours = read_speeds(reference_text("road_speeds.csv"))
    return read_speeds(text, ours.classes) if text else ours


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _read(file: Path, table: Speeds, on_progress: OnProgress) -> StreetsBook:
    """Every way of the province that somebody may use, every barrier, and every turn that is forbidden."""
    from osmium.osm import Node as Spot, Relation, Way  # seldom needed, and a library in C++

    book, nodes = StreetsBook(), _Nodes()
    try:
        for number, entity in enumerate(_entities(file)):
            if isinstance(entity, Relation):
                _restrict(book, entity)
            elif isinstance(entity, Spot):
                book.bar(entity.id, stopped_by(dict(entity.tags)))
            elif not isinstance(entity, Way):
                continue
            elif (found := passage(dict(entity.tags), table)) is not None:
                nodes.look_at(entity)
                book.odd_signs += unread(dict(entity.tags)) > 0
                _enter(book, entity, found)
            if number % TOLD_EVERY == 0:
                on_progress(number, 0, f"đọc đường: {number}")
    except RuntimeError as error:  # what pyosmium raises for any file it cannot make sense of
        raise RoadsUnreadable(name=file.name, reason=str(error)) from error
    nodes.refuse_missing(file.name)
    return book


class _Nodes:
    """How many nodes the province's roads name, and how many of them have no place: all roads' while none has any."""

    def __init__(self) -> None:
        self.named = self.missing = self.placed = self.named_anywhere = 0

    def look_at(self, way: "Way") -> None:
        """Count a way's nodes."""
        south, north, west, east = _box()
        here = [node.location for node in way.nodes if node.location.valid()]
        self.named_anywhere += len(way.nodes)
        self.placed += len(here)
        if any(south <= at.lat <= north and west <= at.lon <= east for at in here):
            self.named += len(way.nodes)
            self.missing += len(way.nodes) - len(here)

    def refuse_missing(self, name: str) -> None:
        """Refuse where more are missing than at any border.

        Raises:
            RoadNodesMissing: with how many.
        """
        if not self.placed and self.named_anywhere:
            raise RoadNodesMissing(name=name, missing=self.named_anywhere, nodes=self.named_anywhere)
        if self.missing > MOST_MISSING * self.named:
            raise RoadNodesMissing(name=name, missing=self.missing, nodes=self.named)


def _entities(file: Path) -> Iterator[object]:
    """Nodes with barriers, ways that are roads and relations that are restrictions."""
    import osmium
    from osmium.filter import KeyFilter, TagFilter
    from osmium.osm import NODE, RELATION, WAY

    barriers, roads = KeyFilter("barrier"), KeyFilter("highway")
    restrictions = TagFilter(("type", "restriction"))
    for chosen, kind in ((barriers, NODE), (roads, WAY), (restrictions, RELATION)):
        chosen.enable_for(kind)
    reader = osmium.FileProcessor(str(file)).with_locations()
    return iter(reader.with_filter(barriers).with_filter(roads).with_filter(restrictions))


def _restrict(book: StreetsBook, relation: "Relation") -> None:
    members = [(member.type, member.ref, member.role) for member in relation.members]
    book.restrict(
        turns_of(dict(relation.tags), members), [ref for kind, ref, _role in members if kind == "w"]
    )


def _enter(book: StreetsBook, way: "Way", found: Passage) -> None:
    for nodes in _runs(way):
        if len(nodes) > 1:
            book.add(nodes, found, way.id)


def _runs(way: "Way") -> Iterator[list[Node]]:
    """The way's nodes in and near the province, broken where one is missing or lies outside."""
    south, north, west, east = _box()
    run: list[Node] = []
    for node in way.nodes:
        at = node.location
        if at.valid() and south <= at.lat <= north and west <= at.lon <= east:
            run.append((node.ref, at.lat, at.lon))
        else:
            yield run
            run = []
    yield run


@cache
def _box() -> tuple[float, float, float, float]:
    """South, north, west, east of the province's places, with a margin."""
    at = degrees([place.at for place in road_graph().places.values()])
    (south, west), (north, east) = at.min(axis=0) - MARGIN_DEGREES, at.max(axis=0) + MARGIN_DEGREES
    return float(south), float(north), float(west), float(east)


@dataclass(slots=True)
class _Reached:
    """As in ``RoadsTaken``, by vehicle."""

    beyond: dict[str, int] = field(default_factory=dict)
    cut_off: dict[str, tuple[int, int]] = field(default_factory=dict)
    islands: dict[str, tuple[int, int]] = field(default_factory=dict)


def _reached(streets: Streets, name: str) -> _Reached:
    """What each vehicle reaches on these roads."""
    places = degrees([place.at for place in road_graph().places.values()])
    found = _Reached()
    for vehicle in VEHICLES:
        ways, islands = streets.parts(vehicle)
        if len(ways.edges.start) == 0:
            raise NoRoadsInFile(name=name, vehicle=VEHICLE_NAMES[vehicle])
        found.beyond[vehicle] = int(ways.spots(places).beyond.sum())
        many = streets.open_nodes(vehicle)
        found.cut_off[vehicle] = (max(0, many - len(ways.at)), many)
        found.islands[vehicle] = (len(np.unique(islands.part)), len(islands.at))
    if min(found.beyond.values()) == len(places):
        raise RoadsElsewhere(name=name, places=len(places))
    return found


def _put(path: Path, content: bytes) -> None:
    """Write beside, then put in place: a reader sees the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _taken(streets: Streets, since: date, reached: _Reached) -> RoadsTaken:
    about = streets.about
    return RoadsTaken(
        about["source"],
        about["source_sha256"],
        streets.digest(),
        since,
        about["ways"],
        about["nodes"],
        about["pieces"],
        about["metres"] // 1_000,
        reached.beyond,
        len(road_graph().places),
        reached.cut_off,
        reached.islands,
        about["turns"],
        about["turns_left_out"],
        about["barriers"],
        about["signs_unread"],
    )
