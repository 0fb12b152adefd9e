"""The search over schedules, from places to plan: cheapest insertion, then annealing."""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import chance_of
from duongthu.routing.kernels.library import ffi, kernels, pointer
from duongthu.routing.order import left_out_of
from duongthu.routing.problem import Problem, Round
from duongthu.routing.proximity import near_in_time
from duongthu.routing.rich.build import chains_of, fill, instance_of, nodes_of, rounds_of
from duongthu.routing.rich.instance import NOBODY, OUT, Instance
from duongthu.routing.rich.room import Room
from duongthu.routing.rich.worker import Worker
from duongthu.routing.slices import Budget, Cooling, Tell, anneal as anneal_in_slices

NEIGHBOURS = 80  # beside which an insertion is tried
MEAN_OUT, LONGEST, TAILS = 10.0, 10.0, 8  # as in ``RuinSize`` of kernels.h
CLOSE = 5
BATCH = 250  # stops of the first plan put in between looks at the clock
PATIENCE = 0.3  # of the budget, after which the first plan looks beside the nearest only
PATIENT, HURRIED = 1, -1  # as ``eager`` in kernels.h
ROOM_MAKING = 0.5  # of the budget at most, for stops that must be visited and have no room in the first plan
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
    instance = instance_of(problem, near_in_time(problem, NEIGHBOURS), nodes)
    fill(instance, chains_of(problem, nodes, start))
    search = RichSearch(instance, budget.workers, seed, problem)
    search.insert_missing(_farthest(problem), budget)
    anneal_in_slices(search, budget, temperature, tell)
    visited = set(np.flatnonzero(search.best.route[: nodes.places] != OUT).tolist())
    left_out = left_out_of(range(problem.depots, nodes.places), visited, problem.groups)
    return rounds_of(search.best, nodes), left_out


