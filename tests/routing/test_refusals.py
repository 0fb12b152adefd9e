"""Each way a file can be wrong, and the words it is refused with."""

from pathlib import Path

import pytest

from duongthu.routing.api import WrongFile, WrongProblem, need_writable, read_problem, write_plan
from duongthu.routing.files import problem_file
from duongthu.routing.files.plan_file import plan_of
from duongthu.routing.files.problem_file import problem_of
from duongthu.routing.files.wrong import SENTENCES
from tests.routing.instances import SMALL, WINDOWS

HERE = Path("bài.vrp")
EXPLICIT = SMALL.replace("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_FORMAT : LOWER_ROW").replace(
    "DEMAND_SECTION", "EDGE_WEIGHT_SECTION\n1\n2 3\n4 5 6\n7 8 9 10\nDEMAND_SECTION"
)
BOTH = "BACKHAUL_SECTION\n1 0\n2 1\n3 0\n4 0\n5 0\nDEPOT_S"
PROBLEMS = [  # code, text, what is changed, into what, words of the sentence
    ("line_unknown", SMALL, "CAPACITY : 10", "CAPACITY 10", "dòng 5: không hiểu dòng «CAPACITY 10»"),
    ("header_unknown", SMALL, "CAPACITY", "MAX_STOPS : 3\nCAPACITY", "dòng 5: không hiểu mục «MAX_STOPS»"),
    ("header_missing", SMALL, "CAPACITY : 10\n", "", "thiếu mục CAPACITY"),
    ("header_missing", SMALL, "DIMENSION : 5\n", "", "thiếu mục DIMENSION"),
    ("header_missing", SMALL, "TYPE : CVRP\n", "", "thiếu mục TYPE"),
    ("header_missing", SMALL.replace("2 5\n", "2 0\n"), "1\n-1", "1\n2", "thiếu mục VEHICLES"),
    ("header_wrong", SMALL, "CAPACITY : 10", "CAPACITY : -3", "dòng 5: mục CAPACITY không nhận «-3»"),
    ("header_wrong", SMALL, "DIMENSION : 5", "DIMENSION : 5.5", "mục DIMENSION không nhận «5.5»"),
    ("header_wrong", SMALL, "TYPE : CVRP", "TYPE : TSP", "mục TYPE không nhận «TSP»"),
    ("header_wrong", SMALL, "EUC_2D", "GEO", "mục EDGE_WEIGHT_TYPE không nhận «GEO»"),
    ("header_wrong", EXPLICIT, "LOWER_ROW", "FUNCTION", "EDGE_WEIGHT_FORMAT không nhận «FUNCTION»"),
    ("header_twice", SMALL, "CAPACITY", "CAPACITY : 9\nCAPACITY", "dòng 6: mục CAPACITY có hai lần"),
    ("section_unknown", SMALL, "DEPOT_S", "TURNS_SECTION\n2 1\nDEPOT_S", "không hiểu phần TURNS_SECTION"),
    (
        "bond_wrong", SMALL.replace("TYPE : CVRP", "TYPE : VRPB"), "DEPOT_S", BOTH,
        "phần BACKHAUL_SECTION, dòng 20: điểm số 2: vừa giao vừa nhận",
    ),
    ("section_missing", SMALL, "DEPOT_SECTION\n1\n-1\n", "", "thiếu phần DEPOT_SECTION"),
    ("section_missing", EXPLICIT, "EDGE_WEIGHT_SECTION\n1\n2 3\n4 5 6\n7 8 9 10\n", "", "EDGE_WEIGHT_SECTION"),
    ("section_missing", WINDOWS, "NODE_COORD_SECTION\n1 0 0\n2 0 10\n3 0 20\n4 30 0\n", "", "NODE_COORD_SECTION"),
    ("section_twice", SMALL, "DEPOT_SECTION", "DEPOT_SECTION\nDEPOT_SECTION", "phần DEPOT_SECTION có hai lần"),
    ("row_wrong", SMALL, "3 0 20", "3 0", "phần NODE_COORD_SECTION, dòng 9: mỗi dòng cần 3 số"),
    ("number_wrong", SMALL, "3 0 20", "3 0 2o", "dòng 9: «2o» không phải"),
    ("number_wrong", SMALL, "3 0 20", "3 0 inf", "dòng 9: «inf» không phải"),
    ("number_not_whole", SMALL, "4 4\n", "4 4.5\n", "phần DEMAND_SECTION, dòng 16: «4.5» phải là số nguyên"),
    ("number_negative", SMALL, "4 4\n", "4 -4\n", "phần DEMAND_SECTION, dòng 16: «-4» không được âm"),
    ("number_negative", EXPLICIT, "4 5 6", "4 -5 6", "phần EDGE_WEIGHT_SECTION, dòng 16: «-5»"),
    ("number_too_large", SMALL, "4 4\n", "4 4e9\n", "«4e+09» lớn quá 1000000000"),
    ("node_unknown", SMALL, "4 30 0", "9 30 0", "dòng 10: không có điểm số 9: DIMENSION là 5"),
    ("node_twice", SMALL, "4 30 0", "3 30 0", "dòng 10: điểm số 3 có hai dòng"),
    ("node_missing", SMALL, "4 30 0\n", "", "phần NODE_COORD_SECTION, dòng 6: thiếu dòng của điểm số 4"),
    ("count_wrong", EXPLICIT, "4 5 6", "4 5", "phần EDGE_WEIGHT_SECTION, dòng 13: cần 10 số, có 9"),
    ("depot_wrong", SMALL, "SECTION\n1\n-1", "SECTION\n9\n-1", "không nhận 9"),
    ("depot_demand", SMALL, "1 0\n2 5", "1 3\n2 5", "điểm số 1 là kho"),
    ("demand_over_capacity", SMALL, "4 4\n", "4 11\n", "điểm số 4 cần 11, không xe nào chở được (nhiều nhất 10)"),
    ("capacity_short", WINDOWS, "VEHICLES : 3", "VEHICLES : 1", "cần 14, tất cả các xe chỉ chở được 10"),
    ("window_wrong", WINDOWS, "3 20 60", "3 60 20", "điểm số 3 đóng cửa (20) trước khi mở (60)"),
    ("vehicle_wrong", WINDOWS, "DEPOT_S", "VEHICLES_DEPOT_SECTION\n1 1\n2 2\n3 1\nDEPOT_S", "xe số 2: không có kho số 2"),
    ("too_far", SMALL, "4 30 0", "4 3e9 0", "cách nhau quá xa"),
]  # fmt: skip
PLANS = [
    ("plan_line_unknown", "Route #1: 1 2\n3 4\n", "dòng 2: không hiểu dòng «3 4»"),
    ("plan_stop_unknown", "Route #1: 1 5\n", "dòng 1: không có khách số 5: chỉ có từ 1 đến 4"),
    ("plan_stop_unknown", "Route #1: 0 1\n", "không có khách số 0"),
    ("plan_stop_unknown", "Route #1: 1 x\n", "không có khách số x"),
    ("plan_round_twice", "Route #1: 1\nRoute #1: 2\n", "dòng 2: tuyến số 1 có hai dòng"),
    ("plan_empty", "Cost 12\n", "không có tuyến nào"),
]
ELSEWHERE = {
    "json_wrong",
    "file_unreadable",
    "file_unwritable",
    "file_contradicts",
    "plan_vehicle_missing",
    "plan_wrong",
}


