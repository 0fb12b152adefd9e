"""What is to be planned: places, what each stop needs, the vehicles; and what a plan of it costs, counted plainly."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.travel import Travel

ALWAYS = 2**40
"""A closing time no round reaches, in seconds."""


class WrongProblem(ValueError):
    """The problem contradicts itself; the message names the field and the place or vehicle."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A kind of vehicle and how many there are.

    Attributes:
        capacity: by measure (grams, litres, items …), in the order of ``Problem.load``'s columns.
        count: how many.
        start, end: depots by number.
        opens, closes: seconds; not before the one, back by the other.
        longest: seconds a round may last, waiting included.
        price: of using one at all.
        skills: bits of what it can do.
    """

    capacity: tuple[int, ...]
    count: int = 1_000_000
    start: int = 0
    end: int = 0
    opens: int = 0
    closes: int = ALWAYS
    longest: int = ALWAYS
    price: int = 0
    skills: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Places 0 … ``depots`` − 1 are depots, the others stops; arrays have a row for every place, depots' rows being 0.

    Attributes:
        load: int64 (places, measures), what a stop takes of the vehicle's capacity.
        service: int64 (places,), seconds spent at a stop.
        opens, closes: int64 (places,), seconds; service may begin from the one to the other, an early rider waits.
        prize: int64 (places,), what leaving a stop out costs; 0: it must be visited.
        skills: int64 (places,), bits a vehicle must have.
    """

    travel: Travel
    load: NDArray[np.int64]
    vehicles: tuple[Vehicle, ...]
    depots: int = 1
    service: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    opens: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    closes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    prize: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    skills: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        """Fill what was left out, and refuse what contradicts itself.

        Raises:
            WrongProblem: a row is missing, a number negative, a window ends before it begins, a capacity is too small.
        """
        places = self.travel.places
        if len(self.load) != places:
            raise WrongProblem(f"load has {len(self.load)} rows for {places} places")
        for name, usual in (("service", 0), ("opens", 0), ("closes", ALWAYS), ("prize", 0), ("skills", 0)):
            given = getattr(self, name)
            if not len(given):
                object.__setattr__(self, name, np.full(places, usual, np.int64))
            elif len(given) != places:
                raise WrongProblem(f"{name} has {len(given)} rows for {places} places")
        self._refuse_contradictions()

    def _refuse_contradictions(self) -> None:
        if not self.vehicles:
            raise WrongProblem("there is no vehicle")
        for name in ("load", "service", "opens", "prize"):
            below = np.flatnonzero((getattr(self, name).reshape(self.travel.places, -1) < 0).any(axis=1))
            if below.size:
                raise WrongProblem(f"{name} of place {below[0]} is negative")
        shut = np.flatnonzero(self.closes < self.opens)
        if shut.size:
            raise WrongProblem(f"place {shut[0]} closes before it opens")
        for number, vehicle in enumerate(self.vehicles):
            if len(vehicle.capacity) != self.load.shape[1]:
                raise WrongProblem(
                    f"vehicle {number} has {len(vehicle.capacity)} capacities for {self.load.shape[1]} loads"
                )
            if max(vehicle.start, vehicle.end) >= self.depots:
                raise WrongProblem(f"vehicle {number} starts or ends at a depot that is not there")

    @property
    def plain(self) -> bool:
        """Whether only capacity binds: one depot, one kind of vehicle without limit of number, no times, symmetric ways."""
        vehicle = self.vehicles[0]
        return (
            self.depots == 1
            and len(self.vehicles) == 1
            and self.load.shape[1] == 1
            and vehicle.count >= self.travel.places - 1
            and not self.timed
            and not self.prize.any()
            and not (self.skills & ~vehicle.skills).any()
            and self.travel.symmetric
        )

    @property
    def timed(self) -> bool:
        """Whether windows, shifts or lengths of rounds bind anywhere."""
        bound = any(v.closes < ALWAYS or v.longest < ALWAYS for v in self.vehicles)
        return bound or bool((self.opens > 0).any() or (self.closes < ALWAYS).any())

    def length_of(self, stops: Sequence[int], vehicle: int = 0) -> int:
        """Distance of a round from its start depot to its end depot."""
        kind = self.vehicles[vehicle]
        chain = np.array([kind.start, *stops, kind.end], np.int64)
        return int(self.travel.between(chain[:-1], chain[1:]).sum())


@dataclass(frozen=True, slots=True)
class Round:
    """What one vehicle rides: its kind by number, and its stops in order."""

    vehicle: int
    stops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All rounds, the stops left out, and the price by ``price_of``."""

    rounds: tuple[Round, ...]
    left_out: tuple[int, ...]
    price: int


def price_of(problem: Problem, rounds: Sequence[Round], left_out: Sequence[int] = ()) -> int:
    """What a plan costs: distance, vehicles used, prizes forgone."""
    ridden = sum(problem.length_of(r.stops, r.vehicle) + problem.vehicles[r.vehicle].price for r in rounds)
    return ridden + int(problem.prize[list(left_out)].sum())
