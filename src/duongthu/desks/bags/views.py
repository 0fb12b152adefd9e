"""What drivers put down here and what of ours has not come; and for a driver, the bags still on his name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Actor, find_act
from duongthu.desks import audiences, page_query
from duongthu.desks.naming import holder_name, unit_name
from duongthu.desks.outcome_messages import say_outcome
from duongthu.desks.ui.parts import Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.mail.api import custody_of
from duongthu.transport.api import Bag, bags_carried_by, bags_put_down_at, bags_sent_and_not_come

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

RECEIVE, PUT_DOWN, GIVE_UP = "transport.receive_bags", "transport.put_down_bag", "transport.give_up_bag"
_ids = IdMaker()


@dataclass(frozen=True, slots=True)
class BagLine:
    """A bag on the page; ``places``: where its driver may put it down."""

    code: str
    seal: str
    items: int
    way: str
    driver: str
    trip: str
    put_down_at: Any
    waits_at: str
    places: list[tuple[int, str]]
    command_id: UUID


@dataclass(frozen=True, slots=True)
class TripLines:
    """What one trip put down here, to be taken by one act."""

    trip: str
    driver: str
    lines: list[BagLine]
    command_id: UUID


@require_GET
@open_to(audiences.BAG_HANDS)
def show(request: HttpRequest) -> HttpResponse:
    """``/tui-thu/``: bags to take, bags that have not come, bags on one's own name."""
    actor = cast("SeatedRequest", request).actor
    page = {
        "unit": unit_name(actor.unit_id),
        "watches": bool(audiences.BAG_HANDS.roles & actor.roles - {"driver"}),
        "drives": _may(actor, PUT_DOWN),
        "takes": _may(actor, RECEIVE),
        "gives_up": _may(actor, GIVE_UP),
        "trips": _by_trip(bags_put_down_at(actor.unit_id)),
        "away": [_line(bag) for bag in bags_sent_and_not_come(actor.unit_id)],
        "mine": [_line(bag) for bag in bags_carried_by(actor.person_id)],
    }
    return render(request, "desks/bags.html", page)


def _may(actor: Actor, act: str) -> bool:
    return bool(find_act(act).roles & actor.roles)


def _by_trip(bags: Iterable[Bag]) -> list[TripLines]:
    found: dict[str, list[BagLine]] = {}
    for line in map(_line, bags):
        found.setdefault(line.trip, []).append(line)
    return [TripLines(trip, lines[0].driver, lines, _ids.make(now())) for trip, lines in found.items()]


def _line(bag: Bag) -> BagLine:
    custody, dispatch = custody_of(bag.pk), bag.dispatch
    places = [bag.to_unit_id, dispatch.from_unit_id if dispatch else bag.from_unit_id]
    return BagLine(
        bag.code,
        bag.seal,
        bag.items,
        f"{unit_name(bag.from_unit_id)} → {unit_name(bag.to_unit_id)}",
        holder_name(custody.holder) if custody else "",
        dispatch.trip.key if dispatch and dispatch.trip else "",
        bag.put_down_at,
        unit_name(bag.put_down_unit_id) if bag.put_down_unit_id else "",
        [(unit_id, unit_name(unit_id)) for unit_id in dict.fromkeys(places)],
        _ids.make(now()),
    )


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
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        say_outcome(request, outcome, act)
        absent = outcome.result.get("absent") if outcome.done else None
        if absent:
            words = _("Đã ghi không thấy túi, túi còn mang tên lái xe: %(bags)s.") % {
                "bags": ", ".join(absent)
            }
            say(request, Tone.HOLD, words)
    return redirect("bags")
