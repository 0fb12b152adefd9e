"""Money and bags between hands, each pair of commands sent together: one wins, the books agree afterwards. Both engines."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.kernel.clock import today
from duongthu.ledger.api import balances_of, notes_for, till_code
from duongthu.mail.api import Custody, Report, Scan
from duongthu.network.api import network_on
from duongthu.rounds.api import Round
from duongthu.transport.api import Irregularity, Trip
from tests.together import found, together, won
from tests.transport.test_transport import carry, pack, put_aboard, way  # noqa: F401  (a fixture)
from tests.turns import turns

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.feature(139)]
TURNS = turns(3)
AMOUNT = 100_000
SECOND = "controller"


@pytest.fixture
def people(office):
    """A teller and a cashier with cash in their open tills, a head, a controller, an accountant and a courier who owes."""
    post, unit = office.post, office.unit
    teller = post.actor(unit, "teller", person_id=1000 + unit)
    cashier = post.actor(unit, "cashier", person_id=51)
    post.do(teller, "ledger.open_till", unit_id=unit, till=till_code(unit, "till"))
    post.do(cashier, "ledger.open_till", unit_id=unit, till=till_code(unit, "safe"))
    return {
        "teller": teller, "cashier": cashier, "head": office.head,
        SECOND: post.actor(unit, "controller", person_id=53), "accountant": post.actor(unit, "accountant", person_id=54),
    }  # fmt: skip


def cash(amount):
    """Notes of a sum, as a command names them."""
    return [asdict(note) for note in notes_for(amount)]


def owes(office, people):
    """Courier 7 has taken COD for one item and has it on his name."""
    (code,) = office.items(1, cod_dong=AMOUNT)
    office.plan(7)
    round_code = Round.objects.latest("pk").code
    office.load(round_code)
    courier = office.courier(7)
    reports = [Report(office.post.key(), code, "delivered", receiver="Chủ nhà")]
    office.post.do(courier, "mail.report", unit_id=office.unit, reports=reports)
    return balances_of("courier")[f"P7@U{office.unit}"]


def both_approved(clock, approver, proposer, act, params):
    """The same proposal made twice, both approved at one moment."""
    text = json.dumps(params, default=str)
    numbers = [perform(proposer, act, text).result["proposal_id"] for _ in range(2)]
    return together(clock, *[(approver, "acts.approve", {"proposal_id": number}) for number in numbers])


def put_in_safe(office, people, amount):
    """Cash of the teller's till moved into the safe."""
    unit, post = office.unit, office.post
    moved = {"from_till": till_code(unit, "till"), "to_till": till_code(unit, "safe"), "amount_dong": amount}
    hold = post.do(people["teller"], "ledger.give_cash", unit_id=unit, **moved)["hold"]
    assert perform(people["cashier"], "ledger.take_cash", json.dumps({"unit_id": unit, "hold": hold})).done


def paid_in(office, people, amount):
    """The courier's money is in the teller's till."""
    brought = {
        "unit_id": office.unit,
        "till": till_code(office.unit, "till"),
        "courier_id": 7,
        "notes": cash(amount),
    }
    assert perform(people["teller"], "ledger.courier_pays_in", json.dumps(brought)).done  # fmt: skip


def test_one_delivery_told_twice(office, people, clock):
    """A phone and a desk say at once that one item was delivered: one line, the money taken once."""
    for _ in range(TURNS):
        (code,) = office.items(1, cod_dong=AMOUNT)
        office.plan(7)
        office.load(Round.objects.latest("pk").code)
        before = balances_of("courier").get(f"P7@U{office.unit}", 0)
        sends = [
            (office.courier(7), "mail.report", {"unit_id": office.unit, "reports": [
                {"key": str(office.post.key()), "code": code, "outcome": "delivered", "receiver": "Chủ nhà"}
            ]})
            for _ in range(2)
        ]  # fmt: skip
        lines = [outcome.result["lines"][0]["status"] for outcome in together(clock, *sends)]
        assert sorted(lines) == ["done", "refused"], lines
        assert balances_of("courier")[f"P7@U{office.unit}"] == before + AMOUNT
        office.report(Round.objects.latest("pk").code)
        clock.advance(timedelta(days=1))
    assert found() == []


def test_a_courier_pays_in_once(office, people, clock):
    """Two windows take in the same money at one moment: one does."""
    for _ in range(TURNS):
        owed = owes(office, people)
        brought = {"unit_id": office.unit, "till": till_code(office.unit, "till"), "courier_id": 7, "notes": cash(owed)}  # fmt: skip
        pair = together(clock, *[(people["teller"], "ledger.courier_pays_in", brought)] * 2)
        assert won(pair) == 1, pair
        assert f"P7@U{office.unit}" not in balances_of("courier")
        clock.advance(timedelta(days=1))
    assert found() == []


