"""Roads that are not joined with the others: ridden on between their own doors, told by vehicle."""

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Way

from duongthu.kernel.clock import today
from duongthu.network.api import MOTORBIKE, VAN, Position, ride_matrix, rides_between, take_roads
from tests.network.extract import STEP, position, write_blocks

SOUTH, WEST = position(0, 0)
YARD, FAR_AWAY = 0.0045, 0.05  # degrees north of the blocks' last street, and beyond reach of it
COLUMN = STEP / 2


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def write(path, tags=None):
    """Six by six streets, and two streets of nine crossings apart from them; ``tags``: of a road that joins one."""
    blocks = write_blocks(path.with_name("blocks.osm.pbf"), 6)
    with osmium.SimpleWriter(str(path)) as writer:
        for entity in osmium.FileProcessor(str(blocks)):
            if entity.type_str() == "n":
                writer.add(entity)
        for row, north in enumerate((YARD, FAR_AWAY)):
            for column in range(9):
                at = (WEST + column * COLUMN, position(5, 0)[0] + north)
                writer.add_node(Node(id=900_000 + 10 * row + column, location=at))
        for entity in osmium.FileProcessor(str(blocks)):
            if entity.type_str() == "w":
                writer.add(entity)
        for row in range(2):
            nodes = [900_000 + 10 * row + column for column in range(9)]
            writer.add_way(Way(id=800_000 + row, nodes=nodes, tags={"highway": "residential"}))
        joined = [1 + 5 * 15, 900_000]
        writer.add_way(
            Way(id=800_002, nodes=joined, tags={"highway": "residential", **(tags or {"access": "no"})})
        )
    return path


def yard(column, north=YARD):
    """A door on one of the streets apart."""
    return Position(position(5, 0)[0] + north, WEST + column * COLUMN)


def metres(a, b, vehicle=MOTORBIKE):
    return int(ride_matrix([a, b], on=today(), vehicle=vehicle)[0][0, 1])


@pytest.mark.feature(25)
@pytest.mark.parametrize("north", [YARD, FAR_AWAY])
def test_inside_an_island_its_own_roads_are_ridden(tmp_path, north):
    """Not over invented lanes to the next street that is joined, two and a half times as far; not on the built graph."""
    take_roads(write(tmp_path / "town.osm.pbf"))
    length = 6 * COLUMN * 111_195 * np.cos(np.radians(SOUTH))
    assert metres(yard(2, north), yard(8, north)) == pytest.approx(length, rel=0.03)
    assert metres(yard(8, north), yard(2, north)) == pytest.approx(length, rel=0.03)


def test_between_an_island_and_the_town_nothing_changes(tmp_path):
    """From a door of the island into town the lane to the nearest joined street is taken, as before."""
    take_roads(write(tmp_path / "town.osm.pbf"))
    apart = metres(yard(0), Position(*position(5, 0)))
    assert apart == pytest.approx(1.3 * YARD * 111_195, rel=0.03)


def test_each_vehicle_has_its_own_islands(tmp_path):
    """A road the van may not use makes an island for it and none for the motorbike; both are told."""
    told = take_roads(write(tmp_path / "town.osm.pbf", {"motor_vehicle": "no", "motorcycle": "yes"}))
    assert told.islands[MOTORBIKE] == (1, told.islands[MOTORBIKE][1])
    assert told.islands[VAN][0] == 2
    assert told.islands[VAN][1] > told.islands[MOTORBIKE][1] >= 5
    assert told.cut_off[VAN][0] == told.islands[VAN][1]


def test_the_lists_agree_with_the_matrix_on_islands(tmp_path):
    """Both count a door of an island to its neighbours by its own street, to the town by lane, far away by the built graph."""
    take_roads(write(tmp_path / "town.osm.pbf"))
    dice = np.random.default_rng(3)
    points = [Position(*position(*dice.uniform(0, 5, 2))) for _ in range(60)]
    points += [yard(column) for column in dice.uniform(0, 8, 40)]
    points += [yard(column, FAR_AWAY) for column in dice.uniform(0, 8, 20)]
    for many in (5, 30, 119):
        rides = rides_between(points, on=today(), many=many)
        metres_all, times = ride_matrix(points, on=today())
        best = np.sort(times + np.eye(len(points), dtype=np.int32) * 10**6, axis=1)[:, :many]
        assert (rides.seconds == best).all()
        assert (np.take_along_axis(times, rides.near.astype(np.int64), axis=1) == rides.seconds).all()
        assert (np.take_along_axis(metres_all, rides.near.astype(np.int64), axis=1) == rides.metres).all()
