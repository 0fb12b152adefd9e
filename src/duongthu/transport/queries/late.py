"""A trip that did not leave in time: what waits for it, and the ways to bring that on, with cost and what each still saves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Sum

from duongthu.kernel.clock import local
from duongthu.mail.api import Custody, Item, bag_holder
from duongthu.network.api import VAN, DepartureState, RouteTrip, UnitKind, departure, network_on
from duongthu.transport.models import LateDecision, Trip
from duongthu.transport.queries.basis import change_on, fleet_line, travel_matrix_of
from duongthu.transport.queries.running import SPECIAL, bags_waiting_for, trip_by_key, trips_of_day
from duongthu.transport.rules.alternatives import Alternative, ItemAtRisk, Onward, kept_by, served, shifted
from duongthu.transport.rules.engine import Stop, Wish, drawn, routing
from duongthu.transport.rules.figures import figures_on
from duongthu.transport.rules.tours import DAY_MINUTES, Load, Tour

DAYS_AHEAD, MOST_DAYS, OTHERS_SHOWN = 4, 10, 3
WAIT_MINUTES = 30  # a trip that is waited for is thought to leave so long from now, where nobody knows better
STEPS, SECONDS = 500, 5.0


@dataclass(frozen=True)
class LateCase:
    """A late trip with what waits and what can be done.

    Attributes:
        in_time: items that would have kept their promise had it left by the timetable.
        special: the tour of a special vehicle; None where the engine cannot be loaded.
    """

    trip: RouteTrip
    minutes_behind: int
    bags: int
    items: tuple[ItemAtRisk, ...]
    in_time: int
    alternatives: tuple[Alternative, ...]
    special: Tour | None
    decisions: tuple[LateDecision, ...]


def late_case(key: str, on: date, now: datetime, wait_minutes: int = WAIT_MINUTES) -> LateCase | None:
    """The case of a trip of a day; None where there is no such trip or it left or need not have left yet."""
    trip = trip_by_key(key, on)
    if trip is None or Trip.objects.filter(key=key).exists():
        return None
    state = departure(trip.departs_at, trip.late_minutes, None, now)
    if state.state is not DepartureState.OVERDUE:
        return None
    weights = _weights(trip)
    items = _items(trip)
    onward = _onward(on, items)
    planned = {stop.unit_id: stop.arrives_at for stop in reversed(trip.stops[1:])}
    following = _next(trip, on, now)
    ways = [_waiting(trip, now, wait_minutes)]
    ways += [following] if following else []
    ways += _others(trip, on, now, following, frozenset(weights))
    special, tour = _special(trip, on, now, following, weights)
    ways += [special] if special else []
    counted = tuple(_counted(way, items, planned, onward) for way in ways)
    decisions = tuple(LateDecision.objects.filter(trip=key).order_by("pk"))
    bags = sum(many for many, _ in weights.values())
    return LateCase(
        trip, state.minutes_behind, bags, items, kept_by(items, planned, planned, onward), _best_others(counted), tour,
        decisions,
    )  # fmt: skip


def _counted(
    way: Alternative, items: Sequence[ItemAtRisk], planned: dict[int, datetime], onward: Onward
) -> Alternative:
    kept = kept_by(items, way.arrives, planned, onward)
    return replace(way, kept=kept, late=len(items) - kept)


def _best_others(ways: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """All ways, of the other routes' trips only the best few."""
    others = sorted(
        (way for way in ways if way.kind == LateDecision.OTHER), key=lambda way: (-way.kept, way.leaves_at)
    )
    shown = {way.by_trip for way in others[:OTHERS_SHOWN]}
    return tuple(way for way in ways if way.kind != LateDecision.OTHER or way.by_trip in shown)


def _weights(trip: RouteTrip) -> dict[int, tuple[int, int]]:
    """Bags and grams that wait, by the stop they are for."""
    rows = bags_waiting_for(trip).values_list("to_unit_id").annotate(grams=Sum("weight_grams"))
    counts: dict[int, int] = {}
    for unit in bags_waiting_for(trip).values_list("to_unit_id", flat=True):
        counts[unit] = counts.get(unit, 0) + 1
    return {unit: (counts[unit], grams or 0) for unit, grams in rows}


def _items(trip: RouteTrip) -> tuple[ItemAtRisk, ...]:
    targets = {
        bag_holder(thing): to for thing, to in bags_waiting_for(trip).values_list("thing_id", "to_unit_id")
    }
    inside = dict(
        Custody.objects.filter(
            holder__in=list(targets), thing_id__in=Item.objects.values("thing_id")
        ).values_list("thing_id", "holder")
    )
    rows = Item.objects.filter(thing_id__in=list(inside)).values_list(
        "thing_id", "office_to_id", "promised_on"
    )
    return tuple(ItemAtRisk(targets[inside[thing]], office, promised) for thing, office, promised in rows)


