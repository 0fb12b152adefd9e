"""Bags between a driver's hands and a unit's: nobody takes or gives one by his word alone, and one that stays away is named."""

from datetime import timedelta

import pytest

from duongthu.acts.api import perform, unmet
from duongthu.kernel.clock import today
from duongthu.mail.api import Scan, custody_of, find_things, item_by_code
from duongthu.mail.checks import check_custody
from duongthu.transport.api import Dispatch, Irregularity, Trip, bags_to_open
from duongthu.transport.checks import check_bags, check_trips
from tests.transport.test_transport import carry, pack, put_aboard, way  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


def bars(unit_id, on):
    """What bags there are in the way of closing a unit's day."""
    return [one.code for one in unmet(unit_id, on) if one.code.startswith("transport.")]


def holder(code):
    """Who has a bag."""
    return custody_of(find_things([code])[code]).holder


@pytest.fixture
def aboard(post, clock, way):  # noqa: F811
    """A bag on the way to the hub: its code, the items, office, hub, trip, and the driver."""
    office, hub, trip = way
    bag, codes = pack(post, office, hub)
    _dispatch, driver = put_aboard(post, clock, bag, office, hub, trip)
    clock.advance(timedelta(minutes=20))
    return bag, codes, office, hub, trip, driver


@pytest.mark.feature(133)
def test_a_driver_puts_a_bag_on_no_unit_by_his_word(post, aboard):
    """It stays on his name until somebody else of the unit takes it; its dispatch has come by then, not before."""
    bag, _codes, _office, hub, trip, driver = aboard
    post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    assert holder(bag) == "P31"
    taken = {"unit_id": hub, "trip": trip.key, "absent": []}
    himself = post.actor(hub, "sorter", "driver", person_id=31)
    assert post.refused(himself, "transport.receive_bags", **taken) == "transport.own_delivery"
    opening = {"unit_id": hub, "bag": bag, "seal": "S-001", "scans": []}
    assert post.refused(himself, "transport.open_received_bag", **opening) == "transport.own_delivery"
    assert Dispatch.objects.get().received_at is None
    assert [one.code for one in bags_to_open(hub)] == [bag]
    assert post.do(post.actor(hub, "sorter", person_id=22), "transport.receive_bags", **taken)[
        "received"
    ] == [bag]
    assert holder(bag) == f"U{hub}"
    assert Dispatch.objects.get().received_at is not None
    sorter = post.actor(hub, "sorter", person_id=22)
    assert post.refused(sorter, "transport.receive_bags", **taken) == "transport.nothing_put_down"
    assert list(check_trips()) == list(check_bags()) == list(check_custody()) == []


@pytest.mark.feature(133)
def test_a_unit_takes_no_bag_from_a_driver_by_its_word(post, aboard):
    """Before he says that he put it down, it is neither taken nor opened."""
    bag, _codes, _office, hub, trip, _driver = aboard
    sorter = post.actor(hub, "sorter", person_id=22)
    taken = {"unit_id": hub, "trip": trip.key, "absent": []}
    assert post.refused(sorter, "transport.receive_bags", **taken) == "transport.nothing_put_down"
    opening = {"unit_id": hub, "bag": bag, "seal": "S-001", "scans": []}
    assert post.refused(sorter, "transport.open_received_bag", **opening) == "transport.unknown_bag"
    assert holder(bag) == "P31"


