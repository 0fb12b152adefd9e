"""Who has cash or items on his name is not ended overnight by one head: he hands over, or two end his post."""

from datetime import timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.kernel.clock import now, today
from duongthu.ledger.api import till_code
from duongthu.mail.api import Custody
from duongthu.staff.models import Post
from tests.staff.test_power import house, post  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.feature(140)]


@pytest.fixture
def teller(house, post):  # noqa: F811
    """A teller with an open till: the post's number."""
    house.hire("KS1", "controller", house.office)
    post.do(house.GDV1, "ledger.open_till", unit_id=house.office, till=till_code(house.office, "till"))
    return Post.objects.get(person__code="GDV1").pk


def ended(actor, number, act="staff.end_post", **more):
    outcome = perform(actor, act, {"post_id": number, "until_on": today() + timedelta(days=1), **more})
    return outcome.refusal["code"] if outcome.refusal else outcome.result.get("proposal_id", "done")


def test_a_head_alone_does_not_end_a_holder(house, teller):  # noqa: F811
    """His till is open; with another of the line it is done, by himself or his own yes never."""
    assert ended(house.TR1, teller) == "staff.still_holds"
    assert Post.objects.get(pk=teller).until_on is None
    by_two = {"act": "staff.end_post_of_holder", "reason": "bỏ việc"}
    number = ended(house.TR1, teller, **by_two)
    alone = perform(house.TR1, "acts.approve", {"proposal_id": number})
    assert alone.refusal["code"] == "acts.maker_may_not_approve"
    assert perform(house.KS1, "acts.approve", {"proposal_id": number}).done
    assert Post.objects.get(pk=teller).until_on == today() + timedelta(days=1)


def test_who_has_handed_over_is_ended_by_his_head(house, post, teller):  # noqa: F811
    """The till counted and closed, nothing stands on his name; a colleague with nothing is ended at once."""
    till = till_code(house.office, "till")
    post.do(house.GDV1, "ledger.close_till", unit_id=house.office, till=till, notes=[])
    assert ended(house.TR1, teller) == "done"
    assert ended(house.TR1, Post.objects.get(person__code="GDV2").pk) == "done"


def test_items_in_his_hands_count_too(house, post):  # noqa: F811
    """A courier with an item of the unit is told with its number; what is another unit's is no matter of this one."""
    house.hire("BT1", "courier", house.office)
    number = Post.objects.get(person__code="BT1").pk
    person = Post.objects.get(pk=number).person_id
    held = {"holder": f"P{person}", "state": "on_round", "at": now(), "attempts": 0}
    Custody.objects.create(thing_id=10**6, unit_id=house.other, **held)
    assert ended(house.TR1, number) == "done"
    Post.objects.filter(pk=number).update(until_on=None)
    Custody.objects.update(unit_id=house.office)
    assert ended(house.TR1, number) == "staff.still_holds"
