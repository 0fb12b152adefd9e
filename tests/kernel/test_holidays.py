"""The library's holidays against the law's, whatever weekday they fall on, and the government's swaps."""

from datetime import date, timedelta

import pytest

from duongthu.kernel.calendar import WorkingCalendar, add_months, public_holidays, swapped_working_days
from tests.kernel.test_days import KINGS, TET


@pytest.mark.parametrize("day", [*TET, *KINGS])
def test_the_lunar_holidays_are_the_library_s_own(day):
    """Half of these days are weekends, on which any calendar would be off: ask for the holiday itself."""
    assert date.fromisoformat(day) in public_holidays(int(day[:4]))


@pytest.mark.parametrize("year", range(2020, 2033))
def test_each_year_has_the_days_of_the_law(year):
    """BLLĐ 2019 Đ.112: 1/1, five days of Tết, Giỗ Tổ, 30/4, 1/5, two days of National Day; 24/11 from 2026."""
    days = public_holidays(year)
    assert {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)} <= days
    first = date.fromisoformat(next(day for day in TET if day.startswith(str(year))))
    assert sum(first - timedelta(days=2) <= day <= first + timedelta(days=4) for day in days) >= 5
    assert (date(year, 11, 24) in days) == (year >= 2026)
    if year >= 2021:  # the second day came with the code of 2019, in force from January 2021
        assert {date(year, 9, 1), date(year, 9, 3)} & days


@pytest.mark.parametrize("year", range(2020, 2033))
def test_a_holiday_on_a_weekend_is_made_up_for(year):
    """Đ.111.3: as many days off on the days after as holidays fell on the weekend, Tết apart (its days are announced)."""
    days = public_holidays(year)
    fixed = [date(year, 1, 1), date(year, 4, 30), date(year, 5, 1)] + (
        [date(year, 11, 24)] if year >= 2026 else []
    )
    for day in fixed:
        if day.weekday() >= 5:
            assert any(day + timedelta(days=later) in days for later in (1, 2, 3)), day


@pytest.mark.parametrize(
    ("worked", "off"),
    [("2024-05-04", "2024-04-29"), ("2025-04-26", "2025-05-02"), ("2026-08-22", "2026-08-31")],
)
def test_swaps_count_on_both_sides(worked, off):
    """A Monday off without its Saturday worked would give every deadline a day for nothing."""
    saturday, day_off = date.fromisoformat(worked), date.fromisoformat(off)
    assert saturday.weekday() == 5
    assert saturday in swapped_working_days(saturday.year)
    assert WorkingCalendar().is_working_day(saturday)
    assert not WorkingCalendar().is_working_day(day_off)


def test_a_swap_over_the_new_year_belongs_to_the_year_it_is_worked_in():
    """31/12/2018 was off for Saturday 5/1/2019."""
    assert date(2019, 1, 5) in swapped_working_days(2019)
    assert not swapped_working_days(2018)
    assert not swapped_working_days(2020)


def test_an_office_s_own_days_win_over_everything():
    """A post open at Tết, closed on a swapped Saturday, working each Saturday: three calendars of one province."""
    tet, swapped, saturday = date(2024, 2, 10), date(2024, 5, 4), date(2020, 8, 15)
    assert WorkingCalendar(worked=[tet]).is_working_day(tet)
    assert not WorkingCalendar(off=[swapped]).is_working_day(swapped)
    assert WorkingCalendar(weekend=[6]).is_working_day(saturday)
    assert not WorkingCalendar(weekend=[6]).is_working_day(date(2020, 9, 2))


def test_a_calendar_that_contradicts_itself_is_refused():
    """A day both worked and off, or a week without work, would be found out only by a wrong or endless deadline."""
    with pytest.raises(ValueError, match="either worked or off"):
        WorkingCalendar(worked=[date(2020, 8, 15)], off=[date(2020, 8, 15)])
    with pytest.raises(ValueError, match="working day"):
        WorkingCalendar(weekend=range(7))


def test_months_go_back_and_over_leap_years():
    """Statements reach back; 29 February has no day of its own in most years."""
    assert add_months(date(2020, 3, 31), -1) == date(2020, 2, 29)
    assert add_months(date(2020, 2, 29), 12) == date(2021, 2, 28)
    assert add_months(date(2020, 1, 15), -1) == date(2019, 12, 15)
    assert add_months(date(2020, 8, 14), 0) == date(2020, 8, 14)


def test_a_term_over_tet():
    """One month from 24 December 2019 ends on the eve of Tết 2020: the next working day is 30 January."""
    assert WorkingCalendar().deadline_in_months(date(2019, 12, 24), 1) == date(2020, 1, 30)
