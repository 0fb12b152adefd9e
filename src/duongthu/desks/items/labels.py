"""The addresses labels are printed from; each gives a PDF."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from duongthu.acts.api import Actor, ActRecord, act_record
from duongthu.desks import audiences
from duongthu.desks.items.bag import bag_within_reach, services_in
from duongthu.desks.items.item import item_within_reach
from duongthu.desks.labels.content import Label, bag_label, item_label
from duongthu.desks.labels.printing import PART, PrintForm, accepted_codes
from duongthu.desks.labels.sheets import SHEETS, pdf
from duongthu.kernel.doors import open_to
from duongthu.mail.api import items_by_codes

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest


@require_GET
@open_to(audiences.LABELS)
def of_item(request: HttpRequest, code: str) -> HttpResponse:
    """``/buu-gui/<code>/nhan.pdf``: one item's label."""
    item = item_within_reach(cast("SeatedRequest", request).actor, code)
    if item is None:
        raise Http404
    return _answer(request, [item_label(item)], item.thing.code)


@require_GET
@open_to(audiences.LABELS)
def of_bag(request: HttpRequest, code: str) -> HttpResponse:
    """``/tui/<code>/nhan.pdf``: one bag's label."""
    bag = bag_within_reach(cast("SeatedRequest", request).actor, code)
    if bag is None:
        raise Http404
    return _answer(request, [bag_label(bag, services_in(bag))], bag.code)


@require_GET
@open_to(audiences.OWN_ACTS)
def of_act(request: HttpRequest, act_id: int) -> HttpResponse:
    """``/so-quy/nghiep-vu/<n>/nhan.pdf``: the labels of every item one act took in, in the order of its list."""
    record = act_record(act_id)
    if record is None or not may_print(cast("SeatedRequest", request).actor, record):
        raise Http404
    codes = accepted_codes(record)
    if not codes:
        raise Http404
    part = _asked(request, len(codes)).cleaned_data["phan"]
    chosen = items_by_codes(codes[(part - 1) * PART : part * PART])
    return _answer(request, [item_label(item) for item in chosen], f"{act_id}-{part}", len(codes))


def may_print(actor: Actor, record: ActRecord) -> bool:
    """Whether the act is the actor's own, or of a unit within reach where he prints labels."""
    own = record.actor_id == actor.person_id
    return own or (record.unit_id in actor.reach and audiences.LABELS.admits(actor.roles))


def _asked(request: HttpRequest, labels: int) -> PrintForm:
    form = PrintForm(request.GET, labels=labels)
    if not form.is_valid():
        raise BadRequest
    return form


def _answer(request: HttpRequest, labels: Sequence[Label], name: str, whole: int = 1) -> HttpResponse:
    asked = _asked(request, whole).cleaned_data
    sheet = SHEETS[asked["kho"]]
    body = pdf(labels, sheet, f"Nhãn {name}", (asked["tu"] - 1) % sheet.places)
    headers = {
        "Content-Disposition": f'inline; filename="nhan-{name}.pdf"',
        "Content-Security-Policy": "frame-ancestors 'self'",  # the rest of ours would stop a browser's own PDF page
        "Cache-Control": "no-store",  # names and addresses
    }
    return HttpResponse(body, content_type="application/pdf", headers=headers)
