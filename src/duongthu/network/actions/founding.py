"""Loading the reference province into an empty network."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from duongthu.acts.api import Call, act, perform, system_actor
from duongthu.kernel.text import fold
from duongthu.network.models import Commune, MailRoute, Placement, Revision, RouteStop, Succession, Unit
from duongthu.network.queries.day import network_on
from duongthu.network.refusals import NetworkNotEmpty
from duongthu.network.rules.reference import ReferenceRow, reference_rows, scenario

FOUNDERS = ("admin", "system")


@dataclass(frozen=True, slots=True)
class ProvinceLoaded:
    """What holds on the scenario's day; ``added`` counts the units entered now (0 when they were there)."""

    scenario: str
    business_on: date
    title: str
    added: int
    units: int
    communes: int
    population: int
    routes: int


def renew_revision() -> None:
    """Tell every process that the network changed (in the transaction that changed it)."""
    Revision.objects.update_or_create(pk=1, defaults={"token": uuid4()})


@act("network.load_communes", "Nạp danh mục xã, phường", roles=FOUNDERS)
def load_communes(call: Call) -> dict[str, int]:
    """Enter the communes through time and their succession; known ones stay."""
    return {"added": _load_communes()}


@act("network.load_province", "Nạp mạng lưới của tỉnh", roles=FOUNDERS)
def load_province_act(call: Call, *, scenario_name: str) -> ProvinceLoaded:
    """Enter the whole reference province with all its days; the second time nothing changes."""
    wanted = scenario(scenario_name)
    known = set(Unit.objects.values_list("code", flat=True))
    reference = {row["code"] for row in reference_rows("units")}
    if known and known != reference:
        raise NetworkNotEmpty(units=len(known))
    added = 0
    if not known:
        _load_communes()
        added = _load_units(call.act_id)
        renew_revision()
    return _summary(wanted, added)


def load_province(scenario_name: str) -> ProvinceLoaded:
    """Load the reference province as the program itself and give what holds on the scenario's day.

    Raises:
        RuntimeError: the act was refused; the sentence says why.
    """
    founder = system_actor("Lập mạng lưới", frozenset(), roles=frozenset({"admin"}))
    outcome = perform(founder, "network.load_province", {"scenario_name": scenario_name})
    if not outcome.done:
        raise RuntimeError(outcome.refusal["message"] if outcome.refusal else outcome.status)
    found = dict(outcome.result)
    return ProvinceLoaded(**found | {"business_on": date.fromisoformat(found["business_on"])})


def _summary(wanted: dict[str, object], added: int) -> ProvinceLoaded:
    on = date.fromisoformat(str(wanted["business_on"]))
    day = network_on(on)
    return ProvinceLoaded(
        str(wanted["name"]),
        on,
        str(wanted["title"]),
        added,
        len(day.units),
        len(day.communes),
        sum(commune.population for commune in day.communes.values()),
        len(day.routes),
    )


def _load_communes() -> int:
    if Commune.objects.exists():
        return 0
    communes = Commune.objects.bulk_create([_commune(row) for row in reference_rows("communes")])
    Succession.objects.bulk_create(
        Succession(
            changed_on=row["on"],
            from_code=row["from_code"],
            from_name=row["from_name"],
            to_code=row["to_code"],
            to_name=row["to_name"],
            share_percent=int(row["share_percent"]),
        )
        for row in reference_rows("succession")
    )
    renew_revision()
    return len(communes)


def _commune(row: ReferenceRow) -> Commune:
    return Commune(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        district_code=row["district_code"],
        district_name=row["district_name"],
        former_province=row["former_province"],
        from_on=row["valid_from"],
        until_on=row["valid_to"] or None,
        population=int(row["population"]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        postcode=row["postcode"],
        synthetic=row["synthetic"],
    )


def _load_units(act_id: int) -> int:
    made = Unit.objects.bulk_create(
        Unit(
            code=row["code"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            address=row["address"],
            synthetic=row["synthetic"],
        )
        for row in reference_rows("units")
    )
    units = {unit.code: unit for unit in made}
    Placement.objects.bulk_create(_placement(row, units, act_id) for row in reference_rows("placements"))
    _load_routes(units)
    return len(made)


def _placement(row: ReferenceRow, units: dict[str, Unit], act_id: int) -> Placement:
    return Placement(
        unit=units[row["code"]],
        from_on=row["from_on"],
        until_on=row["until_on"] or None,
        name=row["name"],
        folded=fold(row["name"]),
        kind=row["kind"],
        parent=units.get(row["parent_code"]),
        commune_code=row["commune_code"],
        delivers=row["delivers"] == "1",
        act_id=act_id,
    )


def _load_routes(units: dict[str, Unit]) -> None:
    made = MailRoute.objects.bulk_create(
        MailRoute(
            code=row["code"],
            level=int(row["level"]),
            name=row["name"],
            vehicle=row["vehicle"],
            from_on=row["from_on"],
            until_on=row["until_on"] or None,
            late_minutes=int(row["late_minutes"]),
            cut_off_minutes=int(row["cut_off_minutes"]),
            weekdays=row["weekdays"],
            departures=row["departures"],
        )
        for row in reference_rows("routes")
    )
    routes = {route.code: route for route in made}
    RouteStop.objects.bulk_create(
        RouteStop(
            route=routes[row["route"]],
            number=int(row["number"]),
            unit=units[row["unit_code"]],
            arrive_minutes=int(row["arrive_minutes"]),
            leave_minutes=int(row["leave_minutes"]),
        )
        for row in reference_rows("route_stops")
    )
