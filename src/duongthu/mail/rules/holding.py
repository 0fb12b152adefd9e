"""How long an office keeps an item nobody fetched, and what follows (rules.md §1.1).

The term runs from the first notice: 15 days in town, 30 in the country, 6 for express (``data/holding.json``, by day). What goes
back and cannot be given back either is nobody's six months after acceptance (TTLT 18/2015). A last day that is no working day
moves to the next one (Bộ luật Dân sự, Điều 148).
"""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from duongthu.kernel.calendar import WorkingCalendar

FILE = Path(__file__).resolve().parent.parent / "data" / "holding.json"
UNCLAIMED_MONTHS = 6
URBAN = frozenset({"phuong", "thi_tran"})  # kinds of commune
RETURN, UNCLAIMED = "return", "unclaimed"
CALENDAR = WorkingCalendar()


class Term(NamedTuple):
    """How many days a service is kept in an area, from a day until a day (not counted)."""

    service: str
    urban: bool
    days: int
    from_on: date
    until_on: date | None
    basis: str


@cache
def _terms() -> tuple[Term, ...]:
    return tuple(
        Term(
            one["service"], one["urban"], one["days"], date.fromisoformat(one["valid_from"]),
            date.fromisoformat(one["valid_until"]) if one["valid_until"] else None, one["basis"],
        )
        for one in json.loads(FILE.read_text(encoding="utf-8"))
    )  # fmt: skip


def term_on(service: str, on: date, *, urban: bool) -> Term | None:
    """The term in force on the day of the notice; None where there is none."""
    fitting = (one for one in _terms() if (one.service, one.urban) == (service, urban) and one.from_on <= on)
    return next((one for one in fitting if one.until_on is None or on < one.until_on), None)


def last_day(
    service: str, noticed_on: date, accepted_on: date, *, urban: bool, going_back: bool
) -> date | None:
    """The last day on which an item is kept; None where nothing says how long."""
    if going_back:
        return CALENDAR.deadline_in_months(accepted_on, UNCLAIMED_MONTHS)
    term = term_on(service, noticed_on, urban=urban)
    if term is None:
        return None
    return CALENDAR.next_working_day(noticed_on + timedelta(days=term.days))
