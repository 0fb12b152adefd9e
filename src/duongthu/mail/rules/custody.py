"""What a batch of moves does to things: who holds them, in which state they are; line by line, pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from duongthu.kernel.refusal import Refusal
from duongthu.mail import refusals
from duongthu.mail.rules.states import EVENT_TITLES, NEXT, TITLES, Event, State

SENDER, RECIPIENT, NOBODY = "S", "R", "Z"
LONG_AGO = datetime.min.replace(tzinfo=UTC)
ATTEMPTS = frozenset({Event.FAIL, Event.DELIVER})
TURNS_BACK = frozenset({Event.RETURN, Event.RECALL})


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


class Position(NamedTuple):
    """Where a thing is: holder, state, since when, responsible unit, delivery attempts, and whether it goes back.

    ``state`` is None of a thing nobody has seen; ``at`` is LONG_AGO where it lies before every move that is to come.
    """

    holder: str
    state: State | None
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


class MoveResult(NamedTuple):
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


def decide_moves(moves: Iterable[Move], positions: Mapping[int, Position], known: set[int]) -> MovesDecided:
    """Take each move in turn against the positions its predecessors left.

    A move that reports a time before the thing's last one counts at that last time: two holders at one moment are impossible.

    Args:
        known: keys already in the journal, as numbers; grows by the accepted ones.
    """
    decided = MovesDecided()
    touched, accept, answer = decided.touched, decided.accepted.append, decided.results.append
    for move in moves:
        key, thing, event = move.key, move.thing_id, move.event
        number = key.int
        if number in known:
            answer(MoveResult(key, move.code, "duplicate"))
            continue
        position = (
            touched.get(thing) or positions.get(thing) or Position(move.giver or SENDER, None, LONG_AGO, 0)
        )
        giver, before, last, _, attempts, going_back = position
        state = NEXT[event].get(before)
        if state is None or move.giver not in {"", giver}:
            answer(MoveResult(key, move.code, "refused", _refusal(move, position)))
            continue
        known.add(number)
        at = max(move.at, last)
        accept((move, giver, at))
        touched[thing] = Position(
            move.taker,
            state,
            at,
            move.unit_id,
            attempts + (event in ATTEMPTS),
            going_back or event in TURNS_BACK,
        )
        answer(MoveResult(key, move.code, "done"))
    return decided


def _refusal(move: Move, position: Position) -> Refusal:
    """Why a move may not happen."""
    if position.state is None:
        return refusals.UnknownThing(thing=move.code)
    if position.state not in NEXT[move.event]:
        state, event = TITLES[position.state], EVENT_TITLES[move.event]
        return refusals.WrongMoment(thing=move.code, state=state, event=event)
    return refusals.HeldByAnother(thing=move.code, holder=position.holder, giver=move.giver)
