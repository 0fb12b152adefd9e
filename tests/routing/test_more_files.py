"""Other tables of the literature: Solomon, Homberger, Li and Lim, backhauls, releases, groups, greatest distances."""

from pathlib import Path

import numpy as np
import pytest
import vrplib
from hypothesis import HealthCheck, given, settings, strategies as st

from duongthu.routing.api import WrongFile, faults_of, plan_text, read_plan, read_problem, ride_of, solve
from duongthu.routing.files.plan_file import plan_of
from duongthu.routing.files.problem_file import problem_of
from duongthu.routing.files.wrong import SENTENCES
from tests.routing.spoiling import answer_to, overwritten

HERE = Path("problem.txt")

SOLOMON = """C104

VEHICLE
NUMBER     CAPACITY
  5          30

CUSTOMER
CUST NO.   XCOORD.   YCOORD.   DEMAND   READY TIME   DUE DATE   SERVICE TIME

    0      40         50          0          0       1236          0
    1      45         68         10        912        967         90
    2      45         70         30          0       1130         90
    3      42         66.5       10         65        146         90
"""

LI_LIM = """2	20	1
0	40	50	0	0	1236	0	0	0
1	45	68	-10	0	1200	90	3	0
2	45	70	5	0	1130	90	0	4
3	42	66	10	65	246	90	0	1
4	42	68	-5	0	1127	90	2	0
"""

BACKHAULS = """NAME : b
TYPE : VRPB
DIMENSION : 5
VEHICLES : 2
CAPACITY : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 0 10
3 0 20
4 0 30
5 0 5
LINEHAUL_SECTION
1 0
2 5
3 5
4 0
5 0
BACKHAUL_SECTION
1 0
2 0
3 0
4 6
5 4
DEPOT_SECTION
1
-1
EOF
"""


def spoilt(text, old, new):
    """A file with one thing changed."""
    assert old in text
    return text.replace(old, new, 1)


def test_solomon_is_read_as_the_library_reads_it(tmp_path):
    """VRPLIB's own reader is the second opinion on every column."""
    file = tmp_path / "C104.txt"
    file.write_text(SOLOMON.replace("66.5", "66"))  # VRPLIB's reader takes whole numbers only
    theirs = vrplib.read_instance(file, instance_format="solomon", compute_edge_weights=False)
    asked = read_problem(file)
    problem = asked.problem
    assert asked.name == "C104"
    assert [(v.capacity, v.count) for v in problem.vehicles] == [((30,), 5)]
    assert np.array_equal(problem.travel.xy, theirs["node_coord"])
    assert np.array_equal(problem.load[:, 0], theirs["demand"])
    assert np.array_equal(problem.service, theirs["service_time"] * 10)
    assert np.array_equal(np.stack([problem.opens, problem.closes], 1), theirs["time_window"] * 10)
    plan = solve(problem, steps=300)
    assert faults_of(problem, plan) == []
    assert plan_of(HERE, plan_text(asked, plan), asked).plan == plan


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.lower(),
        lambda text: "\ufeff\n\n" + text,
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("VEHICLE", "# a remark\nVEHICLE"),
        lambda text: text.replace("  5          30", "\t5\t30.0"),
        lambda text: text.replace("C104", "Trường hợp C104"),
    ],
)
def test_how_a_table_is_spelled_does_not_matter(change):
    """Files of thirty years came through many hands."""
    plain, other = problem_of(HERE, SOLOMON).problem, problem_of(HERE, change(SOLOMON)).problem
    for row in ("load", "service", "opens", "closes"):
        assert np.array_equal(getattr(plain, row), getattr(other, row))
    assert (plain.vehicles, plain.travel.xy.tolist()) == (other.vehicles, other.travel.xy.tolist())


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("    2      45", "    1      45", "routing.file_node_twice", 12),
        ("    2      45", "    9      45", "routing.file_node_unknown", 12),
        ("    2      45", "    x      45", "routing.file_number_wrong", 12),
        ("1130         90", "1130", "routing.file_row_wrong", 12),
        ("1130         90", "1130  90 7", "routing.file_row_wrong", 12),
        ("1130         90", "1130  9_0", "routing.file_number_wrong", 12),
        ("1130         90", "1130  nan", "routing.file_number_wrong", 12),
        ("45         70         30", "45         70         31", "routing.file_demand_over_capacity", 0),
        ("  5          30", "  5", "routing.file_row_wrong", 5),
        ("  5          30", "", "routing.file_section_missing", 3),
        ("  5          30", "  1          30", "routing.file_capacity_short", 0),
        ("912        967", "967        912", "routing.file_window_wrong", 0),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(old, new, code, line):
    """Who typed it finds it by the line."""
    with pytest.raises(WrongFile) as wrong:
        problem_of(HERE, spoilt(SOLOMON, old, new))
    assert wrong.value.code == code
    assert not line or wrong.value.line == line


