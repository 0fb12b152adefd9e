"""The first page after sign-in: the unit's day in five figures, and what waits."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duongthu.acts.api import Actor, proposals_for
from duongthu.desks import audiences
from duongthu.desks.naming import state_mark, unit_name
from duongthu.desks.tables import proposals_table
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Mark, Row, Table, Tone
from duongthu.kernel.clock import today
from duongthu.kernel.doors import PUBLIC, holders, open_to
from duongthu.ledger.api import tills_of
from duongthu.mail.api import State, accepted_on, custody_of, items_held_by, stock_by_unit, unit_holder
from duongthu.rounds.api import progress_of, rounds_of
from duongthu.staff.api import Role
from duongthu.transport.api import Bag, bags_to_open, waiting_bags

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

MOST = 50
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
    stock = {key: n for key, n in stock_by_unit().items() if key[0] in actor.reach}
    by_state = {state: sum(n for (_unit, s), n in stock.items() if s == state) for state in State}
    figures = [
        Figure(
            _("Nhận hôm nay"),
            formats.count(sum(n for u, n in accepted_on(today()).items() if u in actor.reach)),
        ),
        Figure(_("Chờ phát"), formats.count(by_state[State.AT_OFFICE] + by_state[State.HELD])),
        Figure(_("Bưu tá đang đi"), formats.count(by_state[State.ON_ROUND])),
        Figure(_("Đang vận chuyển"), formats.count(by_state[State.IN_BAG] + by_state[State.AT_HUB])),
    ]
    if audiences.BOOKS.admits(actor.roles):
        cash = sum(till.account.balance_dong for till in tills_of(actor.reach))
        figures.append(Figure(_("Tiền mặt"), formats.money(cash), href="/khoa-so/"))
    page = {
        "figures": figures,
        "scans": audiences.SCANS.admits(actor.roles),
        "here": _here(actor.unit_id) if LIES_HERE.admits(actor.roles) else None,
        "bags": _bags(actor.unit_id) if audiences.BAGS.admits(actor.roles) else None,
        "rounds": _rounds(actor.reach) if audiences.ROUNDS.admits(actor.roles) else None,
        "waiting": _proposals(actor) if audiences.CHECKERS.admits(actor.roles) else None,
    }
    return render(request, "desks/home.html", page)


def _here(unit_id: int) -> Table:
    rows = []
    for item in items_held_by(unit_holder(unit_id))[:MOST]:
        custody = custody_of(item.pk)
        mark = state_mark(custody.state) if custody else ""
        rows.append(
            Row(
                (item.thing.code, item.recipient_name, mark, item.promised_on), f"/buu-gui/{item.thing.code}/"
            )
        )
    columns = (
        Column(_("Số hiệu"), "code"),
        Column(_("Người nhận"), wide=True),
        Column(_("Trạng thái"), "mark"),
        Column(_("Hẹn phát"), "day"),
    )
    return Table(
        _("Đang nằm tại %(unit)s") % {"unit": unit_name(unit_id)},
        columns,
        rows,
        empty=_("Không có bưu gửi nào nằm tại đơn vị."),
    )


def _bags(unit_id: int) -> Table:
    """Bags that wait here: those that came and are still sealed, then those that wait to leave."""
    came, leave = bags_to_open(unit_id)[:MOST], waiting_bags(unit_id)[:MOST]
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


def _bag_row(bag: Bag, mark: Mark) -> Row:
    cells = (bag.code, unit_name(bag.from_unit_id), unit_name(bag.to_unit_id), bag.items, mark)
    return Row(cells, reverse("bag", args=[bag.code]))


def _rounds(reach: frozenset[int]) -> Table:
    progress = progress_of(rounds_of(reach, today())[:MOST])
    rows = [Row((p.code, p.items, p.loaded, p.in_hand)) for p in progress]
    columns = (
        Column(_("Tuyến phát")),
        Column(_("Trên danh sách"), "count"),
        Column(_("Đã nhận"), "count"),
        Column(_("Còn giữ"), "count"),
    )
    return Table(_("Tuyến phát hôm nay"), columns, rows, empty=_("Hôm nay chưa lập tuyến phát."))


def _proposals(actor: Actor) -> Table:
    return proposals_table(list(proposals_for(actor)[:MOST]), _("Không có đề nghị nào chờ bạn."))
