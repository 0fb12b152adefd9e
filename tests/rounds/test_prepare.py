"""A plan is searched for while others write; what changes meanwhile is counted or refused."""

from datetime import date, timedelta

import pytest

from duongthu.acts.api import ActRecord, perform
from duongthu.kernel.clock import today
from duongthu.rounds.actions import changing, planning, replanning
from duongthu.rounds.api import Plan, Round, Setting, Stop

pytestmark = pytest.mark.django_db(transaction=True)


def test_another_act_commits_while_a_search_runs(office, meanwhile):
    """A teller's acceptance does not wait for the dispatcher's plan; the plan says what came meanwhile."""
    office.items(8)
    seen = []

    def accept():
        seen.append(office.items(3))
        assert ActRecord.objects.filter(act="mail.keep_here", status="done").count() == 2

    meanwhile(accept, planning, "draw")
    drawn = office.plan(7, 8)
    assert len(seen[0]) == 3
    assert (drawn["items"], drawn["came"], drawn["gone"]) == (8, 3, 0)
    assert Stop.objects.count() == 8
    first = ActRecord.objects.get(act="rounds.plan").seq
    assert ActRecord.objects.filter(act="mail.accept_items", seq__lt=first).count() == 2


def test_what_goes_while_a_search_runs_is_not_listed(office, meanwhile):
    """An item sent on elsewhere in these seconds stands on no list, and the answer counts it."""
    from duongthu.network.api import network_on

    codes = office.items(5)
    other = next(c for c in network_on(today()).delivering if c != office.commune)
    params = {"unit_id": office.unit, "code": codes[0], "commune_code": other, "address": "Thôn Đông"}
    meanwhile(lambda: office.post.do(office.clerk, "mail.forward", **params), planning, "draw")
    drawn = office.plan(7)
    assert (drawn["gone"], Stop.objects.count()) == (1, 4)


def test_lists_that_changed_meanwhile_refuse_the_plan(office, meanwhile, monkeypatch):
    """Two dispatchers plan one shift: the second is told to look again, and nothing of his is written."""
    office.items(6)
    plainly = planning.draw

    def other_plan():
        with monkeypatch.context() as patched:
            patched.setattr(planning, "draw", plainly)
            office.plan(8)

    meanwhile(other_plan, planning, "draw")
    office.courier(7)
    params = {"unit_id": office.unit, "shift": 1, "couriers": [7], "publish": True}
    said = perform(office.head, "rounds.plan", params)
    assert said.refusal["code"] == "rounds.ground_changed"
    assert "danh sách của ca" in said.refusal["message"]
    assert (Plan.objects.count(), Round.objects.get().courier_id) == (1, 8)


def test_figures_that_changed_meanwhile_refuse_the_plan(office, meanwhile):
    """Lists drawn for a motorbike of yesterday's size are not put in force."""
    office.items(4)
    figure = {"name": "load_grams", "value": 900, "valid_from": date(2020, 8, 14), "basis": "thử"}
    dispatcher = office.post.actor(office.unit, "dispatcher", person_id=41)
    meanwhile(
        lambda: office.post.do(dispatcher, "rounds.set_figure", unit_id=office.unit, **figure),
        planning,
        "draw",
    )
    params = {"unit_id": office.unit, "shift": 1, "couriers": [7]}
    assert office.post.refused(office.head, "rounds.plan", **params) == "rounds.ground_changed"
    assert (Setting.objects.count(), Plan.objects.count()) == (1, 0)


@pytest.fixture
def out(office, clock):
    """Two couriers under way with ten items each or so, and a pick-up that came in."""
    office.items(20)
    lists = list(office.plan(7, 8)["rounds"])
    for code in lists:
        office.load(code)
    clock.advance(timedelta(minutes=50))
    office.ask(office.task("pickup", office.address(50)))
    return lists


