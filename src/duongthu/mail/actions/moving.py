"""The one writer of the custody book: moves of 1 to 50,000 things, decided in memory, written in bulk."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from duongthu.acts.api import Call, bulk
from duongthu.mail.rules.custody import Move, MoveResult, MovesDecided, Position, decide_moves
from duongthu.mail.rules.states import State

EVENT_COLUMNS = (
    "key", "act_id", "thing_id", "code", "from_holder", "to_holder", "at", "recorded_at", "unit_id", "person_id", "detail",
)  # fmt: skip
CUSTODY_COLUMNS = ("thing_id", "holder", "state", "at", "unit_id", "attempts", "going_back")


def move(call: Call, moves: Sequence[Move]) -> None:
    """Make all moves or none.

    Raises:
        Refusal: of the first move that may not happen, its ``row`` set to the line counted from 1.
    """
    for row, result in enumerate(move_lines(call, moves, fresh_keys=True), start=1):
        if result.refusal is not None:
            result.refusal.row = row
            raise result.refusal


def move_lines(
    call: Call, moves: Sequence[Move], *, fresh_keys: bool = False, new_things: frozenset[int] = frozenset()
) -> list[MoveResult]:
    """Make each move for itself: a refused one does not stop the others, a known key is answered ``duplicate``.

    Args:
        fresh_keys: the keys derive from this command's id, which the act log has already found new.
        new_things: things made in this act, whose position need not be read.
    """
    if not moves:
        return []
    positions = read_positions({m.thing_id for m in moves} - new_things)
    known = set() if fresh_keys else known_keys([m.key for m in moves])
    decided = decide_moves(moves, positions, known)
    _write(call, decided)
    return decided.results


def read_positions(thing_ids: Iterable[int]) -> dict[int, Position]:
    """Lock the things and read where they are; an unknown id is missing from the result."""
    lock = " ORDER BY thing_id FOR NO KEY UPDATE" if bulk.on_postgres() else ""
    rows = bulk.fetch_in(
        f"SELECT thing_id, holder, state, at, unit_id, attempts, going_back FROM mail_custody WHERE thing_id IN {{values}}{lock}",
        sorted(thing_ids),
    )
    return {
        row[0]: Position(row[1], State(row[2]), _moment(row[3]), row[4], row[5], bool(row[6])) for row in rows
    }


def known_keys(keys: Sequence[UUID]) -> set[UUID]:
    """Which keys stand in the journal. Time-ordered keys are mostly newer than all that stands there."""
    newest = bulk.fetch("SELECT key FROM mail_event ORDER BY key DESC LIMIT 1")
    if not newest:
        return set()
    latest = UUID(str(newest[0][0]))
    old = [bulk.db_uuid(key) for key in keys if key <= latest]
    return {
        UUID(str(key)) for (key,) in bulk.fetch_in("SELECT key FROM mail_event WHERE key IN {values}", old)
    }


def _moment(value: Any) -> datetime:
    """SQLite gives times without their zone (always UTC), PostgreSQL with it."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _write(call: Call, decided: MovesDecided) -> None:
    recorded, moment, as_text = bulk.db_moment(call.now), bulk.db_moment, bulk.db_uuid
    act_id, person_id = call.act_id, call.actor.person_id
    times: dict[datetime, str] = {}
    rows = []
    for made, giver, at in decided.accepted:
        at_text = times.get(at) or times.setdefault(at, moment(at))
        rows.append(
            (as_text(made.key), act_id, made.thing_id, made.event, giver, made.taker, at_text, recorded, made.unit_id,
             person_id, made.detail)
        )  # fmt: skip
    bulk.insert_rows("mail_event", EVENT_COLUMNS, rows)
    positions = [
        (thing, holder, state, times.get(at) or moment(at), unit_id, attempts, going_back)
        for thing, (holder, state, at, unit_id, attempts, going_back) in decided.touched.items()
    ]
    bulk.upsert_rows("mail_custody", CUSTODY_COLUMNS, ("thing_id",), positions)
