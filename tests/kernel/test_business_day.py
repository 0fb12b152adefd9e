"""The business day may begin after midnight: what is done before it is of the day before, at every door."""

from datetime import UTC, date, datetime

import pytest

from duongthu.kernel import clock


@pytest.fixture
def four_o_clock():
    """A post whose day begins at four."""
    clock.set_day_begins(4)
    yield
    clock.set_day_begins(0)


@pytest.mark.feature(63)
@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(16, 59, 13), (17, 0, 13), (20, 59, 13), (21, 0, 14), (21, 1, 14)],  # UTC; 17:00 is midnight in Vietnam
)
def test_work_after_midnight_belongs_to_the_day_before(four_o_clock, hour, minute, day):
    """Up to 03:59 the night shift works on yesterday's books."""
    moment = datetime(2020, 8, 13, hour, minute, tzinfo=UTC)
    with clock.using_clock(clock.FixedClock(moment)):
        assert clock.today() == date(2020, 8, day)
    assert clock.business_day(moment) == date(2020, 8, day)


def test_by_default_the_day_begins_at_midnight_in_vietnam():
    """17:00 UTC."""
    assert clock.business_day(datetime(2020, 8, 13, 17, 0, tzinfo=UTC)) == date(2020, 8, 14)


@pytest.mark.parametrize("hour", [-1, 7, 24])
def test_a_day_does_not_begin_at_noon(hour):
    """Another hour than 0 to 6 would cut the day's work in two."""
    with pytest.raises(ValueError, match="business day"):
        clock.set_day_begins(hour)
