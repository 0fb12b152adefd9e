"""What can be done about a trip that did not leave in time, and which items each way still brings in time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duongthu.network.api import RouteTrip
from duongthu.transport.rules.reaching import Change, earliest


@dataclass(frozen=True, slots=True)
class ItemAtRisk:
    """An item in a bag that waits: which stop its bag is for, where it goes in the end (None: beyond the post), its promise."""

    bag_to: int
    office_to: int | None
    promised_on: date | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to bring on what waits.

    Attributes:
        kind: ``wait``, ``next``, ``other``, ``special``. by_trip: the trip; empty for a special one not yet sent.
        arrives: when the bags for each stop come there; a stop not in ``reaches`` waits for the route's next trip.
        reaches: the stops this trip itself serves.
        kept: items that still keep their promise; late: those that do not.
    """

    kind: str
    by_trip: str
    name: str
    leaves_at: datetime
    arrives: Mapping[int, datetime]
    reaches: frozenset[int]
    metres: int = 0
    minutes: int = 0
    cost_dong: int = 0
    kept: int = 0
    late: int = 0


@dataclass(frozen=True)
class Onward:
    """How mail goes on from where a bag is opened.

    Attributes:
        trips: of the day and the days after it. shift_by: minutes of the day by which mail is at the office for its last shift.
        exchange: where mail beyond the post goes.
    """

    trips: Sequence[RouteTrip]
    change: Change
    shift_by: int
    exchange: int | None


def served(trip: RouteTrip, start: int, since: datetime) -> dict[int, datetime]:
    """The stops a trip reaches from a unit it leaves at or after a moment, with their times; empty: it does not pass there."""
    board = next(
        (stop for stop in trip.stops[:-1] if stop.unit_id == start and stop.departs_at >= since), None
    )
    if board is None:
        return {}
    return {stop.unit_id: stop.arrives_at for stop in reversed(trip.stops[board.number + 1 :])}


def shifted(trip: RouteTrip, leaves_at: datetime) -> dict[int, datetime]:
    """When a trip is at its stops if it leaves at that moment instead."""
    delay = leaves_at - trip.departs_at
    return {stop.unit_id: stop.arrives_at + delay for stop in reversed(trip.stops[1:])}


def kept_by(
    items: Sequence[ItemAtRisk],
    arrives: Mapping[int, datetime],
    planned: Mapping[int, datetime],
    onward: Onward,
) -> int:
    """How many items are at their office for the last shift of the day promised.

    Mail that leaves the post keeps its promise where it reaches the exchange no later than if the trip had left in time.
    """
    after: dict[tuple[int, datetime], dict[int, datetime]] = {}

    def reached(stop: int, at: datetime) -> dict[int, datetime]:
        if (stop, at) not in after:
            ready = at + onward.change(stop)
            after[stop, at] = earliest(onward.trips, stop, ready, onward.change) | {stop: at}
        return after[stop, at]

    return sum(
        _keeps(item, arrives.get(item.bag_to), planned[item.bag_to], reached, onward) for item in items
    )


def _keeps(
    item: ItemAtRisk, at: datetime | None, planned: datetime,
    reached: Callable[[int, datetime], dict[int, datetime]], onward: Onward,
) -> bool:  # fmt: skip
    if at is None:
        return False
    if item.office_to is None:
        return _no_later(
            reached(item.bag_to, at), reached(item.bag_to, planned), onward.exchange or item.bag_to
        )
    there = reached(item.bag_to, at).get(item.office_to)
    if item.promised_on is None:
        return there is not None
    by = datetime.combine(item.promised_on, datetime.min.time(), planned.tzinfo)
    return there is not None and there <= by + timedelta(minutes=onward.shift_by)


def _no_later(now: Mapping[int, datetime], planned: Mapping[int, datetime], unit: int) -> bool:
    if unit not in planned:
        return True
    return unit in now and now[unit] <= planned[unit]
