"""All that other rooms may use of the custody book."""

# Acts
from duongthu.mail.actions.acceptance import (
    Accepted as Accepted,
    AcceptedLine as AcceptedLine,
    ItemDraft as ItemDraft,
    PricingContext as PricingContext,
    accept_items as accept_items,
    price as price,
)
from duongthu.mail.actions.delivering import (
    DELIVERED as DELIVERED,
    FAILED as FAILED,
    Report as Report,
    bring_back as bring_back,
    deliver_at_counter as deliver_at_counter,
    report as report,
)
from duongthu.mail.actions.exchanging import (
    InboundItem as InboundItem,
    hand_to_partner as hand_to_partner,
    take_from_partner as take_from_partner,
)
from duongthu.mail.actions.handling import (
    LineAnswer as LineAnswer,
    Lines as Lines,
    Scan as Scan,
    answer as answer,
    cancel_delivery as cancel_delivery,
    find as find,
    forward as forward,
    give_back as give_back,
    hold as hold,
    keep_here as keep_here,
    line_rows as line_rows,
    recall as recall,
    refused as refused,
    return_to_sender as return_to_sender,
    scan_moves as scan_moves,
    write_off as write_off,
)
from duongthu.mail.actions.moving import (
    move as move,
    move_lines as move_lines,
)
from duongthu.mail.actions.partners import (
    PartnerNews as PartnerNews,
    partner_news as partner_news,
)
from duongthu.mail.actions.pouches import (
    follow_given as follow_given,
    follow_lost as follow_lost,
    follow_taken as follow_taken,
    follow_undone as follow_undone,
)
from duongthu.mail.actions.tariffs import load_tariffs as load_tariffs
from duongthu.mail.actions.things import (
    CommuneCode as CommuneCode,
    PartnerCode as PartnerCode,
    ThingCode as ThingCode,
    find_items as find_items,
    find_things as find_things,
    new_things as new_things,
)
from duongthu.mail.actions.undoing import (
    register_undoings as register_undoings,
    undo_act as undo_act,
    undo_moves as undo_moves,
    undo_same_day as undo_same_day,
)

# Recounts
from duongthu.mail.checks import count_events as count_events

# Facts
from duongthu.mail.facts import (
    ItemsAccepted as ItemsAccepted,
    ItemsDelivered as ItemsDelivered,
)

# Tables
from duongthu.mail.models import (
    Custody as Custody,
    CustodyEvent as CustodyEvent,
    Item as Item,
    PostalObject as PostalObject,
)
from duongthu.mail.queries.holding import (
    HeldRow as HeldRow,
    held_over as held_over,
    held_over_query as held_over_query,
)

# Questions
from duongthu.mail.queries.lists import items_by_codes as items_by_codes
from duongthu.mail.queries.registered import (
    AcceptedRow as AcceptedRow,
    EventRow as EventRow,
    ItemRow as ItemRow,
    LyingRow as LyingRow,
    StockRow as StockRow,
    accepted_query as accepted_query,
    at_unit_query as at_unit_query,
    item_query as item_query,
    journey_query as journey_query,
    phone_for as phone_for,
    stock_query as stock_query,
)
from duongthu.mail.queries.tariffs import (
    PriceBook as PriceBook,
    tariff_for as tariff_for,
)
from duongthu.mail.queries.tracking import (
    accepted_on as accepted_on,
    chain_at as chain_at,
    custody_of as custody_of,
    held_by as held_by,
    history_of as history_of,
    holder_at as holder_at,
    item_by_code as item_by_code,
    items_held_by as items_held_by,
    partner_state as partner_state,
    stock_by_unit as stock_by_unit,
    things_by_id as things_by_id,
)

# Refusals
from duongthu.mail.refusals import (
    LineReused as LineReused,
    UnknownThing as UnknownThing,
    WrongMoment as WrongMoment,
)

# Rules
from duongthu.mail.rules.custody import (
    NOBODY as NOBODY,
    RECIPIENT as RECIPIENT,
    SENDER as SENDER,
    Move as Move,
    MoveResult as MoveResult,
    Position as Position,
    bag_holder as bag_holder,
    partner_holder as partner_holder,
    person_holder as person_holder,
    person_of as person_of,
    unit_holder as unit_holder,
    unit_of as unit_of,
)
from duongthu.mail.rules.postage import (
    Quote as Quote,
    quote as quote,
)
from duongthu.mail.rules.reasons import (
    REASONS as REASONS,
    SOLUTIONS as SOLUTIONS,
)
from duongthu.mail.rules.states import (
    EVENT_TITLES as EVENT_TITLES,
    TERMINAL as TERMINAL,
    TITLES as TITLES,
    UPU_CODE as UPU_CODE,
    Event as Event,
    State as State,
    next_state as next_state,
)
