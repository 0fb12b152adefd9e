"""Recounts of notices: what the outbox says was sent against the attempts in the act log."""

import json
from collections import Counter
from collections.abc import Iterator

from duongthu.acts.api import DONE, ActRecord, Finding
from duongthu.notices.models import Message


def check_messages() -> Iterator[Finding]:
    """A message counts as sent exactly where one attempt in the act log says so."""
    told = Counter(_sent_keys())
    for message in Message.objects.filter(state=Message.SENT).iterator():
        if told.pop(str(message.key), 0) != 1:
            yield _finding(message, "ghi là đã gửi nhưng nhật ký không có đúng một lần gửi được")
    for message in Message.objects.filter(key__in=list(told)):
        yield _finding(message, "nhật ký ghi đã gửi mà hộp tin ghi khác")


def _sent_keys() -> Iterator[str]:
    records = ActRecord.objects.filter(act="notices.note_attempt", status=DONE)
    for params in records.values_list("params", flat=True).iterator():
        said = json.loads(params)
        if said["outcome"] == "sent":
            yield said["message"]


def _finding(message: Message, what: str) -> Finding:
    return Finding(
        "notices.sending_differs", f"tin báo về {message.about}: {what}", "notices.message", message.pk,
        str(message.made_at)[:10], message.unit_id,
    )  # fmt: skip
