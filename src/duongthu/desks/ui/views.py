"""The page that shows all parts: what a desk may use, with honest example content."""

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duongthu.desks.ui import samples
from duongthu.desks.ui.shell import Seat, Section
from duongthu.kernel.doors import PUBLIC, open_to


class SampleForm(forms.Form):
    """A counter's form, as an example."""

    code = forms.CharField(
        label=_("Mã bưu gửi"), help_text=_("Quét nhãn, hoặc bỏ trống để cấp số mới."), required=False
    )
    phone = forms.CharField(
        label=_("Điện thoại người nhận"),
        error_messages={"required": _("Điện thoại người nhận: nhập 10 chữ số.")},
    )
    grams = forms.CharField(
        label=_("Khối lượng"), error_messages={"required": _("Cân bưu gửi: nhập khối lượng, tính bằng gam.")}
    )
    cod = forms.CharField(label=_("Tiền thu hộ"), required=False)
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    fragile = forms.BooleanField(label=_("Hàng dễ vỡ"), required=False)


class SampleRequest(HttpRequest):
    """A request that carries the example's seat and sections."""

    seat: Seat
    sections: list[Section]


@require_GET
@open_to(PUBLIC)
def style_guide(request: HttpRequest) -> HttpResponse:
    """All parts on one page, seen from an example seat."""
    shown = cast("SampleRequest", request)
    shown.seat, shown.sections = samples.seat(), samples.sections(request.path)
    form = SampleForm({"cod": "1.250.000", "code": "EB123456785VN"}) if "loi" in request.GET else SampleForm()
    return render(
        request, "ui/guide/page.html", {"form": form, "rows_form": SampleForm(), **samples.everything()}
    )
