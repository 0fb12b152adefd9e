"""The routing engine as planner: the one place that talks to the room ``routing``.

``routing`` brings NumPy and Numba along and takes half a second to import, so it is asked for when the first plan is made.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from duongthu.kernel.optional import module_if_possible
from duongthu.rounds.rules.drawing import DAY_SECONDS, ENGINE, Crew, Drawn, DrawnRound, Wish
from duongthu.rounds.rules.reasons import Why, why_from
from duongthu.rounds.rules.riding import cut_to_fit, drawn_of, fits, ride, why_left

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from duongthu.routing.api import Problem, Round

WAIT_SECONDS = 900  # that a courier may wait rather than leave later
LEFT_PRICE = (
    1_000_000  # of leaving a door out, in the plan's own units: no detour within a province costs that much
)


def routing() -> ModuleType | None:
    """The engine's door; None on a machine without the libraries it is compiled by."""
    return module_if_possible("duongthu.routing.api")


class EnginePlanner:
    """Rounds by the routing engine: capacity, hours, familiar couriers, even lengths; the same seed gives the same plan."""

    def plan(self, wish: Wish) -> Drawn:
        """One search for every base: couriers take only what lies where they start."""
        rounds, whys = list[DrawnRound](), dict[int, Why]()
        for base in wish.given.bases:
            crew = tuple(one for one in wish.crew if one.base == base)
            doors = [d for d, door in enumerate(wish.given.doors) if door.first.base == base]
            if crew and doors:
                drawn = _of_base(wish, base, crew, doors)
                rounds += drawn
                whys |= _whys(wish, base, crew, doors, drawn)
        return drawn_of(ENGINE, wish.crew, wish.given, rounds, wish.prices, wish.owners, whys)


def _of_base(wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int]) -> list[DrawnRound]:
    """Rounds that are even and, where something was learnt, familiar: begun with every courier's own doors."""
    engine, problem = _engine(), problem_of(wish, base, crew, doors)
    budget = {"seconds": wish.seconds} if wish.seconds else {"steps": wish.aims.steps(len(doors))}
    start = engine.own_rounds(problem, seed=wish.seed) if (problem.owner >= 0).any() else ()
    if len(crew) == 1:
        plan = engine.solve(problem, seed=wish.seed, **budget)
    else:
        most = wish.aims.longest_hundredths / 100
        plan = engine.solve_evenly(problem, most=most, seed=wish.seed, start=start, **budget).plan
    found = {one.vehicle: one for one in plan.rounds}
    return [_ridden(wish, one, found.get(number), doors) for number, one in enumerate(crew)]


def _engine() -> ModuleType:
    engine = routing()
    assert engine is not None, "the planner was chosen because the engine loads"  # noqa: S101
    return engine


def _whys(
    wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int], drawn: list[DrawnRound]
) -> dict[int, Why]:
    """Why each door is on no round: found by trying; what stops a door even alone, where that says more."""
    visited = {stop.door for one in drawn for stop in one.stops}
    left = {n: door for n, door in enumerate(doors, start=1) if door not in visited}
    if not left:
        return {}
    engine = _engine()
    place = {door: n for n, door in enumerate(doors, start=1)}
    stated = tuple(stated_round(engine, n, one, place) for n, one in enumerate(drawn) if one.stops)
    problem = problem_of(wish, base, crew, doors)
    found = engine.reasons_of(problem, engine.Plan(stated, tuple(left), 0))
    whys = {left[one.stop]: why_from(one.code, one.amount, one.measure) for one in found}
    alone = {door: why_left(wish.given, crew, door) for door in left.values()}
    return {door: alone[door] if _alone_says_more(why, alone[door]) else why for door, why in whys.items()}


def _alone_says_more(why: Why, alone: Why) -> bool:
    return alone.code == "too_heavy" or (why.code == "nothing_alone_helps" and alone.code != "shift_full")


def stated_round(engine: ModuleType, number: int, one: DrawnRound, place: Mapping[int, int]) -> Round:
    """A drawn round as the engine states it: its n-th return is the n-th of its calls, the break comes behind them."""
    loads = count()
    calls = [(c.before, next(loads) if c.reload else one.crew.loads - 1) for c in one.calls]
    return engine.Round(number, tuple(place[stop.door] for stop in one.stops), tuple(calls))  # type: ignore[no-any-return]


def _ridden(wish: Wish, crew: Crew, one: Round | None, doors: list[int]) -> DrawnRound:
    """A round of the engine's with its returns and its break.

    The engine counts how long a round is, not when it begins. So he leaves when the shift begins and rests when it is time,
    if he is still out; where that has him wait for long, or be late, he leaves and rests as the engine has it.
    """
    order = [doors[stop - 1] for stop in one.stops] if one else []
    calls = (
        [(before, number < crew.loads - 1) for before, number in one.activities if before < len(order)]
        if one
        else []
    )
    stated = ride(wish.given, crew, order, calls=calls)
    early = ride(wish.given, crew, order, calls=[call for call in calls if call[1]], rests=True)
    if fits(early) and early.seconds <= stated.seconds + WAIT_SECONDS:
        return early
    return stated if fits(stated) else cut_to_fit(wish.given, crew, order)[0]


def problem_of(wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int]) -> Problem:
    """The question as the engine takes it: place 0 is the base, place n + 1 the n-th of the doors."""
    engine = _engine()
    given = wish.given
    places = np.array([given.base(base), *(given.place(door) for door in doors)])
    across = np.ix_(places, places)
    at = [given.doors[door] for door in doors]
    problem = engine.Problem(
        engine.Travel.matrix(given.metres[across], given.seconds[across]),
        _rows([(door.brought, len(door.jobs)) for door in at]),
        tuple(_vehicle(engine, one) for one in crew),
        service=_column([door.service_seconds for door in at]),
        opens=_column([door.opens for door in at]),
        closes=_column([door.closes for door in at], base=DAY_SECONDS),
        prize=_column([LEFT_PRICE * len(door.jobs) for door in at]),
        collect=_rows([(door.taken, 0) for door in at]),
        owner=_column([wish.owners.get(door, -1) for door in doors], base=-1),
        price_metre=wish.prices.metre,
        price_second=wish.prices.second,
    )
    share = wish.aims.familiar_extra_percent / 100
    penalty = engine.unfamiliarity_penalties(problem, problem.owner, share)
    return replace(problem, unfamiliarity_penalty=penalty)  # type: ignore[no-any-return]


def _vehicle(engine: ModuleType, crew: Crew) -> object:
    """One motorbike."""
    return engine.Vehicle(
        (crew.grams, crew.pieces),
        count=1,
        opens=crew.opens,
        closes=max(crew.opens, crew.closes),
        courier=crew.courier_id,
        activities=calls_of(engine, crew),
    )


def calls_of(engine: ModuleType, crew: Crew) -> tuple[object, ...]:
    """Returns for another load come first, the break behind them; a break whose hours are over was taken."""
    loads = [engine.Reload(crew.reload_seconds)] * (crew.loads - 1)
    resting = crew.rest_seconds and crew.opens <= crew.rest_closes
    rest = engine.Break(crew.rest_seconds, crew.rest_opens, crew.rest_closes) if resting else None
    return (*loads, rest) if rest else tuple(loads)


def _rows(values: list[tuple[int, int]]) -> np.ndarray:
    return np.array([(0, 0), *values], np.int64)


def _column(values: list[int], base: int = 0) -> np.ndarray:
    return np.array([base, *values], np.int64)
