"""A plan as it is kept and looked at: rounds, visits with their promised windows, and what was left out."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from duongthu.rounds.rules.drawing import Crew, Drawn, DrawnCall, DrawnRound, Ground, Job

Windows = Callable[[DrawnRound, int], tuple[int, int]]
"""From when to when an arrival is promised: the round, the planned arrival."""


@dataclass(frozen=True, slots=True)
class KeptStop:
    """A visit: planned arrival, the promised window, seconds late, seconds of service, what is to be done."""

    arrives: int
    window_from: int
    window_until: int
    late_seconds: int
    service_seconds: int
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class KeptRound:
    """A courier's round."""

    crew: Crew
    leaves: int
    back: int
    metres: int
    reloads: int
    stops: tuple[KeptStop, ...]
    calls: tuple[DrawnCall, ...] = ()

    @property
    def jobs(self) -> list[Job]:
        """Everything to be done, in riding order."""
        return [job for stop in self.stops for job in stop.jobs]


@dataclass(frozen=True, slots=True)
class KeptLeft:
    """Jobs nobody was given, and why: a code of ``reasons.REASONS``, what would mend it, and both in a sentence."""

    why: str
    jobs: tuple[Job, ...]
    amount: int = -1
    words: str = ""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """All of a plan."""

    rounds: tuple[KeptRound, ...]
    left: tuple[KeptLeft, ...]

    def as_json(self) -> dict[str, Any]:
        """As it is written down."""
        return asdict(self)


def kept_plan(ground: Ground, drawn: Drawn, windows: Windows) -> KeptPlan:
    """A drawn plan with its windows, on its own feet: without the ground it was drawn on."""
    left = tuple(
        KeptLeft(one.why.code, ground.doors[one.door].jobs, one.why.amount, one.why.words)
        for one in drawn.left
    )
    return KeptPlan(tuple(kept_round(ground, one, windows) for one in drawn.rounds), left)


def kept_round(ground: Ground, one: DrawnRound, windows: Windows) -> KeptRound:
    """One round of it."""
    stops = tuple(
        KeptStop(
            stop.arrives,
            *windows(one, stop.arrives),
            stop.late_seconds,
            ground.doors[stop.door].service_seconds,
            ground.doors[stop.door].jobs,
        )
        for stop in one.stops
    )
    return KeptRound(one.crew, one.leaves, one.back, one.metres, one.reloads, stops, one.calls)


@cache
def _adapter() -> TypeAdapter[KeptPlan]:
    return TypeAdapter(KeptPlan)


def read_plan(content: Any) -> KeptPlan:
    """A plan as it was written down."""
    return _adapter().validate_python(content)
