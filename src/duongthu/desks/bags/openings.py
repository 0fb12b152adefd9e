"""Opening a bag and counting again what lacked: the forms' fields, and what is said of the outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duongthu.acts.api import Actor
from duongthu.desks import audiences, page_query
from duongthu.desks.bags.scanned import scans_of
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.ui.parts import Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.transport.api import Bag, bags_to_count_again, bags_to_open, content_of

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

OPEN, COUNT = "transport.open_received_bag", "transport.count_again"
CONTROLS = frozenset({"controller", "head"})  # they count again at the units below theirs, too
MOST = 100  # bags on the page
_ids = IdMaker()


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A bag that waits for its opening, or for a second count; ``missing``: what nobody has found in it yet."""

    code: str
    seal: str
    items: int
    way: str
    unit_id: int
    counted_by: str
    counted_at: Any
    missing: list[str]
    own: bool
    command_id: UUID


def waiting_for(actor: Actor) -> dict[str, list[OpeningLine]]:
    """What waits here to be opened, and what to be counted again: of who controls, at the units of his reach."""
    places = actor.reach if CONTROLS & actor.roles else {actor.unit_id}
    return {
        "to_open": _lines(actor, bags_to_open(actor.unit_id)),
        "to_count": _lines(actor, bags_to_count_again(places)),
    }


def _lines(actor: Actor, bags: Iterable[Bag]) -> list[OpeningLine]:
    return [_line(actor, bag) for bag, _number in zip(bags, range(MOST), strict=False)]


def _line(actor: Actor, bag: Bag) -> OpeningLine:
    counted = bag.counted_by_id is not None
    return OpeningLine(
        bag.code,
        bag.seal,
        bag.items,
        f"{unit_name(bag.from_unit_id)} → {unit_name(bag.to_unit_id)}",
        bag.to_unit_id,
        person_name(bag.counted_by_id) if bag.counted_by_id is not None else "",
        bag.counted_at,
        sorted(content_of(bag)) if counted else [],
        counted and bag.counted_by_id == actor.person_id,
        _ids.make(now()),
    )


@require_POST
@open_to(audiences.TAKE_BAGS)
def open_bag(request: HttpRequest) -> HttpResponseRedirect:
    """Open a bag that arrived, with the seal as read and the numbers that came out of it."""
    unit_id = cast("SeatedRequest", request).actor.unit_id
    return _done(request, OPEN, {"unit_id": unit_id, "seal": page_query.text(request, "seal")})


@require_POST
@open_to(audiences.COUNT_BAGS)
def count_again(request: HttpRequest) -> HttpResponseRedirect:
    """Count again: what was found after all, and by a second person what lacks for good."""
    return _done(request, COUNT, {"unit_id": page_query.number(request, "unit_id", 0)})


def _done(request: HttpRequest, act: str, params: dict[str, Any]) -> HttpResponseRedirect:
    said = {**params, "bag": page_query.text(request, "bag"), "scans": scans_of(request)}
    outcome = page_query.do(request, act, said)
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        say(request, *_words(outcome.result))
    return redirect("bags")


def _words(found: dict[str, Any]) -> tuple[Tone, str]:
    """How much was taken in, and each difference by its numbers."""
    words = [
        _("Đã nhận %(count)s bưu gửi từ túi %(bag)s.") % {"count": len(found["present"]), "bag": found["bag"]}
    ]
    waits, short = _("Chưa thấy, chờ người thứ hai đếm lại: %(codes)s."), _("Thiếu: %(codes)s.")
    named = (
        (waits if found["unconfirmed"] else short, found["short"]),
        (_("Thừa: %(codes)s."), found["over"]),
        (_("Lạc hướng: %(codes)s."), found["missent"]),
        (_("Không phải số hiệu bưu gửi: %(codes)s."), found["unknown"]),
    )
    words += [sentence % {"codes": ", ".join(codes)} for sentence, codes in named if codes]
    if found["seal_differs"]:
        words.append(_("Số niêm phong không khớp: đã ghi biên bản."))
    return Tone.DONE if len(words) == 1 else Tone.HOLD, " ".join(words)
