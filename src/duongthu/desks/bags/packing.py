"""Packing: items scanned into a bag for the next unit, sealed in one go; sealed bags gathered into a dispatch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import ask
from duongthu.desks import audiences, page_query
from duongthu.desks.bags.scanned import scans_of
from duongthu.desks.naming import unit_name
from duongthu.desks.outcome_messages import tell
from duongthu.desks.ui.parts import Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now, today
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.network.api import network_on
from duongthu.transport.api import BagRow, leaving_bags_query

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

PACK, DISPATCH = "transport.pack_bag", "transport.close_dispatch"
_ids = IdMaker()


@require_GET
@open_to(audiences.TAKE_BAGS)
def show(request: HttpRequest) -> HttpResponse:
    """``/dong-tui/?den=``: a bag to fill for a unit that mail routes lead to, and the sealed bags that wait, by unit."""
    actor = cast("SeatedRequest", request).actor
    page = {
        "unit": unit_name(actor.unit_id),
        "ways": sorted(((one, unit_name(one)) for one in ways_from(actor.unit_id)), key=lambda way: way[1]),
        "chosen": page_query.number(request, "den", 0),
        "command_id": _ids.make(now()),
        "waiting": _by_unit(ask(actor, leaving_bags_query, unit_id=actor.unit_id).rows),
    }
    return render(request, "desks/packing.html", page)


def ways_from(unit_id: int) -> set[int]:
    """The units (ids) to which a mail route leads from a unit, whatever the day of the week."""
    found = set[int]()
    for route in network_on(today()).routes:
        units = [stop.unit_id for stop in route.stops]
        if unit_id in units:
            found |= set(units[units.index(unit_id) + 1 :])
    return found - {unit_id}


def _by_unit(bags: Sequence[BagRow]) -> list[tuple[int, list[BagRow], UUID]]:
    found: dict[int, list[BagRow]] = {}
    for bag in bags:
        found.setdefault(bag.to_unit_id, []).append(bag)
    return [(unit_id, own, _ids.make(now())) for unit_id, own in found.items()]


@require_POST
@open_to(audiences.TAKE_BAGS)
def pack(request: HttpRequest) -> HttpResponseRedirect:
    """Fill and seal a bag; numbers that could not go in are named with their reason."""
    to_unit_id = page_query.number(request, "to_unit_id", 0)
    params = {
        "unit_id": cast("SeatedRequest", request).actor.unit_id,
        "to_unit_id": to_unit_id,
        "seal": page_query.text(request, "seal"),
        "scans": scans_of(request),
    }
    outcome = page_query.do(request, PACK, params)
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        _say_packed(request, outcome.result)
    return redirect(f"/dong-tui/?den={to_unit_id}")


def _say_packed(request: HttpRequest, packed: dict[str, Any]) -> None:
    words = [_("Đã đóng túi %(bag)s, niêm phong %(seal)s: %(items)s bưu gửi.") % packed]
    wrong = [line["refusal"]["message"] for line in packed["lines"] if line["refusal"]]
    if wrong:
        words.append(_("Không vào túi: %(reasons)s") % {"reasons": " ".join(wrong)})
    say(request, Tone.HOLD if wrong else Tone.DONE, " ".join(words))


@require_POST
@open_to(audiences.TAKE_BAGS)
def dispatch(request: HttpRequest) -> HttpResponseRedirect:
    """Gather the bags ticked into a dispatch for their unit."""
    params = {
        "unit_id": cast("SeatedRequest", request).actor.unit_id,
        "to_unit_id": page_query.number(request, "to_unit_id", 0),
        "bags": request.POST.getlist("bags"),
    }
    tell(request, page_query.do(request, DISPATCH, params), DISPATCH)
    return redirect("packing")
