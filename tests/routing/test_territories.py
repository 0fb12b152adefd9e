"""Territories, and doors of one building."""

from dataclasses import replace

import numpy as np
import pytest

from duongthu.routing.api import (
    ALWAYS,
    Plan,
    Problem,
    Round,
    Territories,
    Travel,
    Vehicle,
    faults_of,
    merged,
    own_rounds,
    price_of,
    ride_of,
    solve_evenly,
    unfamiliarity_penalties,
    unfolded,
)

HOUR = 3_600


def test_who_came_most_lately_owns_an_address():
    """Three visits of 28 days ago count 3/4 of one after a half-life of 14 days, so one visit of today outweighs them."""
    past = [(0, 11, "a"), (0, 11, "a"), (0, 11, "a"), (28, 12, "a")]
    owner, sure = Territories.learn(past, half_life_days=14).owners_of(["a"])
    assert owner.tolist() == [12]
    assert sure[0] == pytest.approx(1 / (1 + 3 / 4))
    owner, _ = Territories.learn(past, half_life_days=1_000).owners_of(["a"])
    assert owner.tolist() == [11]


def test_a_new_address_has_the_courier_of_its_neighbours():
    """Most addresses of a day were not visited before; without a place nobody can be said to own them."""
    where = {f"w{n}": (n * 10.0, 0.0) for n in range(20)} | {
        f"e{n}": (9_000 + n * 10.0, 0.0) for n in range(20)
    }
    past = [(0, 7 if key[0] == "w" else 8, key) for key in where]
    learnt = Territories.learn(past, where=where)
    asked = {"new west": (55.0, 30.0), "new east": (9_055.0, 30.0)}
    owner, sure = learnt.owners_of(list(asked), asked)
    assert (owner.tolist(), sure.tolist()) == ([7, 8], [1.0, 1.0])
    owner, sure = learnt.owners_of(list(asked))
    assert (owner.tolist(), sure.tolist()) == ([-1, -1], [0.0, 0.0])


def test_one_visit_by_a_stranger_does_not_make_an_island():
    """A single stray visit amid a courier's street would cost riding every day that follows."""
    where = {f"h{n}": (n * 10.0, 0.0) for n in range(30)}
    past = [(0, 2 if key == "h15" else 1, key) for key in where]
    owner, sure = Territories.learn(past, where=where).owners_of(["h15"], where)
    assert owner.tolist() == [1]
    assert 0.5 < sure[0] < 1.0


def test_who_is_not_there_today_owns_nothing():
    """A courier on leave leaves his streets to whom they were second most familiar."""
    past = [(0, 1, "a"), (0, 1, "a"), (0, 2, "a"), (0, 1, "b")]
    learnt = Territories.learn(past)
    assert learnt.owners_of(["a", "b"])[0].tolist() == [1, 1]
    assert learnt.owners_of(["a", "b"], couriers=[2, 3])[0].tolist() == [2, -1]


def test_nothing_learnt_owns_nothing():
    """The first day of a post."""
    owner, sure = Territories.learn([]).owners_of(["a"], {"a": (0.0, 0.0)})
    assert (owner.tolist(), sure.tolist()) == ([-1], [0.0])


def street(stops: int, many: int, seed: int) -> Problem:
    """A post's day with couriers of equal shifts; stops strewn over hamlets that lie where they lie whatever the seed."""
    dice, hamlets = np.random.default_rng(seed), np.random.default_rng(5).uniform(-5_000, 5_000, (12, 2))
    xy = np.concatenate(
        [[[0.0, 0.0]], hamlets[dice.integers(0, 12, stops)] + dice.normal(0, 250, (stops, 2))]
    )
    far = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(-1))
    vehicles = tuple(
        Vehicle((1_000,), count=1, opens=8 * HOUR, closes=16 * HOUR, courier=100 + k) for k in range(many)
    )
    return Problem(
        Travel.matrix((far * 1.3).astype(np.int32), (far / 6).astype(np.int32), xy),
        np.array([[0]] + [[1]] * stops), vehicles, price_second=1,
        service=np.array([0] + [135] * stops), prize=np.array([0] + [1_000_000] * stops),
    )  # fmt: skip


def visits(day: int, problem: Problem, rounds) -> list[tuple[int, int, str]]:
    """Who was where, as a post would write it down."""
    return [
        (day, problem.vehicles[one.vehicle].courier, f"{day}/{stop}") for one in rounds for stop in one.stops
    ]


def places(day: int, problem: Problem) -> dict[str, tuple[float, float]]:
    """Where the stops of a day are."""
    return {f"{day}/{stop}": tuple(problem.travel.xy[stop]) for stop in range(1, problem.travel.places)}


def share_of_own(problem: Problem, plan: Plan) -> float:
    """Of the stops on rounds."""
    own = [
        problem.owner[stop] == problem.vehicles[one.vehicle].courier
        for one in plan.rounds
        for stop in one.stops
    ]
    return sum(own) / len(own)


