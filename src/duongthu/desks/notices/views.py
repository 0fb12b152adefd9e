"""Messages to customers at the control room: what waits, what was sent, what failed and why; a failed one sent again."""

from collections import Counter
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import ask, find_act
from duongthu.desks import audiences, page_query
from duongthu.desks.naming import unit_name
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Mark, Row, Tab, Table, Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.kernel.refusal import Refusal
from duongthu.notices.api import (
    Message,
    MessageRow,
    configured_gateway,
    message_by_key,
    messages_query,
    states_query,
)

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

DAYS = 7
STATES = {
    Message.FAILED: (Tone.LATE, lazy("không gửi được")),
    Message.WAITING: (Tone.HOLD, lazy("chờ gửi")),
    Message.SENDING: (Tone.GOING, lazy("đang gửi")),
    Message.SENT: (Tone.DONE, lazy("đã gửi")),
    Message.LAPSED: (Tone.VOID, lazy("quá giờ, không gửi")),
    Message.REPLACED: (Tone.IDLE, lazy("đã thay bằng tin mới")),
}
VIEWS = {
    "hong": (lazy("Không gửi được"), (Message.FAILED,)),
    "cho": (lazy("Chờ gửi"), (Message.WAITING, Message.SENDING)),
    "gui": (lazy("Đã gửi"), (Message.SENT,)),
    "thoi": (lazy("Không gửi nữa"), (Message.LAPSED, Message.REPLACED)),
}
_ids = IdMaker()


@require_GET
@open_to(audiences.NOTICES)
def board(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/tin-bao/?xem=&trang=``: the messages of the last days, those that failed first."""
    actor = cast("SeatedRequest", request).actor
    view = page_query.choice(request, "xem", VIEWS, "hong")
    counts = Counter({row.state: row.messages for row in ask(actor, states_query, days=DAYS).rows})
    states = ",".join(VIEWS[view][1])
    found = ask(actor, messages_query, page=request.GET.get("trang"), days=DAYS, state=states)
    page = {
        "figures": _figures(counts),
        "tabs": [
            Tab(str(title), f"{reverse('notices')}?xem={name}", sum(counts[s] for s in of), name == view)
            for name, (title, of) in VIEWS.items()
        ],
        "messages": _table(found.rows, view),
        "shown": found.page,
        "query": f"xem={view}",
        "trouble": _trouble(),
        "again": _again(request, found.rows) if view == "hong" else [],
    }
    return render(request, "desks/notices.html", page)


def _trouble() -> str:
    """Why nothing can be sent as the settings stand; empty: it can."""
    try:
        configured_gateway()
    except Refusal as refusal:
        return refusal.message
    return ""


def _figures(counts: Counter[str]) -> list[Figure]:
    failed, waiting = counts[Message.FAILED], counts[Message.WAITING] + counts[Message.SENDING]
    return [
        Figure(_("Không gửi được"), formats.count(failed), tone=Tone.LATE if failed else Tone.DONE),
        Figure(_("Chờ gửi"), formats.count(waiting)),
        Figure(_("Đã gửi"), formats.count(counts[Message.SENT]), _("trong %(days)s ngày") % {"days": DAYS}),
        Figure(_("Cổng tin"), _("đã đặt") if settings.NOTICES else _("chưa đặt")),
    ]


def _table(messages: list[MessageRow], view: str) -> Table:
    rows = [
        Row(
            (
                message.about, message.phone or "–", _mark(message), message.text, message.reason or "–",
                message.tries, message.sent_at or message.made_at, unit_name(message.unit_id),
            ),
            f"/buu-gui/{message.about}/" if message.thing_id else "",
        )
        for message in messages
    ]  # fmt: skip
    columns = (
        Column(_("Bưu gửi, việc"), "code"), Column(_("Điện thoại"), "phone"), Column(_("Trạng thái"), "mark"),
        Column(_("Nội dung"), wide=True), Column(_("Lý do"), wide=True), Column(_("Số lần"), "count", phone=False),
        Column(_("Lúc"), "moment"), Column(_("Đơn vị"), phone=False),
    )  # fmt: skip
    empty = {
        "hong": _("Không có tin nào gửi hỏng."), "cho": _("Không có tin nào chờ gửi."),
        "gui": _("Chưa gửi tin nào."), "thoi": _("Không có tin nào bị bỏ."),
    }  # fmt: skip
    return Table(_("Tin báo khách"), columns, rows, empty=empty[view])


def _mark(message: MessageRow) -> Mark:
    past = message.state == Message.WAITING and message.good_until_at <= now()
    tone, words = STATES[Message.LAPSED if past else message.state]
    return Mark(tone, str(words))


def _again(request: HttpRequest, messages: list[MessageRow]) -> list[dict[str, object]]:
    """The messages of the page that can be sent again, each with the key of its command."""
    actor = cast("SeatedRequest", request).actor
    if not find_act("notices.send_again").roles & actor.roles:
        return []
    open_ = [message for message in messages if message.phone and message.good_until_at > now()]
    return [{"message": message, "command_id": _ids.make(now())} for message in open_]


@require_POST
@open_to(audiences.SEND_NOTICES)
def send_again(request: HttpRequest) -> HttpResponse:
    """Put a failed message back into the queue; a refusal comes back in words."""
    actor = cast("SeatedRequest", request).actor
    key = page_query.identifier(request, "message")
    message = message_by_key(key)
    if message is None or message.unit_id not in actor.reach:
        say(request, Tone.LATE, _("Không có tin báo này."))
        return redirect("notices")
    params = {"unit_id": message.unit_id, "message": message.key}
    outcome = page_query.do(request, "notices.send_again", params)
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        say(request, Tone.DONE, _("Tin báo về %(about)s sẽ được gửi lại.") % {"about": message.about})
    return redirect("notices")
