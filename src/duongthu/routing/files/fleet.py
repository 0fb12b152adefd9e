"""The vehicles of a problem's file: how many, from which depots, how large, how long they may be out, where they may go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from duongthu.routing.files.layout import HEADING, Layout
from duongthu.routing.files.numbers import MOST, Whole, float_header, table, whole, whole_header
from duongthu.routing.files.ways import Rounding
from duongthu.routing.files.wrong import why
from duongthu.routing.problem import ALWAYS, Vehicle

UNLIMITED = 1_000_000
MOST_VEHICLES = 100_000
MOST_GROUPS = 62  # of vehicles that may not go everywhere: one bit each


@dataclass(frozen=True, slots=True)
class Fleet:
    """Kinds of vehicles, and of each vehicle of the file its kind; none where the file does not count them.

    Attributes:
        kinds: as ``Problem.vehicles``.
        kind_of: by the vehicle's number in the file, less one.
        skills: as ``Problem.skills``; None where every vehicle may go everywhere.
    """

    kinds: tuple[Vehicle, ...]
    kind_of: tuple[int, ...]
    skills: Whole | None


def fleet_of(layout: Layout, places: int, depots: list[int], rounding: Rounding) -> Fleet:
    """Read the vehicles; ``depots`` are nodes counted from 0, and so are the rows of ``Fleet.skills``.

    Raises:
        WrongFile: capacity or number of vehicles are missing or contradict each other.
    """
    many = _number_of_vehicles(layout)
    if many is None:
        if len(depots) > 1:
            raise layout.wrong("routing.file_header_missing", name="VEHICLES")
        capacity = _whole(layout, "CAPACITY", 1)
        longest = _scaled(layout, _longest(layout), rounding) or ALWAYS
        price = _scaled(layout, "VEHICLES_FIXED_COST", rounding) or 0
        far = _scaled(layout, "VEHICLES_MAX_DISTANCE", rounding) or ALWAYS
        return Fleet((Vehicle((capacity,), longest=longest, most_metres=far, price=price),), (), None)
    return _counted(layout, many, places, depots, rounding)


def _counted(layout: Layout, many: int, places: int, depots: list[int], rounding: Rounding) -> Fleet:
    """Vehicles that differ, one row each; equal ones become one kind."""
    capacity = _by_vehicle(layout, "CAPACITY", many, lambda: _whole(layout, "CAPACITY", 1))
    longest = _by_vehicle(
        layout,
        _longest(layout),
        many,
        lambda: _scaled(layout, _longest(layout), rounding) or ALWAYS,
        rounding,
    )
    price = _by_vehicle(
        layout, "VEHICLES_FIXED_COST", many,
        lambda: _scaled(layout, "VEHICLES_FIXED_COST", rounding) or 0, rounding,
    )  # fmt: skip
    far = _by_vehicle(
        layout, "VEHICLES_MAX_DISTANCE", many,
        lambda: _scaled(layout, "VEHICLES_MAX_DISTANCE", rounding) or ALWAYS, rounding,
    )  # fmt: skip
    longest[longest == 0] = far[far == 0] = ALWAYS  # as Cordeau's files have it
    metre = _by_vehicle(layout, "VEHICLES_UNIT_DISTANCE_COST", many, lambda: -1)
    depot = _depots(layout, many, depots)
    group, skills = _allowed(layout, many, places, depots)
    kinds: dict[tuple[int, ...], int] = {}
    kind_of = [
        kinds.setdefault(tuple(map(int, row)), len(kinds))
        for row in zip(capacity, longest, far, price, metre, depot, group, strict=True)
    ]
    counts = np.bincount(kind_of)
    everything = (1 << int(max(group) + 1)) - 1
    vehicles = tuple(
        Vehicle(
            (size,), count=int(counts[kind]), start=base, end=base, longest=long, most_metres=away, price=cost, price_metre=unit,
            skills=0 if skills is None else everything & ~(1 << forbidden),
        )
        for (size, long, away, cost, unit, base, forbidden), kind in kinds.items()
    )  # fmt: skip
    return Fleet(vehicles, tuple(kind_of), skills)


def _number_of_vehicles(layout: Layout) -> int | None:
    stated = whole_header(layout, "VEHICLES", 1, MOST_VEHICLES)
    per_vehicle = (
        "CAPACITY",
        "VEHICLES_DEPOT",
        "VEHICLES_ALLOWED_CLIENTS",
        _longest(layout),
        "VEHICLES_MAX_DISTANCE",
        "VEHICLES_FIXED_COST",
        "VEHICLES_UNIT_DISTANCE_COST",
    )
    listed = [len(layout.sections[name].rows) for name in per_vehicle if name in layout.sections]
    return stated if stated is not None else max(listed, default=None)


def _longest(layout: Layout) -> str:
    """DISTANCE is the older name: the length of a round, time at the stops included."""
    return "DISTANCE" if "DISTANCE" in layout.headers else "VEHICLES_MAX_DURATION"


def _by_vehicle(
    layout: Layout, name: str, many: int, one_for_all: Callable[[], int], rounding: Rounding | None = None
) -> Whole:
    """A section with a row per vehicle, or one header for all."""
    if name not in layout.sections:
        return np.full(many, one_for_all(), np.int64)
    values = table(layout, name, 1, many)
    assert values is not None  # noqa: S101 - the section is there
    numbers = whole(layout, name, values if rounding is None else rounding.of(values))[:, 0]
    if name == "CAPACITY" and not numbers.all():
        vehicle = int(np.flatnonzero(numbers == 0)[0]) + 1
        raise layout.wrong(
            "routing.file_vehicle_wrong", name + HEADING, vehicle=vehicle, reason=why("no_room")
        )
    return numbers


def _depots(layout: Layout, many: int, depots: list[int]) -> Iterable[int]:
    values = table(layout, "VEHICLES_DEPOT", 1, many)
    if values is None:
        if len(depots) > 1:
            raise layout.wrong("routing.file_section_missing", name="VEHICLES_DEPOT" + HEADING)
        return [0] * many
    numbers = whole(layout, "VEHICLES_DEPOT", values)[:, 0]
    for vehicle, depot in enumerate(numbers, start=1):
        if depot - 1 not in depots:
            raise layout.wrong(
                "routing.file_vehicle_wrong",
                "VEHICLES_DEPOT" + HEADING,
                vehicle=vehicle,
                reason=why("no_depot", depot=depot, many=len(depots)),
            )
    return [depots.index(int(depot) - 1) for depot in numbers]


def _allowed(layout: Layout, many: int, places: int, depots: list[int]) -> tuple[list[int], Whole | None]:
    """Who may go where: of each vehicle its group, and of each place the bits of the groups that may not come there."""
    section = layout.sections.get("VEHICLES_ALLOWED_CLIENTS")
    if section is None:
        return [0] * many, None
    may_go = {
        int(words[0]): frozenset(int(word) for word in words[1:])
        for line, words in section.rows
        if _all_whole(layout, section.name, line, words, many, places)
    }
    for vehicle in range(1, many + 1):
        if vehicle not in may_go:
            raise layout.wrong(
                "routing.file_node_missing", section.name + HEADING, section.line, node=vehicle
            )
    groups = {stops: number for number, stops in enumerate(dict.fromkeys(may_go.values()))}
    if len(groups) > MOST_GROUPS:
        raise layout.wrong(
            "routing.file_count_wrong", section.name + HEADING, expected=f"≤ {MOST_GROUPS}", found=len(groups)
        )
    skills = np.zeros(places, np.int64)
    for stops, group in groups.items():
        barred = [place for place in range(places) if place not in depots and place + 1 not in stops]
        skills[barred] |= 1 << group
    return [groups[may_go[vehicle]] for vehicle in range(1, many + 1)], skills


def _all_whole(layout: Layout, name: str, line: int, words: list[str], many: int, places: int) -> bool:
    """True, or refused."""
    for word, most in zip(words, [many, *[places] * len(words)], strict=False):
        if not (word.isascii() and word.isdigit() and 1 <= int(word) <= most):
            raise layout.wrong("routing.file_number_wrong", name + HEADING, line, text=word)
    return True


def _whole(layout: Layout, name: str, least: int) -> int:
    number = whole_header(layout, name, least)
    if number is None:
        raise layout.wrong("routing.file_header_missing", name=name)
    return number


def _scaled(layout: Layout, name: str, rounding: Rounding) -> int | None:
    value = float_header(layout, name)
    if value is None:
        return None
    scaled = int(rounding.of(np.array(value)))
    if scaled > MOST:
        raise layout.wrong("routing.file_header_wrong", line=layout.headers[name].line, name=name, text=value)
    return scaled
