"""The routing engine as planner: the one place that talks to the room ``routing``.

``routing`` brings NumPy and Numba along and takes half a second to import, so it is asked for when the first plan is made.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from itertools import count, pairwise
from typing import TYPE_CHECKING

import numpy as np

from duongthu.rounds.rules.drawing import DAY_SECONDS, ENGINE, Crew, Drawn, DrawnRound, Ground, Wish
from duongthu.rounds.rules.reasons import Why, why_from
from duongthu.rounds.rules.riding import cut_to_fit, drawn_of, fits, price_of, ride, stray_price, why_left

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from duongthu.routing.api import Problem, Round

LEFT_PRICE = (
    1_000_000  # of leaving a door out, in the plan's own units: no detour within a province costs that much
)
STEPS_A_STOP, LEAST_STEPS, MOST_STEPS = 20, 200, 20_000
SLACK = 1.05  # by which a fair round may be longer than the mean
STRETCH = (
    1.1  # by which any round may be longer than a fair one in the draft that is held against the free one
)


@cache
def routing() -> ModuleType | None:
    """The engine's door; None on a machine without the libraries it is compiled by."""
    try:
        return import_module("duongthu.routing.api")
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] not in {"numba", "numpy", "scipy"}:
            raise
        return None


class EnginePlanner:
    """Rounds by the routing engine: capacity, hours, familiar couriers, even lengths; the same seed gives the same plan."""

    def plan(self, wish: Wish) -> Drawn:
        """One search for every base: couriers take only what lies where they start."""
        rounds, whys = list[DrawnRound](), dict[int, Why]()
        for base in wish.ground.bases:
            crew = tuple(one for one in wish.crew if one.base == base)
            doors = [d for d, door in enumerate(wish.ground.doors) if door.first.base == base]
            if crew and doors:
                drawn = _of_base(wish, base, crew, doors)
                rounds += drawn
                whys |= _whys(wish, base, crew, doors, drawn)
        return drawn_of(ENGINE, wish.crew, wish.ground, rounds, wish.prices, wish.owners, whys)


def _of_base(wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int]) -> list[DrawnRound]:
    steps = min(MOST_STEPS, max(LEAST_STEPS, STEPS_A_STOP * len(doors)))
    if len(crew) == 1:
        return _solved(wish, base, crew, doors, steps)
    first = _solved(wish, base, crew, doors, 1)
    fair = int(sum(one.seconds for one in first if one.stops) / len(crew) * SLACK)
    begun = [(), _even_parts(wish, base, crew, first), *_familiar_parts(wish, crew, first)]
    drawn = [_solved(wish, base, crew, doors, steps, fair, start) for start in begun]
    return min([first, *drawn], key=lambda rounds: _worth(wish, rounds, fair))


def _whys(
    wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int], drawn: list[DrawnRound]
) -> dict[int, Why]:
    """Why each door is on no round: found by trying; what stops a door even alone, where that says more."""
    visited = {stop.door for one in drawn for stop in one.stops}
    left = {n: door for n, door in enumerate(doors, start=1) if door not in visited}
    engine = routing()
    if engine is None or not left:
        return {}
    place = {door: n for n, door in enumerate(doors, start=1)}
    stated = tuple(stated_round(engine, n, one, place) for n, one in enumerate(drawn) if one.stops)
    problem = problem_of(wish, base, crew, doors, DAY_SECONDS)
    found = engine.reasons_of(problem, engine.Plan(stated, tuple(left), 0))
    whys = {left[one.stop]: why_from(one.code, one.amount, one.measure) for one in found}
    alone = {door: why_left(wish.ground, crew, door) for door in left.values()}
    return {door: alone[door] if _alone_says_more(why, alone[door]) else why for door, why in whys.items()}


def _alone_says_more(why: Why, alone: Why) -> bool:
    return alone.code == "too_heavy" or (why.code == "nothing_alone_helps" and alone.code != "shift_full")


