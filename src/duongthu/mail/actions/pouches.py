"""Cash pouches as things: who holds one is told by the custody book, its đồng by the ledger; both in one transaction."""

from duongthu.acts.api import Call
from duongthu.ledger.api import CashPouchGiven, CashPouchLost, CashPouchTaken, PouchActUndone
from duongthu.mail.actions.moving import move
from duongthu.mail.actions.things import find_things, new_things
from duongthu.mail.actions.undoing import undo_moves
from duongthu.mail.models import PostalObject
from duongthu.mail.rules.custody import NOBODY, SENDER, Move, person_holder, unit_holder
from duongthu.mail.rules.states import Event


def follow_given(call: Call, given: CashPouchGiven) -> None:
    """Reaction: the unit seals the pouch and hands it to the carrier."""
    thing = new_things(PostalObject.POUCH, [given.pouch])[given.pouch]
    unit, carrier = unit_holder(given.from_unit_id), person_holder(given.carrier_id)
    # as a new bag, it comes into being in the unit
    steps = [(Event.CLOSE, SENDER, unit), (Event.CARRY, unit, carrier)]
    _follow(call, thing, given.pouch, steps, given.from_unit_id)


def follow_taken(call: Call, taken: CashPouchTaken) -> None:
    """Reaction: the carrier hands the pouch over, and the unit empties it.

    Raises:
        HeldByAnother: somebody else holds it by the custody book.
    """
    thing = find_things([taken.pouch])[taken.pouch]
    unit, carrier = unit_holder(taken.to_unit_id), person_holder(taken.carrier_id)
    steps = [(Event.TAKE, carrier, unit), (Event.EMPTY, unit, unit)]
    _follow(call, thing, taken.pouch, steps, taken.to_unit_id)


def follow_lost(call: Call, lost: CashPouchLost) -> None:
    """Reaction: the pouch is given up; nobody holds it any more."""
    thing, carrier = find_things([lost.pouch])[lost.pouch], person_holder(lost.carrier_id)
    _follow(call, thing, lost.pouch, [(Event.LOSE, carrier, NOBODY)], lost.from_unit_id)


def _follow(call: Call, thing: int, code: str, steps: list[tuple[Event, str, str]], unit_id: int) -> None:
    moves = [
        Move(call.key(number), thing, code, event, giver, taker, call.at, unit_id)
        for number, (event, giver, taker) in enumerate(steps, start=1)
    ]
    move(call, moves)


def follow_undone(call: Call, undone: PouchActUndone) -> None:
    """Reaction: giving or taking a pouch was taken back; the pouch is again where it was.

    Raises:
        CannotUndo: something has happened to it since.
    """
    undo_moves(call, undone.act_seq, f"túi tiền {undone.pouch}")
