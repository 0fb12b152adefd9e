"""The shapes of the parts: frozen values a view makes and a tag of ``{% load ui %}`` draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """How things stand; each tone has its own shape beside its colour."""

    DONE = "done"  # filled dot
    GOING = "going"  # ring
    HOLD = "hold"  # square
    LATE = "late"  # diamond
    IDLE = "idle"  # dash
    VOID = "void"  # cross


@dataclass(frozen=True)
class Mark:
    """A status: words, shape and colour."""

    tone: Tone
    text: str


@dataclass(frozen=True)
class Figure:
    """One figure of the ruled strip; ``value`` is already written (``1.204``, ``84.350.000 ₫``)."""

    label: str
    value: str
    note: str = ""
    tone: Tone | None = None
    href: str = ""


@dataclass(frozen=True)
class Tab:
    """One view of a list, with how many rows wait in it."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Link:
    """A named address."""

    label: str
    href: str


@dataclass(frozen=True)
class Step:
    """One step of a journey; the first of a list is the newest."""

    title: str
    at: datetime | None = None
    place: str = ""
    person: str = ""
    note: str = ""
    tone: Tone = Tone.DONE
    href: str = ""


@dataclass(frozen=True)
class Pair:
    """One line of a definition list; ``kind`` as for a column."""

    label: str
    value: object
    kind: str = "text"
    href: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    ``kind``: text, money (đồng), count, percent, code (item code), phone, day, moment, mark, measure (a figure already written).
    ``wide``: may break into lines. ``phone``: shown on a phone.
    """

    label: str
    kind: str = "text"
    wide: bool = False
    phone: bool = True

    @property
    def numeric(self) -> bool:
        """Whether the column is set flush right."""
        return self.kind in {"money", "count", "percent", "moment", "day", "weight", "measure"}


@dataclass(frozen=True)
class Row:
    """A row: one value per column; ``href`` opens it (Enter, click), from the first column."""

    cells: Sequence[object]
    href: str = ""
    id: str = ""


@dataclass(frozen=True)
class Table:
    """A list of work. ``foot``: one value per column, None leaves the cell empty."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Sequence[object] = ()
    empty: str = ""
    stacked: bool = True  # on a phone each row becomes a block


@dataclass(frozen=True)
class Bar:
    """One bar or point of a chart; ``strong`` gets the yellow."""

    label: str
    value: int
    strong: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart: ``unit`` is the word behind each number; ``plan`` a line to reach, None for none."""

    title: str
    unit: str
    bars: Sequence[Bar]
    plan: int | None = None
    plan_label: str = ""


@dataclass(frozen=True)
class MapPlace:
    """A line of the list beside a map; ``feature`` is the ``id`` property of its map feature."""

    feature: str
    name: str
    mark: Mark
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class MapBoard:
    """A map from GeoJSON addresses, and its list.

    ``areas``: polygons {id, name}. ``lines``: lines {kind: road|trip, id?, name, tone?}.
    ``points``: points {id, name, tone, rank (1 shows its name from afar)}. Degrees WGS 84.
    ``refresh_seconds``: read points and lines anew so often; 0 never.
    """

    label: str
    areas: str
    points: str
    lines: str = ""
    places: Sequence[MapPlace] = field(default_factory=tuple)
    places_label: str = ""
    refresh_seconds: int = 0
