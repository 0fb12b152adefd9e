"""Recounts of rounds: an item stands on one open round, a listed task on one, and no handover outlives its rounds."""

from collections.abc import Iterator
from datetime import date

from duongthu.acts.api import Finding, bulk
from duongthu.kernel.refusal import Refusal
from duongthu.rounds import refusals
from duongthu.rounds.models import Plan, Round
from duongthu.rounds.queries.plans import change_of

TWICE = """
SELECT s.thing_id, count(*), max(r.unit_id), max(r.on_text) FROM rounds_stop s
JOIN (SELECT id, unit_id, state, CAST("on" AS varchar(10)) AS on_text FROM rounds_round) r ON r.id = s.round_id
WHERE r.state <> 'closed' GROUP BY s.thing_id HAVING count(*) > 1
"""
# Tasks and the open lists they stand on: a listed one on exactly one, any other on none.
TASKS = """
SELECT k.id, k.unit_id, k.state, count(r.id) FROM rounds_task k LEFT JOIN rounds_stop s ON s.task_id = k.id
LEFT JOIN rounds_round r ON r.id = s.round_id AND r.state <> 'closed'
GROUP BY k.id, k.unit_id, k.state
HAVING (k.state = 'listed' AND count(r.id) <> 1) OR (k.state = 'waiting' AND count(r.id) > 0)
"""
STRAY = """
SELECT h.id, r.unit_id FROM rounds_handover h JOIN rounds_round r ON r.id = h.from_round_id
WHERE h.state IN ('proposed', 'given') AND r.state = 'closed'
"""


def check_tasks() -> Iterator[Finding]:
    """A listed task stands on one open list, a waiting one on none; no handover waits on a closed round."""
    for task_id, unit_id, state, lists in bulk.fetch(TASKS):
        message = f"việc {task_id} ở trạng thái {state} nhưng nằm trên {lists} tuyến đang mở"
        yield Finding("rounds.task_astray", message, "rounds.task", task_id, unit=unit_id)
    for handover_id, unit_id in bulk.fetch(STRAY):
        message = f"chuyển tay {handover_id} còn chờ ở tuyến đã kết thúc"
        yield Finding("rounds.handover_astray", message, "rounds.handover", handover_id, unit=unit_id)


def check_changes() -> Iterator[Finding]:
    """Everything a change moved, left out or made late bears a reason that is known."""
    for plan in Plan.objects.filter(changes__isnull=False).order_by("pk").iterator(200):
        change = change_of(plan)
        without = list(change.without_reason()) if change else []
        if without:
            words = f"thay đổi {plan.code} có {len(without)} việc không ghi lý do: {', '.join(without[:10])}"
            where = ("rounds.plan", plan.code, plan.on.isoformat(), plan.unit_id)
            yield Finding("rounds.change_without_reason", words, *where)


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


def rounds_are_in(unit_id: int, on: date) -> Refusal | None:
    """Condition of closing a day: no round of that day or before is out."""
    out = (
        Round.objects.filter(unit_id=unit_id, on__lte=on)
        .exclude(state=Round.CLOSED)
        .values_list("code", flat=True)
    )
    return refusals.RoundsStillOut(rounds=", ".join(sorted(out))) if out else None
