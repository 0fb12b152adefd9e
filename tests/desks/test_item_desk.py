"""The page of an item: what may be done with it now, by whom, and each form does its act."""

import uuid

import pytest

from duongthu.acts.api import ActRecord, find_act
from duongthu.desks import audiences
from duongthu.desks.items.controls import CONTROLS
from duongthu.kernel.clock import now
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import Till, till_code
from duongthu.mail.api import custody_of, item_by_code
from duongthu.staff.api import Role

pytestmark = pytest.mark.django_db
_ids = IdMaker()


@pytest.fixture
def parcel(post, office):
    """An item with COD, just accepted at the office that delivers it."""
    commune = next(post.communes[c] for c, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune, cod_dong=250_000))
    return line["code"]


def offered(client, code):
    page = client.get(f"/buu-gui/{code}/")
    assert page.status_code == 200
    return {one["key"] for one in page.context["controls"]}


def send(client, code, control, **fields):
    sent = {"command_id": uuid.uuid4(), "line_id": _ids.make(now()), **fields}
    return client.post(f"/buu-gui/{code}/lam/{control}/", sent)


def state(code):
    return custody_of(item_by_code(code).pk).state


def test_every_role_of_every_act_may_open_the_page():
    """No act of the page has a role whom its door keeps out."""
    for control in CONTROLS.values():
        assert find_act(control.act).roles <= audiences.ITEMS.roles | {"system"}, control.act


def test_only_what_may_be_done_now_is_offered(enter, office, parcel):
    """By the item's state, where it lies, and the actor's roles; an auditor does nothing."""
    sorter, auditor = enter(office, Role.SORTER), enter(office, Role.AUDITOR)
    assert offered(sorter, parcel) == {"nhan-de-phat", "rut"}
    assert offered(auditor, parcel) == set()
    assert send(sorter, parcel, "nhan-de-phat").status_code == 302
    assert offered(sorter, parcel) == {"luu", "chuyen-tiep", "rut"}
    assert send(sorter, parcel, "luu").status_code == 302
    assert offered(sorter, parcel) == {"chuyen-tiep", "chuyen-hoan", "rut"}
    assert state(parcel) == "held"


def test_delivered_at_the_counter_with_its_cod(enter, office, parcel):
    """Only with a till in one's own hands; the money is in it and the item is the recipient's in the same act."""
    sorter, teller = enter(office, Role.SORTER), enter(office, Role.TELLER)
    for control in ("nhan-de-phat", "luu"):
        send(sorter, parcel, control)
    till = till_code(office, "till")
    Till.objects.filter(code=till).update(person_id=None)
    assert "phat-tai-quay" not in offered(teller, parcel)
    teller.post("/quy/mo-quy/", {"command_id": uuid.uuid4(), "till": till})
    before = Till.objects.select_related("account").get(code=till).account.balance_dong
    assert "phat-tai-quay" in offered(teller, parcel)
    nobody = send(teller, parcel, "phat-tai-quay", receiver="")
    assert nobody.status_code == 422
    assert send(teller, parcel, "phat-tai-quay", receiver="Phạm Thị Nhận").status_code == 302
    assert state(parcel) == "delivered"
    after = Till.objects.select_related("account").get(code=till).account.balance_dong
    assert after - before == 250_000


def test_sent_on_sent_back_and_given_back_by_others(enter, post, office, parcel):
    """A reason is asked for; who turned it back does not hand it out; the sentence stands beside the form."""
    teller, head = enter(office, Role.TELLER), enter(office, Role.HEAD)
    assert send(teller, parcel, "rut", reason=" ").status_code == 422
    assert send(teller, parcel, "rut", reason="người gửi yêu cầu").status_code == 302
    assert "tra-nguoi-gui" in offered(head, parcel)
    alone = send(teller, parcel, "tra-nguoi-gui")
    assert alone.status_code == 422
    (form,) = [one["form"] for one in alone.context["controls"] if one["key"] == "tra-nguoi-gui"]
    assert form.non_field_errors()
    assert send(head, parcel, "tra-nguoi-gui").status_code == 302
    assert state(parcel) == "returned"


def test_a_double_click_is_one_command_and_another_number_is_not_found(enter, office, parcel):
    """The same form twice moves it once; what is no control, and no item, is not found."""
    sorter, same = enter(office, Role.SORTER), {"command_id": uuid.uuid4(), "line_id": _ids.make(now())}
    for _n in range(2):
        assert sorter.post(f"/buu-gui/{parcel}/lam/nhan-de-phat/", same).status_code == 302
    assert ActRecord.objects.filter(act="mail.keep_here").count() == 1
    assert send(sorter, parcel, "khong-co").status_code == 404
    assert send(sorter, "EA999999999VN", "luu").status_code == 404
