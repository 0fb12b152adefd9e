"""Riding times among many points: true to a plain search, both forms alike, quick at full size."""

from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from duongthu.network.api import (
    MOTORBIKE,
    TRUCK,
    VAN,
    Position,
    UnknownVehicle,
    ride_matrix,
    rides_between,
    road_graph,
    straight_metres,
)
from duongthu.network.rules.hamlets import Hamlet, house_at
from duongthu.network.rules.reference import reference_rows
from duongthu.network.rules.rides import Grounds
from duongthu.network.rules.roads import LANE, SPEED
from duongthu.network.rules.ways import Edges, degrees, ways_from
from tests.network.conftest import DAY_2026
from tests.pace import quiet_time


def doors(many, seed, hamlets=None):
    """Houses in hamlets by weight, or in the first so many hamlets."""
    rng = Random(seed)
    rows = reference_rows("hamlets")[:hamlets]
    known = [
        Hamlet(
            r["code"], r["name"], Position(float(r["latitude"]), float(r["longitude"])), int(r["people"]), ""
        )
        for r in rows
    ]
    chosen = rng.choices(known, [hamlet.people for hamlet in known], k=many)
    return [house_at(hamlet, rng.randrange(1, 200)) for hamlet in chosen]


def random_ways(seed, nodes, one_way):
    """A random net of that many nodes, and the same as a networkx graph."""
    dice = np.random.default_rng(seed)
    at = 20.5 + dice.random((nodes, 2)) / 10
    ring = np.arange(nodes)
    start = np.concatenate([ring, dice.integers(0, nodes, 2 * nodes)])
    end = np.concatenate([np.roll(ring, 1), dice.integers(0, nodes, 2 * nodes)])
    metres = dice.integers(1, 5_000, len(start))
    if not one_way:
        start, end, metres = np.concatenate([start, end]), np.concatenate([end, start]), np.tile(metres, 2)
    arrays = [values.astype(np.int32) for values in (start, end, metres, metres * 100)]
    graph = nx.DiGraph()
    for a, b, length in zip(start.tolist(), end.tolist(), metres.tolist(), strict=True):
        if a != b and (not graph.has_edge(a, b) or graph.edges[a, b]["metres"] > length):
            graph.add_edge(a, b, metres=length)
    return ways_from(at, Edges(*arrays), 300), graph


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 40), st.booleans())
def test_ways_are_those_of_a_plain_search(seed, nodes, one_way):
    """The compiled search agrees with a textbook's on any net, one-way streets included."""
    ways, graph = random_ways(seed, nodes, one_way)
    points = [Position(*row) for row in ways.at.tolist()]
    metres, _ = Grounds(ways).matrix(degrees(points))
    known = dict(nx.all_pairs_dijkstra_path_length(graph, weight="metres"))
    assert metres.tolist() == [[known[a][b] for b in range(nodes)] for a in range(nodes)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 25), st.booleans())
def test_the_nearest_are_the_smallest_of_the_matrix(seed, points, many, one_way):
    """Two ways to the same figures: the lists never miss a nearer point, never name the point itself, and pad with −1."""
    ways, _ = random_ways(seed, 12, one_way)
    at = 20.5 + np.random.default_rng(seed).integers(0, 12, (points, 2)) / 100
    grounds = Grounds(ways)
    rides, (metres, seconds) = grounds.rides(at, many), grounds.matrix(at)
    for row in range(points):
        found = rides.near[row][rides.near[row] >= 0]
        assert len(found) == len(set(found.tolist()) - {row}) == min(many, points - 1)
        assert (rides.near[row][len(found) :] == -1).all()
        best = np.sort(np.delete(seconds[row], row))[: len(found)]
        assert rides.seconds[row][: len(found)].tolist() == best.tolist()
        assert seconds[row, found].tolist() == best.tolist()
        assert metres[row, found].tolist() == rides.metres[row][: len(found)].tolist()


