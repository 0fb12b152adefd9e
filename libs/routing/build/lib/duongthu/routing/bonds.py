"""What goes together: goods picked up at one stop and delivered at another of the same round, and stops in a fixed order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def wrong_bonds(
    pairs: NDArray[np.int64],
    sequences: Sequence[Sequence[int]],
    stops: range,
    load: NDArray[np.int64],
    collect: NDArray[np.int64],
) -> str:
    """What contradicts itself in them; nothing where all is well."""
    bound = [int(stop) for pair in pairs for stop in pair]
    ordered = [int(stop) for sequence in sequences for stop in sequence]
    for name, found in (("pairs", bound), ("sequences", ordered)):
        for stop in found:
            if stop not in stops:
                return f"{name} names place {stop}, which is no stop"
        twice = [stop for stop in found if found.count(stop) > 1] if len(set(found)) < len(found) else []
        if twice:
            return f"{name} has place {twice[0]} twice"
    for number, sequence in enumerate(sequences):
        if len(sequence) < 2:  # noqa: PLR2004 - one stop is no order
            return f"sequence {number} has fewer than two stops"
    for pick_up, delivery in pairs:
        if (collect[pick_up] != load[delivery]).any():
            return (
                f"what is collected at place {pick_up} is not what is brought to place {delivery}, its pair"
            )
    return _parted(pairs, sequences)


def _parted(pairs: NDArray[np.int64], sequences: Sequence[Sequence[int]]) -> str:
    """A pair of which one stop is in a sequence must be in it wholly, the pick-up first."""
    at = {stop: (number, rank) for number, one in enumerate(sequences) for rank, stop in enumerate(one)}
    for pick_up, delivery in pairs:
        first, last = at.get(int(pick_up), (-1, 0)), at.get(int(delivery), (-1, 1))
        if first[0] != last[0] or first[1] >= last[1]:
            return f"places {pick_up} and {delivery} are a pair, and a sequence parts or turns them"
    return ""


def companions(pairs: NDArray[np.int64], sequences: Sequence[Sequence[int]]) -> dict[int, tuple[int, ...]]:
    """Of every stop that goes together with others: all of them, itself included, in the order they are visited."""
    groups = [*(tuple(map(int, pair)) for pair in pairs), *(tuple(map(int, one)) for one in sequences)]
    return {stop: group for group in groups for stop in group}


def among(
    pairs: NDArray[np.int64], sequences: Sequence[Sequence[int]], number: NDArray[np.int64]
) -> tuple[NDArray[np.int64], tuple[tuple[int, ...], ...]]:
    """Both where places have other numbers (−1: left out); what is not wholly among them is no bond there."""
    renamed = number[pairs].reshape(-1, 2)
    ordered = [tuple(int(number[stop]) for stop in one) for one in sequences]
    return renamed[(renamed >= 0).all(axis=1)], tuple(one for one in ordered if min(one) >= 0)
