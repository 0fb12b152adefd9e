"""Reads the ``DUONGTHU_*`` variables; no other module looks at the environment."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlparse

from duongthu.kernel.identity import phone
from duongthu.kernel.refusal import Refusal

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; "
    "PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=20000; PRAGMA foreign_keys=ON;"
)
# The tables an act touches lie in memory or on a fast disk: without the first setting the planner reads a whole table for
# a batch of 1,000 keys. Compiling a plan costs more than an act.
POSTGRES_SETTINGS = (
    "-c random_page_cost=1.1 -c jit=off -c lock_timeout=20s -c idle_in_transaction_session_timeout=120s"
)
# What the query part of the address may say; each is libpq's own word and handed to it as it is.
LIBPQ = frozenset({
    "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "channel_binding", "application_name", "connect_timeout",
    "target_session_attrs", "keepalives_idle", "tcp_user_timeout", "host",
})  # fmt: skip
BEHIND_POOLER = "pgbouncer"


class WrongSetting(Exception):
    """A ``DUONGTHU_*`` variable holds something the program cannot use."""


def text(name: str, default: str) -> str:
    """The variable's text, or the default where it is missing or empty."""
    return os.environ.get(name) or default


def flag(name: str) -> bool:
    """Whether the variable says yes (1, true, yes)."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def number(name: str, default: int, *, most: int, least: int = 1) -> int:
    """The variable's whole number from ``least`` to ``most``, or the default where it is missing or empty.

    Raises:
        WrongSetting: it is none.
    """
    given = text(name, str(default))
    if not (given.isascii() and given.isdecimal() and least <= int(given[:9]) <= most):
        raise WrongSetting(f"{name} phải là số nguyên từ {least} đến {most}, không phải {given!r}")
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
    """Django's database settings for ``sqlite:///file`` or ``postgresql://user:password@host:port/name?sslmode=…``.

    The query part takes libpq's words for TLS and the like, and ``pgbouncer=1`` where a pooler stands before the server: it
    refuses start-up settings, which then belong to the role (docs/how-to/postgresql.md).

    Raises:
        WrongSetting: the scheme is neither of the two, or the query part says something that would not be heard.
    """
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "CONN_MAX_AGE": 600,  # to open it anew reads the whole schema and, where nobody else is there, empties its log
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS, "timeout": 20},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        words = _query_part(parts.query)
        pooled = words.pop(BEHIND_POOLER, "0") in {"1", "true", "yes"}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,  # a connection that was cut is noticed before a request stumbles over it
            "DISABLE_SERVER_SIDE_CURSORS": pooled,
            "OPTIONS": words if pooled else words | {"options": POSTGRES_SETTINGS},
        }
    raise WrongSetting(
        f"DUONGTHU_DATABASE_URL phải bắt đầu bằng sqlite:/// hoặc postgresql://, không phải {url!r}"
    )


def keep_few_pages(database: dict[str, Any]) -> None:
    """For a process of many threads, each with a connection of its own: 16 MB of pages each, where one batch may have 128."""
    options = database["OPTIONS"]
    if "init_command" in options:
        options["init_command"] += " PRAGMA cache_size=-16384;"


def _query_part(query: str) -> dict[str, str]:
    """The words of an address's query part.

    Raises:
        WrongSetting: one of them is none of ours, or stands twice: silently dropped it could mean plain text for TLS.
    """
    words: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in LIBPQ | {BEHIND_POOLER} or name in words or not value:
            known = ", ".join(sorted(LIBPQ | {BEHIND_POOLER}))
            raise WrongSetting(
                f"DUONGTHU_DATABASE_URL: «{name}={value}» không dùng được; chỉ nhận một lần mỗi từ: {known}"
            )
        words[name] = value
    return words
