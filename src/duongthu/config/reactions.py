"""Which fact wakes which room: the whole list. A reaction runs in the transaction of the act that recorded the fact."""

from duongthu.acts.api import set_reactions
from duongthu.ledger.api import CashPouchGiven, CashPouchTaken
from duongthu.mail.api import follow_given, follow_taken


def wire() -> None:
    """Say it once, when every room has registered itself."""
    set_reactions(
        {
            CashPouchGiven: (follow_given,),  # the custody book: unit → carrier
            CashPouchTaken: (follow_taken,),  # the custody book: carrier → unit
        }
    )
