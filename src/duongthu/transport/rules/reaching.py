"""What a timetable brings about, today's or a proposed one: when mail is where, and until when it may be handed in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duongthu.network.api import RouteTrip, TripStop

Change = Callable[[int], timedelta]
"""How long mail stays at a unit between one trip and the next."""


def earliest(trips: Sequence[RouteTrip], start: int, at: datetime, change: Change) -> dict[int, datetime]:
    """When mail that is ready to leave ``start`` at a moment arrives at each unit, riding on trips one after another.

    A trip takes mail from where it begins to each stop, and from each stop to where it ends.
    """
    ready, arrived = {start: at}, {start: at}
    moved = True
    while moved:
        moved = False
        for trip in trips:
            for board, leave in _rides(trip):
                if board.unit_id not in ready or ready[board.unit_id] > board.departs_at:
                    continue
                known = arrived.get(leave.unit_id)
                if known is None or leave.arrives_at < known:
                    arrived[leave.unit_id] = leave.arrives_at
                    ready[leave.unit_id] = leave.arrives_at + change(leave.unit_id)
                    moved = True
    return arrived


def latest(trips: Sequence[RouteTrip], target: int, by: datetime, change: Change) -> dict[int, datetime]:
    """The last departure from each unit whose mail is at ``target`` by a moment."""
    until, leaves = {target: by}, {target: by}
    moved = True
    while moved:
        moved = False
        for trip in trips:
            for board, leave in _rides(trip):
                if leave.unit_id not in until or leave.arrives_at > until[leave.unit_id]:
                    continue
                known = leaves.get(board.unit_id)
                if known is None or board.departs_at > known:
                    leaves[board.unit_id] = board.departs_at
                    until[board.unit_id] = board.departs_at - change(board.unit_id)
                    moved = True
    return leaves


def _rides(trip: RouteTrip) -> Iterable[tuple[TripStop, TripStop]]:
    first, last = trip.stops[0], trip.stops[-1]
    yield from ((first, stop) for stop in trip.stops[1:])
    yield from ((stop, last) for stop in trip.stops[1:-1])


@dataclass(frozen=True, slots=True)
class CutOffs:
    """What a day's timetable must bring about.

    Attributes:
        start: the centre the trunk serves. releases: when its mail is sorted, by wave. deliver_by: when it must be at
            a delivering unit for the couriers, by wave.
        trunk_by: when mail must be back at the centre for the midday and the last trunk.
        collect_from: until when a unit must at least be able to hand mail in for them.
        delivering, collecting: the units they are asked for.
    """

    start: int
    releases: tuple[datetime, ...]
    deliver_by: tuple[datetime, ...]
    trunk_by: tuple[datetime, ...]
    collect_from: tuple[datetime, ...]
    delivering: frozenset[int]
    collecting: frozenset[int]


@dataclass(frozen=True, slots=True)
class UnitTimes:
    """What one unit gets: when each wave's mail arrives, until when mail leaves for each trunk, and which cut-offs are missed.

    ``missed`` holds ``deliver.1``, ``deliver.2``, ``trunk.1``, ``trunk.2``.
    """

    unit_id: int
    arrives: tuple[datetime | None, ...]
    leaves: tuple[datetime | None, ...]
    missed: tuple[str, ...]


def unit_times(trips: Sequence[RouteTrip], asked: CutOffs, change: Change) -> dict[int, UnitTimes]:
    """Every unit that has a cut-off, by id."""
    arrivals = [earliest(trips, asked.start, release, change) for release in asked.releases]
    leaving = [latest(trips, asked.start, by, change) for by in asked.trunk_by]
    return {
        unit: _of_unit(
            unit, asked, tuple(found.get(unit) for found in arrivals), tuple(f.get(unit) for f in leaving)
        )
        for unit in asked.delivering | asked.collecting
    }


def _of_unit(
    unit: int, asked: CutOffs, arrives: tuple[datetime | None, ...], leaves: tuple[datetime | None, ...]
) -> UnitTimes:
    missed = []
    if unit in asked.delivering:
        late = enumerate(zip(arrives, asked.deliver_by, strict=True), start=1)
        missed += [f"deliver.{number}" for number, (at, by) in late if at is None or at > by]
    if unit in asked.collecting:
        early = enumerate(zip(leaves, asked.collect_from, strict=True), start=1)
        missed += [f"trunk.{number}" for number, (at, since) in early if at is None or at < since]
    return UnitTimes(unit, arrives, leaves, tuple(missed))
