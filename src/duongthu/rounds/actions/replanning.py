"""Re-plan the running rounds of a shift: prepared before the act, written where what it was prepared from is still the same."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from duongthu.acts.api import Call, act
from duongthu.network.api import UnitRef
from duongthu.rounds import refusals
from duongthu.rounds.actions.change_record import Change, keep_unplaced, owners_out, written
from duongthu.rounds.actions.planning import OFFICE, check_couriers
from duongthu.rounds.actions.prepared import Prepared
from duongthu.rounds.actions.publishing import round_code
from duongthu.rounds.models import Round, Stop
from duongthu.rounds.queries.figures import Figures, figures_on
from duongthu.rounds.queries.plans import moment
from duongthu.rounds.queries.running import OpenRounds, open_rounds, read_open, standings, with_closed_roads
from duongthu.rounds.queries.waiting import base_by_courier, bases_of, seconds_of, waiting_jobs, waiting_keys
from duongthu.rounds.rules.change_record import Replanned
from duongthu.rounds.rules.changing import Running, put_in
from duongthu.rounds.rules.drawing import Job, doors_of
from duongthu.rounds.rules.posing import put_in_by_engine, whys_of
from duongthu.staff.api import CourierRef


@dataclass(frozen=True, slots=True)
class ClosedRoad:
    """Two neighbourhoods (commune and folded hamlet, ``12286/thon dong``) between which the way takes longer now."""

    one: str
    other: str
    more_seconds: int


def search(
    call: Call, *, unit_id: int, shift: int, out_couriers: list[int] | None = None,
    more_couriers: list[int] | None = None, closed_roads: list[ClosedRoad] | None = None, on: date | None = None,
) -> Prepared:  # fmt: skip
    """Find the change that ``rounds.replan`` writes down; nobody waits for it.

    Raises:
        NoRoundsToChange, UnknownShift, CourierTwice, WrongAmount, SameNeighbourhood, UnknownNeighbourhood, ListsInForce,
        NothingToReplan.
    """
    day = on or call.business_on
    figures = figures_on(day)
    out, more, closed = out_couriers or [], more_couriers or [], closed_roads or []
    _check_roads(closed)
    bases = bases_of(unit_id, day)
    fresh = doors_of(_new_jobs(bases, day, shift, figures), figures.get("door_seconds", unit_id))
    rounds = open_rounds(bases, day, shift, locked=False)
    rounds += _more_rounds(call, unit_id, day, shift, more, figures)
    if not rounds:
        raise refusals.NoRoundsToChange(field="shift", shift=shift, on=day.isoformat())
    standing = standings(rounds)
    board = read_open(rounds, day, call.now, figures, fresh)
    given = with_closed_roads(board.given, [(c.one, c.other, c.more_seconds) for c in closed])
    _check_known(board, closed)
    board = replace(board, given=given)
    pulled = _pulled(board, out, closed)
    if not pulled and not any(map(board.leaves_later, range(len(rounds)))):
        raise refusals.NothingToReplan(shift=shift)
    return Prepared(figures, standing, _change(unit_id, board, pulled, out, figures))


@act("rounds.replan", "Lập lại tuyến giữa ca", roles=OFFICE, unit="unit_id", prepare=search)
def replan(
    call: Call, *, unit_id: UnitRef, shift: int, out_couriers: list[CourierRef] | None = None,
    more_couriers: list[CourierRef] | None = None, closed_roads: list[ClosedRoad] | None = None, on: date | None = None,
) -> Replanned:  # fmt: skip
    """Change the running rounds of a shift: new tasks in, the stops of couriers who fell out to others, around closed roads.

    What is done and where a courier rides now stays; other stops keep courier and order. Items in the hands of a courier
    who fell out pass by a handover that both scan. What moved, was left out or is late is kept with its reason as a version.
    Lists that should have left already get new hours.

    Raises:
        NoRoundsToChange, UnknownShift, CourierTwice, WrongAmount, SameNeighbourhood, UnknownNeighbourhood, ListsInForce,
        NothingToReplan, GroundChanged.
    """
    wish: dict[str, Any] = {
        "out_couriers": out_couriers, "more_couriers": more_couriers, "closed_roads": closed_roads, "on": on,
    }  # fmt: skip
    prepared: Prepared = call.prepared or search(call, unit_id=unit_id, shift=shift, **wish)
    day = on or call.business_on
    _check_unchanged(prepared, unit_id, day, shift)
    for courier in more_couriers or ():
        _check_free(courier, day, shift)
    asked = {
        "act": "rounds.replan", "out_couriers": out_couriers or [], "more_couriers": more_couriers or [],
        "closed_roads": [asdict(road) for road in closed_roads or ()],
    }  # fmt: skip
    return written(call, unit_id, prepared.for_writing, prepared.figures, asked)


def _check_unchanged(prepared: Prepared, unit_id: int, on: date, shift: int) -> None:
    """Lock the lists, and see that those which change are as they were, and that what comes to them still waits.

    Raises:
        GroundChanged.
    """
    bases = bases_of(unit_id, on)
    prepared.check(open_rounds(bases, on, shift), on, shift)
    if prepared.fresh - _new_keys(bases, on, shift):
        raise refusals.GroundChanged(what="việc mới", shift=shift)


def _check_roads(closed: Sequence[ClosedRoad]) -> None:
    for row, road in enumerate(closed, start=1):
        if road.one == road.other:
            raise refusals.SameNeighbourhood(field="other", row=row)
        if not 0 < road.more_seconds <= 36_000:  # noqa: PLR2004  (ten hours: no way round is longer)
            raise refusals.WrongAmount(
                field="more_seconds", row=row, name="more_seconds", least=1, most=36_000
            )


def _check_known(board: OpenRounds, closed: Sequence[ClosedRoad]) -> None:
    known = {door.first.neighbourhood for door in board.given.doors}
    for row, road in enumerate(closed, start=1):
        for field, place in (("one", road.one), ("other", road.other)):
            if place not in known:
                raise refusals.UnknownNeighbourhood(field=field, row=row, place=place or "(trống)")


def _listed_keys() -> set[str]:
    """Everything that stands on an open list."""
    listed = Stop.objects.exclude(round__state=Round.CLOSED)
    things = listed.filter(thing_id__isnull=False).values_list("thing_id", flat=True)
    tasks = listed.filter(task__isnull=False).values_list("task_id", flat=True)
    return {*(f"T{thing}" for thing in things), *(f"C{task}" for task in tasks)}


def _new_keys(bases: list[int], on: date, shift: int) -> frozenset[str]:
    return waiting_keys(bases, on, shift) - _listed_keys()


def _new_jobs(bases: list[int], on: date, shift: int, figures: Figures) -> list[Job]:
    """Jobs on no list at all; untouched lists of the shift are not drawn anew here."""
    listed = _listed_keys()
    return [job for job in waiting_jobs(bases, on, shift, figures) if job.key not in listed]


def _check_free(courier: int, on: date, shift: int) -> None:
    busy = Round.objects.filter(courier_id=courier, on=on, shift=shift).first()
    if busy is not None:
        raise refusals.ListsInForce(field="more_couriers", courier=courier, round=busy.code)


def _more_rounds(
    call: Call, unit_id: int, on: date, shift: int, couriers: list[int], figures: Figures
) -> list[Round]:
    """Empty lists for couriers who come in addition."""
    if not couriers:
        return []
    check_couriers(couriers, bases_of(unit_id, on), on)
    for courier in couriers:
        _check_free(courier, on, shift)
    base_of = base_by_courier(couriers, bases_of(unit_id, on), unit_id, on)
    crew = [figures.crew(courier, base_of[courier], shift) for courier in couriers]
    return [
        Round(
            code=round_code(one.base, on, one.courier_id, shift), unit_id=one.base, courier_id=one.courier_id, on=on,
            shift=shift, planned_at=call.at, leaves_at=moment(on, max(one.opens, seconds_of(call.now, on))),
            until_at=moment(on, one.closes),
        )
        for one in crew
    ]  # fmt: skip


def _pulled(board: OpenRounds, out: Sequence[int], closed: Sequence[ClosedRoad]) -> dict[int, str]:
    """Doors that need another place, and why."""
    pulled = dict.fromkeys(board.fresh, "new")
    for one in board.running:
        if one.crew.courier_id in out:
            pulled |= dict.fromkeys(one.order, "courier_out")
        else:
            pulled |= dict.fromkeys(_beyond_closed(board, one, closed), "road_closed")
    return pulled


def _beyond_closed(board: OpenRounds, one: Running, closed: Sequence[ClosedRoad]) -> list[int]:
    """Doors to which the courier would ride over a closed road."""
    pairs = {frozenset((road.one, road.other)) for road in closed}
    place = [board.given.doors[door].first.neighbourhood for door in one.order]
    return [
        door
        for n, door in enumerate(one.order)
        if n >= max(1, len(one.held)) and frozenset((place[n - 1], place[n])) in pairs
    ]


def _change(
    unit_id: int, board: OpenRounds, pulled: dict[int, str], out: Sequence[int], figures: Figures
) -> Change:
    """Every pulled door on a list, all together where they cost least."""
    left = [
        replace(
            one,
            held=() if one.crew.courier_id in out else one.held,
            rest=tuple(door for door in one.rest if door not in pulled),
            open_to_more=one.crew.courier_id not in out,
        )
        for one in board.running
    ]
    prices, owners = figures.prices(unit_id), owners_out(board, figures)
    gone = [door for n, one in enumerate(board.running) for door in one.order if one.crew.courier_id in out]
    carried = frozenset(d for d in gone if board.rounds[board.round_of(d)].state == Round.OUT)
    carried |= {d for d, why in pulled.items() if why == "road_closed"}
    changed = None
    if not figures.get("planner_is_plain", unit_id):
        changed = put_in_by_engine(board.given, left, list(pulled), prices, owners, carried)
    changed = changed or put_in(board.given, left, list(pulled), prices, owners, carried=carried)
    whys = whys_of(board.given, board.running, changed, prices, owners, carried)
    return Change(board, keep_unplaced(board, changed), pulled, whys, prices)
