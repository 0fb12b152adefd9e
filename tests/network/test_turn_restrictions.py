"""Turn restrictions: what is forbidden is not ridden, by whom it is forbidden, and nothing else changes."""

import heapq
from datetime import timedelta
from itertools import product

import numpy as np
import pytest

from duongthu.kernel.clock import today
from duongthu.network.api import MOTORBIKE, TRUCK, VAN, Position, ride_matrix, rides_between, take_roads
from duongthu.network.queries.kept_roads import file_for, ways_of
from duongthu.network.rules.streets import unpacked
from tests.network.extract import STEP, block_street, node_id, position, write_blocks

EAST_IN = block_street(1, 0, north=False)  # from the west side to the middle crossing
NORTH_OUT = block_street(1, 1, north=True)  # from the middle crossing to the north
EAST_OUT = block_street(1, 1, north=False)
SOUTH_OUT = block_street(0, 1, north=True)
WEST_SIDE = block_street(1, 0, north=True)
MIDDLE = node_id(1, 1)
LEFT = [("w", EAST_IN, "from"), ("n", MIDDLE, "via"), ("w", NORTH_OUT, "to")]
BLOCK_METRES = STEP * 107_000  # between the length of a block north and of one east


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def town(tmp_path):
    """Takes nine crossings in with the restrictions given; the street on the north-west side is not there."""

    def take(*restrictions, size=3, without=(WEST_SIDE,), **more):
        (tmp_path / "blocks.osm.pbf").unlink(missing_ok=True)
        file = write_blocks(tmp_path / "blocks.osm.pbf", size, restrictions, without=without, **more)
        return take_roads(file)

    return take


def crossing(row, column):
    return Position(*position(row, column))


def blocks(start, end, vehicle=MOTORBIKE):
    """How many blocks the fastest way from one crossing to another is long."""
    metres, _ = ride_matrix([crossing(*start), crossing(*end)], on=today(), vehicle=vehicle)
    return round(metres[0, 1] / BLOCK_METRES)


@pytest.mark.feature(25)
def test_the_way_that_was_shortest_is_forbidden(town):
    """Round the block, not by turning about in mid-road behind the crossing; other ways over it stay as they are."""
    told = town()
    assert (blocks((1, 0), (2, 1)), told.turns) == (2, 0)
    told = town(({"restriction": "no_left_turn"}, LEFT))
    assert (told.turns, told.turns_left_out) == (1, {})
    for vehicle in (MOTORBIKE, VAN, TRUCK):
        assert blocks((1, 0), (2, 1), vehicle) == 4
        assert blocks((2, 1), (1, 0), vehicle) == 2
        assert blocks((0, 1), (2, 1), vehicle) == 2
        assert blocks((1, 1), (2, 1), vehicle) == 1
        assert blocks((1, 0), (1, 1), vehicle) == 1
        assert blocks((1, 0), (1, 2), vehicle) == 2


def test_only_straight_on_forbids_every_other_way(town):
    """Left and right are both closed to who comes from the west."""
    straight = [("w", EAST_IN, "from"), ("n", MIDDLE, "via"), ("w", EAST_OUT, "to")]
    town(({"restriction": "only_straight_on"}, straight), without=(WEST_SIDE, block_street(0, 0, north=True)))
    assert blocks((1, 0), (1, 2)) == 2
    assert blocks((1, 0), (2, 1)) == 4
    assert blocks((1, 0), (0, 1)) == 4
    assert blocks((0, 1), (1, 0)) == 2


@pytest.mark.parametrize(
    ("tags", "bound"),
    [
        ({"restriction": "no_left_turn", "except": "bicycle;motorcycle"}, {VAN, TRUCK}),
        ({"restriction:hgv": "no_left_turn"}, {TRUCK}),
        ({"restriction:motorcycle": "no_left_turn"}, {MOTORBIKE}),
        ({"restriction": "no_left_turn", "restriction:motorcar": "no_u_turn"}, {MOTORBIKE, TRUCK, VAN}),
        ({"restriction": "no_left_turn", "except": "motor_vehicle"}, set()),
    ],
)
def test_each_vehicle_is_bound_by_its_own_signs(town, tags, bound):
    """A truck's sign is none for a motorbike; what is excepted may turn."""
    town((tags, LEFT))
    assert {vehicle for vehicle in (MOTORBIKE, VAN, TRUCK) if blocks((1, 0), (2, 1), vehicle) == 4} == bound


