"""Plans of a shift: drafts, what stands in them, how they come into force, and how the planners compare."""

import re
from datetime import timedelta

import pytest

from duongthu.kernel.clock import today
from duongthu.mail.api import Scan
from duongthu.rounds.api import (
    Plan,
    Round,
    Stop,
    plan_by_code,
    plans_of,
    review_of,
    round_by_code,
    standing_of,
)

pytestmark = pytest.mark.django_db


def figure(office, name: str, value: int, **more) -> None:
    """Set a figure from today on."""
    params = {"unit_id": office.unit, "name": name, "value": value, "valid_from": today(), "basis": "thử"}
    office.post.do(
        office.post.actor(office.unit, "dispatcher", person_id=41), "rounds.set_figure", **params, **more
    )


@pytest.mark.feature(39)
def test_a_draft_is_looked_at_before_it_is_published(office):
    """Nothing is listed before; the review tells length, duration, load, lateness and price; publishing makes the lists."""
    office.items(30)
    drawn = office.plan(7, 8, publish=False)
    assert (drawn["state"], drawn["planner"], drawn["items"], drawn["left"]) == ("draft", "engine", 30, 0)
    assert not Round.objects.exists()
    review = review_of(plan_by_code(drawn["plan"], frozenset({office.unit})))
    assert {one.courier_id for one in review.rounds} == {7, 8}
    assert all(
        one.metres > 0 and one.seconds > 0 and one.grams >= 300 and one.late == 0 for one in review.rounds
    )
    made = office.post.do(office.head, "rounds.publish", unit_id=office.unit, plan=drawn["plan"])
    assert sum(made["rounds"].values()) == 30 == Stop.objects.count()
    one = round_by_code(next(iter(made["rounds"])), frozenset({office.unit}))
    assert one.leaves_at < one.back_at <= one.until_at
    again = {"unit_id": office.unit, "plan": drawn["plan"]}
    assert office.post.refused(office.head, "rounds.publish", **again) == "rounds.plan_not_draft"


@pytest.mark.feature(39)
def test_the_same_seed_gives_the_same_plan(office):
    """A plan can be drawn again and proves that nobody touched it."""
    office.items(25)
    first, second, other = (office.plan(7, 8, publish=False, seed=seed) for seed in (5, 5, 6))
    kept = [Plan.objects.get(code=one["plan"]).content for one in (first, second)]
    assert kept[0] == kept[1]
    assert (first["price"], first["rounds"]) == (second["price"], second["rounds"])
    assert other["items"] == 25
    assert [plan.version for plan in plans_of(frozenset({office.unit}), today())] == [3, 2, 1]


def test_the_engine_is_cheaper_than_the_plain_planner(office):
    """The comparison that stays: same work, same couriers, same count of what it costs."""
    office.items(40)
    engine = office.plan(7, 8, publish=False)
    figure(office, "planner_is_plain", 1)
    plain = office.plan(7, 8, publish=False)
    assert (engine["planner"], plain["planner"]) == ("engine", "plain")
    assert plain["items"] == engine["items"] == 40
    assert engine["price"] < plain["price"]


def test_without_its_libraries_the_plain_planner_draws(office, monkeypatch):
    """A machine on which Numba does not load still gets its lists, and the plan says which planner made them."""
    from duongthu.rounds.queries import plans

    monkeypatch.setattr(plans, "routing", lambda: None)
    office.items(6)
    assert office.plan(7)["planner"] == "plain"
    assert Stop.objects.count() == 6


@pytest.mark.feature(39)
def test_hours_capacity_and_returns_are_kept(office):
    """A pick-up is reached within its hours, a full motorbike comes back for the next load, all are back in time."""
    office.items(30, weight_grams=5_000)
    office.ask(office.task("pickup", office.address(5), earliest_minutes=600, latest_minutes=630))
    drawn = office.plan(7, 8, publish=False)
    review = review_of(plan_by_code(drawn["plan"], frozenset({office.unit})))
    assert max(one.reloads for one in review.rounds) == 1  # 150 kg in all, 70 kg at once on each of two
    kept = Plan.objects.get(code=drawn["plan"]).content
    assert all(one["back"] <= one["crew"]["closes"] for one in kept["rounds"])
    (arrives,) = [
        stop["arrives"]
        for one in kept["rounds"]
        for stop in one["stops"]
        if stop["jobs"][0]["kind"] == "pickup"
    ]
    assert 600 * 60 <= arrives <= 630 * 60


