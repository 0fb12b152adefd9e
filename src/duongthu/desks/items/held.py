"""Items kept beyond their term: what is to go back to its sender, and what is nobody's."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import ask, find_act
from duongthu.desks import audiences, page_query
from duongthu.desks.naming import unit_name
from duongthu.desks.outcome_messages import tell
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.mail.api import held_over_query

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

RETURN = "mail.return_to_sender"
TERM_OVER = "hết hạn lưu giữ"  # kept in the books, so in the language of the books
DUE = {"return": lazy("chuyển hoàn"), "unclaimed": lazy("không có người nhận: lập hội đồng xử lý")}
_ids = IdMaker()


@require_GET
@open_to(audiences.HELD)
def show(request: HttpRequest) -> HttpResponse:
    """``/luu-qua-han/``: items of one's reach beyond their term, the longest over first; one's own unit's may be sent back."""
    actor = cast("SeatedRequest", request).actor
    may = bool(find_act(RETURN).roles & actor.roles)
    answer = ask(actor, held_over_query)
    lines = [
        {
            "item": row,
            "unit": unit_name(row.unit_id),
            "due": DUE[row.due],
            "returns": may and row.due == "return" and row.unit_id == actor.unit_id,
            "command_id": _ids.make(now()),
        }
        for row in answer.rows
    ]
    page = {"unit": unit_name(actor.unit_id), "lines": lines, "more": answer.page.has_next()}
    return render(request, "desks/held.html", page)


@require_POST
@open_to(audiences.RETURN_ITEMS)
def send_back(request: HttpRequest) -> HttpResponseRedirect:
    """Send one item of one's own unit back to its sender: its term is over."""
    unit_id = cast("SeatedRequest", request).actor.unit_id
    params = {"unit_id": unit_id, "code": page_query.text(request, "code"), "reason": TERM_OVER}
    tell(request, page_query.do(request, RETURN, params), RETURN)
    return redirect("held")
