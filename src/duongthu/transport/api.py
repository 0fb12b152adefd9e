"""All that other rooms may use of transport."""

from duongthu.transport.actions.bags import (
    BagState,
    close_bag,
    content_of,
    open_bag,
    pack_bag,
    put_in_bag,
    reopen_bag,
    take_out_of_bag,
)
from duongthu.transport.actions.late import AlternativeChosen, choose_alternative
from duongthu.transport.actions.openings import BagOpened, open_received_bag
from duongthu.transport.actions.routes import (
    RoutesAdopted,
    RoutesProposed,
    UnitDemand,
    Vehicles,
    adopt_routes,
    propose_routes,
)
from duongthu.transport.actions.trips import Called, DispatchClosed, call_at_stop, close_dispatch
from duongthu.transport.facts import LateTripDecided, TripArrived, TripDeparted
from duongthu.transport.models import (
    Bag,
    Dispatch,
    Irregularity,
    LateDecision,
    Reassignment,
    RouteProposal,
    SpecialTrip,
    Trip,
)
from duongthu.transport.queries.basis import Basis, basis_on, fleet_line, fleet_of, loads_of_days, times_by
from duongthu.transport.queries.drawing import Proposed, draw
from duongthu.transport.queries.late import LateCase, late_case
from duongthu.transport.queries.proposals import Compared, UnitCompared, compared, proposal_by_code, proposals
from duongthu.transport.queries.running import (
    LateDeparture,
    TripStatus,
    bag_by_thing,
    bags_to_open,
    irregularities_on,
    late_departures,
    trip_by_key,
    trips_of_day,
    trips_on,
    waiting_bags,
    waiting_dispatches,
)
from duongthu.transport.rules.alternatives import Alternative
from duongthu.transport.rules.openings import OpeningFound, compare
from duongthu.transport.rules.tours import Fleet, Load, Tally, Tour

__all__ = [
    "Alternative",
    "AlternativeChosen",
    "Bag",
    "BagOpened",
    "BagState",
    "Basis",
    "Called",
    "Compared",
    "Dispatch",
    "DispatchClosed",
    "Fleet",
    "Irregularity",
    "LateCase",
    "LateDecision",
    "LateDeparture",
    "LateTripDecided",
    "Load",
    "OpeningFound",
    "Proposed",
    "Reassignment",
    "RouteProposal",
    "RoutesAdopted",
    "RoutesProposed",
    "SpecialTrip",
    "Tally",
    "Tour",
    "Trip",
    "TripArrived",
    "TripDeparted",
    "TripStatus",
    "UnitCompared",
    "UnitDemand",
    "Vehicles",
    "adopt_routes",
    "bag_by_thing",
    "bags_to_open",
    "basis_on",
    "call_at_stop",
    "choose_alternative",
    "close_bag",
    "close_dispatch",
    "compare",
    "compared",
    "content_of",
    "draw",
    "fleet_line",
    "fleet_of",
    "irregularities_on",
    "late_case",
    "late_departures",
    "loads_of_days",
    "open_bag",
    "open_received_bag",
    "pack_bag",
    "proposal_by_code",
    "proposals",
    "propose_routes",
    "put_in_bag",
    "reopen_bag",
    "take_out_of_bag",
    "times_by",
    "trip_by_key",
    "trips_of_day",
    "trips_on",
    "waiting_bags",
    "waiting_dispatches",
]
