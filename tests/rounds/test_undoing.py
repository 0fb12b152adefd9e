"""A whole act is taken back: money, things, papers and messages together; once, by two, with a reason; and verify stays green."""

import json
from datetime import timedelta

import pytest

from duongthu.acts.api import ActRecord, all_checks, find_act, perform
from duongthu.kernel.clock import today
from duongthu.ledger.api import (
    Entry,
    Voucher,
    balances_of,
    handed_in,
    notes_for,
    paper_of_undoing,
    person_owner,
    till_code,
)
from duongthu.mail.api import Custody, Scan, find_things
from duongthu.rounds.api import Stop

pytestmark = [pytest.mark.django_db, pytest.mark.feature(59, 138)]


@pytest.fixture
def unit(office):
    return office.unit


def verified():
    """What the recounts find; people of tests are made plainly, which that of people notices."""
    found = [finding for check in all_checks().values() for finding in check()]
    return [
        (one.code, one.message)
        for one in found
        if "staff_" not in one.message and not one.table.startswith("staff")
    ]


def last(act):
    """Row of the last act of that name."""
    return ActRecord.objects.filter(act=act, status="done").latest("seq")


def undo(office, record, amount, *, reason="nhầm bưu gửi", maker=None, checker=None):
    """What came of an undoing a controller approves; the teller who holds the till asks, or the courier, or the head."""
    teller = office.post.actor(office.unit, "teller", person_id=1000 + office.unit)
    courier = office.post.actor(office.unit, "courier", person_id=7)
    may = find_act(record.act).roles
    maker = maker or (teller if "teller" in may else courier if "courier" in may else office.head)
    params = {"act_id": record.seq, "reason": reason, "amount_dong": amount}
    proposed = perform(maker, "acts.undo", json.dumps(params))
    if proposed.status != "proposed":
        return proposed
    checker = checker or office.post.actor(office.unit, "controller", person_id=90)
    return perform(checker, "acts.approve", {"proposal_id": proposed.result["proposal_id"]})


def where(code):
    """Holder and state of a thing."""
    kept = Custody.objects.get(thing_id=find_things([code])[code])
    return kept.holder, kept.state


@pytest.fixture
def delivered(office):
    """An item with COD on the round of courier 7, reported delivered."""
    (code,) = office.items(1, cod_dong=359_000)
    (round_code,) = office.plan(7)["rounds"]
    office.load(round_code)
    office.report(round_code, code)
    return code, round_code


def test_a_delivery_with_cod_goes_back_whole(office, unit, delivered):
    """The item is in the courier's hands again, his cash gone, the line open; he reports it anew, and COD is there once."""
    code, round_code = delivered
    assert where(code) == ("R", "delivered")
    behind_his_back = undo(office, last("rounds.report_task"), 359_000, maker=office.head)
    assert behind_his_back.refusal["code"] == "mail.receiver_not_there"
    assert where(code) == ("R", "delivered")
    undone = undo(office, last("rounds.report_task"), 359_000)
    assert undone.done, undone.refusal
    assert where(code) == ("P7", "on_round")
    assert (balances_of("courier"), balances_of("cod")) == ({}, {})
    assert Stop.objects.get(round__code=round_code).outcome == ""
    assert verified() == []
    office.report(round_code, code)
    assert balances_of("courier") == {person_owner(7, unit): 359_000}
    assert verified() == []


def test_an_act_is_undone_once_and_an_undoing_is_not(office, delivered):
    """The second undoing is refused by the number of the first; an undoing itself says what to do instead."""
    record = last("rounds.report_task")
    assert undo(office, record, 359_000).done
    assert undo(office, record, 359_000).refusal["code"] == "acts.already_undone"
    assert undo(office, last("acts.approve"), 0).refusal["code"] == "acts.cannot_undo"


