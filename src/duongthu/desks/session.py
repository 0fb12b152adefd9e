"""Who sits at the desk: signing in and out, the demo's users, and the seat of each request."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model, login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from duongthu.acts.api import Actor, perform, system_actor
from duongthu.desks.ui.shell import Seat
from duongthu.kernel import clock
from duongthu.kernel.refusal import Refusal
from duongthu.network.api import actor_of, network_on
from duongthu.staff.api import ROLE_NAMES, NoPostHeld, Role, person_of_user, posts_on

DEMO_ROLES = (
    Role.DIRECTOR, Role.DISPATCHER, Role.HEAD, Role.TELLER, Role.SORTER, Role.COURIER, Role.CASHIER, Role.ACCOUNTANT,
    Role.CONTROLLER,
)  # fmt: skip


class SeatedRequest(HttpRequest):
    """A request of somebody who is signed in and holds a post today."""

    actor: Actor
    seat: Seat


class SeatMiddleware:
    """Gives each signed-in request its actor (who may do what, where) and seat (what the page's head shows)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Seat the request, then go on."""
        if request.user.is_authenticated:
            _take_seat(cast("SeatedRequest", request))
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that cannot be shown says why in words; anything but a refusal goes on as the error it is."""
        if not isinstance(error, Refusal):
            return None
        return render(request, "desks/refused.html", {"refusal": error}, status=422)


def _take_seat(request: SeatedRequest) -> None:
    person = person_of_user(request.user.pk or 0)
    if person is None:
        return
    try:
        request.actor = actor_of(person.code, clock.today())
    except NoPostHeld:
        return
    unit = network_on(clock.today()).units[request.actor.unit_id]
    titles = ", ".join(gettext(ROLE_NAMES[Role(role)]) for role in sorted(request.actor.roles))
    request.seat = Seat(person.name, titles, unit.name, request.actor.roles)


View = Callable[..., HttpResponse]


def seated(view: View) -> View:
    """The view is for people who are signed in and hold a post today."""

    @login_required
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not hasattr(request, "actor"):
            return render(request, "desks/no_post.html", status=403)
        return view(request, *args, **kwargs)

    return checked


class SignInForm(forms.Form):
    """Name and pass phrase."""

    user = forms.CharField(
        label=_("Tên đăng nhập"), max_length=80, error_messages={"required": _("Nhập tên đăng nhập.")}
    )
    phrase = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        widget=forms.PasswordInput,
        error_messages={"required": _("Nhập mật khẩu.")},
    )


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; in the demo one click for each role."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, username=form.cleaned_data["user"], password=form.cleaned_data["phrase"])
        if user is not None:
            login(request, user)
            return redirect(_next(request))
        form.add_error("phrase", _("Tên đăng nhập hoặc mật khẩu không đúng."))
    status = 422 if form.errors else 200
    return render(
        request,
        "desks/sign_in.html",
        {"form": form, "demo": demo_users(), "next": _next(request)},
        status=status,
    )


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """One click in the demo; anywhere else this address does nothing."""
    user = get_user_model().objects.filter(username=request.POST.get("user", "")).first()
    if not settings.DEMO or user is None:
        return redirect("sign_in")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_next(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk."""
    logout(request)
    return redirect("sign_in")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/hom-nay/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/hom-nay/"


def demo_users() -> list[dict[str, str]]:
    """The demo's users by role, empty anywhere else."""
    if not settings.DEMO:
        return []
    day = network_on(clock.today())
    users = []
    for post in _one_post_a_role():
        unit = day.units.get(post.unit_id)
        role = gettext(ROLE_NAMES[Role(post.role)])
        name = post.person.name
        users.append(
            {"user": _user_name(post.role), "role": role, "name": name, "unit": unit.name if unit else ""}
        )
    return users


def make_demo_users() -> int:
    """Open a sign-in for one person of each role of the simulated province; gives how many there are."""
    founder = system_actor(
        "Dựng bản mẫu", frozenset(network_on(clock.today()).units), roles=frozenset({"admin"})
    )
    posts = _one_post_a_role()
    for post in posts:
        perform(
            founder,
            "staff.open_sign_in",
            {"person_code": post.person.code, "user_name": _user_name(post.role)},
        )
    return len(posts)


def _user_name(role: str) -> str:
    return f"mau-{role}"


def _one_post_a_role() -> list[Any]:
    found = []
    for role in DEMO_ROLES:
        post = (
            posts_on(clock.today())
            .filter(role=role)
            .select_related("person")
            .order_by("person__code")
            .first()
        )
        if post is not None:
            found.append(post)
    return found
