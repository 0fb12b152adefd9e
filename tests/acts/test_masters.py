"""Master data under digest: every column of every registered table, edited past the acts, is named with table, row, unit."""

import json
import uuid
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from duongthu.acts.api import (
    ActRecord,
    Call,
    act,
    adopt_masters,
    all_journals,
    all_masters,
    bulk,
    check_seals,
    guard_statements,
    make_seal,
    masters_to_adopt,
    once_statements,
    perform,
    system_actor,
    unguard_statements,
    unonce_statements,
    untrack_statements,
)
from duongthu.acts.checks import check_guards, check_masters
from duongthu.acts.mastery import recount_master
from duongthu.acts.models import MasterRecord, Touched
from duongthu.acts.refusals import WrongParameter
from duongthu.ledger.models import StandingRule
from tests.acts.test_seals import tamper

pytestmark = pytest.mark.feature(144)

MASTERS = {master.name: master for master in all_masters()}
COLUMNS = [(name, column) for name, master in MASTERS.items() for column in master.columns]
ADMIN = system_actor("Thử", frozenset({1, 2, 3}))

# Tables that are neither journals nor under digest, and why an edit past the acts is seen all the same, or does no harm.
BESIDES = {
    "auth.Group": "Django's; roles are posts of ours, groups are never asked",
    "auth.Permission": "Django's; never asked",
    "contenttypes.ContentType": "Django's; written by migrate, never asked",
    "sessions.Session": "who sits at which browser; a forged one meets the sitting (staff.Sitting)",
    "acts.Seal": "chained, signed and witnessed",
    "acts.LeafTile": "recounted from the rows (acts.seals)",
    "acts.Touched": "its notes are held against the records of acts (acts.masters)",
    "ledger.VoucherCounter": "recounted from the vouchers (ledger.vouchers)",
    "mail.Custody": "recounted from the events (mail.custody)",
    "mail.PartnerState": "recounted from the partner's events (mail.partners)",
    "network.Revision": "a token for caches; a wrong one only makes a process read again",
    "notices.Message": "recounted from the act log (notices.sending); its text is a copy of what the round said",
    "staff.Sitting": "who sits at which browser now; a forged one meets the session store and the security log",
    "staff.SignInDelay": "delays of the door",
    "staff.SecurityEvent": "append-only by triggers, and written outside the database, too",
    "rounds.Plan": "a drawing of lists; what was done stands in the events",
    "rounds.Round": "a courier's working list; what he holds stands in the events",
    "rounds.Task": "a wish of a room above, which owns its meaning",
    "rounds.Stop": "the working list; deliveries are events and entries",
    "rounds.Halt": "the working list",
    "rounds.Handover": "the working list; the taking is an event",
    "rounds.Notice": "a copy of what was told",
    "rounds.Punctuality": "statistics for planning",
    "rounds.Served": "statistics for planning",
    "rounds.Followed": "statistics for planning",
}


@act("trial.enter", "Nghiệp vụ thử", roles=("system",))
def enter(call: Call, *, name: str, fail: bool = False) -> dict[str, str]:
    """Write one row of a master table, with all it refers to."""
    key = row_of(MASTERS[name])
    if fail:
        raise WrongParameter(where="thử", reason="thử")
    return {"key": str(key)}


@act("trial.change", "Nghiệp vụ thử", roles=("system",))
def change(call: Call, *, key: str, kind: str) -> None:
    """Change or, with no kind, delete a standing rule."""
    found = StandingRule.objects.filter(name=key)
    if kind:
        found.update(kind=kind)
    else:
        found.delete()


