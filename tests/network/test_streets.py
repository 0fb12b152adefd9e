"""Roads of a real map extract: read, cut, stored, ridden on, and refused when something is wrong."""

import os
from datetime import timedelta

import numpy as np
import osmium
import pytest

from duongthu.kernel.clock import today
from duongthu.network.api import (
    MOTORBIKE,
    TRUCK,
    VAN,
    DateInPast,
    NoRoadsInFile,
    Position,
    RoadNodesMissing,
    RoadsDamaged,
    RoadsElsewhere,
    RoadsOfHistory,
    RoadsUnreadable,
    SpeedsIncomplete,
    WrongSpeed,
    ride_matrix,
    rides_between,
    road_graph,
    straight_metres,
    take_roads,
)
from duongthu.network.checks import check_roads
from duongthu.network.queries.kept_roads import file_for, file_on
from duongthu.network.rules.highways import passage, read_speeds
from duongthu.network.rules.reference import reference_text
from duongthu.network.rules.vehicles import VEHICLES
from tests.network.extract import STEP, position, write_town, write_without_roads

SPEEDS = reference_text("road_speeds.csv")
NORTH_STREET, SOUTH_STREET = 1, 3  # columns of the town that are one-way


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def town(tmp_path):
    """The town's file."""
    return write_town(tmp_path / "town.osm.pbf")


def crossing(row, column):
    """A crossing of the town."""
    return Position(*position(row, column))


def seconds(a, b, vehicle=MOTORBIKE, on=None):
    """Riding time from a to b."""
    return int(ride_matrix([a, b], on=on or today(), vehicle=vehicle)[1][0, 1])


def test_the_town_is_taken_in_and_told(town):
    """Counts, checksums and what lies beyond are said, so an operator can see whether the file was the right one."""
    told = []
    taken = take_roads(town, on_progress=lambda *step: told.append(step))
    assert (
        taken.ways == 14 + 8 + 7 + 1 + 2 + 1 + 1 + 2
    )  # the way with a lost node is two; foreign and closed ones are none
    assert taken.nodes >= 15 * 15 + 5 + 3
    assert 120 < taken.kilometres < 180
    assert len(taken.digest) == len(taken.source_sha256) == 64
    assert taken.from_on == today()
    assert taken.places == len(road_graph().places)
    assert all(taken.places * 0.9 < taken.beyond[vehicle] < taken.places for vehicle in VEHICLES)
    assert told
    assert file_on(today()) == file_for(today())
    assert list(check_roads()) == []


def test_one_way_streets_make_times_differ_by_direction(town):
    """With the street it is the direct ride; against it the way leads round the block."""
    take_roads(town)
    for column, sign in ((NORTH_STREET, 1), (SOUTH_STREET, -1)):
        low, high = crossing(6, column), crossing(7, column)
        there, back = (low, high) if sign > 0 else (high, low)
        air = straight_metres(there, back)
        assert seconds(there, back) == pytest.approx(air * 3.6 / 25, abs=1)
        assert seconds(back, there) > 2 * seconds(there, back)


def test_motorways_and_closed_streets_are_closed_to_motorbikes(town):
    """A van flies along the motorway; a motorbike takes streets, and never the one marked motorcycle=no."""
    take_roads(town)
    start, end = crossing(0, 0), crossing(14, 14)
    assert seconds(start, end, VAN) == pytest.approx(straight_metres(start, end) * 3.6 / 80, rel=0.05)
    assert seconds(start, end, MOTORBIKE) > 2 * seconds(start, end, VAN)
    metres, _ = ride_matrix([crossing(0, 4), crossing(0, 6)], on=today(), vehicle=MOTORBIKE)
    assert metres[0, 1] > 1.5 * straight_metres(crossing(0, 4), crossing(0, 6))
    direct, _ = ride_matrix([crossing(0, 4), crossing(0, 6)], on=today(), vehicle=VAN)
    assert direct[0, 1] == pytest.approx(straight_metres(crossing(0, 4), crossing(0, 6)), abs=3)


def test_a_dead_end_leads_back_by_itself(town):
    """The way past its end is closed (access=no): the courier turns, and is slow on a service road."""
    take_roads(town)
    end = crossing(7, -3)
    air = straight_metres(end, crossing(7, 0))
    assert seconds(end, crossing(7, 0)) == pytest.approx(air * 3.6 / 15, abs=2)
    assert seconds(end, crossing(14, 0)) > seconds(end, crossing(7, 0))


