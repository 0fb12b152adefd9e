"""Files of problems and plans: what is read is what stands there, what is written is read back."""

import random
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
import vrplib
from hypothesis import HealthCheck, given, settings, strategies as st

from duongthu.routing.api import (
    ALWAYS,
    Kind,
    Plan,
    Problem,
    ProblemFile,
    Round,
    Rounding,
    Travel,
    Vehicle,
    WrongFile,
    faults_of,
    plan_text,
    price_of,
    read_plan,
    read_problem,
    solve,
    write_plan,
    write_problem,
)
from duongthu.routing.files.plan_file import plan_of
from duongthu.routing.files.problem_file import problem_of
from duongthu.routing.files.problem_writing import NotForFiles, problem_text
from duongthu.routing.files.words import ENGLISH, REASONS
from duongthu.routing.files.wrong import SENTENCES
from tests.routing.instances import CAPACITATED, DEPOTS, SMALL, WINDOWS, town
from tests.routing.spoiling import answer_to, overwritten

HERE = Path("problem.vrp")


@pytest.mark.parametrize(("file", "price", "depots"), [(CAPACITATED, 58_578, 1), (DEPOTS, 6_655_548, 4)])
def test_published_plans_cost_what_they_state(file, price, depots):
    """Rounding, numbering and depots are right only if a best known plan counts to its published cost, without a fault."""
    asked = read_problem(file)
    found = read_plan(file.with_suffix(".sol"), asked)
    assert asked.problem.depots == depots
    assert found.stated == found.plan.price == price
    assert faults_of(asked.problem, found.plan) == []


def test_the_library_reads_the_same():
    """VRPLIB's own reader is the second opinion on every number of a published file."""
    theirs = vrplib.read_instance(DEPOTS, compute_edge_weights=False)
    ours = read_problem(DEPOTS).problem
    assert np.array_equal(ours.travel.xy, theirs["node_coord"] * 1000)
    assert np.array_equal(ours.load[:, 0], theirs["demand"])
    assert np.array_equal(ours.service, np.floor(theirs["service_time"] * 1000 + 0.5))
    assert np.array_equal(np.stack([ours.opens, ours.closes], 1), theirs["time_window"] * 1000)
    assert [v.start for v in ours.vehicles] == [0, 1, 2, 3]
    assert {(v.count, v.longest) for v in ours.vehicles} == {(10, 450_000)}


def test_the_library_reads_our_plans(tmp_path):
    """A plan we write is CVRPLIB's form, not merely one of ours."""
    asked = read_problem(CAPACITATED)
    plan = read_plan(CAPACITATED.with_suffix(".sol"), asked).plan
    write_plan(tmp_path / "plan.sol", asked, plan)
    theirs = vrplib.read_solution(tmp_path / "plan.sol")
    assert theirs["routes"] == [list(one.stops) for one in plan.rounds]
    assert theirs["cost"] == plan.price


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\t"),
        lambda text: text.replace(" : ", ":   "),
        lambda text: text.replace(" : ", " :"),
        lambda text: text.replace("\n", "  \n\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("_SECTION", "_SECTION :"),
        lambda text: text.replace("TYPE : CVRP", "COMMENT : a: b (no)\n# remark\nTYPE : CVRP"),
        lambda text: text.replace("-1\nEOF\n", ""),
        lambda text: text.replace("2 0 10\n3 0 20\n", "3 0.0 2e1\n2 0 10.\n"),
    ],
)
def test_spelling_does_not_matter(change):
    """The same problem is written in many hands: line ends, tabs, marks, remarks, order of rows."""
    assert problem_text(problem_of(HERE, change(SMALL))) == problem_text(problem_of(HERE, SMALL))


def test_times_are_in_tenths_with_windows():
    """The DIMACS rule: ten times as long, cut off; service at stops only; the depot's hours are the shift."""
    problem = problem_of(HERE, WINDOWS).problem
    assert problem.travel.kind == Kind.PLANE_TENTHS
    assert problem.service.tolist() == [0, 50, 50, 50]
    assert problem.closes.tolist() == [1000, 300, 600, 400]
    assert problem.vehicles == (Vehicle((10,), count=3),)


