"""What may be asked of the outbox: messages of the last days, and how many stand where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from pydantic import Field

from duongthu.acts.api import Asked, query
from duongthu.mail.api import phone_for
from duongthu.network.api import UnitRef
from duongthu.notices.models import Message
from duongthu.notices.queries.messages import messages_by_state, messages_of
from duongthu.staff.api import Role

SEES = frozenset({Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR, Role.HEAD, Role.DISPATCHER, Role.ADMIN})
Days = Annotated[int, Field(ge=1, le=31)]


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message to a customer; the number whole for those who may have to call, else its last digits."""

    key: UUID
    unit_id: int
    about: str
    thing_id: int | None
    phone: str
    text: str
    state: str
    reason: str
    tries: int
    made_at: datetime
    good_until_at: datetime
    sent_at: datetime | None


def _for_asker(asked: Asked, messages: Sequence[Message]) -> list[MessageRow]:
    return [
        MessageRow(
            m.key, m.unit_id, m.about, m.thing_id, phone_for(asked.actor, m.phone), m.text, m.state,
            m.reason, m.tries, m.made_at, m.good_until_at, m.sent_at
        )
        for m in messages
    ]  # fmt: skip


@query(
    "notices.messages", "Tin báo khách", roles=SEES, row=MessageRow, unit="unit_id", most=40, shape=_for_asker
)
def messages_query(
    asked: Asked, *, unit_id: UnitRef | None = None, days: Days = 7, state: str = ""
) -> QuerySet[Message]:
    """Messages made in the last days, the newest first; of some states only where they are named, parted by commas."""
    found = messages_of(asked.units, asked.now - timedelta(days=days))
    return found.filter(state__in=state.split(",")) if state else found


@dataclass(frozen=True, slots=True)
class StateRow:
    """So many messages in one state."""

    state: str
    messages: int


@query("notices.states", "Tin báo theo trạng thái", roles=SEES, row=StateRow, unit="unit_id")
def states_query(asked: Asked, *, unit_id: UnitRef | None = None, days: Days = 7) -> list[StateRow]:
    """How many messages of the last days stand in each state."""
    counts = messages_by_state(asked.units, asked.now - timedelta(days=days))
    return [StateRow(state, n) for state, n in sorted(counts.items())]
