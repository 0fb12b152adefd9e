"""Shutting a unit's day and the province's month."""

import calendar
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from duongthu.acts.api import Call, act, unmet
from duongthu.closing import refusals
from duongthu.closing.facts import UnitDayClosed
from duongthu.closing.models import DayProof
from duongthu.closing.queries.proofs import custody_proof
from duongthu.closing.rules import CustodyProof
from duongthu.ledger.api import (
    Figures,
    balances_of_units,
    close_books,
    close_month_books,
    closed_until,
    demand_period,
    tills_of,
)
from duongthu.network.api import UnitRef, network_on

NAMED = 10  # units a refusal names


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A unit's closed day with both proofs: money by kind of account, items by count."""

    unit_id: int
    closed_until: date
    money: Figures
    items: CustodyProof


@act(
    "closing.close_day",
    "Khóa sổ ngày của đơn vị",
    roles=("head", "controller", "system"),
    unit="unit_id",
    locks=("unit:unit_id",),
)
def close_day(call: Call, *, unit_id: UnitRef, on: date) -> DayClosed:
    """Close a unit's day: every room's condition is met, both laws are proven, nothing is booked into it again.

    Raises:
        DayAlreadyClosed, DayNotOver: of the money book. ItemsUnaccounted: the custody book does not prove itself.
        The first condition that is not met: TillsStillOpen, CouriersStillHold, PromisesOpen, RoundsStillOut …
    """
    demand_period(call, unit_id, on)
    for refusal in unmet(unit_id, on):
        raise refusal
    proof = custody_proof(unit_id)
    if not proof.holds:
        raise refusals.ItemsUnaccounted(
            opening=proof.opening, taken=proof.taken, given=proof.given, stock=proof.stock
        )
    figures = close_books(call, unit_id, on)
    DayProof.objects.create(unit_id=unit_id, on=on, **asdict(proof))
    call.record(UnitDayClosed(unit_id, on))
    return DayClosed(unit_id, on, figures, proof)


@dataclass(frozen=True, slots=True)
class MonthClosed:
    """A closed month of the whole province."""

    closed_until: date
    units: int


Year = Annotated[int, Field(ge=2000, le=2100)]
Month = Annotated[int, Field(ge=1, le=12)]


@act("closing.close_month", "Khóa sổ tháng", roles=("director", "accountant"))
def close_month(call: Call, *, year: Year, month: Month) -> MonthClosed:
    """Shut a month of the whole province: each unit that lived in it has shut its days, one that ended holds no cash.

    Raises:
        DayNotOver, DayAlreadyClosed, DaysStillOpen, CashLeftBehind.
    """
    last = date(year, month, calendar.monthrange(year, month)[1])
    with_cash = {till.unit_id for till in tills_of(None)}
    living = with_cash & network_on(last).units.keys()
    _demand_closed(living, last)
    _demand_empty(with_cash - living, last)
    close_month_books(call, last)
    return MonthClosed(last, len(living))


def _demand_closed(units: set[int], last: date) -> None:
    late = [unit for unit in sorted(units) if (closed_until(unit) or date.min) < last]
    if late:
        raise refusals.DaysStillOpen(count=len(late), until=last.isoformat(), units=_names(late, last))


def _demand_empty(gone: set[int], last: date) -> None:
    """Units that had ended by the last day cannot close it; what they held must have moved on."""
    holding = sorted(unit for unit, amount in balances_of_units(gone, last).items() if amount)
    if holding:
        raise refusals.CashLeftBehind(units=_names(holding, last))


def _names(units: list[int], on: date) -> str:
    known = network_on(on).units | network_on(on - timedelta(days=31)).units
    words = [known[unit].name if unit in known else f"số {unit}" for unit in units[:NAMED]]
    return ", ".join(words) + (" …" if len(units) > NAMED else "")
