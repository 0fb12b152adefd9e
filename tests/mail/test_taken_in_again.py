"""An item whose taking in was undone is taken in again under its own number, as what is said now; nothing else is."""

import pytest

from duongthu.acts.api import ActRecord, all_checks
from duongthu.ledger.api import balances_of
from duongthu.mail.api import InboundItem, custody_of, history_of, item_by_code

pytestmark = [pytest.mark.django_db, pytest.mark.feature(138)]
NUMBER = "EA123456785VN"


def inbound(post, weight=300, number=NUMBER):
    return InboundItem(
        post.key(), number, "ems", "Lê Gửi", "Trần Nhận", "Thôn Đào Xá, số 4", "12103", weight, 50_000
    )


def bring(post, unit, partner, *items):
    """Status of each item another operator brings."""
    clerk = post.actor(unit, "sorter", person_id=21)
    lines = post.do(clerk, "mail.take_from_partner", unit_id=unit, partner_code=partner, items=list(items))
    return [line["status"] for line in lines["lines"]]


def last(act):
    return ActRecord.objects.filter(act=act, status="done").latest("seq").seq


def undo(post, unit, seq, amount=0):
    """Take an act back, by two; the teller asks, who holds the till."""
    teller = post.actor(unit, "teller", "sorter", person_id=1000 + unit)
    asked = {"act_id": seq, "reason": "nhầm bưu gửi", "amount_dong": amount}
    proposal = post.do_proposed(teller, "acts.undo", **asked)
    post.do(post.actor(unit, "controller", person_id=90), "acts.approve", proposal_id=proposal)


def green():
    """No recount finds anything; people of tests are made plainly, which that of people notices."""
    found = [one for check in all_checks().values() for one in check()]
    return [one for one in found if not one.table.startswith("staff") and "staff_" not in one.message] == []


def where(number=NUMBER):
    kept = custody_of(item_by_code(number).pk)
    return kept.holder, kept.state


def test_an_operators_item_comes_again(post):
    """Taken in with a wrong weight, undone, taken in rightly: one thing, its whole story; from then on a repeat or taken."""
    centre = post.unit("centre")
    assert bring(post, centre, "TCT", inbound(post, weight=3_000)) == ["done"]
    undo(post, centre, last("mail.take_from_partner"))
    assert where() == ("XTCT", "void")
    assert bring(post, centre, "TCT", inbound(post)) == ["done"]
    assert where() == (f"U{centre}", "at_hub")
    second = last("mail.take_from_partner")
    assert item_by_code(NUMBER).weight_grams == 300
    assert [event.code for event in history_of(item_by_code(NUMBER).pk)] == ["to_hub", "undo", "to_hub"]
    assert bring(post, centre, "TCT", inbound(post), inbound(post, weight=700)) == ["duplicate", "refused"]
    assert green()
    undo(post, centre, second)  # and the second time may be undone, too
    assert where() == ("XTCT", "void")
    assert green()


def test_under_the_right_operator(post):
    """The mistake was the operator: it comes in under the other one, whoever the book gave it back to."""
    centre = post.unit("centre")
    assert bring(post, centre, "VTP", inbound(post)) == ["done"]
    undo(post, centre, last("mail.take_from_partner"))
    assert bring(post, centre, "TCT", inbound(post)) == ["done"]
    assert item_by_code(NUMBER).partner_code == "TCT"
    assert green()


def test_a_printed_number_at_the_counter(post):
    """Accepted by mistake under the number printed on it, undone, accepted again: its postage stands in the books once."""
    office = post.unit("culture_post")
    (first,) = post.accept(office, post.draft("12103", code=NUMBER, weight_grams=2_000))
    undo(post, office, last("mail.accept_items"), first["postage_dong"])
    assert balances_of("revenue") == {}
    (line,) = post.accept(office, post.draft("12103", code=NUMBER))
    assert (line["status"], line["code"], where()) == ("done", NUMBER, (f"U{office}", "accepted"))
    assert item_by_code(NUMBER).postage_dong == line["postage_dong"] != first["postage_dong"]
    (again,) = post.accept(office, post.draft("12103", code=NUMBER))
    assert again["refusal"]["code"] == "mail.code_taken"
    assert green()
