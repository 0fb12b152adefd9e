"""All that other rooms may use of the money book."""

# Acts
from duongthu.ledger.actions.accounts import accounts_for as accounts_for
from duongthu.ledger.actions.closing import (
    Figures as Figures,
    close_books as close_books,
    close_month_books as close_month_books,
    demand_period as demand_period,
)
from duongthu.ledger.actions.holds import (
    HoldMoved as HoldMoved,
    call_off_promise as call_off_promise,
    expire_holds as expire_holds,
    keep_promise as keep_promise,
    open_hold as open_hold,
    promise as promise,
)
from duongthu.ledger.actions.moving_cash import (
    CashGiven as CashGiven,
    Dong as Dong,
    bank_cash as bank_cash,
    call_off_cash as call_off_cash,
    give_cash as give_cash,
    take_cash as take_cash,
    withdraw_cash as withdraw_cash,
)
from duongthu.ledger.actions.posting import (
    closed_until as closed_until,
    post as post,
    post_lines as post_lines,
)
from duongthu.ledger.actions.pouches import (
    PouchCode as PouchCode,
    PouchMoved as PouchMoved,
    call_off_pouch as call_off_pouch,
    carry_pouch as carry_pouch,
    give_pouch as give_pouch,
    lose_pouch as lose_pouch,
    redirect_pouch as redirect_pouch,
    take_back_pouch as take_back_pouch,
    take_differing_pouch as take_differing_pouch,
    take_pouch as take_pouch,
)
from duongthu.ledger.actions.shortages import (
    accept_shortage as accept_shortage,
    charge_shortage as charge_shortage,
    repay_shortage as repay_shortage,
)
from duongthu.ledger.actions.tills import (
    TillCode as TillCode,
    TillState as TillState,
    close_till as close_till,
    count_till as count_till,
    courier_pays_in as courier_pays_in,
    follow_opened as follow_opened,
    open_till as open_till,
    open_till_account as open_till_account,
    take_over_till as take_over_till,
    till_code as till_code,
    tills_for as tills_for,
)
from duongthu.ledger.actions.undoing import (
    MoneyUndone as MoneyUndone,
    money_of as money_of,
    undo_money as undo_money,
)
from duongthu.ledger.actions.undoings import register_undoings as register_undoings
from duongthu.ledger.actions.vouchered import (
    CORPORATION as CORPORATION,
    PAPERS as PAPERS,
    PaperLine as PaperLine,
    post_paper as post_paper,
)
from duongthu.ledger.actions.vouchers import (
    PAYMENT as PAYMENT,
    RECEIPT as RECEIPT,
    VoucherIssued as VoucherIssued,
    issue_voucher as issue_voucher,
)

# Facts
from duongthu.ledger.facts import (
    CashPouchGiven as CashPouchGiven,
    CashPouchLost as CashPouchLost,
    CashPouchTaken as CashPouchTaken,
    PouchActUndone as PouchActUndone,
)

# Kinds of account
from duongthu.ledger.kinds import (
    KINDS as KINDS,
    person_owner as person_owner,
    unit_owner as unit_owner,
)

# Tables
from duongthu.ledger.models import (
    Account as Account,
    Closing as Closing,
    Entry as Entry,
    Hold as Hold,
    Pouch as Pouch,
    StandingRule as StandingRule,
    Till as Till,
    Voucher as Voucher,
)

# Questions
from duongthu.ledger.queries.balances import (
    Balance as Balance,
    MorningEquation as MorningEquation,
    balance_at as balance_at,
    balance_of as balance_of,
    balance_with_pending as balance_with_pending,
    balances_of as balances_of,
    balances_of_units as balances_of_units,
    day_figures as day_figures,
    morning_equation as morning_equation,
)
from duongthu.ledger.queries.daybook import (
    CashPromise as CashPromise,
    DayLine as DayLine,
    accounts_by_id as accounts_by_id,
    acts_on_name as acts_on_name,
    cash_promises as cash_promises,
    closings_of as closings_of,
    day_lines as day_lines,
    entries_about as entries_about,
    entries_of as entries_of,
    entries_of_act as entries_of_act,
    handed_in as handed_in,
    named_accounts as named_accounts,
    paper_of_undoing as paper_of_undoing,
    pouches_offered as pouches_offered,
    pouches_on_the_way as pouches_on_the_way,
    tills_of as tills_of,
    vouchers_of as vouchers_of,
)
from duongthu.ledger.queries.registered import (
    ClosingRow as ClosingRow,
    EntryRow as EntryRow,
    NamedAccountRow as NamedAccountRow,
    PouchRow as PouchRow,
    PromiseRow as PromiseRow,
    TillRow as TillRow,
    VoucherRow as VoucherRow,
    closings_query as closings_query,
    day_book_query as day_book_query,
    entries_about_query as entries_about_query,
    entries_of_act_query as entries_of_act_query,
    entries_query as entries_query,
    entry_rows as entry_rows,
    equation_query as equation_query,
    pouches_query as pouches_query,
    promises_query as promises_query,
    shortages_query as shortages_query,
    tills_query as tills_query,
    vouchers_query as vouchers_query,
)

# Rules
from duongthu.ledger.rules.notes import (
    NOTES as NOTES,
    Note as Note,
    notes_for as notes_for,
    total_of as total_of,
)
from duongthu.ledger.rules.purposes import (
    COD_TAKEN as COD_TAKEN,
    POSTAGE as POSTAGE,
    VAT_TAKEN as VAT_TAKEN,
    Purpose as Purpose,
    all_purposes as all_purposes,
    purpose as purpose,
    purpose_of as purpose_of,
)
from duongthu.ledger.rules.transfers import (
    LineResult as LineResult,
    Transfer as Transfer,
)
