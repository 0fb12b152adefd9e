"""Why a stop is left out, late or moved, and what would mend it: each reason tried out on the problem, never guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from duongthu.routing.counting import aboard_on, faults_of_round, price_of_round, ride_of
from duongthu.routing.order import others_of
from duongthu.routing.problem import ALWAYS, Plan, Problem, Round
from duongthu.routing.rich.build import chains_of, fill, instance_of, nodes_of, round_of
from duongthu.routing.rich.instance import Instance
from duongthu.routing.rich.what_if import NEVER, cheapest_cost, put_once

LOTS = 2**40


@dataclass(frozen=True, slots=True)
class Reason:
    """What was found by trying.

    Attributes:
        code: ``no_skill``, ``no_capacity``, ``window_missed``, ``no_time``, ``too_far``, ``not_there_yet``,
            ``dearer_than_prize``, ``room_left``, ``break_impossible`` (a vehicle stays at home, for it cannot take its
            breaks within its hours), ``nothing_alone_helps`` of a stop left out; ``late`` of one that begins in a later
            window; ``moved`` and ``no_room_left`` of one that changed its vehicle.
        stop: which.
        vehicle: the kind whose round would take it at the least (left out), on which it is (late), or came from (moved);
            −1: none.
        amount: what mends it: bits of skill, units of load, the second it could begin at, seconds of shift, units of distance, by
            when it would have to be at the depot, the prize it would need; of a late or moved stop what it would cost to be on
            time or back; −1: cannot be.
        measure: the column of ``Problem.load`` an amount of load is of.
    """

    code: str
    stop: int
    vehicle: int = -1
    amount: int = -1
    measure: int = -1


def reasons_of(problem: Problem, plan: Plan, before: Sequence[Round] = ()) -> tuple[Reason, ...]:
    """A reason for every stop that is left out, late, or on another vehicle than ``before``."""
    board = _Board(problem, plan)
    left = [_why_left_out(board, stop) for stop in plan.left_out]
    return (*left, *_late(board), *_moved(board, before))


class _Board:
    """A plan laid out once for trying, under the rules as they are and with one of them lifted."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.nodes = nodes_of(problem)
        self.near = np.full((problem.travel.places, 1), -1, np.int32)
        self._laid: dict[str, tuple[Problem, Instance]] = {}

    def laid(self, lifted: str = "") -> tuple[Problem, Instance]:
        """The problem with a rule lifted, and the plan on it."""
        if lifted not in self._laid:
            problem = _lift(self.problem, lifted)
            instance = instance_of(problem, self.near, self.nodes)
            fill(instance, chains_of(problem, self.nodes, self.plan.rounds))
            self._laid[lifted] = (problem, instance)
        return self._laid[lifted]

    def put(self, stop: int, lifted: str = "") -> tuple[int, Round] | None:
        """The cheapest place of a stop on no round, and the round with it; None where it has none. Checked by the plain count.

        What goes together with it is put in with it.
        """
        problem, instance = self.laid(lifted)
        group = others_of(problem.groups).get(stop, (stop,))
        every = [put_once(instance, self.nodes, one) for one in group]
        found = min((one for one in every if one), key=lambda one: one[0], default=None)
        if found is None or any(True for _ in faults_of_round(problem, found[1])):
            return None
        return found


def _lift(problem: Problem, rule: str) -> Problem:
    """The problem without one kind of rule."""
    if rule == "skill":
        return replace(problem, skills=np.zeros_like(problem.skills))
    if rule == "capacity":
        lots = tuple(LOTS for _ in problem.vehicles[0].capacity)
        return replace(problem, vehicles=tuple(replace(v, capacity=lots) for v in problem.vehicles))
    if rule == "time":
        closes = problem.closes.copy()
        closes[: problem.depots] = ALWAYS
        longer = tuple(replace(v, closes=ALWAYS, longest=ALWAYS) for v in problem.vehicles)
        return replace(problem, vehicles=longer, closes=closes)
    if rule == "distance":
        return replace(problem, vehicles=tuple(replace(v, most_metres=ALWAYS) for v in problem.vehicles))
    if rule == "release":
        return replace(problem, release=np.zeros_like(problem.release))
    return problem


def _why_left_out(board: _Board, stop: int) -> Reason:
    problem = board.problem
    found = board.put(stop)
    if found:
        cost, one = found
        code = "dearer_than_prize" if cost >= problem.prize[stop] > 0 else "room_left"
        return Reason(code, stop, one.vehicle, cost)
    for look in (_skill, _capacity, _window, _time, _distance, _release):
        reason = look(board, stop)
        if reason:
            return reason
    home = next((k for k in range(len(problem.vehicles)) if problem.stays_home(k)), -1)
    return Reason("break_impossible" if home >= 0 else "nothing_alone_helps", stop, home)


def _skill(board: _Board, stop: int) -> Reason | None:
    needed = int(board.problem.skills[stop])
    found = board.put(stop, "skill") if needed else None
    return Reason("no_skill", stop, found[1].vehicle, needed) if found else None


