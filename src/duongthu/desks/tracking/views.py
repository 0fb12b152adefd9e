"""Public tracking: the journey of an item, and nothing about people or money."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duongthu.desks.naming import event_title, holder_name, state_mark
from duongthu.desks.ui.parts import Step, Tone
from duongthu.kernel import s10
from duongthu.kernel.doors import PUBLIC, open_to
from duongthu.kernel.refusal import Refusal
from duongthu.mail.api import (
    CustodyEvent,
    Event,
    custody_of,
    history_of,
    item_by_code,
    partner_state,
)
from duongthu.notices.api import hotline

HIDDEN = {Event.BAG, Event.UNBAG}


@require_GET
@open_to(PUBLIC)
def track(request: HttpRequest) -> HttpResponse:
    """``/tra-cuu/?so=EA…``: state, promise and journey; a wrong number is named."""
    asked = request.GET.get("so", "").strip()
    page: dict[str, object] = {"asked": asked, "hotline": hotline()}
    if not asked:
        return render(request, "desks/track.html", page)
    try:
        code = s10.parse(asked).code
    except Refusal as refusal:
        return render(request, "desks/track.html", page | {"refusal": refusal.message}, status=422)
    found = _journey(code)
    if found is None:
        message = _("Chưa có bưu gửi mang số %(code)s trong hệ thống.") % {"code": code}
        return render(request, "desks/track.html", page | {"refusal": message}, status=404)
    return render(request, "desks/track.html", page | found)


def _journey(code: str) -> dict[str, object] | None:
    item, partner = item_by_code(code), partner_state(code)
    if item is None:
        return {"code": code, "partner": partner} if partner else None
    custody = custody_of(item.pk)
    steps = [_step(event) for event in history_of(item.pk) if Event(event.code) not in HIDDEN]
    mark = state_mark(custody.state) if custody else None
    return {
        "code": code,
        "mark": mark,
        "promised_on": item.promised_on,
        "steps": steps[::-1],
        "partner": partner,
    }


def _step(event: CustodyEvent) -> Step:
    tone = Tone.HOLD if event.code in {Event.FAIL, Event.MISS} else Tone.DONE
    place = holder_name(f"U{event.unit_id}", public=True)
    return Step(event_title(event.code), event.at, place, tone=tone)
