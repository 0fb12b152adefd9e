"""Small writes that wait for the next statement: every read sees them, and after an exception none is sent."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from duongthu.acts.api import bulk
from duongthu.acts.models import Threshold
from duongthu.acts.pipelining import pipelined

pytestmark = pytest.mark.django_db
COLUMNS = ("key", "from_amount_dong", "approvals", "valid_from")


def put(key: str) -> None:
    """One small write, as the rooms make it."""
    bulk.insert_rows("acts_threshold", COLUMNS, [(key, 0, 1, "2020-01-01")])


def keys() -> set[str]:
    """What stands there, by Django's own query."""
    return set(Threshold.objects.filter(key__startswith="x").values_list("key", flat=True))


def put_in_one_step(*wanted: str) -> None:
    """Several small writes under a savepoint."""
    with transaction.atomic():
        for key in wanted:
            put(key)


def put_and_fail(key: str) -> None:
    """A write whose transaction comes to nothing."""
    with transaction.atomic(), pipelined():
        put(key)
        raise ZeroDivisionError


def test_reads_see_what_waits():
    """The ORM, raw SQL and a named cursor alike."""
    with transaction.atomic(), pipelined():
        put("x1")
        assert keys() == {"x1"}
        put("x2")
        put("x3")
        assert bulk.fetch("SELECT count(*) FROM acts_threshold WHERE key LIKE %s", ["x%"]) == [(3,)]
        assert {t.key for t in Threshold.objects.filter(key__startswith="x").iterator()} == {"x1", "x2", "x3"}
        put("x4")
    assert keys() == {"x1", "x2", "x3", "x4"}


def test_large_writes_come_after_what_waits():
    """COPY takes no company."""
    with transaction.atomic(), pipelined():
        put("x0")
        bulk.insert_rows("acts_threshold", COLUMNS, [(f"x-{n}", 0, 1, "2020-01-01") for n in range(100)])
    assert len(keys()) == 101


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes at once")
def test_three_writes_and_a_read_are_one_round_trip():
    """What the waiting is for."""
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), pipelined():
        for key in ("x1", "x2", "x3"):
            put(key)
        keys()
    assert sum("acts_threshold" in query["sql"] for query in asked.captured_queries) == 1


def test_an_error_undoes_the_savepoint_it_belongs_to():
    """The error comes before the savepoint is released, and the other writes stand."""
    with transaction.atomic(), pipelined():
        put("x1")
        with pytest.raises(IntegrityError):
            put_in_one_step("x2", "x1")
        put("x3")
    assert keys() == {"x1", "x3"}


def test_after_an_exception_nothing_is_sent():
    """Neither at once nor with a later statement."""
    with pytest.raises(ZeroDivisionError):
        put_and_fail("x1")
    assert keys() == set()
    put("x2")
    assert keys() == {"x2"}
