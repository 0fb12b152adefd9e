"""Ask one registered query: the same role, reach and page bound as on a screen, the answer typed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from duongthu.acts.api import Actor, Answer, NothingFound, UnknownQuery, ask_in_words, find_query, perform
from duongthu.kernel.doors import MACHINE, open_to
from duongthu.kernel.refusal import Refusal
from duongthu.rest.tokens import caller_from
from duongthu.rest.views import status_of
from duongthu.staff.api import SecurityEvent, note_security

BEYOND = {"acts.unit_out_of_reach": 422, "acts.role_not_allowed": 403}
PAGE = "page"
SHOWN = 50


@require_GET
@open_to(MACHINE)
def read(request: HttpRequest, query: str) -> HttpResponse:
    """``GET /api/v1/queries/NAME?…&page=2``: one page of rows, or the one row asked for."""
    try:
        caller = caller_from(request.headers.get("Authorization", ""), request.headers.get("X-Device", ""))
        vars(request)["actor"] = caller.actor  # for the log
        caller.check_query(query)
    except Refusal as refusal:
        return JsonResponse(refusal.as_dict(), status=status_of(refusal))
    texts = {name: request.GET[name] for name in request.GET if name != PAGE}
    try:
        spec = find_query(query)
        answer = ask_in_words(caller.actor, spec, texts, request.GET.get(PAGE))
    except Refusal as refusal:
        _note(caller.actor, query, texts, refusal)
        return JsonResponse(refusal.as_dict(), status=_status_of(refusal))
    rows = spec.rows.dump_python(answer.rows, mode="json")
    return JsonResponse({"query": query, "row": rows[0]} if spec.one else _paged(query, answer, rows))


def _paged(query: str, answer: Answer[object], rows: list[object]) -> dict[str, object]:
    book = answer.page.paginator
    return {
        "query": query, "page": answer.page.number, "pages": book.num_pages, "total": book.count, "rows": rows,
    }  # fmt: skip


def _status_of(refusal: Refusal) -> int:
    if isinstance(refusal, NothingFound | UnknownQuery):
        return 404
    return BEYOND.get(refusal.code, 422)


def _note(actor: Actor, query: str, texts: dict[str, str], refusal: Refusal) -> None:
    """What lies beyond role or reach is written down; of a thing that exists also as on the screens, in the act log."""
    exists = isinstance(refusal, NothingFound) and refusal.beyond
    if exists:
        perform(actor, "network.look_beyond_reach", {"text": " ".join(texts.values())[:SHOWN]})
    if exists or refusal.code in BEYOND:
        kind = SecurityEvent.Kind.BEYOND_REACH
        note_security(kind, person_id=actor.person_id, device=actor.device, detail=f"{query} {refusal.code}")
