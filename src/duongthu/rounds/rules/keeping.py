"""A plan as it is kept and looked at: rounds, visits with their promised windows, and what was left out."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from duongthu.rounds.rules.drawing import Crew, Drawn, DrawnCall, DrawnRound, Job, PlanningInput

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
    """A courier's round.

    Attributes:
        riding: seconds on the road. own, owned: of the stops that are familiar to a courier of the shift (``owned``), those that
            are his own; -1: plans of before this was counted, and changes under way.
    """

    crew: Crew
    leaves: int
    back: int
    metres: int
    reloads: int
    stops: tuple[KeptStop, ...]
    calls: tuple[DrawnCall, ...] = ()
    riding: int = -1
    own: int = -1
    owned: int = -1

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


def kept_plan(given: PlanningInput, drawn: Drawn, windows: Windows, owners: Mapping[int, int]) -> KeptPlan:
    """A drawn plan with its windows, on its own feet: without the input it was drawn from.

    Args:
        owners: the courier each door is familiar to.
    """
    left = tuple(
        KeptLeft(one.why.code, given.doors[one.door].jobs, one.why.amount, one.why.words)
        for one in drawn.left
    )
    return KeptPlan(tuple(kept_round(given, one, windows, owners) for one in drawn.rounds), left)


def kept_round(
    given: PlanningInput, one: DrawnRound, windows: Windows, owners: Mapping[int, int] | None = None
) -> KeptRound:
    """One round of it."""
    known = [owners[stop.door] for stop in one.stops if stop.door in owners] if owners is not None else None
    own = (-1, -1) if known is None else (known.count(one.crew.courier_id), len(known))
    stops = tuple(
        KeptStop(
            stop.arrives,
            *windows(one, stop.arrives),
            stop.late_seconds,
            given.doors[stop.door].service_seconds,
            given.doors[stop.door].jobs,
        )
        for stop in one.stops
    )
    return KeptRound(
        one.crew, one.leaves, one.back, one.metres, one.reloads, stops, one.calls, one.riding, *own
    )


@cache
def _adapter() -> TypeAdapter[KeptPlan]:
    return TypeAdapter(KeptPlan)


def read_plan(content: Any) -> KeptPlan:
    """A plan as it was written down."""
    return _adapter().validate_python(content)
