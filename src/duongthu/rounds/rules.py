"""Pure rules of rounds: the planner's seat, and the plain planner that sits on it until the routing engine comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done on a round: an item to deliver.

    Attributes:
        place: the address within the commune (hamlet, street), by which neighbours are found.
        minutes_away: riding minutes from the unit to the commune.
    """

    thing_id: int
    commune_code: str
    place: str
    minutes_away: int


class Planner(Protocol):
    """Turns a unit's tasks and couriers into rounds: every task on exactly one courier's ordered list."""

    def plan(self, tasks: Sequence[Task], couriers: Sequence[int]) -> dict[int, list[int]]:
        """Thing ids in riding order, by courier."""


class PlainPlanner:
    """By commune, near to far, and within it by address; cut into as many even parts as there are couriers."""

    def plan(self, tasks: Sequence[Task], couriers: Sequence[int]) -> dict[int, list[int]]:
        """Thing ids in riding order, by courier; neighbours stay together, parts differ by one task at the most."""
        ordered = sorted(tasks, key=lambda t: (t.minutes_away, t.commune_code, t.place, t.thing_id))
        size, rest = divmod(len(ordered), len(couriers))
        lists: dict[int, list[int]] = {}
        start = 0
        for number, courier in enumerate(couriers):
            end = start + size + (1 if number < rest else 0)
            lists[courier] = [task.thing_id for task in ordered[start:end]]
            start = end
        return lists


@dataclass(frozen=True, slots=True)
class CustodyProof:
    """A unit's day in the custody book: things it had, took, gave, and has; ``last_seq``: the journal's row it reaches to."""

    opening: int
    taken: int
    given: int
    stock: int
    last_seq: int

    @property
    def holds(self) -> bool:
        """Whether no item is astray."""
        return self.opening + self.taken - self.given == self.stock
