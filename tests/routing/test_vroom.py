"""VROOM's JSON: what its example asks for is planned, told step by step, and what we have no words for is refused."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from duongthu.routing.api import WrongFile, faults_of, ride_of, solve, steps_of, vroom_answer, vroom_of

HERE = Path("day.json")


def asked(**changes):
    """A small day of every kind: jobs, a shipment, skills, breaks, windows, priorities, a matrix."""
    chance = random.Random(4)
    xy = [(chance.randint(0, 60), chance.randint(0, 60)) for _ in range(9)]
    durations = [[abs(a - c) * 10 + abs(b - d) * 10 for c, d in xy] for a, b in xy]
    distances = [[way * 8 for way in row] for row in durations]
    data = {
        "vehicles": [
            {"id": 7, "start_index": 0, "end_index": 0, "capacity": [4], "skills": [1, 14], "time_window": [28_800, 43_200],
             "breaks": [{"id": 1, "service": 300, "time_windows": [[32_400, 34_200]]}]},
            {"id": 8, "start_index": 0, "capacity": [4], "skills": [1], "time_window": [28_800, 43_200], "description": "mở"},
        ],
        "jobs": [
            {"id": 1, "service": 300, "delivery": [1], "location_index": 1, "skills": [1], "time_windows": [[32_400, 36_000]]},
            {"id": 2, "service": 300, "pickup": [1], "location_index": 2, "skills": [1]},
            {"id": 3, "service": 300, "setup": 60, "delivery": [1], "location_index": 5, "skills": [14]},
            {"id": 4, "service": 300, "delivery": [1], "location_index": 6, "skills": [14, 99]},
        ],
        "shipments": [
            {"amount": [1], "skills": [1], "pickup": {"id": 4, "service": 300, "location_index": 3},
             "delivery": {"id": 6, "service": 300, "location_index": 4}},
        ],
        "matrices": {"car": {"durations": durations, "distances": distances}},
    }  # fmt: skip
    return {**data, **changes}


def planned(data):
    """The problem, its plan, the answer."""
    day = vroom_of(HERE, json.dumps(data))
    plan = solve(day.problem, steps=400)
    assert not [fault for fault in faults_of(day.problem, plan) if fault.code != "must_be_visited"]
    return day, plan, vroom_answer(day, plan)


def matrix(data, name="durations"):
    """A table of the input."""
    return data["matrices"]["car"][name]


@pytest.mark.feature(39)
def test_a_day_of_every_kind_is_planned_and_told_step_by_step():
    """Every task is on a route or among the unassigned; arrivals, waits and loads follow from the matrix."""
    data = asked()
    day, plan, answer = planned(data)
    told = [
        (step["type"], step.get("id"))
        for route in answer["routes"]
        for step in route["steps"]
        if step["type"] not in {"start", "end", "break"}
    ]
    assert sorted(told) == [("delivery", 6), ("job", 1), ("job", 2), ("job", 3), ("pickup", 4)]
    assert [(one["type"], one["id"], one["code"]) for one in answer["unassigned"]] == [("job", 4, "no_skill")]
    assert "skills" in answer["unassigned"][0]["reason"]
    for route, one in zip(answer["routes"], plan.rounds, strict=True):
        vehicle = next(v for v in data["vehicles"] if v["id"] == route["vehicle"])
        opens, closes = vehicle["time_window"]
        assert route["steps"][0]["type"] == "start"
        assert (route["steps"][-1]["type"] == "end") == ("end_index" in vehicle)
        for before, after in zip(route["steps"], route["steps"][1:], strict=False):
            leaves = before["arrival"] + before["waiting_time"] + before["setup"] + before["service"]
            assert after["arrival"] - leaves == after["duration"] - before["duration"]
            if "location_index" in before and "location_index" in after:
                way = matrix(data)[before["location_index"]][after["location_index"]]
                assert after["duration"] - before["duration"] == way
                assert after["distance"] - before["distance"] == way * 8
            assert opens <= after["arrival"] <= closes
            assert 0 <= after["load"][0] <= 4
        assert (
            route["cost"]
            == route["duration"]
            == route["steps"][-1]["duration"] - route["steps"][0]["duration"]
        )
        assert ride_of(day.problem, one).back_at == steps_of(day.problem, one)[-1].arrives
    first = next(s for r in answer["routes"] for s in r["steps"] if (s["type"], s.get("id")) == ("job", 1))
    assert 32_400 <= first["arrival"] + first["waiting_time"] <= 36_000
    assert answer["summary"]["unassigned"] == 1
    assert json.loads(json.dumps(answer)) == answer


def test_prices_of_hours_and_kilometres_and_vehicles():
    """Cost is what the vehicles' words say, rounded once."""
    data = asked()
    for vehicle in data["vehicles"]:
        vehicle["costs"] = {"fixed": 500, "per_hour": 1_800, "per_km": 30}
    _, _, answer = planned(data)
    for route in answer["routes"]:
        assert route["cost"] == pytest.approx(500 + route["duration"] / 2 + route["distance"] * 0.03, abs=1)


