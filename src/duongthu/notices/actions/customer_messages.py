"""Reactions: what happened becomes a message, in the same transaction."""

from uuid import UUID

from duongthu.acts.api import ActUndone, Call
from duongthu.mail.api import Custody, Item
from duongthu.notices.models import Message
from duongthu.notices.rules.texts import task_text, window_text
from duongthu.rounds.api import ArrivalWindowChanged, Task

NO_PHONE = "người nhận không để lại số điện thoại"
NO_PHONE_OF_SENDER = "bưu gửi chuyển hoàn, người gửi không để lại số điện thoại"
NO_PHONE_OF_TASK = "việc này không ghi số điện thoại của khách"
OWN_KEYS = 1_000_000  # lines of the act's own journals are numbered from 1; keys of its messages from here


def follow_window(call: Call, fact: ArrivalWindowChanged) -> None:
    """Reaction: the customer is told the new hour; an older message that still waits is not sent any more."""
    about, phone, text, missing = _of_item(fact) if fact.thing_id else _of_task(fact)
    whose = {"thing_id": fact.thing_id or None, "task_id": fact.task_id or None}
    waiting = Message.objects.filter(state=Message.WAITING, **whose)
    waiting.update(state=Message.REPLACED, reason="có tin báo mới hơn")
    Message.objects.create(
        key=_key(call, fact), unit_id=fact.unit_id, **whose, about=about, phone=phone, text=text, made_at=call.now,
        act_id=call.act_id, good_until_at=fact.until_at, state=Message.WAITING if phone else Message.FAILED, next_try_at=call.now,
        reason="" if phone else missing,
    )  # fmt: skip


def follow_undone(_call: Call, fact: ActUndone) -> None:
    """Reaction: an act is taken back; its messages that still wait are not sent."""
    waiting = Message.objects.filter(state=Message.WAITING, act_id=fact.act_seq)
    waiting.update(state=Message.REPLACED, reason="nghiệp vụ đã hủy")


def _key(call: Call, fact: ArrivalWindowChanged) -> UUID:
    """The same each time the command is sent: the number of the fact among those of its act."""
    return call.key(OWN_KEYS + call.facts.index(fact))


def _of_item(fact: ArrivalWindowChanged) -> tuple[str, str, str, str]:
    """Who waits for an item: its recipient or, where it goes back, its sender."""
    item = Item.objects.select_related("thing").get(pk=fact.thing_id)
    code, back = item.thing.code, Custody.objects.get(pk=fact.thing_id).going_back
    phone, missing = (item.sender_phone, NO_PHONE_OF_SENDER) if back else (item.recipient_phone, NO_PHONE)
    return code, phone, window_text(code, fact.from_at, fact.until_at), missing


def _of_task(fact: ArrivalWindowChanged) -> tuple[str, str, str, str]:
    task = Task.objects.get(pk=fact.task_id)
    return task.code, task.phone, task_text(task.code, fact.from_at, fact.until_at), NO_PHONE_OF_TASK
