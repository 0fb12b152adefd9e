"""Reads the ``DUONGTHU_*`` variables; no other module looks at the environment."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from duongthu.kernel.identity import phone
from duongthu.kernel.refusal import Refusal

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; "
    "PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=20000; PRAGMA foreign_keys=ON;"
)
# The tables an act touches lie in memory or on a fast disk: without the first setting the planner reads a whole table for
# a batch of 1,000 keys. Compiling a plan costs more than an act.
POSTGRES_SETTINGS = "-c random_page_cost=1.1 -c jit=off"


class WrongSetting(Exception):
    """A ``DUONGTHU_*`` variable holds something the program cannot use."""


def text(name: str, default: str) -> str:
    """The variable's text, or the default where it is missing or empty."""
    return os.environ.get(name) or default


def flag(name: str) -> bool:
    """Whether the variable says yes (1, true, yes)."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def number(name: str, default: int, *, most: int) -> int:
    """The variable's whole number from 1 to ``most``, or the default where it is missing or empty.

    Raises:
        WrongSetting: it is none.
    """
    given = text(name, str(default))
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:9]) <= most):
        raise WrongSetting(f"{name} phải là số nguyên từ 1 đến {most}, không phải {given!r}")
    return int(given)


def day(name: str, default: date) -> date:
    """The variable's day (``2026-12-01``), or the default where it is missing or empty.

    Raises:
        WrongSetting: it is none.
    """
    given = text(name, default.isoformat())
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise WrongSetting(f"{name} phải là ngày (năm-tháng-ngày), không phải {given!r}") from error


def hotline() -> str:
    """The telephone customers may call, as it is kept (``1900545481``, ``+842213862123``).

    Raises:
        WrongSetting: it is no telephone number.
    """
    given = text("DUONGTHU_HOTLINE", "1900545481")
    try:
        return phone(given)
    except Refusal as refusal:
        raise WrongSetting(f"DUONGTHU_HOTLINE: {refusal.message}") from refusal


def data_dir() -> Path:
    """The folder of the embedded database; made when it is missing."""
    folder = Path(text("DUONGTHU_DATA_DIR", ".data")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The signing key: the variable's, else one made once and kept readable by the owner only."""
    given = os.environ.get("DUONGTHU_SECRET_KEY")
    if given:
        return given
    kept = folder / "secret-key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return kept.read_text()


def database_from_url(url: str) -> dict[str, Any]:
    """Django's database settings for ``sqlite:///file`` or ``postgresql://user:password@host:port/name``.

    Raises:
        WrongSetting: the scheme is neither of the two.
    """
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS, "timeout": 20},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {"options": POSTGRES_SETTINGS},
        }
    raise WrongSetting(
        f"DUONGTHU_DATABASE_URL phải bắt đầu bằng sqlite:/// hoặc postgresql://, không phải {url!r}"
    )
