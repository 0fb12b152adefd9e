"""The whole network as it stands on one day, in memory: what every dated question is answered from."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from duongthu.acts.api import bulk
from duongthu.kernel.once import once
from duongthu.network.models import Commune, MailRoute, Placement, RouteStop
from duongthu.network.refusals import NoWayBetween, UnknownCommune, UnknownUnit
from duongthu.network.rules.positions import Position
from duongthu.network.rules.timetable import PlannedRoute, PlannedStop, RouteTrip, links, trips_of, ways_to
from duongthu.network.rules.units import SHOWN, CommuneOnDay, UnitKind, UnitOnDay, below

M = TypeVar("M", bound=Model)
DAYS_KEPT = 40
NOWHERE = Position(0.0, 0.0)


@dataclass(frozen=True)
class NetworkDay:
    """Units, communes and mail routes of one day; immutable, safe to keep while one transaction lasts."""

    on: date
    units: dict[int, UnitOnDay]
    communes: dict[str, CommuneOnDay]
    routes: tuple[PlannedRoute, ...]
    _reaches: dict[int, frozenset[int]] = field(default_factory=dict, repr=False)
    _ways: dict[int, dict[int, int]] = field(default_factory=dict, repr=False)

    @cached_property
    def by_code(self) -> dict[str, UnitOnDay]:
        """Units by their code."""
        return {unit.code: unit for unit in self.units.values()}

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """Ids of the units directly below each unit."""
        found: dict[int, list[int]] = {}
        for unit in self.units.values():
            if unit.parent_id is not None:
                found.setdefault(unit.parent_id, []).append(unit.id)
        return found

    @cached_property
    def delivering(self) -> dict[str, UnitOnDay]:
        """The unit that delivers in each commune."""
        return {unit.commune_code: unit for unit in self.units.values() if unit.delivers}

    @cached_property
    def trips(self) -> tuple[RouteTrip, ...]:
        """All trips of the day, by start time."""
        return trips_of(self.routes, self.on)

    @cached_property
    def joined(self) -> dict[int, frozenset[int]]:
        """Units that hand mail to each other directly."""
        parents = {unit.id: unit.parent_id for unit in self.units.values()}
        top = next((unit for unit in self.units.values() if unit.kind == UnitKind.PROVINCE), None)
        centres = sorted(unit.id for unit in self.units.values() if unit.kind == UnitKind.CENTRE)
        if top and centres:
            parents[top.id] = centres[0]  # the province's own office sends its mail through the centre
        return links(self.routes, parents)

    def unit(self, unit_id: int) -> UnitOnDay:
        """A unit by its id.

        Raises:
            UnknownUnit: it is not open on that day.
        """
        if unit_id not in self.units:
            raise UnknownUnit(field="unit_id", unit=unit_id, on=self.on.isoformat())
        return self.units[unit_id]

    def unit_by_code(self, code: str) -> UnitOnDay:
        """A unit by its code.

        Raises:
            UnknownUnit: no unit of that code is open on that day.
        """
        if code not in self.by_code:
            raise UnknownUnit(field="code", unit=code[:SHOWN], on=self.on.isoformat())
        return self.by_code[code]

    def commune(self, code: str) -> CommuneOnDay:
        """A commune by its code.

        Raises:
            UnknownCommune: no commune bears that code on that day.
        """
        if code not in self.communes:
            raise UnknownCommune(field="commune_code", commune=code[:SHOWN], on=self.on.isoformat())
        return self.communes[code]

    def reach(self, unit_id: int) -> frozenset[int]:
        """A unit and all that lies below it; empty when it is not open."""
        if unit_id not in self.units:
            return frozenset()
        if unit_id not in self._reaches:
            self._reaches[unit_id] = below(self.children, unit_id)
        return self._reaches[unit_id]

    def next_hop(self, from_unit: int, to_unit: int) -> int:
        """The unit to hand mail to on its way; the target itself when it is there.

        Raises:
            NoWayBetween: the two are not joined on that day.
        """
        if to_unit not in self._ways:
            self._ways[to_unit] = ways_to(self.joined, to_unit)
        hop = self._ways[to_unit].get(from_unit)
        if hop is None:
            raise NoWayBetween(on=self.on.isoformat(), start=from_unit, end=to_unit)
        return hop

    def route(self, from_unit: int, to_unit: int) -> tuple[int, ...]:
        """Every unit mail passes from one to the other, both ends included.

        Raises:
            NoWayBetween: the two are not joined on that day.
        """
        way = [from_unit]
        while way[-1] != to_unit:
            way.append(self.next_hop(way[-1], to_unit))
        return tuple(way)


_days: OrderedDict[tuple[str, date], NetworkDay] = OrderedDict()


def revision() -> str | None:
    """The network's present revision; None while there is no network."""
    rows = bulk.fetch("SELECT token FROM network_revision WHERE id = 1")
    return str(rows[0][0]) if rows else None


def network_on(on: date) -> NetworkDay:
    """The network of a day; kept until the network changes (one cheap query tells, for a page once)."""
    return once(("network", on), lambda: _network_on(on))


def _network_on(on: date) -> NetworkDay:
    while True:
        token = revision()
        if token is None:
            return _load(on)
        found = _days.get((token, on))
        if found is not None:
            return found
        loaded = _load(on)
        if revision() == token:  # nobody changed the network while it was read
            _days[token, on] = loaded
            while len(_days) > DAYS_KEPT:
                _days.popitem(last=False)
            return loaded


def _load(on: date) -> NetworkDay:
    communes = {row.code: _commune(row) for row in _valid(Commune.objects.all(), on)}
    placements = _valid(Placement.objects.select_related("unit"), on).order_by("unit_id")
    units = {row.unit_id: _unit(row, communes) for row in placements}
    return NetworkDay(on, units, communes, _routes(on))


def _valid(rows: QuerySet[M], on: date) -> QuerySet[M]:
    return rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


def _commune(row: Commune) -> CommuneOnDay:
    return CommuneOnDay(
        row.code,
        row.name,
        row.kind,
        row.district_code,
        row.district_name,
        row.former_province,
        row.population,
        row.postcode,
        Position(row.latitude, row.longitude),
    )


def _unit(row: Placement, communes: dict[str, CommuneOnDay]) -> UnitOnDay:
    unit = row.unit
    if unit.latitude is not None and unit.longitude is not None:
        at = Position(unit.latitude, unit.longitude)
    else:
        at = communes[row.commune_code].at if row.commune_code in communes else NOWHERE
    return UnitOnDay(
        unit.pk,
        unit.code,
        row.name,
        row.kind,
        row.parent_id,
        row.commune_code,
        row.delivers,
        at,
        unit.address,
        unit.synthetic,
        row.folded,
    )


def _routes(on: date) -> tuple[PlannedRoute, ...]:
    stops: dict[int, list[PlannedStop]] = {}
    for stop in RouteStop.objects.filter(route__in=_valid(MailRoute.objects.all(), on)).order_by(
        "route_id", "number"
    ):
        stops.setdefault(stop.route_id, []).append(
            PlannedStop(stop.unit_id, stop.arrive_minutes, stop.leave_minutes)
        )
    return tuple(
        PlannedRoute(
            row.code,
            row.level,
            row.name,
            row.vehicle,
            row.late_minutes,
            row.cut_off_minutes,
            row.weekdays,
            tuple(row.departures.split()),
            tuple(stops[row.pk]),
        )
        for row in _valid(MailRoute.objects.all(), on).order_by("code")
    )
