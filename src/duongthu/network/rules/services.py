"""What a routing service is asked, and what its answers mean: OSRM's ``table`` and Valhalla's ``sources_to_targets``.

Sources: the projects' own descriptions of their HTTP interfaces. OSRM, ``docs/http.md``, "Table service": durations in seconds,
distances in metres, null where there is no way, errors as ``code``. Valhalla, ``docs/docs/api/matrix/api-reference.md``: times in
seconds, distances in kilometres; rows of pairs, or with ``verbose: false`` nested arrays; errors as ``error``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from duongthu.network.refusals import RidesServiceFailed, WrongRidesService
from duongthu.network.rules.vehicles import MOTORBIKE, TRUCK, VAN
from duongthu.network.rules.ways import Floats

OSRM, VALHALLA = "osrm", "valhalla"
COSTING = {MOTORBIKE: "motor_scooter", VAN: "auto", TRUCK: "truck"}
FORM = "phải viết osrm+http://MÁY:CỔNG hoặc valhalla+http://MÁY:CỔNG (http hay https), {vehicle} thay cho loại xe"
METRES_OF_KM = 1_000
TOLD = 160  # characters of a service's own words that are kept


@dataclass(frozen=True, slots=True)
class Service:
    """A routing service; ``{vehicle}`` in the address stands for motorbike, van or truck."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: an address, and a JSON body to post, or none to get."""

    url: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Table:
    """Metres and seconds from row to column, float64; NaN where there is no way."""

    metres: Floats
    seconds: Floats


def service_of(setting: str) -> Service:
    """The service that a setting names.

    Raises:
        WrongRidesService: it is no kind and address.
    """
    kind, _plus, url = setting.partition("+")
    try:
        parts = urlsplit(url.replace("{vehicle}", MOTORBIKE))
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise WrongRidesService(setting=setting, reason=FORM) from error
    if kind not in {OSRM, VALHALLA} or not known or parts.query or parts.fragment:
        raise WrongRidesService(setting=setting, reason=FORM)
    return Service(kind, url.rstrip("/"))


def question(service: Service, vehicle: str, rows: Floats, columns: Floats) -> Asked:
    """What to ask for the ways from each of some points (latitude, longitude) to each of others."""
    base = service.url.replace("{vehicle}", vehicle)
    if service.kind == VALHALLA:
        body = {
            "sources": _places(rows), "targets": _places(columns), "costing": COSTING[vehicle],
            "units": "kilometers", "verbose": False,
        }  # fmt: skip
        return Asked(f"{base}/sources_to_targets", json.dumps(body).encode())
    at = ";".join(
        f"{longitude:.6f},{latitude:.6f}" for latitude, longitude in [*rows.tolist(), *columns.tolist()]
    )
    here = ";".join(str(n) for n in range(len(rows)))
    there = ";".join(str(n) for n in range(len(rows), len(rows) + len(columns)))
    wanted = f"sources={here}&destinations={there}&annotations=duration,distance"
    return Asked(f"{base}/table/v1/driving/{at}?{wanted}", None)


def _places(points: Floats) -> list[dict[str, float]]:
    return [
        {"lat": round(latitude, 6), "lon": round(longitude, 6)} for latitude, longitude in points.tolist()
    ]


def table_of(service: Service, content: bytes, rows: int, columns: int) -> Table:
    """What an answer says.

    Raises:
        RidesServiceFailed: it is an error, or no table of that size.
    """
    said = _json(service, content)
    metres, seconds = _osrm(service, said) if service.kind == OSRM else _valhalla(service, said)
    try:
        table = Table(*(np.array(part, np.float64).reshape(len(part), -1) for part in (metres, seconds)))
    except (TypeError, ValueError) as error:
        raise _odd(service) from error
    if table.metres.shape != (rows, columns) or table.seconds.shape != (rows, columns):
        raise _odd(service)
    if (
        (table.metres < 0).any()
        or (table.seconds < 0).any()
        or (np.isnan(table.metres) != np.isnan(table.seconds)).any()
    ):
        raise _odd(service)
    return table


def words_of_error(service: Service, content: bytes) -> str:
    """What a service says went wrong: its own words where it speaks JSON."""
    try:
        said = json.loads(content)
    except ValueError:
        return ""
    if not isinstance(said, dict):
        return ""
    names = ("code", "message") if service.kind == OSRM else ("error_code", "error")
    words = ": ".join(str(said[name]) for name in names if said.get(name))
    return "".join(c for c in words if c.isprintable())[:TOLD]


def _json(service: Service, content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError as error:
        raise _odd(service) from error
    if not isinstance(said, dict):
        raise _odd(service)
    return said


def _osrm(service: Service, said: dict[str, Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    if said.get("code") != "Ok":
        raise RidesServiceFailed(
            url=service.url, reason=words_of_error(service, json.dumps(said).encode()) or "không rõ"
        )
    if "distances" not in said:
        raise RidesServiceFailed(
            url=service.url, reason="máy chủ không cho biết quãng đường (cần OSRM từ 5.18)"
        )
    return _lists(service, said.get("distances"), said.get("durations"))


def _valhalla(service: Service, said: dict[str, Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    if said.get("error"):
        raise RidesServiceFailed(url=service.url, reason=words_of_error(service, json.dumps(said).encode()))
    table = said.get("sources_to_targets")
    try:
        if isinstance(table, dict):
            distances, durations = table["distances"], table["durations"]
        else:
            distances = [[cell["distance"] for cell in row] for row in table or ()]
            durations = [[cell["time"] for cell in row] for row in table or ()]
        metres = [[None if km is None else km * METRES_OF_KM for km in row] for row in distances]
    except (KeyError, TypeError) as error:
        raise _odd(service) from error
    return _lists(service, metres, durations)


def _lists(service: Service, metres: Any, seconds: Any) -> tuple[Sequence[Any], Sequence[Any]]:
    if not isinstance(metres, list) or not isinstance(seconds, list) or not metres:
        raise _odd(service)
    return metres, seconds


def _odd(service: Service) -> RidesServiceFailed:
    return RidesServiceFailed(url=service.url, reason="câu trả lời không phải bảng đường đã hỏi")
