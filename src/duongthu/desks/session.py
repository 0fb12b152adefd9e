"""Who sits at the desk: the sitting, the actor and the seat of each request."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from duongthu.acts.api import Actor
from duongthu.desks.ui.shell import Seat
from duongthu.kernel import clock
from duongthu.network.api import actor_of, network_on
from duongthu.staff.api import (
    POWER_ROLES,
    ROLE_NAMES,
    NoPostHeld,
    Person,
    Role,
    SecurityEvent,
    SignIn,
    Sitting,
    begin_sitting,
    digest_of,
    note_security,
    recently_confirmed,
    seen_now,
    sign_in_of_user,
    sitting_by_key,
    untold_sittings,
)

WORKING_AT = "working_at"  # in the session: the unit somebody said to work at, other than home


class SeatedRequest(HttpRequest):
    """A request of somebody who is signed in and holds a post today."""

    actor: Actor
    seat: Seat
    person: Person
    link: SignIn
    sitting: Sitting
    find_strangers: Callable[[], list[Sitting]]


class SeatMiddleware:
    """Gives each signed-in request its sitting, its actor (who may do what, where) and seat (what the page's head shows)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Seat the request, then go on; a sitting that is over signs out."""
        link = sign_in_of_user(request.user.pk or 0) if request.user.is_authenticated else None
        if link is not None:
            seated, person = cast("SeatedRequest", request), link.person
            seated.person, seated.link = person, link
            if _sits(seated):
                _take_seat(seated)
                seated.find_strangers = partial(untold_sittings, person, but=seated.sitting.pk)
            else:
                note_security(SecurityEvent.Kind.SITTING_ENDED, person_id=person.pk)
                logout(request)
        return self._get_response(request)


def _sits(request: SeatedRequest) -> bool:
    """Whether the sitting of this session goes on; a session that has none yet begins one."""
    key = request.session.session_key or ""
    found = sitting_by_key(digest_of(key))
    if found is None:
        found = begin_sitting(
            request.person, key, browser_of(request), new_browser=False, second_factor=False
        )
    request.sitting = found
    idle, longest = timedelta(minutes=settings.SESSION_IDLE_MINUTES), timedelta(hours=settings.SESSION_HOURS)
    return seen_now(found, idle, longest)


def _take_seat(request: SeatedRequest) -> None:
    try:
        request.actor = actor_of(request.person.code, clock.today(), unit_id=request.session.get(WORKING_AT))
    except NoPostHeld:
        request.session.pop(WORKING_AT, None)
        return
    unit = network_on(clock.today()).units[request.actor.unit_id]
    titles = ", ".join(gettext(ROLE_NAMES[Role(role)]) for role in sorted(request.actor.roles))
    request.seat = Seat(request.person.name, titles, unit.name, request.actor.roles)


def browser_of(request: HttpRequest) -> str:
    """What the browser calls itself, for the list of one's sign-ins."""
    return request.headers.get("User-Agent", "")[:120]


BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_name(told: str) -> str:
    """A browser in two words, the first mark that fits; what tells neither is shown as it calls itself."""
    browser = next((name for mark, name in BROWSERS if mark in told), "")
    system = next((name for mark, name in SYSTEMS if mark in told), "")
    return " · ".join(filter(None, (browser, system))) or told[:60] or "–"


def needs_second_factor(roles: frozenset[str]) -> bool:
    """Whether these roles need a second factor today; the demo's one click needs none."""
    return bool(not settings.DEMO and roles & POWER_ROLES and clock.today() >= settings.SECOND_FACTOR_FROM)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person has shown within the last minutes who he is; the demo has no pass phrases to ask for."""
    return settings.DEMO or recently_confirmed(cast("SeatedRequest", request).sitting)
