"""When a courier arrives where: the schedule of a list of doors in a given order, with returns for another load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duongthu.rounds.rules.drawing import (
    Crew,
    Drawn,
    DrawnCall,
    DrawnRound,
    DrawnStop,
    LeftOut,
    PlanningInput,
    Prices,
)
from duongthu.rounds.rules.reasons import Why


@dataclass(frozen=True, slots=True)
class Position:
    """Where a courier is in a running round: at a place (as ``PlanningInput`` numbers them), free from a second on."""

    place: int
    free: int


def ride(
    given: PlanningInput, crew: Crew, order: Sequence[int], start: Position | None = None,
    calls: Sequence[tuple[int, bool]] | None = None, loads: Sequence[frozenset[int]] = (),
    *, rests: bool = False,
) -> DrawnRound:  # fmt: skip
    """The round that visits doors in this order.

    Args:
        start: where the courier is, when he is under way already; he then returns for what lies in ``loads`` only.
        calls: how many doors come before each return for a load (True) and the break (False); then he leaves no earlier than
            he must. None: he leaves at once, returns where the motorbike is full and rests when it is time.
        rests: ``calls`` are returns only, he rests when it is time, if he is still out.
        loads: the doors of each load that still lies at the base of a courier under way.
    """
    ahead = _ahead(given, crew, order, start, calls, loads)
    resting = (rests or calls is None) and crew.rest_seconds > 0
    one, waits = _ride(given, crew, order, start, ahead, crew.opens, resting=resting)
    if start is None and calls is not None:
        for later in (waits, waits // 2, waits // 4):
            other, _ = _ride(given, crew, order, start, ahead, crew.opens + later, resting=resting)
            if later and _no_worse(other, one):
                return other
    return one


def _no_worse(one: DrawnRound, than: DrawnRound) -> bool:
    late = {stop.door: stop.late_seconds for stop in than.stops}
    rested = all(call.reload or call.begins <= one.crew.rest_closes for call in one.calls)
    return (
        one.back <= than.back and rested and all(stop.late_seconds <= late[stop.door] for stop in one.stops)
    )


def _ride(
    given: PlanningInput, crew: Crew, order: Sequence[int], start: Position | None, ahead: Mapping[int, Sequence[bool]],
    leaves: int, *, resting: bool = False,
) -> tuple[DrawnRound, int]:  # fmt: skip
    """The round that leaves its base at a second of the day, and how many seconds of it are spent waiting.

    Args:
        ahead: before which door there is a return for a load (True) or the break (False). resting: or the break when it is time.
    """
    base = given.base(crew.base)
    at, now, metres = (start.place, start.free, 0) if start else (base, leaves, 0)
    resting = resting and now <= crew.rest_closes
    stops, made, waits = list[DrawnStop](), list[DrawnCall](), 0
    for number, door in enumerate(order):
        place, service = given.place(door), given.doors[door].service_seconds
        for reload in ahead.get(number, ()):
            begins = max(now, crew.rest_opens)
            if reload:
                begins = now + int(given.seconds[at, base])
                metres += int(given.metres[at, base])
                at = base
            else:
                waits += begins - now
            made.append(DrawnCall(number, reload, begins))
            now = begins + (crew.reload_seconds if reload else crew.rest_seconds)
        if resting and now + int(given.seconds[at, place]) + service > crew.rest_opens:
            made.append(DrawnCall(number, reload=False, begins=max(now, crew.rest_opens)))
            waits += made[-1].begins - now
            now, resting = made[-1].begins + crew.rest_seconds, False
        metres += int(given.metres[at, place])
        comes = now + int(given.seconds[at, place])
        arrives = max(comes, given.doors[door].opens)
        waits += arrives - comes
        stops.append(DrawnStop(door, arrives, max(0, arrives - given.doors[door].closes)))
        now, at = arrives + service, place
    metres += int(given.metres[at, base])
    back = now + int(given.seconds[at, base])
    stood = waits + sum(given.doors[door].service_seconds for door in order)
    stood += sum(crew.reload_seconds if call.reload else crew.rest_seconds for call in made)
    riding = back - (start.free if start else leaves) - stood
    return DrawnRound(crew, tuple(stops), leaves, back, metres, tuple(made), riding), waits


def _ahead(
    given: PlanningInput, crew: Crew, order: Sequence[int], start: Position | None, calls: Sequence[tuple[int, bool]] | None,
    loads: Sequence[frozenset[int]],
) -> dict[int, list[bool]]:  # fmt: skip
    """Before which door there is a return for a load (True) or the break (False)."""
    if calls is None:
        lying = [[n for n, door in enumerate(order) if door in load] for load in loads]
        again = [numbers[0] for numbers in lying if numbers]
        return {door: [True] for door in (again if start else _full_before(given, crew, order))}
    found: dict[int, list[bool]] = {}
    for before, reload in calls:
        found.setdefault(before, []).append(reload)
    return found


def _full_before(given: PlanningInput, crew: Crew, order: Sequence[int]) -> list[int]:
    """Before which doors the motorbike is full: each part between is loaded at the base before it is ridden."""
    full = list[int]()
    grams = pieces = 0
    for number, door in enumerate(order):
        more, many = given.doors[door].brought, len(given.doors[door].jobs)
        if number > (full[-1] if full else 0) and (grams + more > crew.grams or pieces + many > crew.pieces):
            full.append(number)
            grams = pieces = 0
        grams, pieces = grams + more, pieces + many
    return full


def fits(one: DrawnRound) -> bool:
    """Whether the courier is back in time, late nowhere, and sets out no more often than he may."""
    return (
        one.back <= one.crew.closes
        and one.reloads < one.crew.loads
        and not any(stop.late_seconds for stop in one.stops)
    )


def cut_to_fit(
    given: PlanningInput, crew: Crew, order: Sequence[int], start: Position | None = None
) -> tuple[DrawnRound, list[int]]:
    """The round with just so many doors taken off its end (late ones before) that it fits, and the doors taken off."""
    kept, off = list(order), list[int]()
    one = ride(given, crew, kept, start)
    while kept and not fits(one):
        late = [stop.door for stop in one.stops if stop.late_seconds]
        gone = late[0] if late else kept[-1]
        kept.remove(gone)
        off.append(gone)
        one = ride(given, crew, kept, start)
    return one, off


def price_of(one: DrawnRound, prices: Prices) -> int:
    """What a round costs."""
    return prices.metre * one.metres + prices.second * one.seconds


def stray_price(one: DrawnRound, prices: Prices, owners: dict[int, int]) -> int:
    """What it costs that doors familiar to others are on this round."""
    return prices.stray * sum(
        owners.get(stop.door, one.crew.courier_id) != one.crew.courier_id for stop in one.stops
    )


def why_left(given: PlanningInput, crew: Sequence[Crew], door: int) -> Why:
    """Why nobody goes there: what would stop every courier even if it were his only stop, else the shift is full."""
    one = given.doors[door]
    here = [c for c in crew if c.base == one.first.base]
    if not here:
        return Why("no_courier")
    beyond = min(max(one.brought, one.taken) - c.grams for c in here)
    if beyond > 0:
        return Why("too_heavy", beyond)
    alone = [ride(given, c, [door]) for c in here]
    if all(ridden.stops[0].late_seconds for ridden in alone):
        return Why("window", min(ridden.stops[0].arrives for ridden in alone))
    if any(fits(ridden) for ridden in alone):
        return Why("shift_full")
    return Why("too_far", min(ridden.back - ridden.crew.closes for ridden in alone))


def drawn_of(
    planner: str, wish_crew: Sequence[Crew], given: PlanningInput, rounds: Sequence[DrawnRound], prices: Prices,
    owners: dict[int, int], whys: Mapping[int, Why] | None = None,
) -> Drawn:  # fmt: skip
    """The plan these rounds make: empty ones dropped, what is missing named with its reason, all of it priced.

    Args:
        whys: reasons found already, by door.
    """
    used = tuple(one for one in rounds if one.stops)
    visited = {stop.door for one in used for stop in one.stops}
    left = tuple(
        LeftOut(door, (whys or {}).get(door) or why_left(given, wish_crew, door))
        for door in range(len(given.doors))
        if door not in visited
    )
    price = sum(price_of(one, prices) + stray_price(one, prices, owners) for one in used)
    return Drawn(planner, used, left, price)