def test_cash_goes_to_the_bank_and_back_once(office, people, clock):
    """Two slips over all there is, approved together: one."""
    unit, safe = office.unit, till_code(office.unit, "safe")
    for turn in range(TURNS):
        paid_in(office, people, owes(office, people))
        put_in_safe(office, people, AMOUNT)
        slip = {"unit_id": unit, "till": safe, "amount_dong": AMOUNT * (turn + 1), "paper": f"GNT-{turn}"}
        assert (
            won(both_approved(clock, people["accountant"], people["cashier"], "ledger.bank_cash", slip)) == 1
        )
        slip = slip | {"paper": f"UNC-{turn}"}
        assert (
            won(both_approved(clock, people["accountant"], people["cashier"], "ledger.withdraw_cash", slip))
            == 1
        )
        assert balances_of("safe")[safe] == AMOUNT * (turn + 1)
        clock.advance(timedelta(days=1))
    assert found() == []


def test_a_shortage_is_charged_once_and_repaid_once(office, people, clock):
    """Two charges of one lack, approved together, and two windows that take its repayment."""
    unit = office.unit
    for _ in range(TURNS):
        owed = owes(office, people)
        lack = {
            "unit_id": unit,
            "person_id": 7,
            "source": "courier",
            "amount_dong": owed,
            "reason": "không nộp",
        }
        assert won(both_approved(clock, people[SECOND], people["head"], "ledger.charge_shortage", lack)) == 1
        assert balances_of("short") == {f"P7@U{unit}": owed}
        repaid = {"unit_id": unit, "till": till_code(unit, "till"), "person_id": 7, "notes": cash(owed)}
        pair = together(clock, *[(people["teller"], "ledger.repay_shortage", repaid)] * 2)
        assert won(pair) == 1, pair
        assert balances_of("short") == {}
        clock.advance(timedelta(days=1))
    assert found() == []


def test_a_till_is_taken_over_once(office, people, clock):
    """Two heads' counts of an absent teller's till, approved together; and one against the teller's own close."""
    unit, till = office.unit, till_code(office.unit, "till")
    for turn in range(TURNS):
        over = {"unit_id": unit, "till": till, "notes": [], "reason": "vắng mặt"}
        if turn % 2:
            number = perform(people["head"], "ledger.take_over_till", over).result["proposal_id"]
            closes = (people["teller"], "ledger.close_till", {"unit_id": unit, "till": till, "notes": []})
            pair = together(clock, (people[SECOND], "acts.approve", {"proposal_id": number}), closes)
        else:
            pair = both_approved(clock, people[SECOND], people["head"], "ledger.take_over_till", over)
        assert won(pair) == 1, pair
        office.post.do(people["teller"], "ledger.open_till", unit_id=unit, till=till)
    assert found() == []


def test_a_differing_pouch_is_taken_once(office, people, clock):
    """Two counts that differ, approved together: one pouch, one shortage."""
    post, unit = office.post, office.unit
    district = post.unit("district")
    there, carrier = post.actor(district, "cashier", person_id=62), post.actor(unit, "driver", person_id=61)
    second = post.actor(district, "head", person_id=63)
    till = till_code(district, "till")
    post.do(there, "ledger.open_till", unit_id=district, till=till)
    for turn in range(TURNS):
        paid_in(office, people, owes(office, people))
        given = {
            "unit_id": unit, "till": till_code(unit, "till"), "to_unit_id": district, "carrier_id": 61, "seal": f"S{turn}",
            "notes": cash(AMOUNT),
        }  # fmt: skip
        pouch = perform(people["teller"], "ledger.give_pouch", json.dumps(given)).result["pouch"]
        post.do(carrier, "ledger.carry_pouch", pouch=pouch, seal=f"S{turn}")
        taken = {
            "unit_id": district,
            "till": till,
            "pouch": pouch,
            "seal": f"S{turn}",
            "notes": cash(AMOUNT - 1_000),
        }
        pair = both_approved(clock, second, there, "ledger.take_differing_pouch", taken | {"reason": "thiếu"})
        assert won(pair) == 1, pair
        assert balances_of("short")[f"U{district}"] == 1_000 * (turn + 1)
        clock.advance(timedelta(days=1))
    assert found() == []


