"""Small problems in the format's own words, made by seed."""

import random
from pathlib import Path

DATA = Path(__file__).parent / "data"
CAPACITATED, DEPOTS = DATA / "X-n200-k36.vrp", DATA / "PR11A.vrp"

SMALL = """NAME : small
TYPE : CVRP
DIMENSION : 5
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 10
3 0 20
4 30 0
5 40 0
DEMAND_SECTION
1 0
2 5
3 5
4 4
5 4
DEPOT_SECTION
1
-1
EOF
"""
WINDOWS = """NAME : windows
TYPE : VRPTW
DIMENSION : 4
VEHICLES : 3
CAPACITY : 10
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 0 10
3 0 20
4 30 0
DEMAND_SECTION
1 0
2 5
3 5
4 4
TIME_WINDOW_SECTION
1 0 100
2 0 30
3 20 60
4 30 40
DEPOT_SECTION
1
EOF
"""


def town(seed, stops, *, capacity=20, windows=False):
    """A seeded town of ``stops`` stops as the text of a problem's file."""
    chance = random.Random(seed)
    kind = "VRPTW" if windows else "CVRP"
    lines = [f"NAME : town-{seed}", f"TYPE : {kind}", f"DIMENSION : {stops + 1}", f"CAPACITY : {capacity}"]
    lines += [f"VEHICLES : {stops}"] * windows
    lines += ["EDGE_WEIGHT_TYPE : EUC_2D", "NODE_COORD_SECTION"]
    lines += [f"{n} {chance.randint(0, 1000)} {chance.randint(0, 1000)}" for n in range(1, stops + 2)]
    lines += ["DEMAND_SECTION", "1 0", *(f"{n} {chance.randint(1, 5)}" for n in range(2, stops + 2))]
    if windows:
        opens = [chance.randint(0, 3000) for _ in range(stops)]
        lines += ["TIME_WINDOW_SECTION", "1 0 10000"]
        lines += [f"{n} {at} {at + 2000}" for n, at in enumerate(opens, start=2)]
    return "\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF", ""])
