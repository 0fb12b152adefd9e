"""Properties of the working calendar: deadlines never fall on a day off, and counting agrees with adding."""

import calendar as months
from datetime import date, timedelta

from hypothesis import given, settings, strategies as some

from duongthu.kernel.calendar import WorkingCalendar, add_months

PROFILE = settings(max_examples=200, derandomize=True, deadline=None, database=None)
days = some.dates(date(2015, 1, 1), date(2032, 12, 31))
near = some.sets(some.dates(date(2020, 1, 1), date(2020, 12, 31)), max_size=8)
calendars = some.builds(
    lambda worked, off, weekend: WorkingCalendar(worked, off - worked, weekend),
    near, near, some.sampled_from([(5, 6), (6,), ()]),
)  # fmt: skip


@PROFILE
@given(calendars, days, some.integers(1, 60))
def test_adding_and_counting_working_days_agree(calendar, day, count):
    """D+n is worked, and there are exactly n working days up to it."""
    end = calendar.add_working_days(day, count)
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(day, end) == count


@PROFILE
@given(calendars, days)
def test_the_next_working_day_is_the_first_one(calendar, day):
    """None is passed over, and a working day is its own next."""
    found = calendar.next_working_day(day)
    assert calendar.is_working_day(found)
    assert not any(calendar.is_working_day(day + timedelta(days=n)) for n in range((found - day).days))
    assert calendar.add_working_days(day, 0) == found == calendar.next_working_day(found)


@PROFILE
@given(calendars, days, days)
def test_later_starts_never_end_earlier(calendar, one, other):
    """A dossier handed in later is not due before one handed in first."""
    first, last = min(one, other), max(one, other)
    assert calendar.add_working_days(first, 5) <= calendar.add_working_days(last, 5)
    assert calendar.deadline_in_months(first, 2) <= calendar.deadline_in_months(last, 2)


@PROFILE
@given(days, some.integers(-120, 120))
def test_a_month_later_is_the_same_day_or_the_month_s_last(day, count):
    """The rule of rules.md §1.1, told the other way round."""
    end = add_months(day, count)
    assert (end.year - day.year) * 12 + end.month - day.month == count
    assert end.day == day.day or end.day == months.monthrange(end.year, end.month)[1] < day.day
