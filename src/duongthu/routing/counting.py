"""A plan counted plainly, sharing no code with the searches: what it costs, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.order import left_out_of
from duongthu.routing.problem import Activity, Plan, Problem, Reload, Round


@dataclass(frozen=True, slots=True)
class Ride:
    """How a round goes when it is back as early as can be and leaves as late as still allows that.

    Attributes:
        metres, seconds: of the whole round, waiting and activities included.
        leaves_at, back_at: seconds.
        begins_at: when service begins at each stop.
        late_price: what beginning in later windows costs.
        activities_at: when each activity of the round begins.
    """

    metres: int
    seconds: int
    leaves_at: int
    begins_at: tuple[int, ...]
    back_at: int
    late_price: int
    activities_at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a plan: a code, and the round and stop it is about (−1: none)."""

    code: str
    round: int = -1
    stop: int = -1


@dataclass(frozen=True, slots=True)
class _Event:
    """A step of a round: at a place, for some seconds, in one of some windows (from, to, price)."""

    place: int
    seconds: int
    windows: list[tuple[int, int, int]]
    stop: int = -1
    activity: int = -1


def price_of(problem: Problem, rounds: Sequence[Round], left_out: Sequence[int] = ()) -> int:
    """What a plan costs: distance, time, time beyond the fair length, vehicles, lateness, stray stops, prizes forgone."""
    return int(problem.prize[list(left_out)].sum()) + sum(price_of_round(problem, one) for one in rounds)


def price_of_round(problem: Problem, one: Round) -> int:
    """What one round costs."""
    vehicle, ride = problem.vehicles[one.vehicle], ride_of(problem, one)
    price_metre, price_second = problem.prices_of(one.vehicle)
    total = vehicle.price + price_metre * ride.metres + price_second * ride.seconds
    total += problem.price_beyond_fair * max(0, ride.seconds - vehicle.fair) + ride.late_price
    stops = list(one.stops)
    stray = (problem.owner[stops] != -1) & (problem.owner[stops] != vehicle.courier)
    return total + int(problem.unfamiliarity_penalty[stops][stray].sum())


