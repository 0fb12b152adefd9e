"""Cash pouches in the custody book: one holder at every moment, and the same as in the money book."""

from datetime import timedelta

import pytest

from duongthu.acts.api import bulk
from duongthu.kernel.clock import now
from duongthu.ledger.api import Note, till_code
from duongthu.mail.api import find_things, holder_at
from duongthu.mail.checks import check_custody, check_pouches
from tests.people import in_post

pytestmark = [pytest.mark.django_db, pytest.mark.feature(21)]
NOTES = [Note(5_000, 2)]


@pytest.fixture
def offices(post, clock):
    """A commune's teller with cash in the till, and the cashier of the district."""
    office = post.unit("culture_post")
    district = post.unit("district")
    post.accept(office, post.draft(post.communes[next(c for c, u in post.units.items() if u == office)]))
    teller = post.actor(office, "teller", person_id=1000 + office)
    cashier = post.actor(district, "cashier", person_id=5)
    post.do(cashier, "ledger.open_till", unit_id=district, till=till_code(district, "till"))
    in_post(7, "driver", office)
    clock.advance(timedelta(minutes=1))
    return office, district, teller, cashier


def give(post, offices) -> str:
    """Ten thousand đồng on the way with person 7."""
    office, district, teller, _ = offices
    pouch = post.do(
        teller, "ledger.give_pouch", unit_id=office, till=till_code(office, "till"), to_unit_id=district, carrier_id=7,
        seal="S1", notes=NOTES,
    )["pouch"]  # fmt: skip
    post.do(post.actor(office, "driver", person_id=7), "ledger.carry_pouch", pouch=pouch, seal="S1")
    return str(pouch)


def take(post, offices, pouch: str, seal: str = "S1") -> dict:
    """The parameters of its taking."""
    _, district, _, _ = offices
    return {
        "unit_id": district, "till": till_code(district, "till"), "pouch": pouch, "seal": seal, "notes": NOTES,
    }  # fmt: skip


def test_a_pouch_is_held_by_its_giver_its_carrier_and_its_taker_in_turn(post, offices, clock):
    """At each minute the custody book names the one whom the ledger charges."""
    _, district, _, cashier = offices
    pouch = give(post, offices)
    thing = find_things([pouch])[pouch]
    assert holder_at(thing, now()) == "P7"
    assert list(check_pouches()) == list(check_custody()) == []
    clock.advance(timedelta(minutes=30))
    assert (
        post.refused(cashier, "ledger.take_pouch", **take(post, offices, pouch, "S2"))
        == "ledger.seal_differs"
    )
    assert holder_at(thing, now()) == "P7"
    post.do(cashier, "ledger.take_pouch", **take(post, offices, pouch))
    assert holder_at(thing, now()) == f"U{district}"
    assert holder_at(thing, now() - timedelta(minutes=1)) == "P7"
    assert list(check_pouches()) == list(check_custody()) == []


def test_books_that_differ_on_a_pouch_are_found(post, offices):
    """A pouch in other hands than the ledger says, and one the ledger no longer knows under way."""
    pouch = give(post, offices)
    bulk.write("UPDATE mail_custody SET holder = %s WHERE holder = %s", ["P8", "P7"])
    assert [(f.code, f.row) for f in check_pouches()] == [("mail.pouch_differs", pouch)]
    bulk.write("UPDATE ledger_pouch SET state = %s", ["taken"])
    assert [(f.code, f.row) for f in check_pouches()] == [("mail.pouch_unfounded", pouch)]


def test_a_lost_pouch_is_in_nobodys_hands(post, offices):
    """Given up by two: the custody book and the ledger both know it as gone."""
    office, _, _, _ = offices
    pouch = give(post, offices)
    head, controller = (
        post.actor(office, role, person_id=n) for role, n in (("head", 71), ("controller", 72))
    )
    lost = post.do_proposed(head, "ledger.lose_pouch", unit_id=office, pouch=pouch, reason="xe gặp nạn")
    post.do(controller, "acts.approve", proposal_id=lost)
    assert holder_at(find_things([pouch])[pouch], now()) == "Z"
    assert list(check_pouches()) == list(check_custody()) == []
