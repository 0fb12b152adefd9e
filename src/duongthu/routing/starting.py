"""Rounds to begin a search with, made sound: what the problem does not allow any more is left for the search to place."""

from collections.abc import Sequence

from duongthu.routing.counting import Fault, faults_of, faults_of_round
from duongthu.routing.problem import Plan, Problem, Round

MISSING = {"break_missing"}  # the search puts breaks in


def sound(problem: Problem, start: Sequence[Round]) -> list[Round]:
    """The rounds without the stops and calls that break a rule; locked stops stay whatever they break."""
    return [one if not _faults(problem, one) else _mended(problem, one) for one in start]


def _mended(problem: Problem, one: Round) -> Round:
    """The round built up again, step by step, from what breaks no rule."""
    locked = problem.vehicles[one.vehicle].locked
    kept = Round(one.vehicle, locked)
    for number, stop in enumerate(one.stops):
        for call in [call for before, call in one.calls if before == number]:
            kept = _if_sound(
                problem, kept, Round(kept.vehicle, kept.stops, (*kept.calls, (len(kept.stops), call)))
            )
        if stop not in locked:
            kept = _if_sound(problem, kept, Round(kept.vehicle, (*kept.stops, stop), kept.calls))
    return kept


def _if_sound(problem: Problem, now: Round, then: Round) -> Round:
    return now if _faults(problem, then) else then


def _faults(problem: Problem, one: Round) -> list[Fault]:
    return [fault for fault in faults_of_round(problem, one) if fault.code not in MISSING]


def faults_of_search(problem: Problem, plan: Plan) -> list[Fault]:
    """What the search did wrong: not stops left out, nor what is wrong with rounds whose locked stops already break a rule."""
    bound = {
        kind
        for kind, vehicle in enumerate(problem.vehicles)
        if vehicle.locked and _faults(problem, Round(kind, vehicle.locked))
    }
    return [
        fault
        for fault in faults_of(problem, plan)
        if fault.code != "must_be_visited"
        and (fault.round < 0 or plan.rounds[fault.round].vehicle not in bound)
    ]
