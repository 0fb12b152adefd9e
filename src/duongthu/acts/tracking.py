"""The database itself notes which rows of a master table are changed: triggers on both engines fill ``acts_touched``."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from duongthu.acts.guard import TableOperation, guard_statements, unguard_statements

NOTE = "INSERT INTO acts_touched (txid, table_name, row_key, before)"
TXID = "pg_current_xact_id()::text::bigint"
TOUCHED = "acts_touched"
Columns = tuple[tuple[str, bool], ...]
"""Columns whose former values are noted (SQLite), each with whether it holds real numbers; PostgreSQL notes all of them."""


def track_statements(
    vendor: str,
    table: str,
    key: str,
    only: tuple[str, ...] = (),
    *,
    inserts: bool = True,
    columns: Columns = (),
) -> list[str]:
    """The SQL that notes each changed row, and as what it stood there before.

    Args:
        key: the column of the primary key.
        only: changes of these columns count; all when empty.
        inserts: False where the program notes new rows itself, since it has their values at hand.
        columns: the columns to keep (SQLite, which cannot say "all of the row").
    """
    if vendor == "postgresql":
        return _for_postgres(table, key, only, inserts=inserts)
    return _for_sqlite(table, key, only, inserts=inserts, columns=columns)


def untrack_statements(vendor: str, table: str) -> list[str]:
    """The SQL that takes the triggers down."""
    if vendor == "postgresql":
        names = [f"{table}_touched_{verb}" for verb in ("insert", "update", "delete")]
        return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in names]
    return [f"DROP TRIGGER IF EXISTS {table}_touched_{verb}" for verb in ("insert", "update", "delete")]


def _old(name: str) -> str:
    return f'OLD."{name}"'


def _as_json(name: str) -> str:
    return f"CASE WHEN {_old(name)} IS NOT NULL THEN printf('%!.17g', {_old(name)}) END"


def _for_sqlite(table: str, key: str, only: tuple[str, ...], *, inserts: bool, columns: Columns) -> list[str]:
    of = f" OF {', '.join(only)}" if only else ""
    # Real numbers as text of 17 digits, which is exact: SQLite's own JSON rounds them.
    kept = [f"'{name}', {_as_json(name) if real else _old(name)}" for name, real in sorted(columns)]
    before = f"json_object({', '.join(kept)})"
    new = f"{NOTE} SELECT 0, '{table}', NEW.{key}, NULL"
    old = f"{NOTE} VALUES (0, '{table}', OLD.{key}, {before})"
    made = {
        "insert": f"AFTER INSERT ON {table} BEGIN {new}; END",
        "update": f"AFTER UPDATE{of} ON {table} BEGIN {old}; {new} WHERE NEW.{key} IS NOT OLD.{key}; END",
        "delete": f"AFTER DELETE ON {table} BEGIN {old}; END",
    }
    if not inserts:
        del made["insert"]
    return [f"CREATE TRIGGER {table}_touched_{verb} {text}" for verb, text in made.items()]


def _for_postgres(table: str, key: str, only: tuple[str, ...], *, inserts: bool) -> list[str]:
    of = f" OF {', '.join(only)}" if only else ""
    name = f"duongthu_touched_{table}"
    body = f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    {NOTE} VALUES ({TXID}, '{table}', OLD.{key}::text, to_jsonb(OLD)::text);
    IF NEW.{key} <> OLD.{key} THEN {NOTE} VALUES ({TXID}, '{table}', NEW.{key}::text, NULL); END IF;
  ELSIF TG_OP = 'DELETE' THEN
    {NOTE} SELECT {TXID}, '{table}', {key}::text, to_jsonb(changed)::text FROM changed;
  ELSE
    {NOTE} SELECT {TXID}, '{table}', {key}::text, NULL FROM changed;
  END IF;
  RETURN NULL;
END $$
"""
    each = f"REFERENCING {{}} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    made = {
        "insert": f"AFTER INSERT ON {table} {each.format('NEW')}",
        "update": f"AFTER UPDATE{of} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        "delete": f"AFTER DELETE ON {table} {each.format('OLD')}",
    }
    if not inserts:
        del made["insert"]
    return [body, *(f"CREATE TRIGGER {table}_touched_{verb} {text}" for verb, text in made.items())]


