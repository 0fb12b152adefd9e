"""The pure rule of the money book: what an account's limit lets through and what not, on both sides, to the last đồng."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from duongthu.kernel.dong import MAX_DONG
from duongthu.ledger.rules.purposes import Purpose
from duongthu.ledger.rules.transfers import (
    PENDING,
    POSTED,
    REVERSAL,
    Books,
    Kept,
    Transfer,
    booking_day,
    decide,
)

TILL, OWED, FREE = 1, 2, 3  # grows by debits, grows by credits, without a limit
WHY = Purpose("why", "Thử", frozenset({("a", "b"), ("b", "a"), ("a", "a"), ("b", "b")}), "", "")
ONE_WAY = Purpose("way", "Một chiều", frozenset({("a", "b")}), "", "")


def books(till=0, owed=0, till_pending=0, owed_pending=0) -> Books:
    """A till with so much in it, and a debt of so much; what is promised already."""
    kinds = {TILL: "a", OWED: "b", FREE: "b"}
    return Books({TILL: till, OWED: -owed, FREE: 0}, kinds, {TILL: till_pending}, {OWED: owed_pending})


def move(debit, credit, amount, *, key=1, phase=POSTED, why=WHY, subject=""):
    return Transfer(UUID(int=key), debit, credit, amount, why, subject, phase)


def answer(transfer, held, known=None):
    (said,) = decide([transfer], held, known if known is not None else {}).results
    return said.status if said.refusal is None else said.refusal.code


@pytest.mark.parametrize(
    "held, pending, amount, fits",
    [(10, 0, 10, True), (10, 0, 11, False), (10, 3, 7, True), (10, 3, 8, False)],
)
def test_a_till_gives_to_its_last_dong(held, pending, amount, fits):
    """What is in it less what is promised, and not a đồng more."""
    said = answer(move(FREE, TILL, amount), books(till=held, till_pending=pending))
    assert said == ("done" if fits else "ledger.not_enough_money")


@pytest.mark.parametrize(
    "owed, pending, amount, fits",
    [(10, 0, 10, True), (10, 0, 11, False), (10, 3, 7, True), (10, 3, 8, False)],
)
def test_a_debt_is_paid_to_its_last_dong(owed, pending, amount, fits):
    """The credit side: no more is paid out of what is owed than is owed, less what is promised."""
    said = answer(move(OWED, FREE, amount), books(owed=owed, owed_pending=pending))
    assert said == ("done" if fits else "ledger.not_enough_money")


def test_growing_needs_no_room():
    """The limit is below only: a till takes in, a debt grows, whatever stands there."""
    assert answer(move(TILL, FREE, MAX_DONG), books()) == "done"
    assert answer(move(FREE, OWED, MAX_DONG), books()) == "done"


@pytest.mark.parametrize("amount, said", [(1, "done"), (MAX_DONG, "done"), (0, "ledger.wrong_amount"), (-1, "ledger.wrong_amount"),
                                          (MAX_DONG + 1, "ledger.wrong_amount"), (True, "ledger.wrong_amount")])  # fmt: skip
def test_amounts_are_whole_and_bounded(amount, said):
    """From one đồng to the most the book holds."""
    assert answer(move(TILL, FREE, amount), books()) == said


def test_what_is_no_transfer_is_named():
    """Same account, an account nobody knows on either side, a pair the purpose does not join."""
    assert answer(move(TILL, TILL, 1), books(till=1)) == "ledger.same_account"
    assert answer(move(9, TILL, 1), books(till=1)) == "ledger.unknown_account"
    assert answer(move(TILL, 9, 1), books()) == "ledger.unknown_account"
    assert answer(move(FREE, TILL, 1, why=ONE_WAY), books(till=1)) == "ledger.purpose_forbids"
    assert answer(move(TILL, FREE, 1, why=ONE_WAY), books()) == "done"
    assert answer(move(FREE, TILL, 1, why=ONE_WAY, phase=REVERSAL), books(till=1)) == "done"
    assert answer(move(TILL, FREE, 1, why=ONE_WAY, phase=REVERSAL), books()) == "ledger.purpose_forbids"


def test_a_promise_reserves_on_both_limited_sides_and_moves_nothing():
    """What is promised is gone for the next line; the balance stands."""
    held = books(till=10, owed=10)
    said = decide(
        [
            move(OWED, TILL, 6, phase=PENDING),
            move(FREE, TILL, 5, key=2),
            move(OWED, FREE, 5, key=3),
            move(OWED, TILL, 4, key=4),
        ],
        held,
        {},
    )
    assert [one.status for one in said.results] == ["done", "refused", "refused", "done"]
    assert (said.debits_pending, said.credits_pending) == ({OWED: 6}, {TILL: 6})
    assert (said.debits, said.credits) == ({OWED: 4}, {TILL: 4})
    assert (held.net[TILL], held.net[OWED]) == (6, -6)
    assert (held.floor_debit[TILL], held.floor_credit[OWED]) == (6, 6)


def test_sums_of_a_batch_add_up_line_by_line():
    """Two lines over the same accounts: each counts once, in what was moved and in what was promised."""
    said = decide(
        [
            move(TILL, FREE, 2),
            move(TILL, FREE, 3, key=2),
            move(FREE, TILL, 1, key=3, phase=PENDING),
            move(FREE, TILL, 1, key=4, phase=PENDING),
        ],
        books(),
        {},
    )
    assert (said.debits, said.credits) == ({TILL: 5}, {FREE: 5})
    assert (said.debits_pending, said.credits_pending) == ({FREE: 2}, {TILL: 2})
    assert len(said.accepted) == 4


@pytest.mark.parametrize("kept, said", [
    (Kept(TILL, FREE, 5, "why", "x"), "duplicate"), (Kept(FREE, TILL, 5, "why", "x"), "ledger.line_reused"),
    (Kept(TILL, FREE, 6, "why", "x"), "ledger.line_reused"), (Kept(TILL, FREE, 5, "way", "x"), "ledger.line_reused"),
    (Kept(TILL, FREE, 5, "why", "y"), "ledger.line_reused"),
])  # fmt: skip
def test_a_key_means_one_transfer(kept, said):
    """The same again is harmless; anything else under a known key is refused."""
    assert answer(move(TILL, FREE, 5, subject="x"), books(), {1: kept}) == said


AMOUNTS = st.integers(1, 40)
PLACES = st.sampled_from([TILL, OWED, FREE])


@given(
    st.lists(st.tuples(PLACES, PLACES, AMOUNTS, st.sampled_from([POSTED, PENDING])), max_size=12),
    AMOUNTS,
    AMOUNTS,
)
def test_what_fits_is_done_and_what_does_not_is_not(lines, till, owed):
    """Against a plain count, both ways: every line with room enough is done, every other refused, and no limit is passed."""
    here = {TILL: till, OWED: owed}  # what is left to give of each limited account
    moves = [move(d, c, amount, key=n, phase=phase) for n, (d, c, amount, phase) in enumerate(lines)]
    said = decide(moves, books(till=till, owed=owed), {})
    for one, line in zip(moves, said.results, strict=True):
        room = one.debit != one.credit
        room &= one.credit != TILL or here[TILL] >= one.amount_dong
        room &= one.debit != OWED or here[OWED] >= one.amount_dong
        assert (line.status == "done") == room
        if room:
            here[TILL] -= one.amount_dong * (one.credit == TILL)
            here[OWED] -= one.amount_dong * (one.debit == OWED)
            if one.phase == POSTED:
                here[TILL] += one.amount_dong * (one.debit == TILL)
                here[OWED] += one.amount_dong * (one.credit == OWED)
    assert min(here.values()) >= 0


def test_an_entry_is_booked_on_its_day_or_on_the_first_open_one():
    """A closed day takes nothing: the day after the last closed one does."""
    day = date(2020, 8, 14)
    assert booking_day(day, None) == day
    assert booking_day(day, day - timedelta(days=1)) == day
    assert booking_day(day, day) == day + timedelta(days=1)
    assert booking_day(day, day + timedelta(days=3)) == day + timedelta(days=4)


@pytest.mark.parametrize("debit, credit", [(FREE, TILL), (OWED, FREE)])
def test_a_refusal_says_what_is_left_to_give(debit, credit):
    """Less what is promised: a teller who reads it knows what he may still give."""
    (said,) = decide(
        [move(debit, credit, 8)], books(till=10, till_pending=3, owed=10, owed_pending=3), {}
    ).results
    assert said.refusal.details["available"] == 7
    assert said.refusal.details["amount"] == 8
