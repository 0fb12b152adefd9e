"""What drivers put down here and what of ours has not come; and for a driver, the bags still on his name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Actor, ask, find_act
from duongthu.desks import audiences, page_query
from duongthu.desks.bags.openings import COUNT, waiting_for
from duongthu.desks.naming import unit_name
from duongthu.desks.outcome_messages import tell
from duongthu.desks.ui.parts import Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.transport.api import CarriedRow, bags_in_hands_query, my_bags_query

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

RECEIVE, PUT_DOWN, GIVE_UP = "transport.receive_bags", "transport.put_down_bag", "transport.give_up_bag"
_ids = IdMaker()


@dataclass(frozen=True, slots=True)
class BagLine:
    """A bag on the page, with the command that its form sends."""

    bag: CarriedRow
    command_id: UUID


@dataclass(frozen=True, slots=True)
class TripLines:
    """What one trip put down here, to be taken by one act."""

    trip: str
    driver_id: int
    bags: list[CarriedRow]
    command_id: UUID


@require_GET
@open_to(audiences.BAG_HANDS)
def show(request: HttpRequest) -> HttpResponse:
    """``/tui-thu/``: bags to take, to open and to count again, bags that have not come, bags on one's own name."""
    actor = cast("SeatedRequest", request).actor
    watches, drives = bool(bags_in_hands_query.roles & actor.roles), _may(actor, PUT_DOWN)
    here = ask(actor, bags_in_hands_query, unit_id=actor.unit_id).rows if watches else []
    page = {
        "unit": unit_name(actor.unit_id),
        "watches": watches,
        "drives": drives,
        "takes": _may(actor, RECEIVE),
        "gives_up": _may(actor, GIVE_UP),
        "counts": _may(actor, COUNT),
        **waiting_for(actor),
        "trips": _by_trip(row for row in here if row.put_down_at_id is not None),
        "away": _lines(row for row in here if row.put_down_at_id is None),
        "mine": _lines(ask(actor, my_bags_query).rows) if drives else [],
    }
    return render(request, "desks/bags.html", page)


def _may(actor: Actor, act: str) -> bool:
    return bool(find_act(act).roles & actor.roles)


def _by_trip(bags: Iterable[CarriedRow]) -> list[TripLines]:
    found: dict[str, list[CarriedRow]] = {}
    for bag in bags:
        found.setdefault(bag.trip, []).append(bag)
    return [TripLines(trip, own[0].driver_id, own, _ids.make(now())) for trip, own in found.items()]


def _lines(bags: Iterable[CarriedRow]) -> list[BagLine]:
    return [BagLine(bag, _ids.make(now())) for bag in bags]


@require_POST
@open_to(audiences.TAKE_BAGS)
def receive(request: HttpRequest) -> HttpResponseRedirect:
    """Take what a trip put down here, but for the bags that were ticked as absent."""
    unit_id = cast("SeatedRequest", request).actor.unit_id
    absent = request.POST.getlist("absent")
    params = {"unit_id": unit_id, "trip": page_query.text(request, "trip"), "absent": absent}
    return _done(request, RECEIVE, params)


@require_POST
@open_to(audiences.DRIVE)
def put_down(request: HttpRequest) -> HttpResponseRedirect:
    """A driver puts down a bag that is still on his name."""
    unit_id = page_query.number(request, "unit_id", 0)
    return _done(request, PUT_DOWN, {"unit_id": unit_id, "bag": page_query.text(request, "bag")})


@require_POST
@open_to(audiences.CLOSE_DAY)
def give_up(request: HttpRequest) -> HttpResponseRedirect:
    """Propose to give up a bag that has not come."""
    unit_id = cast("SeatedRequest", request).actor.unit_id
    bag, reason = page_query.text(request, "bag"), page_query.text(request, "reason")
    return _done(request, GIVE_UP, {"unit_id": unit_id, "bag": bag, "reason": reason})


def _done(request: HttpRequest, act: str, params: dict[str, Any]) -> HttpResponseRedirect:
    outcome = page_query.do(request, act, params)
    tell(request, outcome, act)
    absent = outcome.result.get("absent") if outcome.done else None
    if absent:
        words = _("Đã ghi không thấy túi, túi còn mang tên lái xe: %(bags)s.") % {"bags": ", ".join(absent)}
        say(request, Tone.HOLD, words)
    return redirect("bags")
