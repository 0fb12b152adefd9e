"""What may be asked of the network: units within reach, mail routes of a day."""

from dataclasses import dataclass

from duongthu.acts.api import Asked, OnDay, query
from duongthu.network.queries.day import network_on
from duongthu.network.queries.references import UnitRef
from duongthu.network.rules.timetable import PlannedRoute
from duongthu.staff.api import Role


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as it stands on a day; degrees WGS 84."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    commune_code: str
    delivers: bool
    address: str
    latitude: float
    longitude: float


@query("network.units", "Đơn vị", roles=Role, row=UnitRow, unit="unit_id", most=500)
def units_query(asked: Asked, *, unit_id: UnitRef | None = None, on: OnDay | None = None) -> list[UnitRow]:
    """The units of one's reach, or below one of them, by code."""
    found = [unit for unit in network_on(on or asked.on).units.values() if unit.id in asked.units]
    return [
        UnitRow(
            u.id, u.code, u.name, u.kind, u.parent_id, u.commune_code, u.delivers, u.address, u.at.latitude, u.at.longitude
        )
        for u in sorted(found, key=lambda unit: unit.code)
    ]  # fmt: skip


@query(
    "network.mail_routes", "Hành trình đường thư", row=PlannedRoute, most=200,
    roles=(Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR, Role.HEAD, Role.DISPATCHER, Role.SORTER, Role.DRIVER),
)  # fmt: skip
def mail_routes_query(asked: Asked, *, on: OnDay | None = None) -> list[PlannedRoute]:
    """The mail routes of a day that call at a unit of one's reach, as the timetable holds them."""
    routes = network_on(on or asked.on).routes
    return [route for route in routes if asked.units & {stop.unit_id for stop in route.stops}]
