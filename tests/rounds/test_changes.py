"""Rounds changed under way: new work, a courier falls out, a road closes, stops moved by hand, a courier's own order."""

from datetime import timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.kernel.clock import VN
from duongthu.mail.api import Scan, custody_of, find_things, history_of, person_holder
from duongthu.rounds.api import ClosedRoad, Handover, Notice, Round, Stop, round_by_code, sheet_of
from duongthu.rounds.checks import check_rounds, check_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(office, clock):
    """Two couriers under way at nine with twenty items each or so, a quarter of them reported."""
    office.items(40)
    lists = list(office.plan(7, 8)["rounds"])
    for code in lists:
        office.load(code)
    clock.advance(timedelta(minutes=60))
    for code in lists:
        office.report(code, *office.listed(code)[:5])
    return lists


def order(code: str) -> list[int]:
    """Things of a list in riding order."""
    lines = Stop.objects.filter(round__code=code).order_by("number", "place")
    return list(lines.values_list("thing_id", flat=True))


def replan(office, **more) -> dict:
    return office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1, **more)


@pytest.mark.feature(38)
def test_a_late_pick_up_is_put_in_and_nothing_else_moves(office, out):
    """The new door says why it came, where, and what it cost; all others keep courier and order; the courier is told."""
    (task,) = office.ask(office.task("pickup", office.address(50)))
    before = {code: order(code) for code in out}
    said = replan(office)
    (move,) = said["moves"]
    assert (move["why"], move["from_round"]) == ("new", "")
    assert move["price"] == said["price_after"] - said["price_before"] > 0
    assert (said["unmoved_percent"], said["handovers"], said["not_placed"]) == (100, 0, [])
    assert {code: [thing for thing in order(code) if thing] for code in out} == before
    done = Stop.objects.filter(round__code=move["to_round"]).exclude(outcome="").count()
    line = Stop.objects.get(task__code=task)
    assert line.number > done >= 5
    assert Notice.objects.filter(kind="list", round__code=move["to_round"]).count() == 1
    assert office.report(move["to_round"], task)[0]["status"] == "done"


@pytest.mark.feature(38)
def test_a_courier_who_falls_out_hands_his_items_over_by_scan(office, out):
    """Proposed, given, taken: at every moment one holder; done stops stay where they were done."""
    fallen, stays = out
    said = replan(office, out_couriers=[Round.objects.get(code=fallen).courier_id])
    passing = list(Handover.objects.select_related("stop"))
    assert said["handovers"] == len(passing) > 0
    assert {move["why"] for move in said["moves"]} == {"courier_out"}
    assert said["unmoved_percent"] == 100
    thing = passing[0].thing_id
    (code,) = [c for c in office.listed(fallen) if find_things([c])[c] == thing]
    giver, taker = (Round.objects.get(code=c).courier_id for c in out)
    take = {"unit_id": office.unit, "round_code": stays, "scans": [Scan(office.post.key(), code)]}
    early = office.post.do(office.courier(taker), "rounds.take_over", **take)["lines"][0]
    assert early["refusal"]["code"] == "rounds.no_handover"
    give = {"unit_id": office.unit, "round_code": fallen, "scans": [Scan(office.post.key(), code)]}
    assert office.post.do(office.courier(giver), "rounds.give_over", **give)["lines"][0]["status"] == "done"
    assert custody_of(thing).holder == person_holder(giver)
    take["scans"] = [Scan(office.post.key(), code)]
    assert office.post.do(office.courier(taker), "rounds.take_over", **take)["lines"][0]["status"] == "done"
    assert custody_of(thing).holder == person_holder(taker)
    assert [event.code for event in history_of(thing)][-2:] == ["load", "hand_on"]
    assert code in office.listed(stays)
    assert office.report(stays, code)[0]["status"] == "done"
    assert Stop.objects.filter(round__code=fallen, outcome="done").count() == 5


def test_nobody_else_gives_or_takes(office, out):
    """A third courier's scan moves nothing."""
    fallen, stays = out
    replan(office, out_couriers=[Round.objects.get(code=fallen).courier_id])
    give = {"unit_id": office.unit, "round_code": fallen, "scans": []}
    assert office.post.refused(office.courier(99), "rounds.give_over", **give) == "rounds.round_of_another"
    take = {"unit_id": office.unit, "round_code": stays, "scans": []}
    assert office.post.refused(office.courier(99), "rounds.take_over", **take) == "rounds.round_of_another"


