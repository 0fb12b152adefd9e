"""The bag page: from where to where, its seal, what is inside, its journey; only for units it touches."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duongthu.acts.api import Actor, perform
from duongthu.desks import audiences
from duongthu.desks.guarding import beyond_reach
from duongthu.desks.labels.content import services_title
from duongthu.desks.labels.printing import Printing
from duongthu.desks.naming import event_title, person_name, state_mark, unit_name
from duongthu.desks.ui.parts import Column, Pair, Row, Step, Table
from duongthu.kernel.doors import open_to
from duongthu.mail.api import (
    CustodyEvent,
    bag_holder,
    custody_of,
    find_things,
    history_of,
    items_held_by,
)
from duongthu.transport.api import Bag, bag_by_thing

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

MOST = 500


@require_GET
@open_to(audiences.BAGS)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """``/tui/<code>/``: everything about one bag; beyond one's reach nothing, and the attempt is logged."""
    actor = cast("SeatedRequest", request).actor
    bag = bag_within_reach(actor, code)
    if bag is None:
        return render(request, "desks/bag_absent.html", status=404)
    custody = custody_of(bag.pk)
    page = {
        "bag": bag,
        "from_to": f"{unit_name(bag.from_unit_id)} → {unit_name(bag.to_unit_id)}",
        "mark": state_mark(custody.state) if custody else None,
        "facts": _facts(bag),
        "content": _content(bag) if audiences.BAG_CONTENT.admits(actor.roles) else None,
        "steps": [_step(event) for event in reversed(list(history_of(bag.pk)))],
        "printing": _printing(request, bag),
    }
    return render(request, "desks/bag.html", page)


def _printing(request: HttpRequest, bag: Bag) -> Printing | None:
    may = audiences.LABELS.admits(cast("SeatedRequest", request).actor.roles)
    return Printing(reverse("bag_labels", args=[bag.code])) if may else None


def bag_within_reach(actor: Actor, code: str) -> Bag | None:
    """The bag of that code if it leaves from or goes to one of the actor's units; a look beyond is logged."""
    found = find_things([code.upper()])
    bag = bag_by_thing(found[code.upper()]) if found else None
    if bag is not None and not {bag.from_unit_id, bag.to_unit_id} & actor.reach:
        perform(actor, "network.look_beyond_reach", {"text": code[:50]})
        beyond_reach(actor, code[:50])
        return None
    return bag


def services_in(bag: Bag) -> list[str]:
    """The services of the items lying in a bag now."""
    return [item.service for item in items_held_by(bag_holder(bag.pk))]


def _facts(bag: Bag) -> list[Pair]:
    closed_by = person_name(bag.closed_by_id) if bag.closed_by_id is not None else ""
    return [
        Pair(_("Từ"), unit_name(bag.from_unit_id)),
        Pair(_("Đến"), unit_name(bag.to_unit_id)),
        Pair(_("Số niêm phong"), bag.seal),
        Pair(_("Dịch vụ"), services_title(services_in(bag))),
        Pair(_("Số bưu gửi khi đóng"), bag.items, "count"),
        Pair(_("Khối lượng khi đóng"), bag.weight_grams, "weight"),
        Pair(_("Đóng lúc"), bag.closed_at, "moment"),
        Pair(_("Người đóng"), closed_by),
        Pair(_("Chuyến thư"), bag.dispatch.code if bag.dispatch else ""),
        Pair(_("Đếm lần đầu"), bag.counted_at, "moment"),
        Pair(_("Người đếm lần đầu"), person_name(bag.counted_by_id) if bag.counted_by_id else ""),
        Pair(_("Mở lúc"), bag.opened_at, "moment"),
    ]


def _content(bag: Bag) -> Table:
    items = items_held_by(bag_holder(bag.pk))[:MOST]
    rows = [
        Row(
            (item.thing.code, item.recipient_name, item.weight_grams, item.cod_dong),
            reverse("item", args=[item.thing.code]),
        )
        for item in items
    ]
    columns = (
        Column(_("Số hiệu"), "code"),
        Column(_("Người nhận"), wide=True),
        Column(_("Khối lượng"), "weight"),
        Column(_("Thu hộ"), "money"),
    )
    return Table(_("Trong túi lúc này"), columns, rows, empty=_("Trong túi không có bưu gửi nào."))


def _step(event: CustodyEvent) -> Step:
    return Step(
        event_title(event.code),
        event.at,
        unit_name(event.unit_id),
        person_name(event.person_id),
        event.detail,
    )
