"""Windows hard and soft, breaks, reloads, depots, skills, own couriers, kept stops: the search against the plain count."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from duongthu.routing.api import (
    ALWAYS,
    Break,
    Plan,
    Problem,
    Reload,
    Round,
    Travel,
    Vehicle,
    faults_of,
    price_of,
    ride_of,
    solve,
)

EIGHT, NOON = 8 * 3600, 12 * 3600


def places(stops: int, seed: int, depots: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points, metres and seconds; ways there and back differ."""
    dice = np.random.default_rng(seed)
    xy = dice.uniform(0, 10_000, (stops + depots, 2))
    air = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(-1))
    metres = (air * 1.3).astype(np.int32)
    return xy, metres, (metres / 8 * dice.uniform(0.9, 1.1, metres.shape)).astype(np.int32)


def everything(seed: int, stops: int = 90) -> Problem:
    """A problem in which every kind of rule binds somewhere."""
    xy, metres, seconds = places(stops, seed, depots=2)
    dice, every = np.random.default_rng(seed), stops + 2

    def of_stops(values: np.ndarray) -> np.ndarray:
        values[:2] = 0
        return values.astype(np.int64)

    timed = dice.random(every) < 0.3
    timed[:2] = False
    opens, closes = np.zeros(every, np.int64), np.full(every, ALWAYS, np.int64)
    opens[timed] = dice.integers(EIGHT, 15 * 3600, timed.sum())
    closes[timed] = opens[timed] + 3600
    late = np.zeros((every, 2, 2), np.int64)
    late[:, :, 1] = -1
    late[timed, 0] = np.stack([closes[timed] + 1, closes[timed] + 1800], 1)
    late[timed, 1] = np.stack([closes[timed] + 1801, closes[timed] + 5400], 1)
    price = np.zeros((every, 3), np.int64)
    price[timed, 1:] = 2_000, 9_000
    owner = dice.integers(0, 5, every)
    owner[:2] = -1
    activities = (Break(1800, 11 * 3600, 13 * 3600), Reload(600))
    vehicles = tuple(
        Vehicle(
            (110, 110), count=1, start=k % 2, end=k % 2, opens=EIGHT, closes=17 * 3600, longest=9 * 3600, price=1_000,
            skills=k % 2, courier=k, activities=activities, fair=8 * 3600,
        )
        for k in range(5)
    )  # fmt: skip
    return Problem(
        Travel.matrix(metres, seconds, xy), of_stops(dice.integers(1, 10, (every, 2))), vehicles, depots=2,
        service=of_stops(dice.integers(60, 300, every)), opens=opens, closes=closes, more_windows=late, window_price=price,
        skills=of_stops((dice.random(every) < 0.1).astype(int)), collect=of_stops(dice.integers(0, 4, (every, 2))),
        owner=owner, unfamiliarity_penalty=of_stops(np.full(every, 500)), price_second=1, price_beyond_fair=5,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_search_counts_as_the_plain_count_does(seed):
    """All rules at once: no fault by the independent count, and the search's own price is the counted one or above it."""
    problem, told = everything(seed), []
    plan = solve(problem, steps=6_000, seed=seed, on_better=lambda seen: told.append(seen.price))
    assert faults_of(problem, plan) == []
    assert plan.price == price_of(problem, plan.rounds, plan.left_out) <= told[-1] <= plan.price * 1.01


def test_the_same_seed_and_steps_give_the_same_plan():
    """A plan can be made again."""
    assert solve(everything(7), steps=2_000, seed=3) == solve(everything(7), steps=2_000, seed=3)


@pytest.mark.parametrize("seed", range(3))
def test_a_small_round_with_late_windows_is_the_best_there_is(seed):
    """Soft windows: held against all orders of six stops."""
    _, metres, seconds = places(6, seed)
    dice = np.random.default_rng(seed)
    opens = np.concatenate([[0], dice.integers(EIGHT, EIGHT + 3600, 6)])
    closes = np.where(opens > 0, opens + 900, ALWAYS)
    late = np.stack([closes + 1, closes + 20_000], 1)[:, None, :]
    late[0] = (0, -1)
    price = np.tile([0, 700], (7, 1))
    load = np.array([[0]] + [[1]] * 6)
    problem = Problem(
        Travel.matrix(metres, seconds), load, (Vehicle((6,), count=1, opens=EIGHT),), opens=opens, closes=closes,
        more_windows=late, window_price=price, price_second=1,
    )  # fmt: skip
    best = min(
        price_of(problem, [Round(0, order)])
        for order in permutations(range(1, 7))
        if not faults_of(problem, Plan((Round(0, order),), (), 0))
    )
    assert solve(problem, steps=4_000).price == best


def test_a_round_too_heavy_for_one_load_loads_again():
    """Reloads: one vehicle, twice its capacity; only as many reloads as are of use."""
    _, metres, seconds = places(20, 1)
    load = np.array([[0]] + [[1]] * 20)
    vehicle = Vehicle((10,), count=1, activities=tuple(Reload(300) for _ in range(3)))
    problem = Problem(
        Travel.matrix(metres, seconds), load, (vehicle,), closes=np.full(21, ALWAYS - 1), price_second=1
    )
    plan = solve(problem, steps=4_000)
    assert faults_of(problem, plan) == []
    assert len(plan.rounds[0].activities) == 1
    assert plan.rounds[0].activities[0][0] == 10
    without = replace(
        problem, vehicles=(replace(vehicle, activities=()),), prize=np.array([0] + [5_000_000] * 20)
    )
    assert len(solve(without, steps=4_000).left_out) == 10


def test_a_break_falls_into_its_hours_and_costs_no_way():
    """Breaks: taken once, at noon, wherever the courier is; a vehicle that rides nowhere needs none."""
    _, metres, seconds = places(40, 2)
    load = np.array([[0]] + [[1]] * 40)
    lunch = Break(3600, NOON - 1800, NOON + 1800)
    vehicle = Vehicle((40,), count=2, opens=EIGHT, closes=18 * 3600, price=100_000, activities=(lunch,))
    problem = Problem(
        Travel.matrix(metres, seconds), load, (vehicle,), service=np.array([0] + [300] * 40), price_second=1
    )  # fmt: skip
    plan = solve(problem, steps=4_000)
    assert faults_of(problem, plan) == []
    assert len(plan.rounds) == 1
    ride = ride_of(problem, plan.rounds[0])
    assert lunch.opens <= ride.activities_at[0] <= lunch.closes
    bare = ride_of(problem, replace(plan.rounds[0], activities=()))
    assert ride.metres == bare.metres
    assert ride.seconds >= bare.seconds + 3600


def test_kept_stops_keep_their_round_and_order():
    """What stays stays; what is new goes where it costs least."""
    problem = everything(4)
    before = solve(problem, steps=4_000)
    held = [
        Round(one.vehicle, tuple(s for s in one.stops if s % 9))
        for one in before.rounds
        if len(one.activities) < 2
    ]
    kept = np.zeros(problem.travel.places, bool)
    kept[[stop for one in held for stop in one.stops]] = True
    changed = replace(problem, kept=kept, vehicles=tuple(replace(v, activities=()) for v in problem.vehicles))
    plan = solve(changed, steps=1_000, start=held)
    now = {one.vehicle: tuple(s for s in one.stops if kept[s]) for one in plan.rounds}
    assert {one.vehicle: one.stops for one in held} == {
        vehicle: stops for vehicle, stops in now.items() if stops
    }


def test_a_start_the_day_no_longer_allows_is_mended():
    """A closed shop, a smaller motorbike: what broke goes elsewhere or is left out, and the plan is sound."""
    problem = everything(3)
    before = solve(problem, steps=4_000)
    opens, closes = problem.opens.copy(), problem.closes.copy()
    shut = before.rounds[0].stops[-1]
    opens[shut], closes[shut] = EIGHT, EIGHT + 60
    smaller = tuple(replace(v, capacity=(60, 60)) for v in problem.vehicles)
    changed = replace(problem, opens=opens, closes=closes, vehicles=smaller)
    plan = solve(changed, steps=500, start=before.rounds)
    assert [fault for fault in faults_of(changed, plan) if fault.code != "must_be_visited"] == []
    assert len(plan.left_out) < 20


def test_lists_of_neighbours_ride_as_the_matrix_does():
    """Neighbour lists: listed ways and those of depots are the matrix's own; a plan made by lists is sound on the matrix."""
    problem = everything(5)
    matrix, near_by = problem.travel, 40
    places_ = matrix.places
    near = np.argsort(matrix.seconds + np.eye(places_, dtype=int) * 10**8, axis=1)[:, :near_by].astype(
        np.int32
    )
    rows = np.arange(places_)[:, None]
    lists = Travel.lists(
        matrix.xy, near, matrix.metres[rows, near], matrix.seconds[rows, near],
        np.stack([matrix.metres[:2], matrix.metres[:, :2].T]), np.stack([matrix.seconds[:2], matrix.seconds[:, :2].T]),
    )  # fmt: skip
    assert (lists.between(rows, near) == matrix.between(rows, near)).all()
    assert (
        lists.seconds_between(rows, np.arange(2)[None]) == matrix.seconds_between(rows, np.arange(2)[None])
    ).all()
    plan = solve(replace(problem, travel=lists), steps=6_000)
    assert faults_of(replace(problem, travel=lists), plan) == []
    assert price_of(problem, plan.rounds) == pytest.approx(plan.price, rel=0.03)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda p: [replace(p[0], stops=p[0].stops[::-1]), *p[1:]], "outside_window"),
        (lambda p: [replace(p[0], activities=()), *p[1:]], "break_missing"),
        (lambda p: [replace(p[0], activities=(*p[0].activities, p[0].activities[0])), *p[1:]], "activity_twice"),
        (lambda p: [Round(p[0].vehicle, p[0].stops + p[1].stops, p[0].activities), *p[2:]], "over_capacity"),
        (lambda p: p[1:], "visited_not_once"),
    ],
)  # fmt: skip
def test_the_count_finds_what_is_wrong(change, code):
    """A count that finds nothing proves nothing."""
    problem = everything(6)
    plan = solve(problem, steps=4_000)
    broken = Plan(tuple(change(list(plan.rounds))), plan.left_out, plan.price)
    assert code in {fault.code for fault in faults_of(problem, broken)}


