"""Money of units beyond one's reach cannot be booked, and no paper moves money outside its purpose."""

import json

import pytest

from duongthu.acts.api import perform, system_actor
from duongthu.ledger.api import PAPERS, all_purposes, balances_of
from duongthu.ledger.checks import check_purposes
from tests.acts.test_seals import tamper

pytestmark = [pytest.mark.django_db, pytest.mark.feature(3)]


def paper(purpose, *lines):
    """The text of a paper over these lines."""
    total = sum(line["amount_dong"] for line in lines)
    return json.dumps({"purpose": purpose, "title": "Điều chuyển", "amount_dong": total, "lines": lines})


@pytest.mark.usefixtures("book")
def test_a_paper_with_a_line_of_another_unit_is_refused_by_its_row(actor):
    """The second line books for a unit the accountant does not see: it is not even proposed."""
    lines = [{"unit_id": 1, "amount_dong": 500}, {"unit_id": 9, "amount_dong": 500}]
    refused = perform(actor("accountant"), "ledger.post_paper", paper("capital_received", *lines))
    assert (refused.refusal["code"], refused.refusal["row"]) == ("acts.unit_out_of_reach", 2)


@pytest.mark.feature(133)
@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("purpose", [*sorted(set(all_purposes()) - set(PAPERS)), "", "vốn"])
def test_a_paper_of_a_purpose_that_is_no_paper_is_refused(actor, purpose):
    """Takings, pay-ins, shortages in hands have acts of their own: no accounting paper stands in for them."""
    refused = perform(
        actor("accountant"), "ledger.post_paper", paper(purpose, {"unit_id": 1, "amount_dong": 500})
    )
    assert refused.refusal["code"] == "ledger.not_a_paper"


@pytest.mark.feature(133)
@pytest.mark.usefixtures("book")
def test_a_paper_takes_two_people_and_moves_what_its_purpose_says(actor):
    """Made by one and approved by another it is booked; by the same person never."""
    text = paper("capital_received", {"unit_id": 1, "amount_dong": 500})
    proposed = perform(actor("accountant"), "ledger.post_paper", text)
    assert proposed.status == "proposed"
    approval = {"proposal_id": proposed.result["proposal_id"]}
    alone = perform(actor("accountant", "head"), "acts.approve", approval)
    assert alone.refusal["code"] == "acts.maker_may_not_approve"
    assert perform(actor("head", person_id=2), "acts.approve", approval).done
    assert balances_of("bank") == {"U1": 500}
    assert list(check_purposes()) == []


@pytest.mark.feature(133)
def test_opening_cash_never_goes_into_a_till_that_lived(actor, capital):
    """The safe moved before: a paper has no part in it; the untouched till of the unit takes its opening cash."""
    refused = perform(
        actor("accountant"),
        "ledger.post_paper",
        paper("opening_cash", {"unit_id": 1, "amount_dong": 500, "safe": True}),
    )
    assert refused.refusal["code"] == "ledger.cash_in_hands"
    text = paper("opening_cash", {"unit_id": 1, "amount_dong": 500, "safe": False})
    proposed = perform(actor("accountant"), "ledger.post_paper", text)
    approval = {"proposal_id": proposed.result["proposal_id"]}
    assert perform(actor("head", person_id=2), "acts.approve", approval).done
    assert balances_of("till") == {"U1-till-1": 500}


@pytest.mark.usefixtures("book")
def test_books_of_the_first_version_keep_their_former_words(actor):
    """What was booked before the upgrade agrees under its former purpose; the same words afterwards are a breach."""
    proposed = perform(
        actor("accountant"),
        "ledger.post_paper",
        paper("capital_received", {"unit_id": 1, "amount_dong": 500}),
    )
    perform(actor("head", person_id=2), "acts.approve", {"proposal_id": proposed.result["proposal_id"]})
    tamper("ledger_entry", "UPDATE ledger_entry SET kind = 'paper' WHERE kind = 'capital_received'")
    assert {finding.code for finding in check_purposes()} == {"ledger.purpose_breached"}
    assert perform(system_actor("Nâng cấp", frozenset()), "acts.adopt_masters", {}).done
    assert list(check_purposes()) == []
    tamper("ledger_entry", "UPDATE ledger_entry SET act_id = act_id + 1000 WHERE kind = 'paper'")
    assert {finding.code for finding in check_purposes()} == {"ledger.purpose_breached"}
