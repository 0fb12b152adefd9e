"""A problem's file as a whole: what it asks for, as a ``Problem``."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.files.classics import classic_layout
from duongthu.routing.files.fleet import Fleet, fleet_of
from duongthu.routing.files.layout import HEADING, Layout, cut, text_of
from duongthu.routing.files.numbers import Floats, Whole, float_header, list_of, table, whole, whole_header
from duongthu.routing.files.together import PAIRED, Together, together_of, unfolded
from duongthu.routing.files.ways import Rounding, in_order, rounding_of, travel_of
from duongthu.routing.problem import ALWAYS, Problem
from duongthu.routing.whole import WrongProblem

HEADERS = {
    "NAME", "COMMENT", "TYPE", "DIMENSION", "CAPACITY", "VEHICLES", "DISTANCE", "SERVICE_TIME", "EDGE_WEIGHT_TYPE",
    "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE", "VEHICLES_MAX_DURATION", "VEHICLES_MAX_DISTANCE",
    "VEHICLES_FIXED_COST",
}  # fmt: skip
SECTIONS = {
    "NODE_COORD", "EDGE_WEIGHT", "DEMAND", "DEPOT", "TIME_WINDOW", "SERVICE_TIME", "PRIZE", "DISPLAY_DATA", "CAPACITY",
    "VEHICLES_DEPOT", "VEHICLES_MAX_DURATION", "VEHICLES_MAX_DISTANCE", "VEHICLES_FIXED_COST", "VEHICLES_ALLOWED_CLIENTS",
    "VEHICLES_UNIT_DISTANCE_COST", "LINEHAUL", "BACKHAUL", "RELEASE_TIME", "MUTUALLY_EXCLUSIVE_GROUP", PAIRED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProblemFile:
    """A problem out of a file.

    Attributes:
        name: as the file has it.
        problem: in whole units, see ``rounding``.
        rounding: how lengths and times of the file became whole numbers.
        kind_of: of each vehicle the file counts its kind; empty where it does not count them.
        nodes: of each place its node in the file, counted from 0, as plans name stops; empty where depots come first there, too.
    """

    name: str
    problem: Problem
    rounding: Rounding
    kind_of: tuple[int, ...] = ()
    nodes: tuple[int, ...] = ()

    def number_of(self, place: int) -> int:
        """By which number a plan's file names a place."""
        return self.nodes[place] if self.nodes else place

    def place_of(self, number: int) -> int:
        """The place of a number in a plan's file; −1: there is none."""
        if self.nodes:
            return self.nodes.index(number) if number in self.nodes else -1
        return number if 0 <= number < self.problem.travel.places else -1

    @property
    def cost_parts(self) -> int:
        """How many of our units are 1 of a plan's stated cost: tenths are stated with a comma, thousandths without."""
        return 10 if self.rounding == Rounding.TENTHS else 1


def read_problem(file: Path, rounding: Rounding | None = None) -> ProblemFile:
    """Read a problem in VRPLIB form, or one of the tables of Solomon, Homberger, Li and Lim.

    Args:
        file: capacity; coordinates or a matrix; windows, service and release times, several depots, kinds of vehicles, prizes,
            pairs, backhauls, groups.
        rounding: instead of the rule that holds for files of this type.

    Raises:
        WrongFile: anything missing, contradictory or not understood, with section and line.
    """
    return problem_of(file, text_of(file), rounding)


def problem_of(file: Path, text: str, rounding: Rounding | None = None) -> ProblemFile:
    """As ``read_problem``, of a text; ``file`` is only named in refusals."""
    layout = classic_layout(file, text) or cut(file, text)
    _refuse_unknown(layout)
    layout = unfolded(layout)
    places = whole_header(layout, "DIMENSION", 2)
    if places is None:
        raise layout.wrong("routing.file_header_missing", name="DIMENSION")
    depots = _depots(layout, places)
    rule = rounding_of(layout, rounding)
    together = together_of(layout, places, depots, rule)
    fleet = fleet_of(layout, places, depots, rule)
    _refuse_loads(layout, together, fleet)
    order = np.array([*depots, *(node for node in range(places) if node not in set(depots))])
    problem = _problem(layout, order, depots, rule, together, fleet)
    name = layout.headers.get("NAME")
    nodes = () if (order == np.arange(places)).all() else tuple(map(int, order))
    return ProblemFile(name.value if name else file.stem, problem, rule, fleet.kind_of, nodes)


