"""All that other rooms may use of the money book."""

from duongthu.ledger import kinds
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.closing import DayClosed, MonthClosed, close_day, close_month
from duongthu.ledger.actions.holds import HoldMoved, Reversed, expire_holds, hold, post_hold, reverse, void_hold
from duongthu.ledger.actions.posting import closed_until, post, post_lines
from duongthu.ledger.actions.pouches import PouchMoved, give_pouch, take_pouch
from duongthu.ledger.actions.tills import (
    TillState,
    close_till,
    count_till,
    courier_pays_in,
    move_cash,
    open_till,
    open_till_account,
    till_code,
    tills_for,
)
from duongthu.ledger.actions.vouchered import PaperLine, post_paper
from duongthu.ledger.actions.vouchers import PAYMENT, RECEIPT, VoucherIssued, issue_voucher
from duongthu.ledger.facts import CashPouchGiven, CashPouchTaken
from duongthu.ledger.models import Account, Closing, Entry, Pouch, StandingRule, Till, Voucher
from duongthu.ledger.queries.balances import (
    Balance,
    MorningEquation,
    balance_at,
    balance_of,
    balance_with_pending,
    balances_of,
    day_figures,
    morning_equation,
)
from duongthu.ledger.queries.daybook import (
    DayLine,
    accounts_by_id,
    closings_of,
    day_lines,
    entries_about,
    entries_of,
    entries_of_act,
    pouches_on_the_way,
    tills_of,
    vouchers_of,
)
from duongthu.ledger.rules import NOTES, LineResult, Note, Transfer, notes_for, total_of

__all__ = [name for name in dir() if not name.startswith("_")]