def test_nobody_undoes_alone_nor_under_another_sum(office, delivered):
    """Its maker does not approve it; who proposes under a smaller sum than the act's is refused, and who may not do the act."""
    record = last("rounds.report_task")
    teller = office.post.actor(office.unit, "teller", person_id=1000 + office.unit)
    assert undo(office, record, 359_000, maker=teller).refusal["code"] == "acts.role_not_allowed"
    params = {"act_id": record.seq, "reason": "nhầm", "amount_dong": 359_000}
    proposed = perform(office.head, "acts.undo", json.dumps(params))
    assert proposed.status == "proposed"
    alone = perform(office.head, "acts.approve", {"proposal_id": proposed.result["proposal_id"]})
    assert alone.refusal["code"] == "acts.maker_may_not_approve"
    assert undo(office, record, 1_000).refusal["code"] == "acts.sum_differs"
    assert undo(office, record, 359_000, reason="  ").refusal["code"] == "kernel.text_empty"
    assert where(delivered[0]) == ("R", "delivered")
    assert verified() == []


def test_what_has_gone_on_says_so(office, unit, delivered):
    """The courier has paid in: his cash is not there to take back. The next day a delivery stands."""
    record, till = last("rounds.report_task"), till_code(unit, "till")
    teller = office.post.actor(unit, "teller", person_id=1000 + unit)
    paid = {"unit_id": unit, "till": till, "courier_id": 7, "notes": notes_for(359_000)}
    office.post.do(teller, "ledger.courier_pays_in", **paid)
    assert undo(office, record, 359_000).refusal["code"] == "ledger.not_enough_money"
    courier = office.post.actor(unit, "courier", person_id=7)
    assert undo(office, last("ledger.courier_pays_in"), 359_000, maker=courier, checker=teller).done
    assert balances_of("courier") == {f"P7@U{unit}": 359_000}
    assert undo(office, record, 359_000).done
    assert verified() == []


@pytest.mark.feature(133)
def test_nobody_is_burdened_behind_his_back(office, unit, delivered):
    """A pay-in undone without its courier: the money waits unnamed at the unit until he says yes to it, or two others."""
    till = till_code(unit, "till")
    teller = office.post.actor(unit, "teller", person_id=1000 + unit)
    courier = office.post.actor(unit, "courier", person_id=7)
    paid = {"unit_id": unit, "till": till, "courier_id": 7, "notes": notes_for(359_000)}
    office.post.do(teller, "ledger.courier_pays_in", **paid)
    assert [entry.amount_dong for entry in handed_in(7, today())] == [359_000]
    assert undo(office, last("ledger.courier_pays_in"), 359_000).done
    assert handed_in(7, today()) == []
    assert (balances_of("courier"), balances_of("short")) == ({}, {f"U{unit}": 359_000})
    assert verified() == []
    mine = {"source": "unit", "amount_dong": 359_000, "subject": "tiền trả lại"}
    office.post.do(courier, "ledger.accept_shortage", unit_id=unit, **mine)
    assert balances_of("short") == {f"P7@U{unit}": 359_000}


def test_another_courier_asks_for_nothing(office, unit, delivered):
    """The other party of a hand-over may ask; a colleague of his may not, whoever would say yes."""
    teller = office.post.actor(unit, "teller", person_id=1000 + unit)
    colleague = office.post.actor(unit, "courier", person_id=8)
    paid = {"unit_id": unit, "till": till_code(unit, "till"), "courier_id": 7, "notes": notes_for(359_000)}
    office.post.do(teller, "ledger.courier_pays_in", **paid)
    refused = undo(office, last("ledger.courier_pays_in"), 359_000, maker=colleague, checker=teller)
    assert refused.refusal["code"] == "acts.role_not_allowed"
    assert balances_of("courier") == {}


def test_a_teller_says_yes_only_to_what_moves_his_own_cash(office, unit, delivered):
    """Who may check as a party is no second pair of eyes for what is none of his."""
    teller = office.post.actor(unit, "teller", person_id=1000 + unit)
    refused = undo(office, last("rounds.report_task"), 359_000, checker=teller)
    assert refused.refusal["code"] == "acts.role_not_allowed"
    assert where(delivered[0]) == ("R", "delivered")


