"""Every change of running rounds is kept as a version, with what moved, what is late, what was left out, and why."""

from datetime import timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.kernel.clock import today
from duongthu.rounds.api import (
    REASONS,
    WHY_MOVED,
    ClosedRoad,
    Plan,
    Round,
    Stop,
    change_of,
    plan_by_code,
    plans_of,
)
from duongthu.rounds.checks import check_changes
from tests.rounds.test_changes import out  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


def replan(office, **more) -> dict:
    return office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1, **more)


@pytest.mark.feature(38)
def test_the_reasons_of_a_change_are_read_the_next_day(office, out, clock):  # noqa: F811
    """What was told at the desk is what is kept: same moves, same reasons, who asked and when."""
    office.items(1)
    said = replan(office, out_couriers=[Round.objects.get(code=out[0]).courier_id])
    clock.advance(timedelta(days=1))
    kept = plan_by_code(said["plan"], frozenset({office.unit}))
    change = change_of(kept)
    assert [(m.key, m.from_round, m.to_round, m.why) for m in change.told.moves] == [
        (m["key"], m["from_round"], m["to_round"], m["why"]) for m in said["moves"]
    ]
    assert [(n.key, n.why, n.words) for n in change.told.not_placed] == [
        (n["key"], n["why"], n["words"]) for n in said["not_placed"]
    ]
    assert {n.why for n in change.told.not_placed} == {"goods_at_base"}
    assert (kept.planner, kept.state, kept.version, kept.made_by_id) == ("change", "in_force", 2, 40)
    assert change.asked["out_couriers"] == [Round.objects.get(code=out[0]).courier_id]
    first = plans_of(frozenset({office.unit}), today() - timedelta(days=1))[-1]
    assert (first.version, first.state) == (1, "replaced")
    assert list(check_changes()) == []


@pytest.mark.feature(38)
def test_every_move_of_a_change_bears_a_reason(office, out):  # noqa: F811
    """By road, by hand, by a new order: why it moved, and what leaving it would have cost, in codes that are known."""
    lines = list(Stop.objects.filter(round__code=out[0], outcome="").order_by("number"))
    places = [f"{line.commune_code}/{line.hamlet}" for line in lines]
    pair = next((a, b) for a, b in zip(places[1:], places[2:], strict=False) if a != b)
    replan(office, closed_roads=[ClosedRoad(*pair, 1_800)])
    code = next(c for c in office.listed(out[0]) if lines[-1].thing_id == _thing(c))
    office.post.do(office.head, "rounds.move_stops", unit_id=office.unit, to_round=out[1], codes=[code])
    numbers = Stop.objects.filter(round__code=out[0], outcome="", number__lt=1_000).values_list(
        "number", flat=True
    )
    params = {"unit_id": office.unit, "round_code": out[0], "order": sorted(set(numbers), reverse=True)}
    office.post.do(office.head, "rounds.resequence", **params)
    kept = [change_of(plan) for plan in Plan.objects.filter(planner="change").order_by("version")]
    assert [change.asked["act"] for change in kept] == [
        "rounds.replan", "rounds.move_stops", "rounds.resequence"
    ]  # fmt: skip
    moves = [move for change in kept for move in change.told.moves]
    assert {move.why for move in moves} == {"road_closed", "by_hand"} <= set(WHY_MOVED)
    for move in moves:
        assert move.from_round == move.to_round or (move.back in REASONS and move.back_words)
    assert [plan.state for plan in Plan.objects.order_by("version")] == ["replaced"] * 3 + ["in_force"]


def test_a_rehearsal_and_a_change_of_nothing_leave_no_version(office, out):  # noqa: F811
    """What was only looked at is not history."""
    office.ask(office.task("pickup", office.address(50)))
    params = {"unit_id": office.unit, "shift": 1}
    assert perform(office.head, "rounds.replan", params, dry_run=True).done
    assert not Plan.objects.filter(planner="change").exists()
    replan(office)
    for nothing in ({}, {"more_couriers": [9]}):
        params = {"unit_id": office.unit, "shift": 1} | nothing
        assert office.post.refused(office.head, "rounds.replan", **params) == "rounds.nothing_to_replan"
    assert Plan.objects.filter(planner="change").count() == 1


def test_the_recount_names_a_change_whose_reason_is_gone(office, out):  # noqa: F811
    """A kept move without a known reason is a finding of ``verify``."""
    office.ask(office.task("pickup", office.address(50)))
    kept = Plan.objects.get(code=replan(office)["plan"])
    kept.changes["told"]["moves"][0]["why"] = "vì thế"
    kept.save(update_fields=["changes"])
    (finding,) = check_changes()
    assert (finding.code, finding.unit) == ("rounds.change_without_reason", office.unit)


def _thing(code: str) -> int:
    from duongthu.mail.api import find_things

    return find_things([code])[code]
