"""Breaks and returns for another load on lists in force: there after publishing, and after every change."""

from datetime import timedelta

import pytest

from duongthu.kernel.clock import now, today
from duongthu.rounds.api import Halt, Round, Stop

pytestmark = pytest.mark.django_db


@pytest.fixture
def heavy(office):
    """One courier's day until four o'clock with 120 kg, 70 at once: he comes back once and rests at noon."""
    figure = {"unit_id": office.unit, "name": "shift_closes_minutes.1", "value": 960, "valid_from": today()}
    dispatcher = office.post.actor(office.unit, "dispatcher", person_id=41)
    office.post.do(dispatcher, "rounds.set_figure", **figure, basis="thử")
    office.items(24, weight_grams=5_000)
    office.ask(*(office.task("payout", office.address(n, n + 1)) for n in range(24)))
    (code,) = office.plan(7)["rounds"]
    return Round.objects.get(code=code)


def halts(one: Round) -> dict[str, Halt]:
    return {halt.kind: halt for halt in one.halts.all()}


def arrivals(one: Round) -> dict[int, object]:
    return dict(Stop.objects.filter(round=one).values_list("number", "arrival_at"))


@pytest.mark.feature(39)
def test_a_published_list_names_its_break_and_its_return(heavy):
    """When, for how long and before which stop: nothing is reached within, the next stop after it."""
    found, at = halts(heavy), arrivals(heavy)
    assert set(found) == {"rest", "reload"}
    assert found["rest"].ends_at - found["rest"].begins_at == timedelta(minutes=30)
    assert found["reload"].ends_at - found["reload"].begins_at == timedelta(minutes=10)
    for halt in found.values():
        assert at[halt.before - 1] < halt.begins_at < halt.ends_at < at[halt.before]
        assert not [one for one in at.values() if halt.begins_at < one < halt.ends_at]
    first = Stop.objects.filter(round=heavy, number__lt=found["reload"].before)
    assert sum(first.values_list("weight_grams", flat=True)) <= 70_000


def under_way(office, one: Round, clock, until: int) -> None:
    """Loaded, and reported up to a stop by its planned time."""
    office.load(one.code)
    for number in range(1, until + 1):
        clock.advance(max(timedelta(0), arrivals(one)[number] - now()))
        lines = Stop.objects.filter(round=one, number=number).select_related("task")
        codes = [line.task.code for line in lines if line.task]
        codes += [c for c in office.listed(one.code) if thing(c) in {line.thing_id for line in lines}]
        office.report(one.code, *codes)


def thing(code: str) -> int:
    from duongthu.mail.api import find_things

    return find_things([code])[code]


@pytest.mark.feature(38)
def test_a_change_keeps_the_return_that_is_still_to_come(office, heavy, clock):
    """A pick-up put in at ten does not make the second load vanish from the office's shelf or from the times."""
    back = halts(heavy)["reload"]
    under_way(office, heavy, clock, 3)
    behind = set(Stop.objects.filter(round=heavy, number__gte=back.before).values_list("pk", flat=True))
    office.ask(office.task("pickup", office.address(9, 150)))
    said = office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1)
    assert [move["why"] for move in said["moves"]] == ["new"]
    found, at = halts(heavy), arrivals(heavy)
    assert set(found) == {"rest", "reload"}
    assert set(Stop.objects.filter(pk__in=behind, number__lt=found["reload"].before)) == set()
    assert at[found["reload"].before - 1] < found["reload"].begins_at < at[found["reload"].before]
    assert at[found["rest"].before - 1] < found["rest"].begins_at < at[found["rest"].before]


@pytest.mark.feature(38)
def test_a_break_that_was_taken_is_not_taken_again(office, heavy, clock):
    """A change after noon leaves the past halts as they were and adds none."""
    last = max(halt.before for halt in heavy.halts.all())
    under_way(office, heavy, clock, last)
    before = set(heavy.halts.values_list("kind", "begins_at"))
    office.ask(office.task("pickup", office.address(3, 160)))
    office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1)
    assert set(heavy.halts.values_list("kind", "begins_at")) == before


def test_a_new_plan_takes_the_halts_of_the_old_with_it(office, heavy):
    """Lists nobody loaded give way with all that stands on them."""
    office.plan(7, 8)
    assert set(Halt.objects.values_list("round__courier_id", flat=True)) <= {7, 8}
    assert not Halt.objects.filter(kind="reload").exists()  # 60 kg each
