"""Small problems of many kinds, and their cheapest plans by trying everything; shares no code with the searches or the count.

``drawn_ordered`` are those with releases, stages, groups and greatest distances.
"""

from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np

from duongthu.routing.api import ALWAYS, Problem, Travel, Vehicle

LATEST_START = 700


def drawn(seed: int) -> Problem:
    """2 to 5 stops, 1 or 2 depots and measures, 1 to 3 kinds of vehicles; pairs, windows, prizes and skills as chance has it."""
    dice = np.random.default_rng(seed)
    depots, stops, measures = int(dice.integers(1, 3)), int(dice.integers(2, 6)), int(dice.integers(1, 3))
    places = depots + stops
    xy = dice.integers(0, 40, (places, 2))
    metres = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))).astype(np.int64)
    if dice.random() < 0.5:
        metres += dice.integers(0, 15, metres.shape)
    seconds = metres if dice.random() < 0.5 else metres * dice.integers(50, 200, metres.shape) // 100
    load, collect = np.zeros((places, measures), np.int64), np.zeros((places, measures), np.int64)
    load[depots:] = dice.integers(0, 5, (stops, measures))
    if dice.random() < 0.5:
        collect[depots:] = dice.integers(0, 4, (stops, measures))
    pairs = np.zeros((0, 2), np.int64)
    if dice.random() < 0.35:
        a, b = dice.permutation(np.arange(depots, places))[:2]
        pairs, load[a], collect[b], load[b] = np.array([[a, b]]), 0, 0, collect[a]
    opens, closes, service, prize, skills = (np.full(places, v, np.int64) for v in (0, ALWAYS, 0, 0, 0))
    if dice.random() < 0.7:
        opens[depots:] = dice.integers(0, 120, stops)
        closes[depots:] = opens[depots:] + dice.integers(0, 150, stops)
    if dice.random() < 0.7:
        service[depots:] = dice.integers(0, 12, stops)
    if dice.random() < 0.5:
        prize[depots:] = np.where(dice.random(stops) < 0.5, dice.integers(1, 120, stops), 0)
    if dice.random() < 0.3:
        skills[depots:] = dice.integers(0, 3, stops)
    vehicles = tuple(_vehicle(dice, depots, measures) for _ in range(int(dice.integers(1, 4))))
    for matrix in (metres, seconds):
        np.fill_diagonal(matrix, 0)
    return Problem(
        Travel.matrix(metres, seconds), load, vehicles, depots=depots, service=service, opens=opens, closes=closes,
        prize=prize, skills=skills, collect=collect, pairs=pairs, price_metre=int(dice.integers(0, 3)),
        price_second=int(dice.integers(0, 3)),
    )  # fmt: skip


def _vehicle(dice, depots, measures):
    return Vehicle(
        tuple(int(room) for room in dice.integers(5, 14, measures)), count=int(dice.integers(1, 4)),
        start=int(dice.integers(0, depots)), end=int(dice.integers(0, depots)), opens=int(dice.integers(0, 60)),
        closes=int(dice.integers(150, 420)) if dice.random() < 0.7 else ALWAYS,
        longest=int(dice.integers(80, 260)) if dice.random() < 0.4 else ALWAYS, price=int(dice.integers(0, 60)),
        skills=int(dice.integers(0, 4)),
    )  # fmt: skip


def drawn_ordered(seed: int) -> Problem:
    """One of ``drawn`` without pairs, and with releases, stages, groups, and bounds of distance as chance has it."""
    dice = np.random.default_rng(seed + 1_000_000)
    base = drawn(seed)
    stops, places = np.arange(base.depots, base.travel.places), base.travel.places
    release, stage, prize = np.zeros(places, np.int64), np.zeros(places, np.int64), base.prize.copy()
    if dice.random() < 0.5:
        release[stops] = dice.integers(0, 120, len(stops)) * (dice.random(len(stops)) < 0.6)
    if dice.random() < 0.5:
        stage[stops] = dice.integers(0, 3, len(stops))
    groups = ()
    if dice.random() < 0.5:
        group = tuple(int(stop) for stop in dice.permutation(stops)[: int(dice.integers(2, 4))])
        groups, prize[list(group)] = (group,), prize[group[0]]
    vehicles = tuple(
        replace(vehicle, most_metres=int(dice.integers(40, 200)) if dice.random() < 0.5 else ALWAYS)
        for vehicle in base.vehicles
    )
    return replace(
        base, pairs=np.zeros((0, 2), np.int64), release=release, stage=stage, groups=groups, vehicles=vehicles, prize=prize,
        needs_first_stage=bool(dice.random() < 0.5),
    )  # fmt: skip


