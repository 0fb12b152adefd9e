"""Ids that come from the seed and a label: the same day played again sends the same commands."""

from hashlib import sha256
from random import Random
from uuid import UUID

from duongthu.kernel import clock
from duongthu.kernel.ids import IdMaker, uuid7

RANDOM_BITS = 74


def command_id(seed: int, label: str) -> UUID:
    """The command id of a scene's step at the clock's moment."""
    digest = sha256(f"{seed}/{label}".encode()).digest()
    return uuid7(clock.now(), int.from_bytes(digest, "big") & ((1 << RANDOM_BITS) - 1))


def chance(seed: int, label: str) -> Random:
    """The scene's own dice."""
    return Random(f"{seed}/{label}")


def line_ids(seed: int, label: str) -> IdMaker:
    """Makes the keys of a command's lines."""
    return IdMaker(Random(f"{seed}/{label}/lines"))
