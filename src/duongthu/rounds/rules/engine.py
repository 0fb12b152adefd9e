"""The routing engine as planner: the one place that talks to the room ``routing``.

``routing`` brings NumPy and Numba along and takes half a second to import, so it is asked for when the first plan is made.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from duongthu.rounds.rules.drawing import DAY_SECONDS, ENGINE, Crew, Drawn, DrawnRound, Ground, Wish
from duongthu.rounds.rules.riding import cut_to_fit, drawn_of

if TYPE_CHECKING:
    from types import ModuleType

    from duongthu.routing.api import Problem

LEFT_PRICE = (
    1_000_000  # of leaving a door out, in the plan's own units: no detour within a province costs that much
)
STEPS_A_STOP, LEAST_STEPS, MOST_STEPS = 5, 100, 20_000
SLACK = 1.05  # by which a fair round may be longer than the mean


@cache
def routing() -> ModuleType | None:
    """The engine's door; None where it cannot be loaded on this machine (no Numba, no compiler cache)."""
    try:
        return import_module("duongthu.routing.api")
    except (ImportError, OSError):
        return None


class EnginePlanner:
    """Rounds by the routing engine: capacity, hours, familiar couriers, even lengths; the same seed gives the same plan."""

    def plan(self, wish: Wish) -> Drawn:
        """One search for every base: couriers take only what lies where they start."""
        rounds: list[DrawnRound] = []
        for base in wish.ground.bases:
            crew = tuple(one for one in wish.crew if one.base == base)
            doors = [d for d, door in enumerate(wish.ground.doors) if door.first.base == base]
            if crew and doors:
                rounds += _of_base(wish, base, crew, doors)
        return drawn_of(ENGINE, wish.crew, wish.ground, rounds, wish.prices, wish.owners)


def _of_base(wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int]) -> list[DrawnRound]:
    engine = routing()
    assert engine is not None, "the planner was chosen because the engine loads"  # noqa: S101
    steps = min(MOST_STEPS, max(LEAST_STEPS, STEPS_A_STOP * len(doors)))
    fair = DAY_SECONDS
    if len(crew) > 1:
        first = _solved(wish, base, crew, doors, fair, 1)
        fair = int(sum(one.seconds for one in first) / len(crew) * SLACK)
    return _solved(wish, base, crew, doors, fair, steps)


def _solved(
    wish: Wish, base: int, crew: tuple[Crew, ...], doors: list[int], fair: int, steps: int
) -> list[DrawnRound]:
    engine = routing()
    problem = problem_of(wish, base, crew, doors, fair)
    plan = engine.solve(problem, steps=steps, seconds=float(wish.seconds), seed=wish.seed)  # type: ignore[union-attr]
    orders: dict[int, list[int]] = {
        one.vehicle: [doors[stop - 1] for stop in one.stops] for one in plan.rounds
    }
    rounds, off = [], list[int]()
    for number, one in enumerate(crew):
        drawn, gone = cut_to_fit(wish.ground, one, orders.get(number, []))
        rounds.append(drawn)
        off += gone
    return _place_again(wish.ground, rounds, off)


def _place_again(ground: Ground, rounds: list[DrawnRound], off: list[int]) -> list[DrawnRound]:
    """Doors that fell off a round because of its reloads go to the end of another one that has the time."""
    for door in off:
        for number, one in enumerate(rounds):
            longer, gone = cut_to_fit(ground, one.crew, [*(stop.door for stop in one.stops), door])
            if not gone:
                rounds[number] = longer
                break
    return rounds


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
    """One motorbike; where it may be loaded again, its capacity is that of all its loads, its shift shorter by the reloads."""
    capacity = (crew.grams * crew.loads, crew.pieces * crew.loads)
    return engine.Vehicle(
        capacity,
        count=1,
        opens=crew.opens,
        closes=max(crew.opens, crew.closes),
        fair=fair,
        courier=crew.courier_id,
    )


def _rows(values: list[tuple[int, int]]) -> np.ndarray:
    return np.array([(0, 0), *values], np.int64)


def _column(values: list[int], base: int = 0) -> np.ndarray:
    return np.array([base, *values], np.int64)
