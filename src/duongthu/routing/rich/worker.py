"""One worker's own memory, as the kernels have it."""

from collections.abc import Sequence

import numpy as np

from duongthu.routing.kernels.library import Struct, record
from duongthu.routing.rich.instance import Instance

MOST_OUT = 2048  # a step never takes out more


class Worker:
    """One worker's own memory; ``RichScratch`` in kernels.h."""

    def __init__(self, chance: int, instance: Instance, kinds: int) -> None:
        """For a search of that many kinds of vehicles."""
        nodes, measures, vehicles = *instance.demand.shape, len(instance.route)
        most = max(MOST_OUT, nodes)
        self.outside, self.slot = np.empty(nodes, np.int32), np.full(nodes, -1, np.int32)
        self._struct = Struct(
            "RichScratch", out=np.empty(most, np.int32), key=np.empty(most), kept=np.empty(nodes, record("KeptStop")),
            kept_route=np.empty(vehicles, record("KeptRoute")), outside=self.outside, slot=self.slot,
            absent=np.zeros(nodes, np.int32), tried=np.zeros(vehicles, np.int64), waiting=np.zeros(measures, np.int64),
            closed=np.zeros(kinds, np.int32),
        )  # fmt: skip
        self.at = self._struct.at
        self.at.chance.state = chance

    def all_outside(self) -> list[int]:
        """The stops on no round."""
        return [int(stop) for stop in self.outside[: self.at.many_outside]]

    def take_outside(self, stops: Sequence[int]) -> None:
        """These and no others are on no round."""
        self.slot[:] = -1
        self.at.many_outside = len(stops)
        self.outside[: len(stops)] = stops
        self.slot[list(stops)] = np.arange(len(stops))
