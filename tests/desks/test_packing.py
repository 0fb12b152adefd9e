"""The sorter's packing desk: items into a sealed bag, bags into a dispatch, each by its form."""

import uuid

import pytest

from duongthu.mail.api import custody_of, find_things, item_by_code
from duongthu.staff.api import Role
from duongthu.transport.api import Bag, Dispatch
from tests.transport.test_transport import way  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
HERE = "/dong-tui/"


def send(client, what, **fields):
    return client.post(f"{HERE}{what}/", {"command_id": uuid.uuid4(), **fields}, follow=True)


def test_a_sorter_packs_a_bag_and_closes_a_dispatch(post, enter, way):  # noqa: F811
    """What is scanned goes in, a number of elsewhere is named with its reason, then the bag goes into a dispatch."""
    office, hub, _trip = way
    codes = [line["code"] for line in post.accept(office, post.draft("12103"), post.draft("12103"))]
    client = enter(office, Role.SORTER)
    page = client.get(HERE)
    assert hub in {unit for unit, _name in page.context["ways"]}
    form = {
        "command_id": uuid.uuid4(), "to_unit_id": hub, "seal": "N-77", "scanned": f"{codes[0].lower()}\n{codes[1]} EA123456785VN",
    }  # fmt: skip
    for _twice in range(2):
        said = client.post(f"{HERE}niem-phong/", form, follow=True).content.decode()
        assert "N-77: 2 bưu gửi" in said
        assert "EA123456785VN" in said.split("Không vào túi")[1]
    bag = Bag.objects.get()
    assert {custody_of(item_by_code(code).pk).holder for code in codes} == {f"B{bag.pk}"}
    said = send(client, "chuyen-thu", to_unit_id=hub, bags=[bag.code])
    assert Dispatch.objects.get().to_unit_id == hub
    assert said.context["waiting"] == []
    assert custody_of(find_things([bag.code])[bag.code]).holder == f"U{office}"


def test_what_cannot_be_packed_is_said(post, enter, way):  # noqa: F811
    """Nothing that could go in, no unit chosen, no bag ticked: a sentence each, nothing begun."""
    office, hub, _trip = way
    client = enter(office, Role.SORTER)
    said = send(client, "niem-phong", to_unit_id=hub, seal="N-1", scanned="EA123456785VN")
    assert "EA123456785VN" in said.content.decode().split("Không bưu gửi nào vào được túi")[1]
    assert not Bag.objects.exists()
    send(client, "niem-phong", seal="N-1", scanned="EA123456785VN")
    send(client, "chuyen-thu", to_unit_id=hub)
    assert not Bag.objects.exists()
    assert not Dispatch.objects.exists()
    assert enter(hub, Role.DRIVER).get(HERE).status_code == 403
