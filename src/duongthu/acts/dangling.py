"""References to nothing: every column that names a unit, a person or a thing names one that exists.

The house keeps such ids as plain numbers, since a room does not see the tables of rooms above it. A room registers what
its ids are called (``register_reference``); the check then reads every journal and master table of the house.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from duongthu.acts import bulk
from duongthu.acts.findings import Finding
from duongthu.acts.journals import all_journals
from duongthu.acts.masters import all_masters

UNCHECKED = frozenset({"acts.act"})  # what was asked may name anything, and be refused for it


@dataclass(frozen=True, slots=True)
class Reference:
    """What ids of some name stand for.

    Attributes:
        columns: a regular expression over column names.
        table: where the id must be a primary key; ``what`` is its Vietnamese name.
    """

    columns: re.Pattern[str]
    table: str
    what: str


_references: list[Reference] = []


def register_reference(columns: str, table: str, what: str) -> None:
    """Say what columns of these names refer to (called once, when the room is ready); 0 stands for the program itself."""
    _references.append(Reference(re.compile(columns), table, what))


def check_references() -> Iterator[Finding]:
    """Ids that exist nowhere, each named once with the first row that bears it."""
    tables = {journal.name: (journal.model, journal.seq) for journal in all_journals()}
    tables |= {master.name: (master.model, master.key) for master in all_masters()}
    for name in sorted(tables.keys() - UNCHECKED):
        model, key = tables[name]
        for column, reference in _referring(model):
            yield from _dangling(name, model, key, column, reference)


def _referring(model: type[models.Model]) -> Iterator[tuple[str, Reference]]:
    for field in model._meta.concrete_fields:  # noqa: SLF001
        if isinstance(field, models.ForeignKey) or field.primary_key:
            continue  # the database itself sees to it
        for reference in _references:
            if reference.columns.fullmatch(str(field.column)):
                yield str(field.column), reference
                break


def _dangling(
    name: str, model: type[models.Model], key: str, column: str, reference: Reference
) -> Iterator[Finding]:
    sql = (
        f'SELECT r."{column}", min(CAST(r."{key}" AS varchar(40))) FROM "{model._meta.db_table}" r '  # noqa: SLF001
        f'LEFT JOIN "{reference.table}" t ON t.id = r."{column}" '
        f'WHERE r."{column}" <> 0 AND t.id IS NULL GROUP BY r."{column}" ORDER BY 1 LIMIT 100'
    )
    for value, row in bulk.fetch(sql):
        words = f"{name} dòng {row}: {column} nêu {reference.what} số {value}, không có ở đâu"
        yield Finding("acts.refers_to_nothing", words, name, row)
