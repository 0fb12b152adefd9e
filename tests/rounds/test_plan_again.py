"""A courier falls out in the morning, the shift is re-planned, and then planned again: what then is said, not a crash."""

import pytest

from duongthu.acts.api import perform

pytestmark = pytest.mark.django_db


def test_a_plan_after_a_replan_for_a_sick_courier(office):
    """His stops passed to the other by handover; a new plan of the shift answers done or a refusal in words."""
    office.items(12)
    first, second = list(office.plan(7, 8)["rounds"])
    for code in (first, second):
        office.load(code)
    office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1, out_couriers=[7])
    office.items(3)
    for publish in (False, True):
        params = {"unit_id": office.unit, "shift": 1, "couriers": [7, 8], "publish": publish}
        outcome = perform(office.head, "rounds.plan", params)
        assert outcome.done or outcome.refusal["code"].startswith("rounds."), outcome


def test_a_plan_after_a_replan_of_lists_nobody_loaded(office):
    """Nothing was loaded: the sick courier's list falls away and the plan is drawn anew."""
    office.items(12)
    office.plan(7, 8)
    office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1, out_couriers=[7])
    params = {"unit_id": office.unit, "shift": 1, "couriers": [8], "publish": True}
    outcome = perform(office.head, "rounds.plan", params)
    assert outcome.done, outcome.refusal


def test_a_plan_while_handovers_wait_for_a_list_nobody_loaded(office):
    """The sick courier's items wait to pass onto a list that the new plan would replace: the plan says why not."""
    office.items(14)
    loaded, waiting = list(office.plan(7, 8)["rounds"])
    office.load(loaded)
    office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1, out_couriers=[7])
    params = {"unit_id": office.unit, "shift": 1, "couriers": [8], "publish": True}
    outcome = perform(office.head, "rounds.plan", params)
    assert outcome.refusal["code"] == "rounds.handovers_wait", outcome
    assert waiting in outcome.refusal["message"]
