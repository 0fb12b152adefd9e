"""What there is to do, who goes, and the rounds drawn from both: frozen values, seconds counted from local midnight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from duongthu.rounds.rules.reasons import Why

Kind = Literal["parcel", "letter", "dossier", "newspaper", "payout", "premium", "pickup"]
KIND_TITLES = {
    "parcel": "Bưu kiện", "letter": "Thư", "dossier": "Trả kết quả hồ sơ", "newspaper": "Báo", "payout": "Chi trả tại nhà",
    "premium": "Thu phí bảo hiểm", "pickup": "Thu gom",
}  # fmt: skip
WITHOUT_GOODS = frozenset({"pickup", "premium"})
DAY_SECONDS = 86_400
MEETING_SECONDS = 1_800  # how much of a shift the hours of things at one door must share to be one visit
ENGINE, PLAIN = "engine", "plain"


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to be done at a door: an item to deliver or a task of another room.

    Attributes:
        thing_id, task_id: which; the other is 0.
        base: unit where it lies and from where a courier starts.
        hamlet: neighbourhood within the commune, folded; ``door``: the household, folded.
        opens, closes: when it may be begun, seconds.
        collects: whether it is taken along instead of brought.
    """

    thing_id: int
    task_id: int
    kind: str
    base: int
    commune_code: str
    address: str
    hamlet: str
    door: str
    latitude: float
    longitude: float
    service_seconds: int
    grams: int
    opens: int = 0
    closes: int = DAY_SECONDS
    collects: bool = False

    @property
    def key(self) -> str:
        """Names the job among all others."""
        return f"T{self.thing_id}" if self.thing_id else f"C{self.task_id}"

    @property
    def from_base(self) -> bool:
        """Whether something must be fetched at the base for it."""
        return self.kind not in WITHOUT_GOODS

    @property
    def neighbourhood(self) -> str:
        """Commune and hamlet."""
        return f"{self.commune_code}/{self.hamlet}"


@dataclass(frozen=True, slots=True)
class Crew:
    """A courier for a shift: where he starts, from when to when, and what his motorbike takes at once.

    Attributes:
        loads: how often he may set out from his base, the first time counted.
        rest_seconds: of his break in mid-shift, 0 for none; it begins from ``rest_opens`` to ``rest_closes``.
    """

    courier_id: int
    base: int
    opens: int
    closes: int
    grams: int
    pieces: int
    loads: int = 1
    reload_seconds: int = 600
    rest_seconds: int = 0
    rest_opens: int = 0
    rest_closes: int = 0


@dataclass(frozen=True, slots=True)
class Prices:
    """What a plan is priced by: a metre, a second, a door given to a stranger."""

    metre: int = 1
    second: int = 1
    stray: int = 600


@dataclass(frozen=True, slots=True)
class Aims:
    """What a search is to reach, and how long it may take.

    Attributes:
        longest_hundredths: the longest round against the median one, in hundredths, that is asked for.
        familiar_extra_percent: of the riding, that doors with their own couriers may cost.
        steps_a_stop, least_steps, most_steps: of the search of one base's rounds.
    """

    longest_hundredths: int = 115
    familiar_extra_percent: int = 2
    steps_a_stop: int = 40
    least_steps: int = 2_000
    most_steps: int = 100_000

    def steps(self, stops: int) -> int:
        """How many steps a search of so many stops may take."""
        return min(self.most_steps, max(self.least_steps, self.steps_a_stop * stops))


@dataclass(frozen=True, slots=True)
class Door:
    """A stop: all that is to be done at one household in one visit."""

    jobs: tuple[Job, ...]
    service_seconds: int

    @property
    def first(self) -> Job:
        """Any of its jobs; they share address and base."""
        return self.jobs[0]

    @property
    def opens(self) -> int:
        """When the visit may begin."""
        return max(job.opens for job in self.jobs)

    @property
    def closes(self) -> int:
        """By when it must begin."""
        return min(job.closes for job in self.jobs)

    @property
    def brought(self) -> int:
        """Grams brought."""
        return sum(job.grams for job in self.jobs if not job.collects)

    @property
    def taken(self) -> int:
        """Grams taken along."""
        return sum(job.grams for job in self.jobs if job.collects)


