"""Whether the breaks of a vehicle can be taken at all within its hours."""

from collections.abc import Sequence
from itertools import permutations
from typing import Protocol

MOST_ORDERS = 5  # breaks of which every order is tried; of more only the order they close in


class Window(Protocol):
    """When a break may begin, and how long it takes: seconds."""

    @property
    def seconds(self) -> int:
        """It takes."""

    @property
    def opens(self) -> int:
        """It begins from then on."""

    @property
    def closes(self) -> int:
        """It begins by then."""


def untakable(breaks: Sequence[Window], opens: int, closes: int, longest: int) -> bool:
    """Whether no order of the breaks fits between those hours and into a round of that length."""
    if not breaks:
        return False
    by_closing = sorted(breaks, key=lambda one: (one.closes, one.opens))
    orders = permutations(by_closing) if len(breaks) <= MOST_ORDERS else [tuple(by_closing)]
    return not any(_fits(order, opens, closes, longest) for order in orders)


def _fits(order: Sequence[Window], opens: int, closes: int, longest: int) -> bool:
    now = opens
    for one in order:
        now = max(now, one.opens)
        if now > one.closes:
            return False
        now += one.seconds
    back, leaves = now, now
    for one in reversed(order):  # as late as they can begin and still be back by then
        leaves = min(one.closes, leaves - one.seconds)
    return back <= closes and back - leaves <= longest