def test_li_and_lim_pair_pick_ups_with_deliveries():
    """A delivery may stand before its pick-up in the file; loads are where they are collected and brought."""
    asked = problem_of(HERE, LI_LIM)
    problem = asked.problem
    assert problem.pairs.tolist() == [[2, 4], [3, 1]]
    assert problem.collect[:, 0].tolist() == [0, 0, 5, 10, 0]
    assert problem.load[:, 0].tolist() == [0, 10, 0, 0, 5]
    assert problem.closes.tolist() == [1_236_000, 1_200_000, 1_130_000, 246_000, 1_127_000]
    assert [(v.capacity, v.count) for v in problem.vehicles] == [((20,), 2)]
    plan = solve(problem, steps=500)
    assert faults_of(problem, plan) == []
    assert not plan.left_out
    assert plan_of(HERE, plan_text(asked, plan), asked).plan == plan


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("90\t0\t4", "90\t0\t3", "routing.file_bond_wrong"),
        ("90\t0\t4", "90\t0\t2", "routing.file_bond_wrong"),
        ("90\t0\t4", "90\t0\t7", "routing.file_number_too_large"),
        ("90\t0\t4", "90\t0\t-4", "routing.file_number_negative"),
        ("90\t0\t4", "90\t0", "routing.file_row_wrong"),
        ("90\t0\t4", "90\t4\t4", "routing.file_bond_wrong"),
        ("-5", "-6", "routing.file_bond_wrong"),
        ("70\t5", "70\t-5", "routing.file_bond_wrong"),
        ("70\t5", "70\t21", "routing.file_bond_wrong"),
        ("2\t20\t1\n", "2\t4\t1\n", "routing.file_demand_over_capacity"),
    ],
)
def test_a_wrong_pair_is_refused(old, new, code):
    """Half a pair read as a stop would be goods from nowhere."""
    with pytest.raises(WrongFile) as wrong:
        problem_of(HERE, spoilt(LI_LIM, old, new))
    assert wrong.value.code == code


def test_backhauls_come_behind_linehauls():
    """The nearest backhaul lies on the way out, and is still visited on the way back."""
    asked = problem_of(HERE, BACKHAULS)
    problem = asked.problem
    assert problem.stage.tolist() == [0, 0, 0, 1, 1]
    assert problem.collect[:, 0].tolist() == [0, 0, 0, 6, 4]
    plan = solve(problem, steps=500)
    assert [one.stops for one in plan.rounds] == [(1, 2, 3, 4)]
    assert plan.price == 60_000
    mixed = problem_of(HERE, spoilt(BACKHAULS, "VRPB", "VRPMPD")).problem
    assert not mixed.stage.any()


def test_both_at_one_stop_is_no_backhaul_and_refused():
    """Delivered and collected at once it is in neither half of the round."""
    with pytest.raises(WrongFile) as wrong:
        problem_of(HERE, spoilt(BACKHAULS, "5\n4 0\n5 0", "5\n4 1\n5 0"))
    assert (wrong.value.code, wrong.value.section, wrong.value.line) == (
        "routing.file_bond_wrong",
        "BACKHAUL_SECTION",
        23,
    )


EXTRA = """RELEASE_TIME_SECTION
1 0
2 0
3 700
4 0
5 0
MUTUALLY_EXCLUSIVE_GROUP_SECTION
1 4 5
2 2
"""


