"""What is to be planned: places, what each stop needs, the vehicles; and what a plan of it is."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.travel import Travel

ALWAYS = 2**40
"""A closing time no round reaches, in seconds."""


class WrongProblem(ValueError):
    """The problem contradicts itself; the message names the field and the place or vehicle."""


@dataclass(frozen=True, slots=True)
class Call:
    """Something a vehicle does on its round besides its stops: a break, or a new load.

    Attributes:
        seconds: it takes.
        opens, closes: seconds; it begins from the one to the other.
        reload: at the depot the round starts from, where all aboard is put down and a new load taken; left out where it is of no
            use. Otherwise a break, taken wherever the vehicle is, on every round that has stops.
    """

    seconds: int
    opens: int = 0
    closes: int = ALWAYS
    reload: bool = False


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
        fair: seconds a round may last before ``Problem.price_beyond_fair`` is asked for every further one.
        courier: who rides it, as in ``Problem.owner``; −1: nobody in particular.
        locked: stops it rides to first, in this order: done, under way or promised.
        calls: its breaks and reloads.
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
    fair: int = ALWAYS
    courier: int = -1
    locked: tuple[int, ...] = ()
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Places 0 … ``depots`` − 1 are depots, the others stops; arrays have a row for every place, depots' rows being 0.

    Attributes:
        load: int64 (places, measures), what is brought to a stop.
        collect: int64 (places, measures), what is taken along from there.
        service: int64 (places,), seconds spent at a stop.
        opens, closes: int64 (places,), seconds; service may begin from the one to the other, an early rider waits.
        more_windows: int64 (places, k, 2), seconds; other windows of a stop, unused ones ending before they begin.
        window_price: int64 (places, 1 + k), what beginning in each window costs: lateness by steps (``soft``).
        prize: int64 (places,), what leaving a stop out costs; 0: it must be visited.
        skills: int64 (places,), bits a vehicle must have.
        kept: bool (places,), stops that stay on the round and in the order a search begins with.
        owner, stray_price: int64 (places,), the courier a stop belongs to (−1: none) and what another one costs.
        price_metre, price_second: of a unit of distance, of a second of a round.
        price_beyond_fair: of a second of a round beyond its fair length.
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
    collect: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 1), np.int64))
    more_windows: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0, 2), np.int64))
    owner: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    stray_price: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    window_price: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    kept: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    price_metre: int = 1
    price_second: int = 0
    price_beyond_fair: int = 0

    def __post_init__(self) -> None:
        """Fill what was left out, and refuse what contradicts itself.

        Raises:
            WrongProblem: a row is missing, a number negative, a window ends before it begins, a capacity is too small.
        """
        places = self.travel.places
        usual = {
            "service": 0,
            "opens": 0,
            "closes": ALWAYS,
            "prize": 0,
            "skills": 0,
            "owner": -1,
            "stray_price": 0,
        }
        for name, value in usual.items():
            if not len(getattr(self, name)):
                object.__setattr__(self, name, np.full(places, value, np.int64))
        if not len(self.collect):
            object.__setattr__(self, "collect", np.zeros_like(self.load))
        if not len(self.more_windows):
            object.__setattr__(self, "more_windows", np.zeros((places, 0, 2), np.int64))
        if not len(self.window_price):
            object.__setattr__(
                self, "window_price", np.zeros((places, 1 + self.more_windows.shape[1]), np.int64)
            )
        if not len(self.kept):
            object.__setattr__(self, "kept", np.zeros(places, np.bool_))
        for name in (*usual, "load", "collect", "more_windows", "window_price", "kept"):
            if len(getattr(self, name)) != places:
                raise WrongProblem(f"{name} has {len(getattr(self, name))} rows for {places} places")
        self._refuse_contradictions()

    def _refuse_contradictions(self) -> None:
        if not self.vehicles:
            raise WrongProblem("there is no vehicle")
        for name in ("load", "collect", "service", "opens", "prize", "stray_price"):
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
    def windows(self) -> NDArray[np.int64]:
        """All windows of all places: int64 (places, 1 + k, 2)."""
        first = np.stack([self.opens, self.closes], axis=1)[:, None, :]
        return np.ascontiguousarray(np.concatenate([first, self.more_windows], axis=1))

    def windows_of(self, stop: int) -> list[tuple[int, int, int]]:
        """From, to and price of the windows of one stop that are not empty, earliest first."""
        both = [
            (int(self.opens[stop]), int(self.closes[stop])),
            *((int(a), int(b)) for a, b in self.more_windows[stop]),
        ]
        priced = [(*window, int(price)) for window, price in zip(both, self.window_price[stop], strict=True)]
        return sorted(window for window in priced if window[1] >= window[0])

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
            and not self.collect.any()
            and not self.stray_price.any()
            and not vehicle.locked
            and not vehicle.calls
            and not self.kept.any()
            and (self.price_metre, self.price_second) == (1, 0)
            and not (self.skills & ~vehicle.skills).any()
            and self.travel.symmetric
        )

    @property
    def timed(self) -> bool:
        """Whether windows, shifts or lengths of rounds bind anywhere."""
        bound = any(v.closes < ALWAYS or v.longest < ALWAYS for v in self.vehicles)
        return bound or bool((self.opens > 0).any() or (self.closes < ALWAYS).any())

    def shift_of(self, kind: int) -> tuple[int, int]:
        """From when to when a kind of vehicle may be out: its own hours within those of its depots."""
        vehicle = self.vehicles[kind]
        return max(vehicle.opens, int(self.opens[vehicle.start])), min(
            vehicle.closes, int(self.closes[vehicle.end])
        )


@dataclass(frozen=True, slots=True)
class Round:
    """What one vehicle rides: its kind by number, its stops in order, and its calls.

    Attributes:
        calls: how many stops come before it, and its number in ``Vehicle.calls``, in riding order.
    """

    vehicle: int
    stops: tuple[int, ...]
    calls: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All rounds, the stops left out, and the price by ``counting.price_of``."""

    rounds: tuple[Round, ...]
    left_out: tuple[int, ...]
    price: int
