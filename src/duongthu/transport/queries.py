"""Reading transport: what waits, what is under way, what is late and what that puts at risk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from duongthu.mail.api import Custody, Item, bag_holder
from duongthu.network.api import Departure, DepartureState, RouteTrip, departure, network_on
from duongthu.transport.models import Bag, Dispatch, Irregularity, Trip


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


def trips_on(on: date, now: datetime) -> list[TripStatus]:
    """Every trip of a day against the timetable at a moment."""
    running = {trip.key: trip for trip in Trip.objects.filter(on=on)}
    return [
        TripStatus(p, run, departure(p.departs_at, p.late_minutes, run.departed_at if run else None, now))
        for p in network_on(on).trips
        for run in [running.get(p.key)]
    ]


@dataclass(frozen=True, slots=True)
class LateDeparture:
    """An alert: a trip that has not left in time, with what waits for it.

    Attributes:
        bags: closed bags that wait at its first stop for units it calls at; ``items`` in them;
        items_at_risk: those promised for the next day or earlier.
    """

    trip: RouteTrip
    minutes_behind: int
    bags: int
    items: int
    items_at_risk: int


def late_departures(on: date, now: datetime) -> list[LateDeparture]:
    """Trips overdue at a moment, worst first, with the items at risk."""
    overdue = [status for status in trips_on(on, now) if status.departure.state is DepartureState.OVERDUE]
    alerts = [_alert(status.planned, status.departure.minutes_behind, on) for status in overdue]
    return sorted(alerts, key=lambda alert: (-alert.items_at_risk, -alert.minutes_behind))


def _alert(planned: RouteTrip, behind: int, on: date) -> LateDeparture:
    start, targets = planned.stops[0].unit_id, {stop.unit_id for stop in planned.stops[1:]}
    waiting = Bag.objects.filter(
        from_unit_id=start,
        to_unit_id__in=targets,
        closed_at__isnull=False,
        opened_at__isnull=True,
        dispatch__trip__isnull=True,
    )
    holders = [bag_holder(thing_id) for thing_id in waiting.values_list("thing_id", flat=True)]
    inside = Custody.objects.filter(holder__in=holders).values("thing_id")
    soon = Item.objects.filter(
        thing_id__in=inside, promised_on__lte=on.fromordinal(on.toordinal() + 1)
    ).count()
    items = waiting.aggregate(n=Sum("items"))["n"] or 0
    return LateDeparture(planned, behind, len(holders), items, soon)


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


def bags_to_open(unit_id: int) -> QuerySet[Bag]:
    """Bags that arrived at a unit and are still sealed."""
    return Bag.objects.filter(
        to_unit_id=unit_id, opened_at__isnull=True, dispatch__received_at__isnull=False
    ).order_by("pk")


def irregularities_on(unit_ids: Iterable[int], on: date) -> QuerySet[Irregularity]:
    """A day's differences found at some units."""
    return Irregularity.objects.filter(unit_id__in=list(unit_ids), business_on=on).order_by("seq")


def bag_by_thing(thing_id: int) -> Bag | None:
    """The bag that a holder code names."""
    return Bag.objects.select_related("dispatch").filter(thing_id=thing_id).first()
