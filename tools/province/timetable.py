"""The mail-route timetable: which tours leave when, and whom they reach, so that one tour catches the next.

Level 1 joins the regional exchange and the processing centre, level 2 the centre and its hubs (district posts
until June 2025, commune posts since), level 3 a hub and its offices. All of it is synthetic; minutes come
from the road graph.
"""

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import atan2, tau

from duongthu.network.rules.positions import Position
from duongthu.network.rules.roads import RoadGraph
from province.communes import OPENED, TWO_LEVELS, Row
from province.units import CENTRE, EXCHANGE, FAR_CENTRE, Units

DWELL = {1: 15, 2: 10, 3: 5}  # minutes at a stop
LATE = {1: 30, 2: 15, 3: 10}  # allowed late minutes at departure
CUT_OFF = {1: 30, 2: 15, 3: 10}  # bags are closed so many minutes before departure
VEHICLE = {1: "truck", 2: "van", 3: "van"}
TRANSFER = 15  # minutes to move bags from one tour to the next at a hub
Leaves = tuple[int, int, int]
SORTING = 45  # minutes the centre needs between the last tour in and the trunk out
FAR_PREFIX = "41"  # commune posts of the former Thái Bình hang on the second centre
FAR_EVENING = 15 * 60  # early, so that the night trunk to Hanoi takes the coast's mail along
EARLIEST = 6 * 60  # no office is reached before six in the morning
DAYS = {1: "1234567", 2: "1234567", 3: "123456"}


@dataclass
class Era:
    """One age of the network: when it held, how big its tours are, when the centre's tours leave."""

    mark: str
    since: str
    until: str
    hub_kind: str
    hubs_a_tour: int
    offices_a_tour: int
    leaves: Leaves  # minutes after midnight: morning, midday, evening


ERAS = (
    Era("", OPENED, TWO_LEVELS, "district", 3, 6, (4 * 60 + 45, 11 * 60, 16 * 60 + 50)),
    Era("N", TWO_LEVELS, "", "commune_post", 5, 5, (4 * 60, 10 * 60 + 30, 16 * 60 + 20)),
)


@dataclass
class Tour:
    """Stops with minutes of arrival and departure counted from the tour's start."""

    stops: list[tuple[str, int, int]]

    def at(self, unit: str) -> tuple[int, int]:
        """Arrival and departure at a unit, its first call."""
        return next((arrive, leave) for code, arrive, leave in self.stops if code == unit)

    @property
    def minutes(self) -> int:
        """From the start to the return."""
        return self.stops[-1][1]


