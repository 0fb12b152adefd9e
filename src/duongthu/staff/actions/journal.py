"""Writes the journal of posts: each change of who may act where is one sealed row."""

from collections.abc import Sequence
from datetime import date

from duongthu.acts.api import Call, bulk

COLUMNS = ("seq", "key", "act_id", "at", "kind", "person_id", "role", "unit_id", "from_on", "until_on")


def journal(call: Call, changes: Sequence[tuple[str, int, str, int, date | None, date | None]]) -> None:
    """Write changes: (kind, person, role, unit, from, until) each, in order."""
    if not changes:
        return
    first = bulk.allocate("staff_post_event", "seq", len(changes))
    rows = [
        (
            first + n, bulk.db_uuid(call.key(n)), call.act_id, bulk.db_moment(call.now), kind, person, role, unit,
            _day(from_on), _day(until_on),
        )
        for n, (kind, person, role, unit, from_on, until_on) in enumerate(changes)
    ]  # fmt: skip
    bulk.insert_rows("staff_post_event", COLUMNS, rows)


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def changed(
    call: Call,
    kind: str,
    person_id: int,
    role: str,
    unit_id: int,
    from_on: date | None = None,
    until_on: date | None = None,
) -> None:
    """Write one change."""
    journal(call, [(kind, person_id, role, unit_id, from_on, until_on)])
