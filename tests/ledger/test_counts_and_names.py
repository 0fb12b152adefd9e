"""A count that moved is counted anew; nobody judges what is put on, or taken from, his own name."""

import json
from datetime import timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.ledger.api import balances_of, notes_for
from tests.ledger.conftest import TILL
from tests.people import in_post

pytestmark = [pytest.mark.django_db, pytest.mark.feature(133)]


def take_over(actor):
    """A head proposes to take the till of person 1 over, with all that lies there."""
    over = {"unit_id": 1, "till": TILL, "notes": notes_for(300_000), "reason": "vắng mặt"}
    return {
        "proposal_id": perform(actor("head", person_id=3), "ledger.take_over_till", over).result[
            "proposal_id"
        ]
    }


def test_a_till_that_moved_is_counted_anew(actor, till, move, clock):
    """What was counted in the morning is not what lies there at noon: the difference would be the holder's."""
    approval = take_over(actor)
    clock.advance(timedelta(minutes=5))
    move(("till", "revenue", 10_000))
    late = perform(actor("controller", person_id=4), "acts.approve", approval)
    assert late.refusal["code"] == "ledger.count_stale"
    assert balances_of("short") == {}


def test_whom_it_concerns_rejects_nothing(actor, till):
    """Else the holder bars the taking over of his till for ever; another may say no."""
    approval = take_over(actor) | {"reason": "không"}
    mine = perform(actor("head", person_id=1), "acts.reject", approval)
    assert mine.refusal["code"] == "acts.person_concerned"
    assert perform(actor("controller", person_id=4), "acts.reject", approval).done


def test_a_large_shortage_is_no_private_loan(actor, till, move):
    """From a million đồng on a courier's own word is not enough: a second person says yes."""
    move(("courier", "cod", 9_000_000))
    paid = {"unit_id": 1, "till": TILL, "courier_id": 7, "notes": notes_for(1_000_000), "reason": "thiếu"}
    assert perform(actor("teller"), "ledger.courier_pays_in", paid).done
    said = {"unit_id": 1, "source": "courier", "amount_dong": 8_000_000}
    courier = actor("courier", person_id=7)
    assert perform(courier, "ledger.accept_shortage", said).status == "proposed"
    assert perform(courier, "ledger.accept_shortage", said | {"amount_dong": 999_999}).done


def test_nobody_approves_that_his_debt_is_written_off(actor, till):
    """The debtor is a head: another approves."""
    in_post(1, "teller", 1)
    counted = {"unit_id": 1, "till": TILL, "notes": notes_for(250_000), "reason": "thiếu"}
    assert perform(actor("teller"), "ledger.count_till", counted).done
    paper = {
        "purpose": "short_written_off", "title": "xóa nợ", "amount_dong": 50_000,
        "lines": [{"unit_id": 1, "amount_dong": 50_000, "person_id": 1, "safe": False}],
    }  # fmt: skip
    asked = perform(actor("accountant", person_id=6), "ledger.post_paper", json.dumps(paper))
    assert asked.status == "proposed", asked.refusal
    approval = {"proposal_id": asked.result["proposal_id"]}
    own = perform(actor("head", person_id=1), "acts.approve", approval)
    assert own.refusal["code"] == "acts.person_concerned"
    assert perform(actor("head", person_id=3), "acts.approve", approval).done
