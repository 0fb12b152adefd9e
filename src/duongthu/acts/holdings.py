"""What stands on somebody's name: each room tells its own; whoever decides about posts asks all of them, and knows none."""

from collections.abc import Callable

Holding = Callable[[int, int], str]
_holdings: dict[str, Holding] = {}


def register_holding(name: str, tell: Holding) -> None:
    """Add what a room knows (called once, when it is ready).

    Args:
        tell: takes a person's and a unit's id; says in words what of that unit stands on the person's name, empty: nothing.
    """
    _holdings[name] = tell


def held_at(person_id: int, unit_id: int) -> list[str]:
    """What of a unit stands on a person's name, in words, room by room; empty: nothing."""
    told = (tell(person_id, unit_id) for _, tell in sorted(_holdings.items()))
    return [words for words in told if words]