def test_a_shift_over_noon_has_its_break(office):
    """Half an hour between eleven and one without a visit; a shift of the morning has none; the figure 0 takes it away."""
    office.items(40)
    office.ask(*(office.task("payout", office.address(n, n + 1)) for n in range(30)))
    (morning,) = Plan.objects.get(code=office.plan(7, publish=False)["plan"]).content["rounds"]
    assert not [call for call in morning["calls"] if not call["reload"]]
    figure(office, "shift_closes_minutes.1", 960)
    (one,) = Plan.objects.get(code=office.plan(7, publish=False)["plan"]).content["rounds"]
    (rest,) = [call for call in one["calls"] if not call["reload"]]
    assert 660 * 60 <= rest["begins"] <= 750 * 60
    before, after = one["stops"][rest["before"] - 1], one["stops"][rest["before"]]
    assert before["arrives"] + before["service_seconds"] <= rest["begins"]
    assert after["arrives"] >= rest["begins"] + 1_800
    figure(office, "rest_minutes", 0)
    (without,) = Plan.objects.get(code=office.plan(7, publish=False)["plan"]).content["rounds"]
    assert without["back"] <= one["back"] - 1_500


@pytest.mark.feature(39)
def test_what_does_not_fit_is_named_with_its_reason(office):
    """A shift of twenty minutes leaves most behind, an hour outside the shift is its own reason."""
    office.items(12)
    (_task,) = office.ask(office.task("payout", office.address(2), latest_minutes=400))
    figure(office, "shift_closes_minutes.1", 545)
    drawn = office.plan(7, publish=False)
    assert 0 < drawn["items"] < 12
    review = review_of(plan_by_code(drawn["plan"], frozenset({office.unit})))
    assert drawn["left"] == len(review.left) == 13 - drawn["items"]
    whys = {left.key[0]: left for left in review.left}
    assert whys["C"].why == "window"
    assert re.fullmatch(r"giờ hẹn nằm ngoài ca: sớm nhất 08:[45]\d mới đến được", whys["C"].words)
    assert {left.why for left in review.left if left.key.startswith("T")} == {"no_time"}
    short = next(left for left in review.left if left.key.startswith("T"))
    assert short.words == f"thiếu {-(-short.amount // 60)} phút ca làm"
    figure(office, "shift_closes_minutes.1", 545 + -(-short.amount // 60))
    longer = office.plan(7, publish=False)
    assert longer["items"] > drawn["items"]  # the amount named is what mends it


@pytest.mark.feature(39)
def test_what_is_too_heavy_says_by_how_much(office):
    """One load that is full names the kilograms that are missing; a thing no motorbike takes is told apart."""
    office.items(14, weight_grams=6_000)
    figure(office, "loads_a_shift", 1)
    drawn = office.plan(7, publish=False)
    assert drawn["items"] == 11  # 66 of 70 kg
    review = review_of(plan_by_code(drawn["plan"], frozenset({office.unit})))
    assert {left.words for left in review.left} == {"xe chở thiếu 2,0 kg"}
    figure(office, "load_grams", 5_500)
    drawn = office.plan(7, publish=False)
    kept = Plan.objects.get(code=drawn["plan"]).content
    assert {left["words"] for left in kept["left"]} == {"nặng hơn một lượt xe máy 0,5 kg"}


def test_a_new_plan_takes_the_place_of_lists_nobody_loaded(office):
    """Until the first scan a shift may be planned anew; after it the courier's list stands."""
    office.items(10)
    (_task,) = office.ask(office.task("dossier", office.address(1)))
    first = office.plan(7)
    second = office.plan(8, 9)
    assert {one.courier_id for one in Round.objects.all()} == {8, 9}
    assert (first["items"], second["items"]) == (11, 11)
    assert Plan.objects.get(code=first["plan"]).state == "replaced"
    office.load(next(iter(second["rounds"])))
    params = {"unit_id": office.unit, "shift": 1, "couriers": [8], "publish": True}
    office.items(2)
    loaded = Round.objects.get(state="out").courier_id
    assert (
        office.post.refused(office.head, "rounds.plan", **{**params, "couriers": [loaded]})
        == "rounds.lists_in_force"
    )


def test_a_draft_lists_only_what_is_still_there(office):
    """Between drawing and publishing an item was sent on elsewhere: it is not listed."""
    codes = office.items(5)
    drawn = office.plan(7, publish=False)
    from duongthu.network.api import network_on

    other = next(c for c in network_on(today()).delivering if c != office.commune)
    params = {"unit_id": office.unit, "code": codes[0], "commune_code": other, "address": "Thôn Đông"}
    office.post.do(office.clerk, "mail.forward", **params)
    made = office.post.do(office.head, "rounds.publish", unit_id=office.unit, plan=drawn["plan"])
    assert made["items"] == 5
    assert Stop.objects.count() == 4


def test_couriers_have_figures_of_their_own(office, clock):
    """A courier with a small box and a later start is planned so; a figure set for tomorrow rules tomorrow."""
    office.items(8, weight_grams=2_000)
    figure(office, "load_grams", 6_000, courier_id=7)
    figure(office, "shift_opens_minutes.1", 560, courier_id=7)
    drawn = office.plan(7, publish=False)
    (one,) = Plan.objects.get(code=drawn["plan"]).content["rounds"]
    assert (one["crew"]["grams"], one["leaves"], one["reloads"]) == (6_000, 560 * 60, 1)
    past = {"unit_id": office.unit, "name": "load_grams", "value": 1, "basis": "thử"}
    dispatcher = office.post.actor(office.unit, "dispatcher", person_id=41)
    yesterday = today() - timedelta(days=1)
    assert (
        office.post.refused(dispatcher, "rounds.set_figure", **past, valid_from=yesterday)
        == "rounds.setting_in_past"
    )
    unknown = {**past, "name": "lucky_number"}
    assert (
        office.post.refused(dispatcher, "rounds.set_figure", **unknown, valid_from=today())
        == "rounds.unknown_setting"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"couriers": []}, "rounds.no_courier"),
        ({"couriers": [7, 7]}, "rounds.courier_twice"),
        ({"shift": 9}, "rounds.unknown_shift"),
        ({"seed": -1}, "rounds.wrong_amount"),
        ({"seconds": 3_600}, "rounds.wrong_amount"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(office, changes, code):
    """Every wrong wish has its sentence."""
    params = {"unit_id": office.unit, "shift": 1, "couriers": [7]} | changes
    assert office.post.refused(office.head, "rounds.plan", **params) == code


def test_a_shift_that_is_over_is_not_planned(office, clock):
    """At noon the morning is gone, tomorrow's is not."""
    office.items(3)
    clock.advance(timedelta(hours=4))
    params = {"unit_id": office.unit, "shift": 1, "couriers": [7]}
    assert office.post.refused(office.head, "rounds.plan", **params) == "rounds.shift_over"
    drawn = office.plan(7, publish=False, on=today() + timedelta(days=1))
    assert drawn["items"] == 3


@pytest.mark.feature(39)
def test_a_district_is_planned_in_one_act(office, post):
    """All delivery units below it, each with the couriers that start there."""
    from duongthu.network.api import network_on
    from duongthu.staff.api import NewStaff

    day = network_on(today())
    district = day.units[office.unit].parent_id
    units = sorted(u for u in day.reach(district) if day.units[u].delivers)[:2]
    people = [
        NewStaff(post.key(), f"BT{n}", f"Bưu tá {'Một' if n else 'Hai'}", "courier", u, today())
        for n, u in enumerate(units)
    ]
    post.do(post.founder(), "staff.take_on", people=people)
    from duongthu.staff.api import staff_of

    couriers = {one.unit_id: one.person_id for one in staff_of(units, today())}
    for unit in units:
        commune = day.units[unit].commune_code
        codes = [line["code"] for line in post.accept(unit, *(post.draft(commune) for _ in range(3)))]
        scans = [Scan(post.key(), code) for code in codes]
        post.do(post.actor(unit, "sorter", person_id=21), "mail.keep_here", unit_id=unit, scans=scans)
    params = {"unit_id": district, "shift": 1, "couriers": list(couriers.values()), "publish": True}
    post.do(post.actor(district, "head", person_id=40), "rounds.plan", **params)
    assert {one.unit_id: one.courier_id for one in Round.objects.all()} == couriers
    assert [standing.things for standing in standing_of(list(Round.objects.all()))] == [3, 3]
