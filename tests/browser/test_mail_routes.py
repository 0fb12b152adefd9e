"""Mail routes and late trips in a real Chromium: clean for axe, quiet, at both widths and in both themes, by keyboard."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from duongthu.kernel.clock import now, today
from duongthu.mail.api import Scan
from duongthu.staff.api import NewStaff, Role
from duongthu.transport.api import RouteProposal, SpecialTrip, UnitDemand
from tests.province import working_province

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/dieu-hanh/duong-thu/"


@pytest.fixture
def province(transactional_db, planner):
    """The province of 2026 with a proposal, a trip an hour overdue with bags, and a dispatcher who made neither."""
    made, day = working_province("2026-11-23")
    top, centre = made.unit("province"), made.unit("centre")
    demand = [
        UnitDemand(unit.id, 1, day.communes[code].population * 4) for code, unit in day.delivering.items()
    ]
    planner = made.actor(top, "director", person_id=5)
    weekday = str(today().isoweekday())
    weekdays = "7" if weekday == "7" else "123456"
    made.do(
        planner,
        "transport.propose_routes",
        unit_id=top,
        on=today(),
        weekdays=weekdays,
        demand=demand,
        seconds=3,
    )
    target = next(t for t in day.routes if t.stops[0].unit_id == centre and t.level == 2).stops[1].unit_id
    late = SpecialTrip.objects.create(
        key="XT-1", on=today(), name="Trung tâm – Tiên Lữ", vehicle="van", departs_at=now() - timedelta(hours=1),
        stops=[[centre, 0, 0], [target, 20, 30], [centre, 50, 50]],
    )  # fmt: skip
    codes = [line["code"] for line in made.accept(centre, *_drafts(made, day, target))]
    sorter = made.actor(centre, "sorter", person_id=21)
    scans = [Scan(made.key(), code) for code in codes]
    made.do(sorter, "transport.pack_bag", unit_id=centre, to_unit_id=target, seal="S-1", scans=scans)
    boss = made.founder()
    person = NewStaff(made.key(), "DD", "Vũ Thanh Yến", Role.DISPATCHER, top, today())
    made.do(boss, "staff.take_on", people=[person])
    made.do(boss, "staff.open_sign_in", person_code="DD", user_name="dieu-do")
    return late.key


def _drafts(made, day, target):
    commune = day.units[target].commune_code
    return [made.draft(commune) for _ in range(3)]


@pytest.fixture
def inside(live_server, province, enter):
    """The dispatcher, signed in; gives the server's address and the late trip."""
    enter(get_user_model().objects.get(username="dieu-do"))
    return live_server.url, province


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_each_screen_is_clean_and_fits(inside, clean, width, theme):
    """No page error, nothing for axe, no sideways scroll on a phone."""
    url, late = inside
    code = RouteProposal.objects.get().code
    paths = {
        "list": HERE,
        "proposal": f"{HERE}{code}/",
        "late": f"/dieu-hanh/chuyen-tre/?chuyen={late}",
        "notices": "/dieu-hanh/tin-bao/",
        "trips": "/dieu-hanh/?xem=cho-gio",
        "routes": "/dieu-hanh/?xem=duong-thu",
        "trip": f"/dieu-hanh/chuyen/?chuyen={late}",
    }
    clean({name: url + path for name, path in paths.items()}, width, theme, "mail-routes")


@pytest.mark.feature(25)
def test_a_late_trip_is_decided_by_keyboard_alone(page, inside):
    """From the control room: open the alert, give the reason, F9; the decision stands on the page."""
    url, late = inside
    page.goto(f"{url}/dieu-hanh/")
    page.locator(f'a[href$="chuyen={late}"]').first.press("Enter")  # at night it heads the list of trips, too
    expect(page.get_by_role("heading", name="Chuyến quá giờ")).to_be_visible()
    page.keyboard.press("F4")
    page.keyboard.type("xe hỏng")
    page.keyboard.press("F9")
    expect(page.get_by_text("Đã quyết định:")).to_be_visible()
    expect(page.get_by_text("xe hỏng")).to_be_visible()