@dataclass(frozen=True)
class PlanningInput:
    """Doors with the ways between them; places are the bases first, then the doors in their order.

    Attributes:
        bases: unit ids. metres, seconds: int32 (places, places).
    """

    bases: tuple[int, ...]
    doors: tuple[Door, ...]
    metres: NDArray[np.int32]
    seconds: NDArray[np.int32]

    def place(self, door: int) -> int:
        """The place of a door."""
        return len(self.bases) + door

    def base(self, unit_id: int) -> int:
        """The place of a base."""
        return self.bases.index(unit_id)


@dataclass(frozen=True, slots=True)
class DrawnStop:
    """A visit in its round: door by number, when the courier arrives, and by how much that is too late."""

    door: int
    arrives: int
    late_seconds: int = 0


@dataclass(frozen=True, slots=True)
class DrawnCall:
    """A return to the base for another load, or the break: how many stops come before it, and when it begins."""

    before: int
    reload: bool
    begins: int


@dataclass(frozen=True, slots=True)
class DrawnRound:
    """One courier's round as drawn; ``riding``: seconds of it on the road."""

    crew: Crew
    stops: tuple[DrawnStop, ...]
    leaves: int
    back: int
    metres: int
    calls: tuple[DrawnCall, ...] = ()
    riding: int = 0

    @property
    def reloads(self) -> int:
        """How often he comes back for another load."""
        return sum(call.reload for call in self.calls)

    @property
    def seconds(self) -> int:
        """From leaving to the last return."""
        return self.back - self.leaves


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A door nobody goes to in this plan, and why."""

    door: int
    why: Why


WHY_MOVED = {
    "new": "việc mới",
    "courier_out": "bưu tá nghỉ giữa ca",
    "road_closed": "đường bị chặn",
    "by_hand": "điều độ chuyển tay",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole plan: which planner drew it, the rounds, what was left out, and its price."""

    planner: str
    rounds: tuple[DrawnRound, ...]
    left: tuple[LeftOut, ...] = ()
    price: int = 0


@dataclass(frozen=True)
class Wish:
    """What a planner is asked for.

    Attributes:
        owners: courier a door is familiar to, by door.
        seed: of the search. seconds: it may take; 0: steps by the number of doors, the same plan on every machine.
        aims: how even and how familiar the rounds are to be, and how many steps that may take.
    """

    given: PlanningInput
    crew: tuple[Crew, ...]
    prices: Prices = Prices()
    owners: dict[int, int] = field(default_factory=dict)
    seed: int = 1
    seconds: int = 0
    aims: Aims = Aims()


def doors_of(
    jobs: Iterable[Job], door_seconds: int, span: tuple[int, int] = (0, DAY_SECONDS)
) -> tuple[Door, ...]:
    """Jobs at one household, from one base, become one stop; in the order in which they come.

    Args:
        span: the shift. Jobs whose common hours leave too little of it stay apart, lest one hinders the other.
    """
    found: dict[tuple[int, str, str, bool], list[list[Job]]] = {}
    for job in jobs:
        groups = found.setdefault((job.base, job.commune_code, job.door, job.collects), [])
        meeting = next((group for group in groups if _meet([*group, job], span)), None)
        if meeting is None:
            groups.append([job])
        else:
            meeting.append(job)
    return tuple(
        Door(tuple(group), door_seconds + sum(job.service_seconds for job in group))
        for groups in found.values()
        for group in groups
    )


def _meet(jobs: Sequence[Job], span: tuple[int, int]) -> bool:
    """Whether one visit can be in the hours of all."""
    opens = max(span[0], *(job.opens for job in jobs))
    closes = min(span[1], *(job.closes for job in jobs))
    return closes - opens >= MEETING_SECONDS
