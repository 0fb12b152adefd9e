"""The recounts of the room: placements of a unit never overlap, no unit lies below itself, kept roads are whole."""

from collections.abc import Iterator
from itertools import pairwise

from duongthu.acts.api import Finding
from duongthu.network.models import Placement, Unit
from duongthu.network.queries.kept_roads import kept_files
from duongthu.network.refusals import RoadsDamaged
from duongthu.network.rules.streets import unpacked


def check_placements() -> Iterator[Finding]:
    """Overlapping placements, units without any, and rings among the parents of a change day."""
    by_unit: dict[int, list[Placement]] = {}
    for placement in Placement.objects.order_by("unit_id", "from_on"):
        by_unit.setdefault(placement.unit_id, []).append(placement)
    for unit_id, code in Unit.objects.values_list("pk", "code"):
        placements = by_unit.get(unit_id, [])
        if not placements:
            yield Finding(
                "network.no_placement", f"Đơn vị {code} không có vị trí nào.", "network_unit", unit_id
            )
        for before, after in pairwise(placements):
            if before.until_on is None or before.until_on > after.from_on:
                message = f"Đơn vị {code} có hai vị trí cùng lúc từ {after.from_on}."
                day = after.from_on.isoformat()
                yield Finding("network.two_placements", message, "network_placement", after.pk, day, unit_id)
    yield from _rings(by_unit)


def check_roads() -> Iterator[Finding]:
    """Files of roads that are not what was written when they were taken in."""
    for since, path in kept_files():
        try:
            unpacked(path.read_bytes(), path.name)
        except RoadsDamaged as damaged:
            yield Finding("network.roads_damaged", damaged.message, "roads", path.name, since.isoformat())


def _rings(by_unit: dict[int, list[Placement]]) -> Iterator[Finding]:
    for day in sorted({p.from_on for placements in by_unit.values() for p in placements}):
        parents = {
            unit_id: p.parent_id
            for unit_id, placements in by_unit.items()
            for p in placements
            if p.from_on <= day and (p.until_on is None or day < p.until_on)
        }
        for unit_id in parents:
            if _in_ring(parents, unit_id):
                message = f"Đơn vị số {unit_id} nằm dưới chính nó."
                yield Finding("network.ring", message, "network_placement", unit_id, day.isoformat(), unit_id)


def _in_ring(parents: dict[int, int | None], unit_id: int) -> bool:
    seen: set[int] = set()
    here: int | None = unit_id
    while here is not None and here not in seen:
        seen.add(here)
        here = parents.get(here)
    return here == unit_id
