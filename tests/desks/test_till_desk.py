"""The cash desk: each form does its act, a refusal keeps what was written, and nobody sees a form that is not his."""

import uuid

import pytest

from duongthu.acts.api import ActRecord, Proposal, find_act
from duongthu.desks import audiences
from duongthu.desks.till.controls import CONTROLS
from duongthu.ledger.api import Account, Note, Pouch, Till, cash_promises, person_owner, till_code
from duongthu.staff.api import Role
from duongthu.staff.models import Person

pytestmark = pytest.mark.django_db
HERE = "/quy/"


@pytest.fixture
def till(office):
    return till_code(office, "till")


@pytest.fixture
def safe(office):
    return till_code(office, "safe")


@pytest.fixture
def counted(post, office, till):
    """Puts two million into the till, counted by a teller who closes it again."""
    who = post.actor(office, "teller", person_id=60)
    notes = [Note(500_000, 4)]
    post.do(who, "ledger.open_till", unit_id=office, till=till)
    post.do(who, "ledger.close_till", unit_id=office, till=till, notes=notes, reason="đầu ca")


def send(client, control, **fields):
    return client.post(f"{HERE}{control}/", {"command_id": uuid.uuid4(), **fields})


def offered(client, path=HERE):
    page = client.get(path)
    assert page.status_code == 200
    return {one["key"] for one in page.context["controls"]}


def done(answer, act):
    """The form led on, and the act stands in the log as done or proposed."""
    form = answer.context and [c["form"].errors for c in answer.context["controls"] if c["form"].errors]
    assert answer.status_code == 302, form
    return ActRecord.objects.filter(act=act).latest("seq").status


def test_every_role_of_every_act_may_open_the_page():
    """No act of the desk has a role whom the page's door keeps out."""
    for control in CONTROLS.values():
        assert find_act(control.act).roles <= audiences.CASH.roles | {"system"}, control.act


def test_each_role_sees_the_forms_of_its_acts_only(enter, office, counted):
    """A courier answers for what he holds, an accountant books papers; an auditor is kept out."""
    assert offered(enter(office, Role.COURIER)) == {"nhan-thieu"}
    assert offered(enter(office, Role.ACCOUNTANT)) == {"chung-tu", "khoa-thang"}
    assert offered(enter(office, Role.TELLER)) == {"mo-quy", "nhan-thieu"}
    assert enter(office, Role.AUDITOR).get(HERE).status_code == 403


def test_a_form_of_another_role_does_nothing(enter, office, till, counted):
    """A courier who posts the teller's form is refused in words, and the till stays shut."""
    client = enter(office, Role.COURIER)
    assert send(client, "mo-quy", till=till).status_code == 422
    assert not Till.objects.get(code=till).is_open
    assert send(client, "khong-co").status_code == 404


def test_cash_goes_from_hand_to_hand(enter, office, till, safe, counted):
    """Open, give, call off, give again, take, count and close: each by its form."""
    teller, head = enter(office, Role.TELLER), enter(office, Role.HEAD)
    assert done(send(teller, "mo-quy", till=till), "ledger.open_till") == "done"
    assert done(send(head, "mo-quy", till=safe), "ledger.open_till") == "done"
    give = {"from_till": till, "to_till": safe, "amount_dong": "500.000"}
    assert done(send(teller, "giao", **give), "ledger.give_cash") == "done"
    (promise,) = cash_promises(office)
    assert done(send(head, "rut-lai", hold=promise.hold), "ledger.call_off_cash") == "done"
    assert done(send(teller, "giao", **give), "ledger.give_cash") == "done"
    (promise,) = cash_promises(office)
    assert "nhan" in offered(head)
    assert "nhan" not in offered(teller)
    assert done(send(head, "nhan", hold=promise.hold), "ledger.take_cash") == "done"
    assert done(send(teller, "kiem-quy", till=till, notes_500000=3), "ledger.count_till") == "done"
    assert done(send(teller, "dong-quy", till=till, notes_500000=3), "ledger.close_till") == "done"
    assert Till.objects.get(code=safe).account.balance_dong == 500_000


def test_a_refusal_keeps_the_values(enter, office, till, counted):
    """A count that differs asks for its reason beside the field; the notes stay as they were written."""
    teller = enter(office, Role.TELLER)
    send(teller, "mo-quy", till=till)
    answer = send(teller, "dong-quy", till=till, notes_500000=3)
    assert answer.status_code == 422
    (form,) = [one["form"] for one in answer.context["controls"] if one["key"] == "dong-quy"]
    assert form.errors["reason"]
    assert form["notes_500000"].value() == "3"
    assert Till.objects.get(code=till).is_open


def test_a_double_click_is_one_command(enter, office, till, counted):
    """The same form sent twice opens the till once and says so twice."""
    teller, same = enter(office, Role.TELLER), uuid.uuid4()
    for _n in range(2):
        assert send(teller, "mo-quy", till=till, command_id=same).status_code == 302
    assert (
        ActRecord.objects.filter(
            act="ledger.open_till", actor_id=Till.objects.get(code=till).person_id
        ).count()
        == 1
    )


