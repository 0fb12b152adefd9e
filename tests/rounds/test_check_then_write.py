"""Two hands at one thing at the same moment: one gets it, the books agree afterwards. Both engines, each pair sent together."""

import json
import threading
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection

from duongthu.acts.api import ActRecord, perform
from duongthu.acts.registry import react
from duongthu.kernel.clock import today, using_clock
from duongthu.ledger.api import Closing, day_figures, notes_for, till_code
from duongthu.mail.api import Custody, InboundItem
from tests.together import found, together, won
from tests.turns import turns

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.feature(139)]
TURNS = turns(5)


@pytest.fixture
def people(office):
    """A teller with cash in the open till, a cashier with the open safe, a head, a controller, a driver."""
    post, unit = office.post, office.unit
    post.accept(unit, *[post.draft(office.commune) for _ in range(3)])
    cashier = post.actor(unit, "cashier", person_id=51)
    post.do(cashier, "ledger.open_till", unit_id=unit, till=till_code(unit, "safe"))
    post.actor(unit, "driver", person_id=61)
    return {
        "teller": post.actor(unit, "teller", person_id=1000 + unit), "cashier": cashier, "head": office.head,
        "controller": post.actor(unit, "controller", person_id=53),
    }  # fmt: skip


def test_cash_between_two_tills(office, people, clock):
    """Taken by its taker and called off by its giver at once: one of the two."""
    unit = office.unit
    for _ in range(TURNS):
        params = {
            "unit_id": unit,
            "from_till": till_code(unit, "till"),
            "to_till": till_code(unit, "safe"),
            "amount_dong": 1_000,
        }
        hold = office.post.do(people["teller"], "ledger.give_cash", **params)["hold"]
        answer = {"unit_id": unit, "hold": hold}
        pair = together(
            clock,
            (people["cashier"], "ledger.take_cash", answer),
            (people["teller"], "ledger.call_off_cash", answer),
        )
        assert won(pair) == 1, pair
    assert found() == []


def test_one_pouch_for_two_takers_and_two_pouches_for_one_seal(office, people, clock):
    """Two pouches given under one seal: one; one pouch taken and taken back: one."""
    unit, till = office.unit, till_code(office.unit, "till")
    district = office.post.unit("district")
    there = office.post.actor(district, "cashier", person_id=62)
    carrier = office.post.actor(unit, "driver", person_id=61)
    office.post.do(there, "ledger.open_till", unit_id=district, till=till_code(district, "till"))
    for turn in range(TURNS):
        notes = [{"note": 1_000, "count": 1}]
        given = {
            "unit_id": unit,
            "till": till,
            "to_unit_id": district,
            "carrier_id": 61,
            "seal": f"S{turn}",
            "notes": notes,
        }
        pair = together(
            clock,
            (people["teller"], "ledger.give_pouch", given),
            (people["teller"], "ledger.give_pouch", given),
        )
        assert won(pair) == 1, pair
        pouch = next(outcome.result["pouch"] for outcome in pair if outcome.done)
        carried = {"pouch": pouch, "seal": f"S{turn}"}
        off = {"pouch": pouch, "reason": "hủy chuyến"}
        if turn % 2:
            pair = together(
                clock,
                (carrier, "ledger.carry_pouch", carried),
                (people["teller"], "ledger.call_off_pouch", off),
            )
            assert won(pair) == 1, pair
            if not pair[0].done:
                continue
        else:
            assert perform(carrier, "ledger.carry_pouch", carried).done
        taken = {"pouch": pouch, "seal": f"S{turn}", "notes": notes}
        pair = together(
            clock,
            (there, "ledger.take_pouch", taken | {"unit_id": district, "till": till_code(district, "till")}),
            (
                people["teller"],
                "ledger.take_back_pouch",
                taken | {"unit_id": unit, "till": till, "reason": "hủy chuyến"},
            ),
        )
        assert won(pair) == 1, pair
    assert found() == []


def test_one_act_undone_twice(office, people, clock):
    """Two proposals to undo one acceptance, approved at the same moment: undone once."""
    for _ in range(TURNS):
        (line,) = office.post.accept(office.unit, office.post.draft(office.commune))
        record = ActRecord.objects.filter(act="mail.accept_items").latest("seq")
        params = {"act_id": record.seq, "reason": "nhầm", "amount_dong": line["postage_dong"]}
        numbers = [
            perform(people["teller"], "acts.undo", json.dumps(params)).result["proposal_id"] for _ in range(2)
        ]
        approvals = [(people["controller"], "acts.approve", {"proposal_id": number}) for number in numbers]
        pair = together(clock, *approvals)
        assert won(pair) == 1, pair
    assert found() == []


def test_one_bag_in_two_dispatches(office, people, clock):
    """A sealed bag goes with one dispatch; one seal goes on one bag."""
    unit, district = office.unit, office.post.unit("district")
    clerk = office.post.actor(unit, "sorter", person_id=21)
    for turn in range(TURNS):
        codes = [
            line["code"]
            for line in office.post.accept(unit, *[office.post.draft(office.commune) for _ in range(2)])
        ]
        packs = [
            (clerk, "transport.pack_bag",
             {"unit_id": unit, "to_unit_id": district, "seal": f"N{turn}", "scans": [{"key": str(office.post.key()), "code": code}]})
            for code in codes
        ]  # fmt: skip
        pair = together(clock, *packs)
        assert won(pair) == 1, pair
        bag = next(outcome.result["bag"] for outcome in pair if outcome.done)
        params = {"unit_id": unit, "to_unit_id": district, "bags": [bag]}
        pair = together(clock, *[(clerk, "transport.close_dispatch", params)] * 2)
        assert won(pair) == 1, pair
    assert found() == []