def _onward(on: date, items: Sequence[ItemAtRisk]) -> Onward:
    """How mail goes on, up to the last day something is promised for."""
    day, figures = network_on(on), figures_on(on)
    exchange = next((unit.id for unit in day.units.values() if unit.kind == UnitKind.EXCHANGE), None)
    promised = max((item.promised_on for item in items if item.promised_on), default=on)
    days = min(max((promised - on).days + 1, DAYS_AHEAD), MOST_DAYS)
    trips = [trip for number in range(days) for trip in trips_of_day(on + timedelta(days=number))]
    return Onward(trips, change_on(day, figures), figures.of_wave("deliver_by_minutes", 3), exchange)


def _waiting(trip: RouteTrip, now: datetime, wait_minutes: int) -> Alternative:
    leaves = local(now) + timedelta(minutes=wait_minutes)
    arrives = shifted(trip, leaves)
    return Alternative(LateDecision.WAIT, trip.key, trip.name, leaves, arrives, frozenset(arrives))


def _next(trip: RouteTrip, on: date, now: datetime) -> Alternative | None:
    """The next trip of the same route, or of another one that serves the same first call, within some days."""
    start, first = trip.stops[0].unit_id, trip.stops[1].unit_id
    for number in range(DAYS_AHEAD):
        for later in trips_of_day(on + timedelta(days=number)):
            if later.departs_at <= max(now, trip.departs_at) or later.key == trip.key:
                continue
            same = later.route == trip.route or (
                later.stops[0].unit_id == start and first in served(later, start, now)
            )
            if same and later.route != SPECIAL:
                reaches = served(later, start, now)
                return Alternative(
                    LateDecision.NEXT, later.key, later.name, later.departs_at, reaches, frozenset(reaches)
                )
    return None


def _others(
    trip: RouteTrip, on: date, now: datetime, following: Alternative | None, targets: frozenset[int]
) -> list[Alternative]:
    """Trips of other routes that pass here later today and there afterwards."""
    start, behind = trip.stops[0].unit_id, dict(following.arrives) if following else {}
    taken, ways = following.by_trip if following else "", []
    for other in trips_of_day(on):
        reaches = served(other, start, local(now))
        if other.key in {trip.key, taken} or other.route == trip.route or not targets & reaches.keys():
            continue
        if Trip.objects.filter(key=other.key, arrived_at__isnull=False).exists():
            continue
        leaves = next(
            stop.departs_at for stop in other.stops if stop.unit_id == start and stop.departs_at >= now
        )
        arrives = behind | reaches
        ways.append(
            Alternative(LateDecision.OTHER, other.key, other.name, leaves, arrives, frozenset(reaches))
        )
    return ways


def _special(
    trip: RouteTrip,
    on: date,
    now: datetime,
    following: Alternative | None,
    weights: dict[int, tuple[int, int]],
) -> tuple[Alternative | None, Tour | None]:
    """A van sent now to the stops whose bags wait."""
    if not weights or routing() is None:
        return None, None
    figures, start, day = figures_on(on), trip.stops[0].unit_id, network_on(on)
    here = local(now)
    leaves = here.hour * 60 + here.minute + figures.get("preparing_minutes")
    line = fleet_line(figures, start, VAN, 1)
    dwell = figures.get("office_dwell_minutes")
    stops = tuple(
        Stop(unit, leaves, 3 * DAY_MINUTES, dwell, Load(unit, 0, grams, bags), (unit,))
        for unit, (bags, grams) in sorted(weights.items())
    )
    matrix = travel_matrix_of(day, (start, *sorted(weights)), VAN)
    far = figures.get("missed_dong") * 10
    asked = Wish(
        0, 2, start, stops, (line,), leaves, 3 * DAY_MINUTES, DAY_MINUTES, matrix, far, STEPS, SECONDS, 1
    )
    tours, _left = drawn(asked)
    if not tours:
        return None, None
    tour = tours[0]
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    arrives = dict(following.arrives) if following else {}
    own = {call.unit_id: midnight + timedelta(minutes=call.arrives) for call in tour.calls}
    name = day.units[start].name
    return (
        Alternative(
            LateDecision.SPECIAL, "", name, midnight + timedelta(minutes=tour.starts), arrives | own,
            frozenset(own), tour.metres, tour.minutes, line.cost_dong(tour.metres, tour.minutes),
        ),
        tour,
    )  # fmt: skip
