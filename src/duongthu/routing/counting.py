"""A plan counted plainly, sharing no code with the searches: what it costs, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duongthu.routing.problem import Plan, Problem, Round


@dataclass(frozen=True, slots=True)
class Ride:
    """How a round goes: metres, seconds from leaving to return when it leaves as late as it may, and when each stop begins."""

    metres: int
    seconds: int
    leaves_at: int
    begins_at: tuple[int, ...]
    back_at: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a plan: a code, and the round and stop it is about (−1: none)."""

    code: str
    round: int = -1
    stop: int = -1


def price_of(problem: Problem, rounds: Sequence[Round], left_out: Sequence[int] = ()) -> int:
    """What a plan costs: distance, time, time beyond the fair length, vehicles used, stray stops, prizes forgone."""
    total = int(problem.prize[list(left_out)].sum())
    for one in rounds:
        vehicle, ride = problem.vehicles[one.vehicle], ride_of(problem, one)
        total += vehicle.price + problem.price_metre * ride.metres + problem.price_second * ride.seconds
        total += problem.price_beyond_fair * max(0, ride.seconds - vehicle.fair)
        stops = list(one.stops)
        stray = (problem.owner[stops] != -1) & (problem.owner[stops] != vehicle.courier)
        total += int(problem.stray_price[stops][stray].sum())
    return total


def ride_of(problem: Problem, one: Round) -> Ride:
    """The schedule of a round: back as early as it can be, and left as late as still allows that."""
    vehicle = problem.vehicles[one.vehicle]
    chain = np.array([vehicle.start, *one.stops, vehicle.end], np.int64)
    metres = int(problem.travel.between(chain[:-1], chain[1:]).sum())
    ways = [int(way) for way in problem.travel.seconds_between(chain[:-1], chain[1:])]
    opens, _ = problem.shift_of(one.vehicle)
    now, closes = opens, []
    for stop, way in zip(one.stops, ways[:-1], strict=True):
        now, close = _begin(problem, stop, now + way)
        closes.append(close)
        now += int(problem.service[stop])
    back = now + ways[-1]
    latest, begins = back - ways[-1], []
    for stop, close, way in zip(reversed(one.stops), reversed(closes), reversed(ways[:-1]), strict=True):
        begin = min(close, latest - int(problem.service[stop]))
        begins.append(begin)
        latest = begin - way
    leaves = latest if one.stops else opens
    return Ride(metres, back - leaves, leaves, tuple(reversed(begins)), back)


def _begin(problem: Problem, stop: int, arrival: int) -> tuple[int, int]:
    """When service begins for who arrives then, and by when it might have: in the first window that is not over."""
    for opens, closes in sorted(problem.windows_of(stop)):
        if arrival <= closes:
            return max(arrival, opens), closes
    return arrival, arrival


def faults_of(problem: Problem, plan: Plan) -> list[Fault]:
    """Everything wrong with a plan; none is the only right answer."""
    visits = Counter(stop for one in plan.rounds for stop in one.stops) + Counter(plan.left_out)
    faults = [
        Fault("visited_not_once", stop=s)
        for s in range(problem.depots, problem.travel.places)
        if visits[s] != 1
    ]
    faults += [
        Fault("no_such_stop", stop=s) for s in visits if not problem.depots <= s < problem.travel.places
    ]
    faults += [Fault("must_be_visited", stop=s) for s in plan.left_out if not problem.prize[s]]
    used = Counter(one.vehicle for one in plan.rounds)
    faults += [
        Fault("too_many_vehicles", stop=-1)
        for kind, many in used.items()
        if many > problem.vehicles[kind].count
    ]
    for number, one in enumerate(plan.rounds):
        faults += _faults_of_round(problem, number, one)
    return faults


def _faults_of_round(problem: Problem, number: int, one: Round) -> Iterator[Fault]:
    vehicle, stops = problem.vehicles[one.vehicle], list(one.stops)
    if tuple(stops[: len(vehicle.locked)]) != vehicle.locked:
        yield Fault("locked_stops_moved", number)
    for stop in stops:
        if int(problem.skills[stop]) & ~vehicle.skills:
            yield Fault("skill_missing", number, stop)
    yield from _overloads(problem, number, one)
    ride = ride_of(problem, one)
    for stop, begin in zip(stops, ride.begins_at, strict=True):
        if not any(opens <= begin <= closes for opens, closes in problem.windows_of(stop)):
            yield Fault("outside_window", number, stop)
    if ride.seconds > vehicle.longest:
        yield Fault("too_long", number)
    if ride.back_at > problem.shift_of(one.vehicle)[1]:
        yield Fault("back_too_late", number)


def _overloads(problem: Problem, number: int, one: Round) -> Iterator[Fault]:
    stops, capacity = list(one.stops), np.array(problem.vehicles[one.vehicle].capacity)
    aboard = problem.load[stops].sum(axis=0)
    for stop in [-1, *stops]:
        if stop >= 0:
            aboard = aboard - problem.load[stop] + problem.collect[stop]
        if (aboard > capacity).any():
            yield Fault("over_capacity", number, stop)