def test_what_was_not_loaded_just_moves(office):
    """Before the first scan no handover is needed."""
    office.items(20)
    lists = list(office.plan(7, 8)["rounds"])
    out_courier = Round.objects.get(code=lists[0]).courier_id
    said = replan(office, out_couriers=[out_courier])
    assert (said["handovers"], said["not_placed"]) == (0, [])
    assert len(office.listed(lists[1])) == 20


def test_a_courier_who_comes_in_addition_gets_a_list(office, out):
    """New work at the base goes to who still stands there."""
    office.items(3)
    office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1, more_couriers=[9])
    assert Round.objects.get(courier_id=9).stops.count() == 3


def test_new_items_need_somebody_at_the_base(office, out):
    """A courier under way does not have them: they are named with the reason, not put on his list."""
    office.items(1)
    (left,) = replan(office)["not_placed"]
    assert left["why"] == "goods_at_base"
    assert left["words"] == "hàng còn ở bưu cục mà các bưu tá đã đi"


@pytest.mark.feature(38)
def test_a_closed_road_is_ridden_around(office, out):
    """Doors reached over the closed stretch find another place; every other one keeps its own."""
    lines = [
        line for code in out for line in Stop.objects.filter(round__code=code, outcome="").order_by("number")
    ]
    places = [(line.round_id, f"{line.commune_code}/{line.hamlet}") for line in lines]
    one, other = next(
        (a[1], b[1]) for a, b in zip(places[1:], places[2:], strict=False) if a[0] == b[0] and a[1] != b[1]
    )
    said = replan(office, closed_roads=[ClosedRoad(one, other, 1_800)])
    assert {move["why"] for move in said["moves"]} == {"road_closed"}
    assert said["unmoved_percent"] >= 90
    changed = [move for move in said["moves"] if move["from_round"] != move["to_round"]]
    assert all(move["back"] in {"moved", "no_room_left"} and move["back_words"] for move in changed)


@pytest.mark.parametrize(
    ("road", "code"),
    [
        ({"other": "one"}, "rounds.same_neighbourhood"),
        ({"other": "00000/thon nao do"}, "rounds.unknown_neighbourhood"),
        ({"more_seconds": 0}, "rounds.wrong_amount"),
    ],
)
def test_a_road_that_cannot_be_closed_is_refused(office, out, road, code):
    """From a hamlet to itself, to where no list goes, by no time at all: each has its sentence."""
    line, *others = Stop.objects.filter(outcome="").order_by("pk")
    one = f"{line.commune_code}/{line.hamlet}"
    other = next(f"{s.commune_code}/{s.hamlet}" for s in others if s.hamlet != line.hamlet)
    wish = {"one": one, "other": other, "more_seconds": 600} | road
    wish["other"] = one if wish["other"] == "one" else wish["other"]
    params = {"unit_id": office.unit, "shift": 1, "closed_roads": [ClosedRoad(**wish)]}
    assert office.post.refused(office.head, "rounds.replan", **params) == code


