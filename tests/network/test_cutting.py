"""Cutting streets at junctions changes no distance: held against a plain search over every node of every way."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from duongthu.network.api import VAN
from duongthu.network.rules.highways import Passage
from duongthu.network.rules.positions import METRES_PER_DEGREE
from duongthu.network.rules.streets import DEGREE_PARTS, StreetsBook, unpacked
from duongthu.network.rules.vehicles import BIT, VEHICLES

EVERYBODY = sum(BIT.values())
KMH = {"residential": [25, 22, 18], "primary": [42, 45, 40]}


@st.composite
def books(draw):
    """Ways over a few nodes: long and short, through themselves, one-way either way, in several classes."""
    seed, nodes = draw(st.integers(0, 10_000)), draw(st.integers(2, 14))
    at = 20.6 + np.random.default_rng(seed).random((nodes, 2)) / 50
    ways = draw(
        st.lists(
            st.tuples(
                st.lists(st.integers(0, nodes - 1), min_size=2, max_size=9),
                st.sampled_from(["residential", "primary"]),
                st.sampled_from(
                    [(EVERYBODY, EVERYBODY), (EVERYBODY, 0), (0, EVERYBODY), (BIT[VAN], EVERYBODY)]
                ),
            ),
            min_size=1,
            max_size=12,
        )
    )
    return at, ways


def length(a, b):
    """Metres between two positions, as a surveyor on a small plane."""
    north, east = (b - a) * METRES_PER_DEGREE
    return math.hypot(north, east * math.cos(math.radians(a[0])))


def whole_graph(at, ways, vehicle):
    """Every node of every way, uncut."""
    graph = nx.MultiDiGraph()
    for refs, highway, sides in ways:
        for a, b in zip(refs, refs[1:], strict=False):
            metres = length(at[a], at[b])
            seconds = metres * 3.6 / KMH[highway][VEHICLES.index(vehicle)]
            for start, end, side in ((a, b, sides[0]), (b, a, sides[1])):
                if side & BIT[vehicle]:
                    graph.add_edge(start, end, seconds=seconds)
    return graph


@settings(max_examples=150, deadline=None)
@given(books(), st.sampled_from(VEHICLES))
def test_cutting_changes_no_way(book, vehicle):
    """A piece lost, turned round or opened to the wrong vehicle would make a courier ride what isn't there."""
    at, ways = book
    streets = _cut(at, ways)
    kept = streets.ways(vehicle)
    graph = whole_graph(at, ways, vehicle)
    number = {tuple(np.rint(position * DEGREE_PARTS).astype(int)): n for n, position in enumerate(at)}
    names = [number[tuple(row)] for row in np.rint(kept.at * DEGREE_PARTS).astype(int)]
    assert len(set(names)) == len(names)
    for n, name in enumerate(names):
        true = nx.single_source_dijkstra_path_length(graph, name, weight="seconds")
        _, millis = kept._tree(n)
        for other, found in zip(names, millis.tolist(), strict=True):
            assert found / 1_000 == pytest.approx(
                true[other], abs=8
            )  # pieces are whole metres: half a metre each


def _cut(at, ways):
    book = StreetsBook()
    for refs, highway, sides in ways:
        book.add([(1_000 + ref, *at[ref]) for ref in refs], Passage(highway, *sides))
    return book.streets(KMH, {"source": "trial"})


@given(books())
@settings(max_examples=20, deadline=None)
def test_packed_streets_come_back_whole(book):
    """What is read from the disk is what was cut, to the last bit."""
    streets = _cut(*book)
    again = unpacked(streets.packed(), "trial")
    assert again.digest() == streets.digest()
    assert again.about["nodes"] == len(streets.latitude) == len(again.latitude)


def test_a_long_road_keeps_nodes_and_its_length():
    """Doors along a country road are joined to it nearby, not to its far ends."""
    at = np.column_stack([20.6 + np.arange(101) * 0.0005, np.full(101, 106.0)])
    streets = _cut(at, [(list(range(101)), "primary", (EVERYBODY, EVERYBODY))])
    steps = np.diff(np.sort(streets.latitude)) / DEGREE_PARTS * METRES_PER_DEGREE
    assert 25 <= len(streets.latitude) <= 40
    assert steps.max() <= 300
    assert streets.about["metres"] == pytest.approx(0.05 * METRES_PER_DEGREE, abs=20)