def test_a_report_on_another_list_does_not_disturb_a_change(office, out, meanwhile):
    """Couriers go on reporting while the head re-plans; only what the change touches must stand still."""
    params = {"unit_id": office.unit, "shift": 1}
    (move,) = perform(office.head, "rounds.replan", params, dry_run=True).result["moves"]
    other = next(code for code in out if code != move["to_round"])
    meanwhile(lambda: office.report(other, office.listed(other)[0]), replanning, "read_open")
    said = office.post.do(office.head, "rounds.replan", **params)
    assert [one["to_round"] for one in said["moves"]] == [move["to_round"]]
    assert Stop.objects.exclude(outcome="").count() == 1


def test_a_report_on_a_list_that_changes_refuses_the_change(office, out, meanwhile):
    """The order found would put what is done behind what is not: look again."""
    params = {"unit_id": office.unit, "shift": 1}
    (move,) = perform(office.head, "rounds.replan", params, dry_run=True).result["moves"]
    target = move["to_round"]
    meanwhile(lambda: office.report(target, office.listed(target)[0]), replanning, "read_open")
    said = perform(office.head, "rounds.replan", params)
    assert said.refusal["code"] == "rounds.ground_changed"
    assert target in said.refusal["message"]
    assert not Stop.objects.filter(task__isnull=False).exists()


def test_a_pick_up_that_was_listed_meanwhile_is_not_listed_twice(office, out, meanwhile, monkeypatch):
    """Two heads re-plan at once: the second is refused, the task stands on one list."""
    plainly = replanning.read_open

    def other():
        with monkeypatch.context() as patched:
            patched.setattr(replanning, "read_open", plainly)
            office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1)

    meanwhile(other, replanning, "read_open")
    params = {"unit_id": office.unit, "shift": 1}
    assert office.post.refused(office.head, "rounds.replan", **params) == "rounds.ground_changed"
    assert Stop.objects.filter(task__isnull=False).count() == 1


@pytest.mark.parametrize("act", ["rounds.move_stops", "rounds.resequence"])
def test_a_report_made_while_a_change_by_hand_is_searched_refuses_it(office, out, meanwhile, act):
    """A stop that was done in these seconds is not put elsewhere: the desk is told which list to look at again."""
    one, other = out
    first, *_rest, last = office.listed(one)
    numbers = list(Stop.objects.filter(round__code=one).order_by("number").values_list("number", flat=True))
    params = {
        "rounds.move_stops": {"to_round": other, "codes": [last]},
        "rounds.resequence": {"round_code": one, "order": numbers[::-1]},
    }[act]
    meanwhile(lambda: office.report(one, first), changing, "whys_of")
    said = perform(office.head, act, {"unit_id": office.unit} | params)
    assert said.refusal["code"] == "rounds.ground_changed"
    assert one in said.refusal["message"]
    assert not Plan.objects.filter(planner="change").exists()
    assert not Round.objects.filter(own_order=True).exists()


def test_others_write_while_a_stop_is_moved(office, out, meanwhile):
    """A teller's work and a third list's report do not wait, and do not disturb."""
    one, other = out
    codes = [office.listed(one)[-1]]
    meanwhile(lambda: office.items(2), changing, "read_open")
    params = {"unit_id": office.unit, "to_round": other, "codes": codes}
    said = office.post.do(office.head, "rounds.move_stops", **params)
    assert said["handovers"] == 1
    first = ActRecord.objects.get(act="rounds.move_stops").seq
    assert ActRecord.objects.filter(act="mail.accept_items", seq__lt=first).count() == 2


def test_a_change_in_a_batch_searches_for_itself(office):
    """Where nothing could be searched ahead the act still does its work, inside its transaction."""
    from duongthu.acts.api import Command, perform_many

    office.items(6)
    (code,) = office.plan(7)["rounds"]
    orders = (list(range(6, 0, -1)), list(range(6, 0, -1)))
    commands = [
        Command(
            office.post.key(),
            "rounds.resequence",
            {"unit_id": office.unit, "round_code": code, "order": order},
        )
        for order in orders
    ]
    before = office.listed(code)
    assert [outcome.status for outcome in perform_many(office.courier(7), commands)] == ["done", "done"]
    assert office.listed(code) == before
