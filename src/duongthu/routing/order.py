"""What comes first on a round, when it may leave, and which stops stand for each other: releases, stages and groups."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

MOST_STAGES = 1_000


class Ordered(Protocol):
    """A problem's rows and bonds that these rules are about."""

    @property
    def release(self) -> NDArray[np.int64]:
        """By place."""

    @property
    def stage(self) -> NDArray[np.int64]:
        """By place."""

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Of stops."""

    @property
    def prize(self) -> NDArray[np.int64]:
        """By place."""

    @property
    def companions(self) -> dict[int, tuple[int, ...]]:
        """Of stops in pairs and sequences."""


def wrong_order(problem: Ordered, stops: range, locked: Collection[int], *, reloads: bool) -> str:
    """What contradicts itself in them, or cannot be had together; nothing where all is well."""
    wrong = (*_wrong_rows(problem, stops, reloads=reloads), *_wrong_groups(problem, stops, locked))
    return wrong[0] if wrong else ""


def _wrong_rows(problem: Ordered, stops: range, *, reloads: bool) -> Iterator[str]:
    for name in ("release", "stage"):
        row = getattr(problem, name)
        if row[: stops.start].any():
            yield f"{name} of a depot is not 0"
        if row.any() and reloads:
            yield f"{name} cannot be had together with reloads"
        if row.any() and problem.companions:
            yield f"{name} cannot be had together with pairs or sequences"


def _wrong_groups(problem: Ordered, stops: range, locked: Collection[int]) -> Iterator[str]:
    seen: set[int] = set()
    for number, group in enumerate(problem.groups):
        for stop in group:
            if stop not in stops:
                yield f"group {number} names place {stop}, which is no stop"
                return
            if stop in seen:
                yield f"place {stop} is in a group twice"
            if stop in problem.companions:
                yield f"place {stop} is in a group and in a pair or a sequence"
            seen.add(stop)
        if sum(stop in locked for stop in group) > 1:
            yield f"two stops of group {number} are locked"
        if len({int(problem.prize[stop]) for stop in group}) > 1:
            yield f"the stops of group {number} have different prizes"


def others_of(groups: Sequence[Sequence[int]]) -> dict[int, tuple[int, ...]]:
    """Of each stop in a group the whole group, in its own order."""
    return {stop: tuple(group) for group in groups for stop in group}


def left_out_of(
    stops: Iterable[int], visited: Collection[int], groups: Sequence[Sequence[int]]
) -> tuple[int, ...]:
    """The stops left out when those are visited: of a group none where one is visited, else the one with the least number."""
    whole = others_of(groups)
    left = []
    for stop in stops:
        group = whole.get(stop, (stop,))
        if stop == min(group) and not any(one in visited for one in group):
            left.append(stop)
    return tuple(left)
