"""How the searches are compiled: once a machine, kept on disk, free of the interpreter's lock and of counted references.

A search's arrays outlive every activity into it, so counting who refers to them has no use there; left in, it doubles the time of
a step and lets workers wait for each other's counters. ``_nrt`` is Numba's switch for it. It is not promised by its public
interface: the version is pinned, and without it everything works at half the speed.

Numba looks only at the file of a function to see whether its kept code is still right, not at what was written into it from
other files; so the folder of kept code bears the digest of all that is compiled.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba

_ROOM = Path(__file__).parent
_COMPILED = [
    _ROOM / "chance.py",
    _ROOM / "compiled.py",
    _ROOM / "ordering.py",
    *_ROOM.glob("cvrp/*.py"),
    *_ROOM.glob("rich/*.py"),
]
_SOURCES = sha256(b"".join(path.read_bytes() for path in sorted(_COMPILED))).hexdigest()[:16]
vars(numba.config)["CACHE_DIR"] = str(_ROOM / "__pycache__" / f"kernels-{_SOURCES}")

_SEARCH: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False, "error_model": "numpy"}

compiled: Callable[..., Any] = numba.njit(**_SEARCH)
"""A function of the search; it allocates nothing."""

allocating: Callable[..., Any] = numba.njit(cache=True, nogil=True)
"""A function that makes arrays of its own."""

inlined: Callable[..., Any] = numba.njit(inline="always")
"""A part of such functions, written into each of them."""