@pytest.mark.feature(133)
def test_a_bag_that_is_not_there_is_written_down_and_stays_the_drivers(post, clock, aboard):
    """The unit says so by name, the driver still answers, finds it and puts it down again."""
    bag, _codes, office, hub, trip, driver = aboard
    post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    assert bars(hub, today()) == ["transport.bags_not_taken"]
    sorter = post.actor(hub, "sorter", person_id=22)
    wrong = {"unit_id": hub, "trip": trip.key, "absent": ["TUI0000099999"]}
    assert post.refused(sorter, "transport.receive_bags", **wrong) == "transport.unknown_bag"
    said = post.do(sorter, "transport.receive_bags", unit_id=hub, trip=trip.key, absent=[bag])
    assert (said["received"], said["absent"], holder(bag)) == ([], [bag], "P31")
    row = Irregularity.objects.get()
    assert (row.kind, row.bag_code, row.unit_id, row.opened_by_id) == ("absent", bag, hub, 22)
    assert bars(hub, today()) == []
    assert [one.code for one in check_trips()] == ["transport.bag_on_ended_trip"]
    stranger = post.actor(hub, "driver", person_id=32)
    there = {"unit_id": hub, "bag": bag}
    assert post.refused(stranger, "transport.put_down_bag", **there) == "transport.unknown_bag"
    elsewhere = {"unit_id": post.unit("pay_point"), "bag": bag}
    assert post.refused(driver, "transport.put_down_bag", **elsewhere) == "transport.wrong_place"
    clock.advance(timedelta(hours=1))
    post.do(driver, "transport.put_down_bag", unit_id=office, bag=bag)  # back where it came from
    brought_back = post.actor(office, "sorter", person_id=21)
    back = post.do(brought_back, "transport.receive_bags", unit_id=office, trip=trip.key, absent=[])
    (going_on,) = back["going_on"]
    assert (holder(bag), Dispatch.objects.get(code=going_on).to_unit_id) == (f"U{office}", hub)
    assert list(check_trips()) == list(check_bags()) == list(check_custody()) == []


@pytest.mark.feature(133)
def test_a_bag_of_an_overdue_trip_is_named_bars_its_sender_and_is_given_up_by_two(post, clock, aboard):
    """The driver never comes: verify names bag and unit, the sender's next day stays open until two give it up."""
    bag, codes, office, hub, trip, _driver = aboard
    lost = {"unit_id": office, "bag": bag, "reason": "xe không về"}
    head = post.actor(office, "head", person_id=25)
    running = Trip.objects.filter(key=trip.key)
    due = running.get().planned_arrives_at
    running.update(planned_arrives_at=clock.now() + timedelta(minutes=1))
    assert post.refused(head, "transport.give_up_bag", **lost) == "transport.bag_not_overdue"
    running.update(planned_arrives_at=due)
    clock.advance(timedelta(days=1))
    assert [(one.code, one.row, one.unit) for one in check_trips()] == [
        ("transport.bag_overdue", bag, office)
    ]
    assert bars(office, today() - timedelta(days=1)) == []
    assert bars(office, today()) == ["transport.bags_overdue"]
    there = post.actor(hub, "head", person_id=24)
    assert post.refused(there, "transport.give_up_bag", **lost | {"unit_id": hub}) == "transport.unknown_bag"
    proposal = post.do_proposed(head, "transport.give_up_bag", **lost)
    driver_too = post.actor(office, "head", person_id=31)
    by_driver = perform(driver_too, "acts.approve", {"proposal_id": proposal})
    assert by_driver.refusal["code"] == "acts.person_concerned"
    post.do(post.actor(office, "controller", person_id=26), "acts.approve", proposal_id=proposal)
    assert holder(bag) == "Z"
    items = [custody_of(item_by_code(code).pk) for code in codes]
    assert {(one.holder, one.state) for one in items} == {(f"U{office}", "missing")}
    assert sorted(row.item_code for row in Irregularity.objects.all()) == sorted(codes)
    assert bars(office, today()) == []
    assert list(check_trips()) == list(check_bags()) == list(check_custody()) == []
    found = [Scan(post.key(), codes[0])]
    post.do(post.actor(hub, "sorter", person_id=22), "mail.find", unit_id=hub, scans=found)
    assert custody_of(item_by_code(codes[0]).pk).holder == f"U{hub}"


def test_what_waits_for_a_units_word_is_not_given_up(post, clock, aboard):
    """The unit it was put down at says first whether it is there; after a day verify names it at that unit."""
    bag, _codes, office, hub, trip, driver = aboard
    post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    assert list(check_trips()) == []
    clock.advance(timedelta(days=1))
    assert [(one.code, one.unit) for one in check_trips()] == [("transport.bag_not_taken", hub)]
    lost = {"unit_id": office, "bag": bag, "reason": "xe không về"}
    head = post.actor(office, "head", person_id=25)
    assert post.refused(head, "transport.give_up_bag", **lost) == "transport.bag_put_down"
