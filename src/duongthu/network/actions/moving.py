"""Moving a unit under another parent from a day on; the days before stay as they were."""

from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from duongthu.acts.api import Call, FourEyes, UnitOutOfReach, act
from duongthu.network.actions.founding import renew_revision
from duongthu.network.facts import UnitMoved
from duongthu.network.models import Placement
from duongthu.network.queries.day import network_on
from duongthu.network.queries.references import AnyUnitRef, UnitRef
from duongthu.network.refusals import ChangePlannedThatDay, ParentNotAllowed, SamePlacement, UnitBelowItself
from duongthu.network.rules.units import KIND_NAMES, UnitKind, UnitOnDay, check_change_day, may_stand_below

MAY_MOVE = ("director", "dispatcher", "admin")


@dataclass(frozen=True, slots=True)
class Moved:
    """From where to where, and from which day on."""

    unit_id: int
    from_parent_id: int | None
    to_parent_id: int
    from_on: date


# A change of units needs four eyes (rules §9.2).
@act(
    "network.move_unit",
    "Chuyển đơn vị sang cấp trên khác",
    roles=MAY_MOVE,
    unit="unit_id",
    four_eyes=FourEyes("network.move_unit", roles=("director", "controller", "admin")),
)
def move_unit(call: Call, *, unit_id: UnitRef, parent_id: AnyUnitRef, from_on: date) -> Moved:
    """Put a unit under another parent from a day on (today at the earliest, a year ahead at most)."""
    check_change_day(from_on, call.business_on)
    day = network_on(from_on)
    unit, parent = day.unit(unit_id), day.unit(parent_id)
    if parent_id not in call.actor.reach and "system" not in call.actor.roles:
        raise UnitOutOfReach(field="parent_id", unit=parent_id)
    if parent_id in day.reach(unit_id):
        raise UnitBelowItself(field="parent_id", unit=unit.code)
    if unit.parent_id == parent_id:
        raise SamePlacement(field="parent_id", unit=unit.code, parent=parent.code, on=from_on.isoformat())
    if not may_stand_below(unit.kind, parent.kind):
        names = KIND_NAMES[UnitKind(unit.kind)].capitalize(), KIND_NAMES[UnitKind(parent.kind)]
        raise ParentNotAllowed(field="parent_id", kind=names[0], parent_kind=names[1])
    _replace(unit, parent_id, from_on, call.act_id)
    call.record(UnitMoved(unit_id, unit.parent_id, parent_id, from_on))
    return Moved(unit_id, unit.parent_id, parent_id, from_on)


def _replace(unit: UnitOnDay, parent_id: int, from_on: date, act_id: int) -> None:
    """Cut the placement of that day; the new parent holds until a day for which another was planned."""
    placements = list(Placement.objects.select_for_update().filter(unit_id=unit.id).order_by("from_on"))
    number = max(i for i, placement in enumerate(placements) if placement.from_on <= from_on)
    cut = placements[number]
    if cut.from_on == from_on:
        raise ChangePlannedThatDay(field="from_on", unit=unit.code, planned=from_on.isoformat())
    until_on = cut.until_on
    cut.until_on = from_on
    cut.save(update_fields=["until_on"])
    _copy(cut, parent_id, from_on, until_on, act_id)
    following = takewhile(lambda later: later.parent_id == unit.parent_id, placements[number + 1 :])
    Placement.objects.filter(pk__in=[later.pk for later in following]).update(
        parent_id=parent_id, act_id=act_id
    )
    renew_revision()


def _copy(old: Placement, parent_id: int, from_on: date, until_on: date | None, act_id: int) -> None:
    Placement.objects.create(
        unit_id=old.unit_id,
        from_on=from_on,
        until_on=until_on,
        name=old.name,
        folded=old.folded,
        kind=old.kind,
        parent_id=parent_id,
        commune_code=old.commune_code,
        delivers=old.delivers,
        act_id=act_id,
    )
