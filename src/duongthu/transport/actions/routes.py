"""Mail routes proposed and adopted: a proposal changes nothing; another person puts it in force from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from duongthu.acts.api import Call, Reference, act
from duongthu.network.api import UnitKind, UnitRef, network_on, replace_routes, roads_on
from duongthu.transport import refusals
from duongthu.transport.models import RouteProposal
from duongthu.transport.queries.basis import Basis, basis_on, days_before, fleet_line, loads_of_days
from duongthu.transport.queries.drawing import Proposed, draw, numbered
from duongthu.transport.queries.proposals import compared, content_of
from duongthu.transport.rules.engine import routing
from duongthu.transport.rules.planning import UnitNotReached
from duongthu.transport.rules.tours import Fleet, Load

LONGEST_SECONDS = 60
UNNUMBERED = "P0"
PLANNERS = ("dispatcher", "director", "system")
Grams = Annotated[int, Field(ge=0, le=100_000_000)]
Bags = Annotated[int, Field(ge=0, le=10_000)]


ProposalCode = Annotated[str, Reference("proposal")]


@dataclass(frozen=True, slots=True)
class UnitDemand:
    """What a unit gets and gives in one wave of the day: 1 morning, 2 midday, 3 evening; bags 0: by weight."""

    unit_id: int
    wave: Annotated[int, Field(ge=1, le=3)]
    deliver_grams: Grams = 0
    collect_grams: Grams = 0
    deliver_bags: Bags = 0
    collect_bags: Bags = 0


@dataclass(frozen=True, slots=True)
class Vehicles:
    """Vehicles of a kind that stand at a unit; capacity and prices 0: those in force."""

    unit_id: int
    vehicle: Literal["van", "truck"]
    count: Annotated[int, Field(ge=1, le=500)]
    grams: Grams = 0
    bags: Bags = 0
    dong_per_km: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    dong_per_hour: Annotated[int, Field(ge=0, le=10_000_000)] = 0


@dataclass(frozen=True, slots=True)
class RoutesProposed:
    """A proposal beside today's timetable: distance, driving time, cost of a day, vehicles, and cut-offs missed."""

    proposal: str
    routes: int
    metres: int
    minutes: int
    cost_dong: int
    vehicles: int
    missed: int
    metres_today: int
    minutes_today: int
    cost_today_dong: int
    vehicles_today: int
    missed_today: int


@dataclass(frozen=True, slots=True)
class RoutesAdopted:
    """From which day how many routes take the place of how many."""

    proposal: str
    from_on: date
    begun: int
    ended: int


@dataclass(frozen=True, slots=True)
class Searched:
    """Routes as drawn, and what they were drawn from; ``grams``: delivered and collected on a day."""

    basis: Basis
    proposed: Proposed
    source: str
    days: int
    grams: tuple[int, int]


def search(
    call: Call, *, unit_id: int, on: date, weekdays: str = "123456", demand: list[UnitDemand] | None = None, days: int = 14,
    fleet: list[Vehicles] | None = None, seconds: int = 8,
) -> Searched:  # fmt: skip
    """Draw the routes that ``transport.propose_routes`` writes down: it takes seconds, and nobody waits for it.

    Raises:
        NotTheCentre, WrongWeekdays, NoRoutesThatDay, WrongSeconds, UnknownLoad, NoDemandKnown, PlannerNotHere, NotReached.
    """
    _check(call, unit_id, weekdays, seconds)
    basis = basis_on(on, weekdays, [line.vehicle for line in fleet or []])
    if not basis.areas:
        raise refusals.NoRoutesThatDay(field="weekdays", weekdays=weekdays, on=on.isoformat())
    past = [] if demand is not None else days_before(on, days, weekdays)
    loads = _given(basis, demand) if demand is not None else loads_of_days(basis, past)
    if not loads:
        raise refusals.NoDemandKnown(field="demand", days=days, on=on.isoformat())
    proposed = _draw(basis, loads, _fleet(basis, fleet or []), seconds)
    grams = (
        sum(load.deliver_grams for load in loads.values()),
        sum(load.collect_grams for load in loads.values()),
    )
    return Searched(basis, proposed, "journals" if demand is None else "given", len(past), grams)


@act("transport.propose_routes", "Lập phương án đường thư", roles=PLANNERS, unit="unit_id", prepare=search)
def propose_routes(
    call: Call, *, unit_id: UnitRef, on: date, weekdays: str = "123456", demand: list[UnitDemand] | None = None, days: int = 14,
    fleet: list[Vehicles] | None = None, seconds: int = 8,
) -> RoutesProposed:  # fmt: skip
    """Draw all mail routes of levels 2 and 3 anew for some weekdays, as a draft beside the timetable of a day.

    The journals count as they stand when the search begins; a timetable, units or roads that change meanwhile refuse it.

    Args:
        on: the day whose network, roads and timetable count. weekdays: ISO numbers, Monday 1.
        demand: loads by unit and wave; left out: the mean of the day type's days among the last ``days`` in the journals.
        fleet: vehicles there are; left out: those today's timetable employs. seconds: for the search, 1 to 60.

    Raises:
        NotTheCentre, WrongWeekdays, NoRoutesThatDay, WrongSeconds, UnknownLoad, NoDemandKnown, PlannerNotHere, NotReached,
        GroundChanged.
    """
    wish = {"weekdays": weekdays, "demand": demand, "days": days, "fleet": fleet, "seconds": seconds}
    prepared: Searched = call.prepared or search(call, unit_id=unit_id, on=on, **wish)  # type: ignore[arg-type]
    _check_unchanged(prepared, on)
    number = RouteProposal.objects.count() + 1
    content = content_of(
        numbered(prepared.proposed, f"P{number}"), prepared.source, prepared.days, prepared.grams
    )
    made = RouteProposal.objects.create(
        code=f"DT-{on:%y%m%d}-{number}", on=on, weekdays=weekdays, content=content, made_by_id=call.actor.person_id,
        made_at=call.at,
    )  # fmt: skip
    return _told(made)


