"""What works only where compiled libraries are to be had, and is done otherwise where they are not."""

from functools import cache
from importlib import import_module
from types import ModuleType

COMPILED = frozenset({"cffi", "numpy", "scipy", "ziglang"})
"""Libraries that do not come for every Python and machine as soon as these appear, and what compiles the planner's own where
the machine has no compiler."""


@cache
def module_if_possible(name: str) -> ModuleType | None:
    """The module; None where a compiled library it needs is missing.

    Raises:
        ModuleNotFoundError: anything else is missing, which is an error of ours.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] not in COMPILED:
            raise
        return None
