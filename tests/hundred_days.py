"""A hundred days of a post's books in a second: each row of the first day copied by SQL, with its own ids, keys and days."""

import json

from django.apps import apps
from django.db import connection, models

DAYS, COPIES = 100, 800
STEP = 1_000_000  # between the ids of two copies
TABLES = (
    "acts.ActRecord", "acts.MasterRecord", "acts.Touched", "ledger.Voucher", "ledger.CashCount", "ledger.Entry",
    "mail.PostalObject", "mail.Item", "mail.Custody", "mail.CustodyEvent", "rounds.Plan", "rounds.Round", "rounds.Stop",
    "staff.SecurityEvent",
)  # fmt: skip
KEYWORDS = {
    "WHERE",
    "INNER",
    "LEFT",
    "ON",
    "ORDER",
    "GROUP",
    "LIMIT",
    "SET",
    "AS",
    "CROSS",
    "UNION",
    "HAVING",
}
SHIFTED = {"act_id", "thing_id", "round_id", "plan_id", "voucher_id"}
INSTEAD = {
    ("mail.Custody", "holder"): "'R'",  # what came on earlier days is with its recipients
    ("mail.Custody", "state"): "'delivered'",
    ("rounds.Round", "courier_id"): "courier_id + n",
    ("rounds.Plan", "version"): "version + n",
    ("rounds.Round", "state"): "'closed'",
    ("ledger.Voucher", "number"): "number + n * 1000",
    ("ledger.Entry", "subject"): "CASE WHEN subject = '' THEN '' ELSE subject || '-' || n END",
    ("ledger.Entry", "ref"): "NULL",
}


def live_through(copies: int = COPIES) -> None:
    """Copy the day that stands in the books so many times onto the hundred days before it."""
    for label in TABLES:
        _copy(label, apps.get_model(label), copies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(label: str, model: type[models.Model], copies: int) -> None:
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(INSTEAD.get((label, field.column)) or _value(field) for field in fields)
    table = model._meta.db_table
    numbers = f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {copies}) SELECT n FROM s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} CROSS JOIN {numbers} AS copies"
        )


def _value(field: "models.Field") -> str:
    """The column's value in the n-th copy."""
    column, on_postgres = f'"{field.column}"', connection.vendor == "postgresql"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()" if on_postgres else "lower(hex(randomblob(16)))"
    if field.primary_key or field.column in SHIFTED:
        return f"{column} + n * {STEP}"
    if isinstance(field, models.DateTimeField):
        by = f"(n % {DAYS} + 1)"
        return (
            f"{column} - {by} * interval '1 day'"
            if on_postgres
            else f"datetime({column}, '-' || {by} || ' days')"
        )
    if isinstance(field, models.DateField):
        by = f"(n % {DAYS} + 1)"
        return f"{column} - {by}" if on_postgres else f"date({column}, '-' || {by} || ' days')"
    if (
        isinstance(field, models.CharField)
        and field.column == "code"
        and field.model._meta.object_name != "CustodyEvent"
    ):
        return f"{column} || '-' || n"
    return column


def whole_reads(statement: str) -> list[str]:
    """Which tables of the copied ones a statement reads from end to end, by the engine's own plan.

    The copied day is small, and PostgreSQL would rather read a small table whole: it is asked with ``enable_seqscan`` off,
    so that a sequential read stands only where no index answers.
    """
    big = {apps.get_model(label)._meta.db_table for label in TABLES}
    if connection.vendor == "postgresql":
        return sorted(_read_whole(_plan_of(statement), big))
    with connection.cursor() as cursor:
        rows = connection.connection.execute("EXPLAIN QUERY PLAN " + statement).fetchall()
        assert cursor
    steps = [row[3] for row in rows]
    if " LIMIT " in statement.upper() and not any("TEMP B-TREE" in step for step in steps):
        return []
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN ")}
    return sorted(table for table in big if scanned & _names(statement, table))


def _plan_of(statement: str) -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        try:
            cursor.execute("EXPLAIN (FORMAT JSON) " + statement.replace("%", "%%"), [])
            plan = cursor.fetchone()[0]
        finally:
            cursor.execute("RESET enable_seqscan")
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def _names(statement: str, table: str) -> set[str]:
    """The table's name and those a statement gives it."""
    words = statement.replace('"', "").replace(")", " ) ").split()
    after = {second for first, second in zip(words, words[1:], strict=False) if first == table}
    return {table} | {name for name in after - KEYWORDS if name.isidentifier()}


def _of_a_part(index: str) -> bool:
    """Whether an index of PostgreSQL holds some of the rows only, as those ``WHERE state = 'held'``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indpred IS NOT NULL FROM pg_index WHERE indexrelid = %s::regclass", [index])
        return cursor.fetchone()[0]


def _read_whole(node: dict, big: set[str], *, limited: bool = False) -> set[str]:
    limited = limited or node["Node Type"] == "Limit"
    found = set()
    table = node.get("Relation Name")
    if table in big and not (limited and "Filter" not in node):
        bare_index = (
            "Index" in node["Node Type"] and "Index Cond" not in node and "Bitmap" not in node["Node Type"]
        )
        if node["Node Type"] == "Seq Scan" or (bare_index and not _of_a_part(node["Index Name"])):
            found.add(table)
    if node["Node Type"] in {"Sort", "Aggregate", "Hash"}:
        limited = False
    for child in node.get("Plans", []):
        found |= _read_whole(child, big, limited=limited)
    return found