def test_couriers_keep_their_territories_on_a_day_of_other_addresses():
    """Goal of the routing issue in small: nine of ten with their own courier, even rounds, for a few hundredths of riding."""
    before, today = street(240, 6, 1), street(240, 6, 2)
    lived = solve_evenly(before, steps=4_000)
    learnt = Territories.learn(visits(0, before, lived.plan.rounds), where=places(0, before))
    where = places(1, today)
    owner, _ = learnt.owners_of(["", *where], where)
    known = replace(today, owner=owner, unfamiliarity_penalty=unfamiliarity_penalties(today, owner))
    strangers = solve_evenly(today, steps=4_000)
    familiar = solve_evenly(known, steps=4_000, start=own_rounds(known))
    assert faults_of(familiar.problem, familiar.plan) == []
    assert share_of_own(known, strangers.plan) < 0.5
    assert share_of_own(known, familiar.plan) >= 0.9
    assert familiar.balance <= 1.15
    dear, cheap = (price_of(today, plan.rounds) for plan in (familiar.plan, strangers.plan))
    assert dear <= cheap * 1.05


def test_own_rounds_hold_and_visit_only_own_stops():
    """They begin a search, so what does not fit a shift must be left out, not overrun."""
    problem = street(60, 3, 4)
    owner = np.where(np.arange(61) % 2, 100, 101)
    owner[0] = -1
    tight = tuple(replace(v, closes=9 * HOUR) if v.courier == 100 else v for v in problem.vehicles)
    problem = replace(problem, owner=owner, vehicles=tight)
    rounds = own_rounds(problem)
    on = {stop for one in rounds for stop in one.stops}
    plan = Plan(rounds, tuple(stop for stop in range(1, 61) if stop not in on), 0)
    assert faults_of(problem, plan) == []
    assert {(one.vehicle, int(owner[stop])) for one in rounds for stop in one.stops} == {(0, 100), (1, 101)}
    assert 0 < len(on) < 60


def test_strays_cost_nothing_where_nobody_owns_and_less_in_doubt():
    """Prices follow the mean leg, the share that may be spent, and how sure the owner is."""
    problem = street(30, 2, 1)
    owner = np.full(31, 100)
    owner[:2] = -1
    sure = np.ones(31)
    sure[5] = 0.5
    price = unfamiliarity_penalties(problem, owner, sure=sure)
    assert price[:2].tolist() == [0, 0]
    assert price[5] == pytest.approx(price[6] / 2, abs=1)
    assert unfamiliarity_penalties(problem, owner, 0.04)[6] == pytest.approx(2 * price[6], abs=1)
    assert price[6] > 0


def flats(kind: str) -> tuple[Problem, list[str]]:
    """Five stops at three houses, two of the flats with other hours than the third."""
    xy = np.array([[0, 0], [100, 0], [500, 0], [100, 0], [100, 0], [900, 0]], float)
    far = np.abs(xy[:, :1] - xy[:, 0]).astype(np.int32)
    travel = Travel.matrix(far, far, xy)
    if kind == "lists":
        near = np.array([[x for x in range(1, 6) if x != place][:4] for place in range(6)], np.int32)
        ways = np.take_along_axis(far, near, 1)
        depots = np.stack([far[:1], far[:, :1].T])
        travel = Travel.lists(xy, near, ways, ways, depots, depots)
    closes = np.array([ALWAYS, 5_000, 5_000, ALWAYS, 5_000, 5_000])
    load = np.array([[0, 0], [5, 1], [1, 1], [2, 1], [3, 1], [4, 1]])
    problem = Problem(
        travel, load, (Vehicle((100, 100), count=2),), closes=closes,
        service=np.array([0, 60, 60, 60, 90, 60]), prize=np.array([0, 9, 9, 9, 8, 9]), price_second=1,
    )  # fmt: skip
    return problem, ["", "tower", "inn", "tower", "tower", "farm"]


@pytest.mark.parametrize("kind", ["matrix", "lists"])
def test_doors_of_one_building_and_the_same_hours_are_one_stop(kind):
    """Loads, service and prizes are summed, ringing is counted once; the flat with other hours stays apart."""
    problem, keys = flats(kind)
    made = merged(problem, keys, shared_seconds=40)
    assert made.members == ((0,), (1, 4), (2,), (3,), (5,))
    assert made.problem.load[1].tolist() == [8, 2]
    assert made.problem.service.tolist() == [0, 110, 60, 60, 60]
    assert made.problem.prize.tolist() == [0, 17, 9, 9, 9]
    a, b = np.array([0, 1, 2, 4]), np.array([2, 4, 3, 1])
    lead = np.array([group[0] for group in made.members])
    assert made.problem.travel.between(a, b).tolist() == problem.travel.between(lead[a], lead[b]).tolist()


def test_an_unfolded_plan_is_as_long_and_visits_every_door():
    """A courier's list names doors; activities stay where they were among them."""
    problem, keys = flats("matrix")
    made = merged(problem, keys)
    rounds = (Round(0, (1, 3, 2), ((1, 0), (3, 0))), Round(0, (4,)))
    plain = tuple(replace(one, activities=()) for one in rounds)
    assert [one.stops for one in unfolded(made, rounds)] == [(1, 4, 3, 2), (5,)]
    assert unfolded(made, rounds)[0].activities == ((2, 0), (4, 0))
    for small, whole in zip(plain, unfolded(made, plain), strict=True):
        assert ride_of(made.problem, small).seconds == ride_of(problem, whole).seconds


def test_locked_and_kept_stops_stay_apart():
    """What is promised in an order must keep it; numbers of locked stops follow the folding."""
    problem, keys = flats("matrix")
    kept = np.array([False, False, False, False, True, False])
    vehicles = (Vehicle((100, 100), count=1, locked=(5, 2)),)
    made = merged(replace(problem, kept=kept, vehicles=vehicles), keys)
    assert made.members == ((0,), (1,), (2,), (3,), (4,), (5,))
    assert made.problem.vehicles[0].locked == (5, 2)
