"""Reading transport: what waits, what is under way, what is late and what that puts at risk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from duongthu.kernel.clock import local, now
from duongthu.mail.api import Custody, Item, bag_holder, unit_holder
from duongthu.network.api import Departure, DepartureState, RouteTrip, TripStop, departure, network_on
from duongthu.transport.models import (
    Bag,
    Dispatch,
    Irregularity,
    LateDecision,
    Reassignment,
    SpecialTrip,
    Trip,
)


@dataclass(frozen=True, slots=True)
class TripStatus:
    """A trip of the day as planned and as it runs."""

    planned: RouteTrip
    running: Trip | None
    departure: Departure

    @property
    def state(self) -> str:
        """``waiting``, ``overdue``, ``under_way``, ``ended``; a late start shows in ``departure``."""
        if self.running is None:
            return self.departure.state.value
        return "ended" if self.running.arrived_at else "under_way"


SPECIAL = "XT"
SPECIAL_LATE_MINUTES = 15


def trips_of_day(on: date) -> tuple[RouteTrip, ...]:
    """The timetable's trips of a day and the special ones, by start time."""
    special = tuple(_special(row) for row in SpecialTrip.objects.filter(on=on))
    trips = network_on(on).trips
    return (
        tuple(sorted((*trips, *special), key=lambda trip: (trip.departs_at, trip.route)))
        if special
        else trips
    )


def trips_touching(on: date) -> tuple[RouteTrip, ...]:
    """The trips of a day, after those of the day before that run on past midnight."""
    before = on - timedelta(days=1)
    past = tuple(trip for trip in trips_of_day(before) if local(trip.arrives_at).date() > before)
    return (*past, *trips_of_day(on))


def trip_by_key(key: str, on: date) -> RouteTrip | None:
    """One of the trips that touch a business day, the calendar day of now, or the day on which it was seen off.

    A trip under way is found for ever by its row: it ends when it has called at its last stop, whatever the clock says.
    """
    started = Trip.objects.filter(key=key).values_list("on", flat=True).first()
    for day in dict.fromkeys((started or on, local(now()).date())):
        for trip in trips_touching(day):
            if trip.key == key:
                return trip
    return None


def _special(row: SpecialTrip) -> RouteTrip:
    began = local(row.departs_at)
    stops = tuple(
        TripStop(number, unit, began + timedelta(minutes=arrive), leaves, leaves)
        for number, (unit, arrive, leave) in enumerate(row.stops)
        for leaves in [began + timedelta(minutes=leave)]
    )
    return RouteTrip(row.key, SPECIAL, 2, row.name, row.vehicle, row.on, SPECIAL_LATE_MINUTES, stops)


def trips_on(on: date, now: datetime) -> list[TripStatus]:
    """Every trip that touches a day against the timetable at a moment.

    A trip of the night before that never left is told until it should have arrived: after that its mail waits for others.
    """
    running = {trip.key: trip for trip in Trip.objects.filter(on__in=(on - timedelta(days=1), on))}
    return [
        TripStatus(p, run, departure(p.departs_at, p.late_minutes, run.departed_at if run else None, now))
        for p in trips_touching(on)
        for run in [running.get(p.key)]
        if run or p.on == on or p.arrives_at > now
    ]


@dataclass(frozen=True, slots=True)
class LateDeparture:
    """An alert: a trip that has not left in time, with what waits for it.

    Attributes:
        bags: closed bags that wait at its first stop for units it calls at; ``items`` in them;
        items_at_risk: those promised for the next day or earlier.
        decided: what was decided for it (``wait``, ``next``, ``other``, ``special``); empty: nothing yet.
    """

    trip: RouteTrip
    minutes_behind: int
    bags: int
    items: int
    items_at_risk: int
    decided: str = ""


