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
UNIT, PERSON, BAG = "U", "P", "B"
HOLDERS_OF_OURS = (BAG, PERSON, UNIT)  # how holders begin that are the post itself; others are outside it
LONG_AGO = datetime.min.replace(tzinfo=UTC)
ATTEMPTS = frozenset({Event.FAIL, Event.DELIVER})
TURNS_BACK = frozenset({Event.RETURN, Event.RECALL})


def unit_holder(unit_id: int) -> str:
    """A unit as holder."""
    return f"{UNIT}{unit_id}"


def person_holder(person_id: int) -> str:
    """A courier or driver as holder."""
    return f"{PERSON}{person_id}"


def person_of(holder: str) -> int | None:
    """The courier or driver whose name a thing is on; None where the holder is no person."""
    return int(holder[1:]) if holder.startswith(PERSON) else None


def unit_of(holder: str) -> int | None:
    """The unit a thing is with; None where the holder is no unit."""
    return int(holder[1:]) if holder.startswith(UNIT) else None


def bag_holder(thing_id: int) -> str:
    """A bag as holder of what lies in it."""
    return f"{BAG}{thing_id}"


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


class Kept(NamedTuple):
    """What the journal holds under a key: which thing, what happened, to whom, told by whom, with which words."""

    thing_id: int
    event: str
    taker: str
    unit_id: int
    detail: str


def decide_moves(
    moves: Iterable[Move], positions: Mapping[int, Position], known: dict[int, Kept]
) -> MovesDecided:
    """Take each move in turn against the positions its predecessors left.

    A move that reports a time before the thing's last one counts at that last time: two holders at one moment are impossible.

    Args:
        known: what stands in the journal, by key as a number; grows by the accepted ones.
    """
    decided = MovesDecided()
    touched, accept, answer = decided.touched, decided.accepted.append, decided.results.append
    for move in moves:
        key, thing, event = move.key, move.thing_id, move.event
        number = key.int
        if number in known:
            answer(_again(move, known[number]))
            continue
        position = (
            touched.get(thing) or positions.get(thing) or Position(move.giver or SENDER, None, LONG_AGO, 0)
        )
        giver, before, last, _, attempts, going_back = position
        state = NEXT[event].get(before)
        if state is None or move.giver not in {"", giver}:
            answer(MoveResult(key, move.code, "refused", _refusal(move, position)))
            continue
        known[number] = _as_kept(move)
        at = max(move.at, last)
        accept((move, giver, at))
        touched[thing] = Position(
            move.taker,
            state,
            at,
            move.unit_id,
            attempts + (event in ATTEMPTS),
            turned_back(event, going_back=going_back),
        )
        answer(MoveResult(key, move.code, "done"))
    return decided


def turned_back(event: Event, *, going_back: bool) -> bool:
    """Whether a thing goes back to its sender after the event: a return or recall turns it, forwarding turns it again."""
    return event in TURNS_BACK or (going_back and event is not Event.FORWARD)


def _as_kept(move: Move) -> Kept:
    return Kept(move.thing_id, move.event.value, move.taker, move.unit_id, move.detail)


def _again(move: Move, kept: Kept) -> MoveResult:
    """A key the journal knows: a repeat of the same move is harmless, another move under it is refused."""
    if kept == _as_kept(move):
        return MoveResult(move.key, move.code, "duplicate")
    return MoveResult(move.key, move.code, "refused", refusals.LineReused(field="key", key=str(move.key)))


def _refusal(move: Move, position: Position) -> Refusal:
    """Why a move may not happen."""
    if position.state is None:
        return refusals.UnknownThing(thing=move.code)
    if position.state not in NEXT[move.event]:
        state, event = TITLES[position.state], EVENT_TITLES[move.event]
        return refusals.WrongMoment(thing=move.code, state=state, event=event)
    return refusals.HeldByAnother(thing=move.code, holder=position.holder, giver=move.giver)


class Happened(NamedTuple):
    """One event of a thing as the journal holds it; of an undoing, ``undone`` is the act it takes back."""

    act_id: int
    event: Event
    giver: str
    taker: str
    at: datetime
    unit_id: int
    undone: int = 0


def undoing_words(act_seq: int, reason: str) -> str:
    """What the event of an undoing says: the act it takes back, and why."""
    return f"{act_seq}: {reason}"[:200]


def undone_act(detail: str) -> int:
    """The act an undoing takes back, out of its event's words."""
    return int(detail.partition(":")[0])


def replay(events: Iterable[Happened]) -> tuple[Position, dict[int, Position]]:
    """Where a thing is after all its events, in order, and where it was before each act that moved it and stands, in order.

    An undoing puts the thing where it was before the act it takes back; a thing that act took in is void.
    """
    position, before = Position(SENDER, None, LONG_AGO, 0), dict[int, Position]()
    for one in events:
        if one.event is not Event.UNDO:
            before.setdefault(one.act_id, position)
        else:
            earlier = before.pop(one.undone)
            state = State.VOID if earlier.state is None else earlier.state
            position = earlier._replace(holder=one.taker, state=state, at=one.at, unit_id=one.unit_id)
            continue
        state_after = NEXT[one.event].get(position.state) or position.state
        position = Position(
            one.taker, state_after, one.at, one.unit_id, position.attempts + (one.event in ATTEMPTS),
            turned_back(one.event, going_back=position.going_back),
        )  # fmt: skip
    return position, before
