"""Which messages are due, and how the outbox stands."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from duongthu.notices.models import Message
from duongthu.rounds.api import Stop


def due_messages(now: datetime) -> QuerySet[Message]:
    """What is to be handed over by now, also what a runner that died left in hand; the oldest first."""
    waiting = Q(state=Message.WAITING, next_try_at__lte=now)
    left = Q(state=Message.SENDING, claimed_until_at__lte=now)
    return Message.objects.filter(waiting | left).order_by("pk")


def message_by_key(key: UUID | str) -> Message | None:
    """One message."""
    return Message.objects.filter(key=key).first()


def is_over(message: Message, now: datetime) -> bool:
    """Whether the hour it tells has passed, or the door was served before it could be told."""
    if message.good_until_at <= now:
        return True
    done = Stop.objects.filter(done_at__gte=message.made_at)
    if message.thing_id is not None:
        return done.filter(thing_id=message.thing_id).exists()
    return done.filter(task=message.task_id).exists()


def messages_of(unit_ids: Iterable[int], since: datetime) -> QuerySet[Message]:
    """Messages of some units made since a moment, the newest first."""
    return Message.objects.filter(unit_id__in=list(unit_ids), made_at__gte=since).order_by("-pk")


def messages_by_state(unit_ids: Iterable[int], since: datetime) -> Counter[str]:
    """How many of them stand in each state."""
    rows = messages_of(unit_ids, since).order_by().values_list("state").annotate(many=Count("pk"))
    return Counter(dict(rows))
