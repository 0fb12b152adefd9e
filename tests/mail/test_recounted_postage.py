"""Postage is recounted from what it was reckoned from: each input that somebody changes past the acts is named."""

import pytest
from django.db import connection

from duongthu.acts.api import all_checks, left_out_of
from duongthu.kernel import s10
from duongthu.mail.api import InboundItem, item_by_code
from duongthu.mail.checks import check_postage
from duongthu.mail.models import PriceBasis, SerialBlock

pytestmark = [pytest.mark.django_db, pytest.mark.feature(126, 128)]
FAR = {
    "partner_code": "TCT",
    "province_code": "79",
    "recipient_address": "Quận 1",
    "sides_mm": (400, 300, 200),
}


def changed(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def masters():
    """What the recount of master data finds of items and their prices; people of tests are made plainly."""
    return [one.code for one in all_checks()["acts.masters"]() if "mail" in one.table]


@pytest.fixture
def code(post):
    """An item to another province, measured, to a remote area, with COD: every input there is."""
    (line,) = post.accept(post.unit("culture_post"), post.draft("", **FAR, remote=True, cod_dong=700_000))
    return line["code"]


def test_what_the_price_follows_from_is_kept(post, code):
    """Zone, province, sides, remote and the tariff lines of then; nothing is found, by the masters' recount neither."""
    basis = PriceBasis.objects.get(thing__code=code)
    sides = (basis.length_mm, basis.width_mm, basis.height_mm)
    assert (basis.zone, basis.province_code, sides, basis.remote) == ("lien_vung", "79", (400, 300, 200), 1)
    assert basis.steps_upto > 0 < basis.rates_upto
    assert list(check_postage()) == masters() == []
    assert left_out_of("mail.postage") == ""


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE mail_item SET postage_dong = postage_dong - 1000 WHERE thing_id = %s",
        "UPDATE mail_item SET weight_grams = 9000 WHERE thing_id = %s",
        "UPDATE mail_item SET cod_dong = 9000000 WHERE thing_id = %s",
        "UPDATE mail_item SET service = 'parcel' WHERE thing_id = %s",
        "UPDATE mail_item SET partner_code = '' WHERE thing_id = %s",
        "UPDATE mail_price_basis SET zone = 'noi_tinh' WHERE thing_id = %s",
        "UPDATE mail_price_basis SET province_code = '' WHERE thing_id = %s",
        "UPDATE mail_price_basis SET length_mm = 900 WHERE thing_id = %s",
        "UPDATE mail_price_basis SET remote = 0 WHERE thing_id = %s",
        "UPDATE mail_price_basis SET priced_on = '2015-06-01' WHERE thing_id = %s",
        "UPDATE mail_price_basis SET steps_upto = 0 WHERE thing_id = %s",
    ],
)
def test_each_input_changed_past_the_acts_is_named(code, sql):
    """Whatever was changed, the item is named with its unit."""
    item = item_by_code(code)
    changed(sql, item.pk)
    assert {(one.row, one.unit) for one in check_postage()} == {(code, item.office_from_id)}


def test_postage_that_did_not_go_into_the_till_is_named(code):
    """Item and basis agree with each other, the ledger has another sum."""
    item = item_by_code(code)
    changed("UPDATE mail_item SET postage_dong = 0 WHERE thing_id = %s", item.pk)
    assert "mail.postage_unpaid" in {one.code for one in check_postage()}


def test_items_of_before_are_left_out_and_counted(code):
    """Without a basis nothing is recounted, and verify says of how many; the masters name a basis that was removed."""
    changed("DELETE FROM mail_price_basis WHERE thing_id = %s", item_by_code(code).pk)
    assert list(check_postage()) == []
    assert "1 bưu gửi" in left_out_of("mail.postage")
    assert "acts.master_missing" in masters()


@pytest.mark.parametrize(
    "other",
    [
        {"sides_mm": (500, 300, 200)},
        {"remote": False},
        {"province_code": "01"},
        {"sender_phone": "0912345678"},
    ],
)
def test_a_repeat_that_says_another_thing_is_no_repeat(post, other):
    """The same key with other sides, area, province or phone is refused; with the same it is a repeat."""
    office, key = post.unit("culture_post"), post.key()
    said = {**FAR, "remote": True, "key": key}
    for draft, status in ((said, "done"), (said, "duplicate"), ({**said, **other}, "refused")):
        (line,) = post.accept(office, post.draft("", **draft))
        assert line["status"] == status
    assert line["refusal"]["code"] == "mail.line_reused"


def test_a_later_tariff_line_changes_no_earlier_price(code):
    """A line added afterwards with an earlier date is none of those the price was reckoned from."""
    changed(
        "INSERT INTO mail_tariff_step (service, zone, up_to_grams, price_dong, each_next_grams, valid_from, basis) "
        "VALUES ('ems', 'lien_vung', 4001, 1, 0, '2019-01-01', 'thử')"
    )
    assert list(check_postage()) == []


@pytest.mark.feature(133)
def test_no_other_operator_brings_an_item_under_a_number_of_ours(post, code):
    """A number of a block of our office, never given out yet: refused by its row; a number of no block of ours is taken."""
    block = SerialBlock.objects.get(prefix="EA")
    free = s10.make(block.prefix, block.next + 50)
    centre = post.unit("centre")
    clerk = post.actor(centre, "sorter", person_id=21)
    lines = bring(post, clerk, centre, free, "EA123456785VN")
    assert [line["status"] for line in lines] == ["refused", "done"]
    assert lines[0]["refusal"]["code"] == "mail.number_of_ours"
    elsewhere = post.unit("culture_post", 3)
    (typed,) = post.accept(elsewhere, post.draft("12103", code=free))
    assert typed["refusal"]["code"] == "mail.number_of_ours"
    (own,) = post.accept(
        block.unit_id, post.draft("12103", code=free)
    )  # printed beforehand from its own block
    assert own["status"] == "done"


def bring(post, clerk, unit_id, *codes):
    """What came of items that another operator brings under these numbers."""
    items = [
        InboundItem(post.key(), code, "ems", "Lê Gửi", "Trần Nhận", "Thôn Đào Xá, số 4", "12103", 300, 50_000)
        for code in codes
    ]
    return post.do(clerk, "mail.take_from_partner", unit_id=unit_id, partner_code="TCT", items=items)["lines"]
