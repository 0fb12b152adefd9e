"""Writes small real ``.osm.pbf`` files for the tests: a town with all that makes reading a map hard."""

from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

ROWS = COLUMNS = 15
SOUTH, WEST = 20.640, 106.040
STEP = 0.003  # degrees: blocks of some 330 metres
ISLAND, ISLAND_EAST = 2_000, 0.030  # beyond the river, joined by a ferry only
DEAD_END, FOREIGN, LOST = 3_000, 4_000, 9_999_999


def node_id(row: int, column: int) -> int:
    """The id of a crossing of the town."""
    return 1 + row * COLUMNS + column


def position(row: float, column: float) -> tuple[float, float]:
    """Latitude and longitude of a crossing."""
    return SOUTH + row * STEP, WEST + column * STEP


def write_town(path: Path) -> Path:
    """A town of 225 crossings within the province, and an island, a dead end, a motorway, paths, a way of another province."""
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (latitude, longitude) in sorted(_nodes().items()):
            writer.add_node(Node(id=number, location=(longitude, latitude)))
        for number, (refs, tags) in enumerate(_ways(), start=1):
            writer.add_way(Way(id=number, nodes=refs, tags=tags))
    return path


def _nodes() -> dict[int, tuple[float, float]]:
    found = {node_id(r, c): position(r, c) for r in range(ROWS) for c in range(COLUMNS)}
    found |= {ISLAND + n: (SOUTH, WEST + COLUMNS * STEP + ISLAND_EAST + n * STEP) for n in range(5)}
    found |= {DEAD_END + n: position(7, -1 - n) for n in range(3)}
    return found | {FOREIGN + n: (10.8, 106.7 + n * STEP) for n in range(3)}


def _ways() -> list[tuple[list[int], dict[str, str]]]:
    rows = [[node_id(r, c) for c in range(COLUMNS)] for r in range(ROWS)]
    streets = [(row, {"highway": "residential"}) for row in rows[1:]]
    streets += [([row[c] for row in rows], {"highway": "tertiary"}) for c in range(0, COLUMNS, 2)]
    # Every other street along the columns is one-way: odd ones north and south in turn.
    streets += [
        ([row[c] for row in rows], {"highway": "residential", "oneway": "yes" if c % 4 == 1 else "-1"})
        for c in range(1, COLUMNS, 2)
    ]
    corner_to_corner = [rows[0][0], *(rows[n][n] for n in range(4, ROWS, 4)), rows[-1][-1]]
    return [
        *streets,
        (rows[0], {"highway": "primary", "motorcycle": "no"}),
        (corner_to_corner, {"highway": "motorway"}),
        (corner_to_corner[::-1], {"highway": "motorway"}),
        ([node_id(7, 0), DEAD_END, DEAD_END + 1, DEAD_END + 2], {"highway": "service"}),
        ([DEAD_END + 2, node_id(14, 0)], {"highway": "residential", "access": "no"}),
        ([node_id(0, COLUMNS - 1), ISLAND], {"route": "ferry"}),
        ([ISLAND + n for n in range(5)], {"highway": "residential"}),
        ([rows[2][2], rows[12][12]], {"highway": "footway"}),
        ([FOREIGN, FOREIGN + 1, FOREIGN + 2], {"highway": "primary"}),
        ([rows[1][1], rows[1][2], LOST, rows[1][3], rows[1][4]], {"highway": "residential"}),
        ([rows[5][5], rows[5][6], rows[6][6], rows[5][5]], {"highway": "pedestrian", "area": "yes"}),
    ]


def write_without_roads(path: Path) -> Path:
    """A map with a river and no road."""
    with osmium.SimpleWriter(str(path)) as writer:
        writer.add_node(Node(id=1, location=(WEST, SOUTH)))
        writer.add_node(Node(id=2, location=(WEST, SOUTH + STEP)))
        writer.add_way(Way(id=1, nodes=[1, 2], tags={"waterway": "river"}))
    return path


def block_street(row: int, column: int, *, north: bool) -> int:
    """The id of the street from a crossing of the blocks to its neighbour in the north or in the east."""
    return 5_000 + 1_000 * north + row * COLUMNS + column


def _bends(street: int) -> list[tuple[int, float]]:
    """Nodes of a street between its ends, every 80 metres or so, with the part of the street before each."""
    return [(100_000 + street * 10 + n, n / 4) for n in range(1, 4)]


def write_blocks(path: Path, size: int, restrictions=(), *, without=(), one_way=()) -> Path:
    """A square of streets, each block's a way of its own, with turn restrictions: (tags, members as (type, id, role)).

    Args:
        without: ids of streets that are not there; one_way: of those that lead north or east only.
    """
    streets = {
        block_street(r, c, north=north): (r, c, north)
        for r in range(size)
        for c in range(size)
        for north in (False, True)
        if r + north < size and c + (not north) < size
    }
    with osmium.SimpleWriter(str(path)) as writer:
        places = {node_id(r, c): position(r, c) for r in range(size) for c in range(size)}
        for number, (r, c, north) in streets.items():
            places |= {n: position(r + north * part, c + (not north) * part) for n, part in _bends(number)}
        for number, (latitude, longitude) in sorted(places.items()):
            writer.add_node(Node(id=number, location=(longitude, latitude)))
        for number, (r, c, north) in sorted(streets.items()):
            if number not in without:
                ends = node_id(r, c), node_id(r + north, c + (not north))
                nodes = [ends[0], *(n for n, _part in _bends(number)), ends[1]]
                tags = {"highway": "residential"} | ({"oneway": "yes"} if number in one_way else {})
                writer.add_way(Way(id=number, nodes=nodes, tags=tags))
        for number, (tags, members) in enumerate(restrictions, start=1):
            writer.add_relation(Relation(id=number, tags={"type": "restriction"} | tags, members=members))
    return path