MATRIX = np.array([[0, 3, 4, 5], [3, 0, 6, 7], [4, 6, 0, 8], [5, 7, 8, 0]])
LOWER, UPPER = np.tril_indices(4, -1), np.triu_indices(4, 1)


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("FULL_MATRIX", MATRIX.ravel()),
        ("LOWER_ROW", MATRIX[LOWER]),
        ("UPPER_COL", MATRIX[LOWER]),
        ("UPPER_ROW", MATRIX[UPPER]),
        ("LOWER_COL", MATRIX[UPPER]),
        ("LOWER_DIAG_ROW", MATRIX[np.tril_indices(4)]),
        ("UPPER_DIAG_COL", MATRIX[np.tril_indices(4)]),
        ("UPPER_DIAG_ROW", MATRIX[np.triu_indices(4)]),
        ("LOWER_DIAG_COL", MATRIX[np.triu_indices(4)]),
    ],
)
@pytest.mark.parametrize("wrapped", [1, 3, 100])
def test_a_matrix_is_read_in_every_form(form, values, wrapped):
    """Half of a matrix by rows is the other half by columns, and lines may be broken anywhere."""
    words = [str(value) for value in values]
    lines = [" ".join(words[n : n + wrapped]) for n in range(0, len(words), wrapped)]
    text = "\n".join(
        ["TYPE : CVRP", "DIMENSION : 4", "CAPACITY : 9", "EDGE_WEIGHT_TYPE : EXPLICIT",
         f"EDGE_WEIGHT_FORMAT : {form}", "EDGE_WEIGHT_SECTION", *lines,
         "DEMAND_SECTION", "1 0", "2 1", "3 1", "4 1", "DEPOT_SECTION", "1"]
    )  # fmt: skip
    assert problem_of(HERE, text).problem.travel.metres.tolist() == MATRIX.tolist()


def test_ways_may_differ_by_direction():
    """Real roads do; the full matrix keeps row as from and column as to."""
    text = WINDOWS.replace("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX")
    text += "EDGE_WEIGHT_SECTION\n"
    rows = "0 1 2 3\n4 0 5 6\n7 8 0 9\n1 2 3 0\n"
    problem = problem_of(HERE, text.replace("EOF\n", "") + rows).problem
    assert not problem.travel.symmetric
    assert problem.travel.metres[1, 2] == 5
    assert problem.travel.metres[2, 1] == 8


def test_vehicles_bear_what_the_file_says_of_each():
    """Capacity, price, base and forbidden stops by vehicle; equal vehicles become one kind."""
    rows = "CAPACITY_SECTION\n1 10\n2 12\n3 10\nVEHICLES_FIXED_COST_SECTION\n1 7\n2 0\n3 7\n"
    rows += "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 2 3 4\n2 2\n3 2 3 4\n"
    text = WINDOWS.replace("CAPACITY : 10\n", "").replace("DEPOT_SECTION", rows + "DEPOT_SECTION")
    asked = problem_of(HERE, text)
    assert asked.kind_of == (0, 1, 0)
    assert [(v.capacity, v.count, v.price) for v in asked.problem.vehicles] == [
        ((10,), 2, 70),
        ((12,), 1, 0),
    ]
    may_go = [
        [not int(need) & ~v.skills for need in asked.problem.skills[1:]] for v in asked.problem.vehicles
    ]
    assert may_go == [[True, True, True], [True, False, False]]


def test_a_prize_makes_a_stop_optional():
    """What leaving out costs is scaled as distances are, and counts in the price."""
    text = WINDOWS.replace("DEPOT_SECTION", "PRIZE_SECTION\n1 0\n2 3\n3 0\n4 0\nDEPOT_SECTION")
    asked = problem_of(HERE, text)
    assert asked.problem.prize.tolist() == [0, 30, 0, 0]
    found = plan_of(HERE, "Route #1: 2\nRoute #2: 3\nCost 103.0\n", asked)
    assert found.plan.left_out == (1,)
    assert found.stated == found.plan.price == 1030
    assert faults_of(asked.problem, found.plan) == []


def numbers(most):
    """Whole numbers from 0 on."""
    return st.integers(0, most)


@st.composite
def problems(draw):
    """Any problem the format has words for."""
    rounding = draw(st.sampled_from(Rounding))
    depots, stops = draw(st.integers(1, 3)), draw(st.integers(1, 8))
    places, parts = depots + stops, rounding.parts
    counted = depots > 1 or draw(st.booleans())
    chance = random.Random(draw(numbers(2**32)))

    def column(most, first=depots):
        return np.array([0] * first + [chance.randrange(most) for _ in range(places - first)], np.int64)

    xy = np.array([[chance.randrange(9999) / 10, chance.randrange(9999) / 10] for _ in range(places)])
    load = column(9)
    opens = column(500 * parts, 0) if draw(st.booleans()) else np.zeros(places, np.int64)
    kinds, size = [], int(load.sum()) + 1
    for number in range(depots if counted else 1):
        longest = draw(st.sampled_from([ALWAYS, 400 * parts]))
        count = draw(st.integers(1, 3)) if counted else 1_000_000
        kinds.append(
            Vehicle((size + number,), count, number, number, longest=longest, price=draw(numbers(99)) * parts)
        )
    problem = Problem(
        Travel.plane(xy * (1000 if parts == 1000 else 1), Kind.PLANE_TENTHS if parts == 10 else Kind.PLANE),
        load[:, None],
        tuple(kinds),
        depots,
        service=column(50 * parts),
        opens=opens,
        closes=np.where(column(2, 0), opens + column(900 * parts, 0), ALWAYS),
        prize=column(50 * parts) if draw(st.booleans()) else np.zeros(places, np.int64),
    )
    kind_of = tuple(number for number, kind in enumerate(kinds) for _ in range(kind.count)) if counted else ()
    return ProblemFile("drawn", problem, rounding, kind_of)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_written_problem_is_read_back(asked):
    """Nothing of a problem is lost or bent between memory and file."""
    again = problem_of(HERE, problem_text(asked))
    assert (again.rounding, again.kind_of, again.name) == (asked.rounding, asked.kind_of, asked.name)
    assert np.allclose(again.problem.travel.xy, asked.problem.travel.xy, rtol=0, atol=1e-9)
    for name in ("load", "service", "opens", "prize", "closes"):
        assert np.array_equal(getattr(again.problem, name), getattr(asked.problem, name)), name
    assert again.problem.vehicles == asked.problem.vehicles


