"""What ``verify`` recounts besides balances: closings' figures, reversals, counters, ids that exist nowhere."""

import json
from datetime import date
from uuid import UUID

import pytest

from duongthu.acts.checks import check_references
from duongthu.kernel.clock import now
from duongthu.ledger.checks import check_closings, check_reversals, check_vouchers
from duongthu.ledger.models import Account, Closing, Entry, Pouch, VoucherCounter

pytestmark = [pytest.mark.django_db, pytest.mark.feature(144)]
DAY = date(2020, 8, 14)


def entry(number, **values):
    """One entry between accounts 1 and 2."""
    plain = {
        "key": UUID(int=number), "act_id": 0, "debit_id": 1, "credit_id": 2, "amount_dong": 100, "kind": "k", "subject": "",
        "phase": 0, "unit_id": 0, "booked_on": DAY, "document_on": DAY, "recorded_at": now(),
    }  # fmt: skip
    return Entry.objects.create(**plain | values)


@pytest.fixture
def accounts():
    """Two accounts of unit 7."""
    for number, kind, side in ((1, "till", 1), (2, "revenue", -1)):
        Account.objects.create(pk=number, kind=kind, owner=kind, unit_id=7, side=side, limited=False)


def closing(**figures):
    """A closing of the day that kept these figures: kind → opening, in, out, closing."""
    parts = ("opening_dong", "in_dong", "out_dong", "closing_dong")
    rows = [{"kind": kind, **dict(zip(parts, values, strict=True))} for kind, values in figures.items()]
    return Closing.objects.create(
        act_id=0,
        unit_id=7,
        period="day",
        closed_until=DAY,
        figures=json.dumps(rows),
        closed_at=now(),
        person_id=0,
    )


def test_a_closings_figures_are_recounted(accounts):
    """Right ones agree; an entry slipped into the closed day, or a figure kept wrong, is named with day and unit."""
    entry(1, booked_on=date(2020, 8, 13))
    entry(2, amount_dong=50)
    made = closing(till=(100, 50, 0, 150), revenue=(100, 50, 0, 150))
    assert list(check_closings()) == []
    entry(3, amount_dong=7)
    (finding,) = check_closings()
    assert (finding.code, finding.row, finding.day, finding.unit) == (
        "ledger.closing_differs",
        made.seq,
        "2020-08-14",
        7,
    )


def test_two_reversals_of_one_entry_are_named(accounts):
    """One is right, the second is not; nor is one of an entry that does not exist."""
    entry(1)
    entry(2, phase=5, ref=UUID(int=1))
    assert list(check_reversals()) == []
    second, astray = entry(3, phase=5, ref=UUID(int=1)), entry(4, phase=5, ref=UUID(int=99))
    assert [finding.row for finding in check_reversals()] == [second.seq, astray.seq]


def test_ids_that_exist_nowhere_are_named(accounts):
    """A pouch to a unit nobody knows, in the hands of nobody; 0 stands for the program itself."""
    Pouch.objects.create(
        code="T1", seal="S", from_unit_id=0, to_unit_id=99_999, carrier_id=99_998, account_id=1, amount_dong=1, notes="{}",
        given_at=now(), given_on=DAY,
    )  # fmt: skip
    found = [finding.message for finding in check_references() if finding.table == "ledger.pouch"]
    assert len(found) == 2
    assert "người số 99998" in found[0] + found[1]
    assert "đơn vị số 99999" in found[0] + found[1]


def test_a_counter_past_its_vouchers_is_named():
    """A number skipped in the counter is a paper that could be slipped in later."""
    counter = VoucherCounter.objects.create(unit_id=7, year=2020, series="PT", last=0)
    assert list(check_vouchers()) == []
    VoucherCounter.objects.filter(pk=counter.pk).update(last=3)
    assert {finding.code for finding in check_vouchers()} == {"ledger.counter_differs"}
