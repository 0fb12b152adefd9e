"""Familiar rounds: whose doors they are, and in which order couriers are used to ride, learnt from past rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians
from typing import TYPE_CHECKING

from duongthu.rounds.rules.drawing import DAY_SECONDS
from duongthu.rounds.rules.riding import ride

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType

    from duongthu.rounds.rules.drawing import Door, Drawn, DrawnRound, PlanningInput

HALF_LIFE_DAYS = 14
WEIGHT = 1_000  # of a door served today
OWN_WEIGHT = 5  # of a step in an order the courier put himself, against one he merely rode
DEGREE_METRES = 111_200  # of latitude


@dataclass(frozen=True, slots=True)
class Visit:
    """A door served on a past day: by whom, and where (degrees WGS 84)."""

    days_ago: int
    courier: int
    address: str
    latitude: float
    longitude: float


def address_of(door: Door) -> str:
    """Commune and household: what a door is known by from day to day."""
    return f"{door.first.commune_code}/{door.first.door}"


def address_owners(
    engine: ModuleType, visits: Sequence[Visit], doors: Mapping[int, Door], couriers: Sequence[int], least_percent: int
) -> dict[int, int]:  # fmt: skip
    """The courier each door is familiar to, by past visits to it and to those around it.

    Args:
        engine: the door of the room ``routing``.
        couriers: who goes today; the others have no say.
        least_percent: the share of what is known of a door that a courier must have for it to be his.
    """
    if not visits:
        return {}
    known = {one.address: _metres(one.latitude, one.longitude) for one in visits}
    asked = {address_of(door): _metres(door.first.latitude, door.first.longitude) for door in doors.values()}
    past = [(-one.days_ago, one.courier, one.address) for one in visits]
    territories = engine.Territories.learn(past, HALF_LIFE_DAYS, known)
    keys = [address_of(door) for door in doors.values()]
    owners, sure = territories.owners_of(keys, asked, couriers)
    return {
        number: int(owner)
        for number, owner, share in zip(doors, owners, sure, strict=True)
        if owner >= 0 and share * 100 >= least_percent
    }


def _metres(latitude: float, longitude: float) -> tuple[float, float]:
    """East and north, for telling near from far only."""
    return longitude * DEGREE_METRES * cos(radians(latitude)), latitude * DEGREE_METRES


def weight_of(days_ago: int) -> int:
    """How much a day still counts; after two weeks half."""
    return int(WEIGHT * 2.0 ** (-days_ago / HALF_LIFE_DAYS))


def owners_of(served: Iterable[tuple[str, int, int, int]], least_percent: int) -> dict[str, int]:
    """The courier each neighbourhood is familiar to.

    Args:
        served: (neighbourhood, courier, days ago, doors).
        least_percent: the share of it a courier must have served to be its own.
    """
    weights: dict[str, dict[int, int]] = {}
    for place, courier, days_ago, doors in served:
        of = weights.setdefault(place, {})
        of[courier] = of.get(courier, 0) + weight_of(days_ago) * doors
    owners: dict[str, int] = {}
    for place, of in weights.items():
        most = max(of, key=lambda courier: (of[courier], -courier))
        if of[most] * 100 >= least_percent * sum(of.values()) > 0:
            owners[place] = most
    return owners


def precedence_of(followed: Iterable[tuple[str, str, int, int]]) -> dict[tuple[str, str], int]:
    """How much oftener the one neighbourhood was served before the other than after it.

    Args:
        followed: (before, after, days ago, times).
    """
    balance: dict[tuple[str, str], int] = {}
    for before, after, days_ago, times in followed:
        weight = weight_of(days_ago) * times
        balance[before, after] = balance.get((before, after), 0) + weight
        balance[after, before] = balance.get((after, before), 0) - weight
    return balance


def steps_between(order: Sequence[str]) -> list[tuple[str, str]]:
    """Every pair of neighbourhoods of a round, the earlier one (by first visit) before the later."""
    names = list(dict.fromkeys(order))
    return [(before, after) for n, before in enumerate(names) for after in names[n + 1 :]]


def with_own_order(
    given: PlanningInput, drawn: Drawn, precedes: dict[tuple[str, str], int], most_percent: int
) -> Drawn:
    """Rounds in the order of neighbourhoods their couriers are used to, where that costs little.

    Args:
        precedes: how often the first neighbourhood was served before the second, less how often after it.
        most_percent: by how much a round may get longer for it; none gets longer than the longest, unless it is alone.
    """
    alone = len(drawn.rounds) == 1
    longest = DAY_SECONDS if alone else max((one.seconds for one in drawn.rounds), default=0)
    rounds = tuple(_as_used(given, one, precedes, most_percent, longest) for one in drawn.rounds)
    return replace(drawn, rounds=rounds)


def _as_used(
    given: PlanningInput,
    one: DrawnRound,
    precedes: dict[tuple[str, str], int],
    most_percent: int,
    longest: int,
) -> DrawnRound:
    blocks: dict[str, list[int]] = {}
    for stop in one.stops:
        blocks.setdefault(given.doors[stop.door].first.neighbourhood, []).append(stop.door)
    names = list(blocks)
    wins = {name: sum(_sign(precedes.get((name, other), 0)) for other in names) for name in names}
    if not any(wins.values()):
        return one
    order = [door for name in sorted(names, key=lambda name: -wins[name]) for door in blocks[name]]
    ridden = ride(given, one.crew, order)
    late = any(stop.late_seconds for stop in ridden.stops) or ridden.back > one.crew.closes
    longer = (ridden.seconds - one.seconds) * 100 > most_percent * one.seconds
    longer = longer or ridden.seconds > max(longest, one.seconds)
    return one if late or longer or ridden.reloads > one.reloads else ridden


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
