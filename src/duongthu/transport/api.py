"""All that other rooms may use of transport."""

# Acts
from duongthu.transport.actions.bags import (
    BagState as BagState,
    close_bag as close_bag,
    content_of as content_of,
    open_bag as open_bag,
    pack_bag as pack_bag,
    put_in_bag as put_in_bag,
    register_undoings as register_undoings,
    reopen_bag as reopen_bag,
    take_out_of_bag as take_out_of_bag,
)
from duongthu.transport.actions.late import (
    AlternativeChosen as AlternativeChosen,
    choose_alternative as choose_alternative,
)
from duongthu.transport.actions.openings import (
    BagOpened as BagOpened,
    count_again as count_again,
    open_received_bag as open_received_bag,
    take_surplus as take_surplus,
)
from duongthu.transport.actions.receiving import (
    BagGivenUp as BagGivenUp,
    BagsReceived as BagsReceived,
    give_up_bag as give_up_bag,
    put_down_bag as put_down_bag,
    receive_bags as receive_bags,
)
from duongthu.transport.actions.routes import (
    RoutesAdopted as RoutesAdopted,
    RoutesProposed as RoutesProposed,
    UnitDemand as UnitDemand,
    Vehicles as Vehicles,
    adopt_routes as adopt_routes,
    propose_routes as propose_routes,
)
from duongthu.transport.actions.trips import (
    Called as Called,
    DispatchClosed as DispatchClosed,
    call_at_stop as call_at_stop,
    close_dispatch as close_dispatch,
    take_over_trip as take_over_trip,
)

# Facts
from duongthu.transport.facts import (
    LateTripDecided as LateTripDecided,
    TripArrived as TripArrived,
    TripDeparted as TripDeparted,
)

# Tables
from duongthu.transport.models import (
    Bag as Bag,
    Dispatch as Dispatch,
    Irregularity as Irregularity,
    LateDecision as LateDecision,
    Reassignment as Reassignment,
    RouteProposal as RouteProposal,
    SpecialTrip as SpecialTrip,
    Trip as Trip,
)

# Questions
from duongthu.transport.queries.basis import (
    Basis as Basis,
    basis_on as basis_on,
    fleet_line as fleet_line,
    fleet_of as fleet_of,
    loads_of_days as loads_of_days,
    times_by as times_by,
)
from duongthu.transport.queries.carried import (
    CarriedRow as CarriedRow,
    bags_in_hands_query as bags_in_hands_query,
    my_bags_query as my_bags_query,
)
from duongthu.transport.queries.drawing import (
    Proposed as Proposed,
    draw as draw,
)
from duongthu.transport.queries.driving import (
    DriveRow as DriveRow,
    StopRow as StopRow,
    trip_stops_query as trip_stops_query,
    trips_to_drive_query as trips_to_drive_query,
)
from duongthu.transport.queries.late import (
    LateCase as LateCase,
    late_case as late_case,
)
from duongthu.transport.queries.proposals import (
    Compared as Compared,
    UnitCompared as UnitCompared,
    compared as compared,
    proposal_by_code as proposal_by_code,
    proposals as proposals,
)
from duongthu.transport.queries.registered import (
    BagRow as BagRow,
    DispatchRow as DispatchRow,
    InBagRow as InBagRow,
    IrregularityRow as IrregularityRow,
    LateRow as LateRow,
    RouteProposalRow as RouteProposalRow,
    TripRow as TripRow,
    arrived_bags_query as arrived_bags_query,
    bag_query as bag_query,
    dispatches_query as dispatches_query,
    irregularities_query as irregularities_query,
    items_in_bag_query as items_in_bag_query,
    late_trips_query as late_trips_query,
    leaving_bags_query as leaving_bags_query,
    route_proposal_query as route_proposal_query,
    route_proposals_query as route_proposals_query,
    trips_query as trips_query,
)
from duongthu.transport.queries.running import (
    LateDeparture as LateDeparture,
    TripStatus as TripStatus,
    bag_by_thing as bag_by_thing,
    bags_to_count_again as bags_to_count_again,
    bags_to_open as bags_to_open,
    dispatches_of as dispatches_of,
    irregularities_on as irregularities_on,
    late_departures as late_departures,
    put_down_for as put_down_for,
    trip_by_key as trip_by_key,
    trips_of_day as trips_of_day,
    trips_on as trips_on,
    waiting_bags as waiting_bags,
    waiting_dispatches as waiting_dispatches,
)

# Rules
from duongthu.transport.rules.alternatives import Alternative as Alternative
from duongthu.transport.rules.openings import (
    OpeningFound as OpeningFound,
    compare as compare,
)
from duongthu.transport.rules.tours import (
    Fleet as Fleet,
    Load as Load,
    Tally as Tally,
    Tour as Tour,
)
