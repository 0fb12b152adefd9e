"""What of a problem's file goes together or comes first: goods from stop to stop, what is collected, groups, releases."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.files.layout import HEADING, Layout, Section
from duongthu.routing.files.numbers import Whole, table, whole
from duongthu.routing.files.ways import Rounding
from duongthu.routing.files.wrong import Why, why

PAIRED = "PICKUP_AND_DELIVERY"
REPLACED = ("DEMAND", "LINEHAUL", "TIME_WINDOW", "SERVICE_TIME")
COLUMNS = 6  # demand, from, to, service, pick-up, delivery


@dataclass(frozen=True, slots=True)
class Together:
    """By node as the file has it: what is collected, the stage, the release; and pairs and groups of nodes, counted from 0."""

    load: Whole
    collect: Whole
    pairs: list[tuple[int, int]]
    groups: list[tuple[int, ...]]
    release: Whole
    backhauls: bool

    def rows(self, order: NDArray[np.int64]) -> dict[str, Any]:
        """As ``Problem`` has them; ``order``: the node of each place."""
        place = {int(node): number for number, node in enumerate(order)}
        return {
            "collect": self.collect[order, None], "release": self.release[order],
            "pairs": np.array([[place[a], place[b]] for a, b in self.pairs], np.int64).reshape(-1, 2),
            "groups": tuple(tuple(place[node] for node in group) for group in self.groups),
            "stage": (self.collect[order] > 0).astype(np.int64) if self.backhauls else np.zeros(0, np.int64),
            "needs_first_stage": self.backhauls,
        }  # fmt: skip


def unfolded(layout: Layout) -> Layout:
    """A section of pick-ups and deliveries also as those of windows and service times, which it holds.

    Raises:
        WrongFile: these are there as well.
    """
    section = layout.sections.get(PAIRED)
    if section is None:
        return layout
    for name in REPLACED:
        if name in layout.sections:
            raise layout.wrong(
                "routing.file_section_twice", line=layout.sections[name].line, name=name + HEADING
            )
    for line, words in section.rows:
        if len(words) != COLUMNS + 1:
            raise layout.wrong(
                "routing.file_row_wrong", PAIRED + HEADING, line, expected=COLUMNS + 1, found=len(words)
            )
    parts = {"TIME_WINDOW": (2, 4), "SERVICE_TIME": (4, 5)}
    made = {
        name: Section(name, section.line, [(line, [words[0], *words[slice(*columns)]]) for line, words in section.rows])
        for name, columns in parts.items()
    }  # fmt: skip
    return Layout(layout.file, layout.headers, {**layout.sections, **made})


def together_of(layout: Layout, places: int, depots: list[int], rounding: Rounding) -> Together:
    """Read them.

    Raises:
        WrongFile: a pair is not one, a group names what is not there, something is collected at a depot.
    """
    nobody = np.zeros(places, np.int64)
    release = _row(layout, "RELEASE_TIME", places, depots, rounding)
    if PAIRED in layout.sections:
        load, collect, pairs = _paired(layout, places, depots)
    else:
        brought = (
            "LINEHAUL" if "LINEHAUL" in layout.sections and "DEMAND" not in layout.sections else "DEMAND"
        )
        amounts = _row(layout, brought, places, depots, None)
        if amounts is None:
            raise layout.wrong("routing.file_section_missing", name=brought + HEADING)
        load = amounts
        taken = _row(layout, "BACKHAUL", places, depots, None)
        collect, pairs = nobody if taken is None else taken, []
    backhauls = _is_vrpb(layout)
    both = np.flatnonzero((load > 0) & (collect > 0))
    if backhauls and both.size:
        raise _pair_wrong(layout, "BACKHAUL", int(both[0]), why("brought_and_taken"))
    groups = _groups(layout, places, depots)
    return Together(load, collect, pairs, groups, nobody if release is None else release, backhauls)


def _is_vrpb(layout: Layout) -> bool:
    kind = layout.headers.get("TYPE")
    return kind is not None and kind.value.upper() == "VRPB"


def _row(
    layout: Layout, name: str, places: int, depots: list[int], rounding: Rounding | None
) -> Whole | None:
    """A section of one number a node, 0 at depots."""
    values = table(layout, name, 1, places)
    if values is None:
        return None
    numbers = whole(layout, name, values if rounding is None else rounding.of(values))[:, 0]
    for depot in depots:
        if numbers[depot]:
            raise layout.wrong("routing.file_depot_demand", name + HEADING, node=depot + 1)
    return numbers


def _paired(layout: Layout, places: int, depots: list[int]) -> tuple[Whole, Whole, list[tuple[int, int]]]:
    values = table(layout, PAIRED, COLUMNS, places)
    assert values is not None  # noqa: S101 - the section is there
    for column in (4, 5):
        whole(layout, PAIRED, values[:, column : column + 1], places)
    amount, pick_up, delivery = values[:, 0], values[:, 4].astype(np.int64), values[:, 5].astype(np.int64)
    load, collect, pairs = np.zeros(places, np.int64), np.zeros(places, np.int64), []
    whole(layout, PAIRED, np.abs(values[:, :1]))
    for node in range(places):
        if delivery[node] and not pick_up[node]:
            mate = int(delivery[node]) - 1
            _refuse_mate(layout, node, mate, amount, int(pick_up[mate]), int(delivery[mate]))
            collect[node] = load[mate] = int(amount[node])
            pairs.append((node, mate))
        elif pick_up[node]:
            if delivery[node] or delivery[pick_up[node] - 1] != node + 1:
                raise _pair_wrong(layout, PAIRED, node, why("no_source", mate=pick_up[node]))
        elif amount[node] < 0:
            raise _pair_wrong(layout, PAIRED, node, why("below_alone"))
        else:
            load[node] = int(amount[node])
    for depot in depots:
        if load[depot] or collect[depot]:
            raise layout.wrong("routing.file_depot_demand", PAIRED + HEADING, node=depot + 1)
    return load, collect, pairs


def _refuse_mate(
    layout: Layout, node: int, mate: int, amount: NDArray[np.float64], pick_up: int, delivery: int
) -> None:
    if mate == node or pick_up != node + 1 or delivery:
        raise _pair_wrong(layout, PAIRED, node, why("no_target", mate=mate + 1))
    if amount[node] < 0 or amount[mate] != -amount[node]:
        raise _pair_wrong(
            layout, PAIRED, node, why("unequal", taken=f"{amount[node]:g}", brought=f"{-amount[mate]:g}")
        )


def _groups(layout: Layout, places: int, depots: list[int]) -> list[tuple[int, ...]]:
    section = layout.sections.get("MUTUALLY_EXCLUSIVE_GROUP")
    groups = []
    for line, words in section.rows if section else ():
        for word in words[1:]:
            if (
                not (word.isascii() and word.isdigit() and 1 <= int(word) <= places)
                or int(word) - 1 in depots
            ):
                raise layout.wrong(
                    "routing.file_node_unknown", "MUTUALLY_EXCLUSIVE_GROUP" + HEADING, line, node=word, dimension=places
                )  # fmt: skip
        if len(words) > 2:  # noqa: PLR2004 - its number and one stop: no choice
            groups.append(tuple(int(word) - 1 for word in words[1:]))
    return groups


def _pair_wrong(layout: Layout, name: str, node: int, reason: Why) -> Exception:
    section = layout.sections[name]
    line = next((line for line, words in section.rows if words[0] == str(node + 1)), section.line)
    return layout.wrong("routing.file_bond_wrong", name + HEADING, line, node=node + 1, reason=reason)
