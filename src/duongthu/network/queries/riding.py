"""Ways and riding times on a day: between two units, from each point to its nearest, and from all to all."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from django.conf import settings

from duongthu.kernel.clock import today
from duongthu.network.queries.day import NetworkDay, network_on
from duongthu.network.queries.kept_roads import file_on, parts_of
from duongthu.network.queries.served_rides import ServedGrounds, service_on
from duongthu.network.refusals import UnknownVehicle
from duongthu.network.rules.positions import Position
from duongthu.network.rules.reference import reference_rows
from duongthu.network.rules.rides import Grounds, Rides
from duongthu.network.rules.roads import SPEED, RoadGraph, graph_of_rows
from duongthu.network.rules.vehicles import MOTORBIKE
from duongthu.network.rules.ways import Ints, Travel, degrees

NEIGHBOURS = 60
SECONDS_PER_MINUTE = 60


@cache
def road_graph() -> RoadGraph:
    """The road graph of the reference province, built once per process."""
    return graph_of_rows(*(reference_rows(name) for name in ("places", "roads", "hamlets", "communes")))


def grounds_on(on: date, vehicle: str) -> Grounds:
    """The roads a vehicle rides on that day.

    Raises:
        UnknownVehicle: it is none of motorbike, van, truck.
        RoadsDamaged: the operator's roads of that day are not what was written.
    """
    if vehicle not in SPEED:
        raise UnknownVehicle(field="vehicle", vehicle=vehicle[:40], known=", ".join(SPEED))
    kept = file_on(on)
    return Grounds(road_graph().ways(vehicle), *(() if kept is None else parts_of(kept, vehicle)))


def _served(on: date, vehicle: str) -> Grounds | ServedGrounds:
    """Our own roads, or a routing service where one is set."""
    own, service = grounds_on(on, vehicle), service_on(on)
    return own if service is None else ServedGrounds(service, on, vehicle, own, settings.RIDES_BATCH)


def travel(unit_a: int, unit_b: int, vehicle: str = MOTORBIKE, on: date | None = None) -> Travel:
    """Metres and minutes by road between two units (motorbike, van or truck).

    Raises:
        UnknownUnit: one of them is not open on that day (default: today).
        UnknownVehicle: it is none of motorbike, van, truck.
        WrongRidesService, RidesServiceFailed: where a service is set.
    """
    day: NetworkDay = network_on(on or today())
    ends, grounds = (day.unit(unit_a).at, day.unit(unit_b).at), _served(day.on, vehicle)
    if isinstance(grounds, Grounds):
        return grounds.travel(*ends)
    metres, seconds = grounds.matrix(degrees(ends))
    return Travel(int(metres[0, 1]), -(-int(seconds[0, 1]) // SECONDS_PER_MINUTE))


def travel_minutes(unit_a: int, unit_b: int, vehicle: str = MOTORBIKE, on: date | None = None) -> int:
    """Whole minutes by road between two units.

    Raises:
        UnknownUnit: one of them is not open on that day (default: today).
        UnknownVehicle: it is none of motorbike, van, truck.
    """
    return travel(unit_a, unit_b, vehicle, on).minutes


def rides_between(
    points: Sequence[Position], *, on: date, vehicle: str = MOTORBIKE, many: int = NEIGHBOURS
) -> Rides:
    """The ``many`` nearest points of each point by riding time on a day; never a table of all to all.

    Raises:
        UnknownVehicle: it is none of motorbike, van, truck.
        WrongRidesService, RidesServiceFailed: where a service is set.
    """
    return _served(on, vehicle).rides(degrees(points), many)


def ride_matrix(points: Sequence[Position], *, on: date, vehicle: str = MOTORBIKE) -> tuple[Ints, Ints]:
    """Metres and seconds, each int32 (points, points), from row to column: for a post's day of some thousand points.

    Raises:
        UnknownVehicle: it is none of motorbike, van, truck.
        WrongRidesService, RidesServiceFailed: where a service is set.
    """
    return _served(on, vehicle).matrix(degrees(points))
