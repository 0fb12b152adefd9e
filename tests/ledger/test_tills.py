"""Cash in people's hands: tills, couriers, pouches, and the day's close."""

from datetime import date, timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.ledger.api import (
    Entry,
    Note,
    Voucher,
    accounts_for,
    balances_of,
    day_figures,
    notes_for,
    till_code,
    tills_for,
    total_of,
)
from duongthu.ledger.checks import check_balances, check_vouchers
from tests.ledger.conftest import SAFE, TILL

pytestmark = pytest.mark.django_db
AUGUST = date(2020, 8, 14)


@pytest.fixture
def till(actor, capital, book) -> str:
    """The till of unit 1, open in person 1's hands, with 300,000 đồng from the safe."""
    teller = actor("teller")
    assert perform(teller, "ledger.open_till", {"unit_id": 1, "till": TILL}).done
    moved = {"unit_id": 1, "from_till": SAFE, "to_till": TILL, "amount_dong": 300_000}
    assert perform(teller, "ledger.move_cash", moved).result["code"] == "PC-2020/000001"
    return TILL


def test_a_till_is_in_one_persons_hands(actor, till):
    """Nobody else may open or close it while it is open."""
    other = actor("teller", person_id=2)
    notes = notes_for(300_000)
    assert (
        perform(other, "ledger.open_till", {"unit_id": 1, "till": till}).refusal["code"]
        == "ledger.till_already_open"
    )
    closing = perform(other, "ledger.close_till", {"unit_id": 1, "till": till, "notes": notes})
    assert closing.refusal["code"] == "ledger.till_of_another"


def test_a_difference_goes_to_a_name_and_needs_a_reason(actor, till):
    """50,000 short: refused without a reason, then on the holder's name with a numbered paper in words."""
    request = {"unit_id": 1, "till": till, "notes": notes_for(250_000)}
    assert (
        perform(actor("teller"), "ledger.close_till", request).refusal["code"]
        == "ledger.difference_needs_reason"
    )
    closed = perform(actor("teller"), "ledger.close_till", request | {"reason": "trả nhầm khách"})
    assert closed.result["difference_dong"] == -50_000
    assert closed.result["voucher"]["amount_in_words"] == "Năm mươi nghìn đồng"
    assert balances_of("short") == {"P1": 50_000}
    assert list(check_balances()) == []


def test_unknown_and_negative_notes_are_refused(actor, till):
    """A count must be made of money that exists."""
    for notes, code in ([Note(300, 1)], "ledger.unknown_note"), ([Note(500, -1)], "ledger.wrong_amount"):
        counted = perform(actor("teller"), "ledger.count_till", {"unit_id": 1, "till": till, "notes": notes})
        assert counted.refusal["code"] == code


def test_fewest_notes_for_a_pension():
    """The reference split of rules.md §4.3."""
    split = [(n.note, n.count) for n in notes_for(3_843_500)]
    assert split == [(500_000, 7), (200_000, 1), (100_000, 1), (20_000, 2), (2_000, 1), (1_000, 1), (500, 1)]


@pytest.mark.feature(69)
def test_vouchers_run_without_a_gap_also_over_a_refusal(actor, till):
    """A refused act gives its number back."""
    teller = actor("teller")
    too_much = {"unit_id": 1, "from_till": SAFE, "to_till": TILL, "amount_dong": 10**9}
    assert not perform(teller, "ledger.move_cash", too_much).done
    assert (
        perform(teller, "ledger.move_cash", too_much | {"amount_dong": 500}).result["code"]
        == "PC-2020/000002"
    )
    assert list(Voucher.objects.values_list("number", flat=True)) == [1, 2]
    assert list(check_vouchers()) == []


def test_a_courier_pays_in_and_the_shortage_is_his(actor, till, move):
    """A courier owes what was scanned, not what he brings."""
    move(("courier", "cod", 359_000))
    brought = {
        "unit_id": 1,
        "till": till,
        "courier_id": 7,
        "notes": notes_for(350_000),
        "reason": "khách trả thiếu",
    }
    paid = perform(actor("teller"), "ledger.courier_pays_in", brought)
    assert paid.result["difference_dong"] == -9_000
    assert balances_of("courier") == {}
    assert balances_of("short") == {"P7": 9_000}


