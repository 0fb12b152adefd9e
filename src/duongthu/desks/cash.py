"""The money desk: the day book down to vouchers and entries, and the close of the day with both proofs."""

import json
from datetime import date
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Actor, ActRecord, NoSuchSeal, act_record, newest_seal, perform
from duongthu.desks.labels.printing import Printing
from duongthu.desks.labels.views import accepted_codes
from duongthu.desks.naming import KIND_TITLES, owner_name, person_name, unit_name
from duongthu.desks.session import SeatedRequest, seated
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Mark, Pair, Row, Table, Tone
from duongthu.kernel.clock import now, today
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import (
    KINDS,
    Account,
    DayLine,
    Entry,
    Voucher,
    accounts_by_id,
    closings_of,
    day_lines,
    entries_of,
    entries_of_act,
    morning_equation,
    tills_of,
    vouchers_of,
)
from duongthu.rounds.api import day_proofs, rounds_of

PAGE_ROWS = 200
_ids = IdMaker()


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return today()


@require_GET
@seated
def daybook(request: HttpRequest) -> HttpResponse:
    """``/so-quy/?ngay=``: the day by kind of transfer, its entries, its vouchers."""
    actor, on, kind = cast("SeatedRequest", request).actor, _day(request), request.GET.get("khoan", "")
    lines = day_lines(actor.reach, on)
    entries = Paginator(entries_of(actor.reach, on, kind), PAGE_ROWS).get_page(request.GET.get("trang"))
    vouchers = Paginator(vouchers_of(actor.reach, on), PAGE_ROWS).get_page(request.GET.get("to"))
    page = {
        "on": on,
        "kind": KIND_TITLES.get(kind, kind),
        "kinds": _kinds(lines, on),
        "entries": _entries(list(entries), f"Bút toán{': ' + KIND_TITLES.get(kind, kind) if kind else ''}"),
        "entry_page": entries,
        "vouchers": _vouchers(list(vouchers)),
        "voucher_page": vouchers,
        "query": f"ngay={on}&khoan={kind}",
    }
    return render(request, "desks/daybook.html", page)


def _kinds(lines: list[DayLine], on: date) -> Table:
    rows = [
        Row(
            (KIND_TITLES.get(line.kind, line.kind), line.count, line.amount_dong),
            f"/so-quy/?ngay={on}&khoan={line.kind}",
        )
        for line in lines
    ]
    foot = ("Cộng", sum(line.count for line in lines), sum(line.amount_dong for line in lines))
    columns = (Column("Khoản"), Column("Bút toán", "count"), Column("Số tiền", "money"))
    return Table(
        "Trong ngày theo khoản", columns, rows, foot if rows else (), empty="Ngày này chưa có bút toán nào."
    )


def _entries(entries: list[Entry], caption: str) -> Table:
    accounts = accounts_by_id({e.debit_id for e in entries} | {e.credit_id for e in entries})
    rows = [
        Row(
            (e.recorded_at, KIND_TITLES.get(e.kind, e.kind), e.subject or "–", _account(accounts[e.debit_id]),
             _account(accounts[e.credit_id]), e.amount_dong),
            f"/so-quy/nghiep-vu/{e.act_id}/",
        )
        for e in entries
    ]  # fmt: skip
    columns = (
        Column("Lúc", "moment"), Column("Khoản"), Column("Về", "code"), Column("Nợ", phone=False), Column("Có", phone=False),
        Column("Số tiền", "money"),
    )  # fmt: skip
    foot = (None, None, None, None, "Cộng trang", sum(e.amount_dong for e in entries)) if entries else ()
    return Table(caption, columns, rows, foot, empty="Không có bút toán.")


def _account(account: Account) -> str:
    return f"{KINDS[account.kind].vas} {owner_name(account.owner)}"


def _vouchers(vouchers: list[Voucher]) -> Table:
    rows = [
        Row((v.code, unit_name(v.unit_id), v.title, v.amount_dong), f"/so-quy/nghiep-vu/{v.act_id}/")
        for v in vouchers
    ]
    columns = (
        Column("Số"),
        Column("Đơn vị", phone=False),
        Column("Nội dung", wide=True),
        Column("Số tiền", "money"),
    )
    return Table("Chứng từ", columns, rows, empty="Ngày này chưa có chứng từ.")


