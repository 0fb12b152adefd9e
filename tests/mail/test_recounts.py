"""Every figure the custody book keeps beside its journals, set wrong by SQL, is named by ``verify`` with its thing and unit."""

from datetime import timedelta

import pytest
from django.db import connection

from duongthu.kernel import s10
from duongthu.mail.api import InboundItem, PartnerNews, Scan, item_by_code
from duongthu.mail.checks import check_custody, check_partners, check_serials

pytestmark = [pytest.mark.django_db, pytest.mark.feature(144)]


def run(sql, *params):
    """A statement past the program."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def office(post):
    return post.unit("culture_post")


@pytest.fixture
def code(post, office):
    """An item just accepted."""
    commune = next(post.communes[code] for code, unit in post.units.items() if unit == office)
    return post.accept(office, post.draft(commune))[0]["code"]


CHANGES = (
    "holder = 'P99'",
    "state = 'held'",
    "state = 'nonsense'",
    "unit_id = unit_id + 1",
    "attempts = 2",
    "going_back = true",
    "at = '2020-08-13 00:00:00+00:00'",
)


@pytest.mark.parametrize("change", CHANGES)
def test_every_column_of_custody_is_recounted(post, office, code, change):
    """Accepted and kept here: nothing is found; each column changed by hand is."""
    thing = item_by_code(code).pk
    scans = [Scan(post.key(), code)]
    post.do(post.actor(office, "sorter", person_id=21), "mail.keep_here", unit_id=office, scans=scans)
    assert list(check_custody()) == []
    run(f"UPDATE mail_custody SET {change} WHERE thing_id = %s", thing)
    (finding,) = check_custody()
    assert (finding.code, finding.row) == ("mail.custody_differs", thing)
    assert finding.unit


def test_a_lost_row_and_a_row_too_many_are_named(code):
    """The present state of a thing is gone, or one is there that no event speaks of."""
    thing = item_by_code(code).pk
    run("UPDATE mail_custody SET thing_id = 424242 WHERE thing_id = %s", thing)
    assert {(f.code, f.row) for f in check_custody()} == {
        ("mail.custody_differs", 424242),
        ("mail.custody_missing", thing),
    }


@pytest.mark.parametrize("change", ["code = 'EMH'", "place = 'x'", "at = '2020-08-13 00:00:00+00:00'"])
def test_what_a_partner_told_last_is_recounted(post, office, clock, change):
    """Two events at one moment agree whichever is kept; a column changed by hand, or a lost row, is named."""
    item = "EE123456785VN"
    inbound = InboundItem(post.key(), item, "ems", "A", "B", "C", "12103", 100)
    post.do(
        post.actor(office, "sorter"),
        "mail.take_from_partner",
        unit_id=office,
        partner_code="TCT",
        items=[inbound],
    )
    clock.advance(timedelta(minutes=5))
    news = [
        PartnerNews(post.key(), item, kind, clock.now() - timedelta(minutes=age), "Huế")
        for kind, age in (("EMD", 2), ("EMG", 1), ("EMI", 1))
    ]
    said = post.do(post.actor(office, "system"), "mail.partner_news", partner_code="TCT", news=news)
    assert {line["status"] for line in said["lines"]} == {"done"}
    assert list(check_partners()) == []
    run(f"UPDATE mail_partner_state SET {change}")
    assert [(f.code, f.row) for f in check_partners()] == [("mail.partner_state_differs", item)]
    run("DELETE FROM mail_partner_state")
    assert [(f.code, f.row) for f in check_partners()] == [("mail.partner_state_differs", item)]


@pytest.mark.parametrize("change", ["next - 1", "first", "5", "-7", "next + 3", "last + 2"])
def test_a_serial_set_wrong_is_named_and_harmless(post, office, code, change):
    """The block's next number set back or forward by hand: named, and the next item is accepted all the same."""
    commune = next(post.communes[code] for code, unit in post.units.items() if unit == office)
    post.accept(office, post.draft(commune), post.draft(commune))
    assert list(check_serials()) == []
    run(f"UPDATE mail_serial_block SET next = {change}")
    assert {f.code for f in check_serials()} == {"mail.serials_differ"}
    lines = post.accept(office, post.draft(commune), post.draft(commune))
    assert [line["status"] for line in lines] == ["done", "done"]
    if "+" not in change:
        assert list(check_serials()) == []


def test_a_number_printed_beforehand_is_passed_over(post, office, code):
    """A teller enters a number that the office's own block would give later: the block leaves it out."""
    commune = next(post.communes[code] for code, unit in post.units.items() if unit == office)
    printed = s10.make(code[:2], int(code[2:10]) + 2)
    assert post.accept(office, post.draft(commune, code=printed))[0]["status"] == "done"
    assert list(check_serials()) == []
    given = [line["code"] for line in post.accept(office, *[post.draft(commune) for _ in range(3)])]
    assert [int(one[2:10]) - int(code[2:10]) for one in given] == [1, 3, 4]
    assert list(check_serials()) == []
