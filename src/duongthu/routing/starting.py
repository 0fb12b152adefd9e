"""Rounds to begin a search with, made sound: what the problem does not allow any more is left for the search to place."""

from collections import Counter
from collections.abc import Sequence, Set as AbstractSet

import numpy as np

from duongthu.routing.counting import Fault, faults_of, faults_of_round
from duongthu.routing.order import others_of
from duongthu.routing.problem import Plan, Problem, Round
from duongthu.routing.whole import WrongProblem

MISSING = {"break_missing"}  # the search puts breaks in
HALF = {"pair_apart"}  # and the other half of a pair of which one is locked or kept


def sound(problem: Problem, start: Sequence[Round]) -> list[Round]:
    """The rounds without the stops and activities that break a rule; locked stops stay whatever they break.

    Raises:
        WrongProblem: a round names what is not there, or a stop twice.
    """
    _checked(problem, start)
    return [
        _without_halves(problem, _mended(problem, one) if _faults(problem, one, MISSING | HALF) else one)
        for one in _once_a_group(problem, start)
    ]


def _once_a_group(problem: Problem, start: Sequence[Round]) -> list[Round]:
    """The rounds without stops whose group another round, or the same one before, visits already; locked ones come first."""
    whole = others_of(problem.groups)
    locked = {stop for vehicle in problem.vehicles for stop in vehicle.locked}
    taken = {whole[stop] for stop in locked if stop in whole}
    rounds = []
    for one in start:
        extra = set()
        for stop in one.stops:
            if stop in whole and stop not in locked:
                extra |= {stop} if whole[stop] in taken else set()
                taken.add(whole[stop])
        rounds.append(_without(one, extra) if extra else one)
    return rounds


def _mended(problem: Problem, one: Round) -> Round:
    """The round built up again, step by step, from what breaks no rule; a sequence is put in wholly or not at all."""
    sequences = {stop: sequence for sequence in problem.sequences for stop in sequence}
    kept = Round(one.vehicle, problem.locked_of(one.vehicle))
    for number, stop in enumerate(one.stops):
        for activity in [activity for before, activity in one.activities if before == number]:
            kept = _if_sound(
                problem,
                kept,
                Round(kept.vehicle, kept.stops, (*kept.activities, (len(kept.stops), activity))),
            )
        added = sequences.get(stop, (stop,))
        if stop not in kept.stops and set(added) <= set(one.stops):
            kept = _if_sound(problem, kept, Round(kept.vehicle, (*kept.stops, *added), kept.activities))
    return kept


def _without_halves(problem: Problem, one: Round) -> Round:
    """The round without stops whose other half is not on it, unless they are to stay."""
    if not len(problem.pairs):
        return one
    held = {*problem.locked_of(one.vehicle), *np.flatnonzero(problem.kept).tolist()}
    lone = {fault.stop for fault in faults_of_round(problem, one) if fault.code in HALF} - held
    return _without(one, lone)


def _without(one: Round, lone: AbstractSet[int]) -> Round:
    left = [sum(stop not in lone for stop in one.stops[:before]) for before, _ in one.activities]
    activities = tuple((before, activity) for before, (_, activity) in zip(left, one.activities, strict=True))
    return Round(one.vehicle, tuple(stop for stop in one.stops if stop not in lone), activities)


def _if_sound(problem: Problem, now: Round, then: Round) -> Round:
    return now if _faults(problem, then, MISSING | HALF) else then


def _faults(problem: Problem, one: Round, but: AbstractSet[str] = MISSING) -> list[Fault]:
    return [fault for fault in faults_of_round(problem, one) if fault.code not in but]


def _checked(problem: Problem, start: Sequence[Round]) -> None:
    """Refuse what names no stop or no vehicle of the problem.

    Raises:
        WrongProblem: the message names the round and the stop.
    """
    seen: set[int] = set()
    for number, one in enumerate(start):
        if not 0 <= one.vehicle < len(problem.vehicles):
            raise WrongProblem(f"start: round {number} is on vehicle {one.vehicle}, which is not there")
        for stop in one.stops:
            if not problem.depots <= stop < problem.travel.places:
                raise WrongProblem(f"start: round {number} names place {stop}, which is no stop")
            if stop in seen:
                raise WrongProblem(f"start: place {stop} is visited twice")
            seen.add(stop)
        for before, which in one.activities:
            if not 0 <= which < len(problem.vehicles[one.vehicle].activities) or not 0 <= before <= len(
                one.stops
            ):
                raise WrongProblem(
                    f"start: round {number} has activity {which} behind {before} stops, which cannot be"
                )
    ridden = Counter(one.vehicle for one in start)
    for kind, many in ridden.items():
        if many > problem.vehicles[kind].count:
            raise WrongProblem(
                f"start: {many} rounds are on vehicle {kind}, of which there are {problem.vehicles[kind].count}"
            )


def faults_of_search(problem: Problem, plan: Plan) -> list[Fault]:
    """What the search did wrong: not stops left out, nor what is wrong with rounds whose locked stops already break a rule.

    Nor a pair of which one stop is locked or kept, and the other found no place on its round.
    """
    bound = {
        kind
        for kind, vehicle in enumerate(problem.vehicles)
        if vehicle.locked
        and (
            problem.stays_home(kind) or _faults(problem, Round(kind, problem.locked_of(kind)), MISSING | HALF)
        )
    }
    held = {*np.flatnonzero(problem.kept).tolist(), *(s for v in problem.vehicles for s in v.locked)}
    return [
        fault
        for fault in faults_of(problem, plan)
        if fault.code != "must_be_visited"
        and (fault.round < 0 or plan.rounds[fault.round].vehicle not in bound)
        and not (fault.code in HALF and fault.stop in held)
    ]
