"""Random numbers inside compiled code: xorshift64*, one state per worker, so that the same seed gives the same plan.

The state is an array of one ``uint64`` that is never 0. Source: S. Vigna, "An experimental exploration of Marsaglia's
xorshift generators, scrambled", ACM TOMS 42 (2016).
"""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.compiled import inlined

Chance = NDArray[np.uint64]
_SCALE = 1.0 / 9007199254740992.0  # 2**-53


def chance_of(seed: int) -> Chance:
    """A state made of a seed; different seeds give unrelated rows."""
    return np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)


@inlined
def _next(state: Chance) -> np.uint64:
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return x * np.uint64(2685821657736338717)


@inlined
def uniform(state: Chance) -> float:
    """A number in [0, 1)."""
    return (_next(state) >> np.uint64(11)) * _SCALE


@inlined
def below(state: Chance, bound: int) -> int:
    """A whole number in 0 … bound − 1."""
    return int(uniform(state) * bound)
