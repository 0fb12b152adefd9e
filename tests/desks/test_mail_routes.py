"""The screens of mail routes and of a late trip: drawn by one person, adopted by another, decided with a reason."""

from datetime import date, timedelta

import pytest

from duongthu.acts.api import ActRecord
from duongthu.kernel.clock import today
from duongthu.mail.api import Scan
from duongthu.network.api import network_on
from duongthu.staff.api import Role
from duongthu.transport.api import LateDecision, RouteProposal, SpecialTrip

pytestmark = pytest.mark.django_db
HERE = "/dieu-hanh/duong-thu/"
COMMAND = "0173ea7b-0e80-70eb-af11-a0f1eb09707d"
OTHER_COMMAND = "0173ea7b-0e80-70eb-af11-a0f1eb09708e"


@pytest.fixture
def top(post):
    """The head office of the province."""
    return post.unit("province")


@pytest.fixture
def mail(post):
    """Items between offices all over the province, so that the journals hold something to plan by."""
    day = network_on(today())
    offices = [post.unit("culture_post", number) for number in range(0, 130, 13)]
    for start, end in zip(offices, offices[1:], strict=False):
        post.accept(start, *[post.draft(day.units[end].commune_code, weight_grams=2_000) for _ in range(4)])


def drawn(client):
    form = {"on": "2020-08-15", "weekdays": "123456", "days": "3", "seconds": "2", "command_id": COMMAND}
    return client.post(HERE + "lap/", form, follow=True)


@pytest.mark.feature(25)
def test_a_dispatcher_draws_and_a_director_adopts(enter, top, mail):
    """The draft is shown beside today; its maker is told to fetch another person, who puts it in force."""
    dispatcher = enter(top, Role.DISPATCHER)
    page = drawn(dispatcher).content.decode()
    made = RouteProposal.objects.get()
    assert "Đã lập phương án" in page
    assert "Bạn lập phương án này" in page
    assert "Trung tâm đi thẳng mọi bưu cục" in page
    assert made.code in dispatcher.get(HERE).content.decode()
    director = enter(top, Role.DIRECTOR)
    page = director.get(f"{HERE}{made.code}/").content.decode()
    assert "Áp dụng phương án" in page
    form = {"from_on": "2020-08-17", "command_id": OTHER_COMMAND}
    page = director.post(f"{HERE}{made.code}/ap-dung/", form, follow=True).content.decode()
    assert "đã áp dụng" in page
    assert len(network_on(date(2020, 8, 17)).routes) != len(network_on(today()).routes)


@pytest.mark.one_engine
def test_the_map_has_every_tour_and_unit(enter, top, mail):
    """What the list beside the map names can be shown on it."""
    client = enter(top, Role.DISPATCHER)
    drawn(client)
    made = RouteProposal.objects.get()
    lines = client.get(f"{HERE}{made.code}/tuyen.json").json()["features"]
    points = client.get(f"{HERE}{made.code}/diem.json").json()["features"]
    board = client.get(f"{HERE}{made.code}/").context["board"]
    assert {line["properties"]["id"] for line in lines} == {place.feature for place in board.places}
    assert len(points) == 172


def test_wrong_forms_and_empty_journals_are_answered_in_words(enter, top):
    """Nothing accepted yet, a day that is none, a proposal that is not there."""
    client = enter(top, Role.DISPATCHER)
    assert "chưa có bưu gửi nào" in drawn(client).content.decode()
    answer = client.post(HERE + "lap/", {"on": "hôm nay", "weekdays": "123456", "days": "3", "seconds": "2"})
    assert answer.status_code == 422
    assert client.get(HERE + "DT-000000-9/").status_code == 404


def test_a_unit_head_sees_the_timetable_but_draws_nothing(enter, office):
    """The province's routes are not a commune's to change; the act would refuse, and no form is shown."""
    page = enter(office).get(HERE).content.decode()
    assert "Hành trình hôm nay" in page
    assert "Lập phương án mới" not in page


@pytest.fixture
def late(post, clock):
    """A midday trip of the centre half an hour overdue, a bag for its first district waiting."""
    centre, day = post.unit("centre"), network_on(today())
    trip = next(t for t in day.trips if t.stops[0].unit_id == centre and t.departs_at.hour == 11)
    district = trip.stops[1].unit_id
    end = next(u for u in day.units.values() if u.parent_id == district and u.delivers)
    codes = [line["code"] for line in post.accept(centre, *[post.draft(end.commune_code) for _ in range(3)])]
    sorter = post.actor(centre, "sorter", person_id=21)
    scans = [Scan(post.key(), code) for code in codes]
    post.do(sorter, "transport.pack_bag", unit_id=centre, to_unit_id=district, seal="S-1", scans=scans)
    clock.set(trip.departs_at + timedelta(minutes=30))
    return trip


@pytest.mark.feature(25)
def test_from_the_alert_to_the_decision(enter, top, late):
    """The control room leads to the case; the way chosen stands there with its reason, and the alert says so."""
    client = enter(top, Role.DISPATCHER)
    alerts = client.get("/dieu-hanh/").context["alerts"]
    href = next(row.href for row in alerts.rows if late.key in row.href)
    page = client.get(href).content.decode()
    for words in ("Chờ chuyến này", "Dồn sang chuyến sau", "Chạy chuyến đặc biệt ngay", "Chưa ai quyết định"):
        assert words in page
    form = {"trip": late.key, "way": "special|", "reason": "xe hỏng lốp", "command_id": COMMAND}
    page = client.post("/dieu-hanh/chuyen-tre/quyet-dinh/", form, follow=True).content.decode()
    assert "Đã quyết định: chạy chuyến đặc biệt ngay, 1 chuyến thư" in page
    assert "xe hỏng lốp" in page
    assert LateDecision.objects.get().by_trip == SpecialTrip.objects.get().key
    assert "đã quyết định" in client.get("/dieu-hanh/").content.decode()


def test_a_decision_needs_its_reason_and_its_reach(enter, post, late):
    """Without a reason the form says what is missing; a unit the trip does not touch sees no such trip."""
    centre = enter(post.unit("centre"), Role.DISPATCHER)
    form = {"trip": late.key, "way": "wait|" + late.key, "reason": "", "command_id": COMMAND}
    answer = centre.post("/dieu-hanh/chuyen-tre/quyet-dinh/", form)
    assert answer.status_code == 422
    assert "Ghi lý do" in answer.content.decode()
    touched = {stop.unit_id for stop in late.stops}
    far = next(post.unit("district", n) for n in range(10) if post.unit("district", n) not in touched)
    assert enter(far).get(f"/dieu-hanh/chuyen-tre/?chuyen={late.key}").status_code == 404
    assert centre.get("/dieu-hanh/chuyen-tre/?chuyen=C9-99").status_code == 404
    assert not ActRecord.objects.filter(act="transport.choose_alternative").exists()


def test_a_page_that_needs_roads_says_which_service_is_silent(enter, top, late, settings):
    """The case of a late trip cannot be drawn: no trace and no made-up times, but the refusal's sentence and code."""
    settings.RIDES = "osrm+http://127.0.0.1:9"
    page = enter(top, Role.DISPATCHER).get(f"/dieu-hanh/chuyen-tre/?chuyen={late.key}")
    assert page.status_code == 422
    assert "network.rides_service_failed" in page.content.decode()
    assert "Dịch vụ tính đường" in page.content.decode()