def test_who_closes_waits_for_moves_under_way(office, people, clock, monkeypatch):
    """An act has moved things but is not at its end: the close waits for it, and its proof counts what it moved."""
    post, unit = office.post, office.unit
    close_tills(office, people)
    moved, go_on = threading.Event(), threading.Event()

    def held_back(call):
        react(call)
        if threading.current_thread().name == "mover":
            connection.cursor().execute("SELECT 1")  # small writes travel with the next statement
            moved.set()
            go_on.wait(10)

    monkeypatch.setattr("duongthu.acts.perform.react", held_back)
    item = InboundItem(post.key(), "EE123456785VN", "ems", "A", "B", "Thôn 1", office.commune, 300)
    clerk = post.actor(unit, "sorter", person_id=21)
    inbound = {"unit_id": unit, "partner_code": "TCT", "items": [asdict(item)]}
    outcomes = {}

    def send(name, actor, act, params):
        with using_clock(clock):
            outcomes[name] = perform(actor, act, json.dumps(params, default=str))
        connection.close()

    day = {"unit_id": unit, "on": today().isoformat()}
    mover = threading.Thread(
        target=send, name="mover", args=("move", clerk, "mail.take_from_partner", inbound)
    )
    closer = threading.Thread(target=send, args=("close", people["head"], "closing.close_day", day))
    mover.start()
    assert moved.wait(10)
    closer.start()
    closer.join(0.7)
    assert closer.is_alive(), "the close did not wait for the move"
    go_on.set()
    mover.join(30)
    closer.join(30)
    assert outcomes["move"].result["lines"][0]["status"] == "done"
    assert outcomes["close"].done, outcomes["close"].refusal
    assert outcomes["close"].result["items"]["stock"] == Custody.objects.filter(holder=f"U{unit}").count()
    assert found() == []
    clock.advance(timedelta(days=1))
    post.do(people["head"], "closing.close_day", unit_id=unit, on=today())


def close_tills(office, people):
    """Count both tills of the unit and shut them."""
    post, unit = office.post, office.unit
    for person, kind in (("teller", "till"), ("cashier", "safe")):
        till = till_code(unit, kind)
        held = post.do(people[person], "ledger.count_till", unit_id=unit, till=till, notes=[], reason="thử")[
            "book_dong"
        ]
        post.do(
            people[person], "ledger.close_till", unit_id=unit, till=till, notes=notes_for(0), reason=f"{held}"
        )


def test_nothing_slips_into_a_day_that_is_being_shut(office, people, clock):
    """A courier's report and the close of the day at once: what the day kept is what the entries say, whoever came first."""
    unit = office.unit
    till = till_code(unit, "till")
    close_tills(office, people)
    for _ in range(TURNS):
        money = {"unit_id": unit, "source": "unit", "amount_dong": 1}
        closing = (people["head"], "closing.close_day", {"unit_id": unit, "on": today().isoformat()})
        accepted = (people["teller"], "ledger.open_till", {"unit_id": unit, "till": till})
        together(clock, closing, accepted, (people["teller"], "ledger.accept_shortage", money))
        closed = Closing.objects.filter(unit_id=unit, closed_until=today()).first()
        if closed is not None:
            assert json.loads(closed.figures) == day_figures(unit, today())
        perform(
            people["teller"], "ledger.close_till", {"unit_id": unit, "till": till, "notes": [], "reason": "x"}
        )
        clock.advance(timedelta(days=1))
    assert found() == []


def test_a_till_is_opened_by_one(office, people, clock):
    """Two tellers reach for one till."""
    other, till = office.post.actor(office.unit, "teller", person_id=70), till_code(office.unit, "till")
    params = {"unit_id": office.unit, "till": till}
    for _ in range(TURNS):
        office.post.do(people["teller"], "ledger.close_till", **params, notes=[], reason="đếm lại")
        pair = together(
            clock, (people["teller"], "ledger.open_till", params), (other, "ledger.open_till", params)
        )
        assert won(pair) == 1, pair
        if pair[1].done:
            office.post.do(other, "ledger.close_till", **params, notes=[], reason="đếm lại")
            office.post.do(people["teller"], "ledger.open_till", **params)
    assert found() == []


def test_scans_of_one_item_by_two(office, people, clock):
    """One item into two hands at once: one."""
    clerk, other = (office.post.actor(office.unit, "sorter", person_id=one) for one in (21, 22))
    for code in office.items(TURNS):
        sends = [
            (
                one,
                "mail.hold",
                {"unit_id": office.unit, "scans": [{"key": str(office.post.key()), "code": code}]},
            )
            for one in (clerk, other)
        ]
        lines = [outcome.result["lines"][0]["status"] for outcome in together(clock, *sends)]
        assert sorted(lines) == ["done", "refused"], lines
    assert found() == []
