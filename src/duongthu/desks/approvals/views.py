"""The second pair of eyes: what waits for a yes, what exactly it would do, and the yes or no."""

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import (
    Actor,
    Approval,
    Outcome,
    Proposal,
    approvals_of,
    ask,
    find_act,
    is_named,
    proposal_seen,
    waiting_proposals_query,
)
from duongthu.desks import audiences, page_query
from duongthu.desks.approvals.proposal_preview import proposal_preview, told_params
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.session import is_confirmed
from duongthu.desks.tables import proposals_table
from duongthu.desks.ui.parts import Mark, Pair, Tab, Tone
from duongthu.desks.ui.shell import say
from duongthu.desks.words import PROPOSAL_TITLES, act_title
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

TONES = {Proposal.OPEN: Tone.HOLD, Proposal.CARRIED_OUT: Tone.DONE, Proposal.REJECTED: Tone.VOID}
_ids = IdMaker()


class ReasonForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do không duyệt"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Ghi lý do: người lập cần biết phải sửa gì.")},
    )


@require_GET
@open_to(audiences.PROPOSALS)
def waiting(request: HttpRequest) -> HttpResponse:
    """``/cho-duyet/``: what waits for the actor, or with ``?cua=toi`` what the actor made and others must check."""
    actor, own = cast("SeatedRequest", request).actor, request.GET.get("cua") == "toi"
    mine = ask(actor, waiting_proposals_query, own=True)
    theirs = ask(actor, waiting_proposals_query, own=False)
    here = reverse("approvals")
    tabs = [
        Tab(_("Chờ bạn duyệt"), here, theirs.page.paginator.count, not own),
        Tab(_("Bạn đã lập"), f"{here}?cua=toi", mine.page.paginator.count, own),
    ]
    empty = (
        _("Bạn không có đề nghị nào đang chờ người khác duyệt.")
        if own
        else _("Không có đề nghị nào chờ bạn.")
    )
    page = {"tabs": tabs, "waiting": proposals_table((mine if own else theirs).rows, empty)}
    return render(request, "desks/approvals.html", page)


@require_GET
@open_to(audiences.PROPOSALS)
def one(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """``/cho-duyet/<n>/``: what is proposed, what it would do if it were approved now, and who has spoken."""
    return _page(request, _found(request, proposal_id), ReasonForm())


def _page(request: HttpRequest, proposal: Proposal, form: ReasonForm) -> HttpResponse:
    actor, said = cast("SeatedRequest", request).actor, approvals_of([proposal.pk])[proposal.pk]
    is_open = proposal.status == Proposal.OPEN
    page = {
        "proposal": proposal,
        "title": act_title(proposal.act),
        "mark": Mark(TONES[proposal.status], str(PROPOSAL_TITLES[proposal.status])),
        "params": told_params(proposal),
        "facts": _facts(proposal, said),
        "foreseen": proposal_preview(actor, proposal) if is_open else None,
        "why_not": _why_not(actor, proposal, said) if is_open else "",
        "form": form,
        "last": len(said) + 1 >= proposal.needed,
        "command_id": _ids.make(now()),
    }
    return render(request, "desks/proposal.html", page, status=422 if form.errors else 200)


def _facts(proposal: Proposal, said: list[Approval]) -> list[Pair]:
    pairs = [
        Pair(_("Số đề nghị"), proposal.pk, "count"),
        Pair(_("Người lập"), proposal.maker_name),
        Pair(_("Đơn vị"), unit_name(proposal.unit_id)),
        Pair(_("Lập lúc"), proposal.proposed_at, "moment"),
        Pair(_("Đã duyệt / cần"), f"{len(said)}/{proposal.needed}"),
    ]
    return pairs + [Pair(_("Đã duyệt"), person_name(a.checker_id)) for a in said]


def _why_not(actor: Actor, proposal: Proposal, said: list[Approval]) -> str:
    """Why this person cannot say yes or no; empty when they can."""
    if proposal.maker_id == actor.person_id:
        return _("Bạn lập đề nghị này, nên người khác phải duyệt.")
    if actor.person_id in {approval.checker_id for approval in said}:
        return _("Bạn đã duyệt; còn cần một người khác.")
    four_eyes = find_act(proposal.act).four_eyes
    checking = frozenset(four_eyes.roles) if four_eyes else actor.roles
    if four_eyes and is_named(actor, proposal):
        checking |= frozenset(four_eyes.parties)
    allowed = find_act("acts.approve").roles & checking
    return "" if allowed & actor.roles else _("Vị trí của bạn không được duyệt loại đề nghị này.")


def _found(request: HttpRequest, proposal_id: int) -> Proposal:
    actor = cast("SeatedRequest", request).actor
    proposal = proposal_seen(actor, proposal_id)
    if proposal is None:
        raise Http404
    return proposal


@require_POST
@open_to(audiences.CHECKERS)
def approve(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Say yes; the last yes carries the proposal out. Who has not shown himself within the last minutes is asked again."""
    if not is_confirmed(request):
        say(request, Tone.HOLD, _("Xác nhận lại trước khi duyệt, rồi bấm Duyệt một lần nữa."))
        return redirect(
            f"{reverse('confirm')}?{urlencode({'next': reverse('proposal', args=[proposal_id])})}"
        )
    outcome = page_query.do(request, "acts.approve", {"proposal_id": proposal_id})
    carried = outcome.done and outcome.result["carried_out"]
    words = _("Đã duyệt và thực hiện.") if carried else _("Đã duyệt; còn chờ người khác.")
    return _after(request, outcome, words, proposal_id)


@require_POST
@open_to(audiences.CHECKERS)
def reject(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Say no, with the reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, _found(request, proposal_id), form)
    params = {"proposal_id": proposal_id, "reason": form.cleaned_data["reason"]}
    return _after(
        request, page_query.do(request, "acts.reject", params), _("Không duyệt: đã ghi lý do."), proposal_id
    )


def _after(request: HttpRequest, outcome: Outcome, words: str, proposal_id: int) -> HttpResponse:
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
        return redirect("proposal", proposal_id)
    say(request, Tone.DONE, words)
    return redirect("approvals")
