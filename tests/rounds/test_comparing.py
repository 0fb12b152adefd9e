"""Plans and rounds beside what they are measured by: the plan before, the list as it is, the way it was ridden."""

from datetime import timedelta
from itertools import pairwise

import pytest

from duongthu.kernel.clock import now
from duongthu.network.api import Position, network_on, ride_matrix
from duongthu.rounds.api import Plan, Round, Stop, compared, compared_plans, familiar_of

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


@pytest.mark.feature(39)
def test_a_round_that_left_late_is_counted_from_its_load(office, one, clock):
    """Twenty minutes late at the office are no twenty minutes of riding; who loads early is taken to have left as planned."""
    clock.set(one.leaves_at - timedelta(minutes=10))
    assert (compared(one).left_at, compared(one).left_told) == (None, False)
    clock.set(one.leaves_at + timedelta(minutes=20))
    office.load(one.code)
    loaded = now()
    ride(office, clock, one, [1, 2, 3])
    found = compared(one)
    assert (found.left_at, found.left_told) == (loaded, True)
    assert found.ridden.seconds == 3 * 180


def test_who_reports_before_the_planned_minute_left_before_it(office, one, clock):
    """The plan's minute cannot be when he left: his last scan at the office is."""
    clock.set(one.leaves_at - timedelta(minutes=30))
    office.load(one.code)
    loaded = now()
    ride(office, clock, one, [1], minutes=10)
    assert (compared(one).left_at, compared(one).left_told) == (loaded, True)


def test_a_round_nobody_scanned_says_so(office, one):
    """Reported without a scan at the office: how long he rode is not known, and not made up."""
    Stop.objects.filter(round=one, number=1).update(outcome="done", done_at=now())
    found = compared(one)
    assert (found.left_at, found.ridden.seconds, found.ridden.stops) == (None, None, 1)


@pytest.mark.feature(39)
def test_a_plan_keeps_how_even_how_familiar_and_how_much_riding_it_is(office, clock):
    """The second day knows whose doors are whose; the board reads these figures without reading the plans."""
    office.items(16)
    lists = list(office.plan(7, 8)["rounds"])
    first = Plan.objects.get()
    assert (first.measures["own"], first.measures["owned"]) == (0, 0)
    for code in lists:
        office.report(code, *office.load(code))
    for code in lists:
        office.post.do(office.head, "rounds.close", unit_id=office.unit, round_code=code)
    clock.advance(timedelta(days=1))
    office.items(16)
    office.plan(7, 8)
    plan = Plan.objects.latest("pk")
    stops = [stop for one in plan.content["rounds"] for stop in one["stops"]]
    familiar = [familiar_of(one) for one in Round.objects.filter(plan=plan)]
    assert sum(one.stops for one in familiar) == len(stops)
    assert (plan.measures["own"], plan.measures["owned"]) == (
        sum(one.own for one in familiar), sum(one.owned for one in familiar),
    )  # fmt: skip
    assert plan.measures["owned"] > len(stops) // 2
    longest = sorted(one["back"] - one["leaves"] for one in plan.content["rounds"])
    assert plan.measures["longest_hundredths"] == 200 * longest[1] // (longest[0] + longest[1])
    work = sum(stop["service_seconds"] for stop in stops)
    rests = sum(not call["reload"] for one in plan.content["rounds"] for call in one["calls"])
    assert rests == 0
    assert plan.measures["riding_seconds"] == sum(longest) - work


def test_a_plan_that_knew_few_of_the_visits_has_no_time_for_them(office, waiting_list, clock):
    """Three tasks were planned, the late trip brought sixteen items: the plan's ten minutes are no measure of the whole."""
    for number in range(1, 8):
        clock.advance(timedelta(minutes=3))
        stops = Stop.objects.filter(round=waiting_list, number=number)
        codes = [
            code
            for code, thing in _things(office.listed(waiting_list.code)).items()
            if thing in {s.thing_id for s in stops}
        ]
        codes += [stop.task.code for stop in stops if stop.task]
        office.report(waiting_list.code, *codes)
    found = compared(waiting_list)
    assert (found.meant.stops, found.meant.seconds) == (7, None)
    assert found.ridden.seconds == 7 * 180


@pytest.fixture
def waiting_list(office, clock) -> Round:
    """A list of three tasks that waited for a late trip with sixteen items, loaded."""
    office.ask(*(office.task("dossier", office.address(40 + n)) for n in range(3)))
    (code,) = office.plan(7)["rounds"]
    clock.set(Round.objects.get(code=code).leaves_at + timedelta(minutes=30))
    office.items(16)
    office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1)
    office.load(code)
    return Round.objects.get(code=code)
