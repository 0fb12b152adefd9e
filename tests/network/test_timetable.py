"""Mail routes and their trips: times by road, connections, days of the week, late departures."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from duongthu.kernel.clock import VN
from duongthu.network.api import (
    DepartureState,
    NoWayBetween,
    departure,
    network_on,
    next_trip,
    travel_minutes,
    trips_of_day,
    unit_by_code,
    units_of_kind,
)
from tests.network.conftest import DAY_2020, DAY_2026

DAYS = [DAY_2020, DAY_2026]
PLANNED = datetime(2020, 8, 14, 4, 45, tzinfo=VN)


def at(hour, minute=0, on=DAY_2020):
    """A Vietnamese time on a day."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=VN)


@pytest.mark.feature(25)
@pytest.mark.parametrize("on", DAYS)
def test_driving_times_are_those_of_the_road_graph(province, on):
    """No leg is planned faster than the road allows, nor idles more than an hour's quarter."""
    for trip in trips_of_day(on):
        for a, b in zip(trip.stops, trip.stops[1:], strict=False):
            planned = (b.arrives_at - a.departs_at) // timedelta(minutes=1)
            by_road = travel_minutes(a.unit_id, b.unit_id, trip.vehicle, on)
            assert by_road <= planned <= by_road + 15


@pytest.mark.feature(25)
@pytest.mark.parametrize("on", DAYS)
def test_trips_of_a_day_are_in_order_with_cut_offs_before_departure(province, on):
    """A calendar can be drawn as it comes: sorted, aware times, unique keys, bags closed before leaving."""
    trips = trips_of_day(on)
    assert [t.departs_at for t in trips] == sorted(t.departs_at for t in trips)
    assert len({t.key for t in trips}) == len(trips)
    for trip in trips:
        assert trip.departs_at.utcoffset() == timedelta(hours=7)
        assert trip.departs_at.date() == on
        assert all(stop.cut_off_at < stop.departs_at for stop in trip.stops)
        assert all(a.departs_at < b.arrives_at for a, b in zip(trip.stops, trip.stops[1:], strict=False))


@pytest.mark.parametrize("on", DAYS)
def test_level_two_runs_several_times_and_meets_level_three(province, on):
    """What the morning van brings goes on by the first tour; mail is back for the evening van."""
    trips = trips_of_day(on)
    hubs = {t.stops[0].unit_id for t in trips if t.level == 3}
    for hub in hubs:
        calls = [stop for t in trips if t.level == 2 for stop in t.stops[1:-1] if stop.unit_id == hub]
        tours = [t for t in trips if t.level == 3 and t.stops[0].unit_id == hub]
        assert len(calls) == 3
        assert any(tour.departs_at >= calls[0].arrives_at for tour in tours)
        assert min(tour.departs_at for tour in tours) >= calls[0].arrives_at
        assert max(tour.arrives_at for tour in tours) <= calls[-1].arrives_at


@pytest.mark.parametrize("on", DAYS)
def test_the_day_reaches_the_night_trunk(province, on):
    """The last truck to Hanoi leaves after the last van of level 2 is back at the centre."""
    centre = unit_by_code("161000", on).id
    trunk = max(t.departs_at for t in trips_of_day(on) if t.level == 1 and t.stops[0].unit_id == centre)
    back = max(t.arrives_at for t in trips_of_day(on) if t.level == 2 and t.stops[-1].unit_id == centre)
    assert back <= trunk
    assert trunk.date() == on


def test_level_three_rests_on_sunday(province):
    """The days of the week are data of the route."""
    assert {t.level for t in trips_of_day(date(2020, 8, 16))} == {1, 2}
    assert {t.level for t in trips_of_day(date(2020, 8, 15))} == {1, 2, 3}


def test_a_bag_finds_the_next_trip_in_both_directions(province):
    """From hub to office it gets off on the way, from office to hub at the end; after cut-off the next."""
    hub, office = unit_by_code("1613", DAY_2020).id, unit_by_code("161301", DAY_2020).id
    trip, board, alight = next_trip(hub, office, at(5))
    assert (board.number, alight.unit_id) == (0, office)
    later, back, home = next_trip(office, hub, at(5))
    assert later.key == trip.key
    assert (back.unit_id, home.number) == (office, len(trip.stops) - 1)
    missed, _, _ = next_trip(hub, office, board.cut_off_at + timedelta(seconds=1))
    assert missed.departs_at > trip.departs_at


def test_a_bag_of_saturday_evening_waits_for_monday(province):
    """Level 3 does not run on Sunday."""
    hub, office = unit_by_code("1613", DAY_2020).id, unit_by_code("161301", DAY_2020).id
    trip, _, _ = next_trip(hub, office, at(20, on=date(2020, 8, 15)))
    assert trip.on == date(2020, 8, 17)


def test_no_trip_takes_a_bag_past_its_hub(province):
    """Two offices of one tour don't hand over to each other directly: their hub sorts."""
    with pytest.raises(NoWayBetween):
        next_trip(unit_by_code("161301", DAY_2020).id, unit_by_code("161601", DAY_2020).id, at(5))


def test_every_hop_has_a_trip(province):
    """Whatever next_hop answers between units with mail routes, a trip takes it there within days."""
    for on in DAYS:
        day = network_on(on)
        centre = day.unit_by_code("161000").id
        for unit in units_of_kind(on, "office", "culture_post", "district", "commune_post", "counter")[::5]:
            hop = day.next_hop(unit.id, centre)
            assert next_trip(unit.id, hop, at(6, on=on))[2].unit_id == hop
            assert next_trip(hop, unit.id, at(6, on=on))[2].unit_id == unit.id


@pytest.mark.feature(25)
@pytest.mark.parametrize(
    ("left", "now", "state", "behind"),
    [
        (None, -60, DepartureState.WAITING, 0),
        (None, 15, DepartureState.WAITING, 15),
        (None, 16, DepartureState.OVERDUE, 16),
        (-5, 60, DepartureState.ON_TIME, 0),
        (15, 60, DepartureState.ON_TIME, 15),
        (16, 60, DepartureState.LATE, 16),
    ],
)
def test_late_departures(left, now, state, behind):
    """Fifteen allowed minutes are on time, the sixteenth raises the alert, gone or not."""
    departed = None if left is None else PLANNED + timedelta(minutes=left)
    found = departure(PLANNED, 15, departed, PLANNED + timedelta(minutes=now))
    assert (found.state, found.minutes_behind) == (state, behind)


@given(st.integers(-600, 600), st.integers(0, 120), st.integers(0, 600))
def test_a_departure_that_is_late_was_overdue_before_it_left(left, allowed, waited):
    """The alert never comes only afterwards: the minute before a late departure already showed it."""
    departed = PLANNED + timedelta(minutes=left)
    found = departure(PLANNED, allowed, departed, departed + timedelta(minutes=waited))
    before = departure(PLANNED, allowed, None, departed)
    assert (found.state == DepartureState.LATE) == (before.state == DepartureState.OVERDUE)
