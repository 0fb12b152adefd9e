"""Goods from stop to stop, stops in a fixed order, and vehicles that differ in pace and price: against every plan there is."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest

from duongthu.routing.api import (
    ALWAYS,
    Break,
    Fault,
    Plan,
    Problem,
    Reload,
    Round,
    Travel,
    Vehicle,
    WrongProblem,
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
    """All rounds of a vehicle with just these stops, activities at all places."""
    activities = problem.vehicles[kind].activities
    for order in permutations(stops):
        for made in product(
            *(range(-isinstance(activity, Reload), len(order) + 1) for activity in activities)
        ):
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
    activities = (Break(600, 8 * HOUR, 10 * HOUR), Reload(300))
    problem = errands(seed, 1, 3)
    tight = tuple(
        replace(v, capacity=(6, 6), activities=activities[k:]) for k, v in enumerate(problem.vehicles)
    )
    problem = replace(problem, vehicles=tight)
    best = cheapest_of_all(problem)
    assert best is not None
    assert solved(problem, seed).price == best


@pytest.mark.parametrize("seed", range(6))
def test_sequences_are_kept_as_cheaply_as_can_be(seed):
    """Stops in a fixed order are one body anywhere in a round, with nothing between, not even a break."""
    activities = (Break(600, 8 * HOUR, 10 * HOUR),)
    problem = errands(seed, 1, 4, sequences=((4, 3, 5),))
    problem = replace(
        problem,
        vehicles=(
            replace(problem.vehicles[0], activities=activities, capacity=(14, 14)),
            problem.vehicles[1],
        ),
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
        replace(slow, duration_percent=170, price_second=0, closes=14 * HOUR, capacity=(9, 9)),
        replace(dear, duration_percent=80, price_metre=2, travel=1, capacity=(14, 14)),
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


def busy(seed: int, requests: int, couriers: int, **changes) -> Problem:
    """A day of errands as Li and Lim's files have it: requests near and far, windows, and some stops of other kinds."""
    problem = errands(seed, requests, requests // 10, opens=np.zeros(0), closes=np.zeros(0))
    dice, places = np.random.default_rng(seed + 1), problem.travel.places
    opens = dice.integers(8 * HOUR, 13 * HOUR, places) * (dice.random(places) < 0.5)
    closes = np.where(opens > 0, opens + 3 * HOUR, ALWAYS)
    opens[0], closes[0] = 0, ALWAYS
    activities = (Break(1_800, 10 * HOUR, 13 * HOUR), Reload(600))
    vehicles = tuple(
        Vehicle((20, 20), count=1, opens=8 * HOUR, closes=17 * HOUR, courier=k, activities=activities, duration_percent=100 + 10 * (k % 3))
        for k in range(couriers)
    )  # fmt: skip
    late = np.array([pair[1] for pair in problem.pairs])
    closes[late] = ALWAYS
    given = {
        "vehicles": vehicles,
        "opens": opens,
        "closes": closes,
        "prize": np.where(np.arange(places), 10**6, 0),
    }
    return replace(problem, **(given | changes))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_two_hundred_errands_hold_and_can_be_made_again(seed):
    """Full size, with breaks, reloads, windows and paces: no fault, nothing left out, the same plan from the same seed."""
    problem = busy(1, 200, 14)
    found = [solved(problem, seed, 1_500) for _ in range(2)]
    assert found[0] == found[1]
    assert not found[0].left_out


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_all_rules_of_going_together_hold_at_once(workers):
    """Pairs over sequences, breaks, reloads, two kinds of ways and two workers: the count finds nothing wrong."""
    problem = busy(3, 80, 6)
    loose = np.arange(161, 169).reshape(-1, 4)
    sequences = (tuple(map(int, loose[0])), tuple(map(int, loose[1])), (1, 2), (7, 8))
    problem = replace(problem, sequences=sequences, other_travels=(by_kind(problem.travel, "matrix", 1.1),))
    problem = replace(problem, vehicles=tuple(replace(v, travel=v.courier % 2) for v in problem.vehicles))
    for seed in (1, 2):
        plan = solve(problem, steps=1_500, seed=seed, workers=workers)
        assert faults_of(problem, plan) == []


def test_a_pick_up_that_is_done_keeps_its_delivery_on_its_vehicle():
    """Goods on a motorbike cannot be delivered by another one, however near it is."""
    problem = busy(5, 40, 4)
    morning = solved(problem, 1, 2_000)
    picked = {int(a): int(b) for a, b in problem.pairs}
    locked = {one.vehicle: one.stops[:3] for one in morning.rounds}
    noon = replace(
        problem, vehicles=tuple(replace(v, locked=locked.get(k, ())) for k, v in enumerate(problem.vehicles))
    )
    given_away = [replace(one, stops=one.stops[:3], activities=()) for one in morning.rounds]
    plan = solve(noon, steps=1_000, start=given_away)
    assert faults_of(noon, plan) == []
    at = {stop: one.vehicle for one in plan.rounds for stop in one.stops}
    begun = [stop for stops in locked.values() for stop in stops if stop in picked]
    assert begun
    assert all(at[stop] == at[picked[stop]] for stop in begun)


def test_a_change_at_noon_keeps_pairs_and_sequences():
    """New errands come in: what goes together still does, and hardly anything old moves."""
    whole = busy(6, 60, 6, sequences=((3, 4), (121, 122, 123)))
    first = replace(whole, prize=np.where(np.arange(whole.travel.places) > 100, 1, whole.prize))
    morning = solve(first, steps=2_000)
    before = [
        replace(one, stops=tuple(s for s in one.stops if s <= 100), activities=()) for one in morning.rounds
    ]
    plan = replan(whole, before, steps=500)
    assert faults_of(whole, plan) == []
    assert not plan.left_out


def test_rounds_to_begin_with_are_mended_where_they_part_what_goes_together():
    """Yesterday's rounds know nothing of today's pairs and sequences: what breaks them is taken off, the rest stays."""
    problem = busy(7, 20, 3, sequences=((41, 42),))
    start = [Round(0, (2, 1, 3, 41, 5, 42, 4)), Round(1, (6, 7, 8))]
    plan = solve(problem, steps=500, start=start)
    assert faults_of(problem, plan) == []


FOUR = Problem(
    Travel.plane(np.array([[0.0, 0], [10, 0], [20, 0], [30, 0], [40, 0]])), np.array([[0], [0], [5], [2], [0]]),
    (Vehicle((6,), activities=(Break(1), Reload(1))),), collect=np.array([[0], [5], [0], [0], [1]]),
    pairs=np.array([[1, 2]]), sequences=((3, 4),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rounds", "faults"),
    [
        ([Round(0, (3, 4, 1, 2), ((0, 0),))], []),
        ([Round(0, (3, 4, 2, 1), ((0, 0),))], [Fault("pair_turned", 0, 1)]),
        ([Round(0, (3, 4, 1), ((0, 0),))], [Fault("pair_apart", 0, 1)]),
        ([Round(0, (3, 4), ((0, 0),)), Round(0, (2,), ((0, 0),))], [Fault("pair_apart", 1, 2)]),
        ([Round(0, (4, 3, 1, 2), ((0, 0),))], [Fault("sequence_broken", 0, 4)]),
        ([Round(0, (3, 4, 1, 2), ((1, 0),))], [Fault("sequence_broken", 0, 3)]),
        ([Round(0, (1, 2, 3, 4), ((0, 0),))], [Fault("over_capacity", 0, 1)]),
        ([Round(0, (1, 3, 4, 2), ((0, 0), (1, 1)))], [Fault("over_capacity", 0, -1)]),
    ],
)
def test_the_count_names_what_is_parted_turned_broken_or_too_much(rounds, faults):
    """The count is what everybody trusts: each way of tearing apart what goes together has its code, round and stop."""
    left = tuple({1, 2, 3, 4} - {stop for one in rounds for stop in one.stops})
    found = faults_of(FOUR, Plan(tuple(rounds), left, 0))
    assert [fault for fault in found if fault.code != "must_be_visited"] == faults


def test_a_ride_takes_as_long_and_costs_as_much_as_its_vehicle_says():
    """Seconds are of the vehicle's pace, rounded to whole ones; metres are of its ways; both at its price."""
    far = Travel.plane(FOUR.travel.xy * 2)
    slow = Vehicle((6,), duration_percent=155, travel=1, price_metre=3, price_second=2)
    problem = Problem(FOUR.travel, np.zeros((5, 1), np.int64), (Vehicle((6,)), slow), other_travels=(far,))
    plain, paced = (ride_of(problem, Round(kind, (1, 2))) for kind in (0, 1))
    assert (plain.metres, plain.seconds) == (40, 40)
    assert (paced.metres, paced.seconds) == (80, 31 + 31 + 62)
    assert price_of_round(problem, Round(1, (1, 2))) == 3 * 80 + 2 * 124


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pairs": np.array([[0, 2]])}, "pairs names place 0, which is no stop"),
        ({"pairs": np.array([[1, 2], [2, 3]])}, "pairs has place 2 twice"),
        ({"pairs": np.array([[1, 3]])}, "collected at place 1 is not what is brought to place 3"),
        ({"sequences": ((3, 9),)}, "sequences names place 9, which is no stop"),
        ({"sequences": ((3,),)}, "sequence 0 has fewer than two stops"),
        ({"sequences": ((2, 1),)}, "places 1 and 2 are a pair, and a sequence parts or turns them"),
        ({"sequences": ((1, 3),)}, "places 1 and 2 are a pair, and a sequence parts or turns them"),
        ({"vehicles": (Vehicle((6,), duration_percent=0),)}, "vehicle 0 has a duration_percent below 1"),
        ({"vehicles": (Vehicle((6,), travel=1),)}, "vehicle 0 rides by travel 1, which is not there"),
        (
            {"other_travels": (Travel.plane(np.zeros((2, 2))),)},
            "travel 1 is of another kind or of other places",
        ),
    ],
)
def test_what_cannot_go_together_is_refused(change, words):
    """A search given a contradiction looks for ever: it is named at the door."""
    with pytest.raises(WrongProblem, match=words):
        replace(FOUR, **change)


def test_reasons_are_tried_out_with_all_that_goes_together():
    """A delivery is left out with its pick-up; the reason says what the two of them would need."""
    problem = busy(8, 12, 2)
    full = replace(problem, vehicles=tuple(replace(v, capacity=(2, 2)) for v in problem.vehicles))
    plan = solve(full, steps=1_000)
    left = set(plan.left_out)
    assert left & set(problem.pairs.ravel().tolist())
    found = {reason.stop: reason for reason in reasons_of(full, plan)}
    assert set(found) >= left
    needed = [found[stop] for stop in left if found[stop].code == "no_capacity"]
    assert needed
    for reason in needed:
        roomier = list(full.vehicles)
        room = np.array(roomier[reason.vehicle].capacity)
        room[reason.measure] += reason.amount
        assert reason.amount > 0
        assert (room <= 40).all()
