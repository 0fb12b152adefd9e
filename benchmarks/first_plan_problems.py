"""Problems of any size for the first plan: deliveries in which only capacity binds, and a post's whole day."""

import numpy as np
from scipy.spatial import cKDTree

from duongthu.routing.api import ALWAYS, Break, Problem, Reload, Travel, Vehicle

HOUR, SIDE_METRES, NEAR = 3_600, 20_000, 60
LEFT_PRICE, STOPS_A_COURIER = 10**9, 45


def deliveries(stops: int) -> Problem:
    """Only capacity binds."""
    dice = np.random.default_rng(stops)
    xy = dice.integers(0, SIDE_METRES, (stops + 1, 2)).astype(np.float64)
    load = dice.integers(1, 10, (stops + 1, 1))
    load[0] = 0
    return Problem(Travel.plane(xy), load, (Vehicle((450,)),))


def day(stops: int) -> Problem:
    """A post's day by lists of road times: two measures, hours of one in eight, shifts, a break and three reloads each."""
    dice = np.random.default_rng(stops)
    xy = dice.uniform(0, SIDE_METRES, (stops + 1, 2))
    load = dice.integers(1, 10, (stops + 1, 2))
    timed = dice.random(stops + 1) < 1 / 8
    load[0], timed[0] = 0, False
    opens = np.where(timed, dice.integers(8, 14, stops + 1) * HOUR, 0)
    again = np.stack([opens + 3 * HOUR, opens + 4 * HOUR], axis=1)
    again[~timed | (dice.random(stops + 1) < 2 / 3)] = 0, -1
    activities = (Break(HOUR, 11 * HOUR, 12 * HOUR + HOUR // 2), *[Reload(HOUR // 4)] * 3)
    crew = tuple(
        Vehicle(
            (150, 150),
            count=1,
            opens=7 * HOUR + HOUR // 2,
            closes=17 * HOUR,
            courier=k,
            activities=activities,
        )
        for k in range(max(2, stops // STOPS_A_COURIER))
    )
    anywhere = np.arange(stops + 1) > 0
    return Problem(
        _roads(xy), load, crew, service=150 * anywhere, opens=opens,
        closes=np.where(timed, opens + 2 * HOUR, ALWAYS), more_windows=again[:, None], prize=LEFT_PRICE * anywhere,
        price_second=2,
    )  # fmt: skip


def _roads(xy: np.ndarray) -> Travel:
    """Ways a third longer than the air line, at seven metres a second."""
    near = cKDTree(xy).query(xy, min(NEAR + 1, len(xy)))[1][:, 1:].astype(np.int32)
    metres = (np.sqrt(((xy[:, None] - xy[near]) ** 2).sum(-1)) * 4 / 3).astype(np.int32)
    home = (np.sqrt(((xy - xy[0]) ** 2).sum(-1)) * 4 / 3).astype(np.int32)
    depot = np.stack([home[None], home[None]])
    return Travel.lists(xy, near, metres, metres // 7, depot, depot // 7)
