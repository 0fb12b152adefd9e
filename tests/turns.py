"""How often a race is run: a few times in the suite, as often as ``benchmarks/races.py`` asks there."""

import os


def turns(few: int) -> int:
    """So many, or what DUONGTHU_TEST_TURNS says."""
    return int(os.environ.get("DUONGTHU_TEST_TURNS") or few)
