"""What each act about a person asks for; values are checked by the act itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duongthu.kernel.clock import today
from duongthu.network.api import UnknownUnit, unit_by_code
from duongthu.staff.api import POWER_ROLES, ROLE_NAMES, Person, Role

WORKING = [role for role in Role if role not in POWER_ROLES]
DATE = "%Y-%m-%d"


def _role_choices(roles: list[Role]) -> list[tuple[str, Promise | str]]:
    return [(str(role), _(ROLE_NAMES[role])) for role in roles]


class UnitField(forms.CharField):
    """A unit by its code; the cleaned value is its number."""

    def clean(self, value: Any) -> int:
        """The unit of today that bears the code."""
        code = super().clean(value)
        try:
            return unit_by_code(str(code), today()).id
        except UnknownUnit as unknown:
            raise forms.ValidationError(unknown.message) from unknown


class HireForm(forms.Form):
    """A new person."""

    code = forms.CharField(label=_("Mã nhân viên"), max_length=12)
    name = forms.CharField(label=_("Họ tên"), max_length=120)
    unit_id = UnitField(label=_("Mã đơn vị chính"), max_length=20)


class AssignForm(forms.Form):
    """A role at a unit."""

    role = forms.ChoiceField(label=_("Chức danh"), choices=_role_choices(WORKING))
    unit_id = UnitField(label=_("Mã đơn vị"), max_length=20)
    from_on = forms.DateField(label=_("Từ ngày"), widget=forms.DateInput({"type": "date"}, DATE))
    until_on = forms.DateField(
        label=_("Đến hết ngày trước"), required=False, widget=forms.DateInput({"type": "date"}, DATE)
    )


class GrantForm(AssignForm):
    """A role that gives power."""

    role = forms.ChoiceField(
        label=_("Chức danh có quyền lớn"),
        choices=_role_choices(sorted(POWER_ROLES, key=lambda role: ROLE_NAMES[role])),
    )


class EndPostForm(forms.Form):
    """From which day on a post no longer holds."""

    post_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    until_on = forms.DateField(label=_("Thôi từ ngày"), widget=forms.DateInput({"type": "date"}, DATE))


class EndHolderForm(EndPostForm):
    """The same of somebody who still holds cash or items, with the reason."""

    reason = forms.CharField(label=_("Lý do"), max_length=200)


class HomeForm(forms.Form):
    """Another home."""

    unit_id = UnitField(label=_("Mã đơn vị chính mới"), max_length=20)


class DeviceForm(forms.Form):
    """A device handed over."""

    code = forms.CharField(label=_("Mã thiết bị"), max_length=40)


class UserForm(forms.Form):
    """A user name."""

    user_name = forms.CharField(label=_("Tên đăng nhập"), max_length=40)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Lý do"), max_length=200)


@dataclass(frozen=True)
class Control:
    """One act about one person: its form, and what else its parameters need (from the person and the actor's unit)."""

    act: str
    button: Promise
    form: type[forms.Form] = forms.Form
    named: Callable[[Person, int], Mapping[str, Any]] = lambda person, _unit: {"person_code": person.code}
    secret: bool = False


CONTROLS = {
    "phan-cong": Control("staff.assign_post", _("Phân công"), AssignForm),
    "trao-quyen": Control("staff.grant_power", _("Đề nghị trao quyền"), GrantForm),
    "don-vi-chinh": Control("staff.move_home", _("Đổi đơn vị chính"), HomeForm),
    "tai-khoan": Control("staff.open_sign_in", _("Mở tài khoản đăng nhập"), UserForm),
    "mat-khau": Control("staff.reset_pass_phrase", _("Đặt lại mật khẩu"), secret=True),
    "phep-dat-lai": Control("staff.permit_reset", _("Đề nghị cho phép đặt lại mật khẩu"), ReasonForm),
    "phep-nhan-vien": Control(
        "staff.permit_staff_reset", _("Đề nghị đặt lại mật khẩu nhân viên"), ReasonForm
    ),
    "go-buoc-hai": Control("staff.remove_second_factors", _("Đề nghị gỡ bước hai"), ReasonForm),
    "thiet-bi": Control(
        "staff.register_device",
        _("Giao thiết bị"),
        DeviceForm,
        lambda person, unit: {"person_code": person.code, "unit_id": unit},
    ),
    "thu-hoi-ma": Control("staff.end_tokens", _("Thu hồi mọi mã truy cập")),
    "thoi": Control("staff.end_post", _("Thôi"), EndPostForm, lambda _person, _unit: {}),
    "thoi-con-giu": Control(
        "staff.end_post_of_holder", _("Đề nghị cho thôi dù còn giữ"), EndHolderForm, lambda _person, _unit: {}
    ),
}