def test_turning_about_can_be_forbidden(town):
    """At the end of a street one goes round; at a dead end one may turn whatever stands before it."""
    about = [("w", EAST_IN, "from"), ("n", MIDDLE, "via"), ("w", EAST_IN, "to")]
    town(({"restriction": "no_u_turn"}, about))
    ways = ways_of(file_for(today()), MOTORBIKE)
    assert ways.many > len(ways.at)
    assert blocks((1, 0), (1, 1)) == 1
    town(
        ({"restriction": "no_left_turn"}, LEFT),
        without=(WEST_SIDE, block_street(1, 2, north=True), block_street(0, 2, north=True)),
    )
    assert blocks((1, 0), (2, 1)) == 4  # straight on into the dead end, one block, and back


def test_what_does_not_hold_is_counted_by_why(town):
    """Over a way, by night, of a kind nobody knows, without its members, of a way that runs on through the crossing."""
    over_a_way = [("w", EAST_IN, "from"), ("w", EAST_OUT, "via"), ("w", NORTH_OUT, "to")]
    nowhere = [("w", EAST_IN, "from"), ("n", MIDDLE, "via"), ("w", block_street(0, 0, north=False), "to")]
    foreign = [("w", 77, "from"), ("n", 78, "via"), ("w", 79, "to")]
    told = town(
        ({"restriction": "no_left_turn"}, over_a_way),
        ({"restriction:conditional": "no_left_turn @ (22:00-04:00)"}, LEFT),
        ({"restriction": "no_waiting"}, LEFT),
        ({"restriction": "no_left_turn"}, LEFT[:2]),
        ({"restriction": "only_left_turn"}, nowhere),
        ({"restriction": "no_left_turn"}, nowhere),
        ({"restriction": "no_left_turn"}, foreign),
        ({"restriction": "no_left_turn"}, foreign[:1]),
        ({"restriction": "no_left_turn", "except": "motor_vehicle"}, LEFT),
    )
    assert told.turns == 0
    assert told.turns_left_out == {"broken": 1, "conditional": 1, "unclear": 1, "unknown": 1, "via_way": 1}
    assert blocks((1, 0), (2, 1)) == 2


def _random_town(town, seed, size=6):
    """A square with one-way streets and a forbidden turn at two of three crossings."""
    dice = np.random.default_rng(seed)
    signs, one_way = (
        [],
        [block_street(r, c, north=bool(n)) for r, c, n in dice.integers(0, [5, 5, 2], (6, 3))],
    )
    for r, c in product(range(1, size - 1), repeat=2):
        arms = [
            block_street(r, c, north=True), block_street(r, c, north=False), block_street(r - 1, c, north=True),
            block_street(r, c - 1, north=False),
        ]  # fmt: skip
        come, go = dice.choice(arms, 2, replace=False)
        kind = dice.choice(["no_left_turn", "no_right_turn", "only_straight_on"])
        if dice.random() < 0.66:
            signs.append(
                (
                    {"restriction": str(kind)},
                    [("w", int(come), "from"), ("n", node_id(r, c), "via"), ("w", int(go), "to")],
                )
            )
    told = town(*signs, size=size, without=(), one_way=one_way)
    assert told.turns > 5
    return unpacked(file_for(today()).read_bytes(), "thử")