def test_every_kind_of_vehicle_is_looked_at():
    """Twenty vans that cannot, then one that can: it is found."""
    _, metres, seconds = places(5, 1)
    vans = (Vehicle((1,), count=20), Vehicle((50,), count=1, skills=1))
    load, skills = np.array([[0]] + [[9]] * 5), np.array([0] + [1] * 5)
    problem = Problem(Travel.matrix(metres, seconds), load, vans, skills=skills)
    assert solve(problem, steps=50).left_out == ()


def test_nothing_comes_between_locked_stops_and_their_reload():
    """Under way with a reload behind him: what is new goes behind all that is locked."""
    _, metres, seconds = places(24, 3)
    vehicle = Vehicle((10,), count=1, activities=(Reload(300), Reload(300)), locked=tuple(range(1, 13)))
    load = np.array([[0]] + [[1]] * 24)
    problem = Problem(
        Travel.matrix(metres, seconds), load, (vehicle,), closes=np.full(25, ALWAYS - 1), price_second=1
    )
    morning = Round(0, tuple(range(1, 13)), ((8, 0),))
    plan = solve(problem, steps=3_000, start=[morning])
    assert faults_of(problem, plan) == []
    assert plan.rounds[0].stops[:12] == morning.stops
    assert plan.rounds[0].activities[0] == (8, 0)
