"""What an act is given and what it gives back: actor, call, command, outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from duongthu.kernel.ids import line_key

DONE, REFUSED, PROPOSED = "done", "refused", "proposed"
TOLD_AT_ONCE = timedelta(minutes=30)  # at a desk or by a machine: a retry after a break of the line, no more
TOLD_BY_DEVICE = timedelta(
    hours=72
)  # a device that was without network; its terms and leases end earlier (offline.md)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in their post on one day.

    Attributes:
        reach: ids of the units in which they may act (their own and all below it).
        device: name of the device, empty for the desk's browser.
    """

    person_id: int
    name: str
    unit_id: int
    roles: frozenset[str]
    reach: frozenset[int]
    device: str = ""


def system_actor(
    name: str, reach: frozenset[int], unit_id: int = 0, roles: frozenset[str] = frozenset()
) -> Actor:
    """The program itself (clock jobs, partner feeds): person 0, only the roles given."""
    return Actor(0, name, unit_id, roles | {"system"}, reach)


@dataclass(frozen=True, slots=True)
class Command:
    """One request: the id is made by the sender (UUIDv7) and makes a repeat harmless.

    Attributes:
        params: the act's parameters as Python values, or the JSON text of an object.
    """

    id: UUID
    act: str
    params: Mapping[str, Any] | str | bytes
    device_at: datetime | None = None


@dataclass(slots=True)
class Call:
    """One running act: who, where, when, and the facts it records.

    Attributes:
        prepared: what the act's own search found before its transaction; None where none was made.
        told_within: how long ago a moment may lie that this command or one of its lines tells.
        asked_at: when the proposal was filed that is carried out; None where the act is done at once.
        parties: persons in whose hands is what the act moves, as the books above found them.
        receivers, receiving_units: persons and units (ids) into whose hands a thing comes back.
        unsettled: results of the books that nobody has looked at yet; none may be left when the act ends.
    """

    actor: Actor
    unit_id: int
    command_id: UUID
    act_id: int
    now: datetime
    at: datetime
    business_on: date
    dry_run: bool = False
    approved_by: tuple[int, ...] = ()
    facts: list[object] = field(default_factory=list)
    prepared: Any = None
    told_within: timedelta = TOLD_AT_ONCE
    unsettled: list[Any] = field(default_factory=list)
    asked_at: datetime | None = None
    parties: set[int] = field(default_factory=set)
    receivers: set[int] = field(default_factory=set)
    receiving_units: set[int] = field(default_factory=set)

    def key(self, line: int) -> UUID:
        """The id of the act's ``line``-th journal row: the same each time the command is sent, never one that was sent."""
        return line_key(self.command_id, line)

    def takes_part(self, person_id: int | None) -> bool:
        """Whether the person is the maker or a checker, or may still become one (a proposal being tried out)."""
        return person_id in {self.actor.person_id, *self.approved_by} or any(
            one < 0 for one in self.approved_by
        )

    def record(self, fact: object) -> None:
        """Tell the rooms above what happened; they react in this transaction (config/reactions.py)."""
        self.facts.append(fact)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command; the same for every repeat of it.

    Attributes:
        result: JSON form of what the act returned, empty when refused.
        refusal: code, message, field, row and details of the refusal, or None.
        repeated: whether this answer was read from the act log.
    """

    command_id: UUID
    act: str
    status: str
    result: dict[str, Any]
    refusal: dict[str, Any] | None = None
    act_id: int = 0
    repeated: bool = False

    @property
    def done(self) -> bool:
        """Whether the act was carried out."""
        return self.status == DONE
