"""From a problem to the search's tables and rounds, and back to lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.bounds import must_prize
from duongthu.routing.kernels.library import Array
from duongthu.routing.problem import Activity, Problem, Reload, Round
from duongthu.routing.rich.instance import (
    BREAK,
    DEMAND,
    KEPT,
    LOCKED_FIRST,
    NOBODY,
    NODE,
    RANK,
    RELOAD,
    VARIOUS,
    VEHICLE,
    WINDOW,
    Best,
    Instance,
    Tables,
    Ways,
)


@dataclass(frozen=True, slots=True)
class Nodes:
    """What the numbers of a search stand for.

    Attributes:
        kinds: the kind of each single vehicle.
        activities: of the nodes behind the places: number of vehicle, and which of its activities.
        places: how many nodes come before them.
    """

    kinds: tuple[int, ...]
    activities: tuple[tuple[int, int], ...]
    places: int

    @property
    def all(self) -> int:
        """How many nodes there are."""
        return self.places + len(self.activities)


def nodes_of(problem: Problem) -> Nodes:
    """Single vehicles (of a kind without limit as many as stops, of one that stays at home none) and their activities."""
    most = problem.travel.places - problem.depots
    kinds = [
        kind
        for kind, vehicle in enumerate(problem.vehicles)
        if vehicle.locked or not problem.stays_home(kind)
        for _ in range(min(vehicle.count, most))
    ]
    activities = [
        (number, which)
        for number, kind in enumerate(kinds)
        for which in range(len(problem.vehicles[kind].activities))
    ]
    return Nodes(tuple(kinds), tuple(activities), problem.travel.places)


def instance_of(problem: Problem, near: NDArray[np.int32], nodes: Nodes) -> Instance:
    """All tables, one row a node or vehicle; every vehicle is at home."""
    kinds = nodes.kinds
    capacity = np.array([problem.vehicles[kind].capacity for kind in kinds], np.int64)
    capacity = capacity.reshape(len(kinds), problem.load.shape[1])
    must = must_prize(problem)
    tables = Tables(
        _nodes(problem, nodes, must), _ranks(problem, nodes), _opened(problem), _windows(problem, nodes),
        _demand(problem, nodes), _vehicles(problem, nodes), capacity,
        len(problem.vehicles), bool(len(problem.pairs) or problem.sequences), problem.price_beyond_fair, must,
    )  # fmt: skip
    return Instance(_ways(problem), near, tables)


def _ways(problem: Problem) -> Ways:
    """Where kinds of vehicles differ, the ways of all of them one below the other, the depots' ones, too."""
    travels = [problem.travel, *problem.other_travels] if problem.various else [problem.travel]

    def below(name: str) -> Array:
        tables = [getattr(travel, name) for travel in travels]
        return np.ascontiguousarray(np.concatenate(tables) if len(tables) > 1 else tables[0])

    kind, depots = int(problem.travel.kind), problem.travel.depot_metres.shape[1]
    return Ways(
        VARIOUS if problem.various else kind, kind, depots, below("xy"), below("metres"), below("seconds"), below("listed"),
        below("depot_metres"), below("depot_seconds"), np.array([travel.detour for travel in travels], np.float64),
        np.array([travel.pace for travel in travels], np.float64),
    )  # fmt: skip


def _windows(problem: Problem, nodes: Nodes) -> Array:
    places = slice(0, nodes.places)
    window = np.zeros((nodes.all, 1 + problem.more_windows.shape[1]), WINDOW)
    window["closes"] = -1
    window["opens"][places], window["closes"][places] = problem.windows[..., 0], problem.windows[..., 1]
    window["price"][places] = problem.window_price
    for node, activity in _activities(problem, nodes):
        window["opens"][node, 0], window["closes"][node, 0] = activity.opens, activity.closes
    return window


def _demand(problem: Problem, nodes: Nodes) -> Array:
    """What pairs bring aboard at a place counts as picked up there, and as picked up less than nothing where it is delivered."""
    demand = np.zeros((nodes.all, problem.load.shape[1]), DEMAND)
    paired = np.zeros_like(problem.load)
    pick_ups, deliveries = problem.pairs.T
    paired[pick_ups], paired[deliveries] = problem.collect[pick_ups], -problem.load[deliveries]
    places, at_delivery = slice(0, nodes.places), np.minimum(paired, 0)
    demand["delivery"][places], demand["pickup"][places] = (
        problem.load + at_delivery,
        problem.collect + at_delivery,
    )
    demand["paired"][places] = paired
    return demand


def _nodes(problem: Problem, nodes: Nodes, must: int) -> Array:
    node, places = np.zeros(nodes.all, NODE), slice(0, nodes.places)
    node["service"][places], node["skills"][places] = problem.service, problem.skills
    node["prize"][places] = np.where(problem.prize > 0, problem.prize, must)
    node["owner"], node["owner"][places] = NOBODY, problem.owner
    node["unfamiliarity"][places] = problem.unfamiliarity_penalty
    node["locked"][places] = np.where(problem.kept, KEPT, 0)
    node["prize"][: problem.depots] = 0
    for vehicle in problem.vehicles:
        node["locked"][list(vehicle.locked)] = LOCKED_FIRST
    for number, (at, activity) in enumerate(_activities(problem, nodes)):
        reload = isinstance(activity, Reload)
        node["service"][at], node["prize"][at] = activity.seconds, 0 if reload else must
        node["activity"][at], node["vehicle"][at] = RELOAD if reload else BREAK, nodes.activities[number][0]
    _bind(problem, node, must)
    return node