def _in_order(problem, order) -> bool:
    stages = [problem.stage[stop] for stop in order]
    if problem.needs_first_stage and problem.stage.any() and min(stages) > 0:
        return False
    return all(one <= two for one, two in pairwise(stages))


def price_of_order(problem: Problem, kind: int, order) -> int | None:
    """The price of a round, by riding it from every second it could begin at; None where it cannot be."""
    vehicle, travel = problem.vehicles[kind], problem.travel
    if any(problem.skills[stop] & ~vehicle.skills for stop in order) or not _carried(problem, vehicle, order):
        return None
    if not _in_order(problem, order):
        return None
    least = max(
        vehicle.opens, int(problem.opens[vehicle.start]), *(int(problem.release[stop]) for stop in order)
    )
    begins = np.arange(least, LATEST_START)
    now, good, at, far = begins.copy(), np.ones(len(begins), bool), vehicle.start, 0
    for stop in order:
        now = np.maximum(now + travel.seconds[at, stop], problem.opens[stop])
        far += int(travel.metres[at, stop])
        good &= now <= problem.closes[stop]
        now, at = now + problem.service[stop], stop
    now = now + travel.seconds[at, vehicle.end]
    far += int(travel.metres[at, vehicle.end])
    good &= (now <= min(vehicle.closes, int(problem.closes[vehicle.end]))) & (now - begins <= vehicle.longest)
    if not good.any() or far > vehicle.most_metres:
        return None
    return far * problem.price_metre + int((now - begins)[good].min()) * problem.price_second + vehicle.price


def _carried(problem, vehicle, order):
    from_stop = {int(b): int(a) for a, b in problem.pairs}
    for a, b in from_stop.items():
        if (a in order) != (b in order) or (a in order and order.index(b) > order.index(a)):
            return False
    aboard = sum(
        (problem.load[stop] for stop in order if stop not in from_stop), np.zeros_like(problem.load[0])
    )
    for stop in [None, *order]:
        aboard = aboard if stop is None else aboard - problem.load[stop] + problem.collect[stop]
        if (aboard > np.array(vehicle.capacity)).any():
            return False
    return True


def cheapest(problem: Problem) -> tuple[int, int]:
    """Of all plans the fewest stops left out that must be visited and then the lowest price."""
    stops = range(problem.depots, problem.travel.places)
    best: dict[int, int] = {0: 0}
    for kind, vehicle in enumerate(problem.vehicles):
        prices = {}
        for chosen in range(1, 1 << len(stops)):
            some = [stop for bit, stop in enumerate(stops) if chosen >> bit & 1]
            found = [price_of_order(problem, kind, order) for order in permutations(some)]
            prices[chosen] = min((price for price in found if price is not None), default=None)
        for _ in range(min(vehicle.count, len(stops))):
            more = dict(best)
            for taken, price in best.items():
                for chosen, extra in prices.items():
                    if extra is not None and not taken & chosen:
                        more[taken | chosen] = min(more.get(taken | chosen, price + extra), price + extra)
            best = more
    plans = []
    for taken, price in best.items():
        left = [stop for bit, stop in enumerate(stops) if not taken >> bit & 1]
        here = [[stop for stop in group if stop not in left] for group in problem.groups]
        if any(len(some) > 1 for some in here):
            continue
        stood_for = [
            stop for group, some in zip(problem.groups, here, strict=True) for stop in group
            if some or stop != min(group)
        ]  # fmt: skip
        left = [stop for stop in left if stop not in stood_for]
        plans.append((sum(not problem.prize[stop] for stop in left), price + int(problem.prize[left].sum())))
    return min(plans)
