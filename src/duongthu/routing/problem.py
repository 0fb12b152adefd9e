"""What is to be planned: places, what each stop needs, the vehicles; and what a plan of it is."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.bonds import companions, wrong_bonds
from duongthu.routing.breaks import untakable
from duongthu.routing.order import MOST_STAGES, wrong_order
from duongthu.routing.travel import Travel
from duongthu.routing.whole import LARGEST, WrongProblem, whole_array, whole_number

ALWAYS = LARGEST
"""A closing time no round reaches, in seconds."""


@dataclass(frozen=True, slots=True)
class Break:
    """A rest, taken wherever the vehicle is, on every round that has stops.

    Attributes:
        seconds: it takes.
        opens, closes: seconds; it begins from the one to the other.
    """

    seconds: int
    opens: int = 0
    closes: int = ALWAYS


@dataclass(frozen=True, slots=True)
class Reload:
    """A return to the depot the round starts from, where all aboard is put down and a new load taken; only where it is of use.

    Attributes:
        seconds: it takes.
        opens, closes: seconds; it begins from the one to the other.
    """

    seconds: int
    opens: int = 0
    closes: int = ALWAYS


Activity = Break | Reload
"""What a vehicle does on its round besides its stops."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A kind of vehicle and how many there are.

    Attributes:
        capacity: by measure (grams, litres, items …), in the order of ``Problem.load``'s columns.
        count: how many.
        start, end: depots by number.
        opens, closes: seconds; not before the one, back by the other.
        longest: seconds a round may last, waiting included.
        most_metres: units of distance a round may be long.
        price: of using one at all.
        skills: bits of what it can do.
        fair: seconds a round may last before ``Problem.price_beyond_fair`` is asked for every further one.
        courier: who rides it, as in ``Problem.owner``; −1: nobody in particular.
        locked: stops it rides to first, in this order: done, under way or promised.
        activities: its breaks and reloads.
        duration_percent: percent of the travel's seconds it needs for a way, rounded to whole seconds: 150 is half as long again.
        travel: whose ways it rides: 0, ``Problem.travel``; k, number k − 1 of ``Problem.other_travels``.
        price_metre, price_second: as in ``Problem``, for this kind; −1: the problem's.
    """

    capacity: tuple[int, ...]
    count: int = 1_000_000
    start: int = 0
    end: int = 0
    opens: int = 0
    closes: int = ALWAYS
    longest: int = ALWAYS
    most_metres: int = ALWAYS
    price: int = 0
    skills: int = 0
    fair: int = ALWAYS
    courier: int = -1
    locked: tuple[int, ...] = ()
    activities: tuple[Activity, ...] = ()
    duration_percent: int = 100
    travel: int = 0
    price_metre: int = -1
    price_second: int = -1


MOST_SKILLS = 2**62 - 1
USUAL = {
    "service": (0, 0, LARGEST), "opens": (0, 0, LARGEST), "closes": (ALWAYS, 0, LARGEST), "prize": (0, 0, LARGEST),
    "skills": (0, 0, MOST_SKILLS), "owner": (-1, -1, LARGEST), "unfamiliarity_penalty": (0, 0, LARGEST),
    "release": (0, 0, LARGEST), "stage": (0, 0, MOST_STAGES),
}  # fmt: skip
"""Of each row of numbers by place: the value where it is left out, the least and the most."""


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
        owner, unfamiliarity_penalty: int64 (places,), the courier a stop belongs to (−1: none) and what another one costs.
        pairs: int64 (pairs, 2), places; what is collected at the first (all of its ``collect``) is brought to the second (all of
            its ``load``) by the same vehicle, later on the same round; it stays aboard when a new load is taken. Both are left
            out or none.
        sequences: stops that are visited directly one after another, in this order and with no activity between; all or none.
        release: int64 (places,), seconds; no round with this stop leaves before: what is brought there is not at the depot yet.
        stage: int64 (places,); on a round stops of a lower stage come before those of a higher one.
        needs_first_stage: whether no round goes without a stop of stage 0.
        groups: stops of which one is visited, as an address and a locker; none where leaving out (once) costs less.
        other_travels: ways of other kinds of vehicle, of the same ``Travel.kind`` and places as ``travel``.
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
    unfamiliarity_penalty: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    window_price: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    kept: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    price_metre: int = 1
    price_second: int = 0
    price_beyond_fair: int = 0
    pairs: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    sequences: tuple[tuple[int, ...], ...] = ()
    release: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    stage: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    needs_first_stage: bool = False
    groups: tuple[tuple[int, ...], ...] = ()
    other_travels: tuple[Travel, ...] = ()

    def __post_init__(self) -> None:
        """Fill what was left out, and refuse what contradicts itself.

        Raises:
            WrongProblem: a row is missing, a number negative, a window ends before it begins, a capacity is too small, what goes
                together cannot.
        """
        places, columns = self.travel.places, 1 + np.asarray(self.more_windows).shape[-2]
        if not 1 <= self.depots <= places:
            raise WrongProblem(f"there are {self.depots} depots among {places} places")
        if np.ndim(self.load) == 1:
            object.__setattr__(self, "load", np.asarray(self.load)[:, None])
        self._set("load", (places, None), 0)
        for name, (value, least, most) in USUAL.items():
            self._set(name, (places,), value, least, most)
        self._set("collect", self.load.shape, 0)
        self._set("more_windows", (places, columns - 1, 2), 0, -LARGEST)
        self._set("window_price", (places, columns), 0)
        kept = np.asarray(self.kept, np.bool_) if len(self.kept) else np.zeros(places, np.bool_)
        if kept.shape != (places,):
            raise WrongProblem(f"kept has {len(kept)} rows for {places} places")
        object.__setattr__(self, "kept", kept)
        object.__setattr__(self, "pairs", whole_array("pairs", self.pairs, (None, 2), -LARGEST))
        self._refuse_contradictions()

    def _set(
        self, name: str, shape: tuple[int | None, ...], usual: int, least: int = 0, most: int = LARGEST
    ) -> None:
        """Make a field an int64 array of that shape; the usual value everywhere where it was left out."""
        value = getattr(self, name)
        if len(value) or name == "load":
            array = whole_array(name, value, shape, least, most)
        else:
            array = np.full([size or 0 for size in shape], usual, np.int64)
        object.__setattr__(self, name, array)

    def _refuse_contradictions(self) -> None:
        if not self.vehicles:
            raise WrongProblem("there is no vehicle")
        for name in ("price_metre", "price_second", "price_beyond_fair"):
            whole_number(name, getattr(self, name))
        shut = np.flatnonzero(self.closes < self.opens)
        if shut.size:
            raise WrongProblem(f"place {shut[0]} closes before it opens")
        wrong = wrong_bonds(
            self.pairs, self.sequences, range(self.depots, self.travel.places), self.load, self.collect
        )
        reloads = any(isinstance(one, Reload) for vehicle in self.vehicles for one in vehicle.activities)
        locked = {stop for vehicle in self.vehicles for stop in vehicle.locked}
        wrong = wrong or wrong_order(self, range(self.depots, self.travel.places), locked, reloads=reloads)
        if wrong:
            raise WrongProblem(wrong)
        for number, travel in enumerate(self.other_travels):
            if (travel.kind, travel.places) != (self.travel.kind, self.travel.places):
                raise WrongProblem(
                    f"travel {number + 1} is of another kind or of other places than the first"
                )
        for number, vehicle in enumerate(self.vehicles):
            self._refuse_vehicle(number, vehicle)
        self._refuse_locked()

    def _refuse_vehicle(self, number: int, vehicle: Vehicle) -> None:
        name = f"vehicle {number}"
        if not 0 <= vehicle.travel <= len(self.other_travels):
            raise WrongProblem(f"{name} rides by travel {vehicle.travel}, which is not there")
        if vehicle.duration_percent < 1 or min(vehicle.price_metre, vehicle.price_second) < -1:
            raise WrongProblem(f"{name} has a duration_percent below 1 or a price below 0")
        if len(vehicle.capacity) != self.load.shape[1]:
            raise WrongProblem(
                f"{name} has {len(vehicle.capacity)} capacities for {self.load.shape[1]} loads"
            )
        for measure, room in enumerate(vehicle.capacity):
            whole_number(f"{name}: capacity {measure}", room)
        for field_name in ("count", "price", "start", "end"):
            whole_number(f"{name}: {field_name}", getattr(vehicle, field_name))
        for field_name, least in (
            ("opens", 0),
            ("closes", -LARGEST),
            ("longest", 0),
            ("most_metres", 0),
            ("fair", 0),
        ):
            whole_number(f"{name}: {field_name}", getattr(vehicle, field_name), least, 2 * LARGEST)
        whole_number(f"{name}: skills", vehicle.skills, 0, MOST_SKILLS)
        if max(vehicle.start, vehicle.end) >= self.depots:
            raise WrongProblem(f"{name} starts or ends at a depot that is not there")
        self._refuse_activities(name, vehicle)

    def _refuse_activities(self, name: str, vehicle: Vehicle) -> None:
        for which, activity in enumerate(vehicle.activities):
            for field_name in ("seconds", "opens", "closes"):
                whole_number(f"{name}: activity {which}: {field_name}", getattr(activity, field_name))
            if activity.closes < activity.opens:
                raise WrongProblem(f"{name}: activity {which} closes before it opens")

    def _refuse_locked(self) -> None:
        of: dict[int, int] = {}
        for number, vehicle in enumerate(self.vehicles):
            for stop in vehicle.locked:
                if not self.depots <= stop < self.travel.places:
                    raise WrongProblem(f"vehicle {number}: locked names place {stop}, which is no stop")
                if stop in of:
                    raise WrongProblem(f"place {stop} is locked twice, on vehicles {of[stop]} and {number}")
                of[stop] = number
            if vehicle.locked and vehicle.count != 1:
                raise WrongProblem(
                    f"vehicle {number} has locked stops, but there are {vehicle.count} like it"
                )

    @property
    def windows(self) -> NDArray[np.int64]:
        """All windows of all places: int64 (places, 1 + k, 2)."""
        first = np.stack([self.opens, self.closes], axis=1)[:, None, :]
        return np.ascontiguousarray(np.concatenate([first, self.more_windows], axis=1))

    def windows_of(self, stop: int) -> list[tuple[int, int, int]]:
        """From, to and price of the windows of one stop that are not empty, earliest first."""
        if not self.more_windows.shape[1]:
            return [(int(self.opens[stop]), int(self.closes[stop]), int(self.window_price[stop, 0]))]
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
            and not self.unfamiliarity_penalty.any()
            and vehicle.most_metres >= ALWAYS
            and not self.release.any()
            and not self.stage.any()
            and not self.groups
            and not vehicle.locked
            and not vehicle.activities
            and not self.kept.any()
            and not len(self.pairs)
            and not self.sequences
            and not self.various
            and self.prices_of(0) == (1, 0)
            and not (self.skills & ~vehicle.skills).any()
            and int(self.load.max()) <= vehicle.capacity[0]
            and self.travel.symmetric
        )

    @property
    def timed(self) -> bool:
        """Whether windows, shifts or lengths of rounds bind anywhere."""
        bound = any(v.closes < ALWAYS or v.longest < ALWAYS for v in self.vehicles)
        return bound or bool((self.opens > 0).any() or (self.closes < ALWAYS).any())

    @property
    def various(self) -> bool:
        """Whether kinds of vehicles differ in how far or how long ways are for them."""
        return any((vehicle.travel, vehicle.duration_percent) != (0, 100) for vehicle in self.vehicles)

    @property
    def companions(self) -> dict[int, tuple[int, ...]]:
        """Of every stop in a pair or a sequence all its stops, itself included, in the order they are visited."""
        return companions(self.pairs, self.sequences)

    def locked_of(self, kind: int) -> tuple[int, ...]:
        """The locked stops of a kind of vehicle, and what is left of the sequence the last one is of."""
        locked = self.vehicles[kind].locked
        begun = [one for one in self.sequences if locked and locked[-1] in one]
        return (*locked, *(stop for one in begun for stop in one[one.index(locked[-1]) + 1 :]))

    def travel_of(self, kind: int) -> Travel:
        """The ways a kind of vehicle rides; seconds are before its ``duration_percent``."""
        return (self.travel, *self.other_travels)[self.vehicles[kind].travel]

    def prices_of(self, kind: int) -> tuple[int, int]:
        """What a metre and a second cost with a kind of vehicle."""
        vehicle = self.vehicles[kind]
        return (
            self.price_metre if vehicle.price_metre < 0 else vehicle.price_metre,
            self.price_second if vehicle.price_second < 0 else vehicle.price_second,
        )

    def stays_home(self, kind: int) -> bool:
        """Whether a kind of vehicle cannot take its breaks within its hours, even without a stop; it is never used then."""
        vehicle = self.vehicles[kind]
        breaks = [activity for activity in vehicle.activities if isinstance(activity, Break)]
        return untakable(breaks, *self.shift_of(kind), vehicle.longest)

    def shift_of(self, kind: int) -> tuple[int, int]:
        """From when to when a kind of vehicle may be out: its own hours within those of its depots."""
        vehicle = self.vehicles[kind]
        return max(vehicle.opens, int(self.opens[vehicle.start])), min(
            vehicle.closes, int(self.closes[vehicle.end])
        )


@dataclass(frozen=True, slots=True)
class Round:
    """What one vehicle rides: its kind by number, its stops in order, and its breaks and reloads.

    Attributes:
        activities: how many stops come before it, and its number in ``Vehicle.activities``, in riding order.
    """

    vehicle: int
    stops: tuple[int, ...]
    activities: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All rounds, the stops left out, and the price by ``counting.price_of``."""

    rounds: tuple[Round, ...]
    left_out: tuple[int, ...]
    price: int
