"""The pages of the people desk: the list, one person with what may be done, and the thresholds."""

import secrets
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Outcome, all_acts, ask, find_act, held_at, thresholds_query
from duongthu.desks import audiences, page_query
from duongthu.desks.guarding import beyond_reach
from duongthu.desks.naming import is_province, unit_name
from duongthu.desks.people.forms import (
    CONTROLS,
    AssignForm,
    Control,
    EndHolderForm,
    EndPostForm,
    GrantForm,
    HireForm,
)
from duongthu.desks.ui.parts import Column, Pair, Row, Table, Tone
from duongthu.desks.ui.shell import say
from duongthu.desks.words import act_title
from duongthu.kernel.clock import now, today
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.network.api import network_on
from duongthu.staff.api import (
    ROLE_NAMES,
    Person,
    PersonRow,
    Role,
    devices_for,
    factors_of,
    people_query,
    people_within,
    posts_from,
    tokens_of,
)

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

OF_POSTS = ("thoi", "thoi-con-giu")  # controls that stand beside each post
FRESH = "fresh_phrase"  # in the session: a pass phrase to be shown once
LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # none that is taken for another
_ids = IdMaker()


@require_GET
@open_to(audiences.PEOPLE)
def listed(request: HttpRequest) -> HttpResponse:
    """``/nhan-su/?tim=&trang=``: the people at home or in post within reach."""
    return _list(request, HireForm())


def _list(request: HttpRequest, form: HireForm) -> HttpResponse:
    actor, asked = cast("SeatedRequest", request).actor, page_query.text(request, "tim", 60)
    found = ask(actor, people_query, page=request.GET.get("trang"), text=asked)
    page = {
        "people": _people(found.rows),
        "shown": found.page, "asked": asked, "query": urlencode({"tim": asked}), "form": form, "command_id": _ids.make(now()),
        "staff_list": audiences.STAFF_LIST.admits(actor.roles),
        "thresholds": audiences.THRESHOLDS.admits(actor.roles),
        "security": audiences.SECURITY.admits(actor.roles) and is_province(actor.unit_id),
    }  # fmt: skip
    return render(request, "desks/people.html", page, status=422 if form.errors else 200)


def _people(people: list[PersonRow]) -> Table:
    rows = []
    for person in people:
        roles = ", ".join(_(ROLE_NAMES[Role(role)]) for role in person.roles) or _("chưa có chức danh")
        home = unit_name(person.home_unit_id) if person.home_unit_id else "–"
        rows.append(Row((person.code, person.name, roles, home), reverse("person", args=[person.code])))
    columns = (
        Column(_("Mã")), Column(_("Họ tên"), wide=True), Column(_("Chức danh"), wide=True), Column(_("Đơn vị chính")),
    )  # fmt: skip
    return Table(_("Nhân sự"), columns, rows, empty=_("Không có ai trong phạm vi khớp với điều tìm."))


@require_POST
@open_to(audiences.PEOPLE)
def hire(request: HttpRequest) -> HttpResponse:
    """Enter a new person."""
    form = HireForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    outcome = page_query.do(request, "staff.hire", form.cleaned_data)
    if outcome.refusal:
        form.add_error(
            outcome.refusal["field"] if outcome.refusal["field"] in form.fields else None,
            outcome.refusal["message"],
        )
        return _list(request, form)
    say(request, Tone.DONE, _("Đã thêm %(name)s.") % {"name": form.cleaned_data["name"]})
    return redirect("person", form.cleaned_data["code"])


@require_GET
@open_to(audiences.PEOPLE)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """``/nhan-su/<code>/``: posts, sign-in, devices, and what the actor may do about this person."""
    return _person(request, _found(request, code), "", None)


def _found(request: HttpRequest, code: str) -> Person:
    actor = cast("SeatedRequest", request).actor
    person = people_within(actor.reach, today(), "").filter(code=code).first()
    if person is None:
        raise beyond_reach(actor, code[:20])
    return person


def _person(request: HttpRequest, person: Person, failed: str, form: forms.Form | None) -> HttpResponse:
    actor = cast("SeatedRequest", request).actor
    posts = posts_from(person, today())
    own_unit = network_on(today()).units[actor.unit_id].code
    start: dict[type[forms.Form], dict[str, Any]] = {
        AssignForm: {"from_on": today(), "unit_id": own_unit}, GrantForm: {"from_on": today(), "unit_id": own_unit},
    }  # fmt: skip
    controls = [
        {
            "key": key, "title": act_title(control.act), "button": control.button, "command_id": _ids.make(now()),
            "form": form if key == failed and form else control.form(initial=start.get(control.form)),
        }
        for key, control in CONTROLS.items()
        if key not in OF_POSTS and find_act(control.act).roles & actor.roles
    ]  # fmt: skip
    page = {
        "person": person, "facts": _facts(person), "controls": controls,
        "posts": [{"post": post, "role": _(ROLE_NAMES[Role(post.role)]), "unit": unit_name(post.unit_id),
                   "form": EndPostForm(initial={"post_id": post.pk, "until_on": today()}, auto_id=f"thoi-{post.pk}-%s"),
                   "holding": held_at(post.person_id, post.unit_id),
                   "by_two": EndHolderForm(initial={"post_id": post.pk, "until_on": today()}, auto_id=f"giu-{post.pk}-%s"),
                   "command_id": _ids.make(now())} for post in posts],
        "fresh_phrase": request.session.pop(FRESH, ""),
    }  # fmt: skip
    return render(request, "desks/person.html", page, status=422 if failed else 200)


