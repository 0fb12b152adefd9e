"""Master data under seal: each change of a registered table leaves a digest of the row in an append-only journal.

The database notes which rows an act touched (``tracking``); at the act's end those rows are read and their digests are
written to ``acts_master`` with the act's number, one row for an act and table. ``verify`` recounts: every row of the table
must agree with its newest digest, and no row may be there without one. So an edit past the acts is named, whoever made it.
Rows written in bulk with their values at hand (items) are digested from those values: no reading back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, models
from orjson import dumps

from duongthu.acts import bulk
from duongthu.acts.noting import noted, noters, watched

DIGEST_BYTES = (
    16  # of BLAKE2b (RFC 7693): to pass another row off for one, its digest must be met by chance, 1 in 2^128
)
COLUMNS = ("act_id", "table_name", "columns", "rows")
TAKEN_POSTGRES = (
    "DELETE FROM acts_touched WHERE txid = pg_current_xact_id()::text::bigint RETURNING table_name, row_key"
)
TAKEN_SQLITE = "DELETE FROM acts_touched WHERE seq > ? RETURNING table_name, row_key"


@dataclass(frozen=True)
class Master:
    """One table whose rows are under digest.

    Attributes:
        name: ``room.model``, as findings name it.
        columns: the digested columns, the primary key first.
        all_columns: whether that is every column of the table.
        unit: the column that names the row's unit, or ``""``.
        inserts: whether the database notes new rows; else ``bulk.insert_rows`` does.
    """

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    all_columns: bool
    unit: str
    inserts: bool

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table  # noqa: SLF001

    @property
    def key(self) -> str:
        """The column of the primary key."""
        return self.columns[0]

    @property
    def only(self) -> tuple[str, ...]:
        """What the triggers watch; empty for all columns."""
        return () if self.all_columns else self.columns

    @cached_property
    def told_otherwise(self) -> dict[str, type[Any]]:
        """Columns that are read otherwise than ``bulk`` writes them: times and ids."""
        found: dict[str, type[Any]] = {}
        for field in self.model._meta.concrete_fields:  # noqa: SLF001
            target: Any = field
            while isinstance(target, models.ForeignKey):
                target = target.target_field
            if isinstance(target, models.DateTimeField | models.UUIDField):
                found[str(field.column)] = type(target)
        return found

    def select(self, columns: Sequence[str] | None = None) -> str:
        """``SELECT columns FROM table``."""
        quoted = ", ".join(f'"{column}"' for column in columns or self.columns)
        return f'SELECT {quoted} FROM "{self.table}"'

    def rows(self, keys: Sequence[str], columns: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
        """The rows with these keys, the key first."""
        values: Sequence[Any] = keys
        if self.told_otherwise.get(self.key) is not models.UUIDField:
            values = [int(key) for key in keys]
        return bulk.fetch_in(f'{self.select(columns)} WHERE "{self.key}" IN {{values}}', values)

    def digests(self, rows: Iterable[Sequence[Any]], columns: Sequence[str] | None = None) -> dict[str, str]:
        """Digest of each row, as the database gave it, by its key; the key is the first column."""
        changes = [i for i, c in enumerate(columns or self.columns) if c in self.told_otherwise]
        found = {}
        for row in rows:
            values = list(row)
            for place in changes:
                values[place] = _as_written(values[place])
            found[key_text(row[0])] = digest(values)
        return found


def digest(values: Sequence[Any]) -> str:
    """BLAKE2b of a row's values as ``bulk`` writes them, as a JSON list; 32 hexadecimal digits."""
    return blake2b(dumps(values), digest_size=DIGEST_BYTES).hexdigest()


_masters: dict[str, Master] = {}


