"""Dated questions to the network: units, communes, ways of mail, trips, and the actor of a person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from duongthu.acts.api import Actor
from duongthu.kernel.clock import VN
from duongthu.kernel.text import fold
from duongthu.network.models import Succession
from duongthu.network.queries.day import network_on
from duongthu.network.refusals import CommuneDivided, NoWayBetween, UnknownCommune
from duongthu.network.rules.reference import DISTRICTS_GONE, map_features
from duongthu.network.rules.timetable import RouteTrip, TripStop
from duongthu.network.rules.units import SHOWN, CommuneOnDay, Successor, UnitKind, UnitOnDay
from duongthu.staff.api import person_in_post

FORMER_HUNG_YEN = "33"
SEARCH_MOST = 50
DAYS_AHEAD = 8  # how far the next trip is looked for: a week and a day covers every weekday


def reach(unit_id: int, on: date) -> frozenset[int]:
    """Ids of a unit and all that lies below it on a day; empty when it is not open then."""
    return network_on(on).reach(unit_id)


def actor_of(person_code: str, on: date, device: str = "", unit_id: int | None = None) -> Actor:
    """A person as they act on a day: from one unit, with the roles held there and the reach of that unit.

    Raises:
        UnknownPerson: no person has that code.
        NoPostHeld: they hold no post on that day (at that unit).
    """
    person = person_in_post(person_code, on, unit_id)
    return Actor(
        person.person_id, person.name, person.unit_id, person.roles, reach(person.unit_id, on), device
    )


def answers_for_province(actor: Actor, on: date) -> bool:
    """Whether an actor sits at the province's own unit; where none stands yet, nobody sits below it either."""
    units = network_on(on).units
    own = units.get(actor.unit_id)
    if own is not None:
        return own.kind == UnitKind.PROVINCE
    return not any(unit.kind == UnitKind.PROVINCE for unit in units.values())


def unit_by_id(unit_id: int, on: date) -> UnitOnDay:
    """A unit as it stood on a day.

    Raises:
        UnknownUnit: it was not open then.
    """
    return network_on(on).unit(unit_id)


def unit_by_code(code: str, on: date) -> UnitOnDay:
    """A unit as it stood on a day, by its code.

    Raises:
        UnknownUnit: no unit of that code was open then.
    """
    return network_on(on).unit_by_code(code)


def units_below(unit_id: int, on: date) -> list[UnitOnDay]:
    """A unit and all below it as they stood on a day, by code."""
    day = network_on(on)
    return sorted((day.units[found] for found in day.reach(unit_id)), key=lambda unit: unit.code)


def units_of_kind(on: date, *kinds: str) -> list[UnitOnDay]:
    """All units of some kinds open on a day, by code."""
    return sorted(
        (unit for unit in network_on(on).units.values() if unit.kind in kinds), key=lambda unit: unit.code
    )


def matching_units(text: str, on: date) -> list[UnitOnDay]:
    """Units of a day whose code is the text or whose name holds each word of it, accents and case aside."""
    words = fold(text[:SEARCH_MOST]).split()
    code = text[:SEARCH_MOST].strip().upper()
    if not words:
        return []
    found = [
        unit
        for unit in network_on(on).units.values()
        if unit.code == code or all(word in unit.folded for word in words)
    ]
    return sorted(found, key=lambda unit: (unit.code != code, unit.code))


def communes_on(on: date) -> list[CommuneOnDay]:
    """All communes of a day, by code."""
    return [commune for _, commune in sorted(network_on(on).communes.items())]


