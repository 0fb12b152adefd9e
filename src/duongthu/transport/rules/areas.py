"""Reading a timetable: which centre serves which hubs and offices, and when the day's waves must leave and be back."""

from collections.abc import Sequence
from dataclasses import replace

from duongthu.network.api import PlannedRoute
from duongthu.transport.rules.figures import Figures
from duongthu.transport.rules.tours import (
    DAY_MINUTES,
    TO_HUBS,
    TO_OFFICES,
    Area,
    TravelMatrix,
    Wave,
    minute_of,
)

ROUNDED = 5  # minutes to which the release of sorted mail is rounded up
CALLING_MINUTES = 20  # of other calls on the way to a hub, where today's timetable says nothing
SHORTEST_MINUTES = 60  # a wave that has less until a shift loads serves the next shift
EARLY_MINUTES = 120  # a vehicle that only collects may leave so long before the first call


def areas_of(routes: Sequence[PlannedRoute], weekdays: str) -> list[Area]:
    """The areas of all centres whose tours run on every one of these weekdays."""
    running = [route for route in routes if route.is_tour and set(weekdays) <= set(route.weekdays)]
    centres = sorted({route.stops[0].unit_id for route in running if route.level == TO_HUBS})
    return [_area(centre, running) for centre in centres]


def _area(centre: int, running: Sequence[PlannedRoute]) -> Area:
    upper = [route for route in running if route.level == TO_HUBS and route.stops[0].unit_id == centre]
    starts = {route.stops[0].unit_id for route in running if route.level == TO_OFFICES}
    direct = [unit for route in upper for unit in _called(route)]
    lower = [route for route in running if route.level == TO_OFFICES and route.stops[0].unit_id in direct]
    offices: dict[int, list[int]] = {}
    for route in lower:
        offices.setdefault(route.stops[0].unit_id, []).extend(_called(route))
    hubs = tuple(dict.fromkeys(direct))
    known = set(hubs)
    return Area(
        centre,
        hubs,
        {
            hub: tuple(u for u in dict.fromkeys(found) if u not in known)
            for hub, found in offices.items()
            if hub in starts
        },
        (*upper, *lower),
    )


def _called(route: PlannedRoute) -> list[int]:
    hub = route.stops[0].unit_id
    return [stop.unit_id for stop in route.stops if stop.unit_id != hub]


def with_waves(area: Area, routes: Sequence[PlannedRoute], matrix: TravelMatrix, figures: Figures) -> Area:
    """The area with the day's waves: one for every arrival from outside, and one that collects for the last way out."""
    sorting = figures.get("sorting_minutes")
    ways = [route for route in routes if not route.is_tour]
    came = sorted(
        minute_of(start) + route.stops[-1].arrive_minutes
        for route in ways
        if route.stops[-1].unit_id == area.centre and route.level <= _highest_in(ways, area.centre)
        for start in route.departures
    )
    out = sorted(
        minute_of(start)
        for route in ways
        if route.stops[0].unit_id == area.centre and route.level <= _highest(ways, area.centre)
        for start in route.departures
    )
    figures.of_wave("collect_from_minutes", 3)
    releases = [
        -(-(minute + sorting) // ROUNDED) * ROUNDED
        for minute in came
        if minute < figures.of_wave("collect_from_minutes", 3)
    ]
    last = (out[-1] if out else DAY_MINUTES) - sorting
    waves = [
        _delivering(area, number, releases, (out[0] if out else DAY_MINUTES) - sorting, last, matrix, figures)
        for number in range(1, len(releases) + 1)
    ]
    return replace(area, waves=(*waves, _collecting(area, len(releases) + 1, last, matrix, figures)))


def _highest(ways: Sequence[PlannedRoute], centre: int) -> int:
    """The level of a centre's way out: the trunk where it has one, else the van to the other centre."""
    return min((route.level for route in ways if route.stops[0].unit_id == centre), default=0)


def _highest_in(ways: Sequence[PlannedRoute], centre: int) -> int:
    """The level of a centre's way in."""
    return min((route.level for route in ways if route.stops[-1].unit_id == centre), default=0)


def _delivering(
    area: Area, number: int, releases: Sequence[int], first_out: int, last_out: int, matrix: TravelMatrix, figures: Figures
) -> Wave:  # fmt: skip
    leaves = releases[number - 1]
    until = releases[number] if number < len(releases) else figures.of_wave("collect_from_minutes", 3)
    transfer, starts = figures.get("transfer_minutes"), {}
    for hub in area.offices:
        own = [
            minute
            for minute in _departures(area, hub)
            if leaves + transfer <= minute < max(until, leaves + 1)
        ]
        ride = matrix.leg(area.centre, hub)[1]
        starts[hub] = min(own, default=leaves + ride + transfer + CALLING_MINUTES)
    nearest = min(matrix.leg(area.centre, hub)[1] for hub in area.hubs)
    express = (
        first_out if number == len(releases) and leaves + 3 * nearest < first_out < leaves + 6 * 60 else 0
    )
    by = figures.of_wave("deliver_by_minutes", number)
    if by - leaves < SHORTEST_MINUTES:
        by = figures.of_wave("deliver_by_minutes", number + 1)
    return Wave(number, leaves, last_out, express, by, 0, starts, dict.fromkeys(area.offices, DAY_MINUTES))


def _departures(area: Area, hub: int) -> list[int]:
    return sorted(
        minute_of(start)
        for route in area.routes
        if route.level == TO_OFFICES and route.stops[0].unit_id == hub
        for start in route.departures
    )


def _collecting(area: Area, number: int, last_out: int, matrix: TravelMatrix, figures: Figures) -> Wave:
    since, transfer = figures.of_wave("collect_from_minutes", 3), figures.get("transfer_minutes")
    backs = {}
    for hub in area.offices:
        longest = max(
            route.stops[-1].arrive_minutes
            for route in area.routes
            if route.level == TO_OFFICES and route.stops[0].unit_id == hub
        )
        home = last_out - matrix.leg(hub, area.centre)[1] - figures.get("hub_dwell_minutes") - transfer
        backs[hub] = min(home, max(since + longest, _evening_call(area, hub, since) - transfer))
    return Wave(
        number, since - EARLY_MINUTES, last_out, 0, 0, since, dict.fromkeys(area.offices, since - EARLY_MINUTES), backs
    )  # fmt: skip


def _evening_call(area: Area, hub: int, since: int) -> int:
    """When the centre's last tours of today call at a hub; the earliest call after ``since``."""
    calls = [
        minute_of(start) + stop.arrive_minutes
        for route in area.routes
        if route.level == TO_HUBS
        for start in route.departures
        for stop in route.stops
        if stop.unit_id == hub and minute_of(start) + stop.arrive_minutes > since
    ]
    return min(calls, default=0)
