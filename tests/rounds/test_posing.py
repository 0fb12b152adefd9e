"""Running rounds posed to the engine: nothing old moves, goods at the base stay there, late stops do not get later."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from duongthu.kernel import optional
from duongthu.rounds.rules import engine
from duongthu.rounds.rules.changing import Running, put_in, ridden_of
from duongthu.rounds.rules.drawing import Crew, Door, Job, PlanningInput, Prices
from duongthu.rounds.rules.posing import put_in_by_engine, whys_of
from duongthu.rounds.rules.riding import Position, fits, price_of

BASE, ROUNDS, EACH, NEW = 5, 4, 12, 12
OPENS, CLOSES = 30_000, 44_000


def door(number: int, kind: str = "pickup", closes: int = CLOSES) -> Door:
    """A household with one thing."""
    job = Job(number + 1, 0, kind, BASE, "1", f"số {number}", "h", str(number), 0, 0, 120, 500, 0, closes)
    return Door((job,), 165)


def planning_input_of(doors: list[Door], seed: int) -> PlanningInput:
    """Doors scattered over nine kilometres, straight ways at eight metres a second."""
    dice = Random(seed)
    at = np.array([(dice.randrange(9_000), dice.randrange(9_000)) for _ in range(len(doors) + 1)])
    metres = np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2)).astype(np.int32)
    return PlanningInput((BASE,), tuple(doors), metres, metres // 8)


@pytest.fixture(params=[1, 2, 3])
def day(request):
    """Four couriers under way with twelve stops each, and twelve pick-ups that came in."""
    given = planning_input_of([door(n) for n in range(ROUNDS * EACH + NEW)], request.param)
    rounds = []
    for n in range(ROUNDS):
        order = tuple(range(n * EACH, (n + 1) * EACH))
        start = Position(given.place(order[0]), OPENS + 600)
        rounds.append(Running(Crew(n, BASE, OPENS, CLOSES, 70_000, 80), order[1:2], order[2:], start))
    return given, rounds, list(range(ROUNDS * EACH, ROUNDS * EACH + NEW))


def price(given, rounds) -> int:
    return sum(price_of(ridden_of(given, one), Prices()) for one in rounds)


@pytest.mark.feature(38)
def test_the_engine_puts_in_no_dearer_than_door_by_door_and_moves_nothing(day):
    """The reason to ask it: the same stir, a price that is not higher; the same question gives the same answer."""
    given, rounds, new = day
    found = put_in_by_engine(given, rounds, new, Prices(), {}, frozenset())
    plainly = put_in(given, rounds, new, Prices(), {})
    assert len(found.placed) >= len(plainly.placed)
    assert price(given, found.rounds) <= price(given, plainly.rounds) * 1.005
    for before, after in zip(rounds, found.rounds, strict=True):
        assert after.held == before.held
        assert [one for one in after.rest if one not in new] == list(before.rest)
        assert fits(ridden_of(given, after))
    assert found == put_in_by_engine(given, rounds, new, Prices(), {}, frozenset())


def test_goods_at_the_base_go_with_who_still_stands_there(day):
    """A parcel found at the office is not put on the list of one who has left; with all gone the reason says so."""
    given, rounds, new = day
    parcels = replace(given, doors=(*given.doors[: new[0]], *(door(n, "parcel") for n in new)))
    found = put_in_by_engine(parcels, rounds, new, Prices(), {}, frozenset())
    assert (found.placed, sorted(found.unplaced)) == ((), new)
    whys = whys_of(parcels, rounds, found, Prices(), {}, frozenset())
    assert {whys[one].code for one in new} == {"goods_at_base"}
    waiting = [*rounds, Running(Crew(9, BASE, OPENS, CLOSES, 70_000, 80), (), ())]
    taken = put_in_by_engine(parcels, waiting, new, Prices(), {}, frozenset())
    assert {put.round for put in taken.placed} == {ROUNDS}


def test_a_round_that_is_late_already_gets_no_later(day):
    """A stop past its hours keeps its place and its lateness; the others take what is new."""
    given, rounds, new = day
    late = rounds[0].rest[-1]
    doors = [door(n, closes=OPENS + 700) if n == late else one for n, one in enumerate(given.doors)]
    given = replace(given, doors=tuple(doors))
    before = {stop.door: stop.late_seconds for stop in ridden_of(given, rounds[0]).stops}
    assert before[late] > 0
    found = put_in_by_engine(given, rounds, new, Prices(), {}, frozenset())
    after = {stop.door: stop.late_seconds for stop in ridden_of(given, found.rounds[0]).stops}
    assert after[late] == before[late]
    assert len(found.placed) == NEW
    whys = whys_of(given, rounds, found, Prices(), {}, frozenset())
    assert whys[late].code in {"late", "late_anyway"}


@pytest.mark.parametrize(
    ("name", "plain"), [("cffi", True), ("ziglang", True), ("duongthu.routing.lost", False)]
)
def test_only_a_missing_library_puts_the_plain_planner_in_the_engines_place(monkeypatch, name, plain):
    """A broken engine must be heard, not replaced in silence."""

    def without(_module):
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(optional, "import_module", without)
    optional.module_if_possible.cache_clear()
    try:
        if plain:
            assert engine.routing() is None
        else:
            with pytest.raises(ModuleNotFoundError):
                engine.routing()
    finally:
        optional.module_if_possible.cache_clear()
