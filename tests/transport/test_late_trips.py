"""A trip that did not leave: what waits, which ways bring it on, what each saves, and a decision that custody follows."""

from datetime import timedelta

import pytest

from duongthu.kernel.clock import VN
from duongthu.mail.api import Scan, chain_at, find_things
from duongthu.mail.checks import check_custody
from duongthu.network.api import network_on, travel_minutes
from duongthu.transport.api import (
    LateDecision,
    Reassignment,
    SpecialTrip,
    Trip,
    late_case,
    late_departures,
    put_down_for,
    trips_of_day,
)
from duongthu.transport.checks import check_bags

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(post, clock):
    """The midday tour from the centre to three districts, overdue by half an hour, with bags for two of them."""
    day = network_on(clock.now().astimezone(VN).date())
    centre = post.unit("centre")
    trip = next(
        t for t in day.trips
        if t.level == 2 and t.stops[0].unit_id == centre and t.departs_at.hour == 11 and len(t.stops) > 4
    )  # fmt: skip
    bags = {}
    for number, stop in enumerate(trip.stops[1:3]):
        office = next(u for u in day.units.values() if u.parent_id == stop.unit_id and u.delivers)
        drafts = [post.draft(office.commune_code) for _ in range(4 + number)]
        codes = [line["code"] for line in post.accept(centre, *drafts)]
        scans = [Scan(post.key(), code) for code in codes]
        sorter = post.actor(centre, "sorter", person_id=21)
        packed = post.do(
            sorter,
            "transport.pack_bag",
            unit_id=centre,
            to_unit_id=stop.unit_id,
            seal=f"S-{number}",
            scans=scans,
        )
        bags[stop.unit_id] = (packed["bag"], codes)
    clock.set(trip.departs_at + timedelta(minutes=30))
    return trip, bags


def case_of(trip, clock, **more):
    return late_case(trip.key, trip.on, clock.now(), **more)


@pytest.mark.feature(25)
def test_each_way_shows_when_it_arrives_what_it_costs_and_what_it_saves(post, clock, late):
    """Waiting, the next trip, a special van: arrivals by road, cost only where something is driven besides, items counted."""
    trip, bags = late
    case = case_of(trip, clock)
    ways = {way.kind: way for way in case.alternatives}
    assert {"wait", "next", "special"} <= ways.keys()
    assert (case.bags, len(case.items), case.minutes_behind) == (2, 9, 30)
    assert all(way.kept + way.late == 9 for way in case.alternatives)
    for unit in bags:
        planned = next(stop.arrives_at for stop in trip.stops if stop.unit_id == unit)
        assert ways["wait"].arrives[unit] == planned + timedelta(minutes=60)
        assert ways["next"].arrives[unit] > ways["wait"].arrives[unit]
    special, start = ways["special"], trip.stops[0].unit_id
    assert special.leaves_at == clock.now().astimezone(VN) + timedelta(minutes=20)
    first = min(bags, key=lambda unit: special.arrives[unit])
    way = travel_minutes(start, first, "van", trip.on)
    assert special.arrives[first] == special.leaves_at + timedelta(minutes=max(2, way))
    assert (ways["wait"].cost_dong, ways["next"].cost_dong) == (0, 0)
    assert special.cost_dong == 5500 * special.metres // 1000 + 60000 * special.minutes // 60 + 50000


@pytest.mark.feature(25)
def test_the_longer_the_wait_the_fewer_items_keep_their_promise(post, clock, late):
    """What is promised within some days survives an hour, not a week."""
    trip, _ = late
    kept = [
        next(way.kept for way in case_of(trip, clock, wait_minutes=wait).alternatives if way.kind == "wait")
        for wait in (0, 60, 6 * 24 * 60)
    ]
    assert kept[0] == case_of(trip, clock).in_time == 9
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] == 0


def choose(post, trip, kind, **more):
    chief = post.actor(trip.stops[0].unit_id, "dispatcher", person_id=81)
    start = trip.stops[0].unit_id
    return post.do(
        chief,
        "transport.choose_alternative",
        unit_id=start,
        trip=trip.key,
        kind=kind,
        reason="xe hỏng",
        **more,
    )


