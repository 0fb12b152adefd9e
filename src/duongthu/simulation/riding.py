"""How a planned round really goes: couriers of different pace, ways that take longer or shorter, now and then a hold-up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from duongthu.acts.api import bulk
from duongthu.simulation.stage import Stage

PACE, WAY = 0.08, 0.30  # spread (of the logarithm) of a courier's day and of one way with its door
HOLD_UP, HOLD_UP_SECONDS = 0.03, (120, 600)  # a level crossing, a flat tyre, a talk


@dataclass(frozen=True, slots=True)
class Reached:
    """A thing at a door that was reached: its code, when, and where the door is."""

    code: str
    at: datetime
    latitude: float
    longitude: float


def ridden_by(stage: Stage, round_code: str, now: datetime) -> list[Reached]:
    """What is still to be reported of a round whose doors were reached by now; the same dice whenever it is asked."""
    rows = _lines(round_code)
    if not rows:
        return []
    leaves = max(_moment(moment) for moment in rows[0][1:3] if moment is not None)
    pace = stage.chance(f"pace/{round_code}").lognormvariate(0, PACE)
    reached: list[Reached] = []
    planned, at = _moment(rows[0][1]), leaves
    for number, lines in groupby(rows, key=lambda row: row[0]):
        visit = list(lines)
        arrives = _moment(visit[0][3])
        at += (arrives - planned) * pace * _way(stage, round_code, number) + _hold_up(
            stage, round_code, number
        )
        planned = arrives
        if at > now:
            break
        reached += [Reached(row[4], at, row[5], row[6]) for row in visit if row[7]]
    return reached


def _way(stage: Stage, round_code: str, number: int) -> float:
    return stage.chance(f"way/{round_code}/{number}").lognormvariate(-WAY * WAY / 2, WAY)


def _hold_up(stage: Stage, round_code: str, number: int) -> timedelta:
    rng = stage.chance(f"hold-up/{round_code}/{number}")
    return timedelta(seconds=rng.randint(*HOLD_UP_SECONDS) if rng.random() < HOLD_UP else 0)


def _lines(round_code: str) -> list[tuple[Any, ...]]:
    """All lines in riding order: visit, leaving as planned, loading, planned arrival, code, where, whether it is still open."""
    return bulk.fetch(
        "SELECT s.number, r.leaves_at, r.loaded_at, s.arrival_at, coalesce(t.code, k.code), s.latitude, s.longitude, "
        "s.loaded AND s.outcome = '' FROM rounds_stop s JOIN rounds_round r ON r.id = s.round_id "
        "LEFT JOIN mail_thing t ON t.id = s.thing_id LEFT JOIN rounds_task k ON k.id = s.task_id "
        "WHERE r.code = %s ORDER BY s.number, s.place",
        [round_code],
    )


def _moment(value: Any) -> datetime:
    return bulk.read_moment(value)
