"""Bags, dispatches and trips: out and in again, each by scan, with every difference named."""

from datetime import timedelta

import pytest
from django.db import connection

from duongthu.kernel.clock import VN
from duongthu.mail.api import Custody, Scan, chain_at, custody_of, find_things, item_by_code
from duongthu.mail.checks import check_custody
from duongthu.network.api import network_on
from duongthu.transport.api import Irregularity, bags_to_open, late_departures
from duongthu.transport.checks import check_bags, check_trips

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(post, clock):
    """A commune office, its district post, and a trip that goes from the one to the other."""
    day = network_on(clock.now().astimezone(VN).date())
    for trip in day.trips:
        last = trip.stops[-1].unit_id
        for stop in trip.stops[1:-1]:
            if (
                trip.level == 3
                and day.units[last].kind == "district"
                and day.units[stop.unit_id].kind == "culture_post"
            ):
                return stop.unit_id, last, trip
    raise AssertionError("the timetable has no such trip")


def pack(post, office, hub, count=3, seal="S-001"):
    """Items for another district, packed at the office for its hub; gives (bag, codes)."""
    codes = [line["code"] for line in post.accept(office, *[post.draft("12103") for _ in range(count)])]
    scans = [Scan(post.key(), code) for code in codes]
    sorter = post.actor(office, "sorter", person_id=21)
    packed = post.do(sorter, "transport.pack_bag", unit_id=office, to_unit_id=hub, seal=seal, scans=scans)
    return packed["bag"], codes


def put_aboard(post, clock, bag, office, hub, trip):
    """The bag goes into a dispatch and with the trip; gives the dispatch and the driver."""
    sorter, driver = post.actor(office, "sorter", person_id=21), post.actor(hub, "driver", person_id=31)
    sent = post.do(sorter, "transport.close_dispatch", unit_id=office, to_unit_id=hub, bags=[bag])
    first = trip.stops[0].unit_id
    if first != office:
        post.do(driver, "transport.call_at_stop", unit_id=first, trip=trip.key, load=[])
    clock.advance(timedelta(minutes=10))
    loaded = post.do(driver, "transport.call_at_stop", unit_id=office, trip=trip.key, load=[sent["dispatch"]])
    assert loaded["loaded"] == [sent["dispatch"]]
    return sent["dispatch"], driver


def carry(post, clock, bag, office, hub, trip):
    """The bag goes with the trip to the hub."""
    dispatch, driver = put_aboard(post, clock, bag, office, hub, trip)
    clock.advance(timedelta(minutes=30))
    arrived = post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    assert arrived["unloaded"] == [dispatch]


@pytest.mark.feature(19)
def test_item_bag_dispatch_trip_and_back(post, clock, way):
    """Closed up and opened in reverse, each by scan; at every step one holder one can go and see."""
    office, hub, trip = way
    bag, codes = pack(post, office, hub)
    thing, packed_at = find_things(codes[:1])[codes[0]], clock.now()
    bag_thing = find_things([bag])[bag]
    assert chain_at(thing, packed_at).chain == (f"B{bag_thing}", f"U{office}")
    carry(post, clock, bag, office, hub, trip)
    assert chain_at(thing, clock.now() - timedelta(minutes=5)).holder == "P31"
    clerk = post.actor(hub, "sorter", person_id=22)
    scans = [Scan(post.key(), code) for code in codes]
    opened = post.do(clerk, "transport.open_received_bag", unit_id=hub, bag=bag, seal="S-001", scans=scans)
    assert (opened["report"], sorted(opened["present"])) == (0, sorted(codes))
    assert chain_at(thing, clock.now()).chain == (f"U{hub}",)
    assert list(check_bags()) == list(check_custody()) == []


def test_a_bag_left_with_the_driver_of_an_ended_trip_is_named(post, clock, way):
    """The trip set as ended by SQL while the bag is in the driver's hands: bag, trip and unit are named."""
    office, hub, trip = way
    bag, _codes = pack(post, office, hub)
    put_aboard(post, clock, bag, office, hub, trip)
    assert list(check_trips()) == list(check_bags()) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE transport_trip SET arrived_at = '2020-08-14 09:00:00+00:00' WHERE key = %s", [trip.key]
        )
    (finding,) = check_trips()
    assert (finding.code, finding.row, finding.unit) == ("transport.bag_on_ended_trip", bag, office)


