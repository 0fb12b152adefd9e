"""How PostgreSQL keeps tables: room beside rows that change, and the vacuum in time. SQLite rewrites in place, and needs none.

Two ways to live: a *lively* table's rows change all the time (balances, custody, states of rounds and bags); a *growing* one
is only added to. A growing table is given to the vacuum by what was inserted, not by what died: it freezes rows and marks
pages while they are still in memory, so that index-only reads hold and no freeze of the whole table comes years later.
"""

from typing import Any, ClassVar

from duongthu.acts.guard import TableOperation

Options = dict[str, str]
GROWING: Options = {
    "autovacuum_vacuum_insert_scale_factor": "0.02",
    "autovacuum_vacuum_insert_threshold": "10000",
    "autovacuum_analyze_scale_factor": "0.02",
}
LIVELY: Options = {
    "fillfactor": "80",
    "autovacuum_vacuum_scale_factor": "0.02",
    "autovacuum_vacuum_threshold": "500",
    "autovacuum_analyze_scale_factor": "0.02",
}
HOT: Options = LIVELY | {"fillfactor": "50"}  # few rows, each written by nearly every act


class _Storage(TableOperation):
    options: ClassVar[Options] = {}

    def forwards(self, vendor: str) -> list[str]:
        """Set the table's own storage parameters."""
        said = ", ".join(f"{name} = {value}" for name, value in self.options.items())
        return [f"ALTER TABLE {self.table} SET ({said})"] if vendor == "postgresql" else []

    def backwards(self, vendor: str) -> list[str]:
        """Back to the server's own."""
        return (
            [f"ALTER TABLE {self.table} RESET ({', '.join(self.options)})"] if vendor == "postgresql" else []
        )


class Growing(_Storage):
    """Migration operation: the table is only added to."""

    options: ClassVar[Options] = GROWING


class Lively(_Storage):
    """Migration operation: the table's rows change all the time."""

    options: ClassVar[Options] = LIVELY


class Hot(_Storage):
    """Migration operation: few rows that nearly every act writes: half of each page stays free."""

    options: ClassVar[Options] = HOT


def storage_of(*, growing: list[str], lively: list[str], hot: list[str] | None = None) -> list[Any]:
    """A room's operations: its tables by the way they live."""
    return [
        *(Growing(table) for table in growing),
        *(Lively(table) for table in lively),
        *(Hot(table) for table in hot or []),
    ]
