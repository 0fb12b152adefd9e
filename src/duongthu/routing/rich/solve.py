"""The search over schedules, from places to plan: cheapest insertion, then annealing."""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import chance_of
from duongthu.routing.problem import Problem, Round
from duongthu.routing.proximity import near_in_time
from duongthu.routing.rich.build import chains_of, empty_rounds, fill, ground_of, nodes_of, rounds_of
from duongthu.routing.rich.ground import (
    LOCKED,
    MARK,
    NOBODY,
    OUT,
    PARTNER,
    ROUTE,
    START,
    STOPS,
    ZONE,
    Ground,
    Rounds,
)  # fmt: skip
from duongthu.routing.rich.ruin import RuinSize
from duongthu.routing.rich.scratch import OUTSIDE, scratch, send_out
from duongthu.routing.rich.search import anneal, insert_all, price_of_rounds
from duongthu.routing.slices import Budget, Cooling, Tell
from duongthu.routing.slices import anneal as anneal_in_slices

NEIGHBOURS = 80  # beside which an insertion is tried
MEAN_OUT, LONGEST, TAILS = 10.0, 10.0, 8  # as in RuinSize
CLOSE = 5
BATCH = 250  # stops of the first plan put in between looks at the clock
PATIENCE = 0.3  # of the budget, after which the first plan looks beside the nearest only
PATIENT, HURRIED = 1, -1  # as ``eager`` in ``search.insert_all``
ROOM = 0.9  # of all vehicles, more of which than this is never filled


def solve_rich(
    problem: Problem,
    budget: Budget,
    seed: int,
    temperature: Cooling,
    tell: Tell,
    start: Sequence[Round] = (),
) -> tuple[tuple[Round, ...], tuple[int, ...]]:
    """The rounds, and the stops left out; ``start``: rounds to begin with, each on a vehicle of its kind."""
    nodes = nodes_of(problem)
    ground = ground_of(problem, near_in_time(problem, NEIGHBOURS), nodes)
    rounds = empty_rounds(ground)
    fill(ground, rounds, chains_of(problem, nodes, start))
    search = RichSearch(ground, rounds, budget.workers, seed, problem)
    search.insert_missing(_farthest(problem), budget)
    anneal_in_slices(search, budget, temperature, tell)
    left_out = np.flatnonzero(search.best.link[: nodes.places, ROUTE] == OUT)
    return rounds_of(search.best, nodes), tuple(int(stop) for stop in left_out[left_out >= problem.depots])