def _capacity(board: _Board, stop: int) -> Reason | None:
    found = board.put(stop, "capacity")
    if not found:
        return None
    vehicle = board.problem.vehicles[found[1].vehicle]
    aboard = [carried for _, carried in aboard_on(board.problem, found[1])]
    beyond = np.max(aboard, axis=0) - np.array(vehicle.capacity)
    measure = int(beyond.argmax())
    return Reason("no_capacity", stop, found[1].vehicle, int(beyond[measure]), measure)


def _window(board: _Board, stop: int) -> Reason | None:
    """Tried with the stop's own windows lifted only."""
    problem, instance = board.laid()
    with instance.windows_of(stop) as windows:
        windows["opens"][0], windows["closes"][0] = 0, ALWAYS
        found = put_once(instance, board.nodes, stop)
    if found is None:
        return None
    one = found[1]
    opens, closes = problem.opens.copy(), problem.closes.copy()
    opens[stop], closes[stop] = 0, ALWAYS
    free = replace(problem, opens=opens, closes=closes)
    if any(True for _ in faults_of_round(free, one)):
        return None
    begins = ride_of(free, one).begins_at[one.stops.index(stop)]
    return Reason("window_missed", stop, one.vehicle, begins)


def _time(board: _Board, stop: int) -> Reason | None:
    found = board.put(stop, "time")
    if not found:
        return None
    one = found[1]
    vehicle, ride = board.problem.vehicles[one.vehicle], ride_of(board.laid("time")[0], one)
    closes = board.problem.shift_of(one.vehicle)[1]
    return Reason("no_time", stop, one.vehicle, max(ride.seconds - vehicle.longest, ride.back_at - closes))


def _distance(board: _Board, stop: int) -> Reason | None:
    if all(vehicle.most_metres >= ALWAYS for vehicle in board.problem.vehicles):
        return None
    found = board.put(stop, "distance")
    if not found:
        return None
    one = found[1]
    beyond = ride_of(board.problem, one).metres - board.problem.vehicles[one.vehicle].most_metres
    return Reason("too_far", stop, one.vehicle, beyond)


def _release(board: _Board, stop: int) -> Reason | None:
    found = board.put(stop, "release") if board.problem.release.any() else None
    if not found:
        return None
    return Reason(
        "not_there_yet", stop, found[1].vehicle, ride_of(board.laid("release")[0], found[1]).leaves_at
    )


def _late(board: _Board) -> Iterator[Reason]:
    """Stops that begin in a window with a price, and what being in their first would cost instead."""
    problem = board.problem
    for one in board.plan.rounds:
        if not ride_of(problem, one).late_price:
            continue
        for stop, begin in zip(one.stops, ride_of(problem, one).begins_at, strict=True):
            if _price_at(problem, stop, begin):
                yield Reason("late", stop, one.vehicle, _cost_elsewhere(board, stop, on_time=True))


def _price_at(problem: Problem, stop: int, begin: int) -> int:
    return next((price for opens, closes, price in problem.windows_of(stop) if opens <= begin <= closes), 0)


def _moved(board: _Board, before: Sequence[Round]) -> Iterator[Reason]:
    """Stops that came from another vehicle, and what going back would cost."""
    was = {stop: one.vehicle for one in before for stop in one.stops}
    for one in board.plan.rounds:
        for stop in one.stops:
            home = was.get(stop, one.vehicle)
            if home != one.vehicle:
                cost = _cost_elsewhere(board, stop, vehicle=home)
                yield Reason("moved" if cost >= 0 else "no_room_left", stop, home, cost)


def _cost_elsewhere(board: _Board, stop: int, *, on_time: bool = False, vehicle: int = -1) -> int:
    """What the plan would cost more with a stop on time, or on a vehicle of a kind; −1: it cannot be."""
    problem, instance = board.laid()
    node = instance.node
    number = int(node["route"][stop])
    together = set(problem.companions.get(stop, (stop,)))
    old = round_of(instance.rounds_now(), board.nodes, number)
    where = [(s, int(node["prev"][s]), int(node["window"][s])) for s in old.stops if s in together]
    for one, _, _ in where:
        instance.unlink(one)
    instance.refresh(number)
    less = _price(problem, round_of(instance.rounds_now(), board.nodes, number)) - _price(problem, old)
    cost = _cheapest_of(board, stop, on_time, vehicle)
    for one, behind, window in where:
        instance.link(one, behind, number, window)
    instance.refresh(number)
    return -1 if cost >= NEVER else max(0, cost + less)


def _price(problem: Problem, one: Round) -> int:
    return price_of_round(problem, one) if one.stops else 0


def _cheapest_of(board: _Board, stop: int, on_time: bool, vehicle: int) -> int:  # noqa: FBT001
    _, instance = board.laid()
    if vehicle >= 0:
        instance.route["zone"] = np.array(board.nodes.kinds) != vehicle
    with instance.windows_of(stop) as windows:
        if on_time:
            windows["opens"][1:], windows["closes"][1:] = 0, -1
        cost = cheapest_cost(instance, stop)
    instance.route["zone"] = 0
    return cost
