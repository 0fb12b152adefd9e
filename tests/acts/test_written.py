"""Each act counts what it wrote in each journal: a row taken away or slipped in before the next seal is named with its act."""

import re

import pytest
from django.db import connection, models

from duongthu.acts.api import ActRecord, Call, act, all_journals, perform, write_row
from duongthu.acts.checks import check_numbers
from duongthu.acts.mastery import check_written
from tests.acts.test_masters import ADMIN, value_of
from tests.acts.test_seals import tamper
from tests.architecture.reading import ROOT

pytestmark = pytest.mark.feature(144)
JOURNALS = {
    j.name: j for j in all_journals() if "act_id" in j.columns and j.name not in {"acts.master", "acts.epoch"}
}


@act("trial.journal", "Nghiệp vụ thử", roles=("system",))
def journal(call: Call, *, name: str, count: int) -> None:
    """Write rows of a journal."""
    model = JOURNALS[name].model
    for number in range(1, count + 1):
        fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
        values = {f.attname: 1 if isinstance(f, models.ForeignKey) else value_of(f, number) for f in fields}
        write_row(model(**values | {"act_id": call.act_id}))


@pytest.fixture
def written(db):
    """Acts that wrote two rows of a journal, and one that wrote none; foreign keys are not looked at here."""

    def write(name):
        with connection.constraint_checks_disabled():
            outcome = perform(ADMIN, "trial.journal", {"name": name, "count": 2})
            assert outcome.done, outcome.refusal
            assert perform(ADMIN, "trial.journal", {"name": name, "count": 0}).done
        return outcome.act_id

    return write


@pytest.mark.parametrize("name", [name for name, one in JOURNALS.items() if name != "ledger.entry"])
def test_a_row_taken_away_before_the_seal_is_named(written, name):
    """Agrees as written; one row fewer, or moved to another act: journal and act are named."""
    act_id, table = written(name), JOURNALS[name].model._meta.db_table
    assert list(check_written()) == []
    tamper(table, f"DELETE FROM {table} WHERE seq = (SELECT max(seq) FROM {table})")
    assert [(f.code, f.table, f.row) for f in check_written()] == [("acts.written_differs", name, act_id)]
    tamper(table, f"UPDATE {table} SET act_id = act_id + 1")
    assert {f.row for f in check_written()} == {act_id, act_id + 1}


def test_an_act_without_its_count_and_a_count_without_its_act_are_named(written):
    """Who takes the rows away and the count with them, or the act, is seen by what is left."""
    act_id = written("acts.undoing")
    tamper("acts_undoing", "DELETE FROM acts_undoing")
    tamper("acts_master", "DELETE FROM acts_master WHERE act_id = %s", [act_id + 1])
    assert {(f.code, f.row) for f in check_written()} == {
        ("acts.written_differs", act_id),
        ("acts.count_missing", act_id + 1),
    }
    tamper("acts_act", "DELETE FROM acts_act")
    assert ActRecord.objects.count() == 0
    assert {(f.code, f.row) for f in check_written()} == {("acts.count_missing", act_id)}


def test_journals_are_written_where_rows_are_counted():
    """No journal is filled past the count: by ``write_row`` or ``bulk.insert_rows``, never by the table's own manager."""
    names = {j.model.__name__ for j in JOURNALS.values()}
    past = re.compile(
        rf"\b({'|'.join(sorted(names))})\.objects\.(create|bulk_create|get_or_create|update_or_create)\b"
    )
    files = [f for f in (ROOT / "src").rglob("*.py") if "migrations" not in f.parts]
    assert [f"{f.name}: {m[0]}" for f in files for m in past.finditer(f.read_text())] == []
    assert past.search("Voucher.objects.create(")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL spends numbers on what is rolled back")
def test_a_number_taken_out_of_a_journal_is_named(written):
    """An act taken away with all that it wrote leaves a hole in the act log."""
    written("acts.undoing")
    written("ledger.voucher")
    assert list(check_numbers()) == []
    last = ActRecord.objects.latest("seq").seq
    tamper("acts_act", "DELETE FROM acts_act WHERE seq = %s", [last - 1])
    assert {f.code for f in check_numbers()} == {"acts.numbers_missing"}
