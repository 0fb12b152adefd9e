"""Running rounds posed to the routing engine: where couriers are now, what is done or promised, what needs a place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from duongthu.rounds.rules.changing import Changed, Placed, Running, ridden_of
from duongthu.rounds.rules.drawing import DAY_SECONDS, Door, DrawnRound, PlanningInput, Prices
from duongthu.rounds.rules.engine import LEFT_PRICE, calls_of, routing, stated_round
from duongthu.rounds.rules.reasons import Why, why_from
from duongthu.rounds.rules.riding import fits, price_of, stray_price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from duongthu.routing.api import Plan, Problem, Round

LOTS = 2**40  # a courier under way takes what he meets: what he carries was weighed at the base
OPEN, AT_BASE, FIRST_BASE = (
    1,
    2,
    4,
)  # what a round can do: take more, take what lies at the base, serve a base's doors
LEAST_STEPS, STEPS_A_DOOR = 1_000, 20
LATE_PRICE = 1  # of a visit that is late already: any, so that the engine tells what being on time would cost


@dataclass(frozen=True, slots=True)
class Posed:
    """The question, the rounds as they are, and the door of each place (−1: a depot)."""

    problem: Problem
    before: tuple[Round, ...]
    door: tuple[int, ...]


def pose(
    given: PlanningInput, rounds: Sequence[Running], doors: Sequence[int], prices: Prices, owners: Mapping[int, int],
    carried: frozenset[int] = frozenset(),
) -> Posed:  # fmt: skip
    """Every courier starts where he is and ends at his base; what is late already may be as late as it is, and no later."""
    engine = routing()
    assert engine is not None, "asked for only where the engine loads"  # noqa: S101
    ridden = [ridden_of(given, one) for one in rounds]
    listed = [door for one in rounds for door in one.order]
    door = (*[-1] * (len(rounds) + len(given.bases)), *listed, *doors)
    place = {number: n for n, number in enumerate(door) if number >= 0}
    starts = [one.start.place if one.start else given.base(one.crew.base) for one in rounds]
    at = np.array([*starts, *range(len(given.bases)), *(given.place(n) for n in (*listed, *doors))])
    columns = _columns(given, door, {s.door: s.arrives for one in ridden for s in one.stops}, owners, carried)
    kept = np.isin(np.array(door), listed)
    problem = engine.Problem(
        engine.Travel.matrix(given.metres[np.ix_(at, at)], given.seconds[np.ix_(at, at)]),
        vehicles=tuple(
            _vehicle(engine, given, n, one, ridden[n], place, len(rounds)) for n, one in enumerate(rounds)
        ),
        depots=len(rounds) + len(given.bases), kept=kept, prize=np.where(kept | (np.array(door) < 0), 0, LEFT_PRICE),
        unfamiliarity_penalty=np.where(columns["owner"] >= 0, prices.stray, 0),
        price_metre=prices.metre, price_second=prices.second,
        **columns,
    )  # fmt: skip
    stated = [_posed(one, running) for one, running in zip(ridden, rounds, strict=True)]
    before = tuple(stated_round(engine, n, one, place) for n, one in enumerate(stated) if one.stops)
    return Posed(problem, before, door)


def _posed(one: DrawnRound, running: Running) -> DrawnRound:
    """Who is under way cannot come back for a load in the engine's terms; its answer is ridden with his returns afterwards."""
    if not running.start:
        return one
    return replace(one, crew=replace(one.crew, loads=1), calls=tuple(c for c in one.calls if not c.reload))


def _columns(
    given: PlanningInput, door: Sequence[int], arrives: Mapping[int, int], owners: Mapping[int, int], carried: frozenset[int]
) -> dict[str, NDArray[np.int64]]:  # fmt: skip
    """What each place asks for, by the engine's names."""
    size = len(door)
    columns = {name: np.zeros(size, np.int64) for name in ("service", "opens", "skills")}
    columns |= {
        "closes": np.full(size, DAY_SECONDS * 2, np.int64), "owner": np.full(size, -1, np.int64),
        "load": np.zeros((size, 2), np.int64), "collect": np.zeros((size, 2), np.int64),
        "more_windows": np.full((size, 1, 2), (0, -1), np.int64), "window_price": np.zeros((size, 2), np.int64),
    }  # fmt: skip
    for n, number in enumerate(door):
        if number < 0:
            continue
        one = given.doors[number]
        columns["service"][n], columns["opens"][n], columns["closes"][n] = (
            one.service_seconds,
            one.opens,
            one.closes,
        )
        columns["load"][n], columns["collect"][n] = (one.brought, len(one.jobs)), (one.taken, 0)
        columns["owner"][n] = owners.get(number, -1)
        columns["skills"][n] = _skills(given, one, listed=number in arrives, carried=number in carried)
        if arrives.get(number, 0) > one.closes:
            columns["more_windows"][n, 0] = one.closes + 1, arrives[number]
            columns["window_price"][n, 1] = LATE_PRICE
    return columns


