"""Parting the rounds among workers: contiguous sectors around the depot, with borders that move from slice to slice."""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.cvrp.instance import OUT, Rounds


def part(rounds: Rounds, workers: int, turn: float) -> list[NDArray[np.int32]]:
    """Give every round a zone by the direction its stops lie in, counted from ``turn`` (a share of the full circle).

    Returns:
        The stops of each zone; about as many in each.
    """
    of, route = rounds.node["route"], rounds.route
    if workers == 1:
        route["zone"] = 0
        return [np.flatnonzero(of != OUT).astype(np.int32)]
    used = np.flatnonzero(route["count"] > 0)
    order = used[np.argsort((_directions(rounds)[used] - turn) % 1.0, kind="stable")]
    reached = np.cumsum(route["count"][order], dtype=np.int64)
    route["zone"][order] = np.minimum((reached - 1) * workers // reached[-1], workers - 1)
    spare = np.flatnonzero(route["count"] == 0)
    route["zone"][spare] = np.arange(len(spare)) % workers
    zone_of = np.where(of == OUT, -1, route["zone"][of])
    return [np.flatnonzero(zone_of == zone).astype(np.int32) for zone in range(workers)]


def _directions(rounds: Rounds) -> NDArray[np.float64]:
    """The direction of each round's middle from the depot, as a share of the full circle."""
    inside, many = rounds.node["route"] != OUT, len(rounds.route)
    of, xy = rounds.node["route"][inside], rounds.instance.xy
    gap = xy[inside] - xy[0]
    east, north = np.bincount(of, gap[:, 0], many), np.bincount(of, gap[:, 1], many)
    return np.arctan2(north, east) / (2 * np.pi) % 1.0
