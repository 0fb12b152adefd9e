"""Breaks, reasons kept and comparisons on the dispatcher's pages, the courier's own page and the printed list."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from duongthu.kernel.clock import local, now, today
from duongthu.mail.api import Scan, things_by_id
from duongthu.rounds.api import Halt, Plan, Round, Stop, TaskReport
from duongthu.staff.api import Role
from tests.desks.test_rounds_board import BOARD, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_boxes(post, office):
    """Motorbikes that take a kilogram and a half at once, and a shift until four: each comes back once and rests at noon."""
    dispatcher = post.actor(office, "dispatcher", person_id=41)
    for name, value in (
        ("load_grams", 1_500),
        ("shift_closes_minutes.1", 960),
        ("service_seconds.parcel", 1_800),
    ):
        params = {"unit_id": office, "name": name, "value": value, "valid_from": today(), "basis": "thử"}
        post.do(dispatcher, "rounds.set_figure", **params)


@pytest.fixture
def courier_of(post, office):
    """Signs a courier in; gives the client."""

    def make(person_id: int) -> Client:
        code = next(c for c in ("BT0", "BT1", "BT2") if person_id == _person(code=c))
        boss = post.founder()
        post.do(boss, "staff.open_sign_in", person_code=code, user_name=code.lower())
        client = Client()
        client.force_login(get_user_model().objects.get(username=code.lower()))
        return client

    return make


def _person(code: str) -> int:
    from duongthu.staff.models import Person

    return Person.objects.get(code=code).pk


def span(halt: Halt) -> str:
    return f"{local(halt.begins_at):%H:%M}–{local(halt.ends_at):%H:%M}"


@pytest.mark.feature(39)
def test_breaks_and_returns_stand_on_every_list(
    post, office, couriers, small_boxes, rounds, enter, courier_of
):
    """The board, the round, the printed list and the courier's own page: when, what, and where."""
    one = Round.objects.filter(halts__kind=Halt.RELOAD).filter(halts__kind="rest").distinct().first()
    rest, reload = one.halts.get(kind="rest"), one.halts.get(kind="reload")
    head = enter(office, Role.HEAD)
    board = text(head.get(BOARD))
    assert f"{local(reload.begins_at):%H:%M} về bưu cục lấy chuyến hai" in board
    assert f"{local(rest.begins_at):%H:%M} nghỉ trưa" in board
    mine = courier_of(one.courier_id)
    for page in (
        head.get(f"{BOARD}{one.code}/"),
        head.get(f"{BOARD}{one.code}/ban-ke/"),
        mine.get("/tuyen-cua-toi/"),
    ):
        seen = text(page)
        assert re.search(
            f"{span(reload)}.{{0,3}}Về bưu cục lấy chuyến hai|Về bưu cục lấy chuyến hai.*{span(reload)}", seen
        )
        assert re.search(f"{span(rest)}.{{0,3}}Nghỉ trưa|Nghỉ trưa.*{span(rest)}", seen)
        before = Stop.objects.filter(round=one, number=rest.before - 1).first()
        assert f"sau điểm {rest.before - 1}, {before.address}" in seen
    assert one.code in text(mine.get("/tuyen-cua-toi/"))


@pytest.mark.feature(38)
def test_what_changed_and_why_is_read_the_next_day(post, office, couriers, rounds, enter, clock, courier_of):
    """The board lists the day's changes; each opens with its moves and reasons; the courier sees what came to him."""
    params = {"unit_id": office, "shift": 1, "out_couriers": [couriers[0]]}
    post.do(post.actor(office, "head", person_id=40), "rounds.replan", **params)
    on = today()
    clock.advance(timedelta(days=1))
    head = enter(office, Role.HEAD)
    board = head.get(f"{BOARD}?don-vi={office}&ngay={on.isoformat()}")
    assert "Bưu tá Một nghỉ" in text(board)
    code = Plan.objects.get(planner="change").code
    assert f"/phuong-an/{code}/" in board.content.decode()
    page = text(head.get(f"{BOARD}phuong-an/{code}/"))
    assert "bưu tá nghỉ giữa ca" in page
    assert "Ban hành" not in page
    taken = text(courier_of(couriers[1]).get(f"/tuyen-cua-toi/?ngay={on.isoformat()}"))
    assert "nhận từ Bưu tá Một" in taken


