"""The append-only tables under seal, and the canonical text of one row."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from duongthu.acts.noting import counted, note_rows


@dataclass(frozen=True, slots=True)
class Journal:
    """One append-only table.

    Attributes:
        name: ``room.row``, part of every leaf.
        columns: which fields are sealed, the row number first.
    """

    name: str
    model: type[Model]
    columns: tuple[str, ...]
    seq: str = "seq"

    def rows(self, after: int, until: int | None = None) -> Iterator[tuple[Any, ...]]:
        """Rows with ``after`` < number <= ``until``, in order, as tuples of ``columns``."""
        found = self.model._default_manager.filter(**{f"{self.seq}__gt": after})  # noqa: SLF001
        if until is not None:
            found = found.filter(**{f"{self.seq}__lte": until})
        return iter(found.order_by(self.seq).values_list(*self.columns).iterator(chunk_size=5_000))


_journals: dict[str, Journal] = {}


def register_journal(journal: Journal) -> None:
    """Put a table under seal (called once, when its room is ready)."""
    if journal.columns[0] != journal.seq:
        raise ValueError(f"{journal.name}: the row number must be the first sealed column")
    _journals[journal.name] = journal
    if "act_id" in journal.columns:
        counted[journal.model._meta.db_table] = journal.name  # noqa: SLF001


def write_row(row: Model) -> None:
    """Insert one row of a journal, counted for the act under way; many go by ``bulk.insert_rows``."""
    note_rows(row._meta.db_table, (), [()])  # noqa: SLF001
    row.save(force_insert=True)


def all_journals() -> list[Journal]:
    """Every journal, by name: the order in which one seal takes them."""
    return [_journals[name] for name in sorted(_journals)]


def canonical(journal: str, row: tuple[Any, ...]) -> bytes:
    """The bytes that are hashed for one row: a JSON list, the same on both engines."""
    return _encode([journal, *row]).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    raise TypeError(f"a sealed column holds a {type(value).__name__}")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
