"""One's own account: pass phrase, second factors, sign-ins."""

from typing import Any, cast
from urllib.parse import urlencode

import segno
from django import forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duongthu.acts.api import Outcome
from duongthu.desks import audiences, page_query
from duongthu.desks.account import passkeys
from duongthu.desks.guarding import no_post
from duongthu.desks.naming import unit_name
from duongthu.desks.session import WORKING_AT, SeatedRequest, browser_name, is_confirmed, needs_second_factor
from duongthu.desks.ui.parts import Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now, today
from duongthu.kernel.doors import PERSON, open_to
from duongthu.kernel.ids import IdMaker
from duongthu.staff.api import (
    Person,
    acknowledge,
    confirm,
    devices_for,
    factors_of,
    move_key,
    new_totp_secret,
    posts_of,
    sign_in_of,
    signed_token,
    sittings_of,
    tokens_of,
    totp_address,
)

FRESH_TOKEN = "fresh_token"  # noqa: S105  (the session's field that shows it once)
SECRET = "totp_secret"  # noqa: S105  (the session's field that holds it until it is confirmed)
WHY = {
    "signed_out": lazy("đã đăng xuất"), "idle": lazy("không dùng đến"), "age": lazy("quá lâu"),
    "person": lazy("bạn kết thúc"), "reset": lazy("đặt lại mật khẩu"),
}  # fmt: skip
_ids = IdMaker()


