"""What rounds tell the rooms above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """A courier's round ended with nothing left in hand."""

    round_code: str
    unit_id: int
    courier_id: int


@dataclass(frozen=True, slots=True)
class RoundPublished:
    """A courier's list came into force or was changed."""

    round_code: str
    unit_id: int
    courier_id: int
    jobs: int


@dataclass(frozen=True, slots=True)
class ArrivalWindowChanged:
    """The time promised to a customer moved by more than the setting allows without telling."""

    round_code: str
    unit_id: int
    thing_id: int
    task_id: int
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class TaskReported:
    """A task another room asked for was done or failed."""

    task_id: int
    kind: str
    reference: str
    outcome: str
    reason: str
    courier_id: int