@require_GET
@seated
def act_page(request: HttpRequest, act_id: int) -> HttpResponse:
    """``/so-quy/nghiep-vu/<n>/``: one act: who, where, the three times, its papers and entries."""
    actor, record = cast("SeatedRequest", request).actor, act_record(act_id)
    if record is None or record.unit_id not in actor.reach:
        raise Http404
    entries = list(entries_of_act(act_id)[:PAGE_ROWS])
    vouchers = [v for v in vouchers_of(frozenset({record.unit_id}), record.business_on) if v.act_id == act_id]
    facts = [
        Pair("Đơn vị", unit_name(record.unit_id)),
        Pair("Người thực hiện", person_name(record.actor_id)),
        Pair("Thiết bị", record.device or "bàn làm việc"),
        Pair("Trên thiết bị lúc", record.device_at, "moment"),
        Pair("Máy chủ ghi lúc", record.server_at, "moment"),
        Pair("Ngày nghiệp vụ", record.business_on, "day"),
        Pair(
            "Kết quả",
            {"done": "đã thực hiện", "refused": "bị từ chối", "proposed": "chờ duyệt"}[record.status],
        ),
    ]
    page = {
        "record": record,
        "facts": facts,
        "vouchers": vouchers,
        "entries": _entries(entries, "Bút toán của nghiệp vụ"),
        "params": json.dumps(json.loads(record.params), ensure_ascii=False, indent=2)[:4_000],
        "outcome": json.dumps(json.loads(record.outcome), ensure_ascii=False, indent=2)[:4_000],
        "printing": _printing(record),
    }
    return render(request, "desks/act.html", page)


def _printing(record: ActRecord) -> Printing | None:
    """Labels of a counter's whole order; None where the act took nothing in."""
    codes = accepted_codes(record)
    return Printing(reverse("act_labels", args=[record.seq]), len(codes)) if codes else None


@require_GET
@seated
def close_of_day(request: HttpRequest) -> HttpResponse:
    """``/khoa-so/?ngay=``: each unit's tills, rounds and proofs, the morning equation, the last seal."""
    actor, on = cast("SeatedRequest", request).actor, _day(request)
    page = {
        "on": on,
        "figures": _equation(),
        "units": _units(actor, on),
        "seal": _seal(),
        "closable": actor.unit_id not in closings_of(frozenset({actor.unit_id}), on)
        and actor.unit_id in _unit_ids(actor),
        "command_id": _ids.make(now()),
        "said": request.GET.get("noi", ""),
        "own_unit": actor.unit_id,
    }
    return render(request, "desks/close.html", page)


def _equation() -> list[Figure]:
    equation = morning_equation()
    holds = equation.difference_dong == 0
    return [
        Figure("Đang giữ", formats.money(equation.held_dong)),
        Figure("Đang nợ", formats.money(equation.owed_dong)),
        Figure("Của mình", formats.money(equation.own_dong)),
        Figure(
            "Chênh lệch",
            formats.money(equation.difference_dong),
            "giữ − nợ − của mình",
            Tone.DONE if holds else Tone.LATE,
        ),
    ]


def _unit_ids(actor: Actor) -> list[int]:
    with_cash = {till.unit_id for till in tills_of(actor.reach)}
    return sorted(with_cash, key=unit_name)


def _units(actor: Actor, on: date) -> Table:
    closings, tills = closings_of(actor.reach, on), list(tills_of(actor.reach))
    proofs, open_rounds = day_proofs(actor.reach, on), dict[int, int]()
    for one in rounds_of(actor.reach, on):
        open_rounds[one.unit_id] = open_rounds.get(one.unit_id, 0) + (one.state != "closed")
    rows = []
    for unit_id in _unit_ids(actor):
        mine = [till for till in tills if till.unit_id == unit_id]
        proof, closing = proofs.get(unit_id), closings.get(unit_id)
        cash = sum(till.account.balance_dong for till in mine)
        items = f"{proof.opening} + {proof.taken} − {proof.given} = {proof.stock}" if proof else "–"
        mark = Mark(Tone.DONE, "đã khóa") if closing else Mark(Tone.GOING, "đang mở")
        rows.append(
            Row(
                (
                    unit_name(unit_id),
                    mark,
                    sum(t.is_open for t in mine),
                    open_rounds.get(unit_id, 0),
                    items,
                    cash,
                )
            )
        )
    columns = (
        Column("Đơn vị"), Column("Sổ", "mark"), Column("Ca quỹ mở", "count"), Column("Tuyến chưa về", "count"),
        Column("Bưu gửi: đầu ngày + nhận − giao = còn", phone=False), Column("Tiền mặt", "money"),
    )  # fmt: skip
    return Table(f"Khóa sổ ngày {on:%d/%m/%Y}", columns, rows, empty="Không có đơn vị nào có quỹ.")


def _seal() -> list[Pair]:
    try:
        seal = newest_seal()
    except NoSuchSeal:
        return []
    return [
        Pair("Niêm phong số", seal.seq, "count"),
        Pair("Lúc", seal.made_at, "moment"),
        Pair("Số dòng sổ", seal.tree_size, "count"),
        Pair("Gốc Merkle", seal.root),
    ]


@require_POST
@seated
def close_unit(request: HttpRequest) -> HttpResponse:
    """Close one unit's day through the act; a refusal comes back in words."""
    actor = cast("SeatedRequest", request).actor
    on = date.fromisoformat(request.POST["on"])
    unit_id = int(request.POST["unit_id"])
    outcome = perform(
        actor, "rounds.close_day", {"unit_id": unit_id, "on": on}, command_id=UUID(request.POST["command_id"])
    )
    said = outcome.refusal["message"] if outcome.refusal else f"Đã khóa sổ {unit_name(unit_id)}."
    return redirect(f"/khoa-so/?{urlencode({'ngay': on.isoformat(), 'noi': said})}")