def test_a_faster_vehicle_takes_less_time():
    """``speed_factor`` divides durations, not distances."""
    data = asked(shipments=[], jobs=[{"id": 1, "location_index": 1}])
    data["vehicles"] = [{"id": 1, "start_index": 0, "end_index": 0, "speed_factor": 2}]
    _, _, answer = planned(data)
    way = matrix(data)[0][1] + matrix(data)[1][0]
    assert (answer["summary"]["duration"], answer["summary"]["distance"]) == (way // 2, way * 8)


def test_without_a_matrix_the_air_line_counts():
    """Degrees: a kilometre and a bit between two corners of a square, told as such."""
    data = {
        "vehicles": [{"id": 1, "start": [106.0, 20.6], "end": [106.0, 20.6]}],
        "jobs": [{"id": 1, "location": [106.01, 20.6]}, {"id": 2, "location": [106.01, 20.61]}],
    }
    _, _, answer = planned(data)
    assert not answer["unassigned"]
    legs = np.array([1_041, 1_112, 1_524]) * 1.3
    assert answer["summary"]["distance"] == pytest.approx(legs.sum(), rel=0.01)
    assert answer["routes"][0]["steps"][1]["location"] in ([106.01, 20.6], [106.01, 20.61])


def test_higher_priority_is_taken_where_room_is_short():
    """One place aboard for three: the one that matters most rides."""
    jobs = [
        {"id": n, "location_index": n, "delivery": [1], "priority": rank}
        for n, rank in ((1, 0), (2, 100), (3, 5))
    ]
    data = asked(
        jobs=jobs, shipments=[], vehicles=[{"id": 1, "start_index": 0, "end_index": 0, "capacity": [1]}]
    )
    _, _, answer = planned(data)
    assert [step["id"] for step in answer["routes"][0]["steps"] if step["type"] == "job"] == [2]
    assert {one["code"] for one in answer["unassigned"]} == {"no_capacity"}


WRONG = [
    (lambda d: d.update(vehicles=[]), "không có xe"),
    (lambda d: d["vehicles"][0].update(max_tasks=3), r"vehicles\[0\].max_tasks"),
    (
        lambda d: [d["vehicles"][0].pop(name) for name in ("start_index", "end_index")],
        "cần start hoặc end",
    ),
    (lambda d: d["vehicles"][0].update(time_window=[5]), "time_window"),
    (lambda d: d["vehicles"][0].update(speed_factor=0), "speed_factor"),
    (lambda d: d["vehicles"][0].update(capacity="4"), "capacity"),
    (lambda d: d["jobs"][0].update(id=2), "hai lần"),
    (lambda d: d["jobs"][0].update(id="a"), "job.id"),
    (lambda d: d["jobs"][0].update(service=-1), "service"),
    (lambda d: d["jobs"][0].update(service=True), "service"),
    (lambda d: d["jobs"][0].update(priority=101), "priority"),
    (lambda d: d["jobs"][0].update(time_windows=[[9, 3]]), "đóng"),
    (lambda d: d["jobs"][0].update(time_windows=[]), "rỗng"),
    (lambda d: d["jobs"][0].update(delivery=[1, 1]), "loại tải"),
    (lambda d: d["jobs"][0].update(location_index=99), "không có hàng số 99"),
    (lambda d: d["jobs"][0].pop("location_index"), "cần location"),
    (lambda d: d["jobs"][0].update(location=[200, 0]), "kinh độ"),
    (lambda d: d["jobs"][0].update(location=["a", 0]), "kinh độ"),
    (lambda d: d["jobs"][0].update(service_per_type={}), "service_per_type"),
    (lambda d: d.update(options={"g": True}), "options"),
    (lambda d: d["shipments"][0].pop("pickup"), "shipments"),
    (lambda d: d["matrices"]["car"].update(costs=[[0]]), "costs"),
    (lambda d: d["matrices"]["car"].update(durations=[[0, 1]]), "vuông"),
    (lambda d: d["matrices"]["car"]["durations"][0].__setitem__(1, -1), "vuông"),
    (lambda d: d["vehicles"][0].update(profile="boat"), "matrices.boat"),
    (lambda d: d.update(matrices={}), "tọa độ"),
]


@pytest.mark.parametrize(("change", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_is_not_understood_is_refused_by_name(change, words):
    """A field passed over is a limit broken; the sentence names the entry."""
    data = asked()
    change(data)
    with pytest.raises(WrongFile, match=words) as refused:
        vroom_of(HERE, json.dumps(data))
    assert refused.value.code in {"routing.json_wrong", "routing.file_contradicts"}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"a"', '{"vehicles": 3}', '{"vehicles": [3]}'])
def test_what_is_no_input_is_refused(text):
    """Never a trace."""
    with pytest.raises(WrongFile):
        vroom_of(HERE, text)
