"""Cash in people's hands: tills, couriers, pouches, and the day's close."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from duongthu.acts.api import TOLD_BY_DEVICE, guard_statements, perform, unguard_statements
from duongthu.ledger.api import (
    NOTES,
    Entry,
    Note,
    Voucher,
    accounts_for,
    balances_of,
    day_figures,
    notes_for,
    total_of,
)
from duongthu.ledger.checks import (
    check_balances,
    check_closings,
    check_vouchers,
)
from duongthu.ledger.models import CashCount
from tests.ledger.conftest import SAFE, TILL, give, take

pytestmark = pytest.mark.django_db
AUGUST = date(2020, 8, 14)


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
    assert balances_of("short") == {"P1@U1": 50_000}
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
    cashier = actor("cashier", person_id=5)
    perform(cashier, "ledger.open_till", {"unit_id": 1, "till": SAFE})
    assert not give(cashier, SAFE, TILL, 10**9).done
    assert take(actor("teller"), give(cashier, SAFE, TILL, 500)).result["voucher"] == "PC-2020/000002"
    assert list(Voucher.objects.values_list("number", flat=True)) == [1, 2]
    assert list(check_vouchers()) == []


def pay_in(actor, amount, reason=""):
    """Courier 7 hands in so much at the till of unit 1."""
    brought = {"unit_id": 1, "till": TILL, "courier_id": 7, "notes": notes_for(amount), "reason": reason}
    return perform(actor("teller"), "ledger.courier_pays_in", brought)


def test_a_courier_pays_in_and_the_shortage_is_his_by_his_own_word(actor, till, move):
    """A courier owes what was scanned, not what he brings; a teller alone cannot put the difference on his name."""
    move(("courier", "cod", 359_000))
    assert pay_in(actor, 350_000).refusal["code"] == "ledger.difference_needs_reason"
    assert pay_in(actor, 350_000, "khách trả thiếu").result["difference_dong"] == -9_000
    assert balances_of("courier") == {"P7@U1": 9_000}
    too_much = {"unit_id": 1, "source": "courier", "amount_dong": 9_001}
    courier = actor("courier", person_id=7)
    assert perform(courier, "ledger.accept_shortage", too_much).refusal["code"] == "ledger.nothing_to_accept"
    assert perform(courier, "ledger.accept_shortage", too_much | {"amount_dong": 9_000}).done
    assert (balances_of("courier"), balances_of("short")) == ({}, {"P7@U1": 9_000})
    repaid = {"unit_id": 1, "till": till, "person_id": 7, "notes": notes_for(9_000)}
    assert perform(actor("teller"), "ledger.repay_shortage", repaid).done
    assert balances_of("short") == {}


def test_a_shortage_comes_on_a_name_by_two_others(actor, till, move):
    """Neither the one concerned nor one person alone charges it."""
    move(("courier", "cod", 9_000))
    charge = {"unit_id": 1, "person_id": 7, "source": "courier", "amount_dong": 9_000, "reason": "trốn nộp"}
    concerned = perform(actor("head", person_id=7), "ledger.charge_shortage", charge)
    assert concerned.refusal["code"] == "acts.person_concerned"
    head, controller = actor("head", person_id=3), actor("controller", person_id=4)
    proposed = perform(head, "ledger.charge_shortage", charge)
    assert proposed.status == "proposed"
    by_him = perform(
        actor("head", person_id=7), "acts.approve", {"proposal_id": proposed.result["proposal_id"]}
    )
    assert by_him.refusal["code"] == "acts.person_concerned"
    assert perform(controller, "acts.approve", {"proposal_id": proposed.result["proposal_id"]}).done
    assert balances_of("short") == {"P7@U1": 9_000}


@pytest.mark.feature(133)
def test_only_the_holder_gives_and_only_the_taker_takes(actor, till):
    """A colleague neither gives from another's till nor takes for it; until it is taken the giver has it, and may call it off."""
    teller, colleague, cashier = actor("teller"), actor("teller", person_id=2), actor("cashier", person_id=5)
    assert give(colleague, TILL, SAFE, 5_000).refusal["code"] == "ledger.till_of_another"
    perform(cashier, "ledger.open_till", {"unit_id": 1, "till": SAFE})
    given = give(teller, TILL, SAFE, 300_000)
    assert take(colleague, given).refusal["code"] == "ledger.not_your_cash"
    assert balances_of("till") == {TILL: 300_000}
    assert give(teller, TILL, SAFE, 1).refusal["code"] == "ledger.not_enough_money"
    closing = {"unit_id": 1, "till": TILL, "notes": notes_for(300_000)}
    assert perform(teller, "ledger.close_till", closing).refusal["code"] == "ledger.cash_not_taken"
    called_off = {"unit_id": 1, "hold": given.result["hold"]}
    assert (
        perform(colleague, "ledger.call_off_cash", json.dumps(called_off)).refusal["code"]
        == "ledger.not_your_cash"
    )
    assert perform(teller, "ledger.call_off_cash", json.dumps(called_off)).done
    assert perform(teller, "ledger.close_till", closing).done


