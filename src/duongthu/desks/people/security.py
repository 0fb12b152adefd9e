"""The security log on a screen: who came, who tried, what was refused."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET

from duongthu.acts.api import ask
from duongthu.desks import audiences, page_query
from duongthu.desks.guarding import not_yours
from duongthu.desks.naming import is_province
from duongthu.desks.ui.parts import Column, Row, Tab, Table
from duongthu.kernel.clock import VN
from duongthu.kernel.doors import open_to
from duongthu.staff.api import SecurityEvent, SecurityRow, names_of, security_events, security_log_query

Kind = SecurityEvent.Kind
KINDS = {
    Kind.SIGNED_IN: lazy("vào được"), Kind.WRONG_SIGN_IN: lazy("sai mật khẩu"), Kind.SIGN_IN_BARRED: lazy("bị chặn vì sai nhiều"),
    Kind.WRONG_FACTOR: lazy("sai bước hai"), Kind.SIGNED_OUT: lazy("đăng xuất"), Kind.SITTING_ENDED: lazy("hết lần đăng nhập"),
    Kind.BEYOND_ROLES: lazy("trang của chức danh khác"), Kind.BEYOND_REACH: lazy("ngoài phạm vi"),
    Kind.TOKEN_REFUSED: lazy("mã truy cập hết hiệu lực"), Kind.CONFIRMED: lazy("xác nhận lại"), Kind.ERROR: lazy("lỗi máy chủ"),
}  # fmt: skip


@require_GET
@open_to(audiences.SECURITY)
def log(request: HttpRequest) -> HttpResponse:
    """``/an-ninh/?ngay=&loai=&trang=``: one day's lines, the latest first; for those who answer for the whole province."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    if not is_province(actor.unit_id):
        return not_yours(request, _("người ở Bưu điện tỉnh"))
    on, kind = page_query.day(request), page_query.choice(request, "loai", KINDS, "")
    begin = datetime.combine(on, time(), VN)
    counts = security_events(begin, begin + timedelta(days=1))
    found = ask(actor, security_log_query, page=request.GET.get("trang"), on=on, kind=kind)
    page = {
        "on": on,
        "tabs": _tabs(counts, on, kind),
        "lines": _table(found.rows),
        "shown": found.page,
        "query": urlencode({"ngay": on.isoformat(), "loai": kind}),
    }
    return render(request, "desks/security.html", page)


def _tabs(counts: QuerySet[SecurityEvent], on: date, kind: str) -> list[Tab]:
    """All lines of the day, and each kind there is."""
    found = dict(counts.order_by().values_list("kind").annotate(n=Count("seq")))
    tabs = [Tab(_("Tất cả"), f"?ngay={on}", sum(found.values()), not kind)]
    tabs += [
        Tab(str(words), f"?ngay={on}&loai={name}", found[name], name == kind)
        for name, words in KINDS.items()
        if name in found
    ]
    return tabs


def _table(lines: list[SecurityRow]) -> Table:
    names = names_of({line.person_id for line in lines})
    rows = []
    for line in lines:
        who = names.get(line.person_id, line.user_name or "–")
        what = str(KINDS[Kind(line.kind)])
        rows.append(Row((line.at, what, who, line.address, line.device, line.detail, line.request_id)))
    columns = (
        Column(_("Lúc"), "moment"), Column(_("Việc")), Column(_("Ai")), Column(_("Địa chỉ")), Column(_("Thiết bị"), phone=False),
        Column(_("Chi tiết"), wide=True), Column(_("Mã yêu cầu"), phone=False),
    )  # fmt: skip
    return Table(_("Nhật ký an ninh"), columns, rows, empty=_("Ngày này không có dòng nào."))