class PhraseForm(forms.Form):
    """The pass phrase in force, and the new one twice."""

    current = forms.CharField(
        label=lazy("Mật khẩu hiện nay"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    phrase = forms.CharField(
        label=lazy("Mật khẩu mới"), max_length=200, strip=False,
        help_text=lazy("Ít nhất 12 ký tự: một câu dễ nhớ tốt hơn một từ khó."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=lazy("Mật khẩu mới, lần nữa"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_again(self) -> str:
        """Both must be the same."""
        if self.cleaned_data["again"] != self.cleaned_data.get("phrase"):
            raise forms.ValidationError(_("Hai lần nhập không giống nhau."))
        return str(self.cleaned_data["again"])


class TokenForm(forms.Form):
    """For which of one's devices, which acts, how long."""

    device = forms.ChoiceField(label=lazy("Thiết bị"))
    acts = forms.CharField(
        label=lazy("Dùng cho nghiệp vụ"), max_length=400, initial="mail.*, rounds.*",
        help_text=lazy("Tên nghiệp vụ hoặc cả nhóm, cách nhau bằng dấu phẩy."),
    )  # fmt: skip
    days = forms.IntegerField(label=lazy("Số ngày"), min_value=1, max_value=366, initial=90)

    def __init__(self, person: Person, *args: Any) -> None:
        super().__init__(*args)
        codes = devices_for(person)
        self.fields["device"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]


class FactorForm(forms.Form):
    """A code generator's name and its first code."""

    name = forms.CharField(label=lazy("Tên (máy nào)"), max_length=60, initial=lazy("Điện thoại của tôi"))
    code = forms.CharField(
        label=lazy("Mã 6 số vừa hiện"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


@require_GET
@open_to(audiences.DAY)
def account(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/``: one's own sign-ins, second factors, and the way to change the pass phrase."""
    seated = cast("SeatedRequest", request)
    sittings = [
        {
            "one": s,
            "why": str(WHY.get(s.ended_why, "")),
            "here": s.pk == seated.sitting.pk,
            "browser": browser_name(s.browser),
            "command_id": _ids.make(now()),
        }
        for s in sittings_of(seated.person)
    ]
    page = {
        "sittings": sittings,
        "factors": [
            {"factor": factor, "command_id": _ids.make(now())} for factor in factors_of(seated.person)
        ],
        "needed": needs_second_factor(seated.actor.roles),
        "tokens": [
            {"token": token, "command_id": _ids.make(now())} for token in tokens_of(seated.person, now())
        ],
        "token_form": TokenForm(seated.person),
        "command_id": _ids.make(now()),
        "places": work_places(seated.person),
        "here": seated.actor.unit_id,
        "fresh_token": request.session.pop(FRESH_TOKEN, ""),
    }
    return render(request, "desks/account.html", page)


@require_http_methods(["GET", "POST"])
@open_to(PERSON)
def phrase(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/mat-khau/``: change the pass phrase; this sign-in goes on, every other ends."""
    seated = cast("SeatedRequest", request)
    if not hasattr(seated, "actor"):
        return no_post(request)
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        params = {name: form.cleaned_data[name] for name in ("current", "phrase")}
        outcome = page_query.do(request, "staff.change_pass_phrase", params)
        if outcome.refusal:
            form.add_error(outcome.refusal["field"] or None, outcome.refusal["message"])
        else:
            _stay(seated)
            say(request, Tone.DONE, _("Đã đổi mật khẩu. Mọi nơi đăng nhập khác đã kết thúc."))
            return redirect("account")
    must = sign_in_of(seated.person).must_change
    page = {"form": form, "must": must, "command_id": _ids.make(now())}
    return render(request, "desks/account_phrase.html", page, status=422 if form.errors else 200)


def _stay(request: SeatedRequest) -> None:
    update_session_auth_hash(request, sign_in_of(request.person).user)
    move_key(request.sitting, request.session.session_key or "")


@require_http_methods(["GET", "POST"])
@open_to(PERSON)
def factors(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/buoc-hai/``: add a code generator (POST name, code) or a passkey (POST name, credential)."""
    seated = cast("SeatedRequest", request)
    if not hasattr(seated, "actor"):
        return no_post(request)
    if not is_confirmed(request) or (factors_of(seated.person) and not seated.sitting.second_factor):
        return redirect(f"{reverse('confirm')}?{urlencode({'next': reverse('account_factors')})}")
    form = FactorForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        outcome = _add(seated, form)
        if outcome is not None and outcome.done:
            confirm(seated.sitting, second_factor=True)
            request.session.pop(SECRET, None)
            say(request, Tone.DONE, _("Đã thêm bước hai. Từ lần sau, đăng nhập hỏi cả bước này."))
            return redirect("account")
        words = (
            outcome.refusal["message"]
            if outcome and outcome.refusal
            else _("Trình duyệt trả lời không khớp; hãy thử lại.")
        )
        if outcome is not None or "credential" in request.POST:
            form.add_error(None, words) if form.is_bound else say(request, Tone.LATE, words)
    return _factor_page(seated, form)


def _add(request: SeatedRequest, form: FactorForm) -> Outcome | None:
    if "credential" in request.POST:
        new = passkeys.made(request, request.POST["credential"])
        name = page_query.text(request, "passkey_name", 60) or _("Khóa của tôi")
        return page_query.do(request, "staff.add_passkey", {"name": name, **new}) if new else None
    secret = request.session.get(SECRET, "")
    if not form.is_valid() or not secret:
        return None
    params = {"name": form.cleaned_data["name"], "secret": secret, "code": form.cleaned_data["code"]}
    return page_query.do(request, "staff.add_totp", params)


def _factor_page(request: SeatedRequest, form: FactorForm) -> HttpResponse:
    secret = request.session.setdefault(SECRET, new_totp_secret())
    user_name = sign_in_of(request.person).user.get_username()
    page = {
        "form": form,
        "square": segno.make(totp_address(secret, user_name), error="m").svg_data_uri(
            scale=5, border=3, light="white"
        ),
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        "needed": needs_second_factor(request.actor.roles) and not factors_of(request.person),
        "options": passkeys.ask_new(request, request.person, user_name),
        "command_id": _ids.make(now()),
    }
    return render(request, "desks/account_factors.html", page, status=422 if form.errors else 200)


@require_POST
@open_to(audiences.DAY)
def end_factor(request: HttpRequest, factor_id: int) -> HttpResponse:
    """End one of one's own second factors."""
    return _after(
        request,
        page_query.do(request, "staff.end_second_factor", {"factor_id": factor_id}),
        _("Đã bỏ cách xác nhận."),
    )


@require_POST
@open_to(audiences.DAY)
def end_sitting(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """End one of one's own sign-ins."""
    return _after(
        request,
        page_query.do(request, "staff.end_sitting", {"sitting_id": sitting_id}),
        _("Đã kết thúc lần đăng nhập đó."),
    )


@require_POST
@open_to(audiences.DAY)
def issue_token(request: HttpRequest) -> HttpResponse:
    """Give one of one's own devices a token; its text is shown once, on the next page."""
    if not is_confirmed(request):
        return redirect(f"{reverse('confirm')}?{urlencode({'next': reverse('account')})}")
    form = TokenForm(cast("SeatedRequest", request).person, request.POST)
    if not form.is_valid():
        words = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        say(request, Tone.LATE, words)
        return redirect("account")
    acts = [part.strip() for part in form.cleaned_data["acts"].split(",") if part.strip()]
    params = {"device": form.cleaned_data["device"], "acts": acts, "days": form.cleaned_data["days"]}
    outcome = page_query.do(request, "staff.issue_token", params)
    if outcome.done:
        request.session[FRESH_TOKEN] = signed_token(int(outcome.result["token_id"]))
    return _after(request, outcome, _("Đã cấp mã. Chép ngay: mã chỉ hiện một lần."))


@require_POST
@open_to(audiences.DAY)
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    return _after(
        request, page_query.do(request, "staff.end_token", {"token_id": token_id}), _("Đã thu hồi mã.")
    )


@require_POST
@open_to(audiences.DAY)
def end_tokens(request: HttpRequest) -> HttpResponse:
    """End all of one's own tokens: a device was lost."""
    params = {"person_code": cast("SeatedRequest", request).person.code}
    return _after(
        request, page_query.do(request, "staff.end_tokens", params), _("Đã thu hồi mọi mã của bạn.")
    )


@require_POST
@open_to(PERSON)
def work_at(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/noi-lam/``: say at which unit one works for this sign-in; it must be one where one holds a post today."""
    wanted = page_query.number(request, "unit_id", 0)
    person = cast("SeatedRequest", request).person
    if wanted in {post.unit_id for post in posts_of(person, today())}:
        request.session[WORKING_AT] = wanted
    return redirect("home")


def work_places(person: Person) -> list[dict[str, object]]:
    """The units where somebody holds a post today, to choose from."""
    units = dict.fromkeys(post.unit_id for post in posts_of(person, today()))
    return [{"unit_id": unit, "name": unit_name(unit)} for unit in units]


@require_POST
@open_to(audiences.DAY)
def seen(request: HttpRequest) -> HttpResponse:
    """The person has read which new sign-ins there were."""
    acknowledge(cast("SeatedRequest", request).sitting)
    return redirect("account")


def _after(request: HttpRequest, outcome: Outcome, words: str) -> HttpResponse:
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        say(request, Tone.DONE, words)
    return redirect("account")
