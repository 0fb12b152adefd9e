"""Signing in, one's account and the people desk in a real Chromium; a passkey made and shown by a virtual authenticator."""

from datetime import date

import pytest

from duongthu.kernel.clock import today
from duongthu.network.api import actor_of
from duongthu.staff.api import NewStaff, Role, SecondFactor, Sitting, set_pass_phrase
from tests.province import working_province

pytestmark = pytest.mark.django_db(transaction=True)
PHRASE = "mười hai con giáp"
PAGES = {
    "account": "/tai-khoan/", "phrase": "/tai-khoan/mat-khau/", "factors": "/tai-khoan/buoc-hai/", "confirm": "/xac-nhan/",
    "people": "/nhan-su/", "person": "/nhan-su/GDV/", "thresholds": "/nguong/", "security": "/an-ninh/",
}  # fmt: skip


@pytest.fixture
def house(transactional_db):
    """An administrator with a pass phrase, and a teller of a post."""
    made, _day = working_province("2026-11-23")
    people = [
        NewStaff(made.key(), "QTV", "Vũ Thanh Yến", Role.ADMIN, made.unit("province"), today()),
        NewStaff(made.key(), "GDV", "Đỗ Thị Quầy", Role.TELLER, made.unit("commune_post"), today()),
    ]
    made.do(made.founder(), "staff.take_on", people=people)
    for code in ("QTV", "GDV"):
        made.do(made.founder(), "staff.open_sign_in", person_code=code, user_name=code.lower())
        set_pass_phrase(code.lower(), PHRASE)
    params = {"code": "MAY-QT", "unit_id": made.unit("province"), "person_code": "QTV"}
    made.do(made.founder(), "staff.register_device", **params)
    return made


def sign_in(page, url, user="qtv"):
    page.goto(url + "/dang-nhap/")
    page.fill("[name=user]", user)
    page.fill("[name=phrase]", PHRASE)
    page.click("main button[type=submit]")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_clean_and_fit(page, live_server, house, clean, width, theme):
    """Nothing for axe, no sideways scroll, a picture of each."""
    sign_in(page, live_server.url)
    page.wait_for_url("**/hom-nay/")
    clean({name: live_server.url + path for name, path in PAGES.items()}, width, theme, "account")


@pytest.mark.feature(142)
def test_a_passkey_is_made_and_signs_in(page, live_server, house, settings):
    """The browser's own key, made on the page, is what the next sign-in asks for; without it the pass phrase opens nothing."""
    settings.SECOND_FACTOR_FROM = date(2020, 1, 1)
    url = live_server.url.replace("127.0.0.1", "localhost")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, url)
    page.wait_for_url("**/tai-khoan/buoc-hai/")
    page.click("[data-passkey=create]")
    page.wait_for_url("**/tai-khoan/")
    assert SecondFactor.objects.get().kind == "passkey"
    page.goto(url + "/hom-nay/")
    page.click("details.person summary")
    page.click("details.person form button")
    page.wait_for_url("**/dang-nhap/")
    sign_in(page, url)
    page.wait_for_url("**/dang-nhap/buoc-hai/")
    page.goto(url + "/hom-nay/")
    page.wait_for_url("**/dang-nhap/**")
    page.goto(url + "/dang-nhap/buoc-hai/")
    page.click("[data-passkey=get]")
    page.wait_for_url("**/hom-nay/")
    assert Sitting.objects.filter(second_factor=True, ended_at=None).count() == 1


@pytest.mark.feature(143)
def test_a_token_is_shown_once(page, live_server, house):
    """After issuing it stands on the page; after the next look it does not, and its row can be ended."""
    sign_in(page, live_server.url)
    page.goto(live_server.url + "/tai-khoan/")
    page.click("text=Cấp mã >> nth=-1")
    page.wait_for_selector("code.breaks")
    token = page.inner_text("code.breaks")
    page.goto(live_server.url + "/tai-khoan/")
    assert token not in page.content()
    assert "MAY-QT" in page.inner_text("table >> nth=-1")


def test_a_pass_phrase_is_reset_on_the_persons_page(page, live_server, house):
    """By the leave of two; shown once to who resets it; the person comes in with it only to change it."""
    why = {"person_code": "GDV", "reason": "quên mật khẩu"}
    leave = house.do_proposed(actor_of("QTV", today()), "staff.permit_staff_reset", **why)
    house.do(house.actor(house.unit("province"), "director", person_id=88), "acts.approve", proposal_id=leave)
    sign_in(page, live_server.url)
    page.goto(live_server.url + "/nhan-su/GDV/")
    page.locator("details", has=page.locator("form[action$='/mat-khau/']")).locator("summary").click()
    page.click("form[action$='/mat-khau/'] button[type=submit]")
    page.wait_for_selector("code.breaks")
    phrase = page.inner_text("code.breaks")
    page.context.clear_cookies()
    page.goto(live_server.url + "/dang-nhap/")
    page.fill("[name=user]", "gdv")
    page.fill("[name=phrase]", phrase)
    page.click("main button[type=submit]")
    page.wait_for_url("**/tai-khoan/mat-khau/")