# A note is taken once, by the act that made the change, and never removed.
_PG_ONCE = f"""
CREATE OR REPLACE FUNCTION duongthu_taken_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.act_id IS NOT NULL OR (NEW.seq, NEW.txid, NEW.table_name, NEW.row_key)
     IS DISTINCT FROM (OLD.seq, OLD.txid, OLD.table_name, OLD.row_key) THEN RAISE EXCEPTION 'taken once: {TOUCHED}';
  END IF;
  RETURN NEW;
END $$
"""
_SAME = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in ("seq", "txid", "table_name", "row_key"))


def once_statements(vendor: str) -> list[str]:
    """The SQL that keeps the notes: none is removed, each is given to an act once and not changed otherwise."""
    if vendor == "postgresql":
        (function, trigger) = guard_statements(vendor, TOUCHED)
        return [
            function,
            trigger.replace("UPDATE OR DELETE", "DELETE"),
            _PG_ONCE,
            f"CREATE TRIGGER {TOUCHED}_once BEFORE UPDATE ON {TOUCHED} FOR EACH ROW EXECUTE FUNCTION duongthu_taken_once()",
        ]
    return [
        guard_statements(vendor, TOUCHED)[1],
        (
            f"CREATE TRIGGER {TOUCHED}_once BEFORE UPDATE ON {TOUCHED} WHEN OLD.act_id IS NOT NULL OR {_SAME}"
            f" BEGIN SELECT RAISE(ABORT, 'taken once: {TOUCHED}'); END"
        ),
    ]


def unonce_statements(vendor: str) -> list[str]:
    """The SQL that takes this guard away: for migrations backwards, and for the tests' own clean-up."""
    on = f" ON {TOUCHED}" if vendor == "postgresql" else ""
    return [*unguard_statements(vendor, TOUCHED), f"DROP TRIGGER IF EXISTS {TOUCHED}_once{on}"]


class TakenOnce(TableOperation):
    """Migration operation: from here on notes of changed rows are never removed, and given to an act once."""

    def forwards(self, vendor: str) -> list[str]:
        """Put the guard up."""
        return [*unonce_statements(vendor), *once_statements(vendor)]

    def backwards(self, vendor: str) -> list[str]:
        """Take the guard down."""
        return unonce_statements(vendor)


class Tracked(TableOperation):
    """Migration operation: from here on the database notes which rows of a master table change.

    The arguments are those of the table's ``register_master``; ``verify`` compares the triggers with them.
    """

    def __init__(
        self, table: str, key: str = "id", only: tuple[str, ...] = (), *, inserts: bool = True
    ) -> None:
        super().__init__(table)
        self.key, self.only, self.inserts = key, tuple(only), inserts

    columns: Columns = ()

    def forwards(self, vendor: str) -> list[str]:
        """Put the triggers up; any that stood there before are replaced."""
        made = track_statements(
            vendor, self.table, self.key, self.only, inserts=self.inserts, columns=self.columns
        )
        return [*untrack_statements(vendor, self.table), *made]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Put the triggers up over the table as it now is; before notes keep former values, nothing: a later one does."""
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            kept = {row.name for row in connection.introspection.get_table_description(cursor, TOUCHED)}
            if "before" not in kept:
                return
            if connection.vendor == "sqlite":
                cursor.execute(f'PRAGMA table_info("{self.table}")')
                self.columns = tuple(
                    (name, kind.lower() == "real")
                    for _, name, kind, *_ in cursor.fetchall()
                    if not self.only or name in self.only
                )
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def backwards(self, vendor: str) -> list[str]:
        """Take the triggers down."""
        return untrack_statements(vendor, self.table)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the migration file writes this operation."""
        return ("Tracked", [self.table, self.key, self.only], {"inserts": self.inserts})
