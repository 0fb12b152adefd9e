"""VROOM's JSON in and out: a problem and a plan in the words of https://github.com/VROOM-Project/vroom/blob/master/docs/API.md.

What a problem asks for and this engine has no words for is refused by name, never passed over.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.files.layout import text_of
from duongthu.routing.files.spots import NOWHERE, Spot, Spots, air_metres
from duongthu.routing.files.wrong import Why, WrongFile, why
from duongthu.routing.problem import ALWAYS, Break, Problem, Vehicle
from duongthu.routing.travel import Travel
from duongthu.routing.whole import WrongProblem

INPUT = {"vehicles", "jobs", "shipments", "matrices"}
VEHICLE = {
    "id", "profile", "description", "start", "start_index", "end", "end_index", "capacity", "costs", "skills", "time_window",
    "breaks", "speed_factor",
}  # fmt: skip
COSTS = {"fixed", "per_hour", "per_km"}
BREAK = {"id", "time_windows", "service", "description"}
TASK = {"id", "description", "location", "location_index", "setup", "service", "time_windows"}
JOB = TASK | {"delivery", "pickup", "skills", "priority"}
SHIPMENT = {"amount", "skills", "priority", "pickup", "delivery"}
MATRIX = {"durations", "distances"}
HOUR, KM = 3_600, 1_000
PARTS = 100  # of a unit of cost where hours or kilometres are priced anew
MOST_SKILLS, MOST_PRIORITY = 62, 100
DETOUR, SPEED = 1.3, 8.0  # road metres for one of air line, metres a second, where no matrix is given


@dataclass(frozen=True, slots=True)
class VroomFile:
    """A problem out of VROOM's JSON.

    Attributes:
        problem: a kind of vehicle for each vehicle; cost is what VROOM calls so, in ``parts``.
        vehicles: as the input has them.
        tasks: of each stop, by place less ``problem.depots``: its type (``job``, ``pickup``, ``delivery``) and its own words.
        parts: units of our price for one of VROOM's cost.
        measures: how many loads the input counts.
        metres: of each travel int32 (places, places), what is ridden.
        start, end: of each vehicle, whether it has one.
    """

    problem: Problem
    vehicles: tuple[Mapping[str, Any], ...]
    tasks: tuple[tuple[str, Mapping[str, Any]], ...]
    parts: int
    measures: int
    metres: tuple[NDArray[np.int32], ...]
    start: tuple[bool, ...]
    end: tuple[bool, ...]


def read_vroom(file: Path) -> VroomFile:
    """Read a problem.

    Raises:
        WrongFile: it is no JSON, or asks for what is not understood; the message names the entry and the field.
    """
    return vroom_of(file, text_of(file))


def vroom_of(file: Path, text: str) -> VroomFile:
    """As ``read_vroom``, of a text; ``file`` is only named in refusals."""
    try:
        return _Reader(file, json.loads(text)).read()
    except json.JSONDecodeError as wrong:
        raise WrongFile(
            "routing.json_wrong", file, line=wrong.lineno, where="JSON", reason=wrong.msg
        ) from wrong
    except WrongProblem as wrong:
        raise WrongFile("routing.file_contradicts", file, reason=wrong) from wrong


class _Reader:
    """One input on its way to a problem."""

    def __init__(self, file: Path, data: Any) -> None:
        self.file, self.data = file, data
        self.skill_bit: dict[int, int] = {}

    def wrong(self, where: str, reason: Why) -> WrongFile:
        """What is wrong, with the entry's name."""
        return WrongFile("routing.json_wrong", self.file, where=where, reason=reason)

    def known(self, where: str, value: Any, names: Iterable[str]) -> Mapping[str, Any]:
        """An object that has no other fields."""
        if not isinstance(value, dict):
            raise self.wrong(where, why("object"))
        for name in value:
            if name not in names:
                raise self.wrong(f"{where}.{name}", why("unknown"))
        return value

    def listed(self, where: str, value: Any) -> Sequence[Any]:
        """A list."""
        if not isinstance(value, list):
            raise self.wrong(where, why("list"))
        return value

    def whole(self, where: str, value: Any, least: int = 0, most: int = ALWAYS) -> int:
        """A whole number in a range."""
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.wrong(where, why("whole", least=least, most=most))
        return value

    def read(self) -> VroomFile:
        """The whole input."""
        data = self.known("tệp", self.data, INPUT)
        vehicles = [
            self.known(f"vehicles[{n}]", one, VEHICLE)
            for n, one in enumerate(self.listed("vehicles", data.get("vehicles", [])))
        ]
        if not vehicles:
            raise self.wrong("vehicles", why("no_vehicle"))
        tasks = self._tasks(data)
        spots = self._spots(vehicles, tasks)
        measures = max([1, *(len(self._amounts("capacity", v)) for v in vehicles)])
        places = [*spots.depots, *spots.stops]
        travels, kinds, metres, parts = self._travels(vehicles, places)
        load, collect, pairs = self._loads(tasks, measures, len(spots.depots))
        rows = self._rows(tasks, len(spots.depots))
        problem = Problem(
            travels[0], load,
            tuple(
                self._vehicle(n, one, spots, measures, kinds[n], parts) for n, one in enumerate(vehicles)
            ),
            len(spots.depots), collect=collect, pairs=pairs, other_travels=tuple(travels[1:]),
            **rows, **self._prizes(tasks, travels, len(spots.depots)),
        )  # fmt: skip
        return VroomFile(
            problem, tuple(vehicles), tuple(tasks), parts, measures, tuple(metres),
            tuple("start" in v or "start_index" in v for v in vehicles), tuple("end" in v or "end_index" in v for v in vehicles),
        )  # fmt: skip

    def _tasks(self, data: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
        """Jobs, and the two halves of every shipment with what the shipment says for both."""
        tasks: list[tuple[str, Mapping[str, Any]]] = []
        jobs = self.listed("jobs", data.get("jobs", []))
        tasks += [("job", self.known(f"jobs[{n}]", job, JOB)) for n, job in enumerate(jobs)]
        for n, value in enumerate(self.listed("shipments", data.get("shipments", []))):
            where = f"shipments[{n}]"
            shipment = self.known(where, value, SHIPMENT)
            common = {name: shipment[name] for name in ("amount", "skills", "priority") if name in shipment}
            for half in ("pickup", "delivery"):
                tasks.append((half, {**self.known(f"{where}.{half}", shipment.get(half), TASK), **common}))
        seen = set()
        for kind, task in tasks:
            key = kind, self.whole(f"{kind}.id", task.get("id"))
            if key in seen:
                raise self.wrong(f"{kind} {key[1]}", why("twice"))
            seen.add(key)
        return tasks

    def _spot(self, where: str, entry: Mapping[str, Any], name: str) -> Spot | None:
        at, index = entry.get(name), entry.get(f"{name}_index")
        if at is None and index is None:
            return None
        if at is not None:
            degrees = self.listed(f"{where}.{name}", at)
            numbers = all(
                isinstance(x, int | float) and not isinstance(x, bool) and np.isfinite(x) for x in degrees
            )
            if len(degrees) != 2 or not numbers or abs(degrees[0]) > 180 or abs(degrees[1]) > 90:  # noqa: PLR2004
                raise self.wrong(f"{where}.{name}", why("degrees"))
            at = (float(degrees[0]), float(degrees[1]))
        return Spot(at, None if index is None else self.whole(f"{where}.{name}_index", index))

    def _spots(
        self, vehicles: Sequence[Mapping[str, Any]], tasks: Sequence[tuple[str, Mapping[str, Any]]]
    ) -> Spots:
        depots: list[Spot] = []
        of: list[tuple[int, int]] = []
        for n, one in enumerate(vehicles):
            start, end = (self._spot(f"vehicles[{n}]", one, name) for name in ("start", "end"))
            if start is None and end is None:
                raise self.wrong(f"vehicles[{n}]", why("no_end"))
            number = []
            for one_end in (start or NOWHERE, end or NOWHERE):
                if one_end not in depots:
                    depots.append(one_end)
                number.append(depots.index(one_end))
            of.append((number[0], number[1]))
        stops = []
        for kind, task in tasks:
            spot = self._spot(f"{kind} {task['id']}", task, "location")
            if spot is None:
                raise self.wrong(f"{kind} {task['id']}", why("no_location"))
            stops.append(spot)
        return Spots(depots, of, stops)

    def _travels(
        self, vehicles: Sequence[Mapping[str, Any]], places: Sequence[Spot]
    ) -> tuple[list[Travel], list[int], list[NDArray[np.int32]], int]:
        """A travel for each way of riding: what VROOM calls cost for distance, and its seconds."""
        costs = [
            self.known(f"vehicles[{n}].costs", one.get("costs", {}), COSTS) for n, one in enumerate(vehicles)
        ]
        usual = all(c.get("per_hour", HOUR) == HOUR and not c.get("per_km", 0) for c in costs)
        parts = 1 if usual else PARTS
        at = np.array([spot.at or (0.0, 0.0) for spot in places])
        found: dict[tuple[Any, ...], int] = {}
        travels: list[Travel] = []
        kinds: list[int] = []
        metres: list[NDArray[np.int32]] = []
        for n, one in enumerate(vehicles):
            hour = self.whole(f"vehicles[{n}].costs.per_hour", costs[n].get("per_hour", HOUR))
            km = self.whole(f"vehicles[{n}].costs.per_km", costs[n].get("per_km", 0))
            factor = one.get("speed_factor", 1.0)
            if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 < factor <= 5:  # noqa: PLR2004
                raise self.wrong(f"vehicles[{n}].speed_factor", why("factor"))
            key = (str(one.get("profile", "car")), hour, km, factor)
            if key not in found:
                found[key] = len(travels)
                seconds, far = self._matrices(key[0], places)
                ridden = np.round(seconds / factor).astype(np.int32)
                cost = np.round((ridden * hour / HOUR + far * km / KM) * parts)
                travels.append(Travel.matrix(cost.astype(np.int32), ridden, at))
                metres.append(far.astype(np.int32))
            kinds.append(found[key])
        return travels, kinds, metres, parts

    def _matrices(
        self, profile: str, places: Sequence[Spot]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Seconds and metres between places: by the profile's matrix, else by air line; nothing from or to nowhere."""
        given = self.data.get("matrices") or {}
        somewhere = [n for n, spot in enumerate(places) if spot is not NOWHERE]
        both = np.zeros((2, len(places), len(places)))
        here = np.ix_(somewhere, somewhere)
        if given:
            where = f"matrices.{profile}"
            matrix = self.known(where, given.get(profile), MATRIX)
            numbers = [index for n in somewhere if (index := places[n].index) is not None]
            if len(numbers) < len(somewhere):
                raise self.wrong(where, why("no_index"))
            for row, name in enumerate(("durations", "distances")):
                if name == "distances" and name not in matrix:
                    continue
                table = self._table(f"{where}.{name}", matrix.get(name))
                if max(numbers, default=0) >= len(table):
                    raise self.wrong(f"{where}.{name}", why("no_row", row=max(numbers)))
                both[row][here] = table[np.ix_(numbers, numbers)]
            return both[0], both[1]
        if any(places[n].at is None for n in somewhere):
            raise self.wrong("matrices", why("no_matrix"))
        air = air_metres([places[n].at for n in somewhere]) * DETOUR
        both[1][here], both[0][here] = np.round(air), np.round(air / SPEED)
        return both[0], both[1]

    def _table(self, where: str, value: Any) -> NDArray[np.float64]:
        try:
            table = np.array(value, np.float64)
        except (TypeError, ValueError) as wrong:
            raise self.wrong(where, why("numbers")) from wrong
        square = table.ndim == 2 and len(table) == table.shape[1]  # noqa: PLR2004 - rows and columns
        if not square or not np.isfinite(table).all() or (table < 0).any():
            raise self.wrong(where, why("square"))
        return table

    def _amounts(self, name: str, entry: Mapping[str, Any]) -> list[int]:
        return [
            self.whole(f"{name} {entry.get('id')}", amount)
            for amount in self.listed(name, entry.get(name, []))
        ]

    def _loads(
        self, tasks: Sequence[tuple[str, Mapping[str, Any]]], measures: int, depots: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        load = np.zeros((depots + len(tasks), measures), np.int64)
        collect, pairs = np.zeros_like(load), []
        into = {"delivery": load, "pickup": collect}
        for place, (kind, task) in enumerate(tasks, start=depots):
            for name, table in into.items():
                amounts = self._amounts(name if kind == "job" else "amount", task)
                if len(amounts) > measures:
                    raise self.wrong(
                        f"{kind} {task['id']}", why("measures", found=len(amounts), most=measures)
                    )
                if kind in {"job", name}:
                    table[place, : len(amounts)] = amounts
            if kind == "pickup":
                pairs.append((place, place + 1))
        return load, collect, np.array(pairs, np.int64).reshape(-1, 2)

    def _windows(self, where: str, entry: Mapping[str, Any]) -> list[tuple[int, int]]:
        windows = []
        for window in self.listed(f"{where}.time_windows", entry.get("time_windows", [[0, ALWAYS]])):
            opens, closes = (
                self.whole(f"{where}.time_windows", x) for x in self._two(f"{where}.time_windows", window)
            )
            if closes < opens:
                raise self.wrong(f"{where}.time_windows", why("closes_first", opens=opens, closes=closes))
            windows.append((opens, closes))
        if not windows:
            raise self.wrong(f"{where}.time_windows", why("empty"))
        return sorted(windows)

    def _two(self, where: str, value: Any) -> Sequence[Any]:
        if len(self.listed(where, value)) != 2:  # noqa: PLR2004 - from and to
            raise self.wrong(where, why("from_to"))
        return value

    def _rows(self, tasks: Sequence[tuple[str, Mapping[str, Any]]], depots: int) -> dict[str, Any]:
        windows = [self._windows(f"{kind} {task['id']}", task) for kind, task in tasks]
        most = max([1, *map(len, windows)])
        table = np.zeros((depots + len(tasks), most, 2), np.int64)
        table[:, :, 1] = -1
        table[:depots, 0, 1] = ALWAYS
        service = np.zeros(len(table), np.int64)
        skills = np.zeros(len(table), np.int64)
        for place, ((kind, task), own) in enumerate(zip(tasks, windows, strict=True), start=depots):
            table[place, : len(own)] = own
            where = f"{kind} {task['id']}"
            service[place] = sum(
                self.whole(f"{where}.{name}", task.get(name, 0)) for name in ("setup", "service")
            )
            skills[place] = self._skills(where, task)
        return {
            "opens": table[:, 0, 0], "closes": table[:, 0, 1], "more_windows": table[:, 1:], "service": service, "skills": skills,
        }  # fmt: skip

    def _skills(self, where: str, entry: Mapping[str, Any]) -> int:
        bits = 0
        for skill in self.listed(f"{where}.skills", entry.get("skills", [])):
            number = self.skill_bit.setdefault(self.whole(f"{where}.skills", skill), len(self.skill_bit))
            if number >= MOST_SKILLS:
                raise self.wrong(f"{where}.skills", why("skills", most=MOST_SKILLS))
            bits |= 1 << number
        return bits

    def _prizes(
        self, tasks: Sequence[tuple[str, Mapping[str, Any]]], travels: Sequence[Travel], depots: int
    ) -> dict[str, Any]:
        """Leaving out costs more than any detour, and a higher priority more than all lower ones, where numbers allow."""
        detour = 2 * max([1, *(int(travel.metres.max()) for travel in travels)]) + 1
        priority = [
            self.whole(f"{kind} {task['id']}.priority", task.get("priority", 0), 0, MOST_PRIORITY)
            for kind, task in tasks
        ]
        step = min(len(tasks) + 1, max(1, 2**39 // (detour * (MOST_PRIORITY + 1))))
        return {
            "prize": np.array([*[0] * depots, *(detour * (1 + rank * step) for rank in priority)], np.int64)
        }

    def _vehicle(
        self, n: int, one: Mapping[str, Any], spots: Spots, measures: int, travel: int, parts: int
    ) -> Vehicle:
        where = f"vehicles[{n}]"
        self.whole(f"{where}.id", one.get("id"))
        room = self._amounts("capacity", one)
        capacity = room + [0] * (measures - len(room)) if room else [ALWAYS] * measures
        opens, closes = 0, ALWAYS
        if "time_window" in one:
            opens, closes = (
                self.whole(f"{where}.time_window", x)
                for x in self._two(f"{where}.time_window", one["time_window"])
            )
        breaks = []
        for k, value in enumerate(self.listed(f"{where}.breaks", one.get("breaks", []))):
            rest = self.known(f"{where}.breaks[{k}]", value, BREAK)
            windows = self._windows(f"{where}.breaks[{k}]", rest)
            if len(windows) > 1:
                raise self.wrong(f"{where}.breaks[{k}].time_windows", why("one_window"))
            breaks.append(
                Break(self.whole(f"{where}.breaks[{k}].service", rest.get("service", 0)), *windows[0])
            )
        fixed = self.whole(f"{where}.costs.fixed", one.get("costs", {}).get("fixed", 0))
        start, end = spots.of[n]
        return Vehicle(
            tuple(capacity), count=1, start=start, end=end, opens=opens, closes=closes, price=fixed * parts,
            skills=self._skills(where, one), activities=tuple(breaks), travel=travel, price_metre=1, price_second=0,
        )  # fmt: skip