@settings(max_examples=100, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_a_written_plan_is_read_back(asked, chance):
    """Rounds, their vehicles, their order and the price survive, also where vehicles stay at home."""
    stops = list(range(asked.problem.depots, asked.problem.travel.places))
    chance.shuffle(stops)
    vehicles = list(asked.kind_of) or [0] * len(stops)
    shares = [stops[n :: len(vehicles)] for n in range(len(vehicles))]
    rounds = tuple(Round(v, tuple(s)) for v, s in zip(vehicles, shares, strict=True) if s)
    plan = Plan(rounds, (), price_of(asked.problem, rounds))
    found = plan_of(HERE, plan_text(asked, plan), asked)
    assert found.plan == plan
    assert found.stated == plan.price


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([SMALL, WINDOWS, town(1, 5, windows=True)]),
    st.lists(
        st.tuples(
            numbers(999), st.sampled_from(["x", "-", " ", "\n", ".", "9", "EOF\n", "1e99", "nan", "٣", "\x00", ":", "_SECTION\n"])
        ),
        min_size=1,
        max_size=4,
    ),
)  # fmt: skip
def test_a_spoilt_file_is_read_or_refused(text, spoils):
    """Whatever a disk or a hand did to a file, the answer is a problem or a named refusal, never a trace."""
    assert answer_to(HERE, overwritten(text, spoils)) in {*range(2, 7), *SENTENCES}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("skills", {"skills": np.array([0, 1, 0, 0, 0])}),
        ("collect", {"collect": np.array([[0], [1], [0], [0], [0]])}),
        ("more_windows", {"more_windows": np.array([[[1, 2]]] * 5)}),
        ("owner", {"owner": np.array([0, 1, -1, -1, -1])}),
        ("price_second", {"price_second": 1}),
        ("skills", {"vehicles": (Vehicle((10,), skills=1),)}),
        ("locked", {"vehicles": (Vehicle((10,), count=1, locked=(1,)),)}),
        ("opens", {"vehicles": (Vehicle((10,), opens=1),)}),
        ("end", {"vehicles": (Vehicle((10,), end=1),), "depots": 2}),
        ("load", {"load": np.ones((5, 2), np.int64), "vehicles": (Vehicle((10, 10)),)}),
    ],
)
def test_what_the_format_cannot_say_is_not_written(tmp_path, field, change):
    """A file that keeps silent about a skill or a shift would be planned as if there were none."""
    plain = problem_of(HERE, SMALL).problem
    asked = Problem(**{"travel": plain.travel, "load": plain.load, "vehicles": plain.vehicles, **change})
    with pytest.raises(NotForFiles, match=f"^{field}$"):
        write_problem(tmp_path / "x.vrp", ProblemFile("x", asked, Rounding.WHOLE))
    assert not list(tmp_path.iterdir())


def moved(text):
    """SMALL with its depot named last: 1..4 are customers, 5 the depot."""
    new = {1: 5, 2: 1, 3: 2, 4: 3, 5: 4}
    lines, heading = [], ""
    for line in text.splitlines():
        words = line.split()
        heading = words[0] if words[0][0].isalpha() else heading
        if words[0].isdigit():
            words[0] = str(new[int(words[0])])
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"


