"""All that other rooms may use of network."""

# Acts
from duongthu.network.actions.founding import (
    ProvinceLoaded as ProvinceLoaded,
    load_province as load_province,
)
from duongthu.network.actions.importing import (
    UnitsImported as UnitsImported,
    import_workbook as import_workbook,
    template_workbook as template_workbook,
    workbook_of as workbook_of,
)
from duongthu.network.actions.moving import Moved as Moved
from duongthu.network.actions.roads import (
    RoadsTaken as RoadsTaken,
    take_roads as take_roads,
)
from duongthu.network.actions.searching import find_units as find_units
from duongthu.network.actions.timetable import replace_routes as replace_routes

# Facts
from duongthu.network.facts import (
    UnitMoved as UnitMoved,
    UnitsOpened as UnitsOpened,
)

# Questions
from duongthu.network.queries.addresses import (
    address_position as address_position,
    hamlets_like as hamlets_like,
    hamlets_of as hamlets_of,
    positions_of as positions_of,
)
from duongthu.network.queries.day import (
    NetworkDay as NetworkDay,
    network_on as network_on,
)
from duongthu.network.queries.kept_roads import roads_on as roads_on
from duongthu.network.queries.reading import (
    actor_of as actor_of,
    communes_on as communes_on,
    delivery_office_for as delivery_office_for,
    matching_units as matching_units,
    next_hop as next_hop,
    next_trip as next_trip,
    province_map as province_map,
    reach as reach,
    route as route,
    successors_of as successors_of,
    timetable_gaps as timetable_gaps,
    trips_of_day as trips_of_day,
    unit_by_code as unit_by_code,
    unit_by_id as unit_by_id,
    units_below as units_below,
    units_of_kind as units_of_kind,
)
from duongthu.network.queries.references import (
    AnyUnitRef as AnyUnitRef,
    UnitRef as UnitRef,
)
from duongthu.network.queries.registered import (
    UnitRow as UnitRow,
    mail_routes_query as mail_routes_query,
    units_query as units_query,
)
from duongthu.network.queries.riding import (
    ride_matrix as ride_matrix,
    rides_between as rides_between,
    road_graph as road_graph,
    travel as travel,
    travel_minutes as travel_minutes,
)

# Refusals
from duongthu.network.refusals import (
    ChangePlannedThatDay as ChangePlannedThatDay,
    CommuneDivided as CommuneDivided,
    DateInPast as DateInPast,
    DateTooFar as DateTooFar,
    NetworkNotEmpty as NetworkNotEmpty,
    NoRoadsInFile as NoRoadsInFile,
    NoWayBetween as NoWayBetween,
    ParentNotAllowed as ParentNotAllowed,
    RidesServiceFailed as RidesServiceFailed,
    RoadNodesMissing as RoadNodesMissing,
    RoadsDamaged as RoadsDamaged,
    RoadsElsewhere as RoadsElsewhere,
    RoadsOfHistory as RoadsOfHistory,
    RoadsUnreadable as RoadsUnreadable,
    RouteCodeTaken as RouteCodeTaken,
    RoutesChangedSince as RoutesChangedSince,
    SamePlacement as SamePlacement,
    SearchBeyondReach as SearchBeyondReach,
    SpeedsIncomplete as SpeedsIncomplete,
    UnitBelowItself as UnitBelowItself,
    UnknownCommune as UnknownCommune,
    UnknownScenario as UnknownScenario,
    UnknownUnit as UnknownUnit,
    UnknownVehicle as UnknownVehicle,
    WorkbookUnreadable as WorkbookUnreadable,
    WrongPosition as WrongPosition,
    WrongRidesService as WrongRidesService,
    WrongSpeed as WrongSpeed,
    WrongUnitCode as WrongUnitCode,
    WrongUnitKind as WrongUnitKind,
)

# Rules
from duongthu.network.rules.hamlets import (
    Hamlet as Hamlet,
    Located as Located,
)
from duongthu.network.rules.importing import (
    UnitLine as UnitLine,
    WrongRow as WrongRow,
)
from duongthu.network.rules.positions import (
    Position as Position,
    straight_metres as straight_metres,
)
from duongthu.network.rules.reference import (
    DISTRICTS_GONE as DISTRICTS_GONE,
    FIRST_DAY as FIRST_DAY,
    SCENARIOS as SCENARIOS,
    scenario as scenario,
)
from duongthu.network.rules.rides import Rides as Rides
from duongthu.network.rules.roads import (
    VEHICLE_NAMES as VEHICLE_NAMES,
    Place as Place,
    Road as Road,
    RoadGraph as RoadGraph,
)
from duongthu.network.rules.timetable import (
    Departure as Departure,
    DepartureState as DepartureState,
    PlannedRoute as PlannedRoute,
    PlannedStop as PlannedStop,
    RouteTrip as RouteTrip,
    TripStop as TripStop,
    departure as departure,
    trips_of as trips_of,
)
from duongthu.network.rules.units import (
    KIND_NAMES as KIND_NAMES,
    CommuneOnDay as CommuneOnDay,
    Successor as Successor,
    UnitKind as UnitKind,
    UnitOnDay as UnitOnDay,
)
from duongthu.network.rules.vehicles import MOTORBIKE as MOTORBIKE, TRUCK as TRUCK, VAN as VAN
from duongthu.network.rules.ways import Travel as Travel
from duongthu.network.rules.workbook import (
    WorkbookRead as WorkbookRead,
    read_workbook as read_workbook,
    write_workbook as write_workbook,
)
