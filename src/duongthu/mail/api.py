"""All that other rooms may use of the custody book."""

from duongthu.mail.actions.acceptance import Accepted, AcceptedLine, Ground, ItemDraft, accept_items, price
from duongthu.mail.actions.delivering import DELIVERED, FAILED, Report, bring_back, deliver_at_counter, report
from duongthu.mail.actions.handling import (
    InboundItem,
    LineAnswer,
    Lines,
    Scan,
    answer,
    cancel_delivery,
    find,
    forward,
    give_back,
    hand_to_partner,
    hold,
    keep_here,
    recall,
    refused,
    return_to_sender,
    scan_moves,
    take_from_partner,
    write_off,
)
from duongthu.mail.actions.moving import move, move_lines, read_positions
from duongthu.mail.actions.partners import PartnerNews, partner_news
from duongthu.mail.actions.tariffs import load_tariffs
from duongthu.mail.actions.things import find_things, new_things
from duongthu.mail.checks import count_events
from duongthu.mail.facts import ItemsAccepted, ItemsDelivered
from duongthu.mail.models import Custody, CustodyEvent, Item, Thing
from duongthu.mail.queries.tariffs import PriceBook, tariff_for
from duongthu.mail.queries.tracking import (
    accepted_on,
    chain_at,
    custody_of,
    held_by,
    history_of,
    holder_at,
    item_by_code,
    items_held_by,
    partner_state,
    stock_by_unit,
    things_by_id,
)
from duongthu.mail.refusals import UnknownThing, WrongMoment
from duongthu.mail.rules.custody import (
    NOBODY,
    RECIPIENT,
    SENDER,
    Move,
    MoveResult,
    Position,
    bag_holder,
    partner_holder,
    person_holder,
    unit_holder,
)
from duongthu.mail.rules.postage import Quote, quote
from duongthu.mail.rules.reasons import REASONS, SOLUTIONS
from duongthu.mail.rules.states import EVENT_TITLES, TERMINAL, TITLES, UPU_CODE, Event, State

__all__ = [name for name in dir() if not name.startswith("_")]
