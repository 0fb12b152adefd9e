"""The database itself notes which rows of a master table are changed: triggers on both engines fill ``acts_touched``."""

from typing import Any

from duongthu.acts.guard import TableOperation

NOTE = "INSERT INTO acts_touched (txid, table_name, row_key)"
TXID = "pg_current_xact_id()::text::bigint"


def track_statements(
    vendor: str, table: str, key: str, only: tuple[str, ...] = (), *, inserts: bool = True
) -> list[str]:
    """The SQL that notes each changed row.

    Args:
        key: the column of the primary key.
        only: changes of these columns count; all when empty.
        inserts: False where the program notes new rows itself, since it has their values at hand.
    """
    make = _for_postgres if vendor == "postgresql" else _for_sqlite
    return make(table, key, only, inserts=inserts)


def untrack_statements(vendor: str, table: str) -> list[str]:
    """The SQL that takes the triggers down."""
    if vendor == "postgresql":
        names = [f"{table}_touched_{verb}" for verb in ("insert", "update", "delete")]
        return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in names]
    return [f"DROP TRIGGER IF EXISTS {table}_touched_{verb}" for verb in ("insert", "update", "delete")]


def _for_sqlite(table: str, key: str, only: tuple[str, ...], *, inserts: bool) -> list[str]:
    of = f" OF {', '.join(only)}" if only else ""
    new, old = f"{NOTE} VALUES (0, '{table}', NEW.{key})", f"{NOTE} VALUES (0, '{table}', OLD.{key})"
    made = {
        "insert": f"AFTER INSERT ON {table} BEGIN {new}; END",
        "update": f"AFTER UPDATE{of} ON {table} BEGIN {new}; {old}; END",
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
    {NOTE} VALUES ({TXID}, '{table}', NEW.{key}::text);
    IF NEW.{key} <> OLD.{key} THEN {NOTE} VALUES ({TXID}, '{table}', OLD.{key}::text); END IF;
  ELSE
    {NOTE} SELECT {TXID}, '{table}', {key}::text FROM changed;
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


class Tracked(TableOperation):
    """Migration operation: from here on the database notes which rows of a master table change.

    The arguments are those of the table's ``register_master``; ``verify`` compares the triggers with them.
    """

    def __init__(
        self, table: str, key: str = "id", only: tuple[str, ...] = (), *, inserts: bool = True
    ) -> None:
        super().__init__(table)
        self.key, self.only, self.inserts = key, tuple(only), inserts

    def forwards(self, vendor: str) -> list[str]:
        """Put the triggers up; any that stood there before are replaced."""
        made = track_statements(vendor, self.table, self.key, self.only, inserts=self.inserts)
        return [*untrack_statements(vendor, self.table), *made]

    def backwards(self, vendor: str) -> list[str]:
        """Take the triggers down."""
        return untrack_statements(vendor, self.table)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the migration file writes this operation."""
        return ("Tracked", [self.table, self.key, self.only], {"inserts": self.inserts})
