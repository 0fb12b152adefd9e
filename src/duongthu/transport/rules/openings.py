"""What an opening finds: pure rules on codes."""

from collections.abc import Mapping
from typing import NamedTuple


class OpeningFound(NamedTuple):
    """What came out of a bag against what was put in."""

    present: tuple[str, ...]
    short: tuple[str, ...]
    over: tuple[str, ...]
    missent: tuple[str, ...]


def compare(
    put_in: set[str], came_out: list[str], right_next_unit: Mapping[str, int], here: int
) -> OpeningFound:
    """Compare a bag's content by code.

    Args:
        right_next_unit: for each item put in, the unit the closing unit should have sent it to.
        here: the unit that opens.
    """
    seen = list(dict.fromkeys(came_out))
    present = tuple(code for code in seen if code in put_in)
    return OpeningFound(
        present,
        tuple(sorted(put_in - set(seen))),
        tuple(code for code in seen if code not in put_in),
        tuple(code for code in present if right_next_unit.get(code, here) != here),
    )
