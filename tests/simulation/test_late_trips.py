"""A trip that runs late in the simulation: its calls come later, lists wait for it, customers are told."""

import json
from datetime import date, datetime, time, timedelta

import pytest

from duongthu.kernel.clock import VN, FixedClock, using_clock
from duongthu.notices.api import Folder, Message
from duongthu.simulation.days import scenes_of
from duongthu.simulation.faults import NONE, ORDINARY, Faults
from duongthu.simulation.stage import Stage
from duongthu.simulation.waits import delay_of
from duongthu.simulation.world import found_world

ON, SEED, SCALE = date(2020, 8, 14), 42, 0.02


class AllLate(Faults):
    """Every trip runs thirty-seven minutes behind."""

    def delay(self, seed: int, trip: str) -> timedelta:
        return timedelta(minutes=37)


def test_few_trips_are_late_and_always_the_same_ones():
    """Seeded: four in a hundred, by a quarter of an hour to an hour; no fault, no delay."""
    trips = [f"C2-{n:02d}/20200814/0445" for n in range(2_000)]
    late = [ORDINARY.delay(SEED, trip) for trip in trips]
    assert late == [ORDINARY.delay(SEED, trip) for trip in trips]
    assert 50 < sum(map(bool, late)) < 120
    assert {timedelta(minutes=15) <= one <= timedelta(minutes=60) for one in late if one} == {True}
    assert not any(NONE.delay(SEED, trip) for trip in trips)


@pytest.mark.one_engine
@pytest.mark.slow
@pytest.mark.feature(38)
@pytest.mark.django_db(transaction=True)
def test_lists_wait_for_a_late_trip_and_customers_find_their_new_hour_in_the_folder(tmp_path):
    """Every trip late: the afternoon's lists are held, loaded when the mail is in, and what moved is sent, not only written."""
    hands = FixedClock(datetime.combine(ON, time(0, 1), VN))
    with using_clock(hands):
        stage = Stage(found_world(SEED, SCALE, str(ON)), AllLate(), gateway=Folder(tmp_path))
        for scene in scenes_of(stage):
            hands.set(scene.at)
            if scene.at > datetime.combine(ON, time(15, 5), VN):
                break
            if (
                scene.label.split("/")[1] != "1"
            ):  # the first shift stays at home: all there is goes out with the second
                scene.play()
        assert {bool(delay_of(stage, trip)) for trip in stage.world.day.trips if trip.level > 1} == {True}
    assert stage.counts["lists that waited for a late trip"] > 0
    assert stage.counts["messages sent"] == Message.objects.filter(state="sent").count() > 0
    told = [json.loads(file.read_text()) for file in tmp_path.iterdir()]
    assert len(told) == stage.counts["messages sent"]
    assert all(one["phone"].startswith("+849") for one in told)