class RichSearch:
    """The present rounds and the best; see ``slices.Search``."""

    def __init__(self, ground: Ground, rounds: Rounds, workers: int, seed: int, problem: Problem) -> None:
        self.ground, self.rounds, self.depots = ground, rounds, problem.depots
        nodes, vehicles = len(rounds.link), len(rounds.route)
        self.works = [scratch(chance_of(seed * 1_000 + worker), nodes, vehicles) for worker in range(workers)]
        self.tails = 0 if ground.stop[:, LOCKED].any() else TAILS
        self.mean_leg = _mean_leg(problem, ground.near)
        self.rounds.route[:, ZONE] = 0
        self.stops = np.arange(self.depots, ground.places, dtype=np.int32)
        self.zones = [self.stops]
        self.keep()

    def insert_missing(self, order: NDArray[np.int32], budget: Budget) -> None:
        """The first plan: stops not yet on a round, in that order.

        Where time presses, stops without room beside their nearest are left for the search, which tries them again.
        """
        began = time.perf_counter()
        activities = np.arange(self.ground.places, len(self.rounds.link), dtype=np.int32)
        reloads, nodes = int(self._short_of_room()), np.concatenate([activities, order])
        for begin in range(0, len(nodes), BATCH):
            spent = time.perf_counter() - began
            hurried = budget.steps is None and spent > PATIENCE * (budget.until - began)
            some = nodes[begin : begin + BATCH]
            insert_all(
                self.ground, self.rounds, self.works[0], 0, some, reloads, HURRIED if hurried else PATIENT
            )
        used = max(1, int((self.rounds.route[:, STOPS] > 0).sum()))
        self.size = RuinSize(MEAN_OUT, min(LONGEST, max(1.0, len(self.stops) / used)), self.tails)

    def _short_of_room(self) -> bool:
        """Whether all vehicles together, loaded once, carry hardly what is to be delivered or collected."""
        room = self.ground.capacity.sum(axis=0) * ROOM
        return bool(
            (self.ground.deliver.sum(axis=0) > room).any() or (self.ground.collect.sum(axis=0) > room).any()
        )

    def part(self, workers: int, turn: float) -> None:
        """Sectors around the first vehicle's start; stops outside go to the workers in turn."""
        self.rounds.route[:, MARK] = -1
        if workers == 1:
            return
        outside = [c for work in self.works for c in work.outside[: work.at[OUTSIDE]]]
        self._zone_rounds(workers, turn)
        for work in self.works:
            work.at[OUTSIDE] = 0
            work.slot[:] = -1
        for number, stop in enumerate(outside):
            send_out(self.works[self._bound_to(stop, number % workers)], stop)

    def _bound_to(self, stop: int, otherwise: int) -> int:
        """The worker who has the other half of a pair."""
        mate = int(self.ground.bond[stop, PARTNER])
        on = mate != NOBODY and self.rounds.link[mate, ROUTE] != OUT
        return int(self.rounds.route[self.rounds.link[mate, ROUTE], ZONE]) if on else otherwise

    def _zone_rounds(self, workers: int, turn: float) -> None:
        of = self.rounds.link[self.stops, ROUTE]
        on = of != OUT
        many = len(self.rounds.route)
        gap = self.ground.ways.xy[self.stops[on]] - self.ground.ways.xy[self.ground.vehicle[0, START]]
        east, north = np.bincount(of[on], gap[:, 0], many), np.bincount(of[on], gap[:, 1], many)
        order = np.argsort((np.arctan2(north, east) / (2 * np.pi) - turn) % 1.0, kind="stable")
        used = order[self.rounds.route[order, STOPS] > 0]
        reached = np.cumsum(self.rounds.route[used, STOPS])
        self.rounds.route[used, ZONE] = np.minimum(
            (reached - 1) * workers // max(1, reached[-1]), workers - 1
        )
        spare = np.flatnonzero(self.rounds.route[:, STOPS] == 0)
        self.rounds.route[spare, ZONE] = np.arange(len(spare)) % workers
        zone_of = np.where(on, self.rounds.route[of, ZONE], -1)
        self.zones = [self.stops[zone_of == zone] for zone in range(workers)]

    def work(self, zone: int, temperature: float, steps: int) -> None:
        """Ruin, recreate, exchange tails."""
        seeds = self.zones[zone]
        if len(seeds):
            anneal(self.ground, self.rounds, self.works[zone], self.size, seeds, zone, temperature, steps)

    def price(self) -> int:
        """Of the present rounds and the prizes of stops outside."""
        return int(price_of_rounds(self.ground, self.rounds))

    def keep(self) -> None:
        """A copy of the present rounds."""
        now = self.rounds
        self.best = Rounds(
            now.link.copy(),
            now.head.copy(),
            now.tail.copy(),
            now.before.copy(),
            now.behind.copy(),
            now.route.copy(),
        )


def _farthest(problem: Problem) -> NDArray[np.int32]:
    """All stops, farthest from the first vehicle's start first."""
    stops = np.arange(problem.depots, problem.travel.places)
    away = problem.travel_of(0).between(np.array(problem.vehicles[0].start), stops)
    return stops[np.argsort(-away, kind="stable")].astype(np.int32)


def _mean_leg(problem: Problem, near: NDArray[np.int32]) -> float:
    """The mean price of the way to a near neighbour, for the first kind of vehicle: what temperature is measured by."""
    stops = np.arange(problem.depots, len(near))[:: max(1, len(near) // 500)]
    a, b = np.repeat(stops, min(CLOSE, near.shape[1])), near[stops, :CLOSE].ravel().astype(np.int64)
    a, b = a[b >= 0], b[b >= 0]
    if not len(a):
        return 1.0
    travel, (metre, second) = problem.travel_of(0), problem.prices_of(0)
    return float(np.mean(metre * travel.between(a, b) + second * travel.seconds_between(a, b)))
