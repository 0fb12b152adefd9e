"""Where a stop on no round, with all that goes together with it, would go at the least: looked up, and left as it was."""

from typing import Any

from duongthu.routing.kernels.library import kernels
from duongthu.routing.problem import Round
from duongthu.routing.rich.build import Nodes, round_of
from duongthu.routing.rich.instance import NOBODY, OUT, Instance

NEVER = 1 << 60  # as in rich.h: what an insertion costs that cannot be


def put_once(instance: Instance, nodes: Nodes, stop: int) -> tuple[int, Round] | None:
    """What the cheapest place costs, and the round with the stop in it; None where there is none."""
    together = _together(instance, stop)
    first = _first(instance, stop) if together else stop
    found = _cheapest(instance, stop)
    if found.route == NOBODY or found.cost >= NEVER:
        return None
    if together:
        kernels.rich_link_together(instance.struct.at, first, found)
    else:
        instance.link(stop, found.behind, found.route, found.window)
    one = round_of(instance.rounds_now(), nodes, found.route)
    for member in _members(instance, first) if together else [stop]:
        instance.unlink(member)
    instance.refresh(found.route)
    return int(found.cost), one


def cheapest_cost(instance: Instance, stop: int) -> int:
    """What the cheapest place costs; NEVER where there is none."""
    return int(_cheapest(instance, stop).cost)


def _cheapest(instance: Instance, stop: int) -> Any:
    """The cheapest place: of all that goes in together, of half a pair on the other half's round, or of a stop alone."""
    if _together(instance, stop):
        return kernels.rich_cheapest_together(instance.struct.at, 0, _first(instance, stop), NEVER)
    if instance.node["partner"][stop] != NOBODY:
        return kernels.rich_cheapest_half(instance.struct.at, stop)
    return kernels.rich_cheapest(instance.struct.at, 0, stop)


def _together(instance: Instance, stop: int) -> bool:
    """Whether the stop goes in with others: in a sequence, or the other half of its pair is on no round, too."""
    mate = int(instance.node["partner"][stop])
    if mate != NOBODY:
        return bool(instance.node["route"][mate] == OUT)
    return bool(instance.node["lead"][stop] != NOBODY)


def _first(instance: Instance, stop: int) -> int:
    row = instance.node[stop]
    if row["lead"] != NOBODY:
        return int(row["lead"])
    return int(row["partner"]) if row["open"] > 0 else stop


def _members(instance: Instance, first: int) -> list[int]:
    node = instance.node
    if node["partner"][first] != NOBODY:
        return [first, int(node["partner"][first])]
    members = [first]
    while node["after"][members[-1]] != NOBODY:
        members.append(int(node["after"][members[-1]]))
    return members
