"""Money of units beyond one's reach can neither be promised nor booked."""

import json

import pytest

from duongthu.acts.api import perform
from duongthu.ledger.api import accounts_for

pytestmark = [pytest.mark.django_db, pytest.mark.feature(3)]


@pytest.mark.usefixtures("capital")
@pytest.mark.parametrize("side", ["debit", "credit"])
def test_a_promise_with_an_account_of_another_unit_is_refused(actor, book, side):
    """To the actor an account of another unit is an unknown one."""
    foreign = accounts_for([("safe", "U9-safe-1", 9)])["safe", "U9-safe-1"]
    wanted = {"debit": book["till"], "credit": book["safe"], "amount_dong": 5} | {side: foreign}
    refused = perform(actor("teller"), "ledger.hold", wanted)
    assert (refused.refusal["code"], refused.refusal["field"]) == ("ledger.unknown_account", side)


def test_a_paper_with_a_line_of_another_unit_is_refused_by_its_row(actor, book):
    """The second line books for a unit the accountant does not see."""
    lines = [
        {"kind": "safe", "owner": "U1-safe-1", "unit_id": 1, "debit_dong": 500},
        {"kind": "safe", "owner": "U9-safe-1", "unit_id": 9, "credit_dong": 500},
    ]
    paper = json.dumps({"title": "Điều chuyển", "amount_dong": 500, "lines": lines})
    proposed = perform(actor("accountant"), "ledger.post_paper", paper)
    approval = {"proposal_id": proposed.result["proposal_id"]}
    refused = perform(actor("head", person_id=2), "acts.approve", approval)
    assert (refused.refusal["code"], refused.refusal["row"]) == ("acts.unit_out_of_reach", 2)
