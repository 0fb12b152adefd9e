"""Goods from stop to stop, stops in a fixed order, and vehicles that differ in pace and price: against every plan there is."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest

from duongthu.routing.api import (
    ALWAYS,
    Call,
    Fault,
    Plan,
    Problem,
    Round,
    Travel,
    Vehicle,
    WrongProblem,
    aboard_on,
    faults_of,
    faults_of_round,
    price_of,
    price_of_round,
    reasons_of,
    replan,
    ride_of,
    solve,
)

HOUR = 3600


def errands(seed: int, pairs: int, singles: int, **changes) -> Problem:
    """Pairs first, then stops that are visited for themselves; two measures, windows, two vehicles."""
    dice = np.random.default_rng(seed)
    places = 1 + 2 * pairs + singles
    xy = dice.uniform(0, 9_000, (places, 2))
    metres = (np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(-1)) * 1.3).astype(np.int32)
    load, collect = np.zeros((places, 2), np.int64), np.zeros((places, 2), np.int64)
    bound = np.arange(1, 1 + 2 * pairs).reshape(-1, 2)
    collect[bound[:, 0]] = load[bound[:, 1]] = dice.integers(1, 5, (pairs, 2))
    load[1 + 2 * pairs :] = dice.integers(1, 5, (singles, 2))
    collect[1 + 2 * pairs :] = dice.integers(0, 3, (singles, 2))
    opens = dice.integers(8 * HOUR, 9 * HOUR, places) * (dice.random(places) < 0.4)
    closes = np.where(opens > 0, opens + HOUR, ALWAYS)
    opens[0], closes[0] = 0, ALWAYS
    given = {
        "service": np.array([0] + [120] * (places - 1)), "opens": opens, "closes": closes, "collect": collect,
        "pairs": bound, "price_second": 1,
    }  # fmt: skip
    vehicles = tuple(
        Vehicle((7, 8), count=1, opens=8 * HOUR, closes=11 * HOUR, price=500 * k, courier=k) for k in range(2)
    )
    return Problem(
        Travel.matrix(metres, (metres / 7).astype(np.int32), xy), load, vehicles, **(given | changes)
    )


def every_round(problem: Problem, kind: int, stops: tuple[int, ...]):
    """All rounds of a vehicle with just these stops, calls at all places."""
    calls = problem.vehicles[kind].calls
    for order in permutations(stops):
        for made in product(*(range(-call.reload, len(order) + 1) for call in calls)):
            at = sorted((before, which) for which, before in enumerate(made) if before >= 0)
            yield Round(kind, order, tuple(at))


def cheapest_of_all(problem: Problem) -> int | None:
    """The price of the best plan that visits all, found by counting every plan; None where there is none."""
    stops = range(problem.depots, problem.travel.places)
    known: dict[tuple[int, tuple[int, ...]], int] = {}

    def least(kind: int, some: tuple[int, ...]) -> int:
        if not some:
            return 0
        if (kind, some) not in known:
            prices = [
                price_of_round(problem, one)
                for one in every_round(problem, kind, some)
                if not any(True for _ in faults_of_round(problem, one))
            ]
            known[kind, some] = min(prices, default=ALWAYS)
        return known[kind, some]

    kinds = range(len(problem.vehicles))
    best = min(
        sum(least(kind, tuple(s for s, at in zip(stops, where, strict=True) if at == kind)) for kind in kinds)
        for where in product(kinds, repeat=len(stops))
    )
    return best if best < ALWAYS else None


def solved(problem: Problem, seed: int, steps: int = 4_000) -> Plan:
    """A plan without a fault, and at no other price than the search believed."""
    told: list[int] = []
    plan = solve(problem, steps=steps, seed=seed, on_better=lambda seen: told.append(seen.price))
    assert faults_of(problem, plan) == []
    assert plan.price == price_of(problem, plan.rounds, plan.left_out) <= told[-1]
    return plan


@pytest.mark.feature(39)
@pytest.mark.parametrize("seed", range(8))
def test_pairs_are_brought_as_cheaply_as_can_be(seed):
    """Small enough to count every plan: what is picked up must be delivered by the same rider, later, within his room."""
    problem = errands(seed, 2, 2)
    best = cheapest_of_all(problem)
    assert best is not None
    assert solved(problem, seed).price == best


@pytest.mark.parametrize("seed", range(4))
def test_goods_of_pairs_stay_aboard_when_a_new_load_is_taken(seed):
    """A reload puts down what is for the base, not what is for the next door: room must be counted along the whole round."""
    calls = (Call(600, 8 * HOUR, 10 * HOUR), Call(300, reload=True))
    problem = errands(seed, 1, 3)
    tight = tuple(replace(v, capacity=(6, 6), calls=calls[k:]) for k, v in enumerate(problem.vehicles))
    problem = replace(problem, vehicles=tight)
    best = cheapest_of_all(problem)
    assert best is not None
    assert solved(problem, seed).price == best


@pytest.mark.parametrize("seed", range(6))
def test_sequences_are_kept_as_cheaply_as_can_be(seed):
    """Stops in a fixed order are one body anywhere in a round, with nothing between, not even a break."""
    calls = (Call(600, 8 * HOUR, 10 * HOUR),)
    problem = errands(seed, 1, 4, sequences=((4, 3, 5),))
    problem = replace(
        problem, vehicles=(replace(problem.vehicles[0], calls=calls, capacity=(14, 14)), problem.vehicles[1])
    )
    best = cheapest_of_all(problem)
    if best is None:
        pytest.fail("the instance must have a plan")
    assert solved(problem, seed).price == best


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", ["matrix", "plane", "lists"])
def test_vehicles_of_other_pace_price_and_ways_are_used_as_cheaply_as_can_be(seed, kind):
    """A bicycle is slow and cheap, a van is fast and dear and may not go everywhere: one price decides who goes where."""
    problem = errands(seed, 0, 5)
    first = by_kind(problem.travel, kind, 1.0)
    slow, dear = problem.vehicles
    vehicles = (
        replace(slow, pace=170, price_second=0, closes=14 * HOUR, capacity=(9, 9)),
        replace(dear, pace=80, price_metre=2, travel=1, capacity=(14, 14)),
    )
    problem = replace(
        problem, travel=first, other_travels=(by_kind(problem.travel, kind, 1.2),), vehicles=vehicles,
        closes=np.full(6, ALWAYS),
    )  # fmt: skip
    best = cheapest_of_all(problem)
    assert best is not None
    assert solved(problem, seed).price == best


def by_kind(travel: Travel, kind: str, longer: float) -> Travel:
    """The same ways, so many times as long, by another rule."""
    metres, seconds = ((table * longer).astype(np.int32) for table in (travel.metres, travel.seconds))
    if kind == "matrix":
        return Travel.matrix(metres, seconds, travel.xy)
    if kind == "plane":
        return Travel.plane(travel.xy * longer / 7)
    near = np.array([[b for b in range(1, len(metres)) if b != a][:3] for a in range(len(metres))], np.int32)
    rows = np.arange(len(metres))[:, None]
    of_depot = [np.stack([table[:1], table[:, :1].T]) for table in (metres, seconds)]
    return Travel.lists(travel.xy, near, metres[rows, near], seconds[rows, near], *of_depot)
