"""Roads the operator brought: one file for each day from which some hold, and which of them hold on a day."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from duongthu.network.rules.streets import Streets, unpacked
from duongthu.network.rules.ways import Ways

PREFIX, SUFFIX = "roads-", ".npz"


def folder() -> Path:
    """Where roads are kept: in the data folder."""
    return Path(settings.DATA_DIR) / "roads"


def file_for(from_on: date) -> Path:
    """The file of the roads that hold from a day on."""
    return folder() / f"{PREFIX}{from_on.isoformat()}{SUFFIX}"


def kept_files() -> Iterator[tuple[date, Path]]:
    """Every file of roads with the day it holds from, the earliest first."""
    for path in sorted(folder().glob(f"{PREFIX}????-??-??{SUFFIX}")):
        yield date.fromisoformat(path.name.removeprefix(PREFIX).removesuffix(SUFFIX)), path


def file_on(on: date) -> Path | None:
    """The file of the roads that hold on a day; None while the built graph does."""
    files = [path for since, path in kept_files() if since <= on]
    return files[-1] if files else None


def roads_on(on: date) -> str:
    """Which roads hold on a day, in a word that changes with them; empty while the built graph does."""
    path = file_on(on)
    return "" if path is None else f"{path.name}/{path.stat().st_mtime_ns}"


def ways_of(path: Path, vehicle: str) -> Ways:
    """The streets of a file that are open to a vehicle.

    Raises:
        RoadsDamaged: it is not what was written.
    """
    return parts_of(path, vehicle)[0]


def parts_of(path: Path, vehicle: str) -> tuple[Ways, Ways]:
    """These, and the islands beside them.

    Raises:
        RoadsDamaged: it is not what was written.
    """
    return _parts(path, path.stat().st_mtime_ns, vehicle)


@lru_cache(maxsize=2)
def _streets(path: Path, stamp: int) -> Streets:
    return unpacked(path.read_bytes(), path.name)


@lru_cache(maxsize=6)
def _parts(path: Path, stamp: int, vehicle: str) -> tuple[Ways, Ways]:
    return _streets(path, stamp).parts(vehicle)
