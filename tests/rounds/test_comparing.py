"""Plans and rounds beside what they are measured by: the plan before, the list as it is, the way it was ridden."""

from datetime import timedelta
from itertools import pairwise

import pytest

from duongthu.kernel.clock import now
from duongthu.network.api import Position, network_on, ride_matrix
from duongthu.rounds.api import Plan, Round, Stop, compared, compared_plans

pytestmark = pytest.mark.django_db


def ride(office, clock, one: Round, numbers: list[int], minutes: int = 3) -> None:
    """Report stops in this order, so many minutes from one to the next."""
    listed = _things(office.listed(one.code))
    for number in numbers:
        clock.advance(timedelta(minutes=minutes))
        things = set(Stop.objects.filter(round=one, number=number).values_list("thing_id", flat=True))
        office.report(one.code, *(code for code, thing in listed.items() if thing in things))


def _things(codes: list[str]) -> dict[str, int]:
    from duongthu.mail.api import find_things

    return find_things(codes)


def metres_of(one: Round, numbers: list[int]) -> int:
    """Through these stops from the office, counted here."""
    at = {line.number: Position(line.latitude, line.longitude) for line in one.stops.all()}
    points = [network_on(one.on).unit(one.unit_id).at, *(at[n] for n in numbers)]
    metres, _ = ride_matrix(points, on=one.on)
    return sum(int(metres[a, b]) for a, b in pairwise(range(len(points))))


@pytest.fixture
def one(office) -> Round:
    office.items(14)
    (code,) = office.plan(7)["rounds"]
    return Round.objects.get(code=code)


@pytest.mark.feature(39)
def test_a_round_ridden_otherwise_is_measured_against_its_plan(office, one, clock):
    """The last six first: how far and how long that was, what the plan meant for the same stops, which place each had."""
    office.load(one.code)
    clock.advance(one.leaves_at - now())
    rode = [14, 13, 12, 11, 10, 9]
    ride(office, clock, one, rode)
    found = compared(one)
    assert (found.planned.stops, found.planned.metres) == (14, one.distance_metres)
    assert (found.ridden.stops, found.ridden.metres) == (6, metres_of(one, rode))
    assert found.ridden.seconds == 6 * 180
    assert (found.meant.stops, found.meant.metres) == (6, metres_of(one, sorted(rode)))
    assert found.kept_percent == 0
    places = {stop.listed: (stop.planned, stop.ridden) for stop in found.stops}
    assert places == {n: (n, rode.index(n) + 1 if n in rode else 0) for n in range(1, 15)}
    assert all(stop.planned_at and (stop.done_at is None) == (stop.ridden == 0) for stop in found.stops)


def test_a_round_ridden_as_planned_keeps_everything(office, one, clock):
    """The measure is not biased: the planned order is its own equal."""
    office.load(one.code)
    ride(office, clock, one, list(range(1, 15)))
    found = compared(one)
    assert found.kept_percent == 100
    assert found.ridden.metres == found.meant.metres <= found.planned.metres


def test_a_courier_s_own_order_is_measured_before_he_rides_it(office, one):
    """Planned and listed differ by what his order costs; each stop shows both places."""
    planned = one.distance_metres
    params = {"unit_id": office.unit, "round_code": one.code, "order": list(range(14, 0, -1))}
    office.post.do(office.courier(7), "rounds.resequence", **params)
    one.refresh_from_db()
    found = compared(one)
    assert (found.planned.metres, found.listed.metres) == (planned, one.distance_metres)
    assert (found.ridden, found.meant) == (None, None)
    assert [stop.planned for stop in found.stops] == list(range(14, 0, -1))


def test_what_was_put_in_later_has_no_place_in_the_plan(office, one, clock):
    """A pick-up of ten o'clock is not held against the plan of eight."""
    office.load(one.code)
    ride(office, clock, one, [1, 2])
    (task,) = office.ask(office.task("pickup", office.address(40)))
    office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1)
    line = Stop.objects.get(task__code=task)
    by_number = {stop.listed: stop for stop in compared(one).stops}
    assert (by_number[line.number].planned, by_number[line.number].planned_at) == (0, None)


@pytest.mark.feature(39)
def test_a_plan_stands_beside_the_one_of_the_day_before(office, clock):
    """Same shift, last published version: figures of both, courier by courier, and who kept his hamlets."""
    office.items(20)
    first = office.plan(7, 8)
    assert compared_plans(Plan.objects.get(code=first["plan"])) is None
    for code in first["rounds"]:
        for line in office.load(code):
            office.report(code, line)
    clock.advance(timedelta(days=1))
    office.items(12)
    office.plan(7, publish=False)
    second = office.plan(7, 9)
    found = compared_plans(Plan.objects.get(code=second["plan"]))
    assert (found.then.plan.code, found.then.jobs, found.now.jobs) == (first["plan"], 20, 12)
    assert found.then.metres == first["metres"]
    assert {c.courier_id for c in found.couriers} == {7, 8, 9}
    eight = next(c for c in found.couriers if c.courier_id == 8)
    assert eight.stops[0] == 0 < eight.stops[1]
    assert sum(c.metres[0] for c in found.couriers) == second["metres"]
    assert 0 <= found.same_courier <= found.known == found.now.stops
    assert found.now.longest_hundredths >= 100
