"""The cash desk in a real Chromium: clean for axe at both widths and in both themes, its forms shut and open."""

import pytest
from django.contrib.auth import get_user_model

from duongthu.kernel.clock import today
from duongthu.ledger.api import till_code
from duongthu.staff.api import NewStaff, Role
from tests.province import working_province

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_cash_desk_is_clean_and_fits(
    page, live_server, transactional_db, client, clean, shot, axe, width, theme
):
    """The head of a post with an open till: the page, and the page with the form of closing the till open."""
    made, _day = working_province("2026-11-23")
    office = made.unit("commune_post")
    line = NewStaff(made.key(), "TC", "Đỗ Thị Trưởng", Role.HEAD, office, today())
    made.do(made.founder(), "staff.take_on", people=[line])
    made.do(made.founder(), "staff.open_sign_in", person_code="TC", user_name="truong-cuc")
    client.force_login(get_user_model().objects.get(username="truong-cuc"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    clean({"shut": live_server.url + "/quy/"}, width, theme, "cash")
    page.click("#mo-quy summary")
    page.select_option("#mo-quy-till", till_code(office, "till"))
    page.click("#mo-quy button[type=submit]")
    page.wait_for_selector("#dong-quy")
    page.click("#dong-quy summary")
    shot(f"cash-open-{width}-{theme}")
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
