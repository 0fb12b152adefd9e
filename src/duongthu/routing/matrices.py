"""Ways by road out of a routing service: one call to the table of OSRM, Valhalla or openrouteservice."""

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.whole import LONGEST_WAY

MOST_BYTES = 2**30  # of an answer
SHOWN = 200  # letters of a service's own words that are told
KM = 1_000

Degrees = tuple[float, float]
"""North and east."""


class Service(StrEnum):
    """Whose words are spoken."""

    OSRM = "osrm"
    VALHALLA = "valhalla"
    ORS = "openrouteservice"


USUAL_PROFILE = {Service.OSRM: "driving", Service.VALHALLA: "motor_scooter", Service.ORS: "driving-car"}


class NoMatrix(RuntimeError):
    """The service gave no table; the message names it, the request's part or the two places, and its own words."""


def matrix_from(
    service: Service | str,
    url: str,
    places: Sequence[Degrees],
    *,
    profile: str = "",
    key: str = "",
    most: int = 0,
    timeout: float = 60.0,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Metres and seconds between all places, whole numbers, rows being from; what ``Model.matrix`` and ``Travel.matrix`` take.

    Args:
        service: ``osrm``, ``valhalla`` or ``openrouteservice``.
        url: where it answers, as ``http://127.0.0.1:5000``.
        places: degrees north and east.
        profile: of riding, by the service's own name; its usual one where none is given.
        key: a key the service asks for (openrouteservice).
        most: places a request may name, as the service is set up; more are asked for in parts. 0: no bound.
        timeout: seconds a part may take.

    Raises:
        NoMatrix: the service cannot be reached, refuses, knows no way between two places, or answers something else.
    """
    which = Service(service)
    if urlsplit(url).scheme not in {"http", "https"}:
        raise NoMatrix(f"{which}: {url} is no http or https address")
    if any(not (abs(north) <= 90 and abs(east) <= 180) for north, east in places):  # noqa: PLR2004 - degrees
        raise NoMatrix(f"{which}: places are given in degrees, north and east")
    both = np.zeros((2, len(places), len(places)), np.int32)
    for sources, targets in _parts(len(places), most):
        answer = _answer(which, _request(which, url, places, sources, targets, profile, key), timeout)
        units = (KM if which == Service.VALHALLA else 1, 1)
        for table, values, unit in zip(both, _tables(which, answer), units, strict=True):
            table[np.ix_(sources, targets)] = _whole(which, values, unit, sources, targets)
    for table in both:
        np.fill_diagonal(table, 0)
    return both[0], both[1]


def _parts(places: int, most: int) -> Iterator[tuple[list[int], list[int]]]:
    """Sources and targets of each request: all at once, or halves of what a request may name."""
    if not most or places <= most:
        yield list(range(places)), list(range(places))
        return
    size = max(1, most // 2)
    blocks = [list(range(begin, min(begin + size, places))) for begin in range(0, places, size)]
    for sources in blocks:
        for targets in blocks:
            yield sources, targets


def _request(
    which: Service, url: str, places: Sequence[Degrees], sources: list[int], targets: list[int], profile: str, key: str
) -> Request:  # fmt: skip
    base, profile = url.rstrip("/"), quote(profile or USUAL_PROFILE[which])
    named = sources if sources == targets else sources + targets
    first = list(range(len(sources)))
    second = first if sources == targets else list(range(len(sources), len(named)))
    if which == Service.OSRM:
        points = ";".join(f"{places[one][1]:.6f},{places[one][0]:.6f}" for one in named)
        asked = "annotations=duration,distance"
        if second != first:
            asked += f"&sources={';'.join(map(str, first))}&destinations={';'.join(map(str, second))}"
        return Request(f"{base}/table/v1/{profile}/{points}?{asked}")  # noqa: S310 - http by matrix_from
    if which == Service.VALHALLA:
        spots = [{"lat": places[one][0], "lon": places[one][1]} for one in named]
        body: dict[str, Any] = {
            "sources": [spots[one] for one in first], "targets": [spots[one] for one in second], "costing": profile,
            "units": "kilometers",
        }  # fmt: skip
        return _posted(f"{base}/sources_to_targets", body, "")
    body = {
        "locations": [[places[one][1], places[one][0]] for one in named], "sources": first, "destinations": second,
        "metrics": ["distance", "duration"], "units": "m",
    }  # fmt: skip
    return _posted(f"{base}/v2/matrix/{profile}", body, key)


def _posted(url: str, body: dict[str, Any], key: str) -> Request:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    return Request(url, json.dumps(body).encode(), headers | ({"Authorization": key} if key else {}))  # noqa: S310 - http by matrix_from


def _answer(which: Service, request: Request, timeout: float) -> Any:
    try:
        with urlopen(request, timeout=timeout) as answer:  # noqa: S310 - http by matrix_from
            data = answer.read(MOST_BYTES)
    except HTTPError as refused:
        words = refused.read(SHOWN).decode("utf-8", "replace")
        raise NoMatrix(f"{which} answers {refused.code}: {words}") from refused
    except (OSError, HTTPException) as failed:
        raise NoMatrix(f"{which} cannot be reached: {failed}") from failed
    try:
        return json.loads(data)
    except ValueError as wrong:
        raise NoMatrix(f"{which} answers no JSON: {data[:SHOWN].decode('utf-8', 'replace')}") from wrong


def _tables(which: Service, answer: Any) -> tuple[Any, Any]:
    """Metres and seconds as the service tells them; ``null`` where there is no way."""
    told: Any = answer if isinstance(answer, dict) else {}
    if which == Service.VALHALLA:
        told = told.get("sources_to_targets")
        if isinstance(told, list):
            rows = [row for row in told if isinstance(row, list)]
            told = {
                name: [[_of_cell(cell, short) for cell in row] for row in rows]
                for name, short in (("distances", "distance"), ("durations", "time"))
            }
    if not isinstance(told, dict) or "distances" not in told or "durations" not in told:
        raise NoMatrix(f"{which} answers no table: {json.dumps(answer, ensure_ascii=False)[:SHOWN]}")
    return told["distances"], told["durations"]


def _of_cell(cell: Any, name: str) -> Any:
    return cell.get(name) if isinstance(cell, dict) else None


def _whole(
    which: Service, values: Any, unit: int, sources: list[int], targets: list[int]
) -> NDArray[np.int32]:
    try:
        table = np.array(values, np.float64) * unit  # null becomes NaN
    except (TypeError, ValueError) as wrong:
        raise NoMatrix(f"{which} answers a table that holds no numbers") from wrong
    if table.shape != (len(sources), len(targets)):
        raise NoMatrix(
            f"{which} answers a table of {table.shape}, asked for were {len(sources)} × {len(targets)}"
        )
    unknown = np.argwhere(~np.isfinite(table) | (table < 0) | (table > LONGEST_WAY))
    if len(unknown):
        row, column = unknown[0]
        raise NoMatrix(f"{which} knows no way from place {sources[row]} to place {targets[column]}")
    return np.floor(table + 0.5).astype(np.int32)
