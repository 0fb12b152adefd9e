"""Recounts of rounds: an item stands on one open round, and a closed round left nothing in hand."""

from collections.abc import Iterator

from duongthu.acts.api import Finding, bulk

TWICE = """
SELECT s.thing_id, count(*), max(r.unit_id), max(r.on_text) FROM rounds_stop s
JOIN (SELECT id, unit_id, state, CAST("on" AS varchar(10)) AS on_text FROM rounds_round) r ON r.id = s.round_id
WHERE r.state <> 'closed' GROUP BY s.thing_id HAVING count(*) > 1
"""


def check_rounds() -> Iterator[Finding]:
    """No item on two open rounds."""
    for thing_id, count, unit_id, day in bulk.fetch(TWICE):
        yield Finding(
            "rounds.item_twice",
            f"bưu gửi {thing_id} nằm trên {count} tuyến",
            "rounds.stop",
            thing_id,
            day,
            unit_id,
        )