def test_a_trip_has_one_driver(post, clock, way):  # noqa: F811
    """Two drivers begin one trip together; two colleagues take it over together: its bags are on one name, its driver's."""
    office, hub, trip = way
    for turn in range(TURNS):
        trip = _next_of(trip.route, clock)
        bag, _codes = pack(post, office, hub, seal=f"S-{turn}")
        sorter, first = post.actor(office, "sorter", person_id=21), trip.stops[0].unit_id
        sent = post.do(sorter, "transport.close_dispatch", unit_id=office, to_unit_id=hub, bags=[bag])[
            "dispatch"
        ]
        drivers = [post.actor(hub, "driver", person_id=number) for number in (31, 32)]
        pair = together(
            clock,
            *[
                (one, "transport.call_at_stop", {"unit_id": first, "trip": trip.key, "load": []})
                for one in drivers
            ],
        )
        assert won(pair) == 1, pair
        driver = next(one for one, outcome in zip(drivers, pair, strict=True) if outcome.done)
        clock.advance(timedelta(minutes=10))
        if first != office:
            post.do(driver, "transport.call_at_stop", unit_id=office, trip=trip.key, load=[sent])
        over = {"unit_id": office, "trip": trip.key, "reason": "đổi ca"}
        numbers = [
            post.do_proposed(
                post.actor(office, "driver", person_id=person), "transport.take_over_trip", **over
            )
            for person in (33, 34)
        ]
        head = post.actor(office, "head", person_id=40)
        pair = together(clock, *[(head, "acts.approve", {"proposal_id": number}) for number in numbers])
        assert won(pair) >= 1, pair
        now_driven_by = Trip.objects.get(key=trip.key).driver_id
        assert now_driven_by in {33, 34}
        assert {row.holder for row in Custody.objects.filter(holder__startswith="P")} == {f"P{now_driven_by}"}
        driver = post.actor(hub, "driver", person_id=now_driven_by)
        clock.advance(timedelta(minutes=30))
        post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
        post.do(
            post.actor(hub, "sorter", person_id=22),
            "transport.receive_bags",
            unit_id=hub,
            trip=trip.key,
            absent=[],
        )
        clock.advance(timedelta(days=1))
    assert found() == []


def _next_of(route, clock):
    """The route's next trip; the clock goes on to the morning of its day."""
    while True:
        for trip in network_on(today()).trips:
            if trip.route == route and trip.departs_at > clock.now():
                return trip
        clock.advance(timedelta(days=1))


def test_a_bag_is_taken_once_and_given_up_or_found(post, clock, way):  # noqa: F811
    """Two sorters take what was put down; a bag overdue is given up by two while its driver puts it down: one of the two."""
    office, hub, trip = way
    bag, _codes = pack(post, office, hub)
    _dispatch, driver = put_aboard(post, clock, bag, office, hub, trip)
    clock.advance(timedelta(minutes=20))
    post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    taken = {"unit_id": hub, "trip": trip.key, "absent": []}
    pair = together(
        clock,
        *[(post.actor(hub, "sorter", person_id=one), "transport.receive_bags", taken) for one in (22, 23)],
    )
    assert won(pair) == 1, pair
    assert found() == []


def test_a_late_bag_is_given_up_or_put_down(post, clock, way):  # noqa: F811
    """The one who comes second is refused by name."""
    office, hub, trip = way
    bag, _codes = pack(post, office, hub)
    _dispatch, driver = put_aboard(post, clock, bag, office, hub, trip)
    clock.advance(timedelta(days=1))
    head, controller = (
        post.actor(office, "head", person_id=40),
        post.actor(office, "controller", person_id=53),
    )
    number = post.do_proposed(head, "transport.give_up_bag", unit_id=office, bag=bag, reason="không thấy")
    pair = together(
        clock,
        (controller, "acts.approve", {"proposal_id": number}),
        (driver, "transport.put_down_bag", {"unit_id": hub, "bag": bag}),
    )
    assert won(pair) == 1, pair
    assert [one for one in found() if one.code != "transport.bag_overdue"] == []


def test_what_lacks_in_a_bag_is_said_once(post, clock, way):  # noqa: F811
    """Two second counters say at once that one item lacks: one of them is written down, the item is missing once."""
    office, hub, trip = way
    bag, codes = pack(post, office, hub)
    carry(post, clock, bag, office, hub, trip)
    scans = [Scan(post.key(), code) for code in codes[1:]]
    opening = {"unit_id": hub, "bag": bag, "seal": "S-001", "scans": scans}
    post.do(post.actor(hub, "sorter", person_id=22), "transport.open_received_bag", **opening)
    again = {"unit_id": hub, "bag": bag, "scans": []}
    seconds = [post.actor(hub, "sorter", person_id=one) for one in (23, 24)]
    pair = together(clock, *[(one, "transport.count_again", again) for one in seconds])
    assert won(pair) == 1, pair
    assert Irregularity.objects.filter(kind=Irregularity.SHORT).count() == 1
    assert found() == []
