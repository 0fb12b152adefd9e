"""Which statements are taken to change what the database watches: all but those that surely change only balances."""

import pytest

from duongthu.acts.noting import note_statement, noted

WATCHED = "UPDATE ledger_account SET limited = %s WHERE id = %s"


@pytest.fixture(autouse=True)
def _nothing_noted():
    noted.touched = False
    yield
    noted.touched = False


@pytest.mark.parametrize("sql", [
    "UPDATE ledger_account SET debits_dong = debits_dong + %s WHERE id = %s",
    "UPDATE ledger_account a SET debits_dong = a.debits_dong + v.d, credits_dong = a.credits_dong + v.c FROM unnest(%s) AS v(d, c, id) WHERE a.id = v.id",
    'UPDATE "ledger_account" SET "credits_pending_dong" = 3',
    "UPDATE mail_serial_block SET next = %s WHERE id = %s",
    "UPDATE acts_unknown SET limited = 1",
    "SELECT limited FROM ledger_account",
])  # fmt: skip
def test_what_only_moves_balances_is_left(sql):
    """The journal says what they must be."""
    note_statement(sql)
    assert not noted.touched


@pytest.mark.parametrize("sql", [
    WATCHED,
    'UPDATE "ledger_account" SET "debits_dong" = 1, "LIMITED" = true WHERE id = 1',
    "UPDATE ledger_account SET debits_dong = (SELECT 1 FROM x), limited = false WHERE id = 1",
    "UPDATE ledger_account SET (debits_dong, kind) = (1, 'till')",
    "update ledger_account set\nkind = 'till'",
    "INSERT INTO ledger_account (debits_dong) VALUES (1)",
    "DELETE FROM ledger_account WHERE debits_dong = 0",
    "UPDATE ledger_till SET unit_id = 1",
    "UPDATE mail_serial_block SET next = 1, last = 5",
])  # fmt: skip
def test_whatever_may_change_more_is_noticed(sql):
    """In doubt the act looks what the database noted."""
    note_statement(sql)
    assert noted.touched
