"""Shutting a period in the money book: its figures are kept, and what comes later is booked on the next open day.

The acts are those of ``closing``, which asks every room for its conditions first.
"""

import json
from datetime import date

from duongthu.acts.api import PERIOD, Call, lock, write_row
from duongthu.ledger import refusals
from duongthu.ledger.actions.posting import closed_until
from duongthu.ledger.models import Closing
from duongthu.ledger.queries.balances import day_figures

Figures = list[dict[str, int | str]]


def demand_period(call: Call, unit_id: int, on: date) -> None:
    """Take a unit's period alone: from here on nobody books there until the act ends; refuse what is shut or yet to come.

    Raises:
        DayAlreadyClosed, DayNotOver.
    """
    lock([(PERIOD, unit_id)])
    if on > call.business_on:
        raise refusals.DayNotOver(field="on", on=on.isoformat())
    until = closed_until(unit_id)
    if until is not None and on <= until:
        raise refusals.DayAlreadyClosed(until=until.isoformat())


def close_books(call: Call, unit_id: int, on: date) -> Figures:
    """Shut a unit's day with its figures: opening + in − out = closing, for every kind of account. The period is the caller's.

    Gives the figures as they are kept.
    """
    figures = day_figures(unit_id, on)
    _keep(call, Closing.DAY, unit_id, on, figures)
    return figures


def close_month_books(call: Call, last: date) -> None:
    """Shut a month of the whole province.

    Args:
        last: its last day.

    Raises:
        DayNotOver, DayAlreadyClosed.
    """
    lock([("unit", "month")])
    if last >= call.business_on:
        raise refusals.DayNotOver(field="month", on=last.isoformat())
    if Closing.objects.filter(period=Closing.MONTH, closed_until__gte=last).exists():
        raise refusals.DayAlreadyClosed(until=last.isoformat())
    _keep(call, Closing.MONTH, call.unit_id, last, [])


def _keep(call: Call, period: str, unit_id: int, until: date, figures: Figures) -> None:
    write_row(Closing(
        act_id=call.act_id, unit_id=unit_id, period=period, closed_until=until,
        figures=json.dumps(figures, ensure_ascii=False), closed_at=call.now, person_id=call.actor.person_id,
    ))  # fmt: skip