@pytest.mark.feature(39)
def test_a_depot_may_stand_anywhere(tmp_path, check_plan):
    """The section says which nodes are depots; plans name customers by their nodes less one, and the checker agrees."""
    file = tmp_path / "moved.vrp"
    file.write_text(moved(SMALL), encoding="utf-8")
    asked, usual = read_problem(file), problem_of(HERE, SMALL)
    assert asked.nodes == (4, 0, 1, 2, 3)
    assert np.array_equal(asked.problem.travel.xy, usual.problem.travel.xy)
    plan = solve(asked.problem, steps=500)
    assert plan == solve(usual.problem, steps=500)
    write_plan(tmp_path / "plan.sol", asked, plan)
    verdict = check_plan(file, tmp_path / "plan.sol")
    assert verdict.code == 0, verdict.said
    assert read_plan(tmp_path / "plan.sol", asked).plan == plan
    assert " 4" not in (tmp_path / "plan.sol").read_text().partition("Cost")[0]
    with pytest.raises(WrongFile):
        plan_of(HERE, "Route #1: 4\n", asked)


def test_a_matrix_is_renumbered_with_its_depot():
    """Ways that differ by direction must still lead where they led."""
    text = (
        "NAME : t\nTYPE : ACVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nCAPACITY : 2\n"
        "EDGE_WEIGHT_SECTION\n0 2 5 100 0 1000 7 8 0\nDEMAND_SECTION\n1 1\n2 1\n3 0\nDEPOT_SECTION\n3\n-1\nEOF\n"
    )
    asked = problem_of(HERE, text)
    assert asked.problem.travel.metres.tolist() == [[0, 7, 8], [5, 0, 2], [1000, 100, 0]]
    assert asked.problem.load[:, 0].tolist() == [0, 1, 1]


@pytest.mark.parametrize("depots", ["", "1\n1", "6", "0", "1\n2\n3\n4\n5"])
def test_depots_that_are_none_are_refused(depots):
    """A depot that is not there, twice, or everywhere."""
    with pytest.raises(WrongFile, match="kho phải là"):
        problem_of(HERE, SMALL.replace("DEPOT_SECTION\n1\n", f"DEPOT_SECTION\n{depots}\n"))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("TYPE : CVRP", "COMMENT : a\nCOMMENT : b\nTYPE : CVRP"),
        lambda text: text.replace("TYPE : CVRP", "type : cvrp"),
        lambda text: text.lower(),
    ],
)
def test_case_and_remarks_do_not_matter(change):
    """Old files were typed by hand."""
    assert (
        problem_text(problem_of(HERE, change(SMALL))).lower() == problem_text(problem_of(HERE, SMALL)).lower()
    )


def test_a_remark_in_latin_letters_of_old_is_read(tmp_path):
    """A name with an accent in a remark is no reason to refuse the numbers; a file of bytes is."""
    file = tmp_path / "old.vrp"
    file.write_bytes(SMALL.replace("TYPE : CVRP", "COMMENT : Université\nTYPE : CVRP").encode("latin-1"))
    assert read_problem(file).problem.travel.places == 5
    file.write_bytes(b"\x89PNG\x00\x01")
    with pytest.raises(WrongFile, match="không phải chữ"):
        read_problem(file)


def test_remarks_in_a_plan_are_passed_over():
    """Published plans say in what time they were found, and by whom."""
    asked = problem_of(HERE, SMALL)
    plan = plan_of(HERE, "Route #1: 1 2\nRoute #2: 3 4\nTime 12.4\nAuthor someone\nCost 120\n", asked).plan
    assert [one.stops for one in plan.rounds] == [(1, 2), (3, 4)]
    with pytest.raises(WrongFile):
        plan_of(HERE, "Route 1 1 2\n", asked)
    with pytest.raises(WrongFile):
        plan_of(HERE, "Route #1: 1 2\n1 2 3\n", asked)


@pytest.mark.parametrize("code", SENTENCES)
def test_every_refusal_is_told_in_english_too(code):
    """The same facts in both: whoever reads no Vietnamese must not be told less."""
    fields = lambda text: {name for _, name, _, _ in Formatter().parse(text) if name}  # noqa: E731
    assert fields(SENTENCES[code]) == fields(ENGLISH[code])
    assert SENTENCES.keys() == ENGLISH.keys()
    assert all(fields(vi) == fields(en) for vi, en in REASONS.values())
    told = WrongFile(code, HERE, section="DEMAND_SECTION", line=7, **dict.fromkeys(fields(ENGLISH[code]), 5))
    assert told.in_words("en").startswith("problem.vrp, section DEMAND_SECTION, line 7: ")
    assert str(told) == told.in_words() != told.in_words("en")


def test_a_reason_within_a_refusal_is_told_in_both():
    """The sentence alone in English and its reason in Vietnamese would be neither."""
    with pytest.raises(WrongFile) as wrong:
        problem_of(
            HERE, DEPOTS.read_text().replace("VEHICLES_DEPOT_SECTION\n1\t1", "VEHICLES_DEPOT_SECTION\n1\t9")
        )
    assert "không có kho số 9, chỉ có 4 kho" in str(wrong.value)
    assert "there is no depot 9, there are 4" in wrong.value.in_words("en")
