"""Signing in and out: the pass phrase, the delay after wrong ones, and the browser that is known again."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model, login, logout
from django.contrib.auth.models import AbstractBaseUser
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from duongthu.desks.demo import demo_users
from duongthu.desks.session import browser_of
from duongthu.kernel import clock
from duongthu.kernel.doors import PERSON, PUBLIC, open_to
from duongthu.kernel.ids import IdMaker
from duongthu.staff.api import (
    Person,
    SecurityEvent,
    SignIn,
    SignInBarred,
    begin_sitting,
    check_not_barred,
    count_failure,
    delay_keys,
    factors_of,
    finish_sitting,
    forget_failures,
    note_security,
    person_of_user,
    renew_hash,
    sign_in_of,
)

Kind = SecurityEvent.Kind
HOME = "/hom-nay/"
WAITING = (
    "second_step"  # in the session: who has given the right pass phrase and must still take the second step
)
BACKEND = "django.contrib.auth.backends.ModelBackend"
KNOWN, KNOWN_DAYS = "quen", 180
TOO_MANY = 429
_signer = Signer(salt="duongthu.known_browser")
_ids = IdMaker()


class SignInForm(forms.Form):
    """Name and pass phrase."""

    user = forms.CharField(
        label=_("Tên đăng nhập"), max_length=80, error_messages={"required": _("Nhập tên đăng nhập.")},
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    phrase = forms.CharField(
        label=_("Mật khẩu"), max_length=200, strip=False, error_messages={"required": _("Nhập mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@open_to(PUBLIC)
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; in the demo one click for each role."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = _let_in(request, form.cleaned_data["user"].strip(), form.cleaned_data["phrase"])
        except SignInBarred as barred:
            form.add_error(None, barred.message)
            answer = _page(request, form, TOO_MANY)
            answer.headers["Retry-After"] = str(barred.details["seconds"])
            return answer
        if user is not None:
            return _next_step(request, user)
        form.add_error("phrase", _("Tên đăng nhập hoặc mật khẩu không đúng."))
    return _page(request, form, 422 if form.errors else 200)


def _page(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    page = {"form": form, "demo": demo_users(), "next": next_page(request)}
    return render(request, "desks/sign_in.html", page, status=status)


def _let_in(request: HttpRequest, name: str, phrase: str) -> AbstractBaseUser | None:
    """The user whose pass phrase this is; a wrong try is counted and noted, never told apart from an unknown name.

    Raises:
        SignInBarred: there were too many; nothing was checked.
    """
    keys = delay_keys(name, known_browser(request, name))
    check_not_barred(keys)
    user = authenticate(request, username=name, password=phrase)
    person = person_of_user(user.pk) if user else None
    if user is None or (person is not None and _ran_out(sign_in_of(person))):
        count_failure(keys)
        note_security(Kind.WRONG_SIGN_IN, user_name=name, person_id=person.pk if person else 0)
        return None
    forget_failures(keys)
    renew_hash(name, phrase)
    return user


def _ran_out(link: SignIn) -> bool:
    """Whether a pass phrase that somebody else set was not changed in time."""
    return link.must_change and link.phrase_ends_at is not None and link.phrase_ends_at < clock.now()


def _next_step(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    person = person_of_user(user.pk)
    if person is not None and factors_of(person):
        request.session[WAITING] = {
            "user": user.pk,
            "at": clock.now().isoformat(),
            "next": next_page(request),
        }
        return redirect("second_step")
    return sit_down(request, user, next_page(request))


def sit_down(request: HttpRequest, user: Any, then: str, *, second_factor: bool = False) -> HttpResponse:
    """The person is who he says: begin a sitting, note it, and know this browser again."""
    person, name = person_of_user(user.pk), user.get_username()
    seen = bool(known_browser(request, name))
    login(request, user, backend=BACKEND)
    answer = redirect(then)
    if person is not None:
        key = request.session.session_key or ""
        begin_sitting(person, key, browser_of(request), new_browser=not seen, second_factor=second_factor)
        note_security(Kind.SIGNED_IN, person_id=person.pk, user_name=name)
        _remember_browser(request, answer, name)
    return answer


def known_browser(request: HttpRequest, name: str) -> str:
    """The mark this browser was given when that name last signed in at it; empty: never."""
    try:
        marks = _signer.unsign_object(request.COOKIES.get(KNOWN, ""))
    except (BadSignature, ValueError):
        return ""
    return str(marks.get(name.lower(), "")) if isinstance(marks, dict) else ""


def _remember_browser(request: HttpRequest, answer: HttpResponse, name: str) -> None:
    """Mark the browser for this name, beside at most nine others (a shared counter's computer)."""
    try:
        marks = dict(_signer.unsign_object(request.COOKIES.get(KNOWN, "")))
    except (BadSignature, ValueError, TypeError):
        marks = {}
    marks[name.lower()] = str(_ids.make(clock.now()))
    kept = dict(list(marks.items())[-10:])
    answer.set_cookie(
        KNOWN, _signer.sign_object(kept), max_age=KNOWN_DAYS * 86_400, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, path="/dang-nhap/",
    )  # fmt: skip


@require_POST
@open_to(PUBLIC)
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """One click in the demo; anywhere else this address does nothing."""
    user = get_user_model().objects.filter(username=request.POST.get("user", "")).first()
    if not settings.DEMO or user is None:
        return redirect("sign_in")
    return sit_down(request, user, next_page(request))


@require_POST
@open_to(PERSON)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk."""
    person: Person | None = getattr(request, "person", None)
    if person is not None:
        finish_sitting(request.sitting, "signed_out")  # type: ignore[attr-defined]
        note_security(Kind.SIGNED_OUT, person_id=person.pk)
    logout(request)
    return redirect("sign_in")


def next_page(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours, or the day's."""
    wanted = request.POST.get("next") or request.GET.get("next") or HOME
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else HOME