@pytest.mark.feature(25)
def test_a_special_van_takes_the_bags_and_custody_follows(post, clock, late):
    """Chosen, it is a trip of the day; the scans of its driver move the bags, and both recounts agree."""
    trip, bags = late
    done = choose(post, trip, "special")
    assert (len(done["dispatches"]), done["items"]) == (2, 9)
    assert done["by_trip"] == SpecialTrip.objects.get().key
    sent = next(t for t in trips_of_day(trip.on) if t.key == done["by_trip"])
    alert = next(a for a in late_departures(trip.on, clock.now()) if a.trip.key == trip.key)
    assert alert.decided == "special"
    driver, start = post.actor(trip.stops[0].unit_id, "driver", person_id=91), trip.stops[0].unit_id
    clock.set(sent.departs_at)
    params = {"unit_id": start, "trip": sent.key, "load": done["dispatches"]}
    assert post.do(driver, "transport.call_at_stop", **params)["late_minutes"] == 0
    for stop in sent.stops[1:]:
        clock.set(stop.arrives_at)
        post.do(driver, "transport.call_at_stop", unit_id=stop.unit_id, trip=sent.key, load=[])
        if stop.unit_id in bags:
            taker = post.actor(stop.unit_id, "sorter", person_id=92)
            post.do(taker, "transport.receive_bags", unit_id=stop.unit_id, trip=sent.key, absent=[])
    for unit, (_bag, codes) in bags.items():
        assert chain_at(find_things(codes[:1])[codes[0]], clock.now()).chain[-1] == f"U{unit}"
    assert Trip.objects.get(key=sent.key).arrived_at == clock.now()
    assert list(check_bags()) == list(check_custody()) == []


@pytest.mark.feature(25)
def test_the_next_trip_takes_what_was_put_down_for_it(post, clock, late):
    """Dispatches are closed and named for the trip; nothing has changed hands yet."""
    trip, bags = late
    done = choose(post, trip, "next")
    assert {row.trip for row in Reassignment.objects.all()} == {done["by_trip"]}
    assert len(done["dispatches"]) == len(bags)
    assert done["cost_dong"] == 0
    assert sorted(d.code for d in put_down_for(done["by_trip"])) == sorted(done["dispatches"])
    again = choose(post, trip, "special")
    assert not put_down_for(done["by_trip"]).exists()
    assert put_down_for(again["by_trip"]).count() == len(bags)
    case = case_of(trip, clock)
    assert [one.kind for one in case.decisions] == ["next", "special"]
    assert case.bags == 2


def test_waiting_is_written_down_and_moves_nothing(post, clock, late):
    """The reason and what it was to save stay for the director; no dispatch is touched."""
    trip, _ = late
    done = choose(post, trip, "wait", wait_minutes=15)
    kept = LateDecision.objects.get()
    assert (kept.kind, kept.reason, kept.items, kept.decided_by_id) == ("wait", "xe hỏng", 9, 81)
    assert done["dispatches"] == []
    assert Reassignment.objects.count() == 0


def test_a_trip_of_another_route_that_passes_is_offered(post, clock, late):
    """A special van already on its list passes the same unit: it is found as another way, and can be named."""
    trip, bags = late
    choose(post, trip, "special")
    case = case_of(trip, clock)
    others = [way for way in case.alternatives if way.kind == "other"]
    assert {way.by_trip for way in others} == {SpecialTrip.objects.get().key}
    assert others[0].reaches >= set(bags)
    done = choose(post, trip, "other", by_trip=others[0].by_trip)
    assert done["by_trip"] == others[0].by_trip


def test_what_is_not_late_or_not_open_is_refused(post, clock, late):
    """A trip on time, one that left, another unit, an unknown way: each by its code, and nothing is written."""
    trip, _ = late
    centre = trip.stops[0].unit_id
    chief = post.actor(centre, "dispatcher", person_id=81)
    base = {"unit_id": centre, "trip": trip.key, "kind": "wait", "reason": "x"}
    evening = next(t for t in trips_of_day(trip.on) if t.route == trip.route and t.departs_at > clock.now())
    act = "transport.choose_alternative"
    assert post.refused(chief, act, **base | {"trip": evening.key}) == "transport.trip_not_late"
    assert post.refused(chief, act, **base | {"unit_id": post.unit("district")}) == "transport.trip_not_late"
    unknown = base | {"kind": "other", "by_trip": "C9-99/20200814/0000"}
    assert post.refused(chief, act, **unknown) == "transport.no_such_alternative"
    driver = post.actor(centre, "driver", person_id=91)
    post.do(driver, "transport.call_at_stop", unit_id=centre, trip=trip.key, load=[])
    assert post.refused(chief, act, **base) == "transport.trip_not_late"
    assert LateDecision.objects.count() == 0
