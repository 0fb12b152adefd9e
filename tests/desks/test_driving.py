"""The driver's desk: a trip from its start to its end on screens, and one taken over; each form does its act."""

import uuid
from datetime import timedelta

import pytest

from duongthu.acts.api import Proposal
from duongthu.mail.api import custody_of, find_things
from duongthu.staff.api import Role
from duongthu.staff.models import Person
from duongthu.transport.api import Trip
from tests.transport.test_transport import pack, way  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
HERE = "/chuyen-cua-toi/"


def send(client, what, **fields):
    return client.post(f"{HERE}{what}/", {"command_id": uuid.uuid4(), **fields}, follow=True)


def holder(code):
    return custody_of(find_things([code])[code]).holder


def test_a_driver_drives_his_trip_stop_by_stop(post, clock, enter, way):  # noqa: F811
    """He chooses it, begins it, loads what waits, puts down what is for the last stop: each by the button in front of him."""
    office, hub, trip = way
    bag, _codes = pack(post, office, hub)
    sorter = post.actor(office, "sorter", person_id=21)
    sent = post.do(sorter, "transport.close_dispatch", unit_id=office, to_unit_id=hub, bags=[bag])["dispatch"]
    client = enter(hub, Role.DRIVER)
    me = Person.objects.get(code=f"NV{hub}DRI").pk
    page = client.get(HERE)
    assert page.context["one"] is None
    assert trip.key in "".join(row.href for row in page.context["to_begin"].rows).replace("%2F", "/")
    page = client.get(HERE, {"chuyen": trip.key})
    units = [stop.unit_id for stop in trip.stops]
    for number, unit in enumerate(units, start=1):
        coming = page.context["coming"]
        assert (coming.unit_id, coming.number) == (unit, number)
        if number == len(units):
            assert coming.to_put_down == (bag,)
            assert page.context["is_last"]
        loads = [one.code for one in coming.waiting]
        assert loads == ([sent] if unit == office else [])
        page = send(client, "den", trip=trip.key, unit_id=unit, load=loads)
        if unit == office:
            assert holder(bag) == f"P{me}"
    assert page.context["one"] is None
    ended = Trip.objects.get(key=trip.key)
    assert (ended.driver_id, ended.arrived_at is not None) == (me, True)
    assert bag in enter(hub, Role.SORTER).get("/tui-thu/").content.decode()


def test_a_refusal_is_told_and_the_trip_stays_chosen(enter, way):  # noqa: F811
    """A stop the trip does not call at: the sentence stands on the page, nothing has begun."""
    office, hub, trip = way
    client = enter(hub, Role.DRIVER)
    page = send(client, "den", trip=trip.key, unit_id=office, load=["CT1-2-2020-0001"])
    assert page.context["one"].key == trip.key
    assert "CT1-2-2020-0001" in page.content.decode()
    assert not Trip.objects.exists()
    assert client.get(HERE, {"chuyen": "khong-co"}).status_code == 404


def test_a_colleagues_trip_is_taken_over_by_two(post, clock, enter, way):  # noqa: F811
    """He asks with a reason; another approves; the trip and its bags are his."""
    office, hub, trip = way
    bag, _codes = pack(post, office, hub)
    sorter = post.actor(office, "sorter", person_id=21)
    sent = post.do(sorter, "transport.close_dispatch", unit_id=office, to_unit_id=hub, bags=[bag])["dispatch"]
    colleague = post.actor(hub, "driver", person_id=31)
    for stop in trip.stops:
        if stop.unit_id == office:
            break
        post.do(colleague, "transport.call_at_stop", unit_id=stop.unit_id, trip=trip.key, load=[])
    post.do(colleague, "transport.call_at_stop", unit_id=office, trip=trip.key, load=[sent])
    client = enter(hub, Role.DRIVER)
    page = client.get(HERE)
    assert [one.key for one, _id in page.context["others"]] == [trip.key]
    send(client, "nhan-ban-giao", trip=trip.key, unit_id=office, reason="xe hỏng")
    proposal = Proposal.objects.get(act="transport.take_over_trip")
    assert holder(bag) == "P31"
    clock.advance(timedelta(minutes=5))
    post.do(post.actor(hub, "head", person_id=40), "acts.approve", proposal_id=proposal.pk)
    me = Person.objects.get(code=f"NV{hub}DRI").pk
    assert holder(bag) == f"P{me}"
    page = client.get(HERE)
    assert page.context["one"].key == trip.key
    assert page.context["here"] is None
    assert page.context["coming"].number == [s.unit_id for s in trip.stops].index(office) + 2


def test_who_does_not_drive_has_no_such_page(enter, way):  # noqa: F811
    """Its door keeps others out, and their menu does not name it."""
    _office, hub, _trip = way
    head = enter(hub, Role.HEAD)
    assert head.get(HERE).status_code == 403
    assert HERE not in head.get("/hom-nay/").content.decode()