def _even_parts(wish: Wish, base: int, crew: tuple[Crew, ...], first: list[DrawnRound]) -> list[DrawnRound]:
    """The rounds of a draft ridden as one long tour, cut where each courier has had his share of the time."""
    tour = [stop.door for one in first for stop in one.stops]
    ground, here = wish.ground, wish.ground.base(base)
    spent, parts, whole = 0, [list[int]() for _ in crew], max(1, _tour_seconds(ground, here, tour))
    for door in tour:
        spent += int(ground.seconds[here, ground.place(door)]) + ground.doors[door].service_seconds
        here = ground.place(door)
        parts[min(len(crew) - 1, spent * len(crew) // (whole + 1))].append(door)
    return [cut_to_fit(ground, one, part)[0] for one, part in zip(crew, parts, strict=True)]


def _familiar_parts(wish: Wish, crew: tuple[Crew, ...], first: list[DrawnRound]) -> list[list[DrawnRound]]:
    """The draft with every door on the round of the courier it is familiar to; none where no door is."""
    on = {stop.door: one.crew.courier_id for one in first for stop in one.stops}
    at_home = {door: owner for door, owner in wish.owners.items() if door in on}
    known = {one.courier_id for one in crew} & set(at_home.values())
    if not known:
        return []
    whose = {door: at_home[door] if at_home.get(door) in known else courier for door, courier in on.items()}
    parts = [[door for door in on if whose[door] == one.courier_id] for one in crew]
    return [[cut_to_fit(wish.ground, one, part)[0] for one, part in zip(crew, parts, strict=True)]]


def _tour_seconds(ground: Ground, here: int, tour: list[int]) -> int:
    places = [here, *(ground.place(door) for door in tour)]
    riding: int = sum(int(ground.seconds[a, b]) for a, b in pairwise(places))
    return riding + sum(ground.doors[door].service_seconds for door in tour)


def _worth(wish: Wish, rounds: list[DrawnRound], fair: int) -> tuple[int, int]:
    """More doors before a lower price; what is beyond the fair length is priced."""
    visits = sum(len(one.stops) for one in rounds)
    prices = [price_of(one, wish.prices, fair) for one in rounds if one.stops]
    return -visits, sum(prices) + sum(stray_price(one, wish.prices, wish.owners) for one in rounds)


def _solved(
    wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int], steps: int, fair: int = DAY_SECONDS,
    start: Sequence[DrawnRound] = (),
) -> list[DrawnRound]:  # fmt: skip
    engine = routing()
    assert engine is not None, "the planner was chosen because the engine loads"  # noqa: S101
    problem = problem_of(wish, base, crew, doors, fair)
    place = {door: n for n, door in enumerate(doors, start=1)}
    begun = [stated_round(engine, n, one, place) for n, one in enumerate(start)]
    plan = engine.solve(problem, **_budget(wish, steps), seed=wish.seed, start=begun)
    found = {one.vehicle: one for one in plan.rounds}
    return [_ridden(wish, one, found.get(number), doors) for number, one in enumerate(crew)]


def stated_round(engine: ModuleType, number: int, one: DrawnRound, place: Mapping[int, int]) -> Round:
    """A drawn round as the engine states it: its n-th return is the n-th of its calls, the break comes behind them."""
    loads = count()
    calls = [(c.before, next(loads) if c.reload else one.crew.loads - 1) for c in one.calls]
    return engine.Round(number, tuple(place[stop.door] for stop in one.stops), tuple(calls))  # type: ignore[no-any-return]


def _ridden(wish: Wish, crew: Crew, one: Round | None, doors: list[int]) -> DrawnRound:
    """A round of the engine's with its returns and its break; who is home before his break takes it there."""
    order = [doors[stop - 1] for stop in one.stops] if one else []
    calls = [(before, number < crew.loads - 1) for before, number in one.calls] if one else []
    ridden = ride(wish.ground, crew, order, calls=[call for call in calls if call[0] < len(order)])
    return ridden if fits(ridden) else cut_to_fit(wish.ground, crew, order)[0]


def _budget(wish: Wish, steps: int) -> dict[str, float]:
    """Steps, which give the same plan on every machine; or a third of the seconds asked for: three drafts at most."""
    return {"seconds": wish.seconds / 3} if wish.seconds and steps > 1 else {"steps": steps}


def problem_of(wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int], fair: int) -> Problem:
    """The question as the engine takes it: place 0 is the base, place n + 1 the n-th of the doors."""
    engine = routing()
    assert engine is not None, "the planner was chosen because the engine loads"  # noqa: S101
    ground = wish.ground
    places = np.array([ground.base(base), *(ground.place(door) for door in doors)])
    across = np.ix_(places, places)
    at = [ground.doors[door] for door in doors]
    owners = [wish.owners.get(door, -1) for door in doors]
    return engine.Problem(  # type: ignore[no-any-return]
        engine.Travel.matrix(ground.metres[across], ground.seconds[across]),
        _rows([(door.brought, len(door.jobs)) for door in at]),
        tuple(_vehicle(engine, one, fair) for one in crew),
        service=_column([door.service_seconds for door in at]),
        opens=_column([door.opens for door in at]),
        closes=_column([door.closes for door in at], base=DAY_SECONDS),
        prize=_column([LEFT_PRICE * len(door.jobs) for door in at]),
        collect=_rows([(door.taken, 0) for door in at]),
        owner=_column(owners, base=-1),
        stray_price=_column([wish.prices.stray if owner >= 0 else 0 for owner in owners]),
        price_metre=wish.prices.metre,
        price_second=wish.prices.second,
        price_beyond_fair=wish.prices.beyond_fair,
    )


def _vehicle(engine: ModuleType, crew: Crew, fair: int) -> object:
    """One motorbike."""
    return engine.Vehicle(
        (crew.grams, crew.pieces),
        count=1,
        opens=crew.opens,
        closes=max(crew.opens, crew.closes),
        fair=fair,
        courier=crew.courier_id,
        calls=calls_of(engine, crew),
    )


def calls_of(engine: ModuleType, crew: Crew) -> tuple[object, ...]:
    """Returns for another load come first, the break behind them; a break whose hours are over was taken."""
    loads = [engine.Call(crew.reload_seconds, reload=True)] * (crew.loads - 1)
    resting = crew.rest_seconds and crew.opens <= crew.rest_closes
    rest = engine.Call(crew.rest_seconds, crew.rest_opens, crew.rest_closes) if resting else None
    return (*loads, rest) if rest else tuple(loads)


def _rows(values: list[tuple[int, int]]) -> np.ndarray:
    return np.array([(0, 0), *values], np.int64)


def _column(values: list[int], base: int = 0) -> np.ndarray:
    return np.array([base, *values], np.int64)
