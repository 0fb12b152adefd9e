"""Acts: a runner takes messages in hand and tells what came of each; a person has a failed one sent again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from duongthu.acts.api import Call, Remark, act
from duongthu.kernel.text import clean_line
from duongthu.network.api import UnitRef
from duongthu.notices import refusals
from duongthu.notices.models import Message
from duongthu.notices.queries.messages import due_messages, is_over
from duongthu.notices.rules.retrying import CLAIM_MINUTES, wait_after

OVER = "giờ hẹn đã qua hoặc việc đã xong"
MOST = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What a runner has in hand now, by the messages' keys, and how many were let go because their hour is over."""

    messages: list[UUID]
    lapsed: int


@dataclass(frozen=True, slots=True)
class MessageState:
    """Where a message stands."""

    message: UUID
    state: str
    tries: int


@act("notices.take_due", "Lấy tin báo đến hạn gửi", roles=("system",))
def take_due(call: Call, *, limit: Annotated[int, Field(ge=1, le=MOST)]) -> Taken:
    """Take messages that are due in hand, the oldest first, for a few minutes; what is no longer true is let go."""
    due = list(due_messages(call.now).select_for_update(skip_locked=True)[:limit])
    over = {message.pk for message in due if is_over(message, call.now)}
    taken = [message for message in due if message.pk not in over]
    Message.objects.filter(pk__in=over).update(state=Message.LAPSED, reason=OVER)
    Message.objects.filter(pk__in=[message.pk for message in taken]).update(
        state=Message.SENDING, claimed_until_at=call.now + timedelta(minutes=CLAIM_MINUTES)
    )
    return Taken([message.key for message in taken], len(over))


@act("notices.note_attempt", "Ghi kết quả gửi tin báo", roles=("system",))
def note_attempt(
    call: Call, *, message: UUID, outcome: Literal["sent", "later", "failed"], reason: Remark = "", reference: Remark = "",
) -> MessageState:  # fmt: skip
    """Tell what came of handing a message to the gateway; after the last try in vain it has failed.

    Raises:
        UnknownMessage, MessageNotInHand.
    """
    kept = _locked(message)
    if kept.state != Message.SENDING:
        raise refusals.MessageNotInHand(field="message", message=str(message))
    kept.tries += 1
    kept.claimed_until_at, kept.reason = None, clean_line(reason, "reason", 200, label="Lý do")
    wait = wait_after(kept.tries)
    if outcome == "sent":
        kept.state, kept.sent_at = Message.SENT, call.now
        kept.reference = clean_line(reference, "reference", 80, label="Số của cổng tin")
    elif outcome == "later" and wait is not None:
        kept.state, kept.next_try_at = Message.WAITING, call.now + wait
    else:
        kept.state = Message.FAILED
    kept.save()
    return MessageState(message, kept.state, kept.tries)


@act(
    "notices.send_again", "Gửi lại tin báo", roles=("dispatcher", "head", "director", "admin"), unit="unit_id"
)
def send_again(call: Call, *, unit_id: UnitRef, message: UUID) -> MessageState:
    """Have a message that failed tried again from the beginning.

    Raises:
        UnknownMessage, MessageNotFailed, MessageWithoutPhone, MessagePastItsHour.
    """
    kept = _locked(message)
    if kept.unit_id != unit_id:
        raise refusals.UnknownMessage(field="message", message=str(message))
    if kept.state != Message.FAILED:
        raise refusals.MessageNotFailed(field="message", about=kept.about)
    if not kept.phone:
        raise refusals.MessageWithoutPhone(field="message", about=kept.about)
    if is_over(kept, call.now):
        raise refusals.MessagePastItsHour(field="message", about=kept.about)
    kept.state, kept.tries, kept.next_try_at = Message.WAITING, 0, call.now
    kept.save(update_fields=["state", "tries", "next_try_at"])
    return MessageState(message, kept.state, 0)


def _locked(key: UUID) -> Message:
    found = Message.objects.select_for_update().filter(key=key).first()
    if found is None:
        raise refusals.UnknownMessage(field="message", message=str(key))
    return found