@pytest.mark.feature(39)
def test_a_round_shows_how_it_was_ridden(post, office, couriers, rounds, enter, clock, courier_of):
    """Reported from the last stop to the first: distance, minutes and order beside the plan, for head and courier."""
    one = Round.objects.get(code=rounds[0])
    lines = list(one.stops.order_by("-number"))
    codes = {pk: thing.code for pk, thing in things_by_id([line.thing_id for line in lines]).items()}
    rider = post.actor(office, "courier", person_id=one.courier_id)
    scans = [Scan(post.key(), code) for code in codes.values()]
    post.do(rider, "rounds.load", unit_id=office, round_code=one.code, scans=scans)
    clock.advance(one.leaves_at - now())
    for line in lines:
        clock.advance(timedelta(minutes=4))
        report = TaskReport(post.key(), codes[line.thing_id], "done", receiver="Chủ nhà")
        post.do(rider, "rounds.report_task", unit_id=office, round_code=one.code, reports=[report])
    for page in (
        enter(office, Role.HEAD).get(f"{BOARD}{one.code}/"),
        courier_of(one.courier_id).get("/tuyen-cua-toi/"),
    ):
        seen = text(page)
        assert "Phần đã báo, thực đi" in seen
        assert f"Đúng thứ tự {0}%" in seen
        assert f"0 giờ {4 * len(lines):02d}" in seen


@pytest.mark.feature(39)
def test_a_plan_shows_what_it_changes_against_the_day_before(post, office, couriers, rounds, enter, clock):
    """Rounds, metres, evenness and couriers of both days on the plan's page and on the board."""
    clock.advance(timedelta(days=1))
    params = {"unit_id": office, "shift": 1, "couriers": couriers[1:], "publish": True}
    drafts = [
        post.draft(post.communes[c], recipient_address="Thôn Đông, số 3")
        for c, u in post.units.items()
        if u == office
    ]
    (line,) = post.accept(office, *drafts)
    clerk = post.actor(office, "sorter", person_id=21)
    post.do(clerk, "mail.keep_here", unit_id=office, scans=[Scan(post.key(), line["code"])])
    drawn = post.do(post.actor(office, "head", person_id=40), "rounds.plan", **params)
    head = enter(office, Role.HEAD)
    for page in (head.get(f"{BOARD}phuong-an/{drawn['plan']}/"), head.get(BOARD)):
        seen = text(page)
        assert "So với phương án trước" in seen
        assert "Tuyến dài nhất so với tuyến giữa" in seen
    assert "Từng bưu tá so với lần trước" in text(head.get(f"{BOARD}phuong-an/{drawn['plan']}/"))


def test_who_has_no_round_is_told_so(office, couriers, courier_of):
    """An empty day is said in words; the page is the courier's section."""
    page = courier_of(couriers[0]).get("/tuyen-cua-toi/")
    assert "Chưa có tuyến nào cho ngày này" in text(page)
    assert 'href="/tuyen-cua-toi/"' in page.content.decode()


def test_the_section_is_the_courier_s_only(office, enter):
    """A head has no round of his own and no section for it."""
    assert 'href="/tuyen-cua-toi/"' not in enter(office, Role.HEAD).get("/hom-nay/").content.decode()


@pytest.mark.feature(39)
def test_versions_on_the_board_say_how_even_familiar_and_long_they_are(
    office, couriers, waiting, enter, rounds
):
    """A dispatcher compares drafts by these; what was not counted is a dash, not a nought."""
    plan = Plan.objects.latest("pk")
    head = enter(office, Role.HEAD)
    (row,) = [r for r in head.get(BOARD).context["plans"].rows if r.cells[0] == plan.code]
    longest = plan.measures["longest_hundredths"]
    minutes = round(plan.measures["riding_seconds"] / 60)
    assert row.cells[5:7] == (f"{longest // 100},{longest % 100:02d}", "–")
    assert row.cells[7] == f"{minutes // 60} giờ {minutes % 60:02d}"
    Plan.objects.update(measures=None)
    (row,) = [r for r in head.get(BOARD).context["plans"].rows if r.cells[0] == plan.code]
    assert row.cells[5:8] == ("–", "–", "–")