def test_releases_groups_and_distances_are_read():
    """In PyVRP's words; a group of one is no choice."""
    text = spoilt(BACKHAULS, "VRPB", "HFVRP").replace("DEPOT_SECTION", EXTRA + "DEPOT_SECTION")
    text = spoilt(text, "CAPACITY", "VEHICLES_MAX_DISTANCE : 45\nCAPACITY")
    problem = problem_of(HERE, text).problem
    assert problem.release.tolist() == [0, 0, 700_000, 0, 0]
    assert problem.groups == ((3, 4),)
    assert [vehicle.most_metres for vehicle in problem.vehicles] == [45_000]
    plan = solve(problem, steps=500)
    assert faults_of(problem, plan) == []
    assert sorted(stop for one in plan.rounds for stop in one.stops) == [1, 2, 4]
    (late,) = [one for one in plan.rounds if 2 in one.stops]
    assert ride_of(problem, late).leaves_at >= 700_000


def test_distances_by_vehicle_and_what_is_wrong_with_groups():
    """Each vehicle has its own bound, 0 being none; a group with a depot in it is refused with its line."""
    one = "VEHICLES_MAX_DISTANCE_SECTION\n1 45\n2 0\n"
    text = spoilt(BACKHAULS, "DEPOT_SECTION", one + "DEPOT_SECTION")
    assert sorted(v.most_metres for v in problem_of(HERE, text).problem.vehicles) == [45_000, 2**40]
    group = "MUTUALLY_EXCLUSIVE_GROUP_SECTION\n1 1 5\nDEPOT_SECTION"
    with pytest.raises(WrongFile) as wrong:
        problem_of(HERE, spoilt(BACKHAULS, "DEPOT_SECTION", group))
    assert (wrong.value.code, wrong.value.line) == ("routing.file_node_unknown", 26)


PAIRS = """NAME : p
TYPE : PDPTW
DIMENSION : 3
VEHICLES : 1
CAPACITY : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 0 10
3 0 20
PICKUP_AND_DELIVERY_SECTION
1 0 0 1000 0 0 0
2 -4 0 1000 5 3 0
3 4 0 1000 5 0 2
DEPOT_SECTION
1
-1
EOF
"""


def test_the_section_of_pairs_is_read():
    """As LKH and PyVRP have it: demand, window, service, pick-up and delivery by node."""
    problem = problem_of(HERE, PAIRS).problem
    assert problem.pairs.tolist() == [[2, 1]]
    assert problem.service.tolist() == [0, 5_000, 5_000]
    assert solve(problem, steps=100).rounds[0].stops == (2, 1)
    with pytest.raises(WrongFile) as wrong:
        problem_of(HERE, spoilt(PAIRS, "DEPOT_SECTION", "DEMAND_SECTION\n1 0\n2 1\n3 1\nDEPOT_SECTION"))
    assert wrong.value.code == "routing.file_section_twice"


@pytest.mark.parametrize("text", [SOLOMON, LI_LIM, BACKHAULS, PAIRS])
def test_the_checker_without_the_engine_agrees(tmp_path, check_plan, text):
    """It shares no code with the planner, so that nobody has to believe either; a round turned about breaks each of these."""
    file, out = tmp_path / "problem.txt", tmp_path / "plan.sol"
    file.write_text(text)
    asked = read_problem(file)
    plan = solve(asked.problem, steps=500)
    out.write_text(plan_text(asked, plan))
    assert read_plan(out, asked).plan == plan
    verdict = check_plan(file, out)
    assert verdict.said.startswith("ĐÚNG"), verdict.said
    out.write_text(
        "\n".join(
            f"Route #{n}: {' '.join(map(str, one.stops[::-1]))}" for n, one in enumerate(plan.rounds, 1)
        )
    )
    if any(len(one.stops) > 1 for one in plan.rounds):
        assert check_plan(file, out).code == 1


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([SOLOMON, LI_LIM, PAIRS, BACKHAULS.replace("DEPOT_SECTION", EXTRA + "DEPOT_SECTION")]),
    st.lists(
        st.tuples(
            st.integers(0, 999),
            st.sampled_from(
                ["x", "-", " ", "\n", ".", "9", "1e99", "nan", "٣", "²", "\x00", ":", "_", "VEHICLE\n", "0\t"]
            ),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_a_spoilt_table_is_read_or_refused(text, spoils):
    """Whatever a disk or a hand did to a file, the answer is a problem or a named refusal, never a trace."""
    assert answer_to(HERE, overwritten(text, spoils)) in {*range(2, 7), *SENTENCES}