def _ranks(problem: Problem, nodes: Nodes) -> Array:
    """Releases, stages, and the circle of each group."""
    rank, places = np.zeros(nodes.all, RANK), slice(0, nodes.places)
    rank["release"][places], rank["stage"][places], rank["other"] = problem.release, problem.stage, NOBODY
    for group in problem.groups:
        if len(group) > 1:
            rank["other"][list(group)] = [*group[1:], group[0]]
    return rank


def _opened(problem: Problem) -> bool:
    return problem.needs_first_stage and bool(problem.stage.any())


def _bind(problem: Problem, node: Array, must: int) -> None:
    """Pairs and sequences. Sequences are locked or kept as a whole; what must go where the other half of a pair is, must go."""
    for name in ("partner", "lead", "after"):
        node[name] = NOBODY
    within = {stop for sequence in problem.sequences for stop in sequence}
    for pick_up, delivery in problem.pairs:
        if int(pick_up) not in within:
            node["partner"][pick_up], node["partner"][delivery] = delivery, pick_up
            node["open"][pick_up], node["open"][delivery] = -1, 1
    for sequence in problem.sequences:
        members = list(sequence)
        node["lead"][members], node["after"][members[:-1]] = sequence[0], sequence[1:]
        held = node["locked"][members]
        node["locked"][members] = LOCKED_FIRST if (held == LOCKED_FIRST).any() else held.max()
    for pick_up, delivery in problem.pairs:
        halves = [int(pick_up), int(delivery)]
        if (node["locked"][halves] != 0).any():
            node["prize"][halves] = must


def _activities(problem: Problem, nodes: Nodes) -> Iterator[tuple[int, Activity]]:
    for at, (number, which) in enumerate(nodes.activities):
        yield nodes.places + at, problem.vehicles[nodes.kinds[number]].activities[which]


def _vehicles(problem: Problem, nodes: Nodes) -> Array:
    table = np.zeros(len(nodes.kinds), VEHICLE)
    last_of = {kind: number for number, kind in enumerate(nodes.kinds)}
    for kind, last in last_of.items():
        vehicle, row = problem.vehicles[kind], table[last]
        for name in (
            "start",
            "end",
            "longest",
            "most_metres",
            "price",
            "skills",
            "fair",
            "courier",
            "duration_percent",
            "travel",
        ):
            row[name] = getattr(vehicle, name)
        row["opens"], row["closes"] = problem.shift_of(kind)
        row["price_metre"], row["price_second"] = problem.prices_of(kind)
        row["kind"], row["last_of_kind"] = kind, last
        table[[number for number, other in enumerate(nodes.kinds) if other == kind]] = row
    return table


def chains_of(problem: Problem, nodes: Nodes, start: Sequence[Round]) -> list[tuple[int, list[int]]]:
    """Rounds to begin with, by number of vehicle, as nodes; locked stops where nothing else is given."""
    given: dict[int, list[Round]] = {}
    for one in start:
        given.setdefault(one.vehicle, []).append(one)
    node_of = {activity: nodes.places + at for at, activity in enumerate(nodes.activities)}
    chains = []
    for number, kind in enumerate(nodes.kinds):
        rides = given.get(kind)
        one = rides.pop(0) if rides else Round(kind, problem.locked_of(kind))
        chain = []
        for at in range(len(one.stops) + 1):
            chain += [node_of[number, activity] for before, activity in one.activities if before == at]
            chain += one.stops[at : at + 1]
        chains.append((number, chain))
    return chains


def fill(instance: Instance, chains: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Put chains of nodes on vehicles by number; each stop in the first of its windows it can be begun in."""
    node, route = instance.node, instance.route
    for number, given in chains:
        if not given:
            continue
        chain = np.array(given, np.int64)
        node["route"][chain], node["prev"][chain[0]], node["next"][chain[-1]] = number, NOBODY, NOBODY
        node["prev"][chain[1:]], node["next"][chain[:-1]] = chain[:-1], chain[1:]
        route["first"][number], route["last"][number], route["count"][number] = (
            chain[0],
            chain[-1],
            len(chain),
        )
        if instance.window.shape[1] > 1:
            instance.choose_windows(number)
        instance.refresh(number)


def round_of(rounds: Best, nodes: Nodes, number: int) -> Round:
    """One vehicle's round."""
    stops: list[int] = []
    activities, x = [], int(rounds.first[number])
    while x != NOBODY:
        if x < nodes.places:
            stops.append(x)
        else:
            activities.append((len(stops), nodes.activities[x - nodes.places][1]))
        x = int(rounds.next[x])
    return Round(nodes.kinds[number], tuple(stops), tuple(activities))


def rounds_of(rounds: Best, nodes: Nodes) -> tuple[Round, ...]:
    """The rounds that have stops, by number of vehicle."""
    every = (round_of(rounds, nodes, number) for number in range(len(nodes.kinds)))
    return tuple(one for one in every if one.stops)