def successors_of(code: str, as_of: date, on: date) -> tuple[Successor, ...]:
    """What became of the commune that bore a code on day ``as_of`` by day ``on``, largest share first.

    Raises:
        UnknownCommune: the code leads to no commune of that day.
    """
    steps = Succession.objects.filter(changed_on__gt=as_of, changed_on__lte=on).order_by("changed_on", "pk")
    parts = {code: 100 * 100}
    for day in sorted({step.changed_on for step in steps}):
        parts = _carried(parts, [step for step in steps if step.changed_on == day])
    today_ = network_on(on)
    if any(found not in today_.communes for found in parts):
        raise UnknownCommune(field="commune_code", commune=code[:SHOWN], on=on.isoformat())
    ranked = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
    return tuple(Successor(found, today_.communes[found].name, share // 100) for found, share in ranked)


def _carried(parts: dict[str, int], steps: Iterable[Succession]) -> dict[str, int]:
    """The parts after the changes of one day; a commune without a row keeps its code."""
    carried: dict[str, int] = {}
    changed: dict[str, list[Succession]] = {}
    for step in steps:
        changed.setdefault(step.from_code, []).append(step)
    for code, share in parts.items():
        for to_code, percent in [(s.to_code, s.share_percent) for s in changed.get(code, [])] or [
            (code, 100)
        ]:
            carried[to_code] = carried.get(to_code, 0) + share * percent // 100
    return carried


def delivery_office_for(commune_code: str, on: date, as_of: date | None = None) -> UnitOnDay:
    """The unit whose couriers deliver in a commune on a day.

    Args:
        commune_code: a code as it stood on ``as_of``.
        on: the day of delivery.
        as_of: the day of the address. By default the code is taken as of ``on``, and one no longer in use
            is followed to the commune it went into.

    Raises:
        UnknownCommune: no such commune then, nor one that came from it.
        CommuneDivided: a code no longer in use whose commune went into several: which one, only its people know.
    """
    day = network_on(on)
    if as_of is not None and as_of < on:
        commune_code = successors_of(commune_code, as_of, on)[0].code
    elif commune_code not in day.communes:
        commune_code = _last_successor(commune_code, on)
    office = day.delivering.get(commune_code)
    if office is None:
        raise UnknownCommune(field="commune_code", commune=commune_code[:SHOWN], on=on.isoformat())
    return office


def _last_successor(code: str, on: date) -> str:
    """Where a code that is no longer in use leads."""
    last = Succession.objects.filter(from_code=code[:5], changed_on__lte=on).order_by("-changed_on").first()
    if last is None or len(code) > len(last.from_code):
        raise UnknownCommune(field="commune_code", commune=code[:SHOWN], on=on.isoformat())
    heirs = successors_of(code, last.changed_on - timedelta(days=1), on)
    if len(heirs) > 1:
        named = ", ".join(f"{heir.name} ({heir.code})" for heir in heirs)
        raise CommuneDivided(field="commune_code", commune=f"{last.from_name} ({code})", heirs=named)
    return heirs[0].code


def next_hop(from_unit: int, to_unit: int, on: date) -> int:
    """The unit to hand mail to on its way to another; the target itself when it is there.

    Raises:
        NoWayBetween: the two are not joined on that day.
    """
    return network_on(on).next_hop(from_unit, to_unit)


def route(from_unit: int, to_unit: int, on: date) -> tuple[int, ...]:
    """Every unit mail passes from one to another, both ends included.

    Raises:
        NoWayBetween: the two are not joined on that day.
    """
    return network_on(on).route(from_unit, to_unit)


def trips_of_day(on: date) -> tuple[RouteTrip, ...]:
    """All trips of the mail routes on a day, by start time."""
    return network_on(on).trips


def next_trip(from_unit: int, to_unit: int, after: datetime) -> tuple[RouteTrip, TripStop, TripStop]:
    """The first trip that takes a bag closed at ``after`` from unit to unit: trip, boarding, alighting.

    Raises:
        NoWayBetween: none does within eight days.
    """
    first = after.astimezone(VN).date()
    for day in (first + timedelta(days=number) for number in range(DAYS_AHEAD)):
        for trip in trips_of_day(day):
            found = trip.boarding(from_unit, to_unit)
            if found and found[0].cut_off_at >= after:
                return trip, *found
    raise NoWayBetween(on=first.isoformat(), start=from_unit, end=to_unit)


def timetable_gaps(on: date) -> list[UnitOnDay]:
    """Units with mail of their own that no mail route serves on a day (it goes by their parent)."""
    day = network_on(on)
    served = {stop.unit_id for planned in day.routes for stop in planned.stops}
    hidden = {UnitKind.PROVINCE, UnitKind.PAY_POINT}
    return [unit for unit in day.units.values() if unit.id not in served and unit.kind not in hidden]


def province_map(on: date) -> dict[str, Any]:
    """GeoJSON of commune borders and main roads: the former Hưng Yên before July 2025, all since."""
    wanted = (FORMER_HUNG_YEN,) if on < DISTRICTS_GONE else (FORMER_HUNG_YEN, "34")
    features = [f for f in map_features() if f["properties"].get("former", FORMER_HUNG_YEN) in wanted]
    return {"type": "FeatureCollection", "features": features}
