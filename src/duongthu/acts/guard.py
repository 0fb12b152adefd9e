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


class AppendOnly(Operation):
    """Migration operation: from here on the table can only grow."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model changes: the guard lives in the database only."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Put the triggers up."""
        for statement in guard_statements(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the triggers down."""
        for statement in unguard_statements(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """One line for ``migrate``'s plan."""
        return f"Guard {self.table}: append-only"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the migration file writes this operation."""
        return (type(self).__name__, [self.table], {})