@dataclass
class Timetable:
    """Collects routes and stops for both eras."""

    units: Units
    graph: RoadGraph
    routes: list[Row] = field(default_factory=list)
    stops: list[Row] = field(default_factory=list)
    counts: Counter[tuple[int, str]] = field(default_factory=Counter)

    def build(self) -> "Timetable":
        """All routes of all levels."""
        self.at = {u["code"]: Position(u["latitude"], u["longitude"]) for u in self.units.units}
        for era in ERAS:
            self._era(era)
        return self

    def minutes(self, a: str, b: str, level: int) -> int:
        """Driving minutes from unit to unit."""
        return self.graph.travel(self.at[a], self.at[b], VEHICLE[level]).minutes

    def _era(self, era: Era) -> None:
        kinds, members = self._who(era)
        hubs = [code for code, kind in kinds.items() if kind == era.hub_kind]
        far = [code for code in hubs if code.startswith(FAR_PREFIX)]
        near = [code for code in hubs if code not in far]
        calls: dict[str, list[tuple[int, int]]] = {}
        last = self._hub_tours(era, CENTRE, near, era.leaves, calls)
        if far:
            last = max(last, self._far_side(era, far, calls))
        self._trunk(era, last)
        for hub in hubs:
            for group in self._groups(hub, members[hub], era.offices_a_tour, 3):
                tour = self._tour(hub, group, 3)
                self._route(era, 3, tour, _connecting(calls[hub], tour.minutes))

    def _hub_tours(
        self, era: Era, centre: str, hubs: list[str], leaves: Leaves, calls: dict[str, list[tuple[int, int]]]
    ) -> int:
        """Level 2 of one centre; notes when each hub is called at and gives the last return of the day."""
        returns = []
        for group in self._groups(centre, hubs, era.hubs_a_tour, 2):
            tour = self._tour(centre, group, 2)
            self._route(era, 2, tour, list(leaves))
            returns.append(leaves[-1] + tour.minutes)
            for hub in group:
                arrive, leave = tour.at(hub)
                calls[hub] = [(start + arrive, start + leave) for start in leaves]
        return max(returns)

    def _far_side(self, era: Era, hubs: list[str], calls: dict[str, list[tuple[int, int]]]) -> int:
        """The second centre: fed by the first one's vans, back at noon and night; gives its last arrival."""
        way = self.minutes(CENTRE, FAR_CENTRE, 2)
        morning, midday, _ = era.leaves
        arrivals = [_later(start + way + SORTING, 5) for start in (morning, midday)]
        self._route(era, 2, Tour([(CENTRE, 0, 0), (FAR_CENTRE, way, way)]), [morning, midday])
        last = self._hub_tours(era, FAR_CENTRE, hubs, (arrivals[0], arrivals[1], FAR_EVENING), calls)
        leaves = _later(last + SORTING, 15)
        self._route(era, 2, Tour([(FAR_CENTRE, 0, 0), (CENTRE, way, way)]), [12 * 60, leaves])
        return leaves + way

    def _who(self, era: Era) -> tuple[dict[str, str], dict[str, list[str]]]:
        kinds: dict[str, str] = {}
        members: dict[str, list[str]] = defaultdict(list)
        for row in self.units.placements:
            if row["from_on"] <= era.since and (not row["until_on"] or era.since < row["until_on"]):
                kinds[row["code"]] = row["kind"]
                if row["kind"] in ("office", "culture_post"):
                    members[row["parent_code"]].append(row["code"])
        counter = next(code for code, kind in kinds.items() if kind == "counter")
        home = next(
            row for row in self.units.placements if row["code"] == "160000" and row["from_on"] == era.since
        )
        members[home["parent_code"]].append(counter)
        return kinds, members

    def _groups(self, hub: str, members: list[str], size: int, level: int) -> list[list[str]]:
        """Sweep round the hub, cut into tours of nearly one size; each tour goes to the nearest unit next."""
        if not members:
            return []
        swept = self._swept(hub, members)
        count = -(-len(swept) // size)
        cuts = [len(swept) * i // count for i in range(count + 1)]
        return [self._in_order(hub, swept[a:b], level) for a, b in itertools.pairwise(cuts)]

    def _swept(self, hub: str, members: list[str]) -> list[str]:
        """By direction from the hub, starting after the widest empty angle."""
        angles = sorted((self._angle(hub, code), code) for code in members)
        gaps = [(angles[i][0] - angles[i - 1][0]) % tau for i in range(len(angles))]
        first = gaps.index(max(gaps))
        return [code for _, code in angles[first:] + angles[:first]]

    def _angle(self, hub: str, code: str) -> float:
        a, b = self.at[hub], self.at[code]
        return round(atan2(b.latitude - a.latitude, b.longitude - a.longitude), 6)

    def _in_order(self, hub: str, group: list[str], level: int) -> list[str]:
        here, left, order = hub, sorted(group), []
        while left:
            here = min(left, key=lambda code: (self.minutes(here, code, level), code))
            left.remove(here)
            order.append(here)
        return order

    def _tour(self, hub: str, group: list[str], level: int) -> Tour:
        stops, clock, here = [(hub, 0, 0)], 0, hub
        for code in [*group, hub]:
            clock += max(self.minutes(here, code, level), 2)
            stops.append((code, clock, clock + (0 if code == hub else DWELL[level])))
            clock, here = stops[-1][2], code
        return Tour(stops)

    def _trunk(self, era: Era, last_return: int) -> None:
        way = max(self.minutes(EXCHANGE, CENTRE, 1), 2)
        inward = Tour([(EXCHANGE, 0, 0), (CENTRE, way, way)])
        outward = Tour([(CENTRE, 0, 0), (EXCHANGE, way, way)])
        arrivals = [start - SORTING - way for start in era.leaves[:2]]
        self._route(era, 1, inward, [_earlier(minute) for minute in arrivals])
        self._route(era, 1, outward, [13 * 60 + 30, _later(last_return + SORTING, 15)])

    def _route(self, era: Era, level: int, tour: Tour, departures: list[int]) -> None:
        self.counts[level, era.mark] += 1
        code = f"C{level}-{era.mark}{self.counts[level, era.mark]:02d}"
        first, towards = tour.stops[0][0], [stop[0] for stop in tour.stops[1:] if stop[0] != tour.stops[0][0]]
        names = {row["code"]: row["name"] for row in self.units.placements}
        self.routes.append(
            {
                "code": code,
                "level": level,
                "name": f"{names[first]} – {names[towards[-1]]}",
                "vehicle": VEHICLE[level],
                "from_on": era.since,
                "until_on": era.until,
                "late_minutes": LATE[level],
                "cut_off_minutes": CUT_OFF[level],
                "weekdays": DAYS[level],
                "departures": " ".join(_hhmm(minute) for minute in departures),
            }
        )
        for number, (unit, arrive, leave) in enumerate(tour.stops):
            self.stops.append(
                {
                    "route": code,
                    "number": number,
                    "unit_code": unit,
                    "arrive_minutes": arrive,
                    "leave_minutes": leave,
                }
            )


def _connecting(calls: list[tuple[int, int]], minutes: int) -> list[int]:
    """A hub's tours: after the morning and the midday call of level 2, and back before the evening call."""
    (morning, _), (midday, _), (evening, _) = calls
    return [
        max(_later(morning + TRANSFER, 5), EARLIEST),
        _later(midday + TRANSFER, 5),
        _earlier(evening - TRANSFER - minutes),
    ]


def _later(minute: int, step: int) -> int:
    return -(-minute // step) * step


def _earlier(minute: int) -> int:
    return minute // 5 * 5


def _hhmm(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
