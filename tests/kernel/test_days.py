"""The working calendar and the clock: Tết, Giỗ Tổ, swaps, D+n and months as the law counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from duongthu.kernel.calendar import WorkingCalendar, add_months, public_holidays
from duongthu.kernel.clock import VN, FixedClock, SystemClock, local, now, today, using_clock

TET = ["2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26",
       "2029-02-13", "2030-02-02", "2031-01-23", "2032-02-11"]  # fmt: skip
KINGS = ["2020-04-02", "2021-04-21", "2022-04-10", "2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26", "2027-04-16", "2028-04-04",
         "2029-04-23", "2030-04-12"]  # fmt: skip


@pytest.mark.parametrize("day", [*TET, *KINGS, "2020-09-02", "2026-11-24", "2026-04-27", "2021-05-03"])
def test_days_off(day):
    """Lunar dates by Vietnam's own time zone (2030 differs from China's), the 24 November of 2026, and substitutes."""
    assert not WorkingCalendar().is_working_day(date.fromisoformat(day))


def test_the_new_holiday_holds_from_2026():
    """24 November 2025 was an ordinary Monday."""
    assert date(2025, 11, 24) not in public_holidays(2025)
    assert date(2026, 11, 24) in public_holidays(2026)


def test_working_days_ahead():
    """Friday + 1 is Monday; over Tết it is long; + 0 is the day itself or the next one worked."""
    calendar = WorkingCalendar()
    assert calendar.add_working_days(date(2020, 8, 14), 1) == date(2020, 8, 17)
    assert calendar.add_working_days(date(2020, 1, 22), 1) == date(2020, 1, 30)
    assert calendar.add_working_days(date(2020, 8, 15), 0) == date(2020, 8, 17)
    assert calendar.working_days_between(date(2020, 8, 14), date(2020, 8, 21)) == 5
    with pytest.raises(ValueError, match="n >= 0"):
        calendar.add_working_days(date(2020, 8, 14), -1)


def test_swapped_days_win():
    """The government works a Saturday for a Monday off."""
    swapped = WorkingCalendar(worked=[date(2020, 8, 15)], off=[date(2020, 8, 17)])
    assert swapped.is_working_day(date(2020, 8, 15))
    assert not swapped.is_working_day(date(2020, 8, 17))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ((2020, 3, 10), 6, (2020, 9, 10)), ((2020, 3, 8), 1, (2020, 4, 8)), ((2020, 3, 20), 2, (2020, 5, 20)),
        ((2020, 3, 20), 3, (2020, 6, 20)), ((2020, 8, 31), 6, (2021, 2, 28)), ((2020, 1, 31), 1, (2020, 2, 29)), ((2020, 12, 15), 1, (2021, 1, 15)),
    ],
)  # fmt: skip
def test_terms_in_months(day, months, expected):
    """The worked dates of rules.md §1.1: same day of the month, else its last."""
    assert add_months(date(*day), months) == date(*expected)


def test_a_term_that_ends_on_a_day_off_ends_on_the_next_one_worked():
    """20 June 2020 was a Saturday (BLDS Đ.148)."""
    assert WorkingCalendar().deadline_in_months(date(2020, 3, 20), 3) == date(2020, 6, 22)


def test_the_business_date_is_vietnam_s():
    """At 17:30 UTC the next day has begun in Hưng Yên."""
    fixed = FixedClock(datetime(2020, 8, 14, 17, 30, tzinfo=UTC))
    with using_clock(fixed):
        assert today() == date(2020, 8, 15)
        fixed.advance(timedelta(hours=-1))
        assert today() == date(2020, 8, 14)
        assert local(now()).utcoffset() == timedelta(hours=7)
        fixed.set(datetime(2021, 1, 1, tzinfo=VN))
        assert today() == date(2021, 1, 1)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2020, 1, 1))  # noqa: DTZ001
    assert SystemClock().now().tzinfo is UTC
