"""What a batch of moves does to things: who holds them, in which state they are; line by line, pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from duongthu.kernel.refusal import Refusal
from duongthu.mail import refusals
from duongthu.mail.rules.states import ALLOWED, EVENT_TITLES, TITLES, Event, State, next_state

SENDER, RECIPIENT, NOBODY = "S", "R", "Z"


def unit_holder(unit_id: int) -> str:
    """A unit as holder."""
    return f"U{unit_id}"


def person_holder(person_id: int) -> str:
    """A courier or driver as holder."""
    return f"P{person_id}"


def bag_holder(thing_id: int) -> str:
    """A bag as holder of what lies in it."""
    return f"B{thing_id}"


def partner_holder(code: str) -> str:
    """Another operator as holder."""
    return f"X{code}"


@dataclass(slots=True)
class Position:
    """Where a thing is: holder, state, since when, responsible unit, delivery attempts, and whether it goes back."""

    holder: str
    state: State
    at: datetime
    unit_id: int
    attempts: int = 0
    going_back: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One handing over.

    Attributes:
        key: made where it happened; the same key twice is one move.
        giver: who must hold the thing now; empty = whoever does (only where no person gives: a bag's content).
        taker: who holds it afterwards.
        at: when it happened; never before the thing's last move.
    """

    key: UUID
    thing_id: int
    code: str
    event: Event
    giver: str
    taker: str
    at: datetime
    unit_id: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MoveResult:
    """What came of one move: ``done``, ``duplicate`` or ``refused``."""

    key: UUID
    code: str
    status: str
    refusal: Refusal | None = None


@dataclass(slots=True)
class MovesDecided:
    """Moves that enter with the holder they take from and the time they count at, and each line's result."""

    accepted: list[tuple[Move, str, datetime]] = field(default_factory=list)
    results: list[MoveResult] = field(default_factory=list)
    touched: dict[int, Position] = field(default_factory=dict)


def decide_moves(moves: Iterable[Move], positions: Mapping[int, Position], known: set[UUID]) -> MovesDecided:
    """Take each move in turn against the positions its predecessors left.

    A move that reports a time before the thing's last one counts at that last time: two holders at one moment are impossible.
    """
    decided = MovesDecided()
    touched = decided.touched
    for move in moves:
        if move.key in known:
            decided.results.append(MoveResult(move.key, move.code, "duplicate"))
            continue
        position = touched.get(move.thing_id) or positions.get(move.thing_id)
        refusal = _refusal(move, position)
        if refusal is not None:
            decided.results.append(MoveResult(move.key, move.code, "refused", refusal))
            continue
        known.add(move.key)
        at = max(move.at, position.at) if position else move.at
        decided.accepted.append((move, position.holder if position else move.giver or SENDER, at))
        touched[move.thing_id] = _after(move, position, at)
        decided.results.append(MoveResult(move.key, move.code, "done"))
    return decided


def _refusal(move: Move, position: Position | None) -> Refusal | None:
    if position is None:
        return None if next_state(move.event, None) else refusals.UnknownThing(thing=move.code)
    if next_state(move.event, position.state) is None:
        state, event = TITLES[position.state], EVENT_TITLES[move.event]
        return refusals.WrongMoment(thing=move.code, state=state, event=event)
    if move.giver and move.giver != position.holder:
        return refusals.HeldByAnother(thing=move.code, holder=position.holder, giver=move.giver)
    return None


def _after(move: Move, position: Position | None, at: datetime) -> Position:
    event = move.event
    attempts = position.attempts if position else 0
    going_back = position.going_back if position else False
    if event in {Event.FAIL, Event.DELIVER}:
        attempts += 1
    if event in {Event.RETURN, Event.RECALL}:
        going_back = True
    return Position(move.taker, ALLOWED[event][1], at, move.unit_id, attempts, going_back)
