"""Seeds of the kernels' random numbers: one state per worker, so that the same seed gives the same plan."""

import numpy as np


def chance_of(seed: int) -> int:
    """A state made of a seed, never 0; different seeds give unrelated rows."""
    return int(np.random.SeedSequence(seed).generate_state(1, np.uint64)[0]) | 1
