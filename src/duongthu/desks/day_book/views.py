"""The money desk: the day book down to vouchers and entries, and each act behind them."""

import json
from datetime import date
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import ActRecord, act_record, ask
from duongthu.desks import audiences, page_query, undoing
from duongthu.desks.guarding import may_open_act
from duongthu.desks.labels.printing import Printing, accepted_codes
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.outcome_messages import say_outcome
from duongthu.desks.tables import entries_table
from duongthu.desks.ui.parts import Column, Pair, Row, Table
from duongthu.desks.words import OUTCOME_TITLES, act_title, kind_title
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import (
    DayLine,
    VoucherRow,
    day_book_query,
    entries_of_act_query,
    entries_query,
    money_of,
    vouchers_of,
    vouchers_query,
)

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

_ids = IdMaker()


@require_GET
@open_to(audiences.BOOKS)
def daybook(request: HttpRequest) -> HttpResponse:
    """``/so-quy/?ngay=``: the day by kind of transfer, its entries, its vouchers."""
    actor, on, kind = (
        cast("SeatedRequest", request).actor,
        page_query.day(request),
        page_query.text(request, "khoan", 20),
    )
    lines = ask(actor, day_book_query, on=on).rows
    entries = ask(actor, entries_query, page=request.GET.get("trang"), on=on, kind=kind)
    vouchers = ask(actor, vouchers_query, page=request.GET.get("to"), on=on)
    page = {
        "on": on,
        "kind": kind_title(kind),
        "kinds": _kinds(lines, on),
        "entries": entries_table(entries.rows, _entries_caption(kind)),
        "entry_page": entries.page,
        "vouchers": _vouchers(vouchers.rows),
        "voucher_page": vouchers.page,
        "query": urlencode({"ngay": on.isoformat(), "khoan": kind}),
    }
    return render(request, "desks/daybook.html", page)


def _entries_caption(kind: str) -> str:
    return _("Bút toán: %(kind)s") % {"kind": kind_title(kind)} if kind else _("Bút toán")


def _kinds(lines: list[DayLine], on: date) -> Table:
    rows = [
        Row(
            (kind_title(line.kind), line.count, line.amount_dong),
            f"/so-quy/?ngay={on}&khoan={line.kind}",
        )
        for line in lines
    ]
    foot = (_("Cộng"), sum(line.count for line in lines), sum(line.amount_dong for line in lines))
    columns = (Column(_("Khoản")), Column(_("Bút toán"), "count"), Column(_("Số tiền"), "money"))
    return Table(
        _("Trong ngày theo khoản"),
        columns,
        rows,
        foot if rows else (),
        empty=_("Ngày này chưa có bút toán nào."),
    )


def _vouchers(vouchers: list[VoucherRow]) -> Table:
    rows = [
        Row((v.code, unit_name(v.unit_id), v.title, v.amount_dong), f"/so-quy/nghiep-vu/{v.act_id}/")
        for v in vouchers
    ]
    columns = (
        Column(_("Số")),
        Column(_("Đơn vị"), phone=False),
        Column(_("Nội dung"), wide=True),
        Column(_("Số tiền"), "money"),
    )
    return Table(_("Chứng từ"), columns, rows, empty=_("Ngày này chưa có chứng từ."))


@require_GET
@open_to(audiences.OWN_ACTS)
def act_page(request: HttpRequest, act_id: int) -> HttpResponse:
    """``/so-quy/nghiep-vu/<n>/``: one act: who, where, the three times, its papers and entries, and its undoing."""
    return _show_act(request, _act_to_open(request, act_id), None)


@require_POST
@open_to(audiences.UNDOERS)
def undo_act(request: HttpRequest, act_id: int) -> HttpResponse:
    """Propose to take the whole act back; a refusal comes back beside the form, with the reason as it was written."""
    record, form = _act_to_open(request, act_id), undoing.UndoForm(request.POST)
    if not form.is_valid():
        return _show_act(request, record, form)
    if not undoing.offered(cast("SeatedRequest", request).actor, record)["may_undo"]:
        form.add_error(None, _("Nghiệp vụ này không hủy được, hoặc đã hủy rồi."))
        return _show_act(request, record, form)
    params = {"act_id": act_id, "reason": form.cleaned_data["reason"], "amount_dong": money_of(act_id)}
    outcome = page_query.do(request, undoing.UNDO, params)
    if outcome.refusal:
        form.add_error("reason" if outcome.refusal["field"] == "reason" else None, outcome.refusal["message"])
        return _show_act(request, record, form)
    say_outcome(request, outcome, undoing.UNDO)
    return redirect("act", act_id)


def _act_to_open(request: HttpRequest, act_id: int) -> ActRecord:
    record = act_record(act_id)
    if record is None or not may_open_act(cast("SeatedRequest", request).actor, record):
        raise Http404
    return record


def _show_act(request: HttpRequest, record: ActRecord, undo_form: undoing.UndoForm | None) -> HttpResponse:
    actor, act_id = cast("SeatedRequest", request).actor, record.seq
    entries = ask(actor, entries_of_act_query, act_id=act_id).rows
    vouchers = [v for v in vouchers_of(frozenset({record.unit_id}), record.business_on) if v.act_id == act_id]
    facts = [
        Pair(_("Đơn vị"), unit_name(record.unit_id)),
        Pair(_("Người thực hiện"), person_name(record.actor_id)),
        Pair(_("Thiết bị"), record.device or _("bàn làm việc")),
        Pair(_("Trên thiết bị lúc"), record.device_at, "moment"),
        Pair(_("Máy chủ ghi lúc"), record.server_at, "moment"),
        Pair(_("Ngày nghiệp vụ"), record.business_on, "day"),
        Pair(
            _("Kết quả"),
            str(OUTCOME_TITLES[record.status]),
        ),
    ]
    page = {
        "record": record,
        "title": act_title(record.act),
        "facts": facts,
        "vouchers": vouchers,
        "entries": entries_table(entries, _("Bút toán của nghiệp vụ")),
        "params": json.dumps(json.loads(record.params), ensure_ascii=False, indent=2)[:4_000],
        "outcome": json.dumps(json.loads(record.outcome), ensure_ascii=False, indent=2)[:4_000],
        "printing": _printing(record),
        **undoing.offered(actor, record),
        "undo_form": undo_form or undoing.UndoForm(),
        "undo_command": _ids.make(now()),
    }
    return render(request, "desks/act.html", page, status=422 if undo_form else 200)


def _printing(record: ActRecord) -> Printing | None:
    """Labels of a counter's whole order; None where the act took nothing in."""
    codes = accepted_codes(record)
    return Printing(reverse("act_labels", args=[record.seq]), len(codes)) if codes else None
