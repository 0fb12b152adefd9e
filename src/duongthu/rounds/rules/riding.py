"""When a courier arrives where: the schedule of a list of doors in a given order, with returns for another load."""

from collections.abc import Sequence
from dataclasses import dataclass

from duongthu.rounds.rules.drawing import (
    DAY_SECONDS,
    Crew,
    Drawn,
    DrawnRound,
    DrawnStop,
    Ground,
    LeftOut,
    Prices,
)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a courier is in a running round: at a place (as ``Ground`` numbers them), free from a second on."""

    place: int
    free: int


def ride(ground: Ground, crew: Crew, order: Sequence[int], start: Position | None = None) -> DrawnRound:
    """The round that visits doors in this order.

    Args:
        start: where the courier is, when he is under way already; he then carries his load and does not return for more.
    """
    base = ground.base(crew.base)
    at, now, metres, reloads = (start.place, start.free, 0, 0) if start else (base, crew.opens, 0, 0)
    trips = [list(order)] if start else trips_of(ground, crew, order)
    stops: list[DrawnStop] = []
    for number, trip in enumerate(trips):
        if number:
            metres += int(ground.metres[at, base])
            now += int(ground.seconds[at, base]) + crew.reload_seconds
            at, reloads = base, reloads + 1
        for door in trip:
            place = ground.place(door)
            metres += int(ground.metres[at, place])
            arrives = max(now + int(ground.seconds[at, place]), ground.doors[door].opens)
            stops.append(DrawnStop(door, arrives, max(0, arrives - ground.doors[door].closes)))
            now, at = arrives + ground.doors[door].service_seconds, place
    metres += int(ground.metres[at, base])
    return DrawnRound(crew, tuple(stops), crew.opens, now + int(ground.seconds[at, base]), metres, reloads)


def trips_of(ground: Ground, crew: Crew, order: Sequence[int]) -> list[list[int]]:
    """The doors cut where the motorbike is full: each part is loaded at the base before it is ridden."""
    trips: list[list[int]] = [[]]
    grams = pieces = 0
    for door in order:
        more, many = ground.doors[door].brought, len(ground.doors[door].jobs)
        if trips[-1] and (grams + more > crew.grams or pieces + many > crew.pieces):
            trips.append([])
            grams = pieces = 0
        trips[-1].append(door)
        grams, pieces = grams + more, pieces + many
    return trips


def fits(one: DrawnRound) -> bool:
    """Whether the courier is back in time, late nowhere, and sets out no more often than he may."""
    return (
        one.back <= one.crew.closes
        and one.reloads < one.crew.loads
        and not any(stop.late_seconds for stop in one.stops)
    )


def cut_to_fit(
    ground: Ground, crew: Crew, order: Sequence[int], start: Position | None = None
) -> tuple[DrawnRound, list[int]]:
    """The round with just so many doors taken off its end (late ones before) that it fits, and the doors taken off."""
    kept, off = list(order), list[int]()
    one = ride(ground, crew, kept, start)
    while kept and not fits(one):
        late = [stop.door for stop in one.stops if stop.late_seconds]
        gone = late[0] if late else kept[-1]
        kept.remove(gone)
        off.append(gone)
        one = ride(ground, crew, kept, start)
    return one, off


def price_of(one: DrawnRound, prices: Prices, fair: int = DAY_SECONDS) -> int:
    """What a round costs."""
    beyond = max(0, one.seconds - fair)
    return prices.metre * one.metres + prices.second * one.seconds + prices.beyond_fair * beyond


def stray_price(one: DrawnRound, prices: Prices, owners: dict[int, int]) -> int:
    """What it costs that doors familiar to others are on this round."""
    return prices.stray * sum(
        owners.get(stop.door, one.crew.courier_id) != one.crew.courier_id for stop in one.stops
    )


def why_left(ground: Ground, crew: Sequence[Crew], door: int) -> str:
    """Why nobody goes there: what would stop every courier even if it were his only stop, else the shift is full."""
    one = ground.doors[door]
    here = [c for c in crew if c.base == one.first.base]
    if not here:
        return "no_courier"
    if all(one.brought > c.grams or one.taken > c.grams for c in here):
        return "too_heavy"
    alone = [ride(ground, c, [door]) for c in here]
    if all(ridden.stops[0].late_seconds for ridden in alone):
        return "window"
    return "shift_full" if any(fits(ridden) for ridden in alone) else "too_far"


def drawn_of(
    planner: str, wish_crew: Sequence[Crew], ground: Ground, rounds: Sequence[DrawnRound], prices: Prices,
    owners: dict[int, int],
) -> Drawn:  # fmt: skip
    """The plan these rounds make: empty ones dropped, what is missing named with its reason, all of it priced."""
    used = tuple(one for one in rounds if one.stops)
    visited = {stop.door for one in used for stop in one.stops}
    left = tuple(
        LeftOut(door, why_left(ground, wish_crew, door))
        for door in range(len(ground.doors))
        if door not in visited
    )
    price = sum(price_of(one, prices) + stray_price(one, prices, owners) for one in used)
    return Drawn(planner, used, left, price)
