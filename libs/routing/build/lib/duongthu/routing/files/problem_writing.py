"""A problem as a VRPLIB file: what the planner can read back as the same problem."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np

from duongthu.routing.files.problem_file import ProblemFile, coordinates_of
from duongthu.routing.files.ways import Rounding
from duongthu.routing.files.wrong import WrongFile
from duongthu.routing.problem import ALWAYS, Problem, Vehicle
from duongthu.routing.travel import Kind

TYPES = {Rounding.WHOLE: "CVRP", Rounding.TENTHS: "VRPTW", Rounding.THOUSANDTHS: "MDVRPTW"}


OF_PROBLEM = {"travel", "load", "vehicles", "depots", "service", "opens", "closes", "prize"}
OF_VEHICLE = {"price_metre", "capacity", "count", "start", "end", "longest", "price"}


class NotForFiles(ValueError):
    """The problem asks for something the format has no words for; the message names the field."""


def problem_text(asked: ProblemFile) -> str:
    """The text of a problem's file.

    Raises:
        NotForFiles: several measures, skills, locked stops, couriers of one's own and the like.
    """
    problem, rule = asked.problem, asked.rounding
    _refuse_unwritable(problem)
    return "\n".join(
        [*_headers(asked), *_places(problem, rule), *_fleet(asked), *_depots(problem), "EOF", ""]
    )


def write_problem(file: Path, asked: ProblemFile) -> None:
    """Write a problem's file.

    Raises:
        NotForFiles: see ``problem_text``.
        WrongFile: it cannot be written.
    """
    try:
        file.write_text(problem_text(asked), encoding="utf-8")
    except OSError as error:
        raise WrongFile("routing.file_unwritable", file, reason=error.strerror or error) from error


def _refuse_unwritable(problem: Problem) -> None:
    """What has no words here must be as it is where nobody asked for it, also what problems will ask for one day."""
    plain = Problem(problem.travel, problem.load, problem.vehicles, problem.depots)
    for field in fields(Problem):
        same = np.array_equal(getattr(problem, field.name), getattr(plain, field.name))
        if field.name not in OF_PROBLEM and not same:
            raise NotForFiles(field.name)
    for vehicle in problem.vehicles:
        for field in fields(Vehicle):
            if field.name not in OF_VEHICLE and getattr(vehicle, field.name) != field.default:
                raise NotForFiles(field.name)
        if vehicle.start != vehicle.end:
            raise NotForFiles("end")
    if problem.load.shape[1] != 1:
        raise NotForFiles("load")
    if problem.travel.kind == Kind.MATRIX and problem.travel.seconds is not problem.travel.metres:
        raise NotForFiles("seconds")


def _headers(asked: ProblemFile) -> Iterator[str]:
    problem = asked.problem
    yield f"NAME : {asked.name}"
    yield f"TYPE : {TYPES[asked.rounding]}"
    yield f"DIMENSION : {problem.travel.places}"
    if asked.kind_of:
        yield f"VEHICLES : {len(asked.kind_of)}"
    if problem.travel.kind == Kind.MATRIX:
        yield "EDGE_WEIGHT_TYPE : EXPLICIT"
        yield "EDGE_WEIGHT_FORMAT : FULL_MATRIX"
    else:
        yield "EDGE_WEIGHT_TYPE : EUC_2D"
    if not asked.kind_of:
        yield f"CAPACITY : {problem.vehicles[0].capacity[0]}"
        if problem.vehicles[0].longest < ALWAYS:
            yield f"VEHICLES_MAX_DURATION : {_in_file(asked.rounding, problem.vehicles[0].longest)}"
        if problem.vehicles[0].price:
            yield f"VEHICLES_FIXED_COST : {_in_file(asked.rounding, problem.vehicles[0].price)}"


def _places(problem: Problem, rule: Rounding) -> Iterator[str]:
    if problem.travel.kind == Kind.MATRIX:
        yield "EDGE_WEIGHT_SECTION"
        yield from (" ".join(map(str, row)) for row in problem.travel.metres)
    else:
        xy = coordinates_of(problem, rule)
        yield from _section("NODE_COORD", ((_short(x), _short(y)) for x, y in xy))
    yield from _section("DEMAND", problem.load)
    if problem.service.any():
        yield from _section("SERVICE_TIME", ((_in_file(rule, value),) for value in problem.service))
    if problem.opens.any() or (problem.closes < ALWAYS).any():
        both = np.stack([problem.opens, problem.closes], axis=1)
        yield from _section("TIME_WINDOW", ([_in_file(rule, value) for value in row] for row in both))
    if problem.prize.any():
        yield from _section("PRIZE", ((_in_file(rule, value),) for value in problem.prize))


def _fleet(asked: ProblemFile) -> Iterator[str]:
    kinds, rule = [asked.problem.vehicles[kind] for kind in asked.kind_of], asked.rounding
    if not kinds:
        return
    yield from _section("CAPACITY", ((kind.capacity[0],) for kind in kinds))
    yield from _section("VEHICLES_DEPOT", ((kind.start + 1,) for kind in kinds))
    if any(kind.longest < ALWAYS for kind in kinds):
        yield from _section(
            "VEHICLES_MAX_DURATION", ((_in_file(rule, kind.longest % ALWAYS),) for kind in kinds)
        )
    if any(kind.price for kind in kinds):
        yield from _section("VEHICLES_FIXED_COST", ((_in_file(rule, kind.price),) for kind in kinds))
    prices = [asked.problem.prices_of(kind)[0] for kind in asked.kind_of]
    if any(price != 1 for price in prices):
        yield from _section("VEHICLES_UNIT_DISTANCE_COST", ((price,) for price in prices))


def _depots(problem: Problem) -> Iterator[str]:
    yield "DEPOT_SECTION"
    yield from (str(number + 1) for number in range(problem.depots))
    yield "-1"


def _section(name: str, rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield f"{name}_SECTION"
    for number, row in enumerate(rows, start=1):
        yield " ".join(map(str, (number, *row)))


def _short(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _in_file(rule: Rounding, value: int) -> str:
    """A number of ours in the file's units, exactly."""
    whole, rest = divmod(int(value), rule.parts)
    return str(whole) if not rest else f"{whole}.{rest:0{len(str(rule.parts)) - 1}d}"