def _problem(
    layout: Layout,
    order: NDArray[np.int64],
    depots: list[int],
    rule: Rounding,
    together: Together,
    fleet: Fleet,
) -> Problem:
    """Out of rows as the file has them; ``order``: the node of each place, depots first."""
    places = len(order)
    opens, closes = _windows(layout, places, rule)
    prize = _at_stops(layout, "PRIZE", places, depots, rule) if "PRIZE" in layout.sections else None
    none = np.zeros(0, np.int64)
    try:
        return Problem(
            in_order(travel_of(layout, places, rule), order),
            together.load[order, None],
            fleet.kinds,
            len(depots),
            service=_service(layout, places, depots, rule)[order],
            opens=opens[order],
            closes=closes[order],
            prize=none if prize is None else prize[order],
            skills=none if fleet.skills is None else fleet.skills[order],
            **together.rows(order),
        )
    except WrongProblem as wrong:
        raise layout.wrong("routing.file_contradicts", reason=wrong) from wrong


def _refuse_unknown(layout: Layout) -> None:
    for name, header in layout.headers.items():
        if name not in HEADERS:
            raise layout.wrong("routing.file_header_unknown", line=header.line, name=name)
    for name, section in layout.sections.items():
        if name not in SECTIONS:
            raise layout.wrong("routing.file_section_unknown", line=section.line, name=name + HEADING)


def _depots(layout: Layout, places: int) -> list[int]:
    """The nodes of the depots, counted from 0, in the order the section names them; anywhere in the file."""
    section = layout.sections.get("DEPOT")
    if section is None:
        raise layout.wrong("routing.file_section_missing", name="DEPOT" + HEADING)
    words = [word for _, row in section.rows for word in row]
    if "-1" in words:
        words = words[: words.index("-1")]
    known = {str(number): number - 1 for number in range(1, places + 1)}
    if not words or len(words) >= places or len(set(words)) < len(words) or not known.keys() >= set(words):
        raise layout.wrong(
            "routing.file_depot_wrong", "DEPOT" + HEADING, section.line, text=", ".join(words) or "—"
        )
    return [known[word] for word in words]


def _at_stops(layout: Layout, name: str, places: int, depots: list[int], rule: Rounding | None) -> Whole:
    """A section with one number per place, which is 0 at depots."""
    values = table(layout, name, 1, places)
    if values is None:
        raise layout.wrong("routing.file_section_missing", name=name + HEADING)
    numbers = whole(layout, name, values if rule is None else rule.of(values))[:, 0]
    for depot in depots:
        if numbers[depot]:
            raise layout.wrong("routing.file_depot_demand", name + HEADING, node=depot + 1)
    return numbers


def _service(layout: Layout, places: int, depots: list[int], rule: Rounding) -> Whole:
    if "SERVICE_TIME" in layout.sections:
        return _at_stops(layout, "SERVICE_TIME", places, depots, rule)
    usual = float_header(layout, "SERVICE_TIME") or 0.0
    service = np.full(places, int(rule.of(np.array(usual))), np.int64)
    service[depots] = 0
    return service


def _windows(layout: Layout, places: int, rule: Rounding) -> tuple[Whole, Whole]:
    values = table(layout, "TIME_WINDOW", 2, places)
    if values is None:
        return np.zeros(places, np.int64), np.full(places, ALWAYS, np.int64)
    times = whole(layout, "TIME_WINDOW", rule.of(values), ALWAYS)
    shut = np.flatnonzero(times[:, 1] < times[:, 0])
    if shut.size:
        node = int(shut[0])
        opens, closes = (list_of([value]) for value in values[node])
        raise layout.wrong(
            "routing.file_window_wrong", "TIME_WINDOW" + HEADING, node=node + 1, opens=opens, closes=closes
        )
    return times[:, 0], times[:, 1]


def _refuse_loads(layout: Layout, together: Together, fleet: Fleet) -> None:
    """What is more than the largest vehicle carries at one stop, or more in all than all vehicles carry."""
    largest = max(kind.capacity[0] for kind in fleet.kinds)
    carried = sum(kind.capacity[0] * kind.count for kind in fleet.kinds)
    grouped = {node for group in together.groups for node in group[1:]}
    for name, amounts in (("DEMAND", together.load), ("BACKHAUL", together.collect)):
        title = PAIRED if together.pairs else "LINEHAUL" if name not in layout.sections else name
        over = np.flatnonzero(amounts > largest)
        if over.size:
            node = int(over[0])
            raise layout.wrong(
                "routing.file_demand_over_capacity", title + HEADING, node=node + 1, demand=amounts[node], capacity=largest
            )  # fmt: skip
        if not together.pairs and not grouped and amounts.sum() > carried:
            raise layout.wrong(
                "routing.file_capacity_short", title + HEADING, demand=amounts.sum(), capacity=carried
            )


def coordinates_of(problem: Problem, rounding: Rounding) -> Floats:
    """The coordinates as the file has them."""
    return problem.travel.xy / (1 if rounding == Rounding.TENTHS else rounding.parts)
