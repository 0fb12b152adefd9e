"""Which vehicle may use an OpenStreetMap way, in which direction, and how fast: tags read, speeds as a table.

Sources: the OSM wiki pages Key:highway, Key:access, Key:oneway; motorways are closed to motorbikes by
Luật Giao thông đường bộ 2008, Điều 26, and since 2025 by Luật Trật tự, an toàn giao thông đường bộ 2024, Điều 25.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from duongthu.network.refusals import SpeedsIncomplete, WrongSpeed
from duongthu.network.rules.signs import said_of, speed_limit, too_large
from duongthu.network.rules.vehicles import (
    ACCESS_KEYS,
    BIT,
    CLOSED,
    MOTORBIKE,
    VEHICLES,
)

ONLY_WHEN_SAID = frozenset({"path"})  # too narrow, unless the way itself says a vehicle may
NEVER = {MOTORBIKE: frozenset({"motorway", "motorway_link"})}
FORWARD, BACKWARD = frozenset({"yes", "true", "1"}), frozenset({"-1", "reverse"})
ROUND = frozenset({"roundabout", "circular"})
FASTEST_KMH = 130
NO_LIMITS = (0,) * len(VEHICLES)


@dataclass(frozen=True, slots=True)
class Passage:
    """A way's class, and the vehicles (bits) that may go along it and against it.

    Attributes:
        along_limit: km/h that signs allow, by vehicle; 0: none. ``against_limit`` alike.
    """

    highway: str
    along: int
    against: int
    along_limit: tuple[int, ...] = NO_LIMITS
    against_limit: tuple[int, ...] = NO_LIMITS


@dataclass(frozen=True, slots=True)
class Speeds:
    """Kilometres per hour by class of way and vehicle; 0 = closed."""

    kmh: Mapping[str, Mapping[str, int]]

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in the order of the table."""
        return tuple(self.kmh)


def read_speeds(text: str, wanted: tuple[str, ...] = ()) -> Speeds:
    """The table of speeds: a row for each class of way, a column for each vehicle, whole km/h.

    Args:
        text: CSV with the columns ``highway,motorbike,van,truck``.
        wanted: classes the table must hold.

    Raises:
        WrongSpeed: a figure is no whole number from 0 to 130, or a class stands twice; names the row.
        SpeedsIncomplete: a column or a wanted class is missing, or an unknown class stands there.
    """
    reader = csv.DictReader(text.splitlines())
    columns = set(reader.fieldnames or ())
    missing = [name for name in ("highway", *VEHICLES) if name not in columns]
    if missing:
        raise SpeedsIncomplete(what=", ".join(missing))
    kmh: dict[str, dict[str, int]] = {}
    for line, row in enumerate(reader, start=2):
        highway = (row["highway"] or "").strip()
        if highway in kmh:
            raise WrongSpeed(row=line, line=line, highway=highway, value="hai lần")
        kmh[highway] = {vehicle: _kmh(line, highway, row[vehicle]) for vehicle in VEHICLES}
    odd = set(kmh).symmetric_difference(wanted) if wanted else set()
    if odd:
        raise SpeedsIncomplete(what=", ".join(sorted(odd)))
    return Speeds(kmh)


def _kmh(line: int, highway: str, text: str | None) -> int:
    value = (text or "").strip()
    if not (value.isascii() and value.isdecimal() and int(value[:9]) <= FASTEST_KMH):
        raise WrongSpeed(row=line, line=line, highway=highway, value=value or "trống")
    return int(value)


def passage(tags: Mapping[str, str], speeds: Speeds) -> Passage | None:
    """What a way's tags allow; None when no vehicle may use it."""
    highway = tags.get("highway", "")
    if highway not in speeds.kmh or tags.get("area") == "yes":
        return None
    along = against = 0
    for vehicle in VEHICLES:
        if not speeds.kmh[highway][vehicle] or not _may_use(tags, highway, vehicle):
            continue
        there, back = _directions(tags, highway, vehicle)
        along |= BIT[vehicle] * there
        against |= BIT[vehicle] * back
    if not along | against:
        return None
    limits = [
        tuple(speed_limit(tags, vehicle, way) for vehicle in VEHICLES) for way in ("forward", "backward")
    ]
    return Passage(highway, along, against, *limits)


def _may_use(tags: Mapping[str, str], highway: str, vehicle: str) -> bool:
    if highway in NEVER.get(vehicle, ()):
        return False
    if too_large(tags, vehicle):
        return False
    said = said_of(tags, vehicle)
    if vehicle == MOTORBIKE and tags.get("motorroad") == "yes" and "motorcycle" not in tags:
        return False
    if highway in ONLY_WHEN_SAID:
        return ACCESS_KEYS[vehicle][0] in tags and said not in CLOSED
    return said not in CLOSED


def _directions(tags: Mapping[str, str], highway: str, vehicle: str) -> tuple[bool, bool]:
    """Whether a vehicle may go along the way and against it."""
    implied = "yes" if highway == "motorway" or tags.get("junction") in ROUND else "no"
    own = tags.get(f"oneway:{ACCESS_KEYS[vehicle][0]}")
    said = own if own is not None else tags.get("oneway", implied)
    return said not in BACKWARD, said not in FORWARD
