"""Fewer rounds than savings left: surplus ones are dissolved one by one, the lightest first, down to what the load needs."""

from collections.abc import Callable
from typing import Any

import numpy as np

from duongthu.routing.cvrp.instance import PREV, Rounds
from duongthu.routing.kernels.library import Struct, kernels

LONGEST_TRY = 20_000  # steps after which a round is given back
TRIES = 4  # rounds given back, after which the rest is left to the search

Work = Callable[[Any, int], int]
"""Goes on for that many steps with what is outside; how many it took."""


class Fewer:
    """Dissolving rounds in slices; between them all rounds are whole, or one is being dissolved."""

    def __init__(self, rounds: Rounds) -> None:
        """``rounds`` are changed in place."""
        places = rounds.instance.places
        self.rounds = rounds
        self.fewest = -(-int(rounds.instance.load.sum()) // max(1, rounds.instance.capacity))
        self.slot = np.full(places, -1, np.int32)
        self.outside = Struct(
            "CvrpOutside",
            stop=np.zeros(places, np.int32),
            slot=self.slot,
            absent=np.zeros(places, np.int32),
            many=0,
        )
        self.given_back: list[int] = []
        self.taken, self.tried = -1, 0
        self._remember()

    def _remember(self) -> None:
        self.whole = self.rounds.node.copy(), self.rounds.route.copy()

    def over(self) -> bool:
        """Whether there is nothing to dissolve (any more)."""
        return not self.outside.at.many and (
            self._used() <= self.fewest or len(self.given_back) >= TRIES or self._lightest() < 0
        )

    def slice(self, work: Work, steps: int) -> None:
        """Go on for that many steps."""
        while steps > 0 and not self.over():
            if not self.outside.at.many:
                self._take(self._lightest())
            made = work(self.outside.at, steps)
            steps, self.tried = steps - max(1, made), self.tried + made
            if not self.outside.at.many:
                self._remember()
            elif self.tried >= LONGEST_TRY:
                self.give_back()

    def give_back(self) -> None:
        """The rounds as they were when they last were whole."""
        if self.outside.at.many:
            self.rounds.node[:], self.rounds.route[:] = self.whole
            self.slot[:], self.outside.at.many = -1, 0
            self.given_back.append(self.taken)

    def _used(self) -> int:
        return int((self.rounds.route["count"] > 0).sum())

    def _lightest(self) -> int:
        """The round that carries least of those not given back; −1: there is none."""
        route = self.rounds.route
        load = np.where(route["count"] > 0, route["load"], np.iinfo(np.int64).max)
        load[self.given_back] = np.iinfo(np.int64).max
        lightest = int(load.argmin())
        return lightest if load[lightest] < np.iinfo(np.int64).max else -1

    def _take(self, number: int) -> None:
        node = self.rounds.node
        first = np.flatnonzero((node["route"] == number) & (node["link"][:, PREV] == 0))
        kernels.cvrp_take_round(self.rounds.struct.at, self.outside.at, number, int(first[first > 0][0]))
        self.taken, self.tried = number, 0
