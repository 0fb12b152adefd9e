"""The files of the reference province that ship with the room (see docs/reference/province.md)."""

import csv
import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NewType

from duongthu.network.refusals import UnknownScenario

SCENARIOS = ("2020-08-14", "2026-11-23")
FIRST_DAY = date(2020, 1, 1)  # the files know the state of 31 December 2019 and what came after
DISTRICTS_GONE = date(2025, 7, 1)  # NQ 202/2025/QH15 and 1666/NQ-UBTVQH15: two levels, 104 communes
ReferenceRow = NewType("ReferenceRow", dict[str, str])


def reference_text(name: str) -> str:
    """A file of ``data`` as text."""
    return files("duongthu.network").joinpath("data", name).read_text(encoding="utf-8")


@cache
def reference_rows(name: str) -> tuple[ReferenceRow, ...]:
    """All rows of ``data/<name>.csv``, every value as text."""
    return tuple(ReferenceRow(row) for row in csv.DictReader(reference_text(f"{name}.csv").splitlines()))


@cache
def scenario(name: str) -> dict[str, Any]:
    """One scenario: its business date and the numbers of units and communes that hold then.

    Raises:
        UnknownScenario: there is no scenario of that name.
    """
    if name not in SCENARIOS:
        raise UnknownScenario(name=name[:40], known=", ".join(SCENARIOS))
    found: dict[str, Any] = json.loads(reference_text(f"scenario_{name}.json"))
    return found


@cache
def map_features() -> tuple[dict[str, Any], ...]:
    """The features of the province map: commune polygons and main roads, WGS 84."""
    return tuple(json.loads(reference_text("map.geojson"))["features"])
