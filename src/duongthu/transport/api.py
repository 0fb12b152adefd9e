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
from duongthu.transport.actions.openings import BagOpened, open_received_bag
from duongthu.transport.actions.trips import Called, DispatchClosed, call_at_stop, close_dispatch
from duongthu.transport.facts import TripArrived, TripDeparted
from duongthu.transport.models import Bag, Dispatch, Irregularity, Trip
from duongthu.transport.queries import (
    LateDeparture,
    TripStatus,
    bag_by_thing,
    bags_to_open,
    irregularities_on,
    late_departures,
    trips_on,
    waiting_bags,
    waiting_dispatches,
)
from duongthu.transport.rules import OpeningFound, compare

__all__ = [
    "Bag",
    "BagOpened",
    "BagState",
    "Called",
    "Dispatch",
    "DispatchClosed",
    "Irregularity",
    "LateDeparture",
    "OpeningFound",
    "Trip",
    "TripArrived",
    "TripDeparted",
    "TripStatus",
    "bag_by_thing",
    "bags_to_open",
    "call_at_stop",
    "close_bag",
    "close_dispatch",
    "compare",
    "content_of",
    "irregularities_on",
    "late_departures",
    "open_bag",
    "open_received_bag",
    "pack_bag",
    "put_in_bag",
    "reopen_bag",
    "take_out_of_bag",
    "trips_on",
    "waiting_bags",
    "waiting_dispatches",
]