@pytest.mark.parametrize(("code", "text", "old", "new", "words"), PROBLEMS)
def test_a_wrong_problem_is_refused_by_name(code, text, old, new, words):
    """Who sends a file must find the mistake without us: code, file, section, line."""
    assert old in text
    with pytest.raises(WrongFile) as refused:
        problem_of(HERE, text.replace(old, new, 1))
    assert refused.value.code == f"routing.file_{code}"
    assert str(refused.value).startswith("bài.vrp")
    assert words in str(refused.value)


@pytest.mark.parametrize(("code", "text", "words"), PLANS)
def test_a_wrong_plan_is_refused_by_name(code, text, words):
    """A plan that is read half would be compared as if it were whole."""
    with pytest.raises(WrongFile) as refused:
        plan_of(HERE, text, problem_of(HERE, SMALL))
    assert refused.value.code == f"routing.{code}"
    assert words in str(refused.value)


def test_a_round_without_a_vehicle_is_refused():
    """Where vehicles differ the number of the round says which one rides."""
    rows = "CAPACITY_SECTION\n1 10\n2 12\n3 10\n"
    asked = problem_of(HERE, WINDOWS.replace("CAPACITY : 10\n", "").replace("DEPOT_S", rows + "DEPOT_S"))
    with pytest.raises(WrongFile, match="tuyến số 4 không có xe: chỉ có 3 xe"):
        plan_of(HERE, "Route #4: 1 2 3\n", asked)


def test_files_that_cannot_be_read_or_written(tmp_path):
    """A missing file, a folder, a picture: one sentence each, and no file half written."""
    (tmp_path / "picture.vrp").write_bytes(b"\x89PNG\r\n\xff\xfe")
    wrong = {
        "none.vrp": "unreadable",
        "": "unreadable",
        "picture.vrp": "line_unknown",
    }  # a picture is Latin-1, too
    for name, code in wrong.items():
        with pytest.raises(WrongFile) as refused:
            read_problem(tmp_path / name)
        assert refused.value.code == f"routing.file_{code}"
    asked = problem_of(HERE, SMALL)
    plan = plan_of(HERE, "Route #1: 1 2\nRoute #2: 3 4\n", asked).plan
    with pytest.raises(WrongFile):
        write_plan(tmp_path / "none" / "x.sol", asked, plan)
    for place in (tmp_path, tmp_path / "none" / "x.sol"):
        with pytest.raises(WrongFile) as refused:
            need_writable(place)
        assert refused.value.code == "routing.file_unwritable"
    assert [file.name for file in tmp_path.iterdir()] == ["picture.vrp"]


def test_what_the_planner_refuses_names_the_file(monkeypatch):
    """The planner may find a contradiction the reader does not know: still a sentence with the file's name."""

    def refuse(*_values, **_names):
        raise WrongProblem("no way")

    monkeypatch.setattr(problem_file, "Problem", refuse)
    with pytest.raises(WrongFile, match=r"bài\.vrp: bài toán tự mâu thuẫn: no way\.") as refused:
        problem_of(HERE, SMALL)
    assert refused.value.code == "routing.file_contradicts"


def test_every_code_is_tried():
    """A refusal nobody has seen is a guess."""
    tried = {f"file_{code}" for code, *_ in PROBLEMS} | {code for code, *_ in PLANS} | ELSEWHERE
    assert {code.removeprefix("routing.") for code in SENTENCES} == tried
