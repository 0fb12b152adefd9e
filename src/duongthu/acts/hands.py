"""Whose hands a thing comes back into when an act is taken back: nobody answers for it again behind his back.

Money that would burden an absent person waits unnamed at the unit (``ledger.actions.undoing``). A thing cannot wait unnamed:
whoever would have it again is one of those who take the act back, or the proposal waits for his yes.
"""

from duongthu.acts.call import Actor, Call
from duongthu.acts.models import Proposal
from duongthu.acts.standing import roles_at

SPEAKERS = frozenset({"teller", "sorter", "cashier", "dispatcher", "controller", "head", "director"})
"""Roles that take and give things for their unit; who carries speaks for himself."""


def person_takes_back(call: Call, person_id: int) -> bool:
    """Note that a thing comes back to a person; whether he is the maker or a checker."""
    call.receivers.add(person_id)
    return call.takes_part(person_id)


def unit_takes_back(call: Call, unit_id: int, from_person: int | None = None) -> bool:
    """Note that a thing comes back to a unit; whether somebody in post there is the maker or a checker.

    Args:
        from_person: whose hands it leaves; he does not speak for the unit.
    """
    call.receiving_units.add(unit_id)
    there = {call.actor.person_id, *call.approved_by} - {from_person}
    return any(one < 0 or roles_at(one, unit_id, call.business_on) & SPEAKERS for one in there)


def named_by(call: Call) -> str:
    """Those whose yes an act tried out turned out to need, as a proposal keeps them: ``,P7,U12,``."""
    persons = {f"P{one}" for one in call.parties | call.receivers if one > 0}
    units = {f"U{one}" for one in call.receiving_units}
    return ",".join(["", *sorted(persons | units), ""]) if persons | units else ""


def units_named(proposal: Proposal) -> set[int]:
    """Units (ids) whose yes a proposal waits for."""
    return {int(one[1:]) for one in proposal.named.split(",") if one.startswith("U")}


def persons_named(proposal: Proposal) -> set[int]:
    """Persons (ids) whose yes a proposal may wait for."""
    return {int(one[1:]) for one in proposal.named.split(",") if one.startswith("P")}


def is_named(actor: Actor, proposal: Proposal) -> bool:
    """Whether a proposal waits for this person's yes, or for that of his unit, wherever it was made."""
    return actor.person_id in persons_named(proposal) or actor.unit_id in units_named(proposal)
