"""Lists whose couriers leave later than planned: new hours, customers told, how it was ridden counted from the real departure."""

from datetime import timedelta

import pytest

from duongthu.kernel.clock import now
from duongthu.rounds.api import Notice, Plan, Round, Stop, change_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(office, clock) -> Round:
    """A list that waits at the office three quarters of an hour after it should have left."""
    office.items(12)
    (code,) = office.plan(7)["rounds"]
    one = Round.objects.get(code=code)
    clock.set(one.leaves_at + timedelta(minutes=45))
    return one


@pytest.mark.feature(38)
def test_a_list_that_should_have_left_gets_new_hours(office, waiting):
    """A late trip holds the couriers up: every door is planned three quarters of an hour later, every customer is told."""
    before = dict(waiting.stops.values_list("pk", "arrival_at"))
    said = office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1)
    assert (said["moves"], said["notices"]) == ([], 12)
    for line in Stop.objects.all():
        assert line.arrival_at - before[line.pk] == timedelta(minutes=45)
        assert line.window_from_at <= line.arrival_at <= line.window_until_at
    assert Round.objects.get().leaves_at == waiting.leaves_at + timedelta(minutes=45)
    assert Notice.objects.filter(kind="window").count() == 12
    kept = Plan.objects.get(code=said["plan"])
    assert (kept.version, change_of(kept).told.notices) == (2, 12)
    params = {"unit_id": office.unit, "shift": 1}
    assert office.post.refused(office.head, "rounds.replan", **params) == "rounds.nothing_to_replan"


def test_mail_of_the_late_trip_comes_onto_the_lists_that_waited(office, waiting):
    """They have not left: what came in late still goes with them."""
    office.items(5)
    said = office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1)
    assert len(said["moves"]) == 5
    assert waiting.stops.count() == 17
    assert Round.objects.get().leaves_at == now()


def test_a_list_that_is_loaded_already_keeps_its_hours(office, clock):
    """Its courier is out: that he left on time is not this act's to doubt."""
    office.items(6)
    (code,) = office.plan(7)["rounds"]
    office.load(code)
    clock.advance(timedelta(hours=2))
    params = {"unit_id": office.unit, "shift": 1}
    assert office.post.refused(office.head, "rounds.replan", **params) == "rounds.nothing_to_replan"
