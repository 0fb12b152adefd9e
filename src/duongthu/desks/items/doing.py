"""The one door through which an item's page does something with it."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from duongthu.acts.api import Outcome
from duongthu.desks import audiences, page_query
from duongthu.desks.items import item as item_page
from duongthu.desks.items.controls import CONTROLS, form_of, panels, subject_of
from duongthu.desks.outcome_messages import say_outcome
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

_ids = IdMaker()


@require_POST
@open_to(audiences.ITEMS)
def act(request: HttpRequest, code: str, control: str) -> HttpResponse:
    """``/buu-gui/<code>/lam/<control>/``: do one thing with the item; a refusal comes back beside its form."""
    actor, wanted = cast("SeatedRequest", request).actor, CONTROLS.get(control)
    item = item_page.item_within_reach(actor, code)
    subject = subject_of(actor, item) if item else None
    if item is None or wanted is None or subject is None:
        raise Http404
    form = form_of(wanted, subject, request.POST, control)
    if form.is_valid():
        params = {"unit_id": subject.unit_id, **wanted.params(subject, _line(request), form.cleaned_data)}
        outcome = page_query.do(request, wanted.act, params)
        refusal = _refusal(outcome)
        if refusal is None:
            say_outcome(request, outcome, wanted.act)
            return redirect("item", item.thing.code)
        form.add_error(refusal["field"] if refusal["field"] in form.fields else None, refusal["message"])
    page = item_page.page_of(request, item, panels(subject_of(actor, item), control, form))
    return render(request, "desks/item.html", page, status=422)


def _line(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("line_id", ""))
    except ValueError:
        return _ids.make(now())


def _refusal(outcome: Outcome) -> dict[str, Any] | None:
    """Why nothing was done: the command's refusal, or that of its only line."""
    if outcome.refusal:
        return outcome.refusal
    lines = outcome.result.get("lines", ())
    return next((line["refusal"] for line in lines if line["status"] == "refused"), None)
