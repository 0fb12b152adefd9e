"""Where doors are and how long the ways between them take: what the network knows of addresses and roads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duongthu.kernel.text import fold
from duongthu.network.api import Position, network_on, positions_of, ride_matrix
from duongthu.rounds.rules.drawing import Door, PlanningInput

HAMLET_MOST, DOOR_MOST = 80, 120


@dataclass(frozen=True, slots=True)
class Spot:
    """A located address: its hamlet and household as keys, and where it is."""

    hamlet: str
    door: str
    at: Position


def spots_of(addresses: Sequence[tuple[str, str]], on: date) -> list[Spot]:
    """Where addresses are, given as pairs of commune code and text.

    Raises:
        UnknownCommune: no commune has borne that code; ``row`` is the pair's number.
    """
    found = positions_of(addresses, on=on)
    spots = []
    for (_, text), one in zip(addresses, found, strict=True):
        hamlet = one.hamlet or fold(text.split(",", maxsplit=1)[0])[:HAMLET_MOST]
        door = f"{hamlet}/{one.house}" if one.hamlet and one.house else fold(text)[:DOOR_MOST]
        spots.append(Spot(hamlet, door, one.at))
    return spots


def planning_input_of(bases: Sequence[int], doors: tuple[Door, ...], on: date) -> PlanningInput:
    """Bases and doors with all ways between them by motorbike."""
    day = network_on(on)
    points = [day.unit(base).at for base in bases]
    points += [Position(door.first.latitude, door.first.longitude) for door in doors]
    metres, seconds = ride_matrix(points, on=on)
    return PlanningInput(tuple(bases), doors, metres, seconds)
