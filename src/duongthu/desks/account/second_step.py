"""The second step: a generator's code or a passkey at sign-in, and when something weighty is to be confirmed."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from duongthu.desks.account import passkeys
from duongthu.desks.account.sign_in import TOO_MANY, WAITING, next_page, sit_down
from duongthu.kernel import clock
from duongthu.kernel.doors import PERSON, PUBLIC, open_to
from duongthu.staff.api import (
    Person,
    SecurityEvent,
    SignInBarred,
    check_code,
    check_not_barred,
    confirm,
    count_failure,
    delay_keys,
    factors_of,
    forget_failures,
    note_security,
    person_of_user,
    sign_in_of,
)

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

Kind = SecurityEvent.Kind
PATIENCE = timedelta(minutes=5)


class CodeForm(forms.Form):
    """Six digits, or what a passkey answered."""

    code = forms.CharField(
        label=_("Mã 6 số trên điện thoại"), max_length=12, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )  # fmt: skip
    credential = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)


class ConfirmForm(CodeForm):
    """Also the pass phrase, for who has no second factor."""

    phrase = forms.CharField(
        label=_("Mật khẩu"), max_length=200, strip=False, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@open_to(PUBLIC)
def second_step(request: HttpRequest) -> HttpResponse:
    """``/dang-nhap/buoc-hai/``: after the right pass phrase, within five minutes."""
    user = _waiting_user(request)
    person = person_of_user(user.pk) if user else None
    if user is None or person is None:
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _shown(request, person, form):
        then = request.session.pop(WAITING)["next"]
        return sit_down(request, user, then, second_factor=True)
    return _page(request, person, form, "desks/second_step.html")


def _waiting_user(request: HttpRequest) -> Any:
    waiting = request.session.get(WAITING)
    if not waiting or clock.now() - datetime.fromisoformat(waiting["at"]) > PATIENCE:
        return None
    return get_user_model().objects.filter(pk=waiting["user"], is_active=True).first()


@require_http_methods(["GET", "POST"])
@open_to(PERSON)
def confirm_again(request: HttpRequest) -> HttpResponse:
    """``/xac-nhan/?next=``: before money is approved the person shows once more who he is; it holds for five minutes."""
    seated = cast("SeatedRequest", request)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _shown(request, seated.person, form):
        confirm(seated.sitting, second_factor=bool(factors_of(seated.person)))
        note_security(Kind.CONFIRMED, person_id=seated.person.pk)
        return redirect(next_page(request))
    return _page(request, seated.person, form, "desks/confirm.html")


def _shown(request: HttpRequest, person: Person, form: CodeForm) -> bool:
    """Whether the form proves the person; a wrong try is counted, noted and told."""
    keys = delay_keys(f"factor-{person.pk}")
    try:
        check_not_barred(keys)
    except SignInBarred as barred:
        form.add_error(None, barred.message)
        return False
    if _proven(request, person, form.cleaned_data):
        forget_failures(keys)
        return True
    count_failure(keys)
    note_security(Kind.WRONG_FACTOR, person_id=person.pk)
    form.add_error("code", _("Không đúng, hoặc mã đã dùng; hãy chờ mã mới rồi nhập lại."))
    return False


def _proven(request: HttpRequest, person: Person, given: dict[str, str]) -> bool:
    if given["credential"]:
        return passkeys.is_shown(request, person, given["credential"])
    if given["code"]:
        return check_code(person, given["code"])
    phrase = given.get("phrase", "")
    return bool(phrase) and not factors_of(person) and sign_in_of(person).user.check_password(phrase)


def _page(request: HttpRequest, person: Person, form: CodeForm, template: str) -> HttpResponse:
    kinds = {factor.kind for factor in factors_of(person)}
    page = {
        "form": form, "kinds": kinds, "next": next_page(request),
        "options": passkeys.ask(request, person) if "passkey" in kinds else None,
    }  # fmt: skip
    barred = bool(form.non_field_errors())
    return render(request, template, page, status=TOO_MANY if barred else 422 if form.errors else 200)
