"""The dispatcher's desk in a real Chromium: clean, at both widths and in both themes; stops moved by key and by drag."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Q
from playwright.sync_api import expect

from duongthu.kernel.clock import now, today
from duongthu.mail.api import Scan, find_things
from duongthu.network.api import hamlets_of
from duongthu.rounds.api import Stop, TaskDraft
from duongthu.staff.api import NewStaff, Role, staff_of
from tests.province import working_province

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = "/dieu-hanh/tuyen-phat/"
NAMES = ("Nguyễn Văn Hùng", "Trần Thị Lan", "Lê Đức Toàn")


@pytest.fixture
def desk(page, live_server, transactional_db, enter, planner):
    """A commune post of 2026 with three couriers, two of them with a list for tomorrow; its head signed in."""
    post, day = working_province("2026-11-23")
    office = post.unit("commune_post")
    _people(post, office)
    tomorrow = today() + timedelta(days=1)
    _work(post, office, day.units[office].commune_code, tomorrow)
    couriers = [one.person_id for one in staff_of([office], today(), Role.COURIER)]
    head = post.actor(office, "head", person_id=40)
    params = {"unit_id": office, "shift": 1, "on": tomorrow}
    draft = post.do(head, "rounds.plan", couriers=couriers, **params)
    drawn = post.do(head, "rounds.plan", couriers=couriers[:2], publish=True, **params)
    enter(get_user_model().objects.get(username="truong"))
    asked = f"?don-vi={office}&ngay={tomorrow.isoformat()}"
    return live_server.url, list(drawn["rounds"]), asked, draft["plan"]


def _people(post, office):
    people = [
        NewStaff(post.key(), f"BT{n}", name, Role.COURIER, office, today()) for n, name in enumerate(NAMES)
    ]
    people.append(NewStaff(post.key(), "TRUONG", "Đỗ Thị Thu Hà", Role.HEAD, office, today()))
    boss = post.founder()
    post.do(boss, "staff.take_on", people=people)
    post.do(boss, "staff.open_sign_in", person_code="TRUONG", user_name="truong")


def _work(post, office, commune, on):
    hamlets = hamlets_of(commune, today())
    places = [f"{hamlets[n % len(hamlets)].name}, số {n * 13 % 180 + 1}" for n in range(40)]
    drafts = [post.draft(commune, recipient_address=place) for place in places]
    codes = [line["code"] for line in post.accept(office, *drafts)]
    scans = [Scan(post.key(), code) for code in codes]
    post.do(post.actor(office, "sorter", person_id=21), "mail.keep_here", unit_id=office, scans=scans)
    kinds = (
        ("dossier", "Trả kết quả hồ sơ đất đai"),
        ("payout", "Chi trả lương hưu"),
        ("newspaper", "Báo Hưng Yên"),
    )
    tasks = [
        TaskDraft(post.key(), kind, title, places[n], commune, on) for n, (kind, title) in enumerate(kinds)
    ]
    post.do(post.actor(office, "head", person_id=40), "rounds.add_tasks", unit_id=office, tasks=tasks)


def pages(rounds, asked, draft):
    """Every page of the desk with a short name."""
    return {
        "board": f"{BOARD}{asked}", "round": f"{BOARD}{rounds[0]}/", "plan": f"{BOARD}phuong-an/{draft}/",
        "plan-new": f"{BOARD}lap/{asked}", "replan": f"{BOARD}lap-lai/{asked}",
    }  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_each_page_of_the_board_is_clean_and_fits(desk, clean, width, theme):
    """No page error, nothing for axe, no sideways scroll on a phone."""
    url, rounds, asked, draft = desk
    clean({name: url + path for name, path in pages(rounds, asked, draft).items()}, width, theme, "rounds")


@pytest.mark.feature(38)
def test_stops_are_marked_by_key_and_moved_after_the_price_is_seen(page, desk, shot, axe):
    """J and X mark, F8 shows the price, F9 does it: no pointer needed."""
    url, (one, other), _asked, _draft = desk
    before = Stop.objects.filter(round__code=other).count()
    page.goto(f"{url}{BOARD}{one}/")
    for _ in range(20):
        page.keyboard.press("j")
        page.keyboard.press("x")
    marked = page.locator('input[name="codes"]:checked')
    page.wait_for_timeout(500)  # the keys have all been heard
    many = marked.count()
    assert many >= 10
    codes = marked.evaluate_all("boxes => boxes.map(box => box.value)")
    lines = Stop.objects.filter(round__code=one)
    named = Q(thing_id__in=find_things(codes).values()) | Q(task__code__in=codes)
    doors = lines.filter(named).values("number")
    going = lines.filter(number__in=doors).count()  # all that is done at a marked door goes along
    assert going >= many
    expect(page.locator("[data-count]")).to_contain_text(str(many))
    began = now()
    page.keyboard.press("F8")
    expect(page.locator("h1")).to_contain_text("Chuyển")
    shown = now() - began
    shot("rounds-change-1280-light")
    assert axe() == []
    began = now()
    page.keyboard.press("F9")
    expect(page.locator(".notice")).to_contain_text("Đã chuyển")
    assert shown + (now() - began) < timedelta(
        seconds=10
    )  # without the picture and axe, which nobody waits for
    assert Stop.objects.filter(round__code=other).count() == before + going


@pytest.mark.feature(38)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_closed_road_is_told_by_key_and_shown_before_it_is_done(page, desk, shot, axe, width):
    """Two hamlets that follow each other on a list, twenty minutes round: F8 shows what moves and why, F9 does it."""
    url, (one, _other), asked, _draft = desk
    page.set_viewport_size({"width": width, "height": 860})
    places = [f"{s.commune_code}/{s.hamlet}" for s in Stop.objects.filter(round__code=one).order_by("number")]
    near = next((a, b) for a, b in zip(places[1:], places[2:], strict=False) if a != b)
    page.goto(f"{url}{BOARD}lap-lai/{asked}")
    page.get_by_label("Từ thôn").select_option(near[0])
    page.get_by_label("Đến thôn").select_option(near[1])
    page.get_by_label("Đi vòng thêm").fill("20")
    shot(f"rounds-closed-road-{width}-light")
    assert axe() == []
    page.keyboard.press("F8")
    expect(page.locator("h1")).to_contain_text("Lập lại tuyến")
    expect(page.locator("table").last).to_contain_text("đường bị chặn")
    shot(f"rounds-closed-road-shown-{width}-light")
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("F9")
    expect(page.locator(".notice")).to_contain_text("Đã chuyển")


@pytest.mark.feature(38)
def test_a_stop_is_dragged_to_another_round(page, desk):
    """Dropping a row on a round beside shows the price of the move."""
    url, (one, other), _asked, _draft = desk
    page.goto(f"{url}{BOARD}{one}/")
    page.locator("tr[data-code]").first.drag_to(page.locator(f'[data-drop="{other}"]'))
    expect(page.locator("h1")).to_contain_text("Chuyển 1 bưu gửi")
    assert Stop.objects.filter(round__code=other).exists()


def test_the_map_draws_the_rounds(page, desk):
    """Lines and stops reach the map; where it fails the list beside it says so."""
    url, _rounds, asked, _draft = desk
    page.goto(f"{url}{BOARD}{asked}")
    expect(page.locator('.board-map[data-state="ready"]')).to_be_visible(timeout=20_000)