def _skills(given: PlanningInput, door: Door, *, listed: bool, carried: bool) -> int:
    """What a round must be able to do to have this door."""
    base = FIRST_BASE << given.bases.index(door.first.base)
    if listed:
        return base
    fetched = not carried and any(job.from_base for job in door.jobs)
    return base | OPEN | (AT_BASE if fetched else 0)


def _vehicle(
    engine: ModuleType, given: PlanningInput, number: int, one: Running, ridden: DrawnRound, place: Mapping[int, int], rounds: int
) -> object:  # fmt: skip
    crew, base = one.crew, given.bases.index(one.crew.base)
    skills = FIRST_BASE << base | (OPEN if one.open_to_more else 0) | (0 if one.start else AT_BASE)
    # Who left on the eve is planned from midnight on.
    begins = max(0, one.start.free if one.start else crew.opens)
    return engine.Vehicle(
        (LOTS, LOTS) if one.start else (crew.grams, crew.pieces), count=1, start=number, end=rounds + base, opens=begins,
        closes=max(begins, crew.closes, ridden.back), skills=skills, courier=crew.courier_id,
        locked=tuple(place[door] for door in one.held),
        activities=calls_of(engine, replace(crew, opens=begins, loads=1 if one.start else crew.loads)),
    )  # fmt: skip


def put_in_by_engine(
    given: PlanningInput, rounds: Sequence[Running], doors: Sequence[int], prices: Prices, owners: dict[int, int],
    carried: frozenset[int],
) -> Changed | None:  # fmt: skip
    """Each door on a round, all together where they cost least; nothing else moves. None: the engine has no answer.

    The same doors and rounds give the same answer on every machine.
    """
    engine = routing()
    if engine is None or not doors:
        return None
    posed = pose(given, rounds, doors, prices, owners, carried)
    steps = LEAST_STEPS + STEPS_A_DOOR * len(doors)
    return _placed_by(
        given, rounds, posed, engine.replan(posed.problem, posed.before, most_moved=0.0, steps=steps), prices, owners
    )  # fmt: skip


def whys_of(
    given: PlanningInput, before: Sequence[Running], changed: Changed, prices: Prices, owners: Mapping[int, int],
    carried: frozenset[int],
) -> dict[int, Why]:  # fmt: skip
    """Why doors found no place, are late, or what it would cost to leave those that moved where they were."""
    engine = routing()
    if engine is None:
        return {}
    posed = pose(given, changed.rounds, changed.unplaced, prices, owners, carried)
    place = {door: n for n, door in enumerate(posed.door) if door >= 0}
    was = [
        engine.Round(n, tuple(place[door] for door in one.order if door in place))
        for n, one in enumerate(before)
        if changed.rounds[n].open_to_more
    ]
    plan = engine.Plan(posed.before, tuple(place[door] for door in changed.unplaced), 0)
    found = engine.reasons_of(posed.problem, plan, was)
    skills = posed.problem.skills
    return {
        posed.door[one.stop]: why_from(
            one.code, one.amount, one.measure, at_base=bool(skills[one.stop] & AT_BASE)
        )
        for one in found
    }


def _placed_by(
    given: PlanningInput, rounds: Sequence[Running], posed: Posed, plan: Plan, prices: Prices, owners: dict[int, int]
) -> Changed | None:  # fmt: skip
    """The engine's answer as a change; None where a round it changed does not fit when ridden as couriers ride."""
    after, placed = list(rounds), list[Placed]()
    for one in plan.rounds:
        old, order = rounds[one.vehicle], tuple(posed.door[stop] for stop in one.stops)
        if order == old.order:
            continue
        new = after[one.vehicle] = replace(old, rest=order[len(old.held) :])
        if not _no_worse(ridden_of(given, new), ridden_of(given, old)):
            return None
        come = [door for door in order if door not in old.order]
        placed += [Placed(door, one.vehicle, _price(given, new, door, prices, owners)) for door in come]
    return Changed(tuple(after), tuple(placed), tuple(posed.door[stop] for stop in plan.left_out))


def _no_worse(now: DrawnRound, before: DrawnRound) -> bool:
    late = {stop.door: stop.late_seconds for stop in before.stops}
    on_time = all(stop.late_seconds <= late.get(stop.door, 0) for stop in now.stops)
    return fits(now) or (on_time and now.back <= max(now.crew.closes, before.back))


def _price(given: PlanningInput, one: Running, door: int, prices: Prices, owners: dict[int, int]) -> int:
    """What a round would save without a door."""
    without = replace(one, rest=tuple(other for other in one.rest if other != door))
    with_it, less = ridden_of(given, one), ridden_of(given, without)
    more = stray_price(with_it, prices, owners) - stray_price(less, prices, owners)
    return price_of(with_it, prices) - price_of(less, prices) + more