def test_yesterdays_delivery_stands(office, delivered, clock):
    """What happened at a door is taken back on its own business day only, by the server's calendar."""
    record = last("rounds.report_task")
    clock.advance(timedelta(days=1))
    refused = undo(office, record, 359_000)
    assert refused.refusal["code"] == "acts.cannot_undo"
    assert "ngày" in refused.refusal["message"]


def test_an_acceptance_goes_back_to_its_sender(office, unit):
    """Postage is back, the item void, and both papers or entries point at each other."""
    (line,) = office.post.accept(unit, office.post.draft(office.commune))
    record = last("mail.accept_items")
    assert undo(office, record, line["postage_dong"]).done
    assert where(line["code"]) == ("S", "void")
    assert (balances_of("till"), balances_of("revenue"), balances_of("vat")) == ({}, {}, {})
    forth = Entry.objects.filter(act_id=record.seq)
    back = Entry.objects.filter(act_id=last("acts.approve").seq)
    assert {entry.ref for entry in back} == {entry.key for entry in forth}
    assert verified() == []
    clerk = office.post.actor(unit, "sorter", person_id=21)
    (again,) = office.post.do(
        clerk, "mail.keep_here", unit_id=unit, scans=[Scan(office.post.key(), line["code"])]
    )["lines"]
    assert again["refusal"]["code"] == "mail.wrong_moment"


def test_an_item_that_went_on_is_undone_from_its_last_act(office, unit):
    """Accepted, sorted: the acceptance cannot go back before the sorting does; then both do, in that order."""
    (code,) = office.items(1)
    accepted, sorted_ = last("mail.accept_items"), last("mail.keep_here")
    postage = sum(entry.amount_dong for entry in Entry.objects.filter(act_id=accepted.seq))
    assert undo(office, accepted, postage).refusal["code"] == "acts.cannot_undo"
    assert undo(office, sorted_, 0).done
    assert where(code) == (f"U{unit}", "accepted")
    assert undo(office, accepted, postage).done
    assert where(code) == ("S", "void")
    assert verified() == []


def test_a_pouch_that_was_not_taken_is_in_the_till_again(office, unit):
    """Cash, custody and paper go back together, its seal is free; one that was taken says so."""
    office.post.accept(unit, office.post.draft(office.commune))
    district, till = office.post.unit("district"), till_code(unit, "till")
    teller = office.post.actor(unit, "teller", person_id=1000 + unit)
    carrier = office.post.actor(unit, "driver", person_id=61)
    given = {
        "unit_id": unit, "till": till, "to_unit_id": district, "carrier_id": 61, "seal": "S1", "notes": notes_for(10_000),
    }  # fmt: skip
    before = balances_of("till")
    pouch = office.post.do(teller, "ledger.give_pouch", **given)["pouch"]
    office.post.do(carrier, "ledger.carry_pouch", pouch=pouch, seal="S1")
    assert undo(office, last("ledger.give_pouch"), 10_000).refusal["code"] == "acts.cannot_undo"
    record = last("ledger.carry_pouch")
    assert undo(office, record, 10_000).done
    assert (balances_of("till"), balances_of("transit")) == (before, {})
    assert where(pouch)[1] == "void"
    paper = Voucher.objects.get(act_id=record.seq)
    back = paper_of_undoing(paper)
    assert back is not None
    assert paper_of_undoing(back) == paper
    assert paper.code in back.title
    assert verified() == []
    office.post.do(teller, "ledger.give_pouch", **given)
    assert undo(office, last("ledger.give_pouch"), 10_000).done
    assert (balances_of("till"), balances_of("transit")) == (before, {})
    assert verified() == []


