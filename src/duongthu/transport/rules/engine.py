"""The routing engine as planner of mail routes: the one place of the room that talks to ``routing``.

It brings NumPy and Numba along and takes half a second to import, so it is asked for when the first plan is made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from duongthu.kernel.optional import module_if_possible
from duongthu.transport.rules.tours import DAY_MINUTES, Call, Fleet, Load, Tour, TravelMatrix

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from duongthu.routing.api import Problem, Round

MINUTE = 60
CENTI = 100  # prices are hundredths of a đồng, so that a metre and a second have a whole one
USUAL_KM = 60  # of a tour: how much dearer a kind is by the kilometre is asked for once, at this length
LOT = 2  # vehicles of a kind in a row, where there are several kinds


def routing() -> ModuleType | None:
    """The engine's door; None on a machine without the libraries it is compiled by."""
    return module_if_possible("duongthu.routing.api")


@dataclass(frozen=True, slots=True)
class Stop:
    """A unit to be called at: within which minutes of the day, for how long, with what.

    Attributes:
        waiting: all units whose mail goes by this call, itself among them.
    """

    unit_id: int
    opens: int
    closes: int
    dwell: int
    load: Load
    waiting: tuple[int, ...]


@dataclass(frozen=True)
class Wish:
    """One question to the engine: the tours of one wave from one unit and back.

    Attributes:
        opens, closes: a vehicle leaves not before the one and is back by the other; longest: minutes of a tour.
        missed_dong: what a unit costs that no tour can reach in time.
        relaxed: whether cut-offs were taken out; it stands in the tours.
    """

    wave: int
    level: int
    hub: int
    stops: tuple[Stop, ...]
    fleet: tuple[Fleet, ...]
    opens: int
    closes: int
    longest: int
    matrix: TravelMatrix
    missed_dong: int
    steps: int
    seconds: float
    seed: int
    relaxed: bool = False


def drawn(wish: Wish) -> tuple[list[Tour], list[Stop]]:
    """The tours, and the stops none of them reaches in time."""
    fleet = _interleaved(wish.fleet)
    if not wish.stops:
        return [], []
    if not fleet:
        return [], list(wish.stops)
    engine = routing()
    assert engine is not None, "the act asked whether the engine loads"  # noqa: S101
    problem = problem_of(engine, wish, fleet)
    plan = engine.solve(problem, seconds=wish.seconds, steps=wish.steps, seed=wish.seed)
    tours = [_tour(engine, wish, problem, fleet[one.vehicle], one) for one in plan.rounds]
    return tours, [wish.stops[place - 1] for place in plan.left_out]


def _interleaved(fleet: tuple[Fleet, ...]) -> list[Fleet]:
    """The vehicles in small lots, kind after kind: the search opens a round on one of the first few that stand idle."""
    lots = [
        [replace(line, count=min(LOT, line.count - first)) for first in range(0, line.count, LOT)]
        for line in fleet
    ]
    if len(lots) == 1:
        return list(fleet) if lots[0] else []
    return [lot for turn in zip_longest(*lots) for lot in turn if lot]


def _tour(engine: ModuleType, wish: Wish, problem: Problem, line: Fleet, one: Round) -> Tour:
    ride = engine.ride_of(problem, one)
    calls = list[Call]()
    for place, begin in zip(one.stops, ride.begins_at, strict=True):
        stop, arrives = wish.stops[place - 1], begin // MINUTE
        if calls and calls[-1].unit_id == stop.unit_id:  # two parts of one unit's mail on one vehicle
            arrives = calls.pop().arrives
        calls.append(Call(stop.unit_id, arrives, begin // MINUTE + stop.dwell))
    return Tour(
        wish.wave, wish.level, wish.hub, line.vehicle, ride.leaves_at // MINUTE, tuple(calls), ride.back_at // MINUTE,
        ride.metres, wish.relaxed,
    )  # fmt: skip


def problem_of(engine: ModuleType, wish: Wish, fleet: list[Fleet]) -> Problem:
    """The question as the engine takes it: place 0 is the hub, place n + 1 the n-th stop."""
    places = [wish.matrix.at(unit) for unit in (wish.hub, *(stop.unit_id for stop in wish.stops))]
    across = np.ix_(places, places)
    base = min(fleet, key=lambda line: line.dong_per_km)
    return engine.Problem(  # type: ignore[no-any-return]
        engine.Travel.matrix(
            wish.matrix.metres[across], (wish.matrix.minutes[across] * MINUTE).astype(np.int32)
        ),
        _rows(wish, lambda load: (load.deliver_grams, load.deliver_bags)),
        tuple(_vehicle(engine, wish, line, base) for line in fleet),
        service=_column([stop.dwell * MINUTE for stop in wish.stops]),
        opens=_column([stop.opens * MINUTE for stop in wish.stops]),
        closes=_column(
            [max(stop.opens, stop.closes) * MINUTE for stop in wish.stops], base=2 * DAY_MINUTES * MINUTE
        ),
        prize=_column([wish.missed_dong * CENTI * len(stop.waiting) for stop in wish.stops]),
        collect=_rows(wish, lambda load: (load.collect_grams, load.collect_bags)),
        price_metre=base.dong_per_km * CENTI // 1000,
        price_second=base.dong_per_hour * CENTI // 3600,
    )


def _column(values: list[int], base: int = 0) -> np.ndarray:
    return np.array([base, *values], np.int64)


def _rows(wish: Wish, take: Callable[[Load], tuple[int, int]]) -> np.ndarray:
    return np.array([(0, 0), *(take(stop.load) for stop in wish.stops)], np.int64)


def _vehicle(engine: ModuleType, wish: Wish, line: Fleet, base: Fleet) -> object:
    dearer = (line.dong_per_km - base.dong_per_km) * USUAL_KM
    return engine.Vehicle(
        (line.grams, line.bags), count=line.count, opens=wish.opens * MINUTE, closes=max(wish.opens, wish.closes) * MINUTE,
        longest=wish.longest * MINUTE, price=(line.dong_per_tour + dearer) * CENTI,
    )  # fmt: skip
