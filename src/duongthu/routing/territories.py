"""Whose addresses are whose: learnt from past rounds, priced so that keeping to it costs little; and doors of one building."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from duongthu.routing.bonds import among
from duongthu.routing.problem import Problem, Round, Vehicle
from duongthu.routing.solve import solve
from duongthu.routing.travel import NOT_LISTED, Kind, Travel

HALF_LIFE_DAYS = 14.0
NEIGHBOURS = 12  # known addresses around one that have a say
OWN_SAY = 2.0  # of a past visit to the address itself, against one to a neighbour
NOBODY = -1
SCALE = 100.0  # measured on the reference province's day, see docs/explanation/routing.md
OWN_STEPS = 20  # of a courier's own round, for each of its stops
LOTS = 10**8  # the prize of a stop that must be visited, while one courier alone is looked at
ROWS = (
    "load", "service", "opens", "closes", "prize", "skills", "collect", "more_windows", "owner", "unfamiliarity_penalty",
    "window_price", "kept", "release", "stage",
)  # fmt: skip
CLOSE = 5  # nearest stops of each that the mean leg is taken of

Spots = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Territories:
    """How often, lately, each courier was at each address.

    Attributes:
        number: row of each known address.
        xy: float64 (addresses, 2), metres; NaN where nobody said where it is.
        couriers: int64, ascending.
        first: int64 (addresses + 1,), where the visits of each address begin in the next two.
        who, weight: column in ``couriers`` and decayed count of each address and courier that met.
    """

    number: dict[str, int]
    xy: NDArray[np.float64]
    couriers: NDArray[np.int64]
    first: NDArray[np.int64]
    who: NDArray[np.int64]
    weight: NDArray[np.float64]

    @classmethod
    def learn(
        cls,
        past: Iterable[tuple[int, int, str]],
        half_life_days: float = HALF_LIFE_DAYS,
        where: Spots | None = None,
    ) -> "Territories":
        """From visits of past days.

        Args:
            past: day by number, courier, key of the address.
            half_life_days: after which a visit counts half, reckoned from the last of these days.
            where: metres east and north of addresses, for the sake of those near them.
        """
        visits = list(past)
        number: dict[str, int] = {}
        rows = np.array([number.setdefault(key, len(number)) for _, _, key in visits], np.int64)
        couriers, column = np.unique(np.array([who for _, who, _ in visits], np.int64), return_inverse=True)
        days = np.array([day for day, _, _ in visits], np.float64)
        decayed = 0.5 ** ((days.max(initial=0) - days) / half_life_days)
        pairs, place = np.unique(rows * max(1, len(couriers)) + column, return_inverse=True)
        met = np.bincount(place, decayed, len(pairs)).astype(np.float64)
        known, who = np.divmod(pairs, max(1, len(couriers)))
        first = np.searchsorted(known, np.arange(len(number) + 1))
        nowhere = (np.nan, np.nan)
        xy = np.array([(where or {}).get(key, nowhere) for key in number], np.float64).reshape(-1, 2)
        return cls(number, xy, couriers, first, who, met)

    def owners_of(
        self, keys: Sequence[str], where: Spots | None = None, couriers: Sequence[int] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The courier of each address, −1 where nobody is known, and how sure that is: his share of the votes.

        Past visits to the address itself and to the nearest known addresses vote; an address nobody was at has the couriers of
        its neighbours.

        Args:
            keys: of addresses.
            where: metres east and north of them; without it only known addresses have an owner.
            couriers: who is there today; the others have no vote. Without it everybody.
        """
        votes = np.zeros((len(keys), len(self.couriers)))
        rows = np.array([self.number.get(key, NOBODY) for key in keys], np.int64)
        known = np.flatnonzero(rows >= 0)
        self._vote(votes, known, rows[known], OWN_SAY)
        if where is not None:
            for asked, near in self._around(keys, rows, where):
                self._vote(votes, asked, near, 1.0)
        if couriers is not None:
            votes[:, ~np.isin(self.couriers, np.array(couriers, np.int64))] = 0.0
        return _winners(votes, self.couriers)

    def _vote(
        self, votes: NDArray[np.float64], asked: NDArray[np.int64], rows: NDArray[np.int64], say: float
    ) -> None:
        """Visits to known addresses ``rows`` count for the asked ones."""
        many = self.first[rows + 1] - self.first[rows]
        start = np.repeat(self.first[rows] - np.cumsum(many) + many, many)
        at = start + np.arange(many.sum())
        np.add.at(votes, (np.repeat(asked, many), self.who[at]), say * self.weight[at])

    def _around(
        self, keys: Sequence[str], rows: NDArray[np.int64], where: Spots
    ) -> Iterable[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Pairs of asked numbers and rows of known addresses near them, rank by rank."""
        placed = np.flatnonzero(~np.isnan(self.xy[:, 0]))
        asked = np.array([n for n, key in enumerate(keys) if key in where], np.int64)
        if not len(placed) or not len(asked):
            return
        here = np.array([where[keys[n]] for n in asked], np.float64)
        ranks = np.arange(1, min(NEIGHBOURS + 1, len(placed)) + 1)
        found = placed[cKDTree(self.xy[placed]).query(here, ranks)[1]]
        for column in found.T:
            others = column != rows[asked]
            yield asked[others], column[others]


def _winners(
    votes: NDArray[np.float64], couriers: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    if not votes.shape[1]:
        return np.full(len(votes), NOBODY, np.int64), np.zeros(len(votes))
    best, whole = votes.argmax(axis=1), votes.sum(axis=1)
    sure = np.where(whole > 0, votes.max(axis=1) / np.maximum(whole, 1e-12), 0.0)
    return np.where(whole > 0, couriers[best], NOBODY), sure


def unfamiliarity_penalties(
    problem: Problem,
    owner: NDArray[np.int64],
    extra_share: float = 0.02,
    sure: NDArray[np.float64] | None = None,
) -> NDArray[np.int64]:
    """What another courier than its own costs at each place, so that own couriers cost about that share of more riding.

    The price is ``extra_share × SCALE`` mean legs, a leg being the way between near stops. ``SCALE`` was found
    by measuring, not by proof: whoever needs the share kept has to measure it on his own days.

    Args:
        problem: for its ways and prices.
        owner: int64 (places,), −1: nobody's, which costs nothing.
        extra_share: of the riding, that may be spent.
        sure: float64 (places,), by which the price is lessened where an owner is in doubt.
    """
    price = extra_share * SCALE * _mean_leg(problem)
    weights = np.ones(len(owner)) if sure is None else sure
    return np.where(owner == NOBODY, 0, np.round(price * weights)).astype(np.int64)


def _mean_leg(problem: Problem) -> float:
    """The mean price of riding from a stop to one of its nearest."""
    near = problem.travel.nearest(problem.depots, CLOSE)[problem.depots :]
    here, rank = np.nonzero(near >= 0)
    a, b = here.astype(np.int64) + problem.depots, near[here, rank].astype(np.int64)
    if not len(a):
        return 0.0
    metres, seconds = problem.travel.between(a, b), problem.travel.seconds_between(a, b)
    price_metre, price_second = problem.prices_of(0)
    legs = price_metre * metres + price_second * seconds
    return float(legs.mean())


def own_rounds(problem: Problem, *, steps_a_stop: int = OWN_STEPS, seed: int = 1) -> tuple[Round, ...]:
    """Rounds to begin a search with: every courier's own stops as well as he can ride them, what he cannot do left out.

    Couriers look alike to a search that begins with nothing, and it ends with strangers everywhere and no cheap way back; begun
    with these rounds it leaves territories only where that is worth the price.
    """
    kinds = {vehicle.courier: kind for kind, vehicle in enumerate(problem.vehicles)}
    free = problem.owner.copy()
    free[: problem.depots] = NOBODY
    rounds = []
    for courier, kind in kinds.items():
        stops = np.flatnonzero(free == courier) if courier != NOBODY else np.empty(0, np.int64)
        rounds += _own_round(problem, kind, stops, steps_a_stop, seed)
    return tuple(rounds)


def _own_round(
    problem: Problem, kind: int, stops: NDArray[np.int64], steps_a_stop: int, seed: int
) -> list[Round]:
    vehicle = problem.vehicles[kind]
    promised = np.array(vehicle.locked, np.int64)
    stops = np.union1d(stops, promised)
    parted = [stop for stop, group in problem.companions.items() if not np.isin(group, stops).all()]
    stops = np.union1d(np.setdiff1d(stops, parted), promised)
    places = np.unique(np.concatenate([np.arange(problem.depots), stops]))
    if len(places) == problem.depots:
        return []
    numbers = {int(place): n for n, place in enumerate(places)}
    alone = replace(vehicle, locked=tuple(numbers[stop] for stop in vehicle.locked), count=1)
    part = _part(problem, places, (alone,))
    part = replace(
        part, prize=np.where(part.prize > 0, part.prize, LOTS), kept=np.zeros(len(places), np.bool_)
    )
    plan = solve(part, steps=steps_a_stop * len(places), seed=seed)
    return [
        Round(kind, tuple(int(places[stop]) for stop in one.stops), one.activities) for one in plan.rounds
    ]


def _part(problem: Problem, places: NDArray[np.int64], vehicles: tuple[Vehicle, ...]) -> Problem:
    """Some of the places, ascending and with all depots, and other vehicles."""
    rows = {name: getattr(problem, name)[places] for name in ROWS}
    number = np.full(problem.travel.places, -1, np.int64)
    number[places] = np.arange(len(places))
    return replace(problem, vehicles=vehicles, **_ways_and_bonds(problem, places, number), **rows)


def _ways_and_bonds(problem: Problem, places: NDArray[np.int64], number: NDArray[np.int64]) -> dict[str, Any]:
    """Ways, pairs, sequences and groups among some of the places, ascending; ``number``: of each place there, −1: left out."""
    pairs, sequences = among(problem.pairs, problem.sequences, number)
    return {
        "travel": _travel_among(problem.travel, places), "pairs": pairs, "sequences": sequences,
        "other_travels": tuple(_travel_among(travel, places) for travel in problem.other_travels),
        "groups": tuple(kept for group in problem.groups if (kept := _among(group, number))),
    }  # fmt: skip


def _among(group: Sequence[int], number: NDArray[np.int64]) -> tuple[int, ...]:
    """The stops of a group that are there, by their numbers there."""
    return tuple(int(number[stop]) for stop in group if number[stop] >= 0)


@dataclass(frozen=True, slots=True)
class Merged:
    """A problem in which stops of one building are one.

    Attributes:
        problem: with fewer places.
        members: of each of its places, the places of the problem it was made from.
    """

    problem: Problem
    members: tuple[tuple[int, ...], ...]


def merged(problem: Problem, keys: Sequence[str], shared_seconds: int = 0) -> Merged:
    """The problem with stops of one building made one, service, loads and prizes summed.

    Args:
        problem: stops that differ in windows, skills or owner stay apart, as do locked and kept ones, and what goes together
            with others already.
        keys: of every place's building; those of depots are not looked at.
        shared_seconds: of each stop's service that are spent once a building, such as getting off and ringing.
    """
    groups: dict[object, list[int]] = {}
    held = problem.kept.copy()
    held[[stop for vehicle in problem.vehicles for stop in vehicle.locked]] = True
    held[[stop for group in (*problem.companions.values(), *problem.groups) for stop in group]] = True
    held[: problem.depots] = True
    for place in range(problem.travel.places):
        groups.setdefault(place if held[place] else _alike(problem, place, keys[place]), []).append(place)
    members = tuple(tuple(group) for group in groups.values())
    return Merged(_folded(problem, members, shared_seconds), members)


def _alike(problem: Problem, place: int, key: str) -> tuple[object, ...]:
    """What stops must share to be done in one visit."""
    return (
        key, tuple(problem.windows_of(place)), int(problem.skills[place]), int(problem.owner[place]),
        bool(problem.prize[place]), int(problem.release[place]), int(problem.stage[place]),
    )  # fmt: skip


def _folded(problem: Problem, members: tuple[tuple[int, ...], ...], shared_seconds: int) -> Problem:
    lead = np.array([group[0] for group in members], np.int64)
    starts = np.cumsum([0, *(len(group) for group in members)])[:-1]
    order = np.array([place for group in members for place in group], np.int64)
    number = {place: n for n, group in enumerate(members) for place in group}
    many = np.array([len(group) for group in members], np.int64)
    least = np.minimum.reduceat(problem.service[order], starts)
    summed = {
        name: np.add.reduceat(getattr(problem, name)[order], starts, axis=0)
        for name in ("load", "collect", "service", "prize", "unfamiliarity_penalty")
    }
    summed["service"] = summed["service"] - (many - 1) * np.minimum(shared_seconds, least)
    taken = {
        name: getattr(problem, name)[lead]
        for name in (
            "opens",
            "closes",
            "skills",
            "more_windows",
            "owner",
            "window_price",
            "kept",
            "release",
            "stage",
        )
    }
    vehicles = tuple(
        replace(vehicle, locked=tuple(number[stop] for stop in vehicle.locked))
        for vehicle in problem.vehicles
    )
    numbers = np.array([number[place] for place in range(problem.travel.places)], np.int64)
    return replace(problem, vehicles=vehicles, **_ways_and_bonds(problem, lead, numbers), **(summed | taken))


def _travel_among(travel: Travel, places: NDArray[np.int64]) -> Travel:
    """The ways among some of the places, ascending."""
    xy = travel.xy[places]
    if travel.kind == Kind.MATRIX:
        across = np.ix_(places, places)
        one = travel.seconds is travel.metres
        metres = travel.metres[across]
        return replace(travel, xy=xy, metres=metres, seconds=metres if one else travel.seconds[across])
    if travel.kind != Kind.LISTS:
        return replace(travel, xy=xy)
    number = np.full(travel.places, NOT_LISTED, np.int32)
    number[places] = np.arange(len(places), dtype=np.int32)
    listed = travel.listed[places]
    now = np.where(listed == NOT_LISTED, NOT_LISTED, number[np.minimum(listed, travel.places - 1)])
    order = np.argsort(now, axis=1, kind="stable")
    metres, seconds = (
        np.take_along_axis(table[places], order, 1) for table in (travel.metres, travel.seconds)
    )
    return replace(
        travel, xy=xy, listed=np.take_along_axis(now, order, 1), metres=metres, seconds=seconds,
        depot_metres=np.ascontiguousarray(travel.depot_metres[:, :, places]),
        depot_seconds=np.ascontiguousarray(travel.depot_seconds[:, :, places]),
    )  # fmt: skip


def unfolded(made: Merged, rounds: Sequence[Round]) -> tuple[Round, ...]:
    """Rounds of the merged problem as rounds of the one it was made from: doors of a building follow each other."""
    return tuple(_unfolded(made.members, one) for one in rounds)


def _unfolded(members: tuple[tuple[int, ...], ...], one: Round) -> Round:
    sizes = np.cumsum([0, *(len(members[stop]) for stop in one.stops)])
    stops = tuple(place for stop in one.stops for place in members[stop])
    return Round(
        one.vehicle, stops, tuple((int(sizes[before]), activity) for before, activity in one.activities)
    )
