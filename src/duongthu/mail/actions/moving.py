"""The one writer of the custody book: moves of 1 to 50,000 things, decided in memory, written in bulk."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from duongthu.acts.api import PERIOD, Call, MustSettle, bulk, lock
from duongthu.mail.rules.custody import (
    LONG_AGO,
    Kept,
    Move,
    MoveResult,
    MovesDecided,
    Position,
    decide_moves,
    unit_of,
)
from duongthu.mail.rules.states import State

EVENT_COLUMNS = (
    "key", "act_id", "thing_id", "code", "from_holder", "to_holder", "at", "recorded_at", "unit_id", "person_id", "detail",
)  # fmt: skip
STATES = {state.value: state for state in State}
CUSTODY_COLUMNS = ("thing_id", "holder", "state", "at", "unit_id", "attempts", "going_back")


def move(call: Call, moves: Sequence[Move]) -> None:
    """Make all moves or none.

    Raises:
        Refusal: of the first move that may not happen, its ``row`` set to the line counted from 1.
    """
    for row, result in enumerate(move_lines(call, moves, fresh_keys=True).each(), start=1):
        if result.refusal is not None:
            result.refusal.row = row
            raise result.refusal


def move_lines(
    call: Call, moves: Sequence[Move], *, fresh_keys: bool = False, new_things: frozenset[int] = frozenset()
) -> MustSettle[MoveResult]:
    """Make each move for itself: a refused one does not stop the others, a known key is answered ``duplicate``.

    A key that stands in the journal with another move is refused (``LineReused``).

    Args:
        fresh_keys: the keys derive from this command's id, which the act log has already found new.
        new_things: things made in this act, whose position need not be read.
    """
    if not moves:
        return MustSettle(call, [])
    positions = read_positions({m.thing_id for m in moves} - new_things, min(m.at for m in moves))
    known = {} if fresh_keys else known_keys([m.key for m in moves])
    decided = decide_moves(moves, positions, known)
    share_periods(
        {giver for _, giver, _ in decided.accepted} | {made.taker for made, _, _ in decided.accepted}
    )
    _write(call, decided)
    return MustSettle(call, decided.results)


def read_positions(thing_ids: Iterable[int], since: datetime) -> dict[int, Position]:
    """Lock the things and read where they are; an unknown id is missing from the result.

    Args:
        since: earliest time of the moves to come. Where a thing moved last before that its time is not read, for
            thousands of times cost more to read than all the rest.
    """
    lock = " ORDER BY thing_id FOR NO KEY UPDATE" if bulk.on_postgres() else ""
    rows = bulk.fetch_in(
        "SELECT thing_id, holder, state, CASE WHEN at > %s THEN at END, unit_id, attempts, going_back FROM mail_custody "
        f"WHERE thing_id IN {{values}}{lock}",
        sorted(thing_ids),
        [bulk.db_moment(since)],
    )
    return {
        thing: Position(holder, STATES[state], _moment(at) if at else LONG_AGO, unit_id, attempts, going_back)
        for thing, holder, state, at, unit_id, attempts, going_back in rows
    }


def share_periods(holders: Iterable[str]) -> None:
    """Share the periods of the units among these holders till the act ends: who closes one has it alone, so that no move
    that the proof of a day counts is under way while the proof is made.
    """  # noqa: D205
    lock([(PERIOD, unit) for unit in map(unit_of, holders) if unit is not None], shared=True)


def known_keys(keys: Sequence[UUID]) -> dict[int, Kept]:
    """What stands in the journal under these keys, by key as a number. Time-ordered keys are mostly newer than all of it."""
    newest = bulk.fetch("SELECT key FROM mail_event ORDER BY key DESC LIMIT 1")
    if not newest:
        return {}
    latest = UUID(str(newest[0][0])).int
    old = [bulk.db_uuid(key) for key in keys if key.int <= latest]
    found = bulk.fetch_in(
        "SELECT key, thing_id, code, to_holder, unit_id, detail FROM mail_event WHERE key IN {values}", old
    )
    return {UUID(str(key)).int: Kept(*rest) for key, *rest in found}


def _moment(value: Any) -> datetime:
    """SQLite gives times without their zone (always UTC), PostgreSQL with it."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _write(call: Call, decided: MovesDecided) -> None:
    moment, as_text = bulk.db_moment, bulk.db_uuid
    act_id, person_id, recorded = call.act_id, call.actor.person_id, moment(call.now)
    last, at_text = call.now, recorded  # a batch mostly tells one time
    rows = []
    for made, giver, at in decided.accepted:
        if at is not last:
            last, at_text = at, moment(at)
        rows.append(
            (as_text(made.key), act_id, made.thing_id, made.event, giver, made.taker, at_text, recorded, made.unit_id,
             person_id, made.detail)
        )  # fmt: skip
    bulk.insert_rows("mail_event", EVENT_COLUMNS, rows)
    positions = []
    for thing, (holder, state, at, unit_id, attempts, going_back) in decided.touched.items():
        if at is not last:
            last, at_text = at, moment(at)
        positions.append((thing, holder, state, at_text, unit_id, attempts, going_back))
    bulk.upsert_rows("mail_custody", CUSTODY_COLUMNS, ("thing_id",), positions)
