"""Master data under seal: each change of a registered table leaves a digest of the row in an append-only journal.

The database notes which rows an act touched (``tracking``); at the act's end those rows are read and their digests are
written to ``acts_master`` with the act's number, one row for an act and table. ``verify`` recounts: every row of the table
must agree with its newest digest, and no row may be there without one. So an edit past the acts is named, whoever made it.
Rows written in bulk with their values at hand (items) are digested from those values: no reading back.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, models
from orjson import dumps, loads

from duongthu.acts import bulk
from duongthu.acts.noting import counted, noted, noters, watched
from duongthu.acts.tracking import track_statements

DIGEST_BYTES = (
    16  # of BLAKE2b (RFC 7693): to pass another row off for one, its digest must be met by chance, 1 in 2^128
)
COLUMNS = ("act_id", "table_name", "columns", "rows")
# The notes of this transaction that no act has taken, as they were: RETURNING alone would tell them without their ``before``.
TAKEN_POSTGRES = """
UPDATE acts_touched t SET act_id = %s, before = NULL FROM acts_touched o
WHERE t.txid = pg_current_xact_id()::text::bigint AND t.act_id IS NULL AND o.seq = t.seq
RETURNING t.seq, t.table_name, t.row_key, o.before
"""
NOTED_SQLITE = "SELECT seq, table_name, row_key, before FROM acts_touched WHERE seq > ? AND act_id IS NULL"
TAKEN_SQLITE = "UPDATE acts_touched SET act_id = ?, before = NULL WHERE seq > ? AND act_id IS NULL"
JOURNALS = "acts.journals"  # the record of an act that counts what it wrote in each journal


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
            kind = _storage(field)
            if issubclass(kind, models.DateTimeField | models.UUIDField):
                found[str(field.column)] = kind
        return found

    @cached_property
    def kept_columns(self) -> tuple[tuple[str, bool], ...]:
        """What the triggers of SQLite keep of a changed row: column, whether it holds real numbers."""
        fields = self.model._meta.concrete_fields  # noqa: SLF001
        return tuple(
            (str(field.column), isinstance(field, models.FloatField))
            for field in fields
            if field.column in self.columns
        )

    def track_statements(self, vendor: str) -> list[str]:
        """The triggers that must stand on the table."""
        return track_statements(
            vendor, self.table, self.key, self.only, inserts=self.inserts, columns=self.kept_columns
        )

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

    def rows_before(self, texts: Sequence[str]) -> list[tuple[Any, ...]]:
        """Rows as they stood before a change, out of what the database noted, as ``rows`` gives those of now."""
        if not texts:
            return []
        if bulk.on_postgres():
            quoted = ", ".join(f'"{column}"' for column in self.columns)
            source = f'jsonb_populate_recordset(NULL::"{self.table}", %s::jsonb)'
            return bulk.fetch(f"SELECT {quoted} FROM {source}", [f"[{','.join(texts)}]"])
        fields = {str(field.column): _storage(field) for field in self.model._meta.concrete_fields}  # noqa: SLF001
        reads = [(column, _READ_SQLITE.get(fields[column])) for column in self.columns]
        found = []
        for text in texts:
            kept = loads(text)
            values = ((kept[column], read) for column, read in reads)
            found.append(tuple(read(v) if read and v is not None else v for v, read in values))
        return found

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


def _storage(field: Any) -> type[Any]:
    """The kind of a column; of a reference, that of what it refers to."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return type(field)


# How SQLite's JSON of a row is read where a query would give another value than JSON does.
_READ_SQLITE: dict[type[Any], Any] = {
    models.BooleanField: bool,
    models.FloatField: float,
    models.DateTimeField: bulk.read_moment,
}


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
    noted.digests, noted.written, noted.touched = {}, {}, False


def collect(act_id: int) -> None:
    """At the end of an act: write the digests of the master rows it changed, and how many rows it wrote in each journal."""
    found: dict[str, dict[str, Any]] = {**noted.digests}
    for table, changes in _touched(act_id).items():
        master = next(one for one in _masters.values() if one.table == table)
        kept = found.setdefault(master.name, {})
        kept.update(_changed(master, changes, kept.keys()))
    records = [record_row(act_id, _masters[name], rows) for name, rows in found.items() if rows]
    counts = {counted[table]: count for table, count in noted.written.items()}
    counts["acts.master"] = counts.get("acts.master", 0) + len(records) + 1
    records.append((act_id, JOURNALS, "", dumps(counts).decode()))
    bulk.insert_rows("acts_master", COLUMNS, records)
    forget()


def _changed(master: Master, changes: dict[str, list[str | None]], fresh: Container[str]) -> dict[str, Any]:
    """Of each changed row its digest before and after the act, and how many changes the database noted.

    Args:
        changes: what was noted of each key, in order: the row before, or None where there was none.
        fresh: keys of rows this act wrote in bulk: before it there were none.
    """
    keys = sorted(changes)
    now = master.digests(master.rows(keys))
    texts = {key: text for key, (text, *_) in changes.items() if text is not None and key not in fresh}
    before = master.digests(master.rows_before(list(texts.values())))
    return {key: [before[key] if key in texts else None, now.get(key), len(changes[key])] for key in keys}


def record_row(act_id: int, master: Master, digests: dict[str, Any]) -> tuple[Any, ...]:
    """A row of ``acts_master`` in the order of ``COLUMNS``."""
    return act_id, master.name, ",".join(master.columns), dumps(digests).decode()


def _touched(act_id: int) -> dict[str, dict[str, list[str | None]]]:
    """What the database noted for this act, by table and key, in order."""
    if bulk.on_postgres():
        rows = bulk.fetch(TAKEN_POSTGRES, [act_id]) if noted.touched else []
    else:  # past Django's cursor: it is asked at the end of every act
        plain = connection.connection
        rows = plain.execute(NOTED_SQLITE, [noted.floor]).fetchall()
        if rows:
            plain.execute(TAKEN_SQLITE, [act_id, noted.floor])
    found: dict[str, dict[str, list[str | None]]] = {}
    for _, table, key, before in sorted(rows, key=itemgetter(0)):
        found.setdefault(table, {}).setdefault(_plain_key(key), []).append(before)
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