@pytest.mark.feature(20)
def test_an_opening_names_what_is_short_over_and_missent(post, clock, way):
    """One item missing, one extra, one that should have gone another way, a strange seal: four lines, each with the closer."""
    office, hub, trip = way
    bag, codes = pack(post, office, hub)
    (own,) = post.accept(
        office, post.draft(network_on(clock.now().astimezone(VN).date()).units[office].commune_code)
    )
    stray = own["code"]
    (extra,) = post.accept(office, post.draft("12103"))
    clerk, head = post.actor(office, "sorter", person_id=21), post.actor(office, "controller", person_id=23)
    post.do(head, "transport.reopen_bag", unit_id=office, bag=bag, reason="thêm bưu gửi")
    post.do(clerk, "transport.put_in_bag", unit_id=office, bag=bag, scans=[Scan(post.key(), stray)])
    post.do(clerk, "transport.close_bag", unit_id=office, bag=bag, seal="S-002")
    carry(post, clock, bag, office, hub, trip)
    scans = [Scan(post.key(), code) for code in (*codes[1:], stray, extra["code"])]
    opened = post.do(
        post.actor(hub, "sorter", person_id=22),
        "transport.open_received_bag",
        unit_id=hub,
        bag=bag,
        seal="S-003",
        scans=scans,
    )
    assert (opened["short"], opened["over"], opened["missent"]) == ([codes[0]], [extra["code"]], [stray])
    assert (opened["unconfirmed"], opened["report"]) == (True, 3)
    again = {"unit_id": hub, "bag": bag, "scans": []}
    post.do(post.actor(hub, "sorter", person_id=27), "transport.count_again", **again)
    lines = {(i.kind, i.item_code): i for i in Irregularity.objects.all()}
    assert set(lines) == {("short", codes[0]), ("over", extra["code"]), ("missent", stray), ("seal", "")}
    assert {(i.closed_unit_id, i.closed_by_id, i.seal) for i in lines.values()} == {(office, 21, "S-002")}
    assert custody_of(item_by_code(codes[0]).pk).holder == f"U{office}"
    assert custody_of(item_by_code(codes[0]).pk).state == "missing"
    found = [Scan(post.key(), codes[0])]
    post.do(clerk, "mail.find", unit_id=office, scans=found)
    assert list(check_bags()) == list(check_custody()) == []


def test_an_item_lies_in_one_bag(post, way):
    """A second bag refuses it and says which bag has it."""
    office, hub, _ = way
    bag, codes = pack(post, office, hub)
    clerk = post.actor(office, "sorter", person_id=21)
    other = post.do(clerk, "transport.open_bag", unit_id=office, to_unit_id=hub)["bag"]
    (line,) = post.do(
        clerk, "transport.put_in_bag", unit_id=office, bag=other, scans=[Scan(post.key(), codes[0])]
    )["lines"]
    assert line["status"] == "refused"
    assert (
        post.refused(clerk, "transport.close_bag", unit_id=office, bag=other, seal="S")
        == "transport.empty_bag"
    )
    assert (
        post.refused(clerk, "transport.put_in_bag", unit_id=office, bag=bag, scans=[])
        == "transport.unknown_bag"
    )


def test_a_bag_under_way_stays_shut(post, clock, way):
    """Once a dispatch has it, it can neither be reopened here nor opened before it arrives."""
    office, hub, _ = way
    bag, _ = pack(post, office, hub)
    clerk, head = post.actor(office, "sorter", person_id=21), post.actor(office, "controller", person_id=23)
    post.do(clerk, "transport.close_dispatch", unit_id=office, to_unit_id=hub, bags=[bag])
    assert (
        post.refused(head, "transport.reopen_bag", unit_id=office, bag=bag, reason="x")
        == "transport.bag_under_way"
    )
    opener = post.actor(hub, "sorter", person_id=22)
    assert (
        post.refused(opener, "transport.open_received_bag", unit_id=hub, bag=bag, seal="S", scans=[])
        == "transport.unknown_bag"
    )
    assert list(bags_to_open(hub)) == []


@pytest.mark.feature(25)
def test_a_late_departure_raises_an_alert_with_the_items_at_risk(post, clock, way):
    """A trip that has not left by its allowed minutes is named with the bags and items that wait for it."""
    _, _hub, trip = way
    day = network_on(clock.now().astimezone(VN).date())
    start = trip.stops[0].unit_id
    target = trip.stops[1].unit_id
    bag, codes = pack(post, start, target)
    assert bag
    clock.set(trip.departs_at + timedelta(minutes=trip.late_minutes))
    assert trip.key not in {alert.trip.key for alert in late_departures(day.on, clock.now())}
    clock.advance(timedelta(minutes=2))
    alert = next(a for a in late_departures(day.on, clock.now()) if a.trip.key == trip.key)
    assert (alert.bags, alert.items, alert.items_at_risk) == (1, len(codes), 0)
    driver = post.actor(start, "driver", person_id=31)
    post.do(driver, "transport.call_at_stop", unit_id=start, trip=trip.key, load=[])
    assert trip.key not in {alert.trip.key for alert in late_departures(day.on, clock.now())}


def test_unknown_trips_and_wrong_ways_are_refused(post, way):
    """A dispatch cannot go with a trip that does not call at its unit."""
    office, hub, trip = way
    bag, _ = pack(post, office, hub)
    clerk, driver = post.actor(office, "sorter", person_id=21), post.actor(hub, "driver", person_id=31)
    wrong = post.refused(clerk, "transport.close_dispatch", unit_id=office, to_unit_id=office, bags=[bag])
    assert wrong == "transport.wrong_way"
    assert (
        post.refused(driver, "transport.call_at_stop", unit_id=hub, trip="C9-99", load=[])
        == "transport.unknown_trip"
    )
    away = post.unit("pay_point")
    assert (
        post.refused(driver, "transport.call_at_stop", unit_id=away, trip=trip.key, load=[])
        == "transport.not_on_route"
    )
    assert Custody.objects.filter(holder="P31").count() == 0
