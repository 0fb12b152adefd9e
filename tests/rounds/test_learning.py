"""What past rounds teach: familiar neighbourhoods, the order couriers ride in, the windows that are promised."""

from datetime import date, timedelta

import pytest

from duongthu.kernel.clock import today
from duongthu.rounds.api import Plan, Round, Stop, figures_on, margins_at, owners_at
from duongthu.rounds.models import Followed, Punctuality, Served
from duongthu.rounds.rules.familiar import owners_of, precedence_of, steps_between
from duongthu.rounds.rules.windows import Margin, margin_of, margins_of, part_of, shifted_seconds, window_of


def test_a_neighbourhood_belongs_to_who_served_most_of_it_lately():
    """Old rounds fade, an even share makes nobody its owner."""
    served = [
        ("a", 7, 1, 10),
        ("a", 8, 1, 3),
        ("b", 7, 60, 30),
        ("b", 8, 1, 10),
        ("c", 7, 1, 5),
        ("c", 8, 1, 5),
    ]
    assert owners_of(served, 60) == {"a": 7, "b": 8}


def test_precedence_is_a_balance():
    """Before as often as after says nothing; every later neighbourhood of a round comes after every earlier one."""
    assert steps_between(["a", "a", "b", "a", "c"]) == [("a", "b"), ("a", "c"), ("b", "c")]
    balance = precedence_of([("a", "b", 0, 3), ("b", "a", 0, 1), ("b", "c", 0, 1), ("c", "b", 0, 1)])
    assert balance["a", "b"] == 2_000 == -balance["b", "a"]
    assert balance["b", "c"] == 0


def test_the_margin_is_the_narrowest_that_holds_its_share():
    """Nine of ten arrivals lie in it, the lonely outlier does not, and whole minutes round outwards."""
    counts = {-2: 10, -1: 20, 0: 30, 1: 20, 2: 10, 30: 10}
    assert margin_of(counts, 90) == Margin(-2, 3)
    assert margin_of(counts, 100) == Margin(-2, 31)
    assert margin_of({5: 1}, 90) == Margin(5, 6)


def test_margins_come_from_the_unit_the_province_or_nobody():
    """Own arrivals where there are enough, else everybody's, else none: the figure then stands in."""
    own, all_of_them = [(0, 0, 50), (1, 3, 2)], [(0, 9, 99), (1, 9, 99), (2, 1, 3)]
    found = margins_of(own, all_of_them, 90, 50)
    assert found == {0: Margin(0, 1), 1: Margin(9, 10)}
    assert window_of(10_000, 9_000, found, Margin(-5, 5)) == (10_000, 10_060)
    assert window_of(20_000, 9_000, found, Margin(-5, 5)) == (19_700, 20_300)
    assert part_of(25 * 60) == 1
    assert shifted_seconds((100, 200), (90, 260)) == 60


@pytest.mark.django_db
def test_a_closed_round_writes_down_what_it_taught(office, clock):
    """Doors by neighbourhood, their order, and how late each was reached, also when told past this room."""
    from duongthu.mail.api import Report

    office.items(8)
    (code,) = office.plan(7)["rounds"]
    codes = office.load(code)
    clock.advance(timedelta(minutes=50))
    office.report(code, *codes[:4])
    reports = [Report(office.post.key(), c, "delivered", receiver="Chủ nhà") for c in codes[4:]]
    office.post.do(office.courier(7), "mail.report", unit_id=office.unit, reports=reports)
    office.post.do(office.head, "rounds.close", unit_id=office.unit, round_code=code)
    assert sum(Served.objects.values_list("doors", flat=True)) == 8
    assert sum(Punctuality.objects.values_list("stops", flat=True)) == 8
    assert Stop.objects.filter(outcome="done", done_at__isnull=False).count() == 8
    assert Followed.objects.count() == 6  # four hamlets, each before every later one
    clock.advance(timedelta(days=1))
    assert set(owners_at(office.unit, today(), figures_on(today())).values()) == {7}


@pytest.mark.django_db
def test_familiar_doors_go_to_their_courier(office):
    """Learnt owners decide who gets a hamlet, as far as the price of a stranger reaches."""
    office.items(24)
    yesterday = today() - timedelta(days=1)
    keys = [f"{office.commune}-{n:02d}" for n in range(1, 5)]
    for n, hamlet in enumerate(keys):
        served = {"unit_id": office.unit, "on": yesterday, "commune_code": office.commune, "hamlet": hamlet}
        Served.objects.create(courier_id=7 + n % 2, doors=20, **served)
    drawn = office.plan(7, 8, publish=False)
    right = [
        stop["jobs"][0]["hamlet"] in keys[one["crew"]["courier_id"] - 7 :: 2]
        for one in Plan.objects.get(code=drawn["plan"]).content["rounds"]
        for stop in one["stops"]
    ]
    assert sum(right) >= 0.9 * len(right)


@pytest.mark.django_db
def test_the_next_plan_learns_a_courier_s_own_order(office, clock):
    """Hamlets he rides through in another order come in that order, where it costs little."""
    office.post.do(
        office.post.actor(office.unit, "dispatcher", person_id=41), "rounds.set_figure", unit_id=office.unit,
        name="own_order_percent", value=100, valid_from=today(), basis="thử",
    )  # fmt: skip
    office.items(12)
    (code,) = office.plan(7)["rounds"]
    numbers = list(Stop.objects.filter(round__code=code).order_by("-number").values_list("number", flat=True))
    params = {"unit_id": office.unit, "round_code": code, "order": numbers}
    office.post.do(office.courier(7), "rounds.resequence", **params)
    mine = hamlets(code)
    office.plan(7)
    assert hamlets(code) == mine
    assert not Round.objects.get(code=code).own_order


def hamlets(code: str) -> list[str]:
    """Hamlets in the order in which a list first comes to them."""
    return list(
        dict.fromkeys(
            Stop.objects.filter(round__code=code).order_by("number").values_list("hamlet", flat=True)
        )
    )


@pytest.mark.django_db
def test_windows_are_learnt_from_past_days_only(office):
    """Today's arrivals do not change today's promises; enough of yesterday's do."""
    rows = {"unit_id": office.unit, "shift": 1, "into_minutes": 0}
    figures = figures_on(today())
    Punctuality.objects.create(on=today(), late_minutes=5, stops=1_000, **rows)
    assert margins_at(office.unit, today(), 1, figures) == {}
    Punctuality.objects.create(on=today() - timedelta(days=1), late_minutes=7, stops=1_000, **rows)
    assert margins_at(office.unit, today(), 1, figures) == {0: Margin(7, 8)}
    assert margins_at(office.unit + 1, today(), 1, figures) == {0: Margin(7, 8)}
    assert margins_at(office.unit, today(), 2, figures) == {}
    assert margins_at(office.unit, date(2020, 12, 1), 1, figures) == {}
