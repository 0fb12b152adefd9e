"""What past days teach: familiar neighbourhoods, the order couriers ride in, how late they arrive."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Sum

from duongthu.acts.api import bulk
from duongthu.rounds.models import Followed, Punctuality, Round, Served, Stop
from duongthu.rounds.queries.figures import Figures
from duongthu.rounds.rules.familiar import Visit, owners_of, precedence_of
from duongthu.rounds.rules.windows import Margin, margins_of

REMEMBERED = timedelta(days=60)
COUNTED = timedelta(days=28)
Rows = list[tuple[int, int, int]]


def owners_at(unit_id: int, on: date, figures: Figures) -> dict[str, int]:
    """The courier each neighbourhood of a unit is familiar to, before a day."""
    rows = Served.objects.filter(unit_id=unit_id, on__lt=on, on__gte=on - REMEMBERED)
    served = [
        (f"{commune}/{hamlet}", courier, (on - day).days, doors)
        for commune, hamlet, courier, day, doors in rows.order_by("pk").values_list(
            "commune_code", "hamlet", "courier_id", "on", "doors"
        )
    ]
    return owners_of(served, figures.get("familiar_percent", unit_id))


def visits_before(unit_id: int, on: date, figures: Figures) -> list[Visit]:
    """The doors a unit's couriers served in the days before a day, one a visit."""
    first = on - timedelta(days=figures.get("familiar_days", unit_id))
    rounds = Round.objects.filter(unit_id=unit_id, on__lt=on, on__gte=first, state=Round.CLOSED)
    lines = Stop.objects.filter(round__in=rounds, done_at__isnull=False, latitude__isnull=False)
    found: dict[tuple[int, int], Visit] = {}
    columns = (
        "round_id",
        "number",
        "round__on",
        "round__courier_id",
        "commune_code",
        "door",
        "latitude",
        "longitude",
    )
    for round_id, number, day, courier, commune, door, latitude, longitude in lines.order_by(
        "pk"
    ).values_list(*columns):
        visit = Visit((on - day).days, courier, f"{commune}/{door}", latitude or 0.0, longitude or 0.0)
        found.setdefault((round_id, number), visit)
    return list(found.values())


def precedence_at(unit_id: int, on: date) -> dict[tuple[str, str], int]:
    """How couriers of a unit are used to go from neighbourhood to neighbourhood, up to a day."""
    rows = Followed.objects.filter(unit_id=unit_id, on__lte=on, on__gte=on - REMEMBERED)
    return precedence_of(
        (before, after, (on - day).days, times)
        for before, after, day, times in rows.values_list("before", "after", "on", "times")
    )


def margins_at(unit_id: int, on: date, shift: int, figures: Figures) -> dict[int, Margin]:
    """The margins of a promised window at a unit, by the part of the round in which an arrival lies."""
    own = _counted(Punctuality.objects.filter(unit_id=unit_id), on, shift)
    newest = bulk.fetch("SELECT max(id), sum(stops), sum(stops * late_minutes) FROM rounds_punctuality")[0]
    percent, least = figures.get("window_percent", unit_id), figures.get("window_least_stops", unit_id)
    return margins_of(own, _of_province(on, shift, tuple(newest)), percent, least)


def _counted(rows: Any, on: date, shift: int) -> Rows:
    span = rows.filter(shift=shift, on__lt=on, on__gte=on - COUNTED)
    return list(
        span.values("into_minutes", "late_minutes")
        .annotate(n=Sum("stops"))
        .values_list("into_minutes", "late_minutes", "n")
    )


@lru_cache(maxsize=8)
def _of_province(on: date, shift: int, newest: tuple[int, ...]) -> Rows:
    """The same over all units; kept until something is learnt, for every unit that plans asks for it."""
    return _counted(Punctuality.objects.all(), on, shift)