def _check_unchanged(prepared: Searched, on: date) -> None:
    day, then = network_on(on), prepared.basis.day
    if day.routes != then.routes:
        raise refusals.GroundChanged(what="hành trình", on=on.isoformat())
    if day.units != then.units:
        raise refusals.GroundChanged(what="mạng lưới đơn vị", on=on.isoformat())
    if roads_on(on) != prepared.basis.roads:
        raise refusals.GroundChanged(what="dữ liệu đường đi", on=on.isoformat())


@act("transport.adopt_routes", "Áp dụng phương án đường thư", roles=PLANNERS, unit="unit_id")
def adopt_routes(call: Call, *, unit_id: UnitRef, proposal: ProposalCode, from_on: date) -> RoutesAdopted:
    """Put proposed mail routes in force from a later day on; whoever made the proposal may not.

    Raises:
        NotTheCentre, UnknownProposal, ProposalNotDraft, ProposerMayNotAdopt, AdoptedTooEarly,
        RoutesChangedSince: the timetable is no longer the one the proposal was compared with.
    """
    _check_unit(call, unit_id)
    made = RouteProposal.objects.select_for_update().filter(code=proposal).first()
    if made is None:
        raise refusals.UnknownProposal(field="proposal", proposal=proposal[:40])
    if made.state != RouteProposal.DRAFT:
        raise refusals.ProposalNotDraft(field="proposal", proposal=proposal)
    if made.made_by_id == call.actor.person_id:
        raise refusals.ProposerMayNotAdopt(proposal=proposal)
    if from_on <= call.business_on:
        raise refusals.AdoptedTooEarly(field="from_on", on=from_on.isoformat())
    found = compared(made)
    replace_routes(
        found.ended, found.routes, weekdays=made.weekdays, from_on=from_on, business_on=call.business_on
    )
    made.state, made.adopted_by_id, made.adopted_at = RouteProposal.ADOPTED, call.actor.person_id, call.at
    made.adopted_from_on = from_on
    made.save(update_fields=["state", "adopted_by_id", "adopted_at", "adopted_from_on"])
    return RoutesAdopted(proposal, from_on, len(found.routes), len(found.ended))


def _check(call: Call, unit_id: int, weekdays: str, seconds: int) -> None:
    _check_unit(call, unit_id)
    if not weekdays or set(weekdays) - set("1234567") or "".join(sorted(set(weekdays))) != weekdays:
        raise refusals.WrongWeekdays(field="weekdays", weekdays=weekdays[:20])
    if not 1 <= seconds <= LONGEST_SECONDS:
        raise refusals.WrongSeconds(field="seconds")
    if routing() is None:
        raise refusals.PlannerNotHere


def _check_unit(call: Call, unit_id: int) -> None:
    """The timetable is the province's: it is drawn at its centre or its head office."""
    unit = network_on(call.business_on).unit(unit_id)
    if unit.kind not in {UnitKind.PROVINCE, UnitKind.CENTRE}:
        raise refusals.NotTheCentre(field="unit_id", unit=unit.name)


def _given(basis: Basis, demand: Sequence[UnitDemand]) -> dict[tuple[int, int], Load]:
    loads: dict[tuple[int, int], Load] = {}
    bags = basis.figures.bags
    for row, line in enumerate(demand, start=1):
        if line.unit_id not in basis.units:
            raise refusals.UnknownLoad(field="unit_id", row=row, unit=line.unit_id)
        key = (line.unit_id, line.wave)
        if key in loads:
            raise refusals.LoadTwice(field="unit_id", row=row, unit=line.unit_id, wave=line.wave)
        loads[key] = Load(
            *key, line.deliver_grams, line.deliver_bags or bags(line.deliver_grams), line.collect_grams,
            line.collect_bags or bags(line.collect_grams),
        )  # fmt: skip
    return loads


def _fleet(basis: Basis, given: Sequence[Vehicles]) -> list[Fleet]:
    """The vehicles given, what is left out of them filled in."""
    bases = {area.centre for area in basis.areas} | {hub for area in basis.areas for hub in area.offices}
    lines = []
    for row, one in enumerate(given, start=1):
        if one.unit_id not in bases:
            raise refusals.NoToursFrom(field="unit_id", row=row, unit=one.unit_id)
        usual = fleet_line(basis.figures, one.unit_id, one.vehicle, one.count)
        lines.append(
            Fleet(
                one.unit_id, one.vehicle, one.count, one.grams or usual.grams, one.bags or usual.bags,
                one.dong_per_km or usual.dong_per_km, one.dong_per_hour or usual.dong_per_hour, usual.dong_per_tour,
            )
        )  # fmt: skip
    return lines


def _draw(basis: Basis, loads: dict[tuple[int, int], Load], fleet: list[Fleet], seconds: int) -> Proposed:
    try:
        return draw(basis, loads, fleet, UNNUMBERED, float(seconds))
    except UnitNotReached as never:
        unit = basis.day.units[never.units[0]]
        raise refusals.NotReached(field="fleet", unit=unit.name, many=len(never.units)) from never


def _told(made: RouteProposal) -> RoutesProposed:
    found = compared(made)
    plan, today = found.plan, found.today
    return RoutesProposed(
        made.code, len(found.routes), plan.metres, plan.minutes, plan.cost_dong, plan.vehicles,
        sum(len(unit.missed) for unit in found.units), today.metres, today.minutes, today.cost_dong, today.vehicles,
        sum(len(unit.missed_today) for unit in found.units),
    )  # fmt: skip