def test_an_absent_persons_till_is_taken_over_by_two(actor, till):
    """The holder is ill: a head counts, a controller says yes, a shortage stands on the holder's name; never by the holder."""
    over = {"unit_id": 1, "till": till, "notes": notes_for(290_000), "reason": "kiểm đếm khi vắng mặt"}
    head, controller = actor("head", person_id=3), actor("controller", person_id=4)
    proposed = perform(head, "ledger.take_over_till", over)
    assert proposed.status == "proposed"
    approval = {"proposal_id": proposed.result["proposal_id"]}
    assert perform(actor("controller"), "acts.approve", approval).refusal["code"] == "acts.person_concerned"
    assert perform(controller, "acts.approve", approval).done
    assert balances_of("short") == {"P1@U1": 10_000}
    assert perform(actor("teller", person_id=2), "ledger.open_till", {"unit_id": 1, "till": till}).done


def test_a_controllers_count_posts_nothing(actor, till):
    """One person alone writes no shortage into another's till: the count stands in its journal under the counter's name."""
    counted = {"unit_id": 1, "till": till, "notes": notes_for(250_000), "reason": "đột xuất"}
    seen = perform(actor("controller", person_id=4), "ledger.count_till", counted)
    assert seen.result["difference_dong"] == -50_000
    assert (balances_of("short"), balances_of("till")) == ({}, {TILL: 300_000})
    assert CashCount.objects.get(counted_dong=250_000).person_id == 4


def test_a_teller_does_not_open_the_safe(actor, book):
    """The safe is the cashier's or the head's."""
    for role, code in (("teller", "ledger.safe_not_yours"), ("head", None)):
        opened = perform(actor(role), "ledger.open_till", {"unit_id": 1, "till": SAFE})
        assert (opened.refusal or {"code": None})["code"] == code


def test_rounding_has_a_bound_a_day(actor, till):
    """Coins no longer in use leave less than 1,000 đồng; whoever counts ten times does not take 9,990 home without a name."""
    teller = actor("teller")
    first = {
        "unit_id": 1,
        "till": till,
        "notes": [
            Note(100_000, 2),
            Note(50_000, 1),
            Note(20_000, 2),
            Note(5_000, 1),
            Note(2_000, 2),
            Note(500, 1),
        ],
    }
    assert perform(teller, "ledger.count_till", first).result["difference_dong"] == -500
    again = {
        "unit_id": 1,
        "till": till,
        "notes": [Note(100_000, 2), Note(50_000, 1), Note(20_000, 2), Note(5_000, 1), Note(2_000, 2)],
    }
    refused = perform(teller, "ledger.count_till", again)
    assert refused.refusal["code"] == "ledger.difference_needs_reason"
    assert perform(teller, "ledger.count_till", again | {"reason": "thiếu"}).done
    assert balances_of("short") == {"P1@U1": 500}
    assert balances_of("rounding") == {"U1": -500}


def test_what_a_courier_holds_is_no_shortage_before_he_pays_in(actor, till, move):
    """He cannot turn the post's cash into a debt and keep it."""
    move(("courier", "cod", 359_000))
    said = {"unit_id": 1, "source": "courier", "amount_dong": 359_000}
    courier = actor("courier", person_id=7)
    assert perform(courier, "ledger.accept_shortage", said).refusal["code"] == "ledger.pay_in_first"