def test_a_pouch_is_on_its_carriers_name_until_it_is_counted(actor, till):
    """Money on the road has one owner: the carrier; another seal is refused; a shortage stands on his name."""
    tills_for([2])
    other = till_code(2, "till")
    teller, taker = actor("teller"), actor("teller", person_id=2, unit_id=2)
    assert perform(taker, "ledger.open_till", {"unit_id": 2, "till": other}).done
    given = {
        "unit_id": 1,
        "till": till,
        "to_unit_id": 2,
        "carrier_id": 9,
        "seal": "S1",
        "notes": notes_for(200_000),
    }
    pouch = perform(teller, "ledger.give_pouch", given).result["pouch"]
    assert balances_of("transit") == {"P9": 200_000}
    taken = {
        "unit_id": 2,
        "till": other,
        "pouch": pouch,
        "seal": "S2",
        "notes": notes_for(150_000),
        "reason": "thiếu",
    }
    assert perform(taker, "ledger.take_pouch", taken).refusal["code"] == "ledger.seal_differs"
    assert perform(taker, "ledger.take_pouch", taken | {"seal": "S1"}).result["difference_dong"] == -50_000
    assert balances_of("transit") == {}
    assert balances_of("short") == {"P9": 50_000}
    assert (
        perform(taker, "ledger.take_pouch", taken | {"seal": "S1"}).refusal["code"] == "ledger.unknown_pouch"
    )


def test_a_day_closes_only_when_all_is_counted(actor, till, move):
    """Open tills and couriers with cash keep the day open; then its figures prove themselves."""
    head, request = actor("head", person_id=3), {"unit_id": 1, "on": AUGUST}
    assert perform(head, "ledger.close_day", request).refusal["code"] == "ledger.tills_still_open"
    move(("courier", "cod", 100_000))
    perform(
        actor("teller"),
        "ledger.courier_pays_in",
        {"unit_id": 1, "till": till, "courier_id": 7, "notes": notes_for(100_000)},
    )
    perform(actor("teller"), "ledger.close_till", {"unit_id": 1, "till": till, "notes": notes_for(400_000)})
    move(("courier", "cod", 1_000))
    assert perform(head, "ledger.close_day", request).refusal["code"] == "ledger.couriers_still_hold"
    move(("till", "courier", 1_000))
    closed = perform(head, "ledger.close_day", request)
    assert closed.done
    figures = {f["kind"]: f for f in closed.result["figures"]}
    assert figures["till"] == {
        "kind": "till", "title": "Tiền mặt tại quầy", "opening_dong": 0, "in_dong": 401_000, "out_dong": 0,
        "closing_dong": 401_000,
    }  # fmt: skip
    assert perform(head, "ledger.close_day", request).refusal["code"] == "ledger.day_already_closed"


@pytest.mark.feature(63)
def test_what_comes_late_is_booked_on_the_next_day_under_both_dates(actor, till, move, clock):
    """A scan of the 14th synced on the 15th, after the close, keeps its own date and leaves the closed day alone."""
    perform(actor("teller"), "ledger.close_till", {"unit_id": 1, "till": till, "notes": notes_for(300_000)})
    assert perform(actor("head"), "ledger.close_day", {"unit_id": 1, "on": AUGUST}).done
    before = day_figures(1, AUGUST)
    late = clock.now()
    clock.advance(timedelta(days=1))
    moved = move(("courier", "cod", 5_000), device_at=late)
    entry = Entry.objects.get(act_id=moved.act_id)
    assert (entry.document_on, entry.booked_on) == (AUGUST, date(2020, 8, 15))
    assert day_figures(1, AUGUST) == before


@pytest.mark.feature(63)
def test_a_month_closes_when_every_unit_has_closed_its_last_day(actor, till, move, clock):
    """Late papers of August go to September for every unit, also for those without a till."""
    director = actor("director", "head")
    clock.advance(timedelta(days=18))
    assert (
        perform(director, "ledger.close_month", {"year": 2020, "month": 9}).refusal["code"]
        == "ledger.day_not_over"
    )
    assert (
        perform(director, "ledger.close_month", {"year": 2020, "month": 8}).refusal["code"]
        == "ledger.days_still_open"
    )
    perform(actor("teller"), "ledger.close_till", {"unit_id": 1, "till": till, "notes": notes_for(300_000)})
    perform(director, "ledger.close_day", {"unit_id": 1, "on": date(2020, 8, 31)})
    assert perform(director, "ledger.close_month", {"year": 2020, "month": 8}).done
    accounts_for([("courier", "P70", 3)])
    moved = move(("courier", "cod", 10), device_at=clock.now() - timedelta(days=5))
    entry = Entry.objects.get(act_id=moved.act_id)
    assert (entry.document_on, entry.booked_on) == (date(2020, 8, 27), date(2020, 9, 1))


def test_notes_and_totals_agree():
    """Every sum that notes can make comes back from its split."""
    assert all(total_of(notes_for(amount)) == amount for amount in range(1_000, 200_000, 500))
