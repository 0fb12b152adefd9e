"""The short way of a statement to SQLite: same answers, same errors, and whoever listens hears every statement."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from duongthu.acts import bulk
from duongthu.acts.prepare import PrepareWrites, only_reading

pytestmark = pytest.mark.django_db
COLUMNS = ("key", "from_amount_dong", "approvals", "valid_from")
ROW = ("x", 0, 1, "2020-01-01")


def test_marks_and_percents_mean_the_same():
    """With and without a listener."""
    asked = "SELECT %s || '%%s' || '100%%'"
    with CaptureQueriesContext(connection) as heard:
        listened = bulk.fetch(asked, ["a"])
    assert len(heard) == 1
    assert bulk.fetch(asked, ["a"]) == listened == [("a%s100%",)]


def test_long_lists_are_asked_like_short_ones():
    """Their text is not kept, but read the same way."""
    assert len(bulk.fetch_in("SELECT 1 WHERE 7 IN {values}", list(range(5_000)))) == 1


def test_listeners_hear_reads_and_writes():
    """Also those that do not go through a cursor of Django's otherwise."""
    with CaptureQueriesContext(connection) as heard:
        bulk.insert_rows("acts_threshold", COLUMNS, [ROW])
        bulk.write("UPDATE ledger_till SET unit_id = %s WHERE code = %s", [2, "x"])
        bulk.fetch("SELECT 1")
    verbs = [next(v for v in ("INSERT", "UPDATE", "SELECT") if v in one["sql"]) for one in heard]
    assert verbs == ["INSERT", "UPDATE", "SELECT"]


def test_what_prepares_an_act_writes_nothing():
    """The hook that forbids it stands on the short way, too."""
    with only_reading():
        assert bulk.fetch("SELECT 1") == [(1,)]
        with pytest.raises(PrepareWrites):
            bulk.insert_rows("acts_threshold", COLUMNS, [ROW])


def test_errors_are_djangos_own():
    """A till without a code."""
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_rows("ledger_till", ("code", "unit_id"), [(None, None)])


def test_a_broken_transaction_takes_no_more():
    """As with Django's cursor."""
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            bulk.fetch("SELECT 1")
        transaction.set_rollback(False)
