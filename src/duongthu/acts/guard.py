"""Append-only tables: the database itself refuses UPDATE and DELETE, on both engines."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

MESSAGE = "append-only"
_PG_FUNCTION = f"""
CREATE OR REPLACE FUNCTION duongthu_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END $$
"""


_guarded: set[str] = set()


def register_guarded(table: str) -> None:
    """Say that a table only grows though it is no journal under seal; ``verify`` looks whether its triggers stand."""
    _guarded.add(table)


def guarded_besides() -> frozenset[str]:
    """Tables said so by ``register_guarded``."""
    return frozenset(_guarded)


def guard_statements(vendor: str, table: str) -> list[str]:
    """The SQL that shuts UPDATE, DELETE (and TRUNCATE) on a table."""
    if vendor == "postgresql":
        return [
            _PG_FUNCTION,
            (
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION duongthu_append_only()"
            ),
        ]
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def unguard_statements(vendor: str, table: str) -> list[str]:
    """The SQL that takes the guard away: for migrations backwards, and for the tests' own clean-up."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}"]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]


class TableOperation(Operation):
    """A migration operation on one table that is plain SQL, other for each engine, and changes no model."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def forwards(self, vendor: str) -> list[str]:
        """Statements that bring the operation in."""
        raise NotImplementedError

    def backwards(self, vendor: str) -> list[str]:
        """Statements that take it back."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model changes: the operation lives in the database only."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Django's door to ``forwards``."""
        for statement in self.forwards(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Django's door to ``backwards``."""
        for statement in self.backwards(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """One line for ``migrate``'s plan."""
        return f"{type(self).__name__} {self.table}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the migration file writes this operation."""
        return (type(self).__name__, [self.table], {})


class AppendOnly(TableOperation):
    """Migration operation: from here on the table can only grow."""

    def forwards(self, vendor: str) -> list[str]:
        """Put the triggers up; any that stood there before are replaced (SQLite drops them where Django remakes a table)."""
        return [*unguard_statements(vendor, self.table), *guard_statements(vendor, self.table)]

    def backwards(self, vendor: str) -> list[str]:
        """Take the triggers down."""
        return unguard_statements(vendor, self.table)


class RoomForUpdates(TableOperation):
    """Migration operation: half of each page stays free, so that PostgreSQL rewrites a row beside itself.

    Its indexes are then left alone. For tables whose rows change all the time in columns without an index: balances.
    SQLite rewrites in place.
    """

    def forwards(self, vendor: str) -> list[str]:
        """Fill pages by half."""
        return [f"ALTER TABLE {self.table} SET (fillfactor = 50)"] if vendor == "postgresql" else []

    def backwards(self, vendor: str) -> list[str]:
        """Fill pages fully again."""
        return [f"ALTER TABLE {self.table} RESET (fillfactor)"] if vendor == "postgresql" else []
