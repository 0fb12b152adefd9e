"""Between two acts: a row changed past the acts is named even where the next act writes it again; so is a note taken away."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from duongthu.acts.api import (
    ActRecord,
    Call,
    act,
    bulk,
    once_statements,
    perform,
    unonce_statements,
    untrack_statements,
)
from duongthu.acts.checks import check_masters
from duongthu.acts.models import MasterRecord, Touched
from duongthu.ledger.models import StandingRule
from tests.acts.test_masters import ADMIN, MASTERS, _key, entered, found, run, run_all

pytestmark = pytest.mark.feature(144)


def untracked(table, sql):
    """What a thief with all rights does: lift the triggers, change, put them back."""
    master = next(m for m in MASTERS.values() if m.table == table)
    run_all(untrack_statements(connection.vendor, table))
    run(sql)
    run_all(master.track_statements(connection.vendor))


CHANGED = [name for name, master in MASTERS.items() if name != "acts.threshold"]


@pytest.mark.parametrize("name", CHANGED)
@pytest.mark.django_db
def test_a_change_by_an_act_tells_what_was_before(name):
    """Each table, changed by an act in a column: what the database noted agrees with the digest the act before had left."""
    key = entered(name)
    assert perform(ADMIN, "trial.touch", {"name": name, "key": str(key)}).done
    assert list(check_masters()) == []
    record = MasterRecord.objects.filter(table_name=name).order_by("-seq")[0]
    ((before, after, count),) = json.loads(record.rows).values()
    assert before
    assert after
    assert count == 1


@act("trial.touch", "Nghiệp vụ thử", roles=("system",))
def touch(call: Call, *, name: str, key: str) -> None:
    """Write a row anew as it is: a change all the same."""
    master = MASTERS[name]
    column = next(c for c in master.columns if c != master.key)
    value = _key(key) if "-" in key else int(key) if master.key == "id" or key.isdecimal() else key
    bulk.write(f'UPDATE "{master.table}" SET "{column}" = "{column}" WHERE "{master.key}" = %s', [value])


@pytest.mark.django_db
def test_an_edit_is_not_made_good_by_the_next_act():
    """Edited past triggers and acts, then changed by a lawful act: named for ever, with the act that found it."""
    entered("ledger.standing_rule")
    name = StandingRule.objects.get().name
    untracked("ledger_standing_rule", "UPDATE ledger_standing_rule SET test = 'x'")
    assert perform(ADMIN, "trial.change", {"key": name, "kind": "cash"}).done
    (finding,) = check_masters()
    assert (finding.code, finding.table) == ("acts.master_altered", "ledger.standing_rule")
    assert str(ActRecord.objects.order_by("-seq")[0].seq) in finding.message


@pytest.mark.django_db
def test_a_row_deleted_and_put_back_by_an_act_is_named():
    """Deleted past everything, then written by an act under the same key."""
    entered("ledger.standing_rule")
    kept = StandingRule.objects.get()
    untracked("ledger_standing_rule", "DELETE FROM ledger_standing_rule")

    @act("trial.put_back", "Nghiệp vụ thử", roles=("system",))
    def put_back(call: Call) -> None:
        """Write it again."""
        kept.save(force_insert=True)

    assert perform(ADMIN, "trial.put_back", {}).done
    assert [f.code for f in check_masters()] == ["acts.master_altered"]


@pytest.mark.django_db(transaction=True)
def test_a_note_of_the_database_cannot_be_removed_or_given_away():
    """An edit by hand put back by hand leaves the digest right; the note it left stays, whatever is done with it."""
    entered("ledger.standing_rule")
    act_id = ActRecord.objects.order_by("-seq")[0].seq
    run("UPDATE ledger_standing_rule SET test = test || 'x'")
    run("UPDATE ledger_standing_rule SET test = substr(test, 1, length(test) - 1)")
    assert found("ledger.standing_rule") == []
    assert [f.code for f in check_masters()] == ["acts.changed_outside"]
    for statement in (
        "DELETE FROM acts_touched",
        "UPDATE acts_touched SET table_name = 'x'",
        f"UPDATE acts_touched SET act_id = {act_id}, row_key = '7'",
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            run(statement)
    run(f"UPDATE acts_touched SET act_id = {act_id} WHERE act_id IS NULL")
    assert [(f.code, f.row) for f in check_masters()] == [("acts.notes_differ", act_id)]
    run_all(unonce_statements(connection.vendor))
    run("DELETE FROM acts_touched")
    run_all(once_statements(connection.vendor))
    assert [(f.code, f.row) for f in check_masters()] == [("acts.notes_differ", act_id)]


@pytest.mark.django_db(transaction=True)
def test_a_batch_of_acts_and_a_rollback_keep_their_own_notes():
    """Two acts of one transaction change one row, a refused one between them: each has its own note, and the chain holds."""
    from duongthu.acts.api import Command, perform_many
    from duongthu.kernel.clock import now
    from duongthu.kernel.ids import IdMaker

    entered("ledger.standing_rule")
    name, ids = StandingRule.objects.get().name, IdMaker()
    batch = [
        Command(ids.make(now()), "trial.change", {"key": name, "kind": kind})
        for kind in ("cash", "k" * 99, "fee", "")
    ]
    statuses = [outcome.status for outcome in perform_many(ADMIN, batch)]
    assert statuses in (["done", "refused", "done", "done"], ["done"] * 4)  # SQLite has no longest text
    assert list(check_masters()) == []
    assert not Touched.objects.filter(act_id=None).exists()
