"""Tasks of all kinds on one ordered list, and what a courier says at the door."""

import pytest

from duongthu.mail.api import State, custody_of, find_things
from duongthu.rounds.api import Stop, Task, TaskReport, round_by_code, sheet_of, standing_of

pytestmark = pytest.mark.django_db
KINDS = ("dossier", "newspaper", "payout", "premium", "pickup")


def visits(code: str) -> list[list[Stop]]:
    found: dict[int, list[Stop]] = {}
    for line in Stop.objects.filter(round__code=code).order_by("number", "place"):
        found.setdefault(line.number, []).append(line)
    return list(found.values())


@pytest.mark.feature(42)
def test_one_round_mixes_all_kinds_in_one_ordered_list(office):
    """Parcel, letter, dossier result, newspaper, payout, premium and pick-up stand in one order, one household one stop."""
    office.items(4)
    office.items(1, service="letter")
    office.ask(*(office.task(kind, office.address(n)) for n, kind in enumerate(KINDS)))
    (code,) = office.plan(7)["rounds"]
    lines = list(Stop.objects.filter(round__code=code).order_by("number", "place"))
    assert {line.kind for line in lines} == {"parcel", "letter", *KINDS}
    assert [stop[0].number for stop in visits(code)] == list(range(1, len(visits(code)) + 1))
    assert (
        len(visits(code)) == 5
    )  # four households get mail and a task (one of them three things), one a pick-up
    times = [stop[0].arrival_at for stop in visits(code)]
    assert times == sorted(times)
    together = next(
        stop for stop in visits(code) if {line.kind for line in stop} == {"parcel", "letter", "dossier"}
    )
    assert len({line.arrival_at for line in together}) == 1


def test_a_task_is_asked_for_once_and_wrong_ones_are_named(office):
    """A repeated key makes no second task; each wrong line says which field of which row."""
    good = office.task("dossier", office.address(1))
    wrong = [
        office.task("gift", office.address(1)),
        office.task("payout", office.address(1), earliest_minutes=700, latest_minutes=600),
        office.task("payout", office.address(1), weight_grams=-1),
    ]
    said = office.post.do(office.head, "rounds.add_tasks", unit_id=office.unit, tasks=[good, *wrong])["lines"]
    codes = [line["refusal"]["code"] for line in said[1:]]
    assert codes == ["rounds.unknown_kind", "rounds.wrong_hours", "rounds.wrong_amount"]
    assert [line["refusal"]["row"] for line in said[1:]] == [2, 3, 4]
    again = office.post.do(office.head, "rounds.add_tasks", unit_id=office.unit, tasks=[good])["lines"]
    assert (again[0]["status"], again[0]["code"]) == ("duplicate", said[0]["code"])
    assert Task.objects.count() == 1


def test_a_task_of_another_commune_is_refused(office):
    """The unit's couriers do not go there."""
    draft = office.task("dossier", office.address(1))
    elsewhere = next(c for c in office.post.communes.values() if c != office.commune)
    from dataclasses import replace

    said = office.post.do(
        office.head, "rounds.add_tasks", unit_id=office.unit, tasks=[replace(draft, commune_code=elsewhere)]
    )
    assert said["lines"][0]["refusal"]["code"] == "rounds.not_the_units_commune"


@pytest.mark.feature(24, 42)
def test_items_and_tasks_are_reported_alike(office):
    """An item moves in the custody book, a task gets its outcome; what is not on the list or not loaded is refused."""
    item, left = office.items(2)
    (task,) = office.ask(office.task("premium", office.address(3)))
    (code,) = office.plan(7)["rounds"]
    from duongthu.mail.api import Scan

    scans = [Scan(office.post.key(), item)]
    office.post.do(office.courier(7), "rounds.load", unit_id=office.unit, round_code=code, scans=scans)
    lines = office.report(code, item, task, left)
    assert [line["status"] for line in lines] == ["done", "done", "refused"]
    assert lines[2]["refusal"]["code"] == "rounds.unknown_task"
    assert custody_of(find_things([item])[item]).state == State.DELIVERED
    assert Task.objects.get(code=task).state == Task.DONE
    assert office.report(code, task)[0]["refusal"]["code"] == "rounds.task_reported"
    states = {line.code: line.state for line in sheet_of(round_by_code(code, frozenset({office.unit})))}
    assert states == {item: "done", task: "done", left: "open"}


def test_the_same_report_twice_is_one(office):
    """A device that sends its report again is answered, not refused."""
    (task,) = office.ask(office.task("dossier", office.address(3)))
    (code,) = office.plan(7)["rounds"]
    office.load(code)
    report = TaskReport(office.post.key(), task, "failed", reason="R04")
    said = [
        office.post.do(
            office.courier(7), "rounds.report_task", unit_id=office.unit, round_code=code, reports=[report]
        )["lines"][0]["status"]
        for _ in range(2)
    ]
    assert said == ["done", "duplicate"]


@pytest.mark.feature(33)
def test_a_delivery_far_from_its_address_is_flagged_with_the_distance(office):
    """Five kilometres away is flagged in metres; at the door it is not; without a position nothing is claimed."""
    near, far, silent = office.items(3)
    (code,) = office.plan(7)["rounds"]
    office.load(code)
    thing = find_things([far])[far]
    at = Stop.objects.get(thing_id=thing)
    office.report(code, far, latitude=at.latitude + 0.045, longitude=at.longitude)
    at = Stop.objects.get(thing_id=find_things([near])[near])
    office.report(code, near, latitude=at.latitude, longitude=at.longitude)
    office.report(code, silent)
    one = round_by_code(code, frozenset({office.unit}))
    lines = {line.code: line for line in sheet_of(one)}
    assert lines[far].flagged
    assert 4_900 < lines[far].off_metres < 5_100
    assert (lines[near].flagged, lines[near].off_metres) == (False, 0)
    assert (lines[silent].flagged, lines[silent].off_metres) == (False, None)
    (standing,) = standing_of([one])
    assert (standing.flagged, standing.done_stops, standing.in_hand) == (1, 3, 0)


def test_tasks_nobody_reported_wait_again_when_the_round_closes(office):
    """A task that was not done is not lost with its list."""
    (task,) = office.ask(office.task("newspaper", office.address(2)))
    (code,) = office.plan(7)["rounds"]
    office.load(code)
    assert Task.objects.get(code=task).state == Task.LISTED
    office.post.do(office.head, "rounds.close", unit_id=office.unit, round_code=code)
    assert Task.objects.get(code=task).state == Task.WAITING
    assert office.plan(7, shift=2)["items"] == 1


def test_a_round_is_reported_by_its_own_courier(office):
    """Nobody speaks for another."""
    (item,) = office.items(1)
    (code,) = office.plan(7)["rounds"]
    office.load(code)
    reports = [TaskReport(office.post.key(), item, "done", receiver="Chủ nhà")]
    params = {"unit_id": office.unit, "round_code": code, "reports": reports}
    assert office.post.refused(office.courier(8), "rounds.report_task", **params) == "rounds.round_of_another"
