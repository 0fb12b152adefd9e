"""Proposals of mail routes as they are kept: written down once, read back as the same shapes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from duongthu.kernel.clock import VN
from duongthu.network.api import PlannedRoute, PlannedStop
from duongthu.transport.models import RouteProposal
from duongthu.transport.queries.drawing import Proposed
from duongthu.transport.rules.planning import Drawn
from duongthu.transport.rules.reaching import UnitTimes
from duongthu.transport.rules.tours import Tally


@dataclass(frozen=True, slots=True)
class WayCounted:
    """One way to serve an area: what it comes to, and how many calls come too late for their cut-off."""

    centre: int
    way: str
    tally: Tally
    missed: int
    short_of: int
    taken: bool


@dataclass(frozen=True, slots=True)
class UnitCompared:
    """What one unit gets: minutes of the day by wave and trunk, today and by the plan; None: never that day."""

    unit_id: int
    arrives_today: tuple[int | None, ...]
    arrives: tuple[int | None, ...]
    leaves_today: tuple[int | None, ...]
    leaves: tuple[int | None, ...]
    missed_today: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """A proposal read back.

    Attributes:
        source: ``journals`` or ``given``; days: of the journals; deliver_grams, collect_grams: of a day.
    """

    routes: tuple[PlannedRoute, ...]
    metres: tuple[int, ...]
    ended: tuple[str, ...]
    ways: tuple[WayCounted, ...]
    today: Tally
    plan: Tally
    overloaded: int
    units: tuple[UnitCompared, ...]
    source: str
    days: int
    deliver_grams: int
    collect_grams: int

    def missed(self, what: str, *, today: bool) -> int:
        """How many units miss a cut-off (``deliver.1`` …)."""
        return sum(what in (unit.missed_today if today else unit.missed) for unit in self.units)


def proposals() -> QuerySet[RouteProposal]:
    """All proposals, newest first."""
    return RouteProposal.objects.order_by("-pk")


def proposal_by_code(code: str) -> RouteProposal | None:
    """One proposal."""
    return RouteProposal.objects.filter(code=code).first()


def content_of(proposed: Proposed, source: str, days: int, grams: tuple[int, int]) -> dict[str, Any]:
    """A proposal as JSON."""
    return {
        "routes": [
            asdict(route) | {"metres": tour.metres, "stops": [_numbers(s) for s in route.stops]}
            for route, tour in zip(proposed.routes, proposed.tours, strict=True)
        ],
        "ended": list(proposed.ended),
        "ways": [
            _way(centre, way, taken=number == 0)
            for centre, ways in proposed.ways
            for number, way in enumerate(ways)
        ],
        "today": [asdict(one) for one in proposed.today],
        "overloaded": proposed.overloaded,
        "units": [
            [unit, *_times(before, after), list(before.missed), list(after.missed)]
            for unit, (before, after) in proposed.units.items()
        ],
        "source": source,
        "days": days,
        "grams": list(grams),
    }


def _numbers(stop: PlannedStop) -> list[int]:
    return [stop.unit_id, stop.arrive_minutes, stop.leave_minutes]


def _way(centre: int, way: Drawn, *, taken: bool) -> dict[str, Any]:
    return asdict(way.tally) | {
        "centre": centre, "way": way.way, "missed": len(way.missed), "short_of": way.short_of, "taken": taken,
    }  # fmt: skip


def _times(before: UnitTimes, after: UnitTimes) -> list[list[int | None]]:
    return [
        [_minute(at) for at in found]
        for found in (before.arrives, after.arrives, before.leaves, after.leaves)
    ]


def _minute(at: datetime | None) -> int | None:
    if at is None:
        return None
    here = at.astimezone(VN)
    return (here - here.replace(hour=0, minute=0)) // timedelta(minutes=1)


def compared(proposal: RouteProposal) -> Compared:
    """A proposal with its comparison."""
    content = proposal.content
    ways = tuple(
        WayCounted(row["centre"], row["way"], _tally(row), row["missed"], row["short_of"], row["taken"])
        for row in content["ways"]
    )
    units = tuple(_unit(row) for row in content["units"])
    return Compared(
        tuple(_route(row) for row in content["routes"]), tuple(row["metres"] for row in content["routes"]),
        tuple(content["ended"]), ways, _sum(_tally(row) for row in content["today"]),
        _sum(way.tally for way in ways if way.taken), content["overloaded"], units, content["source"], content["days"],
        *content["grams"],
    )  # fmt: skip


def _unit(row: list[Any]) -> UnitCompared:
    unit, arrives_today, arrives, leaves_today, leaves, missed_today, missed = row
    return UnitCompared(
        unit,
        tuple(arrives_today),
        tuple(arrives),
        tuple(leaves_today),
        tuple(leaves),
        tuple(missed_today),
        tuple(missed),
    )


def _tally(row: dict[str, Any]) -> Tally:
    return Tally(row["tours"], row["metres"], row["minutes"], row["cost_dong"], row["vehicles"])


def _sum(tallies: Iterable[Tally]) -> Tally:
    found = list(tallies)
    return Tally(
        sum(t.tours for t in found), sum(t.metres for t in found), sum(t.minutes for t in found),
        sum(t.cost_dong for t in found), sum(t.vehicles for t in found),
    )  # fmt: skip


def _route(row: dict[str, Any]) -> PlannedRoute:
    return PlannedRoute(
        row["code"], row["level"], row["name"], row["vehicle"], row["late_minutes"], row["cut_off_minutes"],
        row["weekdays"], tuple(row["departures"]), tuple(PlannedStop(*stop) for stop in row["stops"]),
    )  # fmt: skip
