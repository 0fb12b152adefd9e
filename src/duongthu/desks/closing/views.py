"""The close of the day: every unit's state, both proofs, what a close would do, and the close itself."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Actor, NoSuchSeal, Outcome, ask, ask_one, find_act, newest_seal, perform, unmet
from duongthu.closing.api import proofs_query
from duongthu.desks import audiences, page_query
from duongthu.desks.naming import is_province, unit_name
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Mark, Pair, Row, Table, Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import KINDS, closings_of, closings_query, equation_query, tills_query
from duongthu.rounds.api import rounds_of

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

CLOSE = "closing.close_day"
_ids = IdMaker()


@require_GET
@open_to(audiences.BOOKS)
def board(request: HttpRequest) -> HttpResponse:
    """``/khoa-so/?ngay=``: each unit's tills, rounds and proofs, the morning equation, the last seal."""
    actor, on = cast("SeatedRequest", request).actor, page_query.day(request)
    page = {
        "on": on,
        "figures": _equation(actor),
        "units": _units(actor, on),
        "seal": _seal(),
        "closable": _closable(actor, on),
        "command_id": _ids.make(now()),
        "own_unit": actor.unit_id,
    }
    return render(request, "desks/close.html", page)


def _closable(actor: Actor, on: date) -> bool:
    """Whether the actor's own unit has a till, is still open on that day, and is the actor's to close."""
    own = frozenset({actor.unit_id})
    return (
        bool(find_act(CLOSE).roles & actor.roles)
        and actor.unit_id not in closings_of(own, on)
        and actor.unit_id in _unit_ids(actor)
    )


def _equation(actor: Actor) -> list[Figure]:
    """The whole province's balances, for those who answer for the whole province; nothing for anybody else."""
    if not is_province(actor.unit_id):
        return []
    equation = ask_one(actor, equation_query)
    holds = equation.difference_dong == 0
    return [
        Figure(_("Đang giữ"), formats.money(equation.held_dong)),
        Figure(_("Đang nợ"), formats.money(equation.owed_dong)),
        Figure(_("Của mình"), formats.money(equation.own_dong)),
        Figure(
            _("Chênh lệch"),
            formats.money(equation.difference_dong),
            _("giữ − nợ − của mình"),
            Tone.DONE if holds else Tone.LATE,
        ),
    ]


def _unit_ids(actor: Actor) -> list[int]:
    with_cash = {till.unit_id for till in ask(actor, tills_query).rows}
    return sorted(with_cash, key=unit_name)


def _units(actor: Actor, on: date) -> Table:
    closings = {one.unit_id for one in ask(actor, closings_query, on=on).rows}
    tills = ask(actor, tills_query).rows
    proofs = {one.unit_id: one for one in ask(actor, proofs_query, on=on).rows}
    open_rounds = dict[int, int]()
    for one in rounds_of(actor.reach, on):
        open_rounds[one.unit_id] = open_rounds.get(one.unit_id, 0) + (one.state != "closed")
    rows = []
    for unit_id in _unit_ids(actor):
        mine = [till for till in tills if till.unit_id == unit_id]
        proof, cash = proofs.get(unit_id), sum(till.balance_dong for till in mine)
        items = f"{proof.opening} + {proof.taken} − {proof.given} = {proof.stock}" if proof else "–"
        mark = Mark(Tone.DONE, _("đã khóa")) if unit_id in closings else Mark(Tone.GOING, _("đang mở"))
        cells = (
            unit_name(unit_id),
            mark,
            sum(t.is_open for t in mine),
            open_rounds.get(unit_id, 0),
            items,
            cash,
        )
        rows.append(Row(cells))
    columns = (
        Column(_("Đơn vị")), Column(_("Sổ"), "mark"), Column(_("Ca quỹ mở"), "count"), Column(_("Tuyến chưa về"), "count"),
        Column(_("Bưu gửi: đầu ngày + nhận − giao = còn"), phone=False), Column(_("Tiền mặt"), "money"),
    )  # fmt: skip
    caption = _("Khóa sổ ngày %(on)s") % {"on": formats.day(on)}
    return Table(caption, columns, rows, empty=_("Không có đơn vị nào có quỹ."))


def _seal() -> list[Pair]:
    try:
        seal = newest_seal()
    except NoSuchSeal:
        return []
    return [
        Pair(_("Niêm phong số"), seal.seq, "count"),
        Pair(_("Lúc"), seal.made_at, "moment"),
        Pair(_("Số dòng sổ"), seal.tree_size, "count"),
        Pair(_("Gốc Merkle"), seal.root),
    ]


@require_GET
@open_to(audiences.CLOSE_DAY)
def preview(request: HttpRequest) -> HttpResponse:
    """``/khoa-so/xem-truoc/?ngay=``: the close of one's own unit done and undone: its figures, or what stands in the way."""
    actor, on = cast("SeatedRequest", request).actor, page_query.day(request)
    outcome = perform(actor, CLOSE, {"unit_id": actor.unit_id, "on": on}, dry_run=True)
    page = {
        "on": on,
        "unit": unit_name(actor.unit_id),
        "refusal": outcome.refusal,
        "unmet": _unmet(actor.unit_id, on, outcome),
        "items": _items(outcome) if outcome.done else [],
        "money": _money(outcome) if outcome.done else None,
        "own_unit": actor.unit_id,
        "command_id": _ids.make(now()),
    }
    return render(request, "desks/close_preview.html", page)


def _unmet(unit_id: int, on: date, outcome: Outcome) -> list[str]:
    """Everything that stands in the way, in words, room by room: not only the first."""
    if outcome.refusal is None:
        return []
    return list(dict.fromkeys([*(one.message for one in unmet(unit_id, on)), outcome.refusal["message"]]))


def _items(outcome: Outcome) -> list[Figure]:
    proof = outcome.result["items"]
    return [
        Figure(_("Đầu ngày"), formats.count(proof["opening"])),
        Figure(_("Nhận vào"), formats.count(proof["taken"])),
        Figure(_("Giao đi"), formats.count(proof["given"])),
        Figure(_("Còn lại"), formats.count(proof["stock"]), _("đầu ngày + nhận − giao"), Tone.DONE),
    ]


def _money(outcome: Outcome) -> Table:
    rows = [
        Row(
            (
                f"{KINDS[m['kind']].vas} {_(m['title'])}",
                m["opening_dong"],
                m["in_dong"],
                m["out_dong"],
                m["closing_dong"],
            )
        )
        for m in outcome.result["money"]
    ]
    columns = (
        Column(_("Tài khoản")), Column(_("Đầu ngày"), "money"), Column(_("Vào"), "money"), Column(_("Ra"), "money"),
        Column(_("Cuối ngày"), "money"),
    )  # fmt: skip
    return Table(_("Tiền của đơn vị trong ngày"), columns, rows, empty=_("Trong ngày không có tiền vào ra."))


@require_POST
@open_to(audiences.CLOSE_DAY)
def close_unit(request: HttpRequest) -> HttpResponseRedirect:
    """Close one unit's day through the act; a refusal comes back in words."""
    actor = cast("SeatedRequest", request).actor
    on, unit_id = page_query.day(request, "on"), page_query.number(request, "unit_id", actor.unit_id)
    outcome = page_query.do(request, CLOSE, {"unit_id": unit_id, "on": on})
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        say(request, Tone.DONE, _("Đã khóa sổ %(unit)s.") % {"unit": unit_name(unit_id)})
    return redirect(f"/khoa-so/?ngay={on.isoformat()}")
