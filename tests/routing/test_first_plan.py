"""The first plan at size: nothing is looped over in Python that grows with the neighbours, and every stop finds a place."""

import numpy as np
import pytest
from benchmarks.first_plan_problems import day, deliveries

from duongthu.routing.api import (
    Break,
    Problem,
    Progress,
    Round,
    Travel,
    Vehicle,
    faults_of,
    faults_of_round,
    solve,
)
from duongthu.routing.neighbours import nearest_by_matrix, nearest_in_plane
from duongthu.routing.proximity import WAIT_PARTS, near_in_time
from duongthu.routing.rich.build import chains_of, fill, instance_of, nodes_of
from duongthu.routing.rich.instance import OVERTIME


@pytest.mark.slow
@pytest.mark.parametrize("make", [deliveries, day])
def test_the_first_plan_leaves_nobody_out(make):
    """A plan that stands after a second is of use only if every stop is on it."""
    told: list[Progress] = []
    problem = make(1_000)
    plan = solve(problem, steps=1, on_better=told.append)
    assert faults_of(problem, plan) == []
    assert not plan.left_out
    assert told[0].steps == 0


def test_near_in_time_is_what_its_definition_says():
    """Worked on in blocks, the neighbours must be those found place by place: by riding and a twentieth of the waiting."""
    problem = day(600)
    wide = problem.travel.nearest(1, 3 * 20)
    found = near_in_time(problem, 20)

    def forced(a: int, b: int) -> float:
        way = int(problem.travel.seconds_between(np.array(a), np.array(b)))
        arrival = problem.opens[a] + problem.service[a] + way
        latest = problem.closes[a] + problem.service[a] + way
        late = arrival > problem.closes[b]
        return float("inf") if late else way * WAIT_PARTS + max(0, int(problem.opens[b] - latest))

    for place in range(0, 601, 37):
        others = [int(stop) for stop in wide[place] if stop >= 0]
        cost = {stop: min(forced(place, stop), forced(stop, place)) for stop in others}
        assert found[place].tolist() == sorted(others, key=lambda stop: (cost[stop], others.index(stop)))[:20]


@pytest.mark.parametrize("many", [3, 12, 40])
def test_nearest_places_are_the_nearest_though_some_share_a_point(many):
    """Doors of one building share a point: none is its own neighbour, and none is lost."""
    dice = np.random.default_rng(3)
    xy = dice.integers(0, 6, (31, 2)).astype(np.float64)
    air = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(-1))
    for near in (nearest_in_plane(xy, 1, many), nearest_by_matrix((air * 100).astype(np.int32), 1, many)):
        assert near.shape == (31, many)
        for place in range(31):
            found = near[place][near[place] >= 0]
            others = np.array([stop for stop in range(1, 31) if stop != place])
            assert len(set(found.tolist())) == len(found) == min(many, len(others))
            assert place not in found
            assert np.allclose(air[place][found], np.sort(air[place][others])[: len(found)], atol=0.011)


def test_ways_of_lists_are_found_in_rows_of_any_length():
    """The search in sorted rows must find every listed place and no other, whatever the number of columns."""
    dice = np.random.default_rng(5)
    for many in (1, 2, 3, 7, 8, 9):
        xy = dice.uniform(0, 1_000, (12, 2))
        near = np.array(
            [dice.permutation([b for b in range(1, 12) if b != a])[:many] for a in range(12)], np.int32
        )
        near[3, many // 2 :] = -1
        metres = dice.integers(10_000, 20_000, (12, many)).astype(np.int32)
        depot = np.zeros((2, 1, 12), np.int32)
        travel = Travel.lists(xy, near, metres, metres, depot, depot)
        listed = {
            (a, int(b)): int(metres[a, k]) for a in range(1, 12) for k, b in enumerate(near[a]) if b >= 0
        }
        a, b = np.divmod(np.arange(144), 12)
        for x, y, way in zip(a, b, travel.between(a, b), strict=True):
            if (int(x), int(y)) in listed:
                assert way == listed[int(x), int(y)]
            elif x > 0 < y and x != y:
                assert way == int(np.sqrt(((xy[x] - xy[y]) ** 2).sum()) * travel.detour + 0.5)


def test_a_stop_taken_out_before_a_break_can_make_a_round_late():
    """A break is taken wherever the vehicle is: without the last stop the way home lies behind it, and the search must notice."""
    travel = Travel.plane(np.array([[0.0, 0], [3_000, 0], [10, 0]]))
    rider = Vehicle((1,), count=1, closes=7_500, activities=(Break(1_000, 6_000, 6_100),))
    problem = Problem(travel, np.zeros((3, 1), np.int64), (rider,))
    whole = Round(0, (1, 2), ((2, 0),))
    assert not list(faults_of_round(problem, whole))
    assert [fault.code for fault in faults_of_round(problem, Round(0, (1,), ((1, 0),)))] == ["back_too_late"]
    nodes = nodes_of(problem)
    instance = instance_of(problem, np.full((3, 1), -1, np.int32), nodes)
    fill(instance, chains_of(problem, nodes, [whole]))
    assert instance.route["over"][0] == 0
    instance.unlink(2)
    instance.refresh(0)
    assert instance.route["over"][0] == OVERTIME
