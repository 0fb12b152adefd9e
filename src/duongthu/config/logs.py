"""Where the program's lines go: one JSON object a line, faults to the terminal too, the security log to files of its own.

Files are named by month and only appended to, so several processes may write them; the program deletes none before
``KEPT_MONTHS`` have passed.
"""

import logging
import os
from datetime import date
from pathlib import Path
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from duongthu.kernel import clock
from duongthu.kernel.trace import current

KEPT_MONTHS = 13  # the security log must answer for twelve whole months


class TracedFormatter(JsonFormatter):
    """A line as JSON: when, what, and the request's number and address."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Put the house's own fields first."""
        here = current()
        log_data["at"] = clock.now().isoformat(timespec="milliseconds")
        log_data["level"], log_data["logger"] = record.levelname, record.name
        log_data["request_id"], log_data["address"] = here.request_id, here.address
        super().add_fields(log_data, record, message_dict)
        log_data.pop("request", None)  # Django's object, not a value


class MonthlyFile(logging.Handler):
    """Appends to ``<name>-2026-11.log`` in a folder, readable by its owner only; drops files older than ``KEPT_MONTHS``."""

    def __init__(self, folder: str, name: str) -> None:
        super().__init__()
        self._folder, self._name = Path(folder), name
        self._month, self._descriptor = "", -1

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line with one call, which the system keeps whole."""
        try:
            month = f"{clock.today():%Y-%m}"
            if month != self._month:
                self._open(month)
            os.write(self._descriptor, (self.format(record) + "\n").encode())
        except OSError:
            self.handleError(record)

    def _open(self, month: str) -> None:
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._name}-{month}.log"
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._month = month
        for old in expired(self._folder, self._name, clock.today()):
            old.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._month, self._descriptor = "", -1
        super().close()


def expired(folder: Path, name: str, today: date) -> list[Path]:
    """The files of months that ended more than ``KEPT_MONTHS`` ago."""
    first = (today.year * 12 + today.month - 1) - KEPT_MONTHS
    oldest = f"{name}-{first // 12:04d}-{first % 12 + 1:02d}.log"
    return sorted(path for path in folder.glob(f"{name}-????-??.log") if path.name < oldest)


def logging_settings(folder: Path) -> dict[str, Any]:
    """Django's ``LOGGING``: requests and security to monthly files, faults to the terminal as well."""
    monthly = "duongthu.config.logs.MonthlyFile"

    def file(name: str) -> dict[str, Any]:
        return {"()": monthly, "folder": str(folder), "name": name, "formatter": "json"}

    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "duongthu.config.logs.TracedFormatter"}},
        "handlers": {
            "requests": file("requests"),
            "security": file("security"),
            "terminal": {"class": "logging.StreamHandler", "formatter": "json", "level": "ERROR"},
        },
        "loggers": {
            "duongthu.request": {"handlers": ["requests"], "level": "INFO", "propagate": False},
            "duongthu.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
            "django.request": {"handlers": ["requests", "terminal"], "level": "WARNING", "propagate": False},
            "django.security": {"handlers": ["requests"], "level": "WARNING", "propagate": False},
        },
    }
