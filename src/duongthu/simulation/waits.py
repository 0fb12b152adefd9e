"""Lists that wait at their unit for a late trip: which, and until when."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from duongthu.network.api import RouteTrip, TripStop, network_on
from duongthu.simulation.scenes import trips
from duongthu.simulation.stage import Stage

LONGEST_WAIT = timedelta(minutes=40)  # then the couriers leave without it
OPENING = timedelta(minutes=3)  # from the vehicle's arrival until its mail is sorted onto the lists


def delay_of(stage: Stage, trip: RouteTrip) -> timedelta:
    """By how much a trip of the province runs behind its timetable; the corporation's trucks are on time."""
    return timedelta() if trip.level == trips.TRUNK else stage.faults.delay(stage.world.seed, trip.key)


def moment_of(trip: RouteTrip, stop: TripStop) -> datetime:
    """When the timetable has a trip call at a stop."""
    return stop.arrives_at if stop.number == len(trip.stops) - 1 else stop.departs_at


def waits_of(
    stage: Stage, outs: dict[int, time], at: Callable[[time], datetime]
) -> dict[tuple[int, int], datetime]:
    """By shift and unit until when lists wait: a trip that should have been there when they leave is on its way.

    Args:
        outs: when the lists of each shift leave.
    """
    found: dict[tuple[int, int], datetime] = {}
    for trip in network_on(stage.world.day.on).trips:
        late = delay_of(stage, trip)
        for stop in trip.stops if late else ():
            due = moment_of(trip, stop)
            for shift, out in outs.items():
                if due < at(out) <= due + late + OPENING <= at(out) + LONGEST_WAIT:
                    key = (shift, stop.unit_id)
                    found[key] = max(found.get(key, due + late + OPENING), due + late + OPENING)
    return found
