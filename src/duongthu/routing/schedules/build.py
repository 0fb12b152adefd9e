"""From a problem to the compiled search's ground and rounds, and back to lists."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.problem import Problem, Round
from duongthu.routing.schedules.ground import (
    ABLE,
    CLOSES,
    COUNT,
    COURIER,
    END,
    FAIR,
    FIRST,
    LAST,
    LOCKED,
    LONGEST,
    MARK,
    NEXT,
    NOBODY,
    OPENS,
    OUT,
    OWNER,
    PREV,
    PRICE,
    PRIZE,
    ROUTE,
    SERVICE,
    SKILLS,
    START,
    STRAY,
    Ground,
    Prices,
    Rounds,
)  # fmt: skip
from duongthu.routing.schedules.refresh import refresh

MUST = 10**9
"""The prize of a stop that must be visited: no way is worth it."""


def vehicles_of(problem: Problem, most: int) -> list[int]:
    """The kind of each single vehicle; of a kind without limit there are ``most``."""
    return [kind for kind, vehicle in enumerate(problem.vehicles) for _ in range(min(vehicle.count, most))]


def ground_of(problem: Problem, near: NDArray[np.int32], kinds: Sequence[int]) -> Ground:
    """All tables, one row a place or vehicle."""
    places, travel = problem.travel.places, problem.travel
    stop = np.zeros((places, 6), np.int64)
    stop[:, SERVICE], stop[:, SKILLS] = problem.service, problem.skills
    stop[:, PRIZE] = np.where(problem.prize > 0, problem.prize, MUST)
    stop[:, OWNER], stop[:, STRAY] = problem.owner, problem.stray_price
    stop[: problem.depots, PRIZE] = 0
    for vehicle in problem.vehicles:
        stop[list(vehicle.locked), LOCKED] = 1
    table = np.zeros((len(kinds), 9), np.int64)
    for number, kind in enumerate(kinds):
        v, row = problem.vehicles[kind], table[number]
        row[START], row[END], row[LONGEST] = v.start, v.end, v.longest
        row[OPENS], row[CLOSES] = problem.shift_of(kind)
        row[PRICE], row[ABLE], row[FAIR], row[COURIER] = v.price, v.skills, v.fair, v.courier
    capacity = np.array([problem.vehicles[kind].capacity for kind in kinds], np.int64).reshape(len(kinds), -1)
    prices = Prices(problem.price_metre, problem.price_second, problem.price_beyond_fair)
    return Ground(
        int(travel.kind), travel.xy, travel.metres, travel.seconds, near, stop, problem.windows, problem.load,
        problem.collect, table, capacity, prices,
    )  # fmt: skip


def empty_rounds(ground: Ground) -> Rounds:
    """Vehicles that ride nowhere."""
    places, measures = ground.deliver.shape
    link = np.full((places, 4), NOBODY, np.int32)
    link[:, ROUTE] = OUT
    route = np.zeros((len(ground.vehicle), 7), np.int64)
    route[:, FIRST], route[:, LAST], route[:, MARK] = NOBODY, NOBODY, -1
    head, burden = np.zeros((places, 4), np.int64), np.zeros((places, measures, 3), np.int64)
    return Rounds(link, head, head.copy(), burden, burden.copy(), route)


def fill(ground: Ground, rounds: Rounds, lists: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Put lists of stops on vehicles by number; each stop in the first of its windows it can be begun in."""
    for number, stops in lists:
        prior = NOBODY
        for stop in stops:
            rounds.link[stop, PREV], rounds.link[stop, ROUTE] = prior, number
            rounds.link[stop, 3] = 0
            if prior != NOBODY:
                rounds.link[prior, NEXT] = stop
            prior = stop
        rounds.route[number, FIRST] = stops[0] if stops else NOBODY
        rounds.route[number, LAST], rounds.route[number, COUNT] = prior, len(stops)
        if stops:
            rounds.link[prior, NEXT] = NOBODY
        refresh(ground, rounds, number)


def rounds_of(rounds: Rounds, kinds: Sequence[int]) -> tuple[Round, ...]:
    """The rounds that have stops, by number of vehicle."""
    found = []
    for number, kind in enumerate(kinds):
        stops, x = [], int(rounds.route[number, FIRST])
        while x != NOBODY:
            stops.append(x)
            x = int(rounds.link[x, NEXT])
        if stops:
            found.append(Round(kind, tuple(stops)))
    return tuple(found)
