"""From a problem to the compiled search's ground and rounds, and back to lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.problem import Activity, Problem, Reload, Round
from duongthu.routing.rich.ground import (
    ABLE,
    AFTER,
    BREAK,
    CALL,
    CLOSES,
    COUNT,
    COURIER,
    END,
    FAIR,
    FIRST,
    KEPT,
    KIND,
    LAST,
    LAST_OF_KIND,
    LEAD,
    LOCKED,
    LOCKED_FIRST,
    LONGEST,
    MARK,
    METRE_PRICE,
    NEXT,
    NOBODY,
    OF,
    OPEN,
    OPENS,
    OUT,
    OWNER,
    PACE,
    PARTNER,
    PREV,
    PRICE,
    PRIZE,
    PROFILE,
    RELOAD,
    ROUTE,
    SECOND_PRICE,
    SERVICE,
    SKILLS,
    SPOT,
    START,
    UNFAMILIARITY,
    VARIOUS,
    WINDOW,
    Ground,
    Rounds,
    Ways,
)  # fmt: skip
from duongthu.routing.rich.refresh import choose_windows, refresh

MUST = 10**9
"""The prize of a stop that must be visited: no way is worth it."""


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
    """Single vehicles (of a kind without limit as many as stops) and their activities."""
    most = problem.travel.places - problem.depots
    kinds = [kind for kind, vehicle in enumerate(problem.vehicles) for _ in range(min(vehicle.count, most))]
    activities = [
        (number, which)
        for number, kind in enumerate(kinds)
        for which in range(len(problem.vehicles[kind].activities))
    ]
    return Nodes(tuple(kinds), tuple(activities), problem.travel.places)


def ground_of(problem: Problem, near: NDArray[np.int32], nodes: Nodes) -> Ground:
    """All tables, one row a node or vehicle."""
    more = nodes.all - nodes.places
    windows = _grown(problem.windows, more, -1)
    for node, activity in _calls(problem, nodes):
        windows[node, 0] = activity.opens, activity.closes
    kinds = nodes.kinds
    held = _held(problem)
    held_at_delivery = np.minimum(held, 0)
    capacity = np.array([problem.vehicles[kind].capacity for kind in kinds], np.int64).reshape(len(kinds), -1)
    return Ground(
        _ways(problem), nodes.places, near, _stops(problem, nodes), windows, _grown(problem.window_price, more, 0),
        _grown(problem.load + held_at_delivery, more, 0), _grown(problem.collect + held_at_delivery, more, 0),
        _grown(held, more, 0), bool(len(problem.pairs) or problem.sequences), _bonds(problem, nodes),
        _vehicles(problem, nodes), capacity, problem.price_beyond_fair,
    )  # fmt: skip


def _ways(problem: Problem) -> Ways:
    """Where kinds of vehicles differ, the ways of all of them one below the other, the depots' ones, too."""
    travels = [problem.travel, *problem.other_travels] if problem.various else [problem.travel]
    below = {
        name: np.concatenate([getattr(travel, name) for travel in travels])
        if len(travels) > 1
        else getattr(problem.travel, name)
        for name in ("xy", "metres", "seconds", "listed", "depot_metres", "depot_seconds")
    }
    kind = int(problem.travel.kind)
    factors = [np.array([getattr(travel, name) for travel in travels]) for name in ("detour", "pace")]
    return Ways(
        VARIOUS if problem.various else kind, kind, below["xy"], below["metres"], below["seconds"], below["listed"],
        below["depot_metres"], below["depot_seconds"], *factors,
    )  # fmt: skip


def _held(problem: Problem) -> NDArray[np.int64]:
    """What pairs bring aboard at each place, less what they take from there."""
    held = np.zeros_like(problem.load)
    pick_ups, deliveries = problem.pairs.T
    held[pick_ups], held[deliveries] = problem.collect[pick_ups], -problem.load[deliveries]
    return held


def _bonds(problem: Problem, nodes: Nodes) -> NDArray[np.int32]:
    bond = np.full((nodes.all, 4), NOBODY, np.int32)
    bond[:, OPEN] = 0
    within = {stop for sequence in problem.sequences for stop in sequence}
    for pick_up, delivery in problem.pairs:
        if int(pick_up) not in within:
            bond[pick_up, PARTNER], bond[delivery, PARTNER] = delivery, pick_up
            bond[pick_up, OPEN], bond[delivery, OPEN] = -1, 1
    for sequence in problem.sequences:
        bond[list(sequence), LEAD] = sequence[0]
        bond[list(sequence[:-1]), AFTER] = sequence[1:]
    return bond


def _tied(problem: Problem, stop: NDArray[np.int64]) -> None:
    """Sequences are locked or kept as a whole; what must go where the other half of a pair is must be visited."""
    for sequence in problem.sequences:
        members = list(sequence)
        held = stop[members, LOCKED]
        stop[members, LOCKED] = LOCKED_FIRST if (held == LOCKED_FIRST).any() else held.max()
    for pick_up, delivery in problem.pairs:
        halves = [int(pick_up), int(delivery)]
        if (stop[halves, LOCKED] != 0).any():
            stop[halves, PRIZE] = MUST