def _by_pieces(streets, source, *, about):
    """An oracle of its own: milliseconds to each node, searched from piece to piece; ``about``: may one turn about anywhere?"""
    barred = set(zip(streets.turn_from.tolist(), streets.turn_to.tolist(), strict=True))
    outs = {n: np.flatnonzero(streets.start == n).tolist() for n in range(len(streets.latitude))}
    millis = np.rint(streets.metres * 3_600 / 25).astype(int).tolist()
    best, seen = {source: 0}, {}
    heap = [(millis[p], p) for p in outs[source]]
    while heap:
        took, piece = heapq.heappop(heap)
        if seen.setdefault(piece, took) < took:
            continue
        node = int(streets.end[piece])
        best.setdefault(node, took)
        ahead = [p for p in outs[node] if (piece, p) not in barred]
        onward = [p for p in ahead if streets.end[p] != streets.start[piece]]
        for out in ahead if about else onward or ahead:
            if out not in seen:
                heapq.heappush(heap, (took + millis[out], out))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_times_lie_between_two_searches_from_piece_to_piece(town, seed):
    """Never faster than where one may turn about anywhere, never slower than where one may nowhere but at dead ends."""
    streets = _random_town(town, seed)
    at = [
        Position(a / 1e7, b / 1e7)
        for a, b in zip(streets.latitude.tolist(), streets.longitude.tolist(), strict=True)
    ]
    _, seconds = ride_matrix(at, on=today())
    bound = 0
    for source in range(0, len(at), 7):
        low, high = (_by_pieces(streets, source, about=about) for about in (True, False))
        for node, took in low.items():
            assert took / 1_000 - 1 <= seconds[source, node] <= high[node] / 1_000 + 1
            bound += took < high[node]
    assert bound


@pytest.mark.parametrize("vehicle", [MOTORBIKE, VAN])
def test_lists_matrix_and_single_ways_agree_where_turns_are_forbidden(town, vehicle):
    """Doors along the streets, at junctions and copies: three searches, one answer."""
    _random_town(town, 11)
    dice = np.random.default_rng(4)
    points = [Position(*position(*dice.uniform(0, 5, 2))) for _ in range(120)]
    rides = rides_between(points, on=today(), vehicle=vehicle, many=15)
    metres, times = ride_matrix(points, on=today(), vehicle=vehicle)
    best = np.sort(times + np.eye(120, dtype=np.int32) * 10**6, axis=1)[:, :15]
    assert (rides.seconds == best).all()
    ways = ways_of(file_for(today()), vehicle)
    for a, b in dice.integers(0, 120, (60, 2)).tolist():
        if a != b:
            way, millis = ways.ride(points[a], points[b])
            assert (way, (millis + 500) // 1_000) == (metres[a, b], times[a, b])


def test_the_graph_stays_small(town):
    """Only where a turn is forbidden nodes are doubled."""
    town(({"restriction": "no_left_turn"}, LEFT), size=12, without=())
    ways = ways_of(file_for(today()), VAN)
    assert 0 < ways.many - len(ways.at) < 20
    assert len(ways.at) > 250
    free = ways_of(file_for(today()), VAN).sink
    assert (free != np.arange(len(ways.at))).sum() < 15


def test_files_of_before_turns_were_read_are_ridden_as_they_are(town):
    """A province that imported its roads last month need not do it again."""
    town()
    path = file_for(today())
    streets = unpacked(path.read_bytes(), path.name)
    for name in ("turns", "turns_left_out", "digest"):
        streets.about.pop(name, None)
    path.write_bytes(streets.packed())
    assert "turns" not in unpacked(path.read_bytes(), path.name).about
    assert blocks((1, 0), (2, 1)) == 2
    assert file_for(today() + timedelta(days=1)) != path


@pytest.mark.parametrize(
    ("tags", "bound"),
    [
        ({"restriction:conditional": "no_left_turn @ (06:00-22:00)"}, {MOTORBIKE, VAN, TRUCK}),
        (
            {"restriction:conditional": "no_left_turn @ (Mo-Fr 16:00-19:00)", "except": "motorcycle"},
            {VAN, TRUCK},
        ),
        ({"restriction:conditional": "no_left_turn @ (weight>5)"}, {TRUCK}),
        ({"restriction:hgv:conditional": "no_left_turn @ (07:00-08:00)"}, {TRUCK}),
        ({"restriction:conditional": "no_left_turn @ (wet)"}, set()),
    ],
)
def test_bans_of_some_hours_count_the_whole_riding_day(town, tags, bound):
    """Times are the same at every hour, so the widest ban is ridden by: nobody is sent into a turn that is shut when he comes."""
    town((tags, LEFT))
    assert {vehicle for vehicle in (MOTORBIKE, VAN, TRUCK) if blocks((1, 0), (2, 1), vehicle) == 4} == bound
