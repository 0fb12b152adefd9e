"""All that other rooms may use of notices."""

# Acts
from duongthu.notices.actions.customer_messages import (
    follow_undone as follow_undone,
    follow_window as follow_window,
)
from duongthu.notices.actions.sending import (
    MessageState as MessageState,
    Taken as Taken,
    note_attempt as note_attempt,
    send_again as send_again,
    take_due as take_due,
)

# Runners
from duongthu.notices.jobs.gateways import (
    Address as Address,
    Attempt as Attempt,
    Folder as Folder,
    Gateway as Gateway,
    Letter as Letter,
    gateway_from as gateway_from,
)
from duongthu.notices.jobs.runner import (
    Handed as Handed,
    RunnerRefused as RunnerRefused,
    configured_gateway as configured_gateway,
    send_due as send_due,
)

# Tables
from duongthu.notices.models import Message as Message

# Questions
from duongthu.notices.queries.messages import (
    message_by_key as message_by_key,
    messages_by_state as messages_by_state,
    messages_of as messages_of,
)
from duongthu.notices.queries.registered import (
    MessageRow as MessageRow,
    StateRow as StateRow,
    messages_query as messages_query,
    states_query as states_query,
)
from duongthu.notices.queries.settings import hotline as hotline

# Refusals
from duongthu.notices.refusals import (
    GatewayNotSet as GatewayNotSet,
    MessageNotFailed as MessageNotFailed,
    MessageNotInHand as MessageNotInHand,
    MessagePastItsHour as MessagePastItsHour,
    MessageWithoutPhone as MessageWithoutPhone,
    UnknownMessage as UnknownMessage,
    WrongGateway as WrongGateway,
)

# Rules
from duongthu.notices.rules.texts import Hotline as Hotline