def _calls(problem: Problem, nodes: Nodes) -> Iterable[tuple[int, Activity]]:
    for at, (number, which) in enumerate(nodes.activities):
        yield nodes.places + at, problem.vehicles[nodes.kinds[number]].activities[which]


def _grown(table: NDArray[np.int64], more: int, value: int) -> NDArray[np.int64]:
    """A table with that many more rows; a new window ends before it begins until it is set."""
    rows = np.full((more, *table.shape[1:]), value, np.int64)
    if value < 0:
        rows[..., 0] = 0
    return np.ascontiguousarray(np.concatenate([table, rows]))


def _stops(problem: Problem, nodes: Nodes) -> NDArray[np.int64]:
    stop = np.zeros((nodes.all, 8), np.int64)
    places = slice(0, nodes.places)
    stop[places, SERVICE], stop[places, SKILLS] = problem.service, problem.skills
    stop[places, PRIZE] = np.where(problem.prize > 0, problem.prize, MUST)
    stop[places, OWNER], stop[places, UNFAMILIARITY] = problem.owner, problem.unfamiliarity_penalty
    stop[places, LOCKED] = np.where(problem.kept, KEPT, 0)
    stop[: problem.depots, PRIZE] = 0
    for vehicle in problem.vehicles:
        stop[list(vehicle.locked), LOCKED] = LOCKED_FIRST
    _tied(problem, stop)
    stop[nodes.places :, OWNER] = NOBODY
    for node, activity in _calls(problem, nodes):
        stop[node, SERVICE], stop[node, PRIZE] = activity.seconds, 0 if isinstance(activity, Reload) else MUST
        stop[node, CALL], stop[node, OF] = (
            RELOAD if isinstance(activity, Reload) else BREAK,
            nodes.activities[node - nodes.places][0],
        )
    return stop


def _vehicles(problem: Problem, nodes: Nodes) -> NDArray[np.int64]:
    table = np.zeros((len(nodes.kinds), 15), np.int64)
    last_of = {kind: number for number, kind in enumerate(nodes.kinds)}
    for number, kind in enumerate(nodes.kinds):
        v, row = problem.vehicles[kind], table[number]
        row[START], row[END], row[LONGEST] = v.start, v.end, v.longest
        row[OPENS], row[CLOSES] = problem.shift_of(kind)
        row[PRICE], row[ABLE], row[FAIR], row[COURIER] = v.price, v.skills, v.fair, v.courier
        row[KIND], row[LAST_OF_KIND] = kind, last_of[kind]
        row[METRE_PRICE], row[SECOND_PRICE] = problem.prices_of(kind)
        row[PACE], row[PROFILE] = v.duration_percent, v.travel
    return table


def empty_rounds(ground: Ground) -> Rounds:
    """Vehicles that ride nowhere."""
    nodes, measures = ground.deliver.shape
    link = np.full((nodes, 5), NOBODY, np.int32)
    link[:, ROUTE], link[:, WINDOW], link[:, SPOT] = OUT, 0, 0
    route = np.zeros((len(ground.vehicle), 9), np.int64)
    route[:, FIRST], route[:, LAST], route[:, MARK] = NOBODY, NOBODY, -1
    head, burden = np.zeros((nodes, 4), np.int64), np.zeros((nodes, measures, 3 + ground.bonded), np.int64)
    return Rounds(link, head, np.zeros((nodes, 5), np.int64), burden, burden.copy(), route)


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


def fill(ground: Ground, rounds: Rounds, chains: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Put chains of nodes on vehicles by number; each stop in the first of its windows it can be begun in."""
    link, route = rounds.link, rounds.route
    for number, given in chains:
        if not given:
            continue
        chain = np.array(given, np.int64)
        link[chain, ROUTE], link[chain[0], PREV], link[chain[-1], NEXT] = number, NOBODY, NOBODY
        link[chain[1:], PREV], link[chain[:-1], NEXT] = chain[:-1], chain[1:]
        route[number, FIRST], route[number, LAST], route[number, COUNT] = chain[0], chain[-1], len(chain)
        if ground.window.shape[1] > 1:
            choose_windows(ground, rounds, number)
        refresh(ground, rounds, number)


def round_of(rounds: Rounds, nodes: Nodes, number: int) -> Round:
    """One vehicle's round."""
    stops: list[int] = []
    activities, x = [], int(rounds.route[number, FIRST])
    while x != NOBODY:
        if x < nodes.places:
            stops.append(x)
        else:
            activities.append((len(stops), nodes.activities[x - nodes.places][1]))
        x = int(rounds.link[x, NEXT])
    return Round(nodes.kinds[number], tuple(stops), tuple(activities))


def rounds_of(rounds: Rounds, nodes: Nodes) -> tuple[Round, ...]:
    """The rounds that have stops, by number of vehicle."""
    every = (round_of(rounds, nodes, number) for number in range(len(nodes.kinds)))
    return tuple(one for one in every if one.stops)
