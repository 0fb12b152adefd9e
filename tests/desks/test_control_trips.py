"""The control room's list of trips: what needs an eye first, the rest by state or route, never all on one page."""

from datetime import timedelta

import pytest

from duongthu.desks.control.trips import PAGE_ROWS
from duongthu.kernel.clock import today
from duongthu.network.api import network_on
from duongthu.staff.api import Role
from duongthu.transport.api import Trip

pytestmark = pytest.mark.django_db
HERE = "/dieu-hanh/"


@pytest.fixture
def noon(post, clock):
    """A little after a midday trip of the centre should have left, those before it home again; the trip."""
    centre = post.unit("centre")
    trip = next(
        t for t in network_on(today()).trips if t.stops[0].unit_id == centre and t.departs_at.hour == 11
    )
    Trip.objects.bulk_create(
        Trip(
            key=t.key, route=t.route, on=t.on, driver_id=0, planned_departs_at=t.departs_at,
            planned_arrives_at=t.arrives_at, departed_at=t.departs_at, last_unit_id=centre, arrived_at=t.arrives_at,
        )
        for t in network_on(today()).trips
        if t.departs_at < trip.departs_at
    )  # fmt: skip
    clock.set(trip.departs_at + timedelta(minutes=trip.late_minutes + 5))
    return trip


def listed(client, query=""):
    """The rows of the list and its tabs with their counts."""
    trips = client.get(f"{HERE}{query}").context["trips"]
    return list(trips.shown), {tab.href.split("xem=")[1].split("#")[0]: tab.count for tab in trips.tabs()}


@pytest.mark.feature(25)
def test_late_ones_stand_first_then_those_that_leave_soon(enter, post, noon):
    """A dispatcher at noon sees what needs an eye, the worst first, not the whole day."""
    rows, counts = listed(enter(post.unit("province"), Role.DISPATCHER))
    marks = [row.cells[-1].text for row in rows]
    late = [mark for mark in marks if mark.startswith("trễ")]
    soon = [mark for mark in marks if mark.startswith("đi sau")]
    assert late
    assert soon
    assert marks == late + soon
    minutes = [int(mark.split()[1].replace(".", "")) for mark in late]
    assert minutes == sorted(minutes, reverse=True)
    assert len(rows) < len(network_on(today()).trips) / 2
    assert counts["can-xem"] >= len(rows)


def test_a_trip_under_way_opens_its_own_page_and_an_overdue_one_its_case(enter, post, noon):
    """What it calls at stands there by the timetable; bags it took on with where they are."""
    client = enter(post.unit("province"), Role.DISPATCHER)
    case = f"/dieu-hanh/chuyen-tre/?chuyen={noon.key.replace('/', '%2F')}"
    assert case in [row.href for row in listed(client, "?xem=cho-gio")[0]] + [
        row.href for row in listed(client, "?xem=cho-gio&trang=2")[0]
    ]
    driver, start = post.actor(post.unit("province"), "driver", person_id=31), noon.stops[0].unit_id
    post.do(driver, "transport.call_at_stop", unit_id=start, trip=noon.key, load=[])
    (row,) = [row for row in listed(client, "?xem=dang-chay")[0] if row.cells[0] == noon.name]
    page = client.get(row.href)
    assert len(page.context["stops"].rows) == len(noon.stops)
    assert "Chuyến này chưa nhận chuyến thư nào." in page.content.decode()


def test_no_page_is_long_and_every_trip_is_on_one(enter, post, noon):
    """Paging loses nothing and doubles nothing; by route each route is one line that opens its trips."""
    Trip.objects.all().delete()
    client, seen = enter(post.unit("province"), Role.DISPATCHER), []
    for page in range(1, 9):
        rows, _counts = listed(client, f"?xem=cho-gio&trang={page}")
        if page > 1 and rows[0].href in seen:
            break
        assert len(rows) <= PAGE_ROWS
        seen += [row.href for row in rows]
    day = network_on(today())
    assert len(seen) == len(set(seen)) == len(day.trips)
    routes = {trip.route for trip in day.trips}
    rows, counts = listed(client, "?xem=duong-thu")
    assert counts["duong-thu"] == len(routes)
    own = listed(client, "?" + rows[0].href.split("?")[1].split("#")[0])[0]
    assert len(own) == int(rows[0].cells[2].split("/")[1])


def test_unknown_views_and_trips_are_answered(enter, post, noon):
    """A hand-written address gives the first view; a trip that is not there, or out of reach, is not found."""
    client = enter(post.unit("province"), Role.DISPATCHER)
    assert client.get(f"{HERE}?xem=gì-đó&trang=-9").context["trips"].view == "can-xem"
    assert client.get("/dieu-hanh/chuyen/?chuyen=C9-99").status_code == 404
    far = next(unit for unit in post.units.values() if unit not in {stop.unit_id for stop in noon.stops})
    assert enter(far).get(f"/dieu-hanh/chuyen/?chuyen={noon.key}").status_code == 404
