"""One opener alone says nothing is missing: what is found is taken at once, what lacks waits for a second counter."""

from datetime import timedelta

import pytest

from duongthu.acts.api import Actor
from duongthu.kernel.clock import today
from duongthu.mail.api import Scan, custody_of, find_things, item_by_code
from duongthu.mail.checks import check_custody
from duongthu.transport.api import Irregularity, bags_to_count_again, bags_to_open
from duongthu.transport.checks import check_bags, check_trips
from tests.transport.test_bag_hands import bars
from tests.transport.test_transport import carry, pack, way  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.feature(20, 133)]
OPEN, COUNT = "transport.open_received_bag", "transport.count_again"


@pytest.fixture
def short(post, clock, way):  # noqa: F811
    """A bag of three opened at the hub by sorter 22, who says that the first lacks; gives bag, codes, office, hub."""
    office, hub, trip = way
    bag, codes = pack(post, office, hub)
    carry(post, clock, bag, office, hub, trip)
    opening = {"unit_id": hub, "bag": bag, "seal": "S-001", "scans": scans(post, codes[1:])}
    opened = post.do(post.actor(hub, "sorter", person_id=22), OPEN, **opening)
    assert (opened["short"], opened["unconfirmed"], opened["report"]) == ([codes[0]], True, 0)
    return bag, codes, office, hub


def scans(post, codes):
    return [Scan(post.key(), code) for code in codes]


def where(code):
    kept = custody_of(item_by_code(code).pk)
    return kept.holder, kept.state


def test_what_is_found_is_taken_at_once_and_what_lacks_is_nobodys_fault_yet(post, short):
    """The two are the hub's; the third still counts as in the bag, which is the hub's: its sender answers for nothing."""
    bag, codes, _office, hub = short
    assert {where(code)[0] for code in codes[1:]} == {f"U{hub}"}
    thing = find_things([bag])[bag]
    assert where(codes[0]) == (f"B{thing}", "in_bag")
    assert custody_of(thing).holder == f"U{hub}"
    assert not Irregularity.objects.exists()
    assert (list(bags_to_open(hub)), [one.code for one in bags_to_count_again([hub])]) == ([], [bag])
    assert list(check_bags()) == list(check_custody()) == list(check_trips()) == []


def test_a_second_counter_confirms(post, short):
    """The first may not, nor a sorter of elsewhere; another of the unit does, and then the sender answers."""
    bag, codes, office, hub = short
    again = {"unit_id": hub, "bag": bag, "scans": []}
    first = post.actor(hub, "sorter", person_id=22)
    assert post.refused(first, COUNT, **again) == "transport.second_counter_needed"
    elsewhere = post.actor(office, "sorter", person_id=21)
    assert post.refused(elsewhere, COUNT, **again) == "transport.second_counter_needed"
    reopening = {**again, "seal": "S-001"}
    assert post.refused(post.actor(hub, "sorter", person_id=27), OPEN, **reopening) == "transport.bag_counted"
    done = post.do(post.actor(hub, "sorter", person_id=27), COUNT, **again)
    assert (done["short"], done["unconfirmed"], done["report"]) == ([codes[0]], False, 1)
    assert where(codes[0]) == (f"U{office}", "missing")
    row = Irregularity.objects.get()
    assert (row.kind, row.item_code, row.opened_by_id) == ("short", codes[0], 27)
    assert custody_of(find_things([bag])[bag]).state == "emptied"
    assert list(bags_to_count_again([hub])) == []
    assert post.refused(post.actor(hub, "sorter", person_id=27), COUNT, **again) == "transport.unknown_bag"
    assert list(check_bags()) == list(check_custody()) == []


def test_what_turns_up_in_the_bag_is_taken_by_whoever_finds_it(post, short):
    """The first counter finds it in a corner: it is the hub's, nothing lacked, no report."""
    bag, codes, _office, hub = short
    first = post.actor(hub, "sorter", person_id=22)
    done = post.do(first, COUNT, unit_id=hub, bag=bag, scans=scans(post, codes[:1]))
    assert (done["present"], done["short"], done["unconfirmed"], done["report"]) == (codes[:1], [], False, 0)
    assert where(codes[0])[0] == f"U{hub}"
    assert not Irregularity.objects.exists()
    assert custody_of(find_things([bag])[bag]).state == "emptied"
    assert list(check_bags()) == list(check_custody()) == []


def test_the_day_stays_open_until_it_is_counted(post, clock, short):
    """The unit that opened it does not close over it; the next day verify names bag and unit. A controller above counts, too."""
    bag, _codes, office, hub = short
    assert bars(hub, today()) == ["transport.shortages_waiting"]
    assert bars(office, today()) == []
    clock.advance(timedelta(days=1))
    assert [(one.code, one.row, one.unit) for one in check_bags()] == [
        ("transport.shortage_unconfirmed", bag, hub)
    ]
    province = post.unit("province")
    above = post.actor(province, "controller", person_id=91)
    assert isinstance(above, Actor)
    post.do(above, COUNT, unit_id=hub, bag=bag, scans=[])
    assert bars(hub, today()) == []
    assert list(check_bags()) == []
