"""Where a stop on no round, with all that goes together with it, would go at the least: looked up, and left as it was."""

from duongthu.routing.problem import Round
from duongthu.routing.rich.build import Nodes, round_of
from duongthu.routing.rich.ground import AFTER, LEAD, NOBODY, OPEN, OUT, PARTNER, ROUTE, Ground, Rounds
from duongthu.routing.rich.insert import NEVER, cheapest
from duongthu.routing.rich.placing import best_half, cheapest_together, link_together
from duongthu.routing.rich.refresh import link_in, refresh, unlink


def put_once(ground: Ground, rounds: Rounds, nodes: Nodes, stop: int) -> tuple[int, Round] | None:
    """What the cheapest place costs, and the round with the stop in it; None where there is none."""
    if not _together(ground, rounds, stop):
        cost, into, behind, window = _alone(ground, rounds, stop)
        if cost >= NEVER:
            return None
        link_in(rounds, stop, behind, into, window)
        found = round_of(rounds, nodes, into)
        unlink(rounds, stop)
        return int(cost), found
    first = _first(ground, stop)
    places, into = cheapest_together(ground, rounds, 0, first, NEVER)
    if into == NOBODY:
        return None
    link_together(ground, rounds, first, into, places)
    found = round_of(rounds, nodes, into)
    for one in _members(ground, first):
        unlink(rounds, one)
    refresh(ground, rounds, into)
    return int(places[0]), found


def cheapest_cost(ground: Ground, rounds: Rounds, stop: int) -> int:
    """What the cheapest place costs; NEVER where there is none."""
    if _together(ground, rounds, stop):
        return int(cheapest_together(ground, rounds, 0, _first(ground, stop), NEVER)[0][0])
    return int(_alone(ground, rounds, stop)[0])


def _alone(ground: Ground, rounds: Rounds, stop: int) -> tuple[int, int, int, int]:
    """The cheapest place of one stop: beside the other half of its pair on that one's round, or anywhere."""
    mate = int(ground.bond[stop, PARTNER])
    if mate == NOBODY:
        return cheapest(ground, rounds, 0, stop)
    cost, behind, window = best_half(ground, rounds, stop)
    return cost, int(rounds.link[mate, ROUTE]), behind, window


def _together(ground: Ground, rounds: Rounds, stop: int) -> bool:
    """Whether the stop goes in with others: in a sequence, or the other half of its pair is on no round, too."""
    mate = int(ground.bond[stop, PARTNER])
    if mate != NOBODY:
        return bool(rounds.link[mate, ROUTE] == OUT)
    return bool(ground.bond[stop, LEAD] != NOBODY)


def _first(ground: Ground, stop: int) -> int:
    if ground.bond[stop, LEAD] != NOBODY:
        return int(ground.bond[stop, LEAD])
    return int(ground.bond[stop, PARTNER]) if ground.bond[stop, OPEN] > 0 else stop


def _members(ground: Ground, first: int) -> list[int]:
    if ground.bond[first, PARTNER] != NOBODY:
        return [first, int(ground.bond[first, PARTNER])]
    members = [first]
    while ground.bond[members[-1], AFTER] != NOBODY:
        members.append(int(ground.bond[members[-1], AFTER]))
    return members
