"""The first page after sign-in: the unit's day in five figures, and what waits."""

from collections import Counter
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duongthu.acts.api import Actor, ask, waiting_proposals_query
from duongthu.desks import audiences
from duongthu.desks.naming import state_mark, unit_name
from duongthu.desks.tables import proposals_table
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Mark, Row, Table, Tone
from duongthu.kernel.doors import PUBLIC, holders, open_to
from duongthu.ledger.api import tills_query
from duongthu.mail.api import State, accepted_query, at_unit_query, held_over_query, stock_query
from duongthu.rounds.api import board_query
from duongthu.staff.api import Role
from duongthu.transport.api import BagRow, arrived_bags_query, leaving_bags_query

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

LIES_HERE = holders("người xem hàng nằm tại đơn vị", audiences.ITEMS.roles - {Role.COURIER})


@require_GET
@open_to(PUBLIC)
def door(request: HttpRequest) -> HttpResponse:
    """``/``: the public comes to tracking, staff to their day."""
    return redirect("/hom-nay/" if request.user.is_authenticated else "/tra-cuu/")


@require_GET
@open_to(audiences.DAY)
def my_day(request: HttpRequest) -> HttpResponse:
    """``/hom-nay/``: figures of the reach, items lying here, rounds, proposals to check."""
    actor = cast("SeatedRequest", request).actor
    by_state = Counter[str]()
    for row in ask(actor, stock_query).rows:
        by_state[row.state] += row.items
    figures = [
        Figure(
            _("Nhận hôm nay"),
            formats.count(sum(row.items for row in ask(actor, accepted_query).rows)),
        ),
        Figure(_("Chờ phát"), formats.count(by_state[State.AT_OFFICE] + by_state[State.HELD])),
        Figure(_("Bưu tá đang đi"), formats.count(by_state[State.ON_ROUND])),
        Figure(_("Đang vận chuyển"), formats.count(by_state[State.IN_BAG] + by_state[State.AT_HUB])),
    ]
    if audiences.HELD.admits(actor.roles):
        over = ask(actor, held_over_query).page.paginator.count
        figures.append(
            Figure(
                _("Lưu quá hạn"), formats.count(over), tone=Tone.LATE if over else Tone.DONE, href="/luu-qua-han/"
            )
        )  # fmt: skip
    if audiences.BOOKS.admits(actor.roles):
        cash = sum(till.balance_dong for till in ask(actor, tills_query).rows)
        figures.append(Figure(_("Tiền mặt"), formats.money(cash), href="/khoa-so/"))
    page = {
        "figures": figures,
        "scans": audiences.SCANS.admits(actor.roles),
        "here": _here(actor) if LIES_HERE.admits(actor.roles) else None,
        "bags": _bags(actor) if audiences.BAGS.admits(actor.roles) else None,
        "rounds": _rounds(actor) if audiences.ROUNDS.admits(actor.roles) else None,
        "waiting": _proposals(actor) if audiences.CHECKERS.admits(actor.roles) else None,
    }
    return render(request, "desks/home.html", page)


def _here(actor: Actor) -> Table:
    rows = [
        Row(
            (item.code, item.recipient_name, state_mark(item.state), item.promised_on),
            f"/buu-gui/{item.code}/",
        )
        for item in ask(actor, at_unit_query, unit_id=actor.unit_id).rows
    ]
    columns = (
        Column(_("Số hiệu"), "code"),
        Column(_("Người nhận"), wide=True),
        Column(_("Trạng thái"), "mark"),
        Column(_("Hẹn phát"), "day"),
    )
    return Table(
        _("Đang nằm tại %(unit)s") % {"unit": unit_name(actor.unit_id)},
        columns,
        rows,
        empty=_("Không có bưu gửi nào nằm tại đơn vị."),
    )


def _bags(actor: Actor) -> Table:
    """Bags that wait here: those that came and are still sealed, then those that wait to leave."""
    came = ask(actor, arrived_bags_query, unit_id=actor.unit_id).rows
    leave = ask(actor, leaving_bags_query, unit_id=actor.unit_id).rows
    rows = [_bag_row(bag, Mark(Tone.HOLD, _("chờ mở"))) for bag in came]
    rows += [_bag_row(bag, Mark(Tone.GOING, _("chờ đi"))) for bag in leave]
    columns = (
        Column(_("Túi")),
        Column(_("Từ"), phone=False),
        Column(_("Đến")),
        Column(_("Bưu gửi"), "count"),
        Column(_("Trạng thái"), "mark"),
    )
    return Table(_("Túi thư tại đơn vị"), columns, rows, empty=_("Không có túi thư nào chờ mở hoặc chờ đi."))


def _bag_row(bag: BagRow, mark: Mark) -> Row:
    cells = (bag.code, unit_name(bag.from_unit_id), unit_name(bag.to_unit_id), bag.items, mark)
    return Row(cells, reverse("bag", args=[bag.code]))


def _rounds(actor: Actor) -> Table:
    rows = [Row((one.code, one.things, one.loaded, one.in_hand)) for one in ask(actor, board_query).rows]
    columns = (
        Column(_("Tuyến phát")),
        Column(_("Trên danh sách"), "count"),
        Column(_("Đã nhận"), "count"),
        Column(_("Còn giữ"), "count"),
    )
    return Table(_("Tuyến phát hôm nay"), columns, rows, empty=_("Hôm nay chưa lập tuyến phát."))


def _proposals(actor: Actor) -> Table:
    return proposals_table(
        ask(actor, waiting_proposals_query, own=False).rows, _("Không có đề nghị nào chờ bạn.")
    )