def register_master(
    name: str,
    model: type[models.Model],
    *,
    unit: str = "unit_id",
    leave: Sequence[str] = (),
    inserts: bool = True,
) -> None:
    """Put a table under digest (called once, when its room is ready); its migration has ``Tracked`` with the same words.

    Args:
        unit: the column that names a row's unit; ``""`` where none does.
        leave: columns that are no master data, since a recount compares them with a journal.
        inserts: False: new rows come only through ``bulk.insert_rows`` with all digested columns.
    """
    fields = list(model._meta.concrete_fields)  # noqa: SLF001
    fields.sort(key=lambda field: not field.primary_key)
    columns = tuple(str(field.column) for field in fields if field.column not in leave)
    master = Master(name, model, columns, not leave, unit if unit in columns else "", inserts)
    _masters[name] = master
    watched.add(master.table)
    if not inserts:
        noters[master.table] = _Noter(master)


def all_masters() -> list[Master]:
    """Every master table, by name."""
    return [_masters[name] for name in sorted(_masters)]


def key_text(value: Any) -> str:
    """A primary key as records write it."""
    return value.hex if isinstance(value, UUID) else str(value)


class _Noter:
    """Digests rows as they are handed to ``bulk.insert_rows``."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self._orders: dict[tuple[str, ...], Any] = {}

    def __call__(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        order = tuple(columns)
        if order not in self._orders:
            places = [order.index(column) for column in self.master.columns]
            self._orders[order] = None if places == [*range(len(order))] else itemgetter(*places)
        pick = self._orders[order]
        digests = {str(row[0]): digest(row) for row in (map(pick, rows) if pick else rows)}
        kept = noted.digests.setdefault(self.master.name, digests)
        if kept is not digests:
            kept.update(digests)


def begin_batch() -> None:
    """Before the first act of a transaction: what others left in ``acts_touched`` is not ours."""
    forget()
    if not bulk.on_postgres():
        cursor = connection.connection.execute("SELECT coalesce(max(seq), 0) FROM acts_touched")
        noted.floor = cursor.fetchone()[0]


def forget() -> None:
    """Before each act: nothing is noted yet."""
    noted.digests, noted.touched = {}, False


def collect(act_id: int) -> None:
    """At the end of an act: write the digests of the master rows it changed."""
    found: dict[str, dict[str, Any]] = {**noted.digests}
    for table, keys in _touched().items():
        master = next(one for one in _masters.values() if one.table == table)
        now = master.digests(master.rows(sorted(keys)))
        found.setdefault(master.name, {}).update({key: now.get(key) for key in sorted(keys)})
    forget()
    records = [record_row(act_id, _masters[name], rows) for name, rows in found.items() if rows]
    bulk.insert_rows("acts_master", COLUMNS, records)


def record_row(act_id: int, master: Master, digests: dict[str, Any]) -> tuple[Any, ...]:
    """A row of ``acts_master`` in the order of ``COLUMNS``; a digest of None says that the row is gone."""
    return act_id, master.name, ",".join(master.columns), dumps(digests).decode()


def _touched() -> dict[str, set[str]]:
    if bulk.on_postgres():
        rows = bulk.fetch(TAKEN_POSTGRES) if noted.touched else []
    else:  # past Django's cursor: it is asked at the end of every act
        rows = connection.connection.execute(TAKEN_SQLITE, [noted.floor]).fetchall()
    found: dict[str, set[str]] = {}
    for table, key in rows:
        found.setdefault(table, set()).add(_plain_key(key))
    return found


def _plain_key(key: str) -> str:
    """PostgreSQL tells a UUID with its dashes."""
    return key.replace("-", "") if len(key) == 36 else key  # noqa: PLR2004


def _as_written(value: Any) -> Any:
    if isinstance(value, datetime):
        return bulk.db_moment(value if value.tzinfo else value.replace(tzinfo=UTC))
    return bulk.db_uuid(value) if isinstance(value, UUID) else value


def current_rows(master: Master) -> Iterator[tuple[Any, ...]]:
    """Every row of the table, by key."""
    with connection.cursor() as cursor:
        cursor.execute(f'{master.select()} ORDER BY "{master.key}"')
        while page := cursor.fetchmany(5_000):
            yield from page
