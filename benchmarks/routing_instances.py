"""Makes instances of the shape a province's day has: dense towns and villages, one eccentric post, long courier rounds.

    python benchmarks/routing_instances.py OUT.vrp --stops 30000 --rounds 256 --seed 1

Seeded and made up: towns whose sizes fall off as sizes of towns do (Zipf), stops around their centres, a fifth of them along the
roads between neighbouring towns; one to three items a stop; capacity such that so many rounds are needed.
"""

import argparse
import random
from pathlib import Path


def town_text(name: str, stops: int, rounds: int, seed: int) -> str:
    """The text of a problem's file."""
    chance = random.Random(seed)
    side = int(1_000 * (stops / 100) ** 0.5)
    towns = [(chance.uniform(0, side), chance.uniform(0, side)) for _ in range(max(1, stops // 150))]
    sizes = [1 / (rank + 1) ** 0.8 for rank in range(len(towns))]
    places = [_place(chance, towns, sizes, side) for _ in range(stops)]
    demand = [chance.choice((1, 1, 1, 1, 2, 2, 3)) for _ in range(stops)]
    capacity = max(*demand, -(-sum(demand) * 51 // (50 * rounds)))  # two in a hundred to spare
    post = towns[0][0] * 0.6, towns[0][1] * 0.6
    lines = [
        f"NAME : {name}", f"COMMENT : made by benchmarks/routing_instances.py, seed {seed}, {rounds} rounds wanted",
        "TYPE : CVRP", f"DIMENSION : {stops + 1}", "EDGE_WEIGHT_TYPE : EUC_2D", f"CAPACITY : {capacity}", "NODE_COORD_SECTION",
        *(f"{n} {round(x)} {round(y)}" for n, (x, y) in enumerate([post, *places], start=1)),
        "DEMAND_SECTION", *(f"{n} {d}" for n, d in enumerate([0, *demand], start=1)), "DEPOT_SECTION", "1", "-1", "EOF", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _place(chance: random.Random, towns: list, sizes: list, side: int) -> tuple[float, float]:
    x, y = chance.choices(towns, sizes)[0]
    if chance.random() < 0.2:
        to_x, to_y = min(towns, key=lambda town: abs(town[0] - x) + abs(town[1] - y) or side)
        share = chance.random()
        x, y = x + share * (to_x - x), y + share * (to_y - y)
    spread = side * 0.01 + side * 0.02 * chance.random()
    return min(max(chance.gauss(x, spread), 0), side), min(max(chance.gauss(y, spread), 0), side)


def write_town(file: Path, *, stops: int, rounds: int, seed: int) -> None:
    """Write an instance; the same numbers give the same file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(town_text(file.stem, stops, rounds, seed), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--stops", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_town(given.out, stops=given.stops, rounds=given.rounds, seed=given.seed)
