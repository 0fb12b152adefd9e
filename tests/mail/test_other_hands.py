"""Whoever turns an item back hands it to nobody, at no door; what is sent on again is paid for again."""

import pytest

from duongthu.ledger.api import balances_of, till_code
from duongthu.mail.api import InboundItem, Report, Scan, custody_of, item_by_code
from duongthu.mail.checks import check_custody, check_items

pytestmark = [pytest.mark.django_db, pytest.mark.feature(133)]
COD = 900_000


@pytest.fixture
def held(post):
    """An item with COD held at the office that took it in; gives office, its commune and the code."""
    office = post.unit("culture_post")
    commune = next(post.communes[code] for code, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune, cod_dong=COD))
    clerk = post.actor(office, "sorter", person_id=21)
    for act in ("mail.keep_here", "mail.hold"):
        post.do(clerk, act, unit_id=office, scans=[Scan(post.key(), line["code"])])
    return office, commune, line["code"]


def handed_out(post, office, code, person_id):
    """What came of handing the item out at the counter."""
    teller = post.actor(office, "teller", person_id=person_id)
    said = [Report(post.key(), code, "delivered", receiver="Ai Đó")]
    till = till_code(office, "till")
    (line,) = post.do(teller, "mail.deliver_at_counter", unit_id=office, till=till, reports=said)["lines"]
    return (line["refusal"] or {"code": "done"})["code"]


def test_a_teller_does_not_recall_and_hand_out(post, held):
    """Else he takes the COD of the recipient and the book says: gone back to its sender."""
    office, _, code = held
    teller = 1000 + office
    post.do(
        post.actor(office, "teller", person_id=teller), "mail.recall", unit_id=office, code=code, reason="rút"
    )
    assert handed_out(post, office, code, teller) == "mail.other_hands_needed"
    assert custody_of(item_by_code(code).pk).state == "at_hub"


def test_what_is_sent_on_again_asks_for_its_cod(post, held):
    """A recall by mistake, then forwarded to the recipient: delivered, and every đồng of COD is there."""
    office, commune, code = held
    clerk = post.actor(office, "sorter", person_id=21)
    post.do(clerk, "mail.recall", unit_id=office, code=code, reason="nhầm")
    scan = [Scan(post.key(), code)]
    post.do(clerk, "mail.keep_here", unit_id=office, scans=scan)
    post.do(clerk, "mail.forward", unit_id=office, code=code, commune_code=commune, address="Thôn 3")
    for act in ("mail.keep_here", "mail.hold"):
        post.do(clerk, act, unit_id=office, scans=[Scan(post.key(), code)])
    assert handed_out(post, office, code, 1000 + office) == "done"
    assert sum(balances_of("cod").values()) == COD
    assert list(check_items()) == list(check_custody()) == []


def test_an_item_of_another_operator_goes_back_by_two(post, held):
    """Who recalled it does not give it to the operator; a colleague does."""
    _, commune, _ = held
    centre = post.unit("centre")
    clerk, other = post.actor(centre, "sorter", person_id=31), post.actor(centre, "sorter", person_id=32)
    item = InboundItem(
        post.key(), "RB000000005CN", "parcel", "Người gửi", "Người nhận", "Thôn 1", commune, 500, cod_dong=COD
    )
    post.do(clerk, "mail.take_from_partner", unit_id=centre, partner_code="TCT", items=[item])
    post.do(clerk, "mail.recall", unit_id=centre, code=item.code, reason="rút")
    for actor, status, code in ((clerk, "refused", "mail.other_hands_needed"), (other, "done", None)):
        given = {"unit_id": centre, "partner_code": "TCT", "scans": [Scan(post.key(), item.code)]}
        (line,) = post.do(actor, "mail.hand_to_partner", **given)["lines"]
        assert (line["status"], (line["refusal"] or {}).get("code")) == (status, code)


def test_a_courier_takes_his_own_items_back_from_nobody(post, held):
    """The clerk of the office does, who has them in his hands."""
    office, _, code = held
    both = post.actor(office, "courier", "sorter", person_id=7)
    back = {"unit_id": office, "courier_id": 7, "scans": [Scan(post.key(), code)]}
    assert post.refused(both, "mail.bring_back", **back) == "mail.other_hands_needed"
    only = post.actor(office, "courier", person_id=7)
    assert post.refused(only, "mail.bring_back", **back) == "acts.role_not_allowed"
