"""Units named in the parameters of acts."""

from collections.abc import Sequence
from typing import Annotated

from duongthu.acts.api import Call, Named, Reference, UnitOutOfReach
from duongthu.network.queries.day import network_on
from duongthu.network.refusals import UnknownUnit


def _in_reach(call: Call, named: Sequence[Named]) -> None:
    for one in named:
        if one.value not in call.actor.reach:
            raise UnitOutOfReach(field=one.field, row=one.row, unit=one.value)


def _open_that_day(call: Call, named: Sequence[Named]) -> None:
    units = network_on(call.business_on).units
    for one in named:
        if one.value not in units:
            raise UnknownUnit(field=one.field, row=one.row, unit=one.value, on=call.business_on.isoformat())


UnitRef = Annotated[int, Reference("unit", _in_reach)]
"""Id of a unit in the actor's reach, which lies within the network of the day."""
AnyUnitRef = Annotated[int, Reference("unit", _open_that_day)]
"""Id of any unit of the province open on the business day: where something is sent to."""
