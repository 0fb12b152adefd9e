"""All that other rooms may use of notices."""

from duongthu.notices.actions.customer_messages import follow_undone, follow_window
from duongthu.notices.actions.sending import MessageState, Taken, note_attempt, send_again, take_due
from duongthu.notices.jobs.gateways import Address, Attempt, Folder, Gateway, Letter, gateway_from
from duongthu.notices.jobs.runner import Handed, RunnerRefused, configured_gateway, send_due
from duongthu.notices.models import Message
from duongthu.notices.queries.messages import message_by_key, messages_by_state, messages_of
from duongthu.notices.queries.settings import hotline
from duongthu.notices.refusals import (
    GatewayNotSet,
    MessageNotFailed,
    MessageNotInHand,
    MessagePastItsHour,
    MessageWithoutPhone,
    UnknownMessage,
    WrongGateway,
)
from duongthu.notices.rules.texts import Hotline

__all__ = [
    "Address",
    "Attempt",
    "Folder",
    "Gateway",
    "GatewayNotSet",
    "Handed",
    "Hotline",
    "Letter",
    "Message",
    "MessageNotFailed",
    "MessageNotInHand",
    "MessagePastItsHour",
    "MessageState",
    "MessageWithoutPhone",
    "RunnerRefused",
    "Taken",
    "UnknownMessage",
    "WrongGateway",
    "configured_gateway",
    "follow_undone",
    "follow_window",
    "gateway_from",
    "hotline",
    "message_by_key",
    "messages_by_state",
    "messages_of",
    "note_attempt",
    "send_again",
    "send_due",
    "take_due",
]
