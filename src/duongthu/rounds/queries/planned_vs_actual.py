"""Rounds as planned, as listed and as ridden: distance, time and order, visit by visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Max

from duongthu.mail.api import CustodyEvent, Event, person_holder
from duongthu.network.api import Position, network_on, ride_matrix
from duongthu.rounds.models import Halt, Plan, Round, Stop
from duongthu.rounds.queries.plans import moment
from duongthu.rounds.rules.keeping import KeptRound, read_plan

KNOWN_PERCENT = 90  # of the visits reported: where the plan knew fewer, its time for them says nothing


@dataclass(frozen=True, slots=True)
class Measure:
    """So many visits in so many metres and seconds; None: nobody knows."""

    stops: int
    metres: int
    seconds: int | None


@dataclass(frozen=True, slots=True)
class RiddenStop:
    """A visit's place in the plan as published (0: it was put in later), on the list and as ridden (0: not reported yet).

    Attributes:
        planned_at: by the plan as published.
    """

    address: str
    planned: int
    listed: int
    ridden: int
    planned_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundCompared:
    """A round three times: as published, on the list as it is now, and as ridden so far.

    Attributes:
        planned: None where it came from no plan. listed: the list as planned last, by the courier's own order where he made one.
        ridden, meant: the visits reported, in the order in which they were reported and in that of the plan; until the last of
            them, without the way home. None before the first report.
        left_at: from when his riding is counted; None: nobody scanned anything into his hands. left_told: by a scan, not by the
            plan.
        kept_percent: of the visits reported, those that followed the same visit as in the plan.
    """

    planned: Measure | None
    listed: Measure
    ridden: Measure | None
    meant: Measure | None
    left_at: datetime | None
    left_told: bool
    kept_percent: int
    stops: list[RiddenStop]


def visits_of(lines: Sequence[Stop]) -> list[Stop]:
    """The first reported line of every visit, in the order in which they were reported."""
    first: dict[int, Stop] = {}
    for line in lines:
        known = first.get(line.number)
        if line.done_at and (known is None or known.done_at is None or line.done_at < known.done_at):
            first[line.number] = line
    return sorted(first.values(), key=_done)


def _done(line: Stop) -> tuple[datetime, int]:
    assert line.done_at is not None, "only reported lines are visits"  # noqa: S101
    return line.done_at, line.place


def compared(one: Round) -> RoundCompared:
    """Planned, listed and ridden."""
    lines = list(one.stops.order_by("number", "place"))
    kept = _planned(one)
    places = _places(kept)
    visits = visits_of(lines)
    meant = sorted(visits, key=lambda line: places.get(_key(line), (len(places) + line.number, None))[0])
    ridden_at = {line.number: n for n, line in enumerate(visits, start=1)}
    first = {line.number: line for line in reversed(lines)}
    left_at, told = _left_at(one, lines, visits)
    stops = [_stop(line, places, ridden_at, visits, one) for _, line in sorted(first.items())]
    return RoundCompared(
        Measure(len(kept.stops), kept.metres, kept.back - kept.leaves) if kept else None,
        Measure(len(first), one.distance_metres, _listed_seconds(one)),
        _as_ridden(one, visits, left_at) if visits else None,
        _as_meant(one, meant, kept) if visits else None,
        left_at,
        told,
        _kept_percent(meant, visits),
        stops,
    )


def _planned(one: Round) -> KeptRound | None:
    """The round as it was published."""
    if one.plan_id is None:
        return None
    content = Plan.objects.values_list("content", flat=True).get(pk=one.plan_id)
    return next((r for r in read_plan(content).rounds if r.crew.courier_id == one.courier_id), None)


def _places(kept: KeptRound | None) -> dict[str, tuple[int, int | None]]:
    """Place and planned arrival of every job, by key."""
    stops = enumerate(kept.stops, start=1) if kept else ()
    return {job.key: (n, stop.arrives) for n, stop in stops for job in stop.jobs}


def _key(line: Stop) -> str:
    return f"T{line.thing_id}" if line.thing_id else f"C{line.task_id}"


def _stop(
    line: Stop, places: dict[str, tuple[int, int | None]], ridden_at: dict[int, int], visits: Sequence[Stop], one: Round
) -> RiddenStop:  # fmt: skip
    planned, arrives = places.get(_key(line), (0, None))
    ridden = ridden_at.get(line.number, 0)
    done_at = visits[ridden - 1].done_at if ridden else None
    planned_at = None if arrives is None else moment(one.on, arrives)
    return RiddenStop(line.address, planned, line.number, ridden, planned_at, done_at)


def _listed_seconds(one: Round) -> int:
    return int((one.back_at - one.leaves_at).total_seconds()) if one.back_at and one.leaves_at else 0


def _left_at(one: Round, lines: Sequence[Stop], visits: Sequence[Stop]) -> tuple[datetime | None, bool]:
    """When the courier left, and whether an act tells it.

    Nobody tells the departure itself. The last scan into his hands (loading, a handover) before his first report comes nearest;
    who had his load before the planned minute is taken to have left at it, unless he reported before.
    """
    first = visits[0].done_at if visits else None
    scans = CustodyEvent.objects.filter(
        thing_id__in=[line.thing_id for line in lines if line.thing_id], detail=one.code,
        code__in=[Event.LOAD.value, Event.HAND_ON.value], to_holder=person_holder(one.courier_id),
    )  # fmt: skip
    before = scans if first is None else scans.filter(at__lte=first)
    scanned = before.aggregate(last=Max("at"))["last"] or one.loaded_at
    if scanned and one.leaves_at and scanned < one.leaves_at <= (first or one.leaves_at):
        return one.leaves_at, False
    return scanned, scanned is not None


def _as_ridden(one: Round, visits: Sequence[Stop], left_at: datetime | None) -> Measure:
    last = visits[-1].done_at
    seconds = max(0, int((last - left_at).total_seconds())) if last and left_at else None
    return Measure(len(visits), _metres(one, visits), seconds)


def _as_meant(one: Round, meant: Sequence[Stop], kept: KeptRound | None) -> Measure | None:
    """The visits reported by now, as the plan would have had them; None where it knew none of them."""
    ends = {job.key: stop.arrives for stop in (kept.stops if kept else ()) for job in stop.jobs}
    known = [ends[_key(line)] for line in meant if _key(line) in ends]
    if kept is None or not known:
        return None
    most = len(known) * 100 >= len(meant) * KNOWN_PERCENT
    return Measure(len(meant), _metres(one, meant), max(known) - kept.leaves if most else None)


def _metres(one: Round, visits: Sequence[Stop]) -> int:
    """From the base through the visits in this order, with the returns for another load."""
    base = network_on(one.on).unit(one.unit_id).at
    again = {n for n in (_first_behind(halt, visits) for halt in one.halts.filter(kind=Halt.RELOAD)) if n}
    points = [base]
    for n, line in enumerate(visits):
        points += [base] if n in again else []
        points.append(Position(line.latitude or base.latitude, line.longitude or base.longitude))
    metres, _ = ride_matrix(points, on=one.on)
    return sum(int(metres[a, b]) for a, b in pairwise(range(len(points))))


def _first_behind(halt: Halt, visits: Sequence[Stop]) -> int:
    """Which of the visits is the first that lies behind a return; 0: none, or the very first."""
    return next((n for n, line in enumerate(visits) if line.number >= halt.before), 0)


def _kept_percent(meant: Sequence[Stop], visits: Sequence[Stop]) -> int:
    before = dict(zip([line.pk for line in meant], [0, *(line.pk for line in meant)], strict=False))
    rode = dict(zip([line.pk for line in visits], [0, *(line.pk for line in visits)], strict=False))
    same = sum(before[pk] == other for pk, other in rode.items())
    return 100 * same // len(rode) if rode else 100
