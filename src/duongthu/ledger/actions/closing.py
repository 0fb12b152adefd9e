"""Shutting a unit's day and the province's month; what comes later is booked on the next open day under both dates."""

import calendar
import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from duongthu.acts.api import Call, act
from duongthu.ledger import refusals
from duongthu.ledger.actions.posting import closed_until
from duongthu.ledger.kinds import COURIER
from duongthu.ledger.models import Account, Closing, Till
from duongthu.ledger.queries.balances import day_figures


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A closed day with its proof: opening + in − out = closing, for every kind of account of the unit."""

    unit_id: int
    closed_until: date
    figures: list[dict[str, int | str]]


@act("ledger.close_day", roles=("head", "controller", "cashier", "accountant", "system"), unit="unit_id")
def close_day(call: Call, *, unit_id: int, on: date) -> DayClosed:
    """Shut a unit's day: tills counted and closed, couriers paid in, figures proven; nothing is booked into it again.

    Raises:
        DayAlreadyClosed, DayNotOver, TillsStillOpen, CouriersStillHold.
    """
    _check_period(unit_id, on, call.business_on)
    still_open = list(
        Till.objects.filter(unit_id=unit_id, person_id__isnull=False).values_list("code", flat=True)
    )
    if still_open:
        raise refusals.TillsStillOpen(tills=", ".join(sorted(still_open)))
    holding = [a.owner for a in Account.objects.filter(unit_id=unit_id, kind=COURIER.code) if a.balance_dong]
    if holding:
        raise refusals.CouriersStillHold(couriers=", ".join(sorted(holding)))
    figures = day_figures(unit_id, on)
    _keep(call, Closing.DAY, unit_id, on, figures)
    return DayClosed(unit_id, on, figures)


@dataclass(frozen=True, slots=True)
class MonthClosed:
    """A closed month of the whole province."""

    closed_until: date
    units: int


@act("ledger.close_month", roles=("director", "accountant"))
def close_month(
    call: Call, *, year: Annotated[int, Field(ge=2000, le=2100)], month: Annotated[int, Field(ge=1, le=12)]
) -> MonthClosed:
    """Shut a month of the whole province; each unit with money must have shut its last day of it.

    Raises:
        DayNotOver, DayAlreadyClosed, DaysStillOpen.
    """
    last = date(year, month, calendar.monthrange(year, month)[1])
    if last >= call.business_on:
        raise refusals.DayNotOver(field="month", on=last.isoformat())
    if Closing.objects.filter(period=Closing.MONTH, closed_until__gte=last).exists():
        raise refusals.DayAlreadyClosed(until=last.isoformat())
    units = sorted(set(Till.objects.values_list("unit_id", flat=True)))
    late = [unit for unit in units if (closed_until(unit) or date.min) < last]
    if late:
        names = ", ".join(f"số {unit}" for unit in late[:10])
        raise refusals.DaysStillOpen(count=len(late), until=last.isoformat(), units=names)
    _keep(call, Closing.MONTH, call.unit_id, last, [])
    return MonthClosed(last, len(units))


def _check_period(unit_id: int, on: date, today: date) -> None:
    if on > today:
        raise refusals.DayNotOver(field="on", on=on.isoformat())
    until = closed_until(unit_id)
    if until is not None and on <= until:
        raise refusals.DayAlreadyClosed(until=until.isoformat())


def _keep(call: Call, period: str, unit_id: int, until: date, figures: list[dict[str, int | str]]) -> None:
    Closing.objects.create(
        act_id=call.act_id, unit_id=unit_id, period=period, closed_until=until,
        figures=json.dumps(figures, ensure_ascii=False), closed_at=call.now, person_id=call.actor.person_id,
    )  # fmt: skip