def test_pouches_go_out_come_back_and_turn(post, enter, office, till, counted):
    """Given, redirected (proposed), taken back; and a second one taken where it came."""
    other, third = post.unit("culture_post", 1), post.unit("culture_post", 2)
    driver = enter(office, Role.DRIVER)
    carrier = Person.objects.get(code=f"NV{office}DRI").pk
    head = enter(office, Role.HEAD)
    send(head, "mo-quy", till=till)
    give = {"till": till, "to_unit_id": other, "carrier_id": carrier, "notes_500000": 1}
    assert done(send(head, "giao-tui", seal="NP1", **give), "ledger.give_pouch") == "done"
    first = Pouch.objects.get(seal="NP1").code
    assert "mang-tui" in offered(driver)
    assert "mang-tui" not in offered(head)
    assert done(send(driver, "mang-tui", pouch=first, seal="NP1"), "ledger.carry_pouch") == "done"
    turn = send(head, "chuyen-huong-tui", pouch=first, to_unit_id=third, reason="đường ngập")
    assert done(turn, "ledger.redirect_pouch") == "proposed"
    back = {"pouch": first, "seal": "NP1", "till": till, "notes_500000": 1, "reason": "xe hỏng"}
    assert done(send(head, "nhan-lai-tui", **back), "ledger.take_back_pouch") == "done"
    assert done(send(head, "giao-tui", seal="NP2", **give), "ledger.give_pouch") == "done"
    second = Pouch.objects.get(seal="NP2").code
    assert done(send(driver, "rut-tui", pouch=second, reason="xe hỏng"), "ledger.call_off_pouch") == "done"
    assert done(send(head, "giao-tui", seal="NP2", **give), "ledger.give_pouch") == "done"
    second = Pouch.objects.get(seal="NP2", state=Pouch.OFFERED).code
    assert done(send(driver, "mang-tui", pouch=second, seal="NP2"), "ledger.carry_pouch") == "done"
    there, their_till = enter(other, Role.HEAD), till_code(other, "till")
    send(there, "mo-quy", till=their_till)
    take = {"pouch": second, "seal": "NP2", "till": their_till, "notes_500000": 1}
    assert done(send(there, "nhan-tui", **take), "ledger.take_pouch") == "done"


def test_money_that_lacks(post, enter, office, safe, code):
    """A courier brings too little: he takes the rest on his name or two others put it there, and it is repaid."""
    head, courier = enter(office, Role.HEAD), Person.objects.get(pk=7)
    send(head, "mo-quy", till=safe)
    pays = {"till": safe, "courier_id": courier.pk, "notes_100000": 1, "reason": "còn thiếu"}
    assert done(send(head, "buu-ta-nop", **pays), "ledger.courier_pays_in") == "done"
    charge = {"person_id": 7, "source": "courier", "amount_dong": 50_000, "reason": "không nhận"}
    assert done(send(head, "quy-thieu", **charge), "ledger.charge_shortage") == "proposed"
    post.do(
        post.actor(office, "courier", person_id=7),
        "ledger.accept_shortage",
        unit_id=office,
        source="courier",
        amount_dong=50_000,
    )
    assert (
        done(send(head, "nop-bu", person_id=7, till=safe, notes_50000=1), "ledger.repay_shortage") == "done"
    )
    assert Account.objects.get(kind="short", owner=person_owner(7, office)).balance_dong == 0
    answer = send(enter(office, Role.COURIER), "nhan-thieu", source="courier", amount_dong="1.000")
    assert answer.status_code == 422
    assert "Tôi nhận trách nhiệm" in answer.content.decode()


def test_what_two_must_do_is_proposed(post, enter, office, till, safe, counted):
    """The bank, a take-over, a paper: each waits for a second person."""
    cashier = enter(office, Role.CASHIER)
    send(cashier, "mo-quy", till=safe)
    send(cashier, "mo-quy", till=till)
    send(cashier, "giao", from_till=till, to_till=safe, amount_dong="1.000.000")
    for control in ("nop-ngan-hang", "rut-ngan-hang"):
        answer = send(cashier, control, till=safe, amount_dong="300.000", paper="GNT 12")
        assert done(answer, CONTROLS[control].act) == "proposed"
        proposal = Proposal.objects.get(act=CONTROLS[control].act).pk  # the bank has nothing to give before
        post.do(post.actor(office, "head", person_id=90), "acts.approve", proposal_id=proposal)
    over = send(enter(office, Role.HEAD), "tiep-quan", till=till, notes_500000=2, reason="nghỉ ốm")
    assert done(over, "ledger.take_over_till") == "proposed"
    unit = next(c for c, number in post.units.items() if number == office)
    accountant = enter(office, Role.ACCOUNTANT)
    paper = {"purpose": "capital_received", "title": "Cấp vốn", "amount_dong": "5.000.000"}
    assert send(accountant, "chung-tu", **paper, lines="khong-co; 5.000.000").status_code == 422
    answer = send(accountant, "chung-tu", **paper, lines=f"{unit}; 2.000.000\n{unit}; 3.000.000")
    assert done(answer, "ledger.post_paper") == "proposed"
    assert Proposal.objects.filter(act="ledger.post_paper").count() == 1


def test_a_month_is_closed_or_refused_in_words(enter, office, counted):
    """The accountant's form reaches the act: what stands in the way comes back beside the form."""
    answer = send(enter(office, Role.ACCOUNTANT), "khoa-thang", year=2020, month=7)
    assert answer.status_code in {302, 422}
    assert ActRecord.objects.filter(act="closing.close_month").exists()
