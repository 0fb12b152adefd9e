"""The working calendar: weekends, public holidays, Tết, days swapped by decree, D+n and month arithmetic."""

import calendar as months
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5
WEEKDAYS = frozenset(range(7))


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Paid days off of a year with their substitutes and the days swapped in by the government.

    BLLĐ 2019 Đ.112; 24/11 from 2026 (NQ 28/2026/QH16); a holiday on a weekend moves to the next working day. The
    library knows the yearly announcements up to its own date; later ones come as a calendar's overrides.
    """
    return frozenset(holidays.country_holidays("VN", years=year, observed=True))


@lru_cache(maxsize=64)
def swapped_working_days(year: int) -> frozenset[date]:
    """Saturdays of a year that the government had worked in exchange for a day off (also one of the year before)."""
    known = holidays.country_holidays("VN", years=year, observed=True)
    return frozenset(day for day in known.weekend_workdays if day.year == year)


class WorkingCalendar:
    """Which days an office works.

    Args:
        worked: weekend days or holidays that are worked (government swaps).
        off: working days that are off (government swaps, local closures).
        weekend: weekday numbers off (Monday 0); a post that works on Saturdays has {6}.

    Raises:
        ValueError: a day is given as both worked and off, or no weekday is left to work.
    """

    def __init__(
        self,
        worked: Iterable[date] = (),
        off: Iterable[date] = (),
        weekend: Iterable[int] = (SATURDAY, SATURDAY + 1),
    ) -> None:
        self._worked, self._off, self._weekend = frozenset(worked), frozenset(off), frozenset(weekend)
        if self._worked & self._off:
            raise ValueError("a day is either worked or off")
        if not WEEKDAYS - self._weekend:
            raise ValueError("a week without a working day never ends")

    def is_working_day(self, day: date) -> bool:
        """Whether the office works that day: its own overrides first, then holidays and swaps, then the week."""
        if day in self._worked or day in self._off:
            return day in self._worked
        if day in public_holidays(day.year):
            return False
        return day.weekday() not in self._weekend or day in swapped_working_days(day.year)

    def next_working_day(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """D+n: the n-th working day after the day; for n = 0 the day itself, or the next working one.

        Raises:
            ValueError: n is negative.
        """
        if count < 0:
            raise ValueError("D+n needs n >= 0")
        if count == 0:
            return self.next_working_day(day)
        for _ in range(count):
            day = self.next_working_day(day + timedelta(days=1))
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; 0 when ``last`` is not later."""
        days = (last - first).days
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))

    def deadline_in_months(self, day: date, count: int) -> date:
        """Legal term in months: same day of the month, and when that is off, the next working day (BLDS Đ.148)."""
        return self.next_working_day(add_months(day, count))


def add_months(day: date, count: int) -> date:
    """The same day of the month ``count`` months on; where the month is too short, its last day (rules.md §1.1)."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