class RichSearch:
    """The present rounds and the best; see ``slices.Search``."""

    def __init__(self, instance: Instance, workers: int, seed: int, problem: Problem) -> None:
        self.instance, self.depots = instance, problem.depots
        self.places = self.instance.places
        kinds = len(problem.vehicles)
        self.workers = [
            Worker(chance_of(seed * 1_000 + worker), instance, kinds) for worker in range(workers)
        ]
        self.tails = 0 if instance.node["locked"].any() else TAILS
        self.mean_leg = _mean_leg(problem, instance.near)
        self.room: Room | None = None
        self.preparing = ROOM_MAKING
        self.stops = np.arange(self.depots, instance.places, dtype=np.int32)
        self.zones = [self.stops]
        self.keep()

    def insert_missing(self, order: NDArray[np.int32], budget: Budget) -> None:
        """The first plan: stops not yet on a round, in that order.

        Where time presses, stops without room beside their nearest are left for the search, which tries them again.
        """
        began = time.perf_counter()
        activities = np.arange(self.instance.places, len(self.instance.node), dtype=np.int32)
        reloads, nodes = int(self._short_of_room()), np.concatenate([activities, order])
        for begin in range(0, len(nodes), BATCH):
            spent = time.perf_counter() - began
            hurried = budget.steps is None and spent > PATIENCE * (budget.until - began)
            some = nodes[begin : begin + BATCH]
            kernels.rich_insert_all(
                self.instance.struct.at, self.workers[0].at, 0, pointer("int32_t", some), len(some), reloads,
                HURRIED if hurried else PATIENT,
            )  # fmt: skip
        used = max(1, int((self.instance.route["stops"] > 0).sum()))
        longest = min(LONGEST, max(1.0, len(self.stops) / used))
        self.size = ffi.new("RuinSize *", {"mean_out": MEAN_OUT, "longest": longest, "tails": self.tails})

    def _short_of_room(self) -> bool:
        """Whether all vehicles together, loaded once, carry hardly what is to be delivered or collected."""
        room, demand = self.instance.capacity.sum(axis=0) * ROOM, self.instance.demand
        return bool(
            (demand["delivery"].sum(axis=0) > room).any() or (demand["pickup"].sum(axis=0) > room).any()
        )

    def part(self, workers: int, turn: float) -> None:
        """Sectors around the first vehicle's start; stops outside go to the workers in turn."""
        self.instance.route["mark"] = -1
        if workers == 1:
            return
        outside = [stop for worker in self.workers for stop in worker.all_outside()]
        self._zone_rounds(workers, turn)
        parts: list[list[int]] = [[] for _ in self.workers]
        for number, stop in enumerate(outside):
            parts[self._bound_to(stop, number % workers)].append(stop)
        for worker, stops in zip(self.workers, parts, strict=True):
            worker.take_outside(stops)

    def _bound_to(self, stop: int, otherwise: int) -> int:
        """The worker who has the other half of a pair."""
        mate = int(self.instance.node["partner"][stop])
        on = int(self.instance.node["route"][mate]) if mate != NOBODY else OUT
        return int(self.instance.route["zone"][on]) if on != OUT else otherwise

    def _zone_rounds(self, workers: int, turn: float) -> None:
        route, of = self.instance.route, self.instance.node["route"][self.stops]
        on = of != OUT
        xy = self.instance.ways.xy
        gap = xy[self.stops[on]] - xy[self.instance.vehicle["start"][0]]
        east, north = (np.bincount(of[on], gap[:, axis], len(route)) for axis in (0, 1))
        order = np.argsort((np.arctan2(north, east) / (2 * np.pi) - turn) % 1.0, kind="stable")
        used = order[route["stops"][order] > 0]
        reached = np.cumsum(route["stops"][used], dtype=np.int64)
        route["zone"][used] = np.minimum((reached - 1) * workers // max(1, reached[-1]), workers - 1)
        spare = np.flatnonzero(route["stops"] == 0)
        route["zone"][spare] = np.arange(len(spare)) % workers
        zone_of = np.where(on, route["zone"][of], -1)
        self.zones = [self.stops[zone_of == zone] for zone in range(workers)]

    def work(self, zone: int, temperature: float, steps: int) -> int:
        """Ruin, recreate, exchange tails; the change of price."""
        seeds = self.zones[zone]
        if not len(seeds):
            return 0
        return int(
            kernels.rich_anneal(
                self.instance.struct.at, self.workers[zone].at, self.size, pointer("int32_t", seeds), len(seeds), zone,
                temperature, steps,
            )
        )  # fmt: skip

    def fewer(self, steps: int) -> bool:
        """Room for stops that must be visited; a vehicle's price says whether it is one too many."""
        self.room = self.room or Room(self.instance, self.workers[0])
        return self.room.make(self.size, self.mean_leg, steps)

    def price(self) -> int:
        """Of the present rounds and the prizes of stops outside."""
        return int(kernels.rich_price(self.instance.struct.at))

    def keep(self) -> None:
        """A copy of the present rounds."""
        self.best = self.instance.rounds_now()


def _farthest(problem: Problem) -> NDArray[np.int32]:
    """All stops, those of a lower stage first, then farthest from the first vehicle's start first."""
    stops = np.arange(problem.depots, problem.travel.places)
    away = problem.travel_of(0).between(np.array(problem.vehicles[0].start), stops)
    return stops[np.lexsort((-away, problem.stage[stops]))].astype(np.int32)


def _mean_leg(problem: Problem, near: NDArray[np.int32]) -> float:
    """The mean price of the way to a near neighbour, for the first kind of vehicle: what temperature is measured by."""
    stops = np.arange(problem.depots, len(near))[:: max(1, len(near) // 500)]
    a, b = np.repeat(stops, min(CLOSE, near.shape[1])), near[stops, :CLOSE].ravel().astype(np.int64)
    a, b = a[b >= 0], b[b >= 0]
    if not len(a):
        return 1.0
    travel, (metre, second) = problem.travel_of(0), problem.prices_of(0)
    return float(np.mean(metre * travel.between(a, b) + second * travel.seconds_between(a, b)))