def row_of(master, number=1):
    """Write a row as an act would; gives its key."""
    fields = [f for f in master.model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    values = {f.column: value_of(f, number) for f in fields}
    if master.inserts:
        return master.model.objects.create(**{f.attname: values[f.column] for f in fields}).pk
    if "id" in master.columns:
        values["id"] = 6 + number
    plain = [
        bulk.db_moment(v) if isinstance(v, datetime) else v.isoformat() if isinstance(v, date) else v
        for v in values.values()
    ]
    bulk.insert_rows(master.table, tuple(values), [plain])
    return values[master.key]


def value_of(field, number):
    """A value that fits a column; another one for another number."""
    if isinstance(field, models.ForeignKey):
        return _other(field, number)
    kinds = (
        (models.DateTimeField, datetime(2020, 8, number, 1, 2, 3, number, tzinfo=UTC)),
        (
            models.DateField,
            date(2020, 8, number) if not field.null else None if number == 1 else date(2020, 8, 28),
        ),
        (models.UUIDField, uuid.UUID(int=2**127 + number)),
        (models.BooleanField, number % 2 == 1),
        (models.JSONField, {"a": number}),
        (models.FloatField, number / 8),
        (models.IntegerField, number),
    )
    for kind, value in kinds:
        if isinstance(field, kind):
            return value
    return f"đ{number}"[: field.max_length]


def _other(field, number):
    """The ``number``-th row of another table, written when it is missing; of the same table none, then itself."""
    target = field.related_model
    if target is field.model:
        return None if number == 1 else target.objects.values_list("pk", flat=True)[0]
    known = next((m for m in MASTERS.values() if m.model is target), None)
    if known is None:
        return target.objects.get_or_create(username=f"u{number}")[0].pk
    found = list(target.objects.order_by("pk").values_list("pk", flat=True))
    return found[number - 1] if len(found) >= number else row_of(known, number)


def entered(name):
    """The key of a row that an act has written."""
    outcome = perform(ADMIN, "trial.enter", {"name": name})
    assert outcome.done, outcome.refusal
    key = outcome.result["key"]
    return key if "-" in key else int(key)


def found(name):
    """What the recount says of one table."""
    return list(recount_master(MASTERS[name]))


def run(sql, params=()):
    """A statement past the program."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)


def run_all(statements):
    for statement in statements:
        run(statement)


def test_every_table_is_known():
    """A model is a journal, under digest, or stands here with its reason: later rooms cannot forget it."""
    sealed = {journal.model for journal in all_journals()} | {master.model for master in all_masters()}
    others = {f"{m._meta.app_label}.{m.__name__}" for m in apps.get_models() if m not in sealed}
    assert others == BESIDES.keys()
    assert len(MASTERS) > 25


@pytest.mark.parametrize("name", MASTERS)
@pytest.mark.django_db
def test_what_acts_write_agrees(name):
    """The positive side, for each table: written by an act, nothing is found; and the record names that act."""
    entered(name)
    assert list(check_masters()) == []
    assert MasterRecord.objects.filter(table_name=name, act_id=ActRecord.objects.get().seq).count() == 1
    assert not Touched.objects.filter(act_id=None).exists()


@pytest.mark.parametrize(("name", "column"), COLUMNS)
@pytest.mark.django_db
def test_every_column_edited_is_named(name, column):
    """UPDATE by hand, with all rights on the database: table, row and unit are named."""
    master, key = MASTERS[name], entered(name)
    field = next(f for f in master.model._meta.concrete_fields if f.column == column)
    other = value_of(field, 2)
    if not isinstance(field, models.ForeignKey):
        other = field.get_db_prep_save(other, connection)
    if column == master.key and isinstance(field, models.AutoField):
        other = 900_000
    for statement in unguard_statements(connection.vendor, master.table):
        run(statement)
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                run("SET CONSTRAINTS ALL DEFERRED")
            run(f'UPDATE "{master.table}" SET "{column}" = %s WHERE "{master.key}" = %s', [other, _key(key)])
    except IntegrityError as error:
        pytest.skip(f"the database itself refuses it: {error}")
    rows = {(finding.code, str(finding.row)) for finding in found(name)}
    named = str(key).replace("-", "")
    if column == master.key:
        assert ("acts.master_missing", named) in rows
        assert any(code == "acts.master_unknown" for code, _ in rows)
    else:
        assert rows == {("acts.master_altered", named)}
        (finding,) = found(name)
        assert finding.table == name
        if master.unit:
            assert finding.unit is not None
        assert finding.day == "2020-08-14"
    assert Touched.objects.filter(act_id=None).exists()


def _key(key):
    return key.replace("-", "") if isinstance(key, str) and connection.vendor != "postgresql" else key


@pytest.mark.parametrize("name", MASTERS)
@pytest.mark.django_db
def test_a_row_slipped_in_is_named(name):
    """INSERT by hand."""
    master = MASTERS[name]
    row_of(master)
    assert {finding.code for finding in found(name)} == {"acts.master_unknown"}


@pytest.mark.django_db
def test_a_removed_row_is_missed():
    """DELETE by hand."""
    entered("ledger.standing_rule")
    run("DELETE FROM ledger_standing_rule")
    assert {finding.code for finding in found("ledger.standing_rule")} == {"acts.master_missing"}


@pytest.mark.django_db
def test_acts_change_and_delete():
    """Changed by an act it agrees; deleted by an act it is not missed; put back by hand it is named."""
    entered("ledger.standing_rule")
    kept = StandingRule.objects.get()
    assert perform(ADMIN, "trial.change", {"key": kept.name, "kind": "cash"}).done
    assert found("ledger.standing_rule") == []
    assert perform(ADMIN, "trial.change", {"key": kept.name, "kind": ""}).done
    assert found("ledger.standing_rule") == []
    kept.save(force_insert=True)
    (finding,) = found("ledger.standing_rule")
    assert (finding.code, finding.row) == ("acts.master_unknown", kept.pk)


@pytest.mark.django_db(transaction=True)
def test_an_edit_by_hand_is_not_taken_for_the_next_acts(actor):
    """The next act's digest covers what that act did, not what stood around."""
    entered("ledger.standing_rule")
    run("UPDATE ledger_standing_rule SET test = 'x'")
    entered("rounds.setting")
    assert [f.code for f in found("ledger.standing_rule")] == ["acts.master_altered"]
    assert {f.code for f in check_masters()} == {"acts.master_altered", "acts.changed_outside"}


@pytest.mark.django_db
def test_a_refused_act_leaves_no_digest():
    """Neither row nor record, alone and in a batch."""
    from duongthu.acts.api import Command, perform_many
    from duongthu.kernel.clock import now
    from duongthu.kernel.ids import IdMaker

    for name in ("ledger.standing_rule", "mail.thing"):
        assert not perform(ADMIN, "trial.enter", {"name": name, "fail": True}).done
        ids = IdMaker()
        batch = [
            Command(ids.make(now()), "trial.enter", {"name": name, "fail": fail}) for fail in (True, False)
        ]
        assert [outcome.done for outcome in perform_many(ADMIN, batch)] == [False, True]
    assert MasterRecord.objects.exclude(columns="").count() == 2
    assert list(check_masters()) == []


@pytest.mark.django_db
def test_a_rewritten_record_is_named():
    """Who changes row and digest together meets the seal; who invents an act's number meets the act log."""
    entered("ledger.standing_rule")
    make_seal()
    run("UPDATE ledger_standing_rule SET test = 'x'")
    master = MASTERS["ledger.standing_rule"]
    now = json.dumps(master.digests(master.rows([str(StandingRule.objects.get().pk)])))
    tamper("acts_master", "UPDATE acts_master SET rows = %s", [now])
    assert found("ledger.standing_rule") == []
    assert {finding.code for finding in check_seals()} == {"acts.row_altered"}
    MasterRecord.objects.create(act_id=999, table_name="ledger.standing_rule", columns="id", rows="{}")
    assert "acts.master_unfounded" in {finding.code for finding in check_masters()}


@pytest.mark.django_db
def test_tables_come_under_digest_later():
    """An upgrade takes them in as they are, once; a row whose older digest does not agree is not made good by it."""
    row_of(MASTERS["ledger.standing_rule"])
    run_all(unonce_statements(connection.vendor))
    Touched.objects.all().delete()
    run_all(once_statements(connection.vendor))
    assert masters_to_adopt()
    assert perform(ADMIN, "acts.adopt_masters", {}).result == {"adopted": 1}
    assert list(check_masters()) == []
    assert not masters_to_adopt()
    run("UPDATE ledger_standing_rule SET test = 'x'")
    tamper(
        "acts_master", "UPDATE acts_master SET columns = 'id,test'"
    )  # as an older program would have written it
    assert masters_to_adopt() is False or perform(ADMIN, "acts.adopt_masters", {}).result == {"adopted": 0}
    assert [f.code for f in found("ledger.standing_rule")] == ["acts.master_altered"]
    assert adopt_masters.__doc__


@pytest.mark.django_db
def test_guards_that_are_gone_or_altered_are_named():
    """Triggers dropped, disabled or rewritten, on append-only tables and on watched ones."""
    assert list(check_guards()) == []
    vendor = connection.vendor
    for statement in (*unguard_statements(vendor, "ledger_entry"), *untrack_statements(vendor, "mail_item")):
        run(statement)
    gone = list(check_guards())
    assert {finding.code for finding in gone} == {"acts.guard_gone"}
    assert {finding.table for finding in gone} == {"ledger_entry", "mail_item"}
    for statement in guard_statements(vendor, "ledger_entry"):
        run(statement)
    run_all(MASTERS["mail.item"].track_statements(vendor))
    assert list(check_guards()) == []
    if vendor == "postgresql":
        run("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_change")
    else:
        run("DROP TRIGGER ledger_entry_no_update")
        run("CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END")
    assert [finding.code for finding in check_guards()] == ["acts.guard_altered"]
