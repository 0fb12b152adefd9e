"""From a problem to the compiled search's ground and rounds, and back to lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.problem import Call, Problem, Round
from duongthu.routing.schedules.ground import (
    ABLE,
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
    LOCKED,
    LOCKED_FIRST,
    LONGEST,
    MARK,
    NEXT,
    NOBODY,
    OF,
    OPENS,
    OUT,
    OWNER,
    PREV,
    PRICE,
    PRIZE,
    RELOAD,
    ROUTE,
    SERVICE,
    SKILLS,
    SPOT,
    START,
    STRAY,
    WINDOW,
    Ground,
    Prices,
    Rounds,
    Ways,
)  # fmt: skip
from duongthu.routing.schedules.refresh import refresh

MUST = 10**9
"""The prize of a stop that must be visited: no way is worth it."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """What the numbers of a search stand for.

    Attributes:
        kinds: the kind of each single vehicle.
        calls: of the nodes behind the places: number of vehicle, and which of its calls.
        places: how many nodes come before them.
    """

    kinds: tuple[int, ...]
    calls: tuple[tuple[int, int], ...]
    places: int

    @property
    def all(self) -> int:
        """How many nodes there are."""
        return self.places + len(self.calls)


def nodes_of(problem: Problem) -> Nodes:
    """Single vehicles (of a kind without limit as many as stops) and their calls."""
    most = problem.travel.places - problem.depots
    kinds = [kind for kind, vehicle in enumerate(problem.vehicles) for _ in range(min(vehicle.count, most))]
    calls = [
        (number, which)
        for number, kind in enumerate(kinds)
        for which in range(len(problem.vehicles[kind].calls))
    ]
    return Nodes(tuple(kinds), tuple(calls), problem.travel.places)


def ground_of(problem: Problem, near: NDArray[np.int32], nodes: Nodes) -> Ground:
    """All tables, one row a node or vehicle."""
    travel = problem.travel
    ways = Ways(
        int(travel.kind), travel.xy, travel.metres, travel.seconds, travel.listed, travel.depot_metres,
        travel.depot_seconds, travel.detour, travel.pace,
    )  # fmt: skip
    more = nodes.all - nodes.places
    windows = _grown(problem.windows, more, -1)
    for node, call in _calls(problem, nodes):
        windows[node, 0] = call.opens, call.closes
    kinds = nodes.kinds
    capacity = np.array([problem.vehicles[kind].capacity for kind in kinds], np.int64).reshape(len(kinds), -1)
    prices = Prices(problem.price_metre, problem.price_second, problem.price_beyond_fair)
    return Ground(
        ways, nodes.places, near, _stops(problem, nodes), windows, _grown(problem.window_price, more, 0),
        _grown(problem.load, more, 0), _grown(problem.collect, more, 0), _vehicles(problem, nodes), capacity, prices,
    )  # fmt: skip


def _calls(problem: Problem, nodes: Nodes) -> Iterable[tuple[int, Call]]:
    for at, (number, which) in enumerate(nodes.calls):
        yield nodes.places + at, problem.vehicles[nodes.kinds[number]].calls[which]


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
    stop[places, OWNER], stop[places, STRAY] = problem.owner, problem.stray_price
    stop[places, LOCKED] = np.where(problem.kept, KEPT, 0)
    stop[: problem.depots, PRIZE] = 0
    for vehicle in problem.vehicles:
        stop[list(vehicle.locked), LOCKED] = LOCKED_FIRST
    stop[nodes.places :, OWNER] = NOBODY
    for node, call in _calls(problem, nodes):
        stop[node, SERVICE], stop[node, PRIZE] = call.seconds, 0 if call.reload else MUST
        stop[node, CALL], stop[node, OF] = (
            RELOAD if call.reload else BREAK,
            nodes.calls[node - nodes.places][0],
        )
    return stop


def _vehicles(problem: Problem, nodes: Nodes) -> NDArray[np.int64]:
    table = np.zeros((len(nodes.kinds), 11), np.int64)
    last_of = {kind: number for number, kind in enumerate(nodes.kinds)}
    for number, kind in enumerate(nodes.kinds):
        v, row = problem.vehicles[kind], table[number]
        row[START], row[END], row[LONGEST] = v.start, v.end, v.longest
        row[OPENS], row[CLOSES] = problem.shift_of(kind)
        row[PRICE], row[ABLE], row[FAIR], row[COURIER] = v.price, v.skills, v.fair, v.courier
        row[KIND], row[LAST_OF_KIND] = kind, last_of[kind]
    return table


def empty_rounds(ground: Ground) -> Rounds:
    """Vehicles that ride nowhere."""
    nodes, measures = ground.deliver.shape
    link = np.full((nodes, 5), NOBODY, np.int32)
    link[:, ROUTE], link[:, WINDOW], link[:, SPOT] = OUT, 0, 0
    route = np.zeros((len(ground.vehicle), 9), np.int64)
    route[:, FIRST], route[:, LAST], route[:, MARK] = NOBODY, NOBODY, -1
    head, burden = np.zeros((nodes, 4), np.int64), np.zeros((nodes, measures, 3), np.int64)
    return Rounds(link, head, np.zeros((nodes, 5), np.int64), burden, burden.copy(), route)


def chains_of(problem: Problem, nodes: Nodes, start: Sequence[Round]) -> list[tuple[int, list[int]]]:
    """Rounds to begin with, by number of vehicle, as nodes; locked stops where nothing else is given."""
    given: dict[int, list[Round]] = {}
    for one in start:
        given.setdefault(one.vehicle, []).append(one)
    node_of = {call: nodes.places + at for at, call in enumerate(nodes.calls)}
    chains = []
    for number, kind in enumerate(nodes.kinds):
        rides = given.get(kind)
        one = rides.pop(0) if rides else Round(kind, problem.vehicles[kind].locked)
        chain = []
        for at in range(len(one.stops) + 1):
            chain += [node_of[number, call] for before, call in one.calls if before == at]
            chain += one.stops[at : at + 1]
        chains.append((number, chain))
    return chains


def fill(ground: Ground, rounds: Rounds, chains: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Put chains of nodes on vehicles by number; each stop in the first of its windows it can be begun in."""
    for number, chain in chains:
        prior = NOBODY
        for node in chain:
            rounds.link[node, PREV], rounds.link[node, ROUTE] = prior, number
            if prior != NOBODY:
                rounds.link[prior, NEXT] = node
            prior = node
        rounds.route[number, FIRST] = chain[0] if chain else NOBODY
        rounds.route[number, LAST], rounds.route[number, COUNT] = prior, len(chain)
        if chain:
            rounds.link[prior, NEXT] = NOBODY
        refresh(ground, rounds, number)


def round_of(rounds: Rounds, nodes: Nodes, number: int) -> Round:
    """One vehicle's round."""
    stops: list[int] = []
    calls, x = [], int(rounds.route[number, FIRST])
    while x != NOBODY:
        if x < nodes.places:
            stops.append(x)
        else:
            calls.append((len(stops), nodes.calls[x - nodes.places][1]))
        x = int(rounds.link[x, NEXT])
    return Round(nodes.kinds[number], tuple(stops), tuple(calls))


def rounds_of(rounds: Rounds, nodes: Nodes) -> tuple[Round, ...]:
    """The rounds that have stops, by number of vehicle."""
    every = (round_of(rounds, nodes, number) for number in range(len(nodes.kinds)))
    return tuple(one for one in every if one.stops)
