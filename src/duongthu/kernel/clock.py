"""The injected clock and the business date; nobody else asks the machine for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")


LATEST_BEGINNING = 6
_day = {"begins": timedelta(0)}


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """The present moment (aware, UTC)."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment (aware, UTC)."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for tests and the simulation."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("the start must be aware")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment the clock stands at (aware, UTC)."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move the hands on."""
        self._now += by

    def set(self, moment: datetime) -> None:
        """Put the hands to a moment (aware)."""
        if moment.tzinfo is None:
            raise ValueError("the moment must be aware")
        self._now = moment.astimezone(UTC)


_clock: ContextVar[Clock] = ContextVar("clock", default=SystemClock())  # noqa: B039  (SystemClock holds no state)


def now() -> datetime:
    """The present moment (aware, UTC) by the clock in use."""
    return _clock.get().now()


def set_day_begins(hour: int) -> None:
    """Say at what hour (Vietnamese time, 0 to 6) the business day begins: work after midnight belongs to the day before.

    Called once, at start (``DUONGTHU_DAY_BEGINS``).

    Raises:
        ValueError: another hour.
    """
    if not 0 <= hour <= LATEST_BEGINNING:
        raise ValueError(f"a business day begins between 0 and {LATEST_BEGINNING} o'clock, not at {hour}")
    _day["begins"] = timedelta(hours=hour)


def business_day(moment: datetime) -> date:
    """The business date on which a moment (aware) lies."""
    return (moment.astimezone(VN) - _day["begins"]).date()


def today() -> date:
    """The business date of now: the calendar day in Vietnam, where the post has not said that its day begins later."""
    return business_day(now())


def local(moment: datetime) -> datetime:
    """The moment in Vietnamese time."""
    return moment.astimezone(VN)


@contextmanager
def using_clock(clock: Clock) -> Iterator[Clock]:
    """Within the block ``now`` and ``today`` follow the given clock."""
    token = _clock.set(clock)
    try:
        yield clock
    finally:
        _clock.reset(token)