@pytest.mark.parametrize("purpose", ["short_written_off", "over_to_income"])
def test_a_paper_settles_what_is_there_and_no_more(actor, till, purpose):
    """Nothing lacks and nothing is over: there is nothing to write off."""
    paper = {
        "purpose": purpose, "title": "xử lý", "amount_dong": 5_000,
        "lines": [{"unit_id": 1, "amount_dong": 5_000, "person_id": 0, "safe": False}],
    }  # fmt: skip
    refused = perform(actor("accountant", person_id=6), "ledger.post_paper", json.dumps(paper)).refusal
    assert (refused["code"], refused["row"]) == ("ledger.not_that_much", 1)


@pytest.mark.feature(63)
def test_what_comes_late_is_booked_on_the_next_day_under_both_dates(actor, till, move, clock):
    """A scan of the 14th synced on the 15th, after the close, keeps its own date and leaves the closed day alone."""
    closed(AUGUST, actor)
    before = day_figures(1, AUGUST)
    late = clock.now()
    clock.advance(timedelta(days=1))
    moved = move(("courier", "cod", 5_000), device_at=late, told_within=TOLD_BY_DEVICE)
    entry = Entry.objects.get(act_id=moved.act_id)
    assert (entry.document_on, entry.booked_on) == (AUGUST, date(2020, 8, 15))
    assert day_figures(1, AUGUST) == before


def closed(on, actor):
    """The books of unit 1 shut as the room of closings does."""
    assert perform(actor("head"), "trial.close_books", {"unit_id": 1, "on": on}).done


def test_figures_kept_at_a_close_are_recounted(actor, till, move):
    """An entry that slipped into a closed day is found: with its day and unit."""
    closed(AUGUST, actor)
    assert list(check_closings()) == []
    moved = move(("courier", "cod", 5_000))
    assert Entry.objects.get(act_id=moved.act_id).booked_on == date(2020, 8, 15)
    with connection.cursor() as cursor:
        for statement in unguard_statements(connection.vendor, "ledger_entry"):
            cursor.execute(statement)
        cursor.execute("UPDATE ledger_entry SET booked_on = '2020-08-14' WHERE act_id = %s", [moved.act_id])
        for statement in guard_statements(connection.vendor, "ledger_entry"):
            cursor.execute(statement)
    (finding,) = check_closings()
    assert (finding.code, finding.day, finding.unit) == ("ledger.closing_differs", "2020-08-14", 1)


def test_notes_and_totals_agree():
    """Every sum that notes can make comes back from its split, in as few notes as any split has."""
    fewest = {0: 0}
    for amount in range(100, 25_000, 100):
        ways = [fewest[amount - note] for note in NOTES if amount - note in fewest]
        if ways:
            fewest[amount] = 1 + min(ways)
    split = {amount: notes_for(amount) for amount in fewest}
    assert {amount: (total_of(notes), sum(n.count for n in notes)) for amount, notes in split.items()} == {
        amount: (amount, count) for amount, count in fewest.items()
    }
    assert set(range(0, 25_000, 100)) - fewest.keys() == {100, 300}
    assert all(total_of(notes_for(amount + 99)) == amount for amount in range(1_000, 600_000, 100))


def test_money_on_a_closed_offices_account_is_booked_on_its_next_day(actor, till, move):
    """A hub delivers an office's COD after that office closed: its kept figures stand, the entry bears its next day."""
    closed(AUGUST, actor)
    elsewhere = accounts_for([("courier", "P9@U2", 2)])["courier", "P9@U2"]
    here = accounts_for([("cod", "U1", 1)])["cod", "U1"]
    hub = actor("teller", person_id=9, unit_id=2)
    taken = perform(hub, "trial.post", {"moves": [(elsewhere, here, 7_000)]})
    entry = Entry.objects.get(act_id=taken.act_id)
    assert (entry.unit_id, entry.document_on, entry.booked_on) == (2, AUGUST, date(2020, 8, 15))
    assert list(check_closings()) == []
