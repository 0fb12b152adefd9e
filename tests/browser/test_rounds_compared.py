"""Halts, changes with their reasons and comparisons in a real Chromium: board, plan, round, courier's page, printed list."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from duongthu.kernel.clock import now, today
from duongthu.mail.api import Scan, things_by_id
from duongthu.rounds.api import Halt, Plan, Round, TaskReport
from duongthu.staff.api import NewStaff, Role, staff_of
from tests.browser.test_rounds import BOARD, _people, _work
from tests.province import working_province

pytestmark = pytest.mark.django_db(transaction=True)
MINE = "/tuyen-cua-toi/"


@pytest.fixture
def day(page, live_server, transactional_db, enter, planner):
    """Lists of two coming days at a post with small boxes: the later day loaded, ridden in part, changed twice."""
    post, network = working_province("2026-11-23")
    office = post.unit("commune_post")
    _people(post, office)
    boss = post.founder()
    post.do(boss, "staff.open_sign_in", person_code="BT0", user_name="hung")
    lead = NewStaff(post.key(), "GIAMDOC", "Vũ Đình Long", Role.DIRECTOR, post.unit("province"), today())
    post.do(boss, "staff.take_on", people=[lead])
    post.do(boss, "staff.open_sign_in", person_code="GIAMDOC", user_name="giamdoc")
    for name, value in (
        ("load_grams", 4_000),
        ("shift_closes_minutes.1", 960),
        ("service_seconds.parcel", 900),
    ):
        params = {"unit_id": office, "name": name, "value": value, "valid_from": today(), "basis": "thử"}
        post.do(post.actor(office, "dispatcher", person_id=41), "rounds.set_figure", **params)
    days = [today() + timedelta(days=n) for n in (1, 2)]
    people = {one.name: one.person_id for one in staff_of([office], today(), Role.COURIER)}
    couriers = [people[name] for name in ("Nguyễn Văn Hùng", "Trần Thị Lan", "Lê Đức Toàn")]
    for on, going in zip(days, (couriers[:2], couriers), strict=True):
        _work(post, office, network.units[office].commune_code, on)
        params = {"unit_id": office, "shift": 1, "on": on, "couriers": going, "publish": True}
        post.do(post.actor(office, "head", person_id=40), "rounds.plan", **params)
    one = Round.objects.get(courier_id=couriers[0], on=days[1])
    _ride(post, office, one)
    _change(post, office, one, days[1], couriers)
    enter(get_user_model().objects.get(username="truong"))
    return live_server.url, office, days[1], one.code


def _ride(post, office, one):
    """The last third of the list first, then the first: not as planned."""
    lines = list(one.stops.filter(thing_id__isnull=False).order_by("number"))
    codes = {pk: thing.code for pk, thing in things_by_id([line.thing_id for line in lines]).items()}
    rider = post.actor(office, "courier", person_id=one.courier_id)
    scans = [Scan(post.key(), code) for code in codes.values()]
    post.do(rider, "rounds.load", unit_id=office, round_code=one.code, scans=scans)
    times = {"leaves_at": now() - timedelta(minutes=90), "back_at": now() + timedelta(minutes=200)}
    Round.objects.filter(pk=one.pk).update(
        **times
    )  # the browser has the machine's clock: as if it were that morning
    for line in [*lines[1:4][::-1], lines[0]]:
        report = TaskReport(post.key(), codes[line.thing_id], "done", receiver="Chủ nhà")
        post.do(rider, "rounds.report_task", unit_id=office, round_code=one.code, reports=[report])


def _change(post, office, one, on, couriers):
    """A stop moved by hand, then a courier who falls out."""
    head = post.actor(office, "head", person_id=40)
    other = Round.objects.get(courier_id=couriers[1], on=on)
    line = other.stops.filter(thing_id__isnull=False).order_by("number").last()
    code = things_by_id([line.thing_id])[line.thing_id].code
    third = Round.objects.get(courier_id=couriers[2], on=on)
    post.do(head, "rounds.move_stops", unit_id=office, to_round=third.code, codes=[code])
    post.do(head, "rounds.replan", unit_id=office, shift=1, on=on, out_couriers=[couriers[2]])


def pages(office, on, code):
    """Every page with something new, by a short name."""
    asked = f"?don-vi={office}&ngay={on.isoformat()}"
    drawn = Plan.objects.filter(on=on).exclude(planner="change").latest("pk").code
    change = Plan.objects.filter(on=on, planner="change").latest("pk").code
    return {
        "board": f"{BOARD}{asked}", "plan": f"{BOARD}phuong-an/{drawn}/", "change": f"{BOARD}phuong-an/{change}/",
        "round": f"{BOARD}{code}/", "sheet": f"{BOARD}{code}/ban-ke/",
    }  # fmt: skip


@pytest.mark.feature(38)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_new_on_the_board_is_clean_and_fits(day, clean, width, theme):
    """Halts, changes, comparisons: nothing for axe, no sideways scroll on a phone, in both themes."""
    url, office, on, code = day
    clean({name: url + path for name, path in pages(office, on, code).items()}, width, theme, "compared")


@pytest.mark.feature(39)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_courier_sees_his_list_with_breaks_and_how_he_rode(page, day, enter, axe, shot, width, theme):
    """On his phone: halts between the stops, planned against ridden; clean in both themes."""
    url, _office, on, code = day
    enter(get_user_model().objects.get(username="hung"))
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 860})
    page.goto(f"{url}{MINE}?ngay={on.isoformat()}")
    assert Halt.objects.filter(round__code=code).exists()
    expect(page.locator(".ride .halt").first).to_be_visible()
    expect(page.locator("#measured")).to_be_visible()
    expect(page.get_by_text("Đúng thứ tự")).to_be_visible()
    page.locator("details.more summary").click()
    expect(page.locator("details.more table")).to_be_visible()
    shot(f"my-round-{width}-{theme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe() == []


@pytest.mark.feature(38)
def test_a_change_is_opened_from_the_board_by_key(page, day):
    """The day's changes are a list of work: focus, Enter, and the reasons stand there."""
    url, office, on, _code = day
    page.goto(f"{url}{BOARD}?don-vi={office}&ngay={on.isoformat()}")
    row = page.locator("tr", has_text="Lê Đức Toàn nghỉ").locator("a.open")
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Thay đổi")
    expect(page.locator("table").first).to_be_visible()
    expect(page.get_by_text("bưu tá nghỉ giữa ca").first).to_be_visible()


@pytest.mark.feature(39)
def test_the_list_prints_with_its_breaks(page, day, shot):
    """On paper: halts stay, the navigation goes."""
    url, _office, _on, code = day
    page.goto(f"{url}{BOARD}{code}/ban-ke/")
    page.emulate_media(media="print")
    expect(page.locator("tr.halt").first).to_be_visible()
    expect(page.locator("nav.sections")).to_be_hidden()
    shot("round-sheet-print")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_province_s_board_is_clean_and_fits(page, day, enter, axe, shot, width, theme):
    """The director's view, posts instead of rounds: nothing for axe, no sideways scroll."""
    url, _office, on, _code = day
    enter(get_user_model().objects.get(username="giamdoc"))
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 860})
    page.goto(f"{url}{BOARD}?ngay={on.isoformat()}")
    page.wait_for_load_state("networkidle")
    expect(page.locator("table").first).to_contain_text("3")
    shot(f"rounds-province-{width}-{theme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe() == []
