"""Signs and barriers: weight, height, speed, bans by the hour, gates; each read for the vehicle it speaks to."""

import osmium
import pytest
from osmium.osm.mutable import Node, Way

from duongthu.kernel.clock import today
from duongthu.network.api import MOTORBIKE, TRUCK, VAN, Position, ride_matrix, take_roads
from duongthu.network.rules.highways import passage, read_speeds
from duongthu.network.rules.reference import reference_text
from duongthu.network.rules.signs import holds, number_of, stopped_by, unread
from duongthu.network.rules.vehicles import VEHICLES

SPEEDS = read_speeds(reference_text("road_speeds.csv"))
SOUTH, WEST, STEP = 20.640, 106.040, 0.001


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def letters(vehicles):
    """M motorbike, v van, t truck."""
    return "".join(vehicle[0] for vehicle in VEHICLES if vehicle in vehicles)


WAYS = [
    ({"maxweight": "2.5"}, "m"),
    ({"maxweight": "5 t"}, "mv"),
    ({"maxweight": "3500 kg"}, "mv"),
    ({"maxweight:hgv": "7.5"}, "mv"),
    ({"maxweightrating": "3,5"}, "mv"),
    ({"maxweight": "none"}, "mvt"),
    ({"maxweight": "heavy"}, "mvt"),
    ({"maxheight": "3.2"}, "mv"),
    ({"maxheight": "2"}, "m"),
    ({"maxheight": "default"}, "mvt"),
    ({"maxwidth": "2.2"}, "mv"),
    ({"hgv:conditional": "no @ (06:00-22:00)"}, "mv"),
    ({"hgv:conditional": "no @ (22:00-05:00)"}, "mvt"),
    ({"hgv:conditional": "no @ (weight>7.5)"}, "mv"),
    ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00,16:00-19:00)"}, ""),
    ({"motor_vehicle:conditional": "no @ (07:00-09:00)", "motorcycle": "yes"}, "m"),
    ({"access:conditional": "no @ (weight>5 AND 06:00-22:00)"}, "mv"),
    ({"access": "no", "access:conditional": "yes @ (22:00-06:00)"}, ""),
    ({"hgv": "no", "hgv:conditional": "yes @ (weight<12)"}, "mvt"),
    ({"access:conditional": "no @ (wet)"}, "mvt"),
]


@pytest.mark.feature(25)
@pytest.mark.parametrize(("tags", "open_to"), WAYS)
def test_signs_close_a_way_to_whom_they_should(tags, open_to):
    """By example: what the signs of the wiki's pages mean for each of the three vehicles."""
    found = passage({"highway": "residential", **tags}, SPEEDS)
    bits = found.along if found else 0
    assert letters([vehicle for n, vehicle in enumerate(VEHICLES) if bits >> n & 1]) == open_to


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("06:00-22:00", True), ("22:00-06:00", False), ("19:00-07:00", True), ("Sa,Su", True), ("PH 08:00-10:00", True),
     ("wet", None), ("sunset-sunrise", None), ("", False), ("weight>3", True), ("height<3", False), ("weight>x", None)],
)  # fmt: skip
def test_conditions_hold_by_the_widest(condition, expected):
    """A ban of some hours counts the whole riding day; one of the night does not; what is not understood is neither."""
    assert holds(condition, TRUCK) is expected


def test_what_is_not_understood_is_counted():
    """An operator is told how many signs were passed over."""
    assert unread({"maxweight": "heavy", "hgv:conditional": "no @ (wet)"}) == 2
    assert unread({"access:conditional": "delivery"}) == 1
    assert unread({"maxweight": "none", "maxheight": "3.5", "hgv:conditional": "no @ (06:00-22:00)"}) == 0
    assert (number_of("12'6\""), number_of("30 mph"), number_of("2,5 t")) == (
        None,
        pytest.approx(48.28, abs=0.01),
        2.5,
    )


