"""Which fact wakes which room: the whole list. A reaction runs in the transaction of the act that recorded the fact."""

import duongthu.ledger.api as ledger
import duongthu.mail.api as mail
import duongthu.notices.api as notices
from duongthu.acts.api import ActUndone, set_reactions
from duongthu.ledger.api import CashPouchGiven, CashPouchLost, CashPouchTaken, PouchActUndone
from duongthu.network.api import UnitsOpened
from duongthu.rounds.api import ArrivalWindowChanged


def wire() -> None:
    """Say it once, when every room has registered itself."""
    set_reactions(
        {
            UnitsOpened: (ledger.follow_opened,),  # the money book: a till and a safe for each new unit
            CashPouchGiven: (mail.follow_given,),  # the custody book: unit → carrier
            CashPouchTaken: (mail.follow_taken,),  # the custody book: carrier → unit
            CashPouchLost: (mail.follow_lost,),  # the custody book: nobody holds it any more
            PouchActUndone: (mail.follow_undone,),  # the custody book: the pouch is where it was
            ActUndone: (notices.follow_undone,),  # the outbox: what is not sent yet is not sent any more
            ArrivalWindowChanged: (notices.follow_window,),  # the outbox: the customer is told the new hour
        }
    )
