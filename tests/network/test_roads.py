"""The road graph: plausible, symmetric, faster by van, open only to those who may use it."""

import time

import pytest
from hypothesis import given, settings, strategies as st

from duongthu.network.api import (
    MOTORBIKE,
    TRUCK,
    VAN,
    Place,
    Position,
    Road,
    RoadGraph,
    UnknownUnit,
    network_on,
    road_graph,
    straight_metres,
    travel,
    travel_minutes,
    unit_by_code,
)
from tests.network.conftest import DAY_2020, DAY_2026

NAMES = sorted(road_graph().places)


def test_known_distances_are_plausible(province):
    """Hưng Yên city to Như Quỳnh is some 45 km by road and about an hour by van."""
    city, north = unit_by_code("160000", DAY_2020).id, unit_by_code("163500", DAY_2020).id
    way = travel(city, north, VAN, DAY_2020)
    assert 40_000 < way.metres < 60_000
    assert 50 < way.minutes < 100
    assert travel_minutes(city, unit_by_code("161168", DAY_2020).id, VAN, DAY_2020) <= 1


def test_a_van_is_faster_than_a_motorbike_over_land(province):
    """The vehicle matters: speeds differ and the expressway is closed to motorbikes."""
    a, b = unit_by_code("1638", DAY_2020).id, unit_by_code("1618", DAY_2020).id
    assert travel_minutes(a, b, VAN, DAY_2020) < travel_minutes(a, b, MOTORBIKE, DAY_2020)


def test_expressway_is_closed_to_motorbikes():
    """A motorbike goes the long way round."""
    spots = {"A": 20.7, "B": 20.8, "C": 20.9}
    places = [Place(n, Position(lat, 106.0), n, centre=True) for n, lat in spots.items()]
    graph = RoadGraph.build(
        places,
        [
            Road("A", "C", 22_000, "expressway"),
            Road("A", "B", 15_000, "local"),
            Road("B", "C", 15_000, "local"),
        ],
    )
    start, end = places[0].at, places[2].at
    assert graph.travel(start, end, TRUCK).metres == 22_000
    assert graph.travel(start, end, MOTORBIKE).metres == 30_000


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from([MOTORBIKE, VAN])
)
def test_travel_is_symmetric_and_knows_no_shorter_detour(a, b, c, vehicle):
    """There and back take the same time; through a third place is never faster (but for rounding up)."""
    graph = road_graph()
    at = {name: graph.places[name].at for name in (a, b, c)}
    there, back = graph.travel(at[a], at[b], vehicle), graph.travel(at[b], at[a], vehicle)
    assert there.minutes == back.minutes
    through = graph.travel(at[a], at[c], vehicle).minutes + graph.travel(at[c], at[b], vehicle).minutes
    assert there.minutes <= through + 1
    assert there.metres >= straight_metres(at[a], at[b])


def test_every_place_can_be_reached_by_motorbike():
    """No courier is cut off."""
    graph = road_graph()
    start = graph.places["O11953"].at
    assert all(graph.travel(start, place.at, MOTORBIKE).minutes < 300 for place in graph.places.values())


def test_units_lie_where_their_commune_lies(province):
    """A synthetic position is never far from the commune it stands for."""
    for on in (DAY_2020, DAY_2026):
        day = network_on(on)
        for unit in day.units.values():
            if unit.commune_code:
                assert straight_metres(unit.at, day.communes[unit.commune_code].at) < 9_000


def test_travel_asks_once_and_answers_quickly_after(province):
    """Rounds ask for thousands of times: a source is computed once."""
    day = network_on(DAY_2020)
    graph, ends = road_graph(), [unit.at for unit in day.units.values()]
    start = day.unit_by_code("1625").at
    graph.travel(start, ends[0])
    others, began = [at for at in ends if at != start][:40], time.process_time()
    for other in others:
        graph.travel(other, ends[0])
    search = (time.process_time() - began) / len(others)
    began = time.process_time()
    for end in ends:
        graph.travel(start, end)
    each = (time.process_time() - began) / len(ends)
    assert each < search  # a source that is new costs a search; one that was asked costs a look


def test_an_unknown_unit_has_no_way(province):
    """A wrong id is refused by name."""
    with pytest.raises(UnknownUnit):
        travel_minutes(999_999, unit_by_code("1625", DAY_2020).id, VAN, DAY_2020)