@pytest.mark.parametrize(
    ("tags", "stopped"),
    [
        ({"barrier": "bollard"}, "vt"),
        ({"barrier": "block"}, "vt"),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, ""),
        ({"barrier": "gate"}, ""),
        ({"barrier": "gate", "access": "private"}, "mvt"),
        ({"barrier": "gate", "access": "private", "motorcycle": "yes"}, "vt"),
        ({"barrier": "gate", "locked": "yes"}, "mvt"),
        ({"barrier": "gate", "access:conditional": "no @ (06:00-22:00)"}, "mvt"),
        ({"barrier": "height_restrictor", "maxheight": "2.2"}, "vt"),
        ({"barrier": "jersey_barrier"}, "mvt"),
        ({"barrier": "toll_booth"}, ""),
        ({"barrier": "no"}, ""),
    ],
)
def test_barriers_stop_whom_they_should(tags, stopped):
    """A bollard lets a motorbike by; a private gate nobody."""
    assert letters(stopped_by(tags)) == stopped


def write_ladder(path, barrier=None, **tags):
    """Two streets of eight blocks to the east, joined at both ends; in the middle of the southern one a barrier."""
    with osmium.SimpleWriter(str(path)) as writer:
        for row in range(2):
            for column in range(9):
                at = (WEST + column * STEP, SOUTH + row * STEP)
                own = barrier if barrier and (row, column) == (0, 4) else {}
                writer.add_node(Node(id=1 + 10 * row + column, location=at, tags=own))
        south, north = range(1, 10), range(11, 20)
        for number, (nodes, more) in enumerate(
            [(south, tags), (north, {}), ((1, 11), {}), ((9, 19), {})], start=1
        ):
            writer.add_way(Way(id=number, nodes=list(nodes), tags={"highway": "residential", **more}))
    return path


def ride(vehicle, start, end):
    """Metres and seconds between two columns of the southern street."""
    points = [Position(SOUTH, WEST + column * STEP) for column in (start, end)]
    metres, seconds = ride_matrix(points, on=today(), vehicle=vehicle)
    return int(metres[0, 1]), int(seconds[0, 1])


@pytest.mark.feature(25)
def test_nobody_rides_through_a_barrier_and_everybody_up_to_it(tmp_path):
    """The van goes round over the northern street; a door at the bollard is still reached from its own side."""
    take_roads(write_ladder(tmp_path / "open.osm.pbf"))
    straight = ride(VAN, 2, 6)[0]
    told = take_roads(write_ladder(tmp_path / "ladder.osm.pbf", {"barrier": "bollard"}))
    assert told.barriers == 1
    assert ride(MOTORBIKE, 2, 6)[0] == straight
    assert ride(VAN, 2, 6)[0] > 2 * straight
    assert ride(TRUCK, 2, 6)[0] > 2 * straight
    assert ride(VAN, 2, 4)[0] == pytest.approx(straight / 2, abs=2)
    assert ride(VAN, 0, 8)[0] == pytest.approx(straight * 2 + 2 * 111, abs=25)


def test_a_gate_opens_unless_it_says_otherwise(tmp_path):
    """Private: the whole street is cut for all three."""
    take_roads(write_ladder(tmp_path / "a.osm.pbf", {"barrier": "gate"}))
    straight = ride(VAN, 2, 6)[0]
    take_roads(write_ladder(tmp_path / "b.osm.pbf", {"barrier": "gate", "access": "private"}))
    assert all(ride(vehicle, 2, 6)[0] > 2 * straight for vehicle in VEHICLES)


@pytest.mark.feature(25)
def test_no_faster_than_the_signs_say(tmp_path):
    """A street of ten km/h takes its time; a sign above the table's figure changes nothing; each direction has its own."""
    take_roads(write_ladder(tmp_path / "plain.osm.pbf"))
    metres, plain = ride(VAN, 0, 2)
    take_roads(write_ladder(tmp_path / "fast.osm.pbf", maxspeed="90"))
    assert ride(VAN, 0, 2) == (metres, plain)
    take_roads(write_ladder(tmp_path / "slow.osm.pbf", maxspeed="10"))
    assert ride(VAN, 0, 2)[1] == pytest.approx(metres * 3.6 / 10, abs=1)
    take_roads(write_ladder(tmp_path / "one.osm.pbf", **{"maxspeed:backward": "10"}))
    assert ride(VAN, 0, 2)[1] == plain
    assert ride(VAN, 2, 0)[1] == pytest.approx(metres * 3.6 / 10, abs=1)
    take_roads(write_ladder(tmp_path / "hgv.osm.pbf", **{"maxspeed:hgv": "10"}))
    assert ride(VAN, 0, 2)[1] == plain
    assert ride(TRUCK, 0, 2)[1] == pytest.approx(metres * 3.6 / 10, abs=1)
