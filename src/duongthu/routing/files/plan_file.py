"""A plan's file in CVRPLIB form: ``Route #1: 3 1 2`` and ``Cost 123``; customers bear the numbers of their nodes, less one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duongthu.routing.counting import price_of
from duongthu.routing.files.layout import text_of
from duongthu.routing.files.problem_file import ProblemFile
from duongthu.routing.files.wrong import WrongFile, why
from duongthu.routing.order import left_out_of
from duongthu.routing.problem import Plan, Round

_ROUND = re.compile(r"route\s*#?\s*(\d+)\s*:(.*)", re.IGNORECASE)
_COST = re.compile(r"cost\s*[:=]?\s*(\d+(?:\.\d*)?)", re.IGNORECASE)
_REMARK = re.compile(r"(?!route)[A-Za-z][\w .-]*(:.*)?", re.IGNORECASE)  # as who found it, and in what time


@dataclass(frozen=True, slots=True)
class StatedPlan:
    """A plan out of a file.

    Attributes:
        plan: with its price counted anew; nothing says yet that it holds.
        stated: the price the file states, in our units; None where it states none.
    """

    plan: Plan
    stated: int | None


def read_plan(file: Path, asked: ProblemFile) -> StatedPlan:
    """Read a plan of a problem.

    Raises:
        WrongFile: a line is not understood, a customer or a vehicle is not there.
    """
    return plan_of(file, text_of(file), asked)


def plan_of(file: Path, text: str, asked: ProblemFile) -> StatedPlan:
    """As ``read_plan``, of a text; ``file`` is only named in refusals."""
    rounds, stated, seen = [], None, set()
    for number, line in _lines(text):
        found = _ROUND.fullmatch(line)
        if found:
            vehicle = int(found[1][:9])
            if vehicle in seen:
                raise WrongFile("routing.plan_round_twice", file, line=number, number=vehicle)
            seen.add(vehicle)
            stops = _stops(file, number, found[2], asked)
            rounds.append(Round(_kind(file, number, vehicle, asked), stops))
        elif cost := _COST.fullmatch(line):
            stated = round(float(cost[1]) * asked.cost_parts)
        elif not _REMARK.fullmatch(line):
            raise WrongFile("routing.plan_line_unknown", file, line=number, text=line)
    if not rounds:
        raise WrongFile("routing.plan_empty", file)
    return StatedPlan(_plan(asked, tuple(one for one in rounds if one.stops)), stated)


def plan_text(asked: ProblemFile, plan: Plan) -> str:
    """A plan as CVRPLIB writes it; where vehicles are counted each has its line, also one that stays at home."""
    if len(asked.problem.vehicles) == 1:
        lines = [one.stops for one in plan.rounds if one.stops]
    else:
        waiting = {kind: [one.stops for one in plan.rounds if one.vehicle == kind][::-1]
                   for kind in range(len(asked.problem.vehicles))}  # fmt: skip
        lines = [waiting[kind].pop() if waiting[kind] else () for kind in asked.kind_of]
    rounds = [
        f"Route #{number}: {' '.join(str(asked.number_of(stop)) for stop in stops)}".rstrip()
        for number, stops in enumerate(lines, start=1)
    ]
    return "\n".join([*rounds, f"Cost {cost_text(asked, plan.price)}", ""])


def write_plan(file: Path, asked: ProblemFile, plan: Plan) -> None:
    """Write a plan; a file of that name is replaced as a whole or stays.

    Raises:
        WrongFile: it cannot be written.
    """
    write_text(file, plan_text(asked, plan))


def need_writable(file: Path) -> None:
    """Say so before a long search rather than after it.

    Raises:
        WrongFile: no file can be written there.
    """
    if file.is_dir():
        raise WrongFile("routing.file_unwritable", file, reason=why("a_folder"))
    write_text(trial := file.with_name(f".{file.name}.trial"), "")
    trial.unlink()


def write_text(file: Path, text: str) -> None:
    """Write a file; one of that name is replaced as a whole or stays.

    Raises:
        WrongFile: it cannot be written.
    """
    fresh = file.with_name(f".{file.name}.fresh")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        raise WrongFile("routing.file_unwritable", file, reason=error.strerror or error) from error


def cost_text(asked: ProblemFile, price: int) -> str:
    """A price in the terms of the plan's file."""
    return f"{price // 10}.{price % 10}" if asked.cost_parts == 10 else str(price)  # noqa: PLR2004 - tenths


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip())


def _stops(file: Path, line: int, words: str, asked: ProblemFile) -> tuple[int, ...]:
    first, last = asked.problem.depots, asked.problem.travel.places - 1
    stops = []
    for word in words.split():
        known = word.isascii() and word.isdigit()
        stop = asked.place_of(int(word[:12])) if known else -1
        if stop < first:
            raise WrongFile("routing.plan_stop_unknown", file, line=line, stop=word, first=first, last=last)
        stops.append(stop)
    return tuple(stops)


def _kind(file: Path, line: int, number: int, asked: ProblemFile) -> int:
    if len(asked.problem.vehicles) == 1:
        return 0
    if not 1 <= number <= len(asked.kind_of):
        raise WrongFile(
            "routing.plan_vehicle_missing", file, line=line, number=number, vehicles=len(asked.kind_of)
        )
    return asked.kind_of[number - 1]


def _plan(asked: ProblemFile, rounds: tuple[Round, ...]) -> Plan:
    visited = {stop for one in rounds for stop in one.stops}
    stops = range(asked.problem.depots, asked.problem.travel.places)
    left_out = left_out_of(stops, visited, asked.problem.groups)
    return Plan(rounds, left_out, price_of(asked.problem, rounds, left_out))
