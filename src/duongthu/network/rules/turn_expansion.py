"""Forbidden turns in a graph of nodes: only where one stands a node is doubled, so that the graph stays small.

Who comes over a piece from which turns are forbidden arrives at a *copy* of the node, which lacks those ways out. Beyond it a
vehicle may not simply turn about in mid-road and come back to the node from the other side: until the next
junction it rides over copies that lack the way back, but for dead ends. Points at a doubled node are found at its
*sink*, to which node and copies lead for nothing.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Turns = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Doubled:
    """A graph with copies: nodes from ``nodes`` on are copies of ``of``.

    Attributes:
        start, end: int32, by piece; the first pieces are those of the graph given, in their order.
        like: int32 (pieces), the piece of the graph given that each stands for.
        of: int32 (copies), the node each copy stands for.
    """

    start: Ints
    end: Ints
    like: Ints
    of: Ints


class _Graph:
    """The graph given, as plain lists: one element at a time is read many times faster than from arrays."""

    def __init__(self, start: Ints, end: Ints, nodes: int) -> None:
        order = np.argsort(start, kind="stable")
        self.nodes = nodes
        self.start: list[int] = start.tolist()
        self.end: list[int] = end.tolist()
        self._order: list[int] = order.tolist()
        self._first: list[int] = np.searchsorted(start[order], np.arange(nodes + 1)).tolist()

    def outs(self, node: int) -> list[int]:
        """The pieces out of a node."""
        return self._order[self._first[node] : self._first[node + 1]]


@dataclass(slots=True)
class _Doubling:
    """The copies made so far, by the piece over which one arrives and whether turning about is barred."""

    graph: _Graph
    barred: Turns
    copies: dict[tuple[int, bool], int] = field(default_factory=dict)
    of: list[int] = field(default_factory=list)
    pieces: list[tuple[int, int, int]] = field(default_factory=list)  # from, to, like
    waiting: deque[tuple[int, bool]] = field(default_factory=deque)

    def arrival(self, piece: int, *, no_return: bool) -> int:
        """The node at which a piece arrives."""
        if not no_return and piece not in self.barred:
            return self.graph.end[piece]
        key = (piece, no_return)
        if key not in self.copies:
            self.copies[key] = self.graph.nodes + len(self.of)
            self.of.append(self.graph.end[piece])
            self.waiting.append(key)
        return self.copies[key]

    def lead_on(self, piece: int, *, no_return: bool) -> None:
        """The ways out of a copy."""
        copy, barred = self.copies[piece, no_return], self.barred.get(piece, frozenset())
        graph = self.graph
        outs = [out for out in graph.outs(graph.end[piece]) if out not in barred]
        onward = [out for out in outs if graph.end[out] != graph.start[piece]]
        allowed = (onward or outs) if no_return else outs
        runs_on = piece in self.barred or len(allowed) == 1  # at the next junction the rule ends
        for out in allowed:
            stays = runs_on and out in onward
            self.pieces.append((copy, self.arrival(out, no_return=stays), out))


def doubled(start: Ints, end: Ints, nodes: int, barred: Turns) -> Doubled:
    """The graph in which the turns from a piece into the pieces of ``barred`` cannot be made.

    Args:
        start: from which node each piece leads; ``end``: to which.
        barred: by piece, the pieces one may not go on to.
    """
    same = np.arange(len(start), dtype=np.int32)
    if not barred:
        return Doubled(start, end, same, np.zeros(0, np.int32))
    doubling, ends = _Doubling(_Graph(start, end, nodes), barred), end.copy()
    for piece in barred:
        ends[piece] = doubling.arrival(piece, no_return=False)
    while doubling.waiting:
        piece, no_return = doubling.waiting.popleft()
        doubling.lead_on(piece, no_return=no_return)
    more = np.array(doubling.pieces, np.int32).reshape(-1, 3)
    return Doubled(
        np.concatenate([start, more[:, 0]]),
        np.concatenate([ends, more[:, 1]]),
        np.concatenate([same, more[:, 2]]),
        np.array(doubling.of, np.int32),
    )


def by_piece(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Pairs of pieces as what is barred after each piece."""
    found: dict[int, set[int]] = {}
    for come, go in pairs:
        found.setdefault(come, set()).add(go)
    return {come: frozenset(go) for come, go in found.items()}
