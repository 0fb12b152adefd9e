"""Deciding about a trip that did not leave in time; what is decided reassigns dispatches, the loading scan moves them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from duongthu.acts.api import Call, Reason, act
from duongthu.kernel.clock import local
from duongthu.network.api import VAN, RouteTrip, UnitRef, network_on
from duongthu.transport import refusals
from duongthu.transport.actions.trips import TripKey, close_dispatch
from duongthu.transport.facts import LateTripDecided
from duongthu.transport.models import Dispatch, LateDecision, Reassignment, SpecialTrip
from duongthu.transport.queries.late import WAIT_MINUTES, late_case
from duongthu.transport.queries.running import SPECIAL, bags_waiting_for
from duongthu.transport.rules.alternatives import Alternative
from duongthu.transport.rules.tours import Tour

DECIDERS = ("dispatcher", "head", "director", "system")
LONGEST_WAIT = 24 * 60


@dataclass(frozen=True, slots=True)
class AlternativeChosen:
    """What was decided: by which trip the dispatches go, how many items keep their promise, what it costs."""

    trip: str
    kind: str
    by_trip: str
    dispatches: list[str]
    items: int
    items_kept: int
    metres: int
    cost_dong: int


@act("transport.choose_alternative", "Quyết định cho chuyến quá giờ", roles=DECIDERS, unit="unit_id")
def choose_alternative(
    call: Call, *, unit_id: UnitRef, trip: TripKey, kind: Literal["wait", "next", "other", "special"], reason: Reason,
    by_trip: TripKey = "", wait_minutes: Annotated[int, Field(ge=0, le=LONGEST_WAIT)] = WAIT_MINUTES,
) -> AlternativeChosen:  # fmt: skip
    """Decide for a trip that is overdue where it begins: wait, its route's next trip, another route's, or a special van now.

    But for waiting, what waits is closed into dispatches and these are put down for the trip chosen; a special van becomes a
    trip of the day. Bags change hands by the loading scan as ever.

    Args:
        by_trip: which trip of another route, for ``other``. wait_minutes: how long from now it is thought to leave.

    Raises:
        TripNotLate, NoSuchAlternative.
    """
    case = late_case(trip, call.business_on, call.now, wait_minutes)
    if case is None or case.trip.stops[0].unit_id != unit_id:
        raise refusals.TripNotLate(field="trip", trip=trip[:60])
    chosen = next(
        (way for way in case.alternatives if way.kind == kind and by_trip in {"", way.by_trip}), None
    )
    if chosen is None or (kind == LateDecision.OTHER and not by_trip):
        raise refusals.NoSuchAlternative(field="kind", trip=trip, kind=kind)
    key = (
        _send(call, case.trip, case.special)
        if kind == LateDecision.SPECIAL and case.special
        else chosen.by_trip
    )
    decision = LateDecision.objects.create(
        trip=trip, unit_id=unit_id, kind=kind, by_trip=key, reason=reason,
        items=len(case.items), items_kept=chosen.kept, distance_metres=chosen.metres, cost_dong=chosen.cost_dong,
        decided_by_id=call.actor.person_id, decided_at=call.at,
    )  # fmt: skip
    moved = [] if kind == LateDecision.WAIT else _reassign(call, case.trip, chosen, decision)
    call.record(LateTripDecided(trip, kind, key, unit_id))
    return AlternativeChosen(
        trip, kind, key, moved, len(case.items), chosen.kept, chosen.metres, chosen.cost_dong
    )


def _send(call: Call, late: RouteTrip, tour: Tour) -> str:
    """A special trip of the day."""
    names = network_on(call.business_on).units
    key = f"{SPECIAL}-{tour.hub}/{call.business_on:%Y%m%d}/{tour.starts // 60:02d}{tour.starts % 60:02d}"
    same = SpecialTrip.objects.filter(key__startswith=key).count()
    midnight = local(call.now).replace(hour=0, minute=0, second=0, microsecond=0)
    stops = [[tour.hub, 0, 0]]
    stops += [[c.unit_id, c.arrives - tour.starts, c.leaves - tour.starts] for c in tour.calls]
    stops.append([tour.hub, tour.minutes, tour.minutes])
    SpecialTrip.objects.create(
        key=f"{key}/{same + 1}" if same else key, on=call.business_on, vehicle=VAN, stops=stops,
        name=f"{names[tour.hub].name} – {names[tour.calls[-1].unit_id].name}",
        departs_at=midnight + timedelta(minutes=tour.starts),
    )  # fmt: skip
    return f"{key}/{same + 1}" if same else key


def _reassign(call: Call, late: RouteTrip, chosen: Alternative, decision: LateDecision) -> list[str]:
    """Close what waits without a dispatch, and put every waiting dispatch the trip chosen serves down for it."""
    start, reached = late.stops[0].unit_id, chosen.reaches
    waiting: dict[int, list[str]] = {}
    for bag in bags_waiting_for(late).filter(dispatch__isnull=True, to_unit_id__in=reached).order_by("pk"):
        waiting.setdefault(bag.to_unit_id, []).append(bag.code)
    for unit, bags in sorted(waiting.items()):
        close_dispatch(call, unit_id=start, to_unit_id=unit, bags=bags)
    dispatches = list(
        Dispatch.objects.filter(from_unit_id=start, to_unit_id__in=reached, trip__isnull=True).order_by("pk")
    )
    Reassignment.objects.bulk_create(
        Reassignment(decision=decision, dispatch=dispatch, trip=decision.by_trip) for dispatch in dispatches
    )
    return [dispatch.code for dispatch in dispatches]
