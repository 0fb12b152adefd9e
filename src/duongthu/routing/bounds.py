"""How dear a plan can become at most, so that no way is ever worth leaving out a stop that must be visited."""

import numpy as np

from duongthu.routing.problem import ALWAYS, Problem
from duongthu.routing.travel import Kind, Travel
from duongthu.routing.whole import WrongProblem

ROOM = 2**59
"""What all prizes together may come to: half of what the kernels take for never."""


def must_prize(problem: Problem) -> int:
    """The prize of a stop that must be visited: more than any plan costs or, where that is beyond all numbers, any detour.

    Raises:
        WrongProblem: prices, ways and times leave no room for it.
    """
    stops = max(1, problem.travel.places - problem.depots)
    breaks = sum(min(v.count, stops) * len(v.activities) for v in problem.vehicles)
    one = _most_of(problem, 2, 1)
    prize = (
        min(_most_of(problem, 2 * stops + breaks, stops) + int(problem.prize.sum()), ROOM // (stops + breaks))
        + 1
    )
    if prize <= one:
        raise WrongProblem(
            f"the prices leave no room: one detour may cost {one}, and {stops} stops at most {ROOM} together; "
            "use larger units of distance, time or money"
        )
    return prize


def _most_of(problem: Problem, legs: int, rounds: int) -> int:
    """The most that many legs, on that many rounds, can cost."""
    most = 0
    for kind, vehicle in enumerate(problem.vehicles):
        metres, seconds = _longest(problem.travel_of(kind))
        metre, second = problem.prices_of(kind)
        price = legs * metres * metre + rounds * vehicle.price
        if second or problem.price_beyond_fair:
            riding = legs * (seconds * vehicle.duration_percent // 100 + 1)
            standing = int(problem.service.max(initial=0)) * legs
            pauses = rounds * sum(activity.seconds for activity in vehicle.activities)
            hours = rounds * min(vehicle.longest, _latest(problem) + max(0, vehicle.opens))
            lasting = min(riding + standing + pauses + hours, rounds * vehicle.longest)
            price += lasting * (second + problem.price_beyond_fair)
        most = max(most, price)
    return most + rounds * int(
        problem.window_price.max(initial=0) + problem.unfamiliarity_penalty.max(initial=0)
    )


def _latest(problem: Problem) -> int:
    """The latest anything opens, to which a vehicle may have to wait."""
    opening = [int(problem.windows[..., 0].max(initial=0)), int(problem.release.max(initial=0))]
    opening += [activity.opens for vehicle in problem.vehicles for activity in vehicle.activities]
    return min(ALWAYS, max(opening))


def _longest(travel: Travel) -> tuple[int, int]:
    """The longest way between two places: metres and seconds."""
    if travel.kind == Kind.MATRIX:
        return int(travel.metres.max()), int(travel.seconds.max())
    across = float(np.hypot(*np.ptp(travel.xy, axis=0)))
    if travel.kind == Kind.LISTS:
        return (
            max(int(travel.metres.max()), int(travel.depot_metres.max()), int(across * travel.detour) + 1),
            max(int(travel.seconds.max()), int(travel.depot_seconds.max()), int(across * travel.pace) + 1),
        )
    line = int(across * (10 if travel.kind == Kind.PLANE_TENTHS else 1)) + 1
    return line, line
