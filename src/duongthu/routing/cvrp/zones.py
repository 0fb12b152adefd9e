"""Parting the rounds among workers: contiguous sectors around the depot, with borders that move from slice to slice."""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.cvrp.ground import OUT, ROUTE, ROUTE_COUNT, ROUTE_ZONE, Ground, Rounds


def part(ground: Ground, rounds: Rounds, workers: int, turn: float) -> list[NDArray[np.int32]]:
    """Give every round a zone by the direction its stops lie in, counted from ``turn`` (a share of the full circle).

    Returns:
        The stops of each zone; about as many in each.
    """
    if workers == 1:
        rounds.route[:, ROUTE_ZONE] = 0
        return [np.flatnonzero(rounds.node[:, ROUTE] != OUT).astype(np.int32)]
    used = np.flatnonzero(rounds.route[:, ROUTE_COUNT] > 0)
    order = used[np.argsort((_directions(ground, rounds)[used] - turn) % 1.0, kind="stable")]
    reached = np.cumsum(rounds.route[order, ROUTE_COUNT])
    rounds.route[order, ROUTE_ZONE] = np.minimum((reached - 1) * workers // reached[-1], workers - 1)
    spare = np.flatnonzero(rounds.route[:, ROUTE_COUNT] == 0)
    rounds.route[spare, ROUTE_ZONE] = np.arange(len(spare)) % workers
    zone_of = np.where(rounds.node[:, ROUTE] == OUT, -1, rounds.route[rounds.node[:, ROUTE], ROUTE_ZONE])
    return [np.flatnonzero(zone_of == zone).astype(np.int32) for zone in range(workers)]


def _directions(ground: Ground, rounds: Rounds) -> NDArray[np.float64]:
    """The direction of each round's middle from the depot, as a share of the full circle."""
    inside = rounds.node[:, ROUTE] != OUT
    of, many = rounds.node[inside, ROUTE], len(rounds.route)
    gap = ground.xy[inside] - ground.xy[0]
    east, north = np.bincount(of, gap[:, 0], many), np.bincount(of, gap[:, 1], many)
    return np.arctan2(north, east) / (2 * np.pi) % 1.0
