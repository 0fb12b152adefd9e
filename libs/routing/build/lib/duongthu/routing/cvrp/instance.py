"""What the search stands on where only capacity binds: places and their neighbours, and rounds as linked chains.

One depot (place 0), one load, symmetric distances. Places are numbered along a space-filling curve, so that neighbours lie
close together in memory.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.kernels.library import Array, Struct, record

NODE, ROUTE = record("CvrpNode"), record("CvrpRoute")
NEXT, PREV = 0, 1  # in a node's links and legs
OUT = -1  # a node's route while it is on none


@dataclass(frozen=True, slots=True)
class Instance:
    """What a search never changes.

    Attributes:
        xy: float64 (places, 2).
        matrix: int32 (places, places); (1, 1) where distances come from ``xy``, rounded to whole units.
        near: int32 (places, K), the nearest stops of each, nearest first; never the depot, −1 pads.
        near_cost: int32 (places, K), the distances to them.
        load: int64 (places,).
        to_depot: int32 (places,).
        capacity: of every vehicle.
        route_price: what one more round costs.
    """

    xy: NDArray[np.float64]
    matrix: NDArray[np.int32]
    near: NDArray[np.int32]
    near_cost: NDArray[np.int32]
    load: NDArray[np.int64]
    to_depot: NDArray[np.int32]
    capacity: int
    route_price: int

    @property
    def places(self) -> int:
        """How many, the depot included."""
        return len(self.load)


class Rounds:
    """The present rounds: records (``CvrpNode``, ``CvrpRoute``) by place and by round; the depot ends chains as 0."""

    def __init__(self, instance: Instance, routes: int) -> None:
        """All stops are on no round."""
        self.instance = instance
        self.node: Array = np.zeros(instance.places, NODE)
        self.route: Array = np.zeros(routes, ROUTE)
        self.node["route"], self.node["load"], self.node["to_depot"] = OUT, instance.load, instance.to_depot
        self.struct = Struct(
            "Cvrp",
            matrix_given=int(len(instance.matrix) > 1),
            places=instance.places,
            neighbours=instance.near.shape[1],
            routes=routes,
            xy=np.ascontiguousarray(instance.xy),
            matrix=instance.matrix,
            near=np.ascontiguousarray(instance.near),
            near_cost=np.ascontiguousarray(instance.near_cost),
            capacity=instance.capacity,
            route_price=instance.route_price,
            node=self.node,
            route=self.route,
        )

    def legs_of(self, chain: NDArray[np.int32]) -> NDArray[np.int64]:
        """Distances along a chain that may pass the depot."""
        a, b = chain[:-1], chain[1:]
        if len(self.instance.matrix) > 1:
            return np.asarray(self.instance.matrix[a, b], np.int64)
        gap = self.instance.xy[a] - self.instance.xy[b]
        return np.floor(np.sqrt((gap**2).sum(axis=1)) + 0.5).astype(np.int64)
