"""The style guide holds every part, so what holds here holds on each desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = "/huong-dan-giao-dien/"


def open_guide(page: Page, live_server: LiveServer, theme: str = "light", query: str = "") -> None:
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    page.goto(live_server.url + GUIDE + query)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_part_is_accessible_in_both_themes_and_widths(
    page: Page,
    live_server: LiveServer,
    axe: Callable[..., list[str]],
    shot: Callable[[str], Path],
    theme: str,
    width: int,
) -> None:
    """A part axe refuses would be refused on every desk; a page wider than the telephone hides its end."""
    page.set_viewport_size({"width": width, "height": 860})
    open_guide(page, live_server, theme, "?loi=1")
    expect(page.locator(".board-map")).to_have_attribute("data-state", "ready", timeout=30000)
    shot(f"guide-{width}-{theme}")
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_keys_reach_search_rows_sections_and_help(page: Page, live_server: LiveServer) -> None:
    """People at a desk keep their hands on the keyboard: each key named on the page must work."""
    open_guide(page, live_server)
    keys = page.keyboard
    keys.press("j")
    expect(page.locator("#row-0 a.open")).to_be_focused()
    keys.press("j")
    keys.press("j")
    keys.press("k")
    expect(page.locator("#row-1 a.open")).to_be_focused()
    keys.press("/")
    expect(page.locator("#search")).to_be_focused()
    keys.type("jk?g")
    expect(page.locator("#search")).to_have_value("jk?g")
    keys.press("F8")
    expect(page.get_by_label("Khối lượng")).to_be_focused()
    page.locator("#main").focus()
    keys.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Lưu và in nhãn")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    keys.press("g")
    keys.press("k")
    page.wait_for_url("**#bang")


def test_a_row_opens_by_enter_and_f9_sends_the_form(page: Page, live_server: LiveServer) -> None:
    """Enter in a field only moves on (scanners send it); F9 sends, and the errors come back focused."""
    open_guide(page, live_server)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**#hanh-trinh")
    page.keyboard.press("F2")
    page.keyboard.type("êb123456785vn\n")
    expect(page.get_by_label("Điện thoại người nhận")).to_be_focused()
    expect(page.get_by_label("Mã bưu gửi")).to_have_value("EB123456785VN")
    page.get_by_label("Tiền thu hộ").fill("1250000")
    expect(page.get_by_label("Tiền thu hộ")).to_have_value("1.250.000")
    page.keyboard.press("F9")
    expect(page.locator("[data-summary]")).to_be_focused()
    page.get_by_role("link", name="Cân bưu gửi: nhập khối lượng").click()
    expect(page.get_by_label("Khối lượng")).to_be_focused()


def test_the_theme_is_remembered_and_the_language_changes(page: Page, live_server: LiveServer) -> None:
    """The theme must not flash at the next page, so the server has to know it; the language must hold."""
    open_guide(page, live_server)
    page.get_by_role("button", name="Đổi nền sáng, tối").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="EN: English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Style guide")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_list_lights_the_map_and_the_map_answers(page: Page, live_server: LiveServer) -> None:
    """The map is of use without a mouse: its list is reached by keyboard and opens the place on the map."""
    open_guide(page, live_server)
    expect(page.locator(".board-map")).to_have_attribute("data-state", "ready", timeout=30000)
    place = page.get_by_role("button", name="Bưu cục Tiên Lữ")
    place.focus()
    page.keyboard.press("Enter")
    expect(place).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".maplibregl-popup")).to_contain_text("Còn 62 bưu gửi")


def test_a_page_that_is_not_there_says_so_in_the_same_style(
    page: Page,
    live_server: LiveServer,
    axe: Callable[..., list[str]],
    shot: Callable[[str], Path],
    quiet: list[str],
) -> None:
    """A lost visitor needs a sentence and a way back, not a bare number."""
    page.goto(live_server.url + "/khong-co/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có trang này")
    shot("error-404")
    assert axe() == []
    assert [text for text in quiet if "404" not in text] == []
    quiet.clear()