def late_departures(on: date, now: datetime) -> list[LateDeparture]:
    """Trips overdue at a moment: those with most items at risk first, then with most waiting, then the latest."""
    overdue = [status for status in trips_on(on, now) if status.departure.state is DepartureState.OVERDUE]
    decided = dict(
        LateDecision.objects.filter(trip__in=_keys(overdue)).order_by("pk").values_list("trip", "kind")
    )
    alerts = [
        _alert(s.planned, s.departure.minutes_behind, on, decided.get(s.planned.key, "")) for s in overdue
    ]
    return sorted(alerts, key=lambda alert: (-alert.items_at_risk, -alert.items, -alert.minutes_behind))


def _keys(statuses: Iterable[TripStatus]) -> list[str]:
    return [status.planned.key for status in statuses]


def bags_waiting_for(planned: RouteTrip) -> QuerySet[Bag]:
    """Sealed bags at a trip's first stop for units it calls at, not on any trip yet."""
    start, targets = planned.stops[0].unit_id, {stop.unit_id for stop in planned.stops[1:]}
    return Bag.objects.filter(
        from_unit_id=start,
        to_unit_id__in=targets,
        closed_at__isnull=False,
        opened_at__isnull=True,
        dispatch__trip__isnull=True,
    )


def _alert(planned: RouteTrip, behind: int, on: date, decided: str) -> LateDeparture:
    waiting = bags_waiting_for(planned)
    holders = [bag_holder(thing_id) for thing_id in waiting.values_list("thing_id", flat=True)]
    inside = Custody.objects.filter(holder__in=holders).values("thing_id")
    soon = Item.objects.filter(
        thing_id__in=inside, promised_on__lte=on.fromordinal(on.toordinal() + 1)
    ).count()
    items = waiting.aggregate(n=Sum("items"))["n"] or 0
    return LateDeparture(planned, behind, len(holders), items, soon, decided)


def waiting_bags(unit_id: int) -> QuerySet[Bag]:
    """Sealed bags of a unit that no dispatch has taken yet."""
    return Bag.objects.filter(from_unit_id=unit_id, closed_at__isnull=False, dispatch__isnull=True).order_by(
        "pk"
    )


def waiting_dispatches(unit_id: int, to_units: Iterable[int]) -> QuerySet[Dispatch]:
    """Dispatches that wait at a unit for some units."""
    return Dispatch.objects.filter(
        from_unit_id=unit_id, to_unit_id__in=list(to_units), trip__isnull=True
    ).order_by("pk")


def dispatches_of(trip: str) -> QuerySet[Dispatch]:
    """What a trip took on, in that order."""
    return Dispatch.objects.filter(trip__key=trip).order_by("pk")


def put_down_for(trip: str) -> QuerySet[Dispatch]:
    """Dispatches that still wait and are to go with a trip by a decision, the newest one counting."""
    newest = Reassignment.objects.filter(dispatch=OuterRef("pk")).order_by("-pk").values("trip")[:1]
    return Dispatch.objects.annotate(put_down=Subquery(newest)).filter(put_down=trip, trip__isnull=True)


def bags_to_open(unit_id: int) -> QuerySet[Bag]:
    """Bags that arrived at a unit, or were put down there, and are still sealed."""
    here = Exists(Custody.objects.filter(thing_id=OuterRef("pk"), holder=unit_holder(unit_id)))
    come = Q(put_down_unit_id=unit_id) | Q(here)
    return Bag.objects.filter(come, to_unit_id=unit_id, opened_at=None, counted_at=None).order_by("pk")


def bags_to_count_again(unit_ids: Iterable[int]) -> QuerySet[Bag]:
    """Bags opened at some units in which something lacked, and that no second person has counted yet."""
    return Bag.objects.filter(
        to_unit_id__in=list(unit_ids), opened_at=None, counted_at__isnull=False
    ).order_by("pk")


def irregularities_on(unit_ids: Iterable[int], on: date) -> QuerySet[Irregularity]:
    """A day's differences found at some units."""
    return Irregularity.objects.filter(unit_id__in=list(unit_ids), business_on=on).order_by("seq")


def bag_by_thing(thing_id: int) -> Bag | None:
    """The bag that a holder code names."""
    return Bag.objects.select_related("dispatch").filter(thing_id=thing_id).first()
