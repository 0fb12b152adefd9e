"""Python's memory collector, set for a program that makes rows by the thousand and no cycles."""

import gc

NEW_OBJECTS = 100_000


def collect_seldom() -> None:
    """Leave what the start has built alone and look for cycles seldom: it took a sixth of a large batch."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