@pytest.mark.feature(38)
def test_what_a_change_makes_late_says_by_how_much_and_why(office):
    """A pick-up put behind all other stops is named with its minutes and what being on time would cost instead."""
    office.items(30)
    (task,) = office.ask(office.task("pickup", office.address(5), latest_minutes=560))
    (code,) = office.plan(7)["rounds"]
    late = Stop.objects.get(task__code=task)
    numbers = (
        Stop.objects.filter(round__code=code).order_by("number").values_list("number", flat=True).distinct()
    )
    order = [number for number in numbers if number != late.number] + [late.number]
    params = {"unit_id": office.unit, "round_code": code, "order": order}
    (told,) = office.post.do(office.courier(7), "rounds.resequence", **params)["late"]
    late.refresh_from_db()
    arrives = late.arrival_at.astimezone(VN)
    assert (
        told["late_minutes"]
        == -(-((arrives.hour * 60 + arrives.minute - 560) * 60 + arrives.second) // 60)
        > 0
    )
    assert (told["why"], told["key"]) == ("late", f"C{late.task_id}")
    assert told["words"] == f"kịp giờ hẹn được nếu chịu thêm {told['amount']:,} giá quy ước".replace(",", ".")


def test_an_empty_shift_has_nothing_to_change(office):
    """Re-planning what is not there says so."""
    params = {"unit_id": office.unit, "shift": 2}
    assert office.post.refused(office.head, "rounds.replan", **params) == "rounds.no_rounds_to_change"


@pytest.mark.feature(38)
def test_moving_stops_is_priced_before_it_is_done(office):
    """A rehearsal tells what it would cost and leaves everything as it was; done, twenty stops are on the other list."""
    office.items(50)
    one, other = list(office.plan(7, 8)["rounds"])
    codes = office.listed(one)[:20]
    before = order(one), order(other)
    params = {"unit_id": office.unit, "to_round": other, "codes": codes}
    tried = perform(office.head, "rounds.move_stops", params, dry_run=True).result
    assert (order(one), order(other)) == before
    done = office.post.do(office.head, "rounds.move_stops", **params)
    assert done == tried
    assert set(codes) <= set(office.listed(other))
    assert len(done["moves"]) == 20
    assert done["price_after"] != done["price_before"]
    for code in (one, other):
        arrivals = list(
            Stop.objects.filter(round__code=code).order_by("number").values_list("arrival_at", flat=True)
        )
        assert arrivals == sorted(arrivals)


def test_moving_what_cannot_be_moved_is_refused(office, out):
    """Done, on the same list, unknown, already passing: each has its own sentence."""
    one, other = out
    done, left = office.listed(one)[0], office.listed(one)[-1]
    params = {"unit_id": office.unit, "to_round": other}
    assert office.post.refused(office.head, "rounds.move_stops", **params, codes=[done]) == "rounds.stop_done"
    same = {"unit_id": office.unit, "to_round": one, "codes": [left]}
    assert office.post.refused(office.head, "rounds.move_stops", **same) == "rounds.same_round"
    assert (
        office.post.refused(office.head, "rounds.move_stops", **params, codes=["EA1"])
        == "rounds.unknown_task"
    )
    assert office.post.do(office.head, "rounds.move_stops", **params, codes=[left])["handovers"] == 1
    assert (
        office.post.refused(office.head, "rounds.move_stops", **params, codes=[left])
        == "rounds.handover_open"
    )
    states = {line.code: line.state for line in sheet_of(round_by_code(one, frozenset({office.unit})))}
    assert states[left] == "passing"


@pytest.mark.feature(38)
def test_a_window_that_moves_far_is_told_to_the_customer(office, out):
    """A door put an hour later gets a new window and a notice; one that hardly moves keeps its promise."""
    code = out[0]
    numbers = list(
        Stop.objects.filter(round__code=code, outcome="").order_by("number").values_list("number", flat=True)
    )
    first = Stop.objects.filter(round__code=code, number=numbers[0]).first()
    promised = first.window_from_at, first.window_until_at
    params = {"unit_id": office.unit, "round_code": code, "order": [*numbers[1:], numbers[0]]}
    office.post.do(office.courier(Round.objects.get(code=code).courier_id), "rounds.resequence", **params)
    first.refresh_from_db()
    assert first.window_until_at > promised[1] + timedelta(minutes=20)
    told = Notice.objects.filter(kind="window")
    assert first.thing_id in set(told.values_list("thing_id", flat=True))
    assert told.count() < len(numbers)


def test_a_courier_puts_only_his_own_list_in_order(office):
    """Each stop still to come once, and by nobody else."""
    office.items(6)
    (code,) = office.plan(7)["rounds"]
    params = {"unit_id": office.unit, "round_code": code}
    assert (
        office.post.refused(office.courier(7), "rounds.resequence", **params, order=[1])
        == "rounds.unknown_stops"
    )
    numbers = list(range(6, 0, -1))
    assert (
        office.post.refused(office.courier(8), "rounds.resequence", **params, order=numbers)
        == "rounds.round_of_another"
    )
    before = order(code)
    office.post.do(office.courier(7), "rounds.resequence", **params, order=numbers)
    assert order(code) == before[::-1]
    assert Round.objects.get(code=code).own_order


def test_a_list_changed_before_the_second_scan_keeps_its_visits_apart(office, out):
    """An item that arrives late at a list that was changed meanwhile becomes a visit of its own."""
    one, other = out
    code = office.listed(one)[-1]
    giver, taker = (Round.objects.get(code=c).courier_id for c in out)
    office.post.do(office.head, "rounds.move_stops", unit_id=office.unit, to_round=other, codes=[code])
    numbers = list(
        Stop.objects.filter(round__code=other, outcome="").order_by("number").values_list("number", flat=True)
    )
    params = {"unit_id": office.unit, "round_code": other, "order": numbers[::-1]}
    office.post.do(office.courier(taker), "rounds.resequence", **params)
    scan = [Scan(office.post.key(), code)]
    office.post.do(office.courier(giver), "rounds.give_over", unit_id=office.unit, round_code=one, scans=scan)
    scan = [Scan(office.post.key(), code)]
    office.post.do(
        office.courier(taker), "rounds.take_over", unit_id=office.unit, round_code=other, scans=scan
    )
    doors = Stop.objects.filter(round__code=other).values_list("number", "door").distinct()
    assert len({number for number, _ in doors}) == len(doors)
    assert {f.code for check in (check_rounds, check_tasks) for f in check()} == set()
