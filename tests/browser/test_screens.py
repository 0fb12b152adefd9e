"""The first screens in a real Chromium: clean for axe, quiet, at both widths and in both themes."""

import pytest
from django.contrib.auth import get_user_model

from duongthu.kernel.clock import today
from duongthu.staff.api import NewStaff, Role
from tests.province import working_province

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("/tra-cuu/", "/hom-nay/", "/dieu-hanh/", "/so-quy/", "/khoa-so/")


@pytest.fixture
def province(transactional_db):
    """The province of 2026 on the machine's own date, with one item accepted at one commune post."""
    made, _day = working_province("2026-11-23")
    office = made.unit("commune_post")
    commune = next(made.communes[c] for c, unit in made.units.items() if unit == office)
    (line,) = made.accept(office, made.draft(commune, cod_dong=120_000))
    boss = made.founder()
    top = made.unit("province")
    made.do(
        boss,
        "staff.take_on",
        people=[NewStaff(made.key(), "GD", "Vũ Thanh Yến", Role.DIRECTOR, top, today())],
    )
    made.do(boss, "staff.open_sign_in", person_code="GD", user_name="giam-doc")
    return line["code"]


@pytest.fixture
def inside(page, live_server, province, client):
    """The director, signed in; gives the server's address and the item's number."""
    client.force_login(get_user_model().objects.get(username="giam-doc"))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return live_server.url, province


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_each_screen_is_clean_and_fits(inside, clean, width, theme):
    """No page error, nothing for axe, no sideways scroll on a phone."""
    url, code = inside
    named = {path.strip("/"): url + path for path in PAGES}
    named |= {"item": f"{url}/buu-gui/{code}/", "found": f"{url}/tra-cuu/?so={code}"}
    clean(named, width, theme, "screen")


def test_the_keyboard_leads_from_section_to_section(page, inside):
    """G then K opens the close of the day; / goes to the search on the public page."""
    url, _ = inside
    page.goto(url + "/hom-nay/")
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url("**/khoa-so/**")
    page.goto(url + "/tra-cuu/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "so"