def test_points_beyond_the_roads_keep_the_built_graph_and_this_is_said(town):
    """The island has no road from the town: ways to it are those of before, and the planner is told which points."""
    island = Position(position(0, 15)[0], position(0, 15)[1] + 0.030 + STEP)
    points = [crossing(3, 3), crossing(4, 3), island, crossing(9, 9)]
    yesterday = today() - timedelta(days=1)
    before, _ = ride_matrix(points, on=yesterday)
    take_roads(town)
    rides, (after, _) = rides_between(points, on=today(), many=3), ride_matrix(points, on=today())
    assert rides.beyond.tolist() == [False, False, True, False]
    assert after[2].tolist() == before[2].tolist()
    assert after[:, 2].tolist() == before[:, 2].tolist()
    assert after[0, 3] != before[0, 3]
    assert [sorted(row) for row in rides.near.tolist()] == [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]]


def test_past_days_keep_the_roads_they_had(town):
    """What was planned yesterday is explained by yesterday's roads for ever; earlier first days are refused."""
    points = [crossing(2, 2), crossing(12, 9)]
    yesterday = today() - timedelta(days=1)
    before = ride_matrix(points, on=yesterday)
    take_roads(town)
    take_roads(town, today() + timedelta(days=30), SPEEDS.replace("residential,25", "residential,10"))
    now = seconds(*points)
    assert (ride_matrix(points, on=yesterday)[1] == before[1]).all()
    assert seconds(*points, on=today() + timedelta(days=29)) == now
    assert seconds(*points, on=today() + timedelta(days=30)) > now
    with pytest.raises(DateInPast):
        take_roads(town, yesterday)


def test_the_lists_agree_with_the_matrix_on_one_way_roads(town):
    """At the size of a real post, on streets that differ by direction, for each vehicle."""
    take_roads(town)
    dice = np.random.default_rng(4)
    points = [crossing(*dice.uniform(0, 14, 2)) for _ in range(400)]
    for vehicle in (MOTORBIKE, VAN, TRUCK):
        rides = rides_between(points, on=today(), vehicle=vehicle, many=20)
        metres, times = ride_matrix(points, on=today(), vehicle=vehicle)
        best = np.sort(times + np.eye(400, dtype=np.int32) * 10**6, axis=1)[:, :20]
        assert (rides.seconds == best).all()
        assert (np.take_along_axis(metres, rides.near.astype(np.int64), axis=1) == rides.metres).all()
        assert not rides.beyond.any()
        assert (times != times.T).any()


def _cut(town):
    town.write_bytes(town.read_bytes()[:-200])


def _garbage(town):
    town.write_bytes(b"no map at all" * 1_000)


def _emptied(town):
    town.write_bytes(b"")


@pytest.mark.parametrize("spoil", [_cut, _garbage, _emptied])
def test_a_spoilt_file_is_refused_and_nothing_changes(town, spoil):
    """Half a map must not replace a whole one."""
    take_roads(town)
    kept = file_for(today()).read_bytes()
    spoil(town)
    with pytest.raises(RoadsUnreadable, match=r"town\.osm\.pbf"):
        take_roads(town)
    assert file_for(today()).read_bytes() == kept
    assert list(file_for(today()).parent.iterdir()) == [file_for(today())]


def test_a_file_without_roads_is_refused(tmp_path):
    """A map of rivers, and a missing file, leave the built graph in use."""
    with pytest.raises(NoRoadsInFile, match=r"rivers\.osm\.pbf"):
        take_roads(write_without_roads(tmp_path / "rivers.osm.pbf"))
    with pytest.raises(FileNotFoundError):
        take_roads(tmp_path / "nowhere.osm.pbf")
    assert file_on(today()) is None


def test_a_file_of_history_is_refused(town, tmp_path):
    """Deleted roads would be ridden, old one-ways reopened."""
    history = tmp_path / "town.osh.pbf"
    header = osmium.io.Header()
    header.has_multiple_object_versions = True
    with osmium.SimpleWriter(str(history), header=header) as writer:
        for entity in osmium.FileProcessor(str(town)):
            writer.add(entity)
    with pytest.raises(RoadsOfHistory):
        take_roads(history)
    assert file_on(today()) is None


def without(town, tmp_path, keeps, *, nodes_last=False):
    """The town's map without some nodes, or with its nodes behind its ways."""
    spoilt = tmp_path / f"spoilt-{len(list(tmp_path.iterdir()))}.osm.pbf"
    with osmium.SimpleWriter(str(spoilt)) as writer:
        for kinds in (("w", "n"),) if nodes_last else (("n", "w"),):
            for kind in kinds:
                for entity in osmium.FileProcessor(str(town)):
                    if entity.type_str() == kind and (kind == "w" or keeps(entity.id)):
                        writer.add(entity)
    return spoilt


