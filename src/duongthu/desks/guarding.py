"""The guard at the desks' doors: nobody comes in whom a view is not for, and what is refused is noted.

A view says for whom it is (``kernel/doors.py``); one that says nothing is for nobody.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from duongthu.acts.api import Actor, ActRecord
from duongthu.desks import audiences
from duongthu.desks.naming import unit_name
from duongthu.desks.session import SeatedRequest, needs_second_factor
from duongthu.kernel.clock import today
from duongthu.kernel.doors import Audience, Entry, audience_of
from duongthu.kernel.refusal import Refusal
from duongthu.ledger.api import acts_on_name
from duongthu.staff.api import SecurityEvent, factors_of, note_security, posts_of

Kind = SecurityEvent.Kind


class GuardMiddleware:
    """Asks each view for whom it is, before it runs; keeps personal pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; nothing that is not for everybody is kept by a browser or a proxy."""
        response = self._get_response(request)
        audience: Audience | None = getattr(request, "audience", None)
        if audience is None or audience.entry is not Entry.PUBLIC or request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the request in."""
        audience = audience_of(view)
        request.audience = audience  # type: ignore[attr-defined]
        if audience is None:
            return not_yours(request, "trang không khai báo cho ai")
        if audience.entry in {Entry.PUBLIC, Entry.MACHINE}:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return None if audience.entry is Entry.PERSON else _kept_out(request, audience)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that cannot be shown says why in words; anything but a refusal goes on as the error it is."""
        if not isinstance(error, Refusal):
            return None
        if request.path.endswith(".json"):
            return JsonResponse(error.as_dict(), status=422)
        return render(request, "desks/refused.html", {"refusal": error}, status=422)


def _kept_out(request: HttpRequest, audience: Audience) -> HttpResponse | None:
    """What somebody signed in meets who may not see a page (now); None lets him in."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return no_post(request)
    return _duty(request, actor) if audience.admits(actor.roles) else not_yours(request, audience.name)


def no_post(request: HttpRequest) -> HttpResponse:
    """The page of somebody without a post at home today: where else he holds one he may say to work."""
    person = getattr(request, "person", None)
    units = dict.fromkeys(post.unit_id for post in posts_of(person, today())) if person else {}
    places = [{"unit_id": unit, "name": unit_name(unit)} for unit in units]
    return render(request, "desks/no_post.html", {"places": places}, status=403)


def _duty(request: HttpRequest, actor: Actor) -> HttpResponse | None:
    """What must be done first: a pass phrase another set is changed, a second factor these roles need is added and shown."""
    if settings.DEMO:
        return None
    seated = cast("SeatedRequest", request)
    if seated.link.must_change:
        return redirect("account_phrase")
    if needs_second_factor(actor.roles) and not seated.sitting.second_factor:
        return redirect("confirm" if factors_of(seated.person) else "account_factors")
    return None


def not_yours(request: HttpRequest, audience: str) -> HttpResponse:
    """The page that says for whom the page is; the attempt is noted."""
    actor: Actor | None = getattr(request, "actor", None)
    note_security(
        Kind.BEYOND_ROLES,
        person_id=actor.person_id if actor else 0,
        detail=f"{request.method} {request.path}",
    )
    return render(request, "desks/not_yours.html", {"audience": audience}, status=403)


def beyond_reach(actor: Actor, what: str) -> Http404:
    """To be raised where something asked for lies beyond the actor's reach: noted, and answered as if it were not there."""
    note_security(Kind.BEYOND_REACH, person_id=actor.person_id, detail=what)
    return Http404(what)


def may_open_act(actor: Actor, record: ActRecord) -> bool:
    """Whether the act is the actor's own, moved money on his name, or lies within reach of one who may see the books."""
    return record.seq in acts_to_open(actor, [record])


def acts_to_open(actor: Actor, records: Iterable[ActRecord]) -> frozenset[int]:
    """Numbers of those of some acts that the actor may open."""
    sees = audiences.BOOKS.admits(actor.roles)
    found: set[int] = set()
    left: set[int] = set()
    for one in records:
        open_to_him = one.actor_id == actor.person_id or (sees and one.unit_id in actor.reach)
        (found if open_to_him else left).add(one.seq)
    return frozenset(found | acts_on_name(actor.person_id, left)) if left else frozenset(found)
