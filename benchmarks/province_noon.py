"""A post's day as it stands at eleven: one courier is out, the others ride to the next of their stops."""

from dataclasses import replace

import common  # noqa: F401  (it makes the package known)
import numpy as np

from duongthu.routing.api import Round, ride_of

NOON_AT = 11 * 3_600
GONE = 2  # which courier of the post falls out


def at_noon(problem, rounds):
    """The problem and the rounds in force at eleven: what was done stays as a beginning without hours and goods.

    Goods of the courier who fell out are handed over under way: his stops ask for nothing from the post.
    """
    vehicles, before = list(problem.vehicles), []
    load, opens, closes, more = (
        table.copy() for table in (problem.load, problem.opens, problem.closes, problem.more_windows)
    )
    for one in rounds:
        begun = sum(begin < NOON_AT for begin in ride_of(problem, one).begins_at)
        many = begun if one.vehicle == GONE else min(begun + 1, len(one.stops))
        done = list(one.stops[:many])
        load[done], opens[done], closes[done], more[done] = 0, 0, 2**40, (1, 0)
        vehicles[one.vehicle], left = _under_way(problem, one, many)
        if one.vehicle == GONE:
            load[list(one.stops[many:])] = 0
        before.append(left)
    at_noon = replace(
        problem, vehicles=tuple(vehicles), load=load, opens=opens, closes=closes, more_windows=more
    )
    back = ride_of(at_noon, next(one for one in before if one.vehicle == GONE)).back_at
    vehicles[GONE] = replace(vehicles[GONE], closes=back)
    return replace(at_noon, vehicles=tuple(vehicles)), before


def _under_way(problem, one, many: int):
    """A vehicle that has done so many stops of its round, and the round; calls made are time gone by, no more."""
    vehicle, done, ride = problem.vehicles[one.vehicle], one.stops[:many], ride_of(problem, one)
    made = {call for before, call in one.activities if before < many}
    kept = [call for call in range(len(vehicle.activities)) if call not in made and one.vehicle != GONE]
    stops = done if one.vehicle == GONE else one.stops
    calls = tuple((before, kept.index(call)) for before, call in one.activities if call in kept)
    if not done:
        return replace(vehicle, activities=tuple(vehicle.activities[call] for call in kept)), Round(
            one.vehicle, stops, calls
        )
    chain = np.array([vehicle.start, *done])
    spent = int(
        problem.travel.seconds_between(chain[:-1], chain[1:]).sum() + problem.service[list(done[:-1])].sum()
    )
    leaves = ride.begins_at[many - 1] - spent
    vehicle = replace(
        vehicle, activities=tuple(vehicle.activities[call] for call in kept), locked=done, opens=leaves,
        fair=vehicle.fair - (leaves - ride.leaves_at),
    )  # fmt: skip
    return vehicle, Round(one.vehicle, stops, calls)
