"""The item page: journey, holder, money and the acts behind them; only for units the item touches."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duongthu.acts.api import Actor, ActRecord, act_record, perform
from duongthu.desks import audiences, page_query
from duongthu.desks.guarding import acts_to_open, beyond_reach
from duongthu.desks.items.controls import needs_till, panels, subject_of
from duongthu.desks.labels.printing import Printing
from duongthu.desks.naming import (
    event_title,
    holder_name,
    owner_name,
    person_name,
    state_mark,
    unit_name,
)
from duongthu.desks.ui.parts import Column, Pair, Row, Step, Table, Tone
from duongthu.desks.words import act_title, kind_title
from duongthu.kernel.clock import VN, now
from duongthu.kernel.doors import open_to
from duongthu.ledger.api import accounts_by_id, entries_about
from duongthu.mail.api import (
    REASONS,
    SOLUTIONS,
    CustodyEvent,
    Event,
    Item,
    chain_at,
    custody_of,
    history_of,
    item_by_code,
    person_holder,
    phone_for,
)
from duongthu.staff.api import Role

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

CARRIERS = frozenset({Role.COURIER, Role.DRIVER})


@require_GET
@open_to(audiences.ITEMS)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """``/buu-gui/<code>/``: everything about one item; beyond one's reach nothing, and the attempt is logged."""
    item = item_within_reach(cast("SeatedRequest", request).actor, code)
    if item is None:
        return render(request, "desks/item_absent.html", {"code": code}, status=404)
    subject = subject_of(cast("SeatedRequest", request).actor, item)
    page = page_of(request, item, panels(subject), needs_till=subject is not None and needs_till(subject))
    return render(request, "desks/item.html", page)


def page_of(
    request: HttpRequest, item: Item, controls: list[dict[str, Any]], *, needs_till: bool = False
) -> dict[str, Any]:
    """Everything the page of an item shows; ``needs_till``: it could be delivered here with a till in one's hands."""
    actor, events = cast("SeatedRequest", request).actor, list(history_of(item.pk))
    moment = _moment(request)
    chain = chain_at(item.pk, moment)
    custody = custody_of(item.pk)
    return {
        "item": item,
        "controls": controls,
        "needs_till": needs_till,
        "mark": state_mark(custody.state) if custody else None,
        "steps": [_step(event) for event in reversed(events)],
        "chain": [holder_name(holder) for holder in chain.chain] if chain else [],
        "moment": moment.astimezone(VN),
        "facts": _facts(actor, item),
        "money": _money(item) if audiences.BOOKS.admits(actor.roles) else None,
        "acts": _acts(actor, events),
        "printing": _printing(actor, item),
    }


def item_within_reach(actor: Actor, code: str) -> Item | None:
    """The item of that number if it touches one of the actor's units; a look beyond is logged as an attempt."""
    item = item_by_code(code.upper())
    if item is not None and not _within_reach(actor, item):
        perform(actor, "network.look_beyond_reach", {"text": code[:50]})
        beyond_reach(actor, code[:50])
        return None
    return item


def _within_reach(actor: Actor, item: Item) -> bool:
    """Whether the item touches one of the actor's units; who only carries sees what came into his own hands."""
    events = list(history_of(item.pk))
    if actor.roles <= CARRIERS:
        mine = person_holder(actor.person_id)
        return any(mine in {event.from_holder, event.to_holder} for event in events)
    touched = {item.office_from_id, item.office_to_id} | {event.unit_id for event in events}
    return bool(touched & actor.reach)


def _moment(request: HttpRequest) -> datetime:
    """The minute asked about (``?luc=2020-08-14T10:30``, Vietnamese time), else now."""
    return page_query.moment(request, "luc") or now()


def _step(event: CustodyEvent) -> Step:
    tone = Tone.HOLD if event.code in {Event.FAIL, Event.MISS} else Tone.DONE
    note = f"{holder_name(event.from_holder)} → {holder_name(event.to_holder)}"
    detail = _detail(event)
    return Step(
        event_title(event.code),
        event.at,
        unit_name(event.unit_id),
        note=f"{note} · {detail}" if detail else note,
        tone=tone,
    )


def _detail(event: CustodyEvent) -> str:
    """A failure's reason and what follows, in words; of other events what the journal says."""
    reason, _colon, solution = event.detail.partition(":")
    if event.code != Event.FAIL or reason not in REASONS:
        return event.detail
    follows = _(SOLUTIONS[solution]) if solution in SOLUTIONS else solution
    return ", ".join(filter(None, (_(REASONS[reason].title), follows)))


def _facts(actor: Actor, item: Item) -> list[Pair]:
    return [
        Pair(_("Người gửi"), item.sender_name),
        Pair(_("Người nhận"), item.recipient_name),
        Pair(_("Điện thoại"), phone_for(actor, item.recipient_phone), "phone"),
        Pair(_("Địa chỉ"), item.recipient_address),
        Pair(_("Nơi nhận gửi"), unit_name(item.office_from_id)),
        Pair(_("Bưu cục phát"), unit_name(item.office_to_id) if item.office_to_id else _("Tỉnh ngoài")),
        Pair(_("Khối lượng"), item.weight_grams, "weight"),
        Pair(_("Cước"), item.postage_dong, "money"),
        Pair(_("Thu hộ (COD)"), item.cod_dong, "money"),
        Pair(_("Hẹn phát"), item.promised_on, "day"),
    ]


def _money(item: Item) -> Table:
    entries = list(entries_about(item.thing.code))
    accounts = accounts_by_id({e.debit_id for e in entries} | {e.credit_id for e in entries})
    rows = [
        Row(
            (
                e.recorded_at,
                kind_title(e.kind),
                owner_name(accounts[e.debit_id].owner),
                owner_name(accounts[e.credit_id].owner),
                e.amount_dong,
            ),
            f"/so-quy/nghiep-vu/{e.act_id}/",
        )
        for e in entries
    ]
    columns = (
        Column(_("Lúc"), "moment"), Column(_("Khoản")), Column(_("Nợ"), phone=False), Column(_("Có"), phone=False),
        Column(_("Số tiền"), "money"),
    )  # fmt: skip
    return Table(_("Tiền của bưu gửi"), columns, rows, empty=_("Chưa có bút toán nào."))


def _printing(actor: Actor, item: Item) -> Printing | None:
    may = audiences.LABELS.admits(actor.roles)
    return Printing(reverse("item_labels", args=[item.thing.code])) if may else None


def _acts(actor: Actor, events: list[CustodyEvent]) -> Table:
    records = [record for event in events for record in [act_record(event.act_id)] if record]
    opens = acts_to_open(actor, records)
    rows = [
        Row(_act_cells(record), f"/so-quy/nghiep-vu/{record.seq}/" if record.seq in opens else "")
        for record in {r.seq: r for r in records}.values()
    ]
    columns = (
        Column(_("Nghiệp vụ"), wide=True),
        Column(_("Máy chủ ghi"), "moment"),
        Column(_("Trên thiết bị"), "moment", phone=False),
        Column(_("Người")),
        Column(_("Thiết bị"), phone=False),
    )
    return Table(_("Ai đã làm gì"), columns, rows)


def _act_cells(record: ActRecord) -> tuple[object, ...]:
    return (
        act_title(record.act),
        record.server_at,
        record.device_at,
        person_name(record.actor_id),
        record.device or _("bàn làm việc"),
    )
