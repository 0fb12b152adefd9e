"""A thing that comes back when something is taken back: into nobody's hands without his word (``acts.hands``)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duongthu.acts.api import Call, bulk, person_takes_back, unit_takes_back
from duongthu.mail import refusals
from duongthu.mail.rules.custody import BAG, person_of, unit_of
from duongthu.network.api import network_on
from duongthu.staff.api import names_of


class Passing(NamedTuple):
    """A thing that leaves one holder for another."""

    code: str
    giver: str
    taker: str


def demand_receivers(call: Call, passings: Sequence[Passing]) -> None:
    """Refuse where a thing comes into the hands of a person or a unit that takes no part; what stays where it is does not.

    What lies in a bag is in the hands of whoever has the bag.

    Raises:
        ReceiverNotThere: names thing and receiver. While the act is only proposed nobody is refused: it waits for his yes.
    """
    hands = _hands_of({holder for one in passings for holder in one[1:]})
    seen: dict[tuple[str, str], str] = {}
    for one in passings:
        seen.setdefault((hands[one.giver], hands[one.taker]), one.code)
    missing = [(code, taker) for (giver, taker), code in seen.items() if not _there(call, giver, taker)]
    if missing:
        code, taker = missing[0]
        raise refusals.ReceiverNotThere(thing=code, receiver=_name(call, taker))


def _there(call: Call, giver: str, taker: str) -> bool:
    """Whether whoever has the thing afterwards takes part, or had it before; outside the post nobody is asked."""
    if giver == taker:
        return True
    person_id, unit_id = person_of(taker), unit_of(taker)
    if person_id is not None:
        return person_takes_back(call, person_id)
    return unit_id is None or unit_takes_back(call, unit_id, person_of(giver))


def _hands_of(holders: Iterable[str]) -> dict[str, str]:
    """For each holder the person, unit or outsider in whose hands that is: of a bag, whoever has it."""
    hands = {holder: holder for holder in holders}
    while bags := {hand for hand in hands.values() if hand.startswith(BAG)}:
        rows = bulk.fetch_in(
            "SELECT thing_id, holder FROM mail_custody WHERE thing_id IN {values}",
            sorted(int(bag[1:]) for bag in bags),
        )
        outer = {f"{BAG}{thing}": holder for thing, holder in rows}
        hands = {holder: outer.get(hand, "") if hand in bags else hand for holder, hand in hands.items()}
    return hands


def _name(call: Call, holder: str) -> str:
    person_id = person_of(holder)
    if person_id is not None:
        return names_of([person_id]).get(person_id, holder)
    unit = network_on(call.business_on).units.get(unit_of(holder) or 0)
    return unit.name if unit else holder
