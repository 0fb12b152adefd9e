"""The mail routes of a simulated day: every trip's departure and arrival is an act, so that the alarm is true."""

from datetime import date, datetime, time, timedelta

import pytest

from duongthu.kernel.clock import VN, FixedClock, local, using_clock
from duongthu.network.api import network_on
from duongthu.simulation.days import scenes_of
from duongthu.simulation.faults import NONE
from duongthu.simulation.stage import Stage
from duongthu.simulation.world import found_world
from duongthu.transport.api import Trip, late_departures, trips_on

SEED, SCALE = 42, 0.002


def play_trips(stage: Stage, hands: FixedClock, route: str = "", without: str = "none") -> None:
    """The day's calls at stops alone, at their moments; those of the trip ``without`` never come."""
    for scene in scenes_of(stage):
        if scene.label.startswith(f"trip/{route}") and without not in scene.label:
            hands.set(scene.at)
            scene.play()


@pytest.mark.one_engine
@pytest.mark.slow
@pytest.mark.feature(25)
@pytest.mark.django_db
@pytest.mark.parametrize("on", [date(2020, 8, 14), date(2026, 11, 23)], ids=str)
def test_an_ordinary_day_ends_with_no_overdue_trip_and_a_second_one_brings_the_night_trips_home(on):
    """The trunk trips to and from Hà Nội stood overdue for ever: nobody told of their departure."""
    hands = FixedClock(datetime.combine(on, time(0, 1), VN))
    with using_clock(hands):
        stage = Stage(found_world(SEED, SCALE, str(on)), NONE)
        play_trips(stage, hands)
        hands.set(datetime.combine(on, time(23, 59), VN))
        assert [alert.trip.key for alert in late_departures(on, hands.now())] == []
        running = [status for status in trips_on(on, hands.now()) if status.state != "ended"]
        assert all(local(status.planned.arrives_at).date() > on for status in running)
        assert Trip.objects.filter(on=on).count() == len(network_on(on).trips)
        after = on + timedelta(days=1)
        hands.set(datetime.combine(after, time(0, 1), VN))
        stage.world.day = network_on(after)
        unseen = next(trip.key for trip in stage.world.day.trips if trip.level == 1)
        play_trips(stage, hands, route="C1", without=unseen)
        assert not Trip.objects.filter(on=on, arrived_at=None).exists()
        alerts = {alert.trip.key for alert in late_departures(after, hands.now()) if alert.trip.level == 1}
        assert alerts == {unseen}