def test_roads_whose_nodes_are_missing_are_refused_with_how_many(town, tmp_path):
    """A tenth of the nodes gone breaks every street, and rides grow long without a word."""
    with pytest.raises(RoadNodesMissing) as refused:
        take_roads(without(town, tmp_path, lambda number: number % 10 != 0))
    assert 0 < refused.value.details["missing"] < refused.value.details["nodes"]
    with pytest.raises(RoadNodesMissing):
        take_roads(without(town, tmp_path, lambda _number: False))
    with pytest.raises(RoadNodesMissing):
        take_roads(without(town, tmp_path, lambda _number: True, nodes_last=True))
    assert file_on(today()) is None


def test_an_extract_of_another_town_is_refused(tmp_path):
    """Within the margin, and near nobody: it would become the day's roads and serve no place."""
    north = max(place.at.latitude for place in road_graph().places.values()) + 0.05
    east = max(place.at.longitude for place in road_graph().places.values()) + 0.05
    town = tmp_path / "elsewhere.osm.pbf"
    with osmium.SimpleWriter(str(town)) as writer:
        for number in range(5):
            writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=(east, north + number * 0.001)))
        writer.add_way(osmium.osm.mutable.Way(id=1, nodes=[1, 2, 3, 4, 5], tags={"highway": "residential"}))
    with pytest.raises(RoadsElsewhere):
        take_roads(town)
    assert file_on(today()) is None


def test_what_lies_outside_the_largest_part_is_told_by_vehicle(town):
    """Five nodes beyond the ferry are nobody's to ride from the town."""
    taken = take_roads(town)
    assert all(gone >= 2 and many > gone for gone, many in taken.cut_off.values())
    assert taken.cut_off[MOTORBIKE][0] <= 12


def test_a_changed_file_is_noticed(town):
    """A bit flipped on the disk must not move a courier: the plan stops by name, and ``verify`` names the file."""
    take_roads(town)
    path = file_for(today())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    os.utime(path, ns=(1, 1))
    with pytest.raises(RoadsDamaged):
        ride_matrix([crossing(1, 1), crossing(2, 2)], on=today())
    assert [(finding.code, finding.row) for finding in check_roads()] == [
        ("network.roads_damaged", path.name)
    ]


@pytest.mark.parametrize(
    ("change", "row"),
    [(("track,12", "track,-1"), 17), (("track,12", "track,131"), 17), (("road,22", "primary,22"), 15)],
)
def test_a_wrong_speed_names_its_row(town, change, row):
    """The operator's table is a file people edit by hand."""
    with pytest.raises(WrongSpeed) as refused:
        take_roads(town, speeds=SPEEDS.replace(*change, 1))
    assert refused.value.row == row
    assert file_on(today()) is None


@pytest.mark.parametrize(
    "text", ["highway,motorbike,van\n", SPEEDS.replace("track,12,8,6\n", ""), SPEEDS + "canal,1,1,1\n"]
)
def test_an_incomplete_table_is_refused(town, text):
    """A class left out would silently close its roads."""
    with pytest.raises(SpeedsIncomplete):
        take_roads(town, speeds=text)


WAYS = [
    ({"highway": "residential"}, ("mvt", "mvt")),
    ({"highway": "residential", "oneway": "yes"}, ("mvt", "")),
    ({"highway": "residential", "oneway": "-1"}, ("", "mvt")),
    ({"highway": "residential", "oneway": "yes", "oneway:motorcycle": "no"}, ("mvt", "m")),
    ({"highway": "primary", "junction": "roundabout"}, ("mvt", "")),
    ({"highway": "motorway"}, ("vt", "")),
    ({"highway": "motorway_link", "motorcycle": "yes"}, ("vt", "vt")),
    ({"highway": "trunk", "motorroad": "yes"}, ("vt", "vt")),
    ({"highway": "service", "access": "private"}, ("", "")),
    ({"highway": "service", "access": "private", "motorcycle": "yes"}, ("m", "m")),
    ({"highway": "residential", "motor_vehicle": "no"}, ("", "")),
    ({"highway": "residential", "hgv": "no"}, ("mv", "mv")),
    ({"highway": "path"}, ("", "")),
    ({"highway": "path", "motorcycle": "yes"}, ("m", "m")),
    ({"highway": "footway"}, ("", "")),
    ({"route": "ferry"}, ("", "")),
]


@pytest.mark.parametrize(("tags", "expected"), WAYS)
def test_tags_open_a_way_to_whom_they_should(tags, expected):
    """The rules of the road by example: m motorbike, v van, t truck; along the way, against it."""
    found = passage(tags, read_speeds(SPEEDS))
    sides = (found.along, found.against) if found else (0, 0)
    letters = tuple("".join(v for n, v in enumerate("mvt") if side & 1 << n) for side in sides)
    assert letters == expected