def _facts(person: Person) -> list[Pair]:
    link = getattr(person, "sign_in", None)
    return [
        Pair(_("Đơn vị chính"), unit_name(person.home_unit_id) if person.home_unit_id else "–"),
        Pair(_("Vào ngày"), person.hired_on, "day"),
        Pair(_("Tên đăng nhập"), link.user.get_username() if link else ""),
        Pair(_("Bước hai"), ", ".join(factor.name for factor in factors_of(person))),
        Pair(_("Thiết bị"), ", ".join(devices_for(person))),
        Pair(_("Mã truy cập đang dùng"), len(tokens_of(person, now())), "count"),
    ]


@require_POST
@open_to(audiences.PEOPLE)
def act(request: HttpRequest, code: str, control: str) -> HttpResponse:
    """Do one thing about a person; a refusal comes back beside its form."""
    person, wanted = _found(request, code), CONTROLS.get(control)
    if wanted is None:
        raise Http404
    form = wanted.form(request.POST)
    if not form.is_valid():
        return _person(request, person, control, form)
    outcome, phrase = _do(request, person, wanted, form.cleaned_data)
    if outcome.refusal:
        form.add_error(
            outcome.refusal["field"] if outcome.refusal["field"] in form.fields else None,
            outcome.refusal["message"],
        )
        return _person(request, person, control, form)
    if phrase:
        request.session[FRESH] = phrase
    words = (
        _("Đã lập đề nghị: chờ người khác duyệt.")
        if outcome.status == "proposed"
        else _("Đã thực hiện: %(what)s.")
    )
    say(
        request,
        Tone.HOLD if outcome.status == "proposed" else Tone.DONE,
        words % {"what": act_title(wanted.act)},
    )
    return redirect("person", code)


def _do(request: HttpRequest, person: Person, wanted: Control, given: dict[str, Any]) -> tuple[Outcome, str]:
    """The outcome, and the pass phrase made on the way (empty: none)."""
    unit = cast("SeatedRequest", request).actor.unit_id
    phrase = (
        "-".join("".join(secrets.choice(LETTERS) for _n in range(5)) for _m in range(4))
        if wanted.secret
        else ""
    )
    params = {**wanted.named(person, unit), **given, **({"phrase": phrase} if phrase else {})}
    return page_query.do(request, wanted.act, params), phrase


class ThresholdForm(forms.Form):
    """From which amount how many checkers, from a day on."""

    key = forms.ChoiceField(label=lazy("Loại việc"))
    first = forms.IntegerField(label=lazy("Số người duyệt"), min_value=0, max_value=9, initial=1)
    bound = forms.IntegerField(label=lazy("Từ số tiền (đồng), nếu có bậc hai"), min_value=1, required=False)
    second = forms.IntegerField(
        label=lazy("thì cần số người duyệt"), min_value=0, max_value=9, required=False
    )
    valid_from = forms.DateField(
        label=lazy("Hiệu lực từ ngày"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        keys = sorted({spec.four_eyes.key for spec in all_acts() if spec.four_eyes})
        self.fields["key"].choices = [(key, act_title(key)) for key in keys]  # type: ignore[attr-defined]


@require_GET
@open_to(audiences.THRESHOLDS)
def thresholds(request: HttpRequest) -> HttpResponse:
    """``/nguong/``: every set of thresholds there ever was, and a form to propose the next."""
    return _thresholds(request, ThresholdForm())


def _thresholds(request: HttpRequest, form: ThresholdForm) -> HttpResponse:
    rows = [
        Row(
            (act_title(one.key), one.valid_from, one.from_amount_dong, one.approvals),
            f"/so-quy/nghiep-vu/{one.act_id}/",
        )
        for one in ask(cast("SeatedRequest", request).actor, thresholds_query).rows
    ]
    columns = (
        Column(_("Loại việc"), wide=True), Column(_("Hiệu lực từ"), "day"), Column(_("Từ số tiền"), "money"),
        Column(_("Người duyệt"), "count"),
    )  # fmt: skip
    table = Table(
        _("Ngưỡng phải duyệt"), columns, rows, empty=_("Chưa đặt ngưỡng nào: mỗi việc theo mức sẵn có.")
    )
    page = {"thresholds": table, "form": form, "command_id": _ids.make(now())}
    return render(request, "desks/thresholds.html", page, status=422 if form.errors else 200)


@require_POST
@open_to(audiences.THRESHOLDS)
def propose_threshold(request: HttpRequest) -> HttpResponse:
    """Propose a set of thresholds; another at the province checks it."""
    form = ThresholdForm(request.POST)
    if not form.is_valid():
        return _thresholds(request, form)
    given = form.cleaned_data
    bounds = [(0, given["first"])]
    if given["bound"] and given["second"] is not None:
        bounds.append((given["bound"], given["second"]))
    params = {"key": given["key"], "bounds": bounds, "valid_from": given["valid_from"]}
    outcome = page_query.do(request, "acts.set_threshold", params)
    if outcome.refusal:
        form.add_error(
            outcome.refusal["field"] if outcome.refusal["field"] in form.fields else None,
            outcome.refusal["message"],
        )
        return _thresholds(request, form)
    say(request, Tone.HOLD, _("Đã lập đề nghị: chờ người khác duyệt."))
    return redirect("thresholds")
