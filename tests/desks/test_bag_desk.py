"""The desk of bags that change hands, and the courier's own taking of his list: each form does its act, for its roles only."""

import uuid
from datetime import timedelta

import pytest

from duongthu.acts.api import ActRecord, Proposal, find_act
from duongthu.desks import audiences
from duongthu.desks.bags.openings import COUNT, OPEN
from duongthu.desks.bags.views import GIVE_UP, PUT_DOWN, RECEIVE
from duongthu.mail.api import Custody, custody_of, find_things, item_by_code
from duongthu.rounds.api import Round
from duongthu.staff.api import Role
from duongthu.staff.models import Person
from tests.desks.test_rounds_compared import courier_of  # noqa: F401  (a fixture)
from tests.transport.test_bag_hands import aboard, way  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
HERE = "/tui-thu/"


def send(client, what, **fields):
    return client.post(f"{HERE}{what}/", {"command_id": uuid.uuid4(), **fields})


def last(act):
    """What became of the newest such act."""
    return ActRecord.objects.filter(act=act).latest("seq").status


def test_every_role_of_every_act_may_open_the_page():
    """No act of the desk has a role whom the page's door keeps out, and its own door lets in whoever may do it."""
    for act, door in (
        (RECEIVE, audiences.TAKE_BAGS),
        (PUT_DOWN, audiences.DRIVE),
        (GIVE_UP, audiences.CLOSE_DAY),
        (OPEN, audiences.TAKE_BAGS),
        (COUNT, audiences.COUNT_BAGS),
    ):
        roles = find_act(act).roles - {"system"}
        assert roles <= audiences.BAG_HANDS.roles
        assert roles == door.roles


def test_a_sorter_takes_what_the_driver_put_down_but_for_what_is_not_there(post, enter, aboard):  # noqa: F811
    """The page lists it by trip; ticked as absent it stays the driver's; he puts it down again, and it is taken."""
    bag, _codes, _office, hub, trip, driver = aboard
    post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    sorter = enter(hub, Role.SORTER)
    page = sorter.get(HERE).content.decode()
    assert bag in page
    assert 'name="absent"' in page
    send(sorter, "nhan", trip=trip.key, absent=[bag])
    assert custody_of(find_things([bag])[bag]).holder == "P31"
    assert "còn mang tên lái xe" in sorter.get(HERE).content.decode()
    post.do(driver, "transport.put_down_bag", unit_id=hub, bag=bag)
    send(sorter, "nhan", trip=trip.key)
    assert custody_of(find_things([bag])[bag]).holder == f"U{hub}"
    page = sorter.get(HERE)
    assert (page.context["trips"], [one.code for one in page.context["to_open"]]) == ([], [bag])


def test_a_bag_is_opened_and_counted_again_on_the_page(post, enter, aboard):  # noqa: F811
    """The sorter opens it with what came out; his page says what waits; the controller confirms what lacks by the other form."""
    bag, codes, office, hub, trip, driver = aboard
    post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    sorter = enter(hub, Role.SORTER)
    assert "Mở túi và đếm" in sorter.get(HERE).content.decode()
    form = {"command_id": uuid.uuid4(), "bag": bag, "seal": "S-001", "scanned": "\n".join(codes[1:]).lower()}
    for _twice in range(2):  # a double click is one command
        said = sorter.post(f"{HERE}mo/", form, follow=True).content.decode()
        assert f"chờ người thứ hai đếm lại: {codes[0]}" in said
    assert custody_of(item_by_code(codes[1]).pk).holder == f"U{hub}"
    assert "Ghi bưu gửi tìm thấy" in said
    send(sorter, "dem-lai", bag=bag, unit_id=hub)
    assert last(COUNT) == "refused"
    controller = enter(hub, Role.CONTROLLER)
    assert "Xác nhận: số còn lại thiếu" in controller.get(HERE).content.decode()
    send(controller, "dem-lai", bag=bag, unit_id=hub)
    assert custody_of(item_by_code(codes[0]).pk).holder == f"U{office}"
    page = controller.get(HERE)
    assert (page.context["to_open"], page.context["to_count"]) == ([], [])


def test_a_driver_sees_his_bags_and_puts_one_down(post, enter, aboard):  # noqa: F811
    """What is on his name and where it may go; another driver's page shows nothing of it."""
    bag, _codes, _office, hub, trip, driver = aboard
    post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    post.do(post.actor(hub, "sorter", person_id=22), RECEIVE, unit_id=hub, trip=trip.key, absent=[bag])
    client = enter(hub, Role.DRIVER)
    assert bag not in client.get(HERE).content.decode()
    send(client, "giao", unit_id=hub, bag=bag)
    assert last(PUT_DOWN) == "refused"
    me = Person.objects.get(code=f"NV{hub}DRI").pk
    Custody.objects.filter(holder="P31").update(holder=f"P{me}")
    page = client.get(HERE).content.decode()
    assert bag in page
    assert "Để xuống" in page
    send(client, "giao", unit_id=hub, bag=bag)
    assert last(PUT_DOWN) == "done"
    assert "chờ đơn vị nhận" in client.get(HERE).content.decode()
    assert client.post(f"{HERE}nhan/", {"command_id": uuid.uuid4(), "trip": trip.key}).status_code == 403


def test_a_head_proposes_to_give_up_what_has_not_come(enter, clock, aboard):  # noqa: F811
    """The form asks why; the proposal waits for a second person; a sorter has no such form."""
    bag, _codes, office, _hub, _trip, _driver = aboard
    clock.advance(timedelta(days=1))
    sorter = enter(office, Role.SORTER)
    assert bag in sorter.get(HERE).content.decode()
    assert "Ghi mất túi" not in sorter.get(HERE).content.decode()
    head = enter(office, Role.HEAD)
    assert "Ghi mất túi" in head.get(HERE).content.decode()
    send(head, "ghi-mat", bag=bag, reason="xe không về")
    assert Proposal.objects.get(act=GIVE_UP).status == "open"
    assert send(sorter, "ghi-mat", bag=bag, reason="x").status_code == 403


def test_a_courier_takes_his_own_list(office, rounds, courier_of):  # noqa: F811
    """What he scans is on his name, what he does not stays the office's, a number not listed is named; another takes nothing."""
    one = Round.objects.get(code=rounds[0])
    client = courier_of(one.courier_id)
    page = client.get("/tuyen-cua-toi/")
    waiting = page.context["to_take"]
    assert len(waiting) == one.stops.count()
    form = {
        "command_id": page.context["command_id"],
        "round_code": one.code,
        "key": [f"{row.code} {key}" for key, row in waiting],
        "scanned": f"{waiting[0][1].code.lower()}\nEA123456785VN",
        "codes": [waiting[1][1].code],
    }
    for _twice in range(2):  # a double click is one command
        said = client.post("/tuyen-cua-toi/nhan/", form, follow=True).content.decode()
        assert "Bạn đã nhận 2 bưu gửi" in said
        assert "Không có trong danh sách chờ nhận của bạn: EA123456785VN" in said
    holders = [custody_of(item_by_code(row.code).pk).holder for _key, row in waiting]
    assert holders == [f"P{one.courier_id}"] * 2 + [f"U{office}"] * (len(waiting) - 2)
    other = courier_of(Round.objects.get(code=rounds[1]).courier_id)
    refused = other.post("/tuyen-cua-toi/nhan/", form | {"command_id": uuid.uuid4()}, follow=True)
    assert "là của bưu tá khác" in refused.content.decode()
