"""A round told step by step: when the vehicle comes, waits, begins and leaves, and what is aboard then."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.counting import aboard_on, ride_of
from duongthu.routing.problem import Problem, Reload, Round


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a round.

    Attributes:
        kind: ``start``, ``stop``, ``break``, ``reload`` or ``end``.
        place: where, by number.
        arrives, begins, leaves: seconds; between arriving and beginning the vehicle waits.
        ridden_seconds, ridden_metres: since the start.
        load: aboard when it leaves, by measure.
        activity: a break's or reload's number in ``Vehicle.activities``; −1: it is none.
    """

    kind: str
    place: int
    arrives: int
    begins: int
    leaves: int
    ridden_seconds: int
    ridden_metres: int
    load: tuple[int, ...]
    activity: int = -1

    @property
    def waits(self) -> int:
        """Seconds between coming and beginning."""
        return self.begins - self.arrives


def steps_of(problem: Problem, one: Round) -> tuple[Step, ...]:
    """All steps of a round, start and end included; times as ``ride_of`` counts them."""
    vehicle, ride, travel = (
        problem.vehicles[one.vehicle],
        ride_of(problem, one),
        problem.travel_of(one.vehicle),
    )
    loads = [(stop, tuple(map(int, aboard))) for stop, aboard in aboard_on(problem, one)]
    now, place, seconds, metres = ride.leaves_at, vehicle.start, 0, 0
    load = loads.pop(0)[1]
    steps = [Step("start", place, now, now, now, 0, 0, load)]

    def go(to: int) -> None:
        nonlocal now, place, seconds, metres
        if to != place:
            usual = int(travel.seconds_between(*_pair(place, to)))
            way = (usual * vehicle.duration_percent + 50) // 100
            seconds, metres, now = seconds + way, metres + int(travel.between(*_pair(place, to))), now + way
        place = to

    begins, at_activities = iter(ride.begins_at), iter(ride.activities_at)
    for number in range(len(one.stops) + 1):
        for which in [activity for before, activity in one.activities if before == number]:
            activity = vehicle.activities[which]
            reload = isinstance(activity, Reload)
            go(vehicle.start if reload else place)
            load = loads.pop(0)[1] if reload else load
            begin, arrived = next(at_activities), now
            now = begin + activity.seconds
            kind = "reload" if reload else "break"
            steps.append(Step(kind, place, arrived, begin, now, seconds, metres, load, which))
        if number < len(one.stops):
            go(one.stops[number])
            begin, arrived = next(begins), now
            now, load = begin + int(problem.service[place]), loads.pop(0)[1]
            steps.append(Step("stop", place, arrived, begin, now, seconds, metres, load))
    go(vehicle.end)
    return (*steps, Step("end", place, now, now, now, seconds, metres, load))


def _pair(a: int, b: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.array(a, np.int64), np.array(b, np.int64)