def test_a_taken_pouch_is_under_way_again(office, unit):
    """Taken by mistake: its cash leaves the till, it is on its carrier's name, and the act of giving cannot be undone before."""
    office.post.accept(unit, office.post.draft(office.commune))
    district, till = office.post.unit("district"), till_code(unit, "till")
    teller = office.post.actor(unit, "teller", person_id=1000 + unit)
    cashier = office.post.actor(district, "cashier", person_id=62)
    carrier = office.post.actor(unit, "driver", person_id=61)
    given = {
        "unit_id": unit,
        "till": till,
        "to_unit_id": district,
        "carrier_id": 61,
        "seal": "S1",
        "notes": notes_for(10_000),
    }
    pouch = office.post.do(teller, "ledger.give_pouch", **given)["pouch"]
    office.post.do(carrier, "ledger.carry_pouch", pouch=pouch, seal="S1")
    other = till_code(district, "till")
    office.post.do(cashier, "ledger.open_till", unit_id=district, till=other)
    taken = {"unit_id": district, "till": other, "pouch": pouch, "seal": "S1", "notes": notes_for(10_000)}
    office.post.do(cashier, "ledger.take_pouch", **taken)
    assert undo(office, last("ledger.carry_pouch"), 10_000).refusal["code"] == "acts.cannot_undo"
    alone = undo(office, last("ledger.take_pouch"), 10_000, maker=cashier)
    assert alone.refusal["code"] == "ledger.carrier_not_there"
    over_there = office.post.actor(district, "driver", person_id=61)
    other_hands = undo(office, last("ledger.take_pouch"), 10_000, maker=over_there)
    assert other_hands.refusal["code"] == "ledger.holder_not_there"
    assert undo(office, last("ledger.take_pouch"), 10_000, maker=over_there, checker=cashier).done
    assert balances_of("transit") == {person_owner(61, unit): 10_000}
    assert where(pouch) == ("P61", "closed")
    assert verified() == []
    office.post.do(cashier, "ledger.take_pouch", **taken)
    assert verified() == []


def test_a_bag_closed_by_mistake_is_open_again(office, unit):
    """Its seal is free, what lies in it stays; a bag begun and closed in one go is void, and its items lie here again."""
    district = office.post.unit("district")
    codes = [
        line["code"]
        for line in office.post.accept(unit, *[office.post.draft(office.commune) for _ in range(2)])
    ]
    clerk = office.post.actor(unit, "sorter", person_id=21)
    scans = [Scan(office.post.key(), code) for code in codes]
    office.post.do(clerk, "transport.pack_bag", unit_id=unit, to_unit_id=district, seal="N1", scans=scans)
    assert undo(office, last("transport.pack_bag"), 0).done
    assert [where(code) for code in codes] == [(f"U{unit}", "accepted")] * 2
    assert verified() == []
    again = [Scan(office.post.key(), code) for code in codes]
    office.post.do(clerk, "transport.pack_bag", unit_id=unit, to_unit_id=district, seal="N1", scans=again)


def test_a_failed_report_at_the_counter_of_another_unit_is_out_of_reach(office, delivered):
    """An act of a unit beyond one's reach does not exist for the actor."""
    elsewhere = office.post.unit("culture_post", 3)
    stranger = office.post.actor(elsewhere, "head", person_id=77)
    stranger = type(stranger)(77, stranger.name, elsewhere, stranger.roles, frozenset({elsewhere}))
    params = {"act_id": last("rounds.report_task").seq, "reason": "nhầm", "amount_dong": 359_000}
    refused = perform(stranger, "acts.undo", json.dumps(params))
    assert refused.refusal["code"] == "acts.no_such_act"


def test_an_act_of_no_way_back_says_what_to_do(office, unit):
    """A forwarded item is forwarded again; the refusal says so in words."""
    (code,) = office.items(1)
    clerk = office.post.actor(unit, "sorter", person_id=21)
    office.post.do(
        clerk, "mail.forward", unit_id=unit, code=code, commune_code=office.commune, address="Thôn 2"
    )
    refused = undo(office, last("mail.forward"), 0)
    assert refused.refusal["code"] == "acts.cannot_undo"
    assert "chuyển tiếp" in refused.refusal["message"]