def test_neighbours_of_a_hamlet_are_near_each_other():
    """House 12 has house 14 among its nearest, some dozen metres and a few seconds away."""
    row = reference_rows("hamlets")[100]
    place = Hamlet(row["code"], "", Position(float(row["latitude"]), float(row["longitude"])), 1, "")
    houses = [house_at(place, number) for number in range(1, 101)]
    rides = rides_between(houses, on=DAY_2026, many=4)
    assert 13 in rides.near[11]
    assert rides.metres[11].max() < 60
    assert rides.seconds[11].max() < 15
    assert rides.xy.shape == (100, 2)
    assert not rides.beyond.any()


def test_plane_coordinates_begin_at_the_first_point():
    """The planner's air lines are metres, true within a thousandth."""
    points = doors(200, 3)
    xy = rides_between(points, on=DAY_2026, many=1).xy
    assert xy[0].tolist() == [0.0, 0.0]
    for number in range(1, 200):
        air = straight_metres(points[0], points[number])
        assert np.hypot(*xy[number]) == pytest.approx(air, rel=0.006, abs=2)


def test_no_ride_is_shorter_than_the_air_line_or_slower_than_walking():
    """Whatever the vehicle, a figure off by a unit or a factor would show."""
    points = doors(300, 5)
    air = np.array([[straight_metres(a, b) for b in points] for a in points])
    for vehicle in (MOTORBIKE, VAN, TRUCK):
        metres, seconds = ride_matrix(points, on=DAY_2026, vehicle=vehicle)
        assert metres.dtype == seconds.dtype == np.int32
        assert (metres >= air * 0.99 - 2).all()
        assert (np.diag(metres) == 0).all()
        assert (seconds * max(SPEED[vehicle].values()) / 60 >= metres - 10).all()
        assert (seconds * SPEED[vehicle][LANE] / 60 <= metres + 10).all()
        assert (seconds == seconds.T).all()  # built roads know no one-way streets


def test_travel_and_matrix_agree():
    """A post's plan and a single question give the same figure but for rounding up to minutes."""
    points = doors(40, 7)
    _, seconds = ride_matrix(points, on=DAY_2026, vehicle=VAN)
    graph = road_graph()
    for a in range(40):
        for b in range(40):
            minutes = graph.travel(points[a], points[b], VAN).minutes
            assert seconds[a, b] - 1 <= minutes * 60 <= seconds[a, b] + 60


def test_one_point_and_none():
    """A day with a single stop, or with none, is a day, too."""
    for many in (0, 1):
        points = doors(many, 1)
        rides = rides_between(points, on=DAY_2026, many=3)
        assert rides.near.tolist() == [[-1, -1, -1]] * many
        assert rides.metres.shape == rides.seconds.shape == (many, 3)
        assert ride_matrix(points, on=DAY_2026)[0].shape == (many, many)


def test_points_on_one_spot_are_told_apart():
    """A hundred parcels for one commune's own point: each has the others, at no distance."""
    rides = rides_between([Position(20.66, 106.05)] * 100, on=DAY_2026, many=60)
    assert (rides.near >= 0).all()
    assert (rides.near != np.arange(100)[:, None]).all()
    assert rides.seconds.max() == 0


def test_an_unknown_vehicle_is_refused():
    """A typing mistake must not be planned as something else."""
    with pytest.raises(UnknownVehicle, match="xe đạp"):
        rides_between(doors(2, 1), on=DAY_2026, vehicle="xe đạp")


def test_asking_for_no_neighbours_is_a_mistake():
    """The compiled search must never be called with an empty list to fill."""
    with pytest.raises(ValueError, match="many is 0"):
        rides_between(doors(2, 1), on=DAY_2026, many=0)


@pytest.mark.slow
def test_the_whole_province_is_ridden_in_seconds():
    """Twenty thousand doors with sixty neighbours each, and a post's day of 2,500: the planner waits for both."""
    ride_matrix(doors(10, 1), on=DAY_2026)
    rides_between(doors(10, 1), on=DAY_2026)
    with quiet_time() as near:
        rides = rides_between(doors(20_000, 11), on=DAY_2026, many=60)
    with quiet_time() as whole:
        ride_matrix(doors(2_500, 13, hamlets=60), on=DAY_2026)
    assert (rides.near >= 0).all()
    assert (np.diff(rides.seconds, axis=1) >= 0).all()
    assert near.seconds < 20
    assert whole.seconds < 4
