"""Searching units within one's reach; an attempt to look beyond it is refused and stays in the act log."""

from duongthu.acts.api import Actor, Call, act, perform
from duongthu.kernel.clock import today
from duongthu.network.queries.reading import SEARCH_MOST, matching_units
from duongthu.network.refusals import SearchBeyondReach
from duongthu.network.rules.units import UnitOnDay
from duongthu.staff.api import Role


@act("network.look_beyond_reach", "Xem ngoài phạm vi được giao", roles=tuple(Role))
def look_beyond_reach(call: Call, *, text: str) -> None:
    """Always refused: so an attempt to find what lies outside the actor's reach comes into the act log."""
    del call
    raise SearchBeyondReach(field="text", text=text)


def find_units(actor: Actor, text: str) -> list[UnitOnDay]:
    """Units of today within the actor's reach that match a code or the words of a name.

    When only units beyond the reach match, nothing is shown and the attempt is logged.
    """
    matches = matching_units(text, today())
    within = [unit for unit in matches if unit.id in actor.reach]
    if matches and not within:
        perform(actor, "network.look_beyond_reach", {"text": text[:SEARCH_MOST]})
    return within
