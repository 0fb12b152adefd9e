"""Serves the demo as of its own day: the clock starts in the evening of ``DUONGTHU_BUSINESS_DATE`` and runs on from there."""

import time as machine
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from duongthu.kernel.clock import VN, using_clock

EVENING = time(23, 45)


class EveningClock:
    """Runs from the evening of a day at the machine's pace."""

    def __init__(self, on: date) -> None:
        self._start = datetime.combine(on, EVENING, VN).astimezone(UTC)
        self._began = machine.monotonic()

    def now(self) -> datetime:
        """The moment by this clock (aware, UTC); it stops a minute before midnight so that the day stays the same."""
        passed = timedelta(seconds=machine.monotonic() - self._began)
        return self._start + min(passed, timedelta(minutes=14))


class BusinessDateMiddleware:
    """Every request follows the demo's clock; without the setting this middleware is not used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.BUSINESS_DATE:
            raise MiddlewareNotUsed
        self._clock = EveningClock(date.fromisoformat(settings.BUSINESS_DATE))
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer by that clock."""
        with using_clock(self._clock):
            return self._get_response(request)