def ride_of(problem: Problem, one: Round) -> Ride:
    """The schedule of a round."""
    vehicle = problem.vehicles[one.vehicle]
    events = list(_events(problem, one))
    chain = np.array([vehicle.start, *(event.place for event in events), vehicle.end], np.int64)
    rides = chain[:-1] != chain[1:]
    travel = problem.travel_of(one.vehicle)
    metres = int((travel.between(chain[:-1], chain[1:]) * rides).sum())
    usual = travel.seconds_between(chain[:-1], chain[1:]) * rides
    ways = [int(way * vehicle.duration_percent + 50) // 100 for way in usual]
    opens = max([problem.shift_of(one.vehicle)[0], *(int(problem.release[stop]) for stop in one.stops)])
    now, closes, late_price = opens, [], 0
    for event, way in zip(events, ways[:-1], strict=True):
        now, close, price = _begin(event.windows, now + way)
        closes.append(close)
        late_price += price
        now += event.seconds
    back = now + ways[-1]
    latest, begins = back - ways[-1], []
    for event, close, way in zip(reversed(events), reversed(closes), reversed(ways[:-1]), strict=True):
        begins.append(min(close, latest - event.seconds))
        latest = begins[-1] - way
    leaves = latest if events else opens
    pairs = list(zip(events, reversed(begins), strict=True))
    at_stops = tuple(begin for event, begin in pairs if event.stop >= 0)
    at_activities = tuple(begin for event, begin in pairs if event.activity >= 0)
    return Ride(metres, back - leaves, leaves, at_stops, back, late_price, at_activities)


def _events(problem: Problem, one: Round) -> Iterator[_Event]:
    """Stops and activities in riding order; a break is where the stop before it is, a reload where the round starts."""
    vehicle, place = problem.vehicles[one.vehicle], problem.vehicles[one.vehicle].start
    for number in range(len(one.stops) + 1):
        for activity_number in [activity for before, activity in one.activities if before == number]:
            activity = vehicle.activities[activity_number]
            place = vehicle.start if isinstance(activity, Reload) else place
            yield _Event(
                place, activity.seconds, [(activity.opens, activity.closes, 0)], activity=activity_number
            )
        if number < len(one.stops):
            place = one.stops[number]
            yield _Event(place, int(problem.service[place]), problem.windows_of(place), stop=place)


def _begin(windows: list[tuple[int, int, int]], arrival: int) -> tuple[int, int, int]:
    """When service begins for who arrives then, by when it might have, and its price: in the first window not yet over."""
    for opens, closes, price in windows:
        if arrival <= closes:
            return max(arrival, opens), closes, price
    return arrival, arrival, 0


def faults_of(problem: Problem, plan: Plan) -> list[Fault]:
    """Everything wrong with a plan; none is the only right answer."""
    visits = Counter(stop for one in plan.rounds for stop in one.stops) + Counter(plan.left_out)
    places = range(problem.depots, problem.travel.places)
    grouped = {stop for group in problem.groups for stop in group}
    faults = [
        Fault("visited_not_once", stop=stop) for stop in places if visits[stop] != 1 and stop not in grouped
    ]
    faults += _wrong_groups(problem, plan)
    faults += [Fault("no_such_stop", stop=stop) for stop in visits if stop not in places]
    faults += [Fault("must_be_visited", stop=stop) for stop in plan.left_out if not problem.prize[stop]]
    used = Counter(one.vehicle for one in plan.rounds)
    faults += [
        Fault("too_many_vehicles") for kind, many in used.items() if many > problem.vehicles[kind].count
    ]
    for number, one in enumerate(plan.rounds):
        faults += faults_of_round(problem, one, number)
    return faults


def _wrong_groups(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Groups of which not one stop is visited, nor the first one named as left out."""
    for group in problem.groups:
        visits = [stop for one in plan.rounds for stop in one.stops if stop in group]
        left = [stop for stop in plan.left_out if stop in group]
        if len(visits) > 1 or left != list(left_out_of(group, visits, [group])):
            yield Fault("group_not_once", stop=group[0])


def faults_of_round(problem: Problem, one: Round, number: int = -1) -> Iterator[Fault]:
    """Everything wrong with one round."""
    vehicle, stops = problem.vehicles[one.vehicle], list(one.stops)
    if tuple(stops[: len(vehicle.locked)]) != vehicle.locked:
        yield Fault("locked_stops_moved", number)
    for stop in stops:
        if int(problem.skills[stop]) & ~vehicle.skills:
            yield Fault("skill_missing", number, stop)
    yield from _out_of_stage(problem, number, stops)
    yield from _parted(problem, number, stops)
    yield from _broken_sequences(problem, number, one)
    yield from _overloads(problem, number, one)
    yield from _wrong_activities(vehicle.activities, number, one)
    yield from _wrong_times(problem, number, one)


def _out_of_stage(problem: Problem, number: int, stops: list[int]) -> Iterator[Fault]:
    """Stops behind one of a higher stage, and a round that has none of stage 0 where it needs one."""
    stages = [int(problem.stage[stop]) for stop in stops]
    for stop, (before, own) in zip(stops[1:], pairwise(stages), strict=False):
        if own < before:
            yield Fault("stage_turned", number, stop)
    if problem.needs_first_stage and stages and min(stages) > 0:
        yield Fault("no_first_stage", number, stops[0])


def _wrong_times(problem: Problem, number: int, one: Round) -> Iterator[Fault]:
    vehicle, ride = problem.vehicles[one.vehicle], ride_of(problem, one)
    for stop, begin in zip(one.stops, ride.begins_at, strict=True):
        if not any(opens <= begin <= closes for opens, closes, _ in problem.windows_of(stop)):
            yield Fault("outside_window", number, stop)
    for (_, activity), begin in zip(one.activities, ride.activities_at, strict=True):
        if not vehicle.activities[activity].opens <= begin <= vehicle.activities[activity].closes:
            yield Fault("activity_outside_window", number)
    if ride.seconds > vehicle.longest:
        yield Fault("too_long", number)
    if ride.metres > vehicle.most_metres:
        yield Fault("too_far", number)
    if ride.back_at > problem.shift_of(one.vehicle)[1]:
        yield Fault("back_too_late", number)


def _wrong_activities(activities: tuple[Activity, ...], number: int, one: Round) -> Iterator[Fault]:
    made = Counter(activity for _, activity in one.activities)
    if any(many > 1 for many in made.values()):
        yield Fault("activity_twice", number)
    if any(not isinstance(activity, Reload) and not made[which] for which, activity in enumerate(activities)):
        yield Fault("break_missing", number)


def _parted(problem: Problem, number: int, stops: list[int]) -> Iterator[Fault]:
    """Pairs of which one half is elsewhere, or that are visited the wrong way round."""
    for pick_up, delivery in _pairs_on(problem, stops):
        if pick_up not in stops or delivery not in stops:
            yield Fault("pair_apart", number, pick_up if pick_up in stops else delivery)
        elif stops.index(pick_up) > stops.index(delivery):
            yield Fault("pair_turned", number, pick_up)


def _pairs_on(problem: Problem, stops: list[int]) -> list[tuple[int, int]]:
    on = np.isin(problem.pairs, stops).any(axis=1)
    return [(int(pick_up), int(delivery)) for pick_up, delivery in problem.pairs[on]]


def _broken_sequences(problem: Problem, number: int, one: Round) -> Iterator[Fault]:
    """Sequences a round has some stop of, but not all directly one after another with no activity between."""
    for sequence in problem.sequences:
        here = [rank for rank, stop in enumerate(one.stops) if stop in sequence]
        if not here:
            continue
        begin, end = here[0], here[0] + len(sequence)
        if one.stops[begin:end] != sequence or any(begin < before < end for before, _ in one.activities):
            yield Fault("sequence_broken", number, one.stops[begin])


def _overloads(problem: Problem, number: int, one: Round) -> Iterator[Fault]:
    capacity = np.array(problem.vehicles[one.vehicle].capacity)
    for stop, aboard in aboard_on(problem, one):
        if (aboard > capacity).any():
            yield Fault("over_capacity", number, stop)


def aboard_on(problem: Problem, one: Round) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """What is aboard when each load has been taken (stop −1) and when each stop has been served.

    A load is what is to be brought to the stops until the next one; of what was collected, what goes to another stop stays.
    """
    activities, stops = problem.vehicles[one.vehicle].activities, list(one.stops)
    pairs = _pairs_on(problem, stops)
    pick_ups, deliveries = {a for a, _ in pairs}, {b for _, b in pairs}
    reloads = [before for before, activity in one.activities if isinstance(activities[activity], Reload)]
    on_the_way = np.zeros(problem.load.shape[1], np.int64)
    for begin, end in pairwise([0, *reloads, len(stops)]):
        part = stops[begin:end]
        aboard = on_the_way + problem.load[[stop for stop in part if stop not in deliveries]].sum(axis=0)
        yield -1, aboard
        for stop in part:
            aboard = aboard - problem.load[stop] + problem.collect[stop]
            on_the_way = on_the_way - problem.load[stop] * (stop in deliveries)
            on_the_way = on_the_way + problem.collect[stop] * (stop in pick_ups)
            yield stop, aboard
