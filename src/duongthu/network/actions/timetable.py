"""Replacing mail routes from a day on; the days before keep the timetable they had."""

from collections.abc import Sequence
from datetime import date

from duongthu.network.actions.founding import renew_revision
from duongthu.network.models import MailRoute, RouteStop
from duongthu.network.refusals import RouteCodeTaken, RoutesChangedSince
from duongthu.network.rules.timetable import PlannedRoute
from duongthu.network.rules.units import check_change_day

REMAINDER = (
    "-"  # between the code of a route and the weekdays it still runs on after the others were replaced
)
CODE_MOST = 12


def replace_routes(
    ended: Sequence[str], begun: Sequence[PlannedRoute], *, weekdays: str, from_on: date, business_on: date
) -> None:
    """End some routes on the weekdays given and begin others, from a day on; to be called inside an act.

    A route that runs on other weekdays, too, goes on for those under its code with them behind it. The new routes hold as
    long as the ended ones would have: until a change that is planned already.

    Raises:
        DateInPast, DateTooFar: ``from_on`` is before ``business_on`` or more than a year after it.
        RoutesChangedSince: an ended route does not hold on that day, or they were to end on different days.
        RouteCodeTaken: a code is in use.
    """
    check_change_day(from_on, business_on)
    known = {row.code: row for row in MailRoute.objects.select_for_update().filter(code__in=ended)}
    for code in ended:
        row = known.get(code)
        if row is None or row.from_on >= from_on or (row.until_on is not None and row.until_on <= from_on):
            raise RoutesChangedSince(field="ended", route=code, on=from_on.isoformat())
    ends = {row.until_on for row in known.values()}
    if len(ends) > 1:
        raise RoutesChangedSince(field="ended", route=ended[0], on=from_on.isoformat())
    until_on = next(iter(ends), None)
    taken = MailRoute.objects.filter(code__in=[route.code for route in begun]).first()
    if taken is not None:
        raise RouteCodeTaken(field="begun", route=taken.code)
    _keep_other_days([known[code] for code in ended], weekdays, from_on)
    MailRoute.objects.filter(code__in=ended).update(until_on=from_on)
    _begin(begun, from_on, until_on)
    renew_revision()


def _keep_other_days(rows: Sequence[MailRoute], weekdays: str, from_on: date) -> None:
    for row in rows:
        left = "".join(day for day in row.weekdays if day not in weekdays)
        if not left:
            continue
        stops = list(RouteStop.objects.filter(route=row).order_by("number"))
        code = f"{row.code}{REMAINDER}{left}"[:CODE_MOST]
        kept = MailRoute.objects.create(
            code=code, level=row.level, name=row.name, vehicle=row.vehicle, from_on=from_on, until_on=row.until_on,
            late_minutes=row.late_minutes, cut_off_minutes=row.cut_off_minutes, weekdays=left, departures=row.departures,
        )  # fmt: skip
        RouteStop.objects.bulk_create(
            RouteStop(
                route=kept, number=stop.number, unit_id=stop.unit_id, arrive_minutes=stop.arrive_minutes,
                leave_minutes=stop.leave_minutes,
            )
            for stop in stops
        )  # fmt: skip


def _begin(begun: Sequence[PlannedRoute], from_on: date, until_on: date | None) -> None:
    made = MailRoute.objects.bulk_create(
        MailRoute(
            code=route.code, level=route.level, name=route.name[:160], vehicle=route.vehicle, from_on=from_on, until_on=until_on,
            late_minutes=route.late_minutes, cut_off_minutes=route.cut_off_minutes, weekdays=route.weekdays,
            departures=" ".join(route.departures),
        )
        for route in begun
    )  # fmt: skip
    rows = {row.code: row for row in made}
    RouteStop.objects.bulk_create(
        RouteStop(
            route=rows[route.code], number=number, unit_id=stop.unit_id, arrive_minutes=stop.arrive_minutes,
            leave_minutes=stop.leave_minutes,
        )
        for route in begun
        for number, stop in enumerate(route.stops)
    )  # fmt: skip
