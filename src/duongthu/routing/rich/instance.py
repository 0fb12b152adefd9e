"""What the rich search stands on, and the present rounds: one record a node, one a vehicle (see ``kernels.h``)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.kernels.library import Array, Struct, kernels, record

NODE, ROUTE, VEHICLE, RANK = (
    record("RichNode"),
    record("RichRoute"),
    record("RichVehicle"),
    record("RichRank"),
)
WINDOW, DEMAND, LOAD = record("Window"), record("Demand"), record("Load")
NOBODY = -1  # no node before, behind, or in a list; no owner
OUT = -1  # a node's route while it is on none
LOCKED_FIRST, KEPT = 1, 2  # a node's ``locked``: keeps its place at the beginning; keeps its round and order
BREAK, RELOAD = 1, 2  # a node's ``activity``; 0: a stop
OVERLOADED, OVERTIME = 1, 2  # a route's ``over``, added up
VARIOUS = 4  # the kind of ways that vehicles differ in


@dataclass(frozen=True, slots=True)
class Ways:
    """Distances and times, as in ``Travel``; where vehicles differ one travel below the other, all of the kind ``each``."""

    kind: int
    each: int
    depots: int
    xy: NDArray[np.float64]
    metres: NDArray[np.int32]
    seconds: NDArray[np.int32]
    listed: NDArray[np.int32]
    depot_metres: NDArray[np.int32]
    depot_seconds: NDArray[np.int32]
    detour: NDArray[np.float64]
    pace: NDArray[np.float64]

    @property
    def columns(self) -> int:
        """Of a row of metres and seconds."""
        return self.metres.shape[1]


@dataclass(frozen=True, slots=True)
class Best:
    """The rounds of the best plan met: what follows each node, which round it is on, and the first of each round."""

    next: Array
    route: Array
    first: Array


@dataclass(frozen=True, slots=True)
class Tables:
    """One row a node or vehicle; nodes beyond the places are breaks and reloads of vehicles.

    Attributes:
        node: ``RichNode`` (nodes,), with the nodes' needs and bonds.
        rank: ``RichRank`` (nodes,), with the nodes' releases, stages and groups.
        opened: whether each round needs a stop of stage 0.
        window: ``Window`` (nodes, windows); unused ones end before they begin.
        demand: ``Demand`` (nodes, measures).
        vehicle: ``RichVehicle`` (vehicles,); each rides at most one round, of its number.
        capacity: int64 (vehicles, measures).
        kinds: of vehicles, how many.
        bonded: whether any stops go together.
        beyond_fair: price of a second of a round beyond its fair length.
        must: the prize of a stop that must be visited.
    """

    node: Array
    rank: Array
    opened: bool
    window: Array
    demand: Array
    vehicle: Array
    capacity: NDArray[np.int64]
    kinds: int
    bonded: bool
    beyond_fair: int
    must: int


class Instance:
    """All tables, and the rounds as chains; every vehicle begins at home.

    Attributes:
        ways: between places.
        places: how many.
        near: int32 (places, K), the nearest stops of each, nearest first, −1 pads.
        route: ``RichRoute`` (vehicles,).
        node, rank, window, demand, vehicle, capacity: as in ``Tables``.
    """

    def __init__(self, ways: Ways, near: NDArray[np.int32], tables: Tables) -> None:
        self.ways, self.places, self.near = ways, len(near), near
        self.node, self.rank, self.window, self.demand = (
            tables.node,
            tables.rank,
            tables.window,
            tables.demand,
        )
        self.vehicle, self.capacity = tables.vehicle, tables.capacity
        self.before: Array = np.zeros(self.demand.shape, LOAD)
        self.behind: Array = np.zeros(self.demand.shape, LOAD)
        self.route: Array = np.zeros(len(self.vehicle), ROUTE)
        self.node["next"], self.node["prev"], self.node["route"] = NOBODY, NOBODY, OUT
        self.route["first"], self.route["last"], self.route["mark"] = NOBODY, NOBODY, -1
        self._ways = Struct(
            "Ways", kind=ways.kind, each=ways.each, columns=ways.columns, depots=ways.depots, xy=ways.xy, metres=ways.metres,
            seconds=ways.seconds, listed=ways.listed, depot_metres=ways.depot_metres, depot_seconds=ways.depot_seconds,
            detour=ways.detour, pace=ways.pace,
        )  # fmt: skip
        self.struct = Struct(
            "Rich", ways=self._ways.at[0], places=self.places, nodes=len(self.node), neighbours=near.shape[1],
            windows=self.window.shape[1], measures=self.demand.shape[1], vehicles=len(self.vehicle), kinds=tables.kinds,
            bonded=int(tables.bonded), released=int(self.rank["release"].any()), staged=int(self.rank["stage"].any()),
            opened=int(tables.opened), grouped=int((self.rank["other"] != NOBODY).any()), rank=self.rank,
            beyond_fair=tables.beyond_fair, must=tables.must, near=near, node=self.node,
            window=self.window, demand=self.demand, before=self.before, behind=self.behind,
            vehicle=self.vehicle, capacity=self.capacity,
            route=self.route,
        )  # fmt: skip

    def refresh(self, number: int) -> None:
        """Renew all that a round's chain implies."""
        kernels.rich_refresh(self.struct.at, number)

    def choose_windows(self, number: int) -> None:
        """Put every node of a round into the first of its windows it can be begun in, as the count does; not yet refreshed."""
        kernels.rich_choose_windows(self.struct.at, number)

    def link(self, node: int, behind: int, number: int, window: int) -> None:
        """Put a node behind another (NOBODY: first) of a round; the round is not yet refreshed."""
        kernels.rich_link(self.struct.at, node, behind, number, window)

    def unlink(self, node: int) -> None:
        """Take a node out of its chain; the round is not yet refreshed."""
        kernels.rich_unlink(self.struct.at, node)

    def rounds_now(self) -> Best:
        """A copy of the present rounds."""
        return Best(self.node["next"].copy(), self.node["route"].copy(), self.route["first"].copy())

    @contextmanager
    def windows_of(self, stop: int) -> Iterator[Array]:
        """A stop's windows, to be changed for as long as this lasts."""
        were = self.window[stop].copy()
        try:
            yield self.window[stop]
        finally:
            self.window[stop] = were
