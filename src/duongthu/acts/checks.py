"""Recounts of the room: the seals, and the proposals against the act log."""

from collections.abc import Iterator

from django.db import connection

from duongthu.acts import bulk
from duongthu.acts.call import PROPOSED
from duongthu.acts.dangling import check_references
from duongthu.acts.findings import Finding
from duongthu.acts.guard import guard_statements, guarded_besides
from duongthu.acts.journals import all_journals
from duongthu.acts.masters import all_masters
from duongthu.acts.mastery import check_notes, check_written, recount_master
from duongthu.acts.models import ActRecord, Proposal, Touched
from duongthu.acts.seals.outside import check_outside
from duongthu.acts.seals.recount import check_seals
from duongthu.acts.tracking import TOUCHED, once_statements
from duongthu.kernel.clock import business_day

__all__ = ["check_outside", "check_proposals", "check_references", "check_seals", "check_written"]


def check_proposals() -> Iterator[Finding]:
    """Each proposed command of the log has its proposal, and each proposal its checkers once carried out."""
    proposed = ActRecord.objects.filter(status=PROPOSED)
    known = set(Proposal.objects.values_list("command_id", flat=True))
    for record in proposed.iterator():
        if record.command_id not in known:
            yield Finding(
                "acts.proposal_missing", f"đề nghị của dòng {record.seq} bị mất", "acts.act", record.seq,
                str(record.business_on), record.unit_id,
            )  # fmt: skip
    for proposal in Proposal.objects.filter(status=Proposal.CARRIED_OUT).prefetch_related("approvals"):
        checkers = {approval.checker_id for approval in proposal.approvals.all()}
        if len(checkers - {proposal.maker_id}) < proposal.needed:
            yield Finding(
                "acts.four_eyes_breached", f"đề nghị {proposal.pk} thiếu người duyệt", "acts.proposal", proposal.pk,
                business_day(proposal.proposed_at).isoformat(), proposal.unit_id,
            )  # fmt: skip


def check_numbers() -> Iterator[Finding]:
    """No number between a journal's first row and its last is missing where the database gives out each one once (SQLite).

    PostgreSQL's numbers are spent by what was rolled back, too; there each seal says how far every journal reached and how many
    rows that were.
    """
    if connection.vendor != "sqlite":
        return
    for journal in all_journals():
        table, column = journal.model._meta.db_table, journal.seq  # noqa: SLF001
        count, first, last = bulk.fetch(f"SELECT count(*), min({column}), max({column}) FROM {table}")[0]
        if count and last - first + 1 != count:
            words = f"sổ {journal.name} thiếu {last - first + 1 - count} số thứ tự từ {first} đến {last}"
            yield Finding("acts.numbers_missing", words, journal.name, first)


def check_guards() -> Iterator[Finding]:
    """The database's own guards stand as they were put up: append-only tables, watched master tables."""
    standing = _standing_triggers()
    append_only = [*(journal.model._meta.db_table for journal in all_journals()), *sorted(guarded_besides())]  # noqa: SLF001
    for table in append_only:
        yield from _guard_differs(table, guard_statements(connection.vendor, table), standing)
    for master in all_masters():
        yield from _guard_differs(master.table, master.track_statements(connection.vendor), standing)
    yield from _guard_differs(TOUCHED, once_statements(connection.vendor), standing)


def _guard_differs(table: str, wanted: list[str], standing: dict[str, str]) -> Iterator[Finding]:
    for statement in wanted:
        name, text = _named(statement)
        if name not in standing:
            words = f"bảng {table} mất chốt «{name}»: cơ sở dữ liệu không còn tự giữ bảng này"
            yield Finding("acts.guard_gone", words, table, name)
        elif standing[name] != text:
            yield Finding(
                "acts.guard_altered", f"chốt «{name}» của bảng {table} đã bị sửa hoặc tắt", table, name
            )


def _named(statement: str) -> tuple[str, str]:
    """The trigger's or function's name, and the text by which it is compared."""
    if statement.lstrip().startswith("CREATE OR REPLACE FUNCTION"):
        return statement.split("FUNCTION")[1].split("(", maxsplit=1)[0].strip(), statement.split("$$")[
            1
        ].strip()
    name = statement.split()[2]
    return name, "O" if connection.vendor == "postgresql" else " ".join(statement.split())


def _standing_triggers() -> dict[str, str]:
    if connection.vendor != "postgresql":
        rows = bulk.fetch("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: " ".join(sql.split()) for name, sql in rows}
    triggers = bulk.fetch("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
    functions = bulk.fetch("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'duongthu%%'")
    standing = {
        name: enabled.decode() if isinstance(enabled, bytes) else enabled for name, enabled in triggers
    }
    return standing | {name: source.strip() for name, source in functions}


def check_masters() -> Iterator[Finding]:
    """Every row of every master table is as the act that wrote it last left it; and nothing was changed past the acts."""
    outside = Touched.objects.filter(act_id=None)
    for table, key in (
        outside.order_by("table_name", "row_key").values_list("table_name", "row_key").distinct()
    ):
        words = f"dòng {key} của {table} bị thay đổi ngoài nghiệp vụ"
        yield Finding("acts.changed_outside", words, table, key)
    yield from _records_without_act()
    yield from check_notes()
    for master in all_masters():
        yield from recount_master(master)


def _records_without_act() -> Iterator[Finding]:
    sql = (
        "SELECT m.seq, m.table_name, m.act_id FROM acts_master m LEFT JOIN acts_act a ON a.seq = m.act_id "
        "WHERE a.seq IS NULL OR a.status = 'refused'"
    )
    for seq, table, act_id in bulk.fetch(sql):
        words = f"dấu dữ liệu của {table} nêu nghiệp vụ {act_id} không có hoặc đã bị từ chối"
        yield Finding("acts.master_unfounded", words, "acts.master", seq)
