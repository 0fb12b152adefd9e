"""Whose page is whose: every address tried as every role, odd questions that must not break a page, and the logs."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from duongthu.config.pages import all_pages
from duongthu.kernel.clock import today
from duongthu.kernel.doors import Entry, audience_of, holders, open_to
from duongthu.staff.api import NewStaff, Role, SecurityEvent

pytestmark = pytest.mark.django_db
PAGES = all_pages()
MONEY = ("so-quy/", "khoa-so/", "khoa-so/xem-truoc/", "khoa-so/khoa/")
NEVER = {  # by hand, so that a slip in an audience cannot hide in a table made from it
    Role.COURIER: (
        *MONEY,
        "dieu-hanh/",
        "dieu-hanh/tuyen-phat/",
        "tui/<str:code>/",
    ),
    Role.DRIVER: (*MONEY, "buu-gui/<str:code>/", "dieu-hanh/tin-bao/"),
    Role.SORTER: (*MONEY, "cho-duyet/<int:proposal_id>/duyet/"),
    Role.TELLER: (*MONEY, "dieu-hanh/duong-thu/lap/"),
    Role.AUDITOR: ("khoa-so/khoa/", "cho-duyet/<int:proposal_id>/duyet/", "dieu-hanh/tuyen-phat/lap/nhap/"),
    Role.ADMIN: (*MONEY, "buu-gui/<str:code>/", "tui/<str:code>/"),
    Role.PARTNER: (*MONEY, "buu-gui/<str:code>/", "dieu-hanh/", "tuyen-cua-toi/"),
    Role.HELPER: (*MONEY, "buu-gui/<str:code>/", "dieu-hanh/"),
}
ODD = (
    "0001-01-01",
    "9999-12-31",
    "2020-02-30",
    "²",
    "-1",
    "٣",
    "9" * 30,
    "' OR 1=1",
    "x" * 5000,
    "%F0%9F",
    "<b>",
    "1e9",
)
QUERIES = (
    "ngay",
    "don-vi",
    "luc",
    "trang",
    "to",
    "ca",
    "xem",
    "khoan",
    "so",
    "chuyen",
    "duong",
    "cua",
    "next",
    "phan",
    "kho",
    "tu",
)


OF_THE_PROVINCE = {"an-ninh/"}


def address(route: str) -> str:
    """The route with something in each place."""
    return "/" + re.sub(r"<int:\w+>", "1", re.sub(r"<str:\w+>", "XX1", route))


@pytest.fixture
def seat(post):
    """Signs in somebody who holds just one role at a unit, however the post was come by."""

    def make(role: str, unit_id: int) -> Client:
        code = f"V{role[:6].upper()}"
        founder = post.founder()
        line = NewStaff(post.key(), code, "Phạm Thị Vai", role, unit_id, today())
        assert post.do(founder, "staff.take_on", people=[line])["lines"][0]["status"] == "done"
        post.do(founder, "staff.open_sign_in", person_code=code, user_name=code.lower())
        client = Client(raise_request_exception=False)
        client.force_login(get_user_model().objects.get(username=code.lower()))
        return client

    return make


def test_every_page_says_for_whom_it_is():
    """What says nothing is for nobody; and an audience without a role would be a page nobody can open."""
    assert [page.route for page in PAGES if page.audience is None] == []
    assert [p.route for p in PAGES if p.audience.entry is Entry.POST and not p.audience.roles] == []
    assert len(PAGES) > 50


def test_a_view_that_says_nothing_cannot_be_reached(rf, seat, office):
    """Denied by default: the guard answers before the view is called."""
    from duongthu.desks.guarding import GuardMiddleware

    def forgotten(request):
        raise AssertionError("the view ran")

    request = rf.get("/x/")
    request.user = get_user_model()()
    answer = GuardMiddleware(lambda _request: None).process_view(request, forgotten, (), {})
    assert answer.status_code == 403
    assert audience_of(open_to(holders("thử", {"teller"}))(forgotten)).admits({"teller", "head"})


@pytest.mark.feature(141)
@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_and_no_other(seat, office, role):
    """Over HTTP: 403 exactly where the page is not for the role, and never a fault."""
    client, wrong = seat(role, office), []
    for page in PAGES:
        if page.audience.entry is Entry.MACHINE or page.route == "dang-xuat/":
            continue
        answer = client.get(address(page.route))
        if page.route in OF_THE_PROVINCE:  # its roles open it at the province only: this is an office
            assert answer.status_code == 403
            continue
        if (answer.status_code == 403) == page.audience.admits({role}) or answer.status_code >= 500:
            wrong.append((page.route, answer.status_code))
        if page.route in NEVER.get(role, ()):
            assert answer.status_code == 403, page.route
    assert wrong == []


@pytest.mark.feature(141)
def test_a_stranger_opens_only_what_is_for_everybody(client):
    """Without a sign-in each other page leads to the sign-in page; machines are told in JSON."""
    for page in PAGES:
        answer = client.get(address(page.route))
        if page.audience.entry is Entry.MACHINE:
            assert answer.headers["Content-Type"] == "application/json"
        elif page.audience.entry is not Entry.PUBLIC:
            assert answer.headers["Location"].startswith("/dang-nhap/"), page.route


@pytest.mark.feature(141)
@pytest.mark.parametrize("role", [Role.COURIER, Role.TELLER, Role.HEAD, Role.DIRECTOR])
def test_menus_lead_only_where_one_may_go(seat, office, role):
    """No entry of the navigation answers 403."""
    client = seat(role, office)
    page = client.get("/hom-nay/").content.decode()
    links = re.findall(r'href="([^"]+)" data-go=', page)
    assert links
    assert [link for link in links if client.get(link).status_code != 200] == []


@pytest.mark.parametrize("role", [Role.HEAD, Role.DIRECTOR, Role.COURIER])
def test_odd_questions_break_no_page(seat, office, role):
    """Every address with every parameter of the house at odd values: a page or a refusal in words, never a fault."""
    client, wrong = seat(role, office), []
    for page in PAGES:
        if page.audience.entry is Entry.POST and not page.audience.admits({role}):
            continue
        for value in ODD:
            answer = client.get(address(page.route), dict.fromkeys(QUERIES, value))
            wrong += [(page.route, value, answer.status_code)] if answer.status_code >= 500 else []
        for name in ("ngay", "don-vi", "luc", "ca"):
            answer = client.get(address(page.route), {name: ODD[0]})
            wrong += [(page.route, name, answer.status_code)] if answer.status_code >= 500 else []
    assert wrong == []


@pytest.mark.parametrize("value", ["", "x", "²"])
def test_forms_without_their_command_id_do_nothing(seat, office, value):
    """Every form of the house sent empty, and with a broken key: refused in words."""
    client, wrong = seat(Role.HEAD, office), []
    for page in PAGES:
        if page.audience.entry is Entry.POST and page.audience.admits({Role.HEAD}):
            form = {"command_id": value, "unit_id": value, "on": value, "ca": value, "couriers": [value]}
            answer = client.post(address(page.route), form if value else {})
            wrong += [(page.route, answer.status_code)] if answer.status_code >= 500 else []
    assert wrong == []


@pytest.mark.parametrize("path", ["/tra-cuu/?so=%00", "/buu-gui/a%00b/", "/api/v1/acts/x%00"])
def test_a_nul_in_an_address_is_refused(client, path):
    """PostgreSQL takes none, and no honest address holds one."""
    assert client.get(path).status_code == 400


def test_personal_pages_are_kept_by_no_cache(seat, office):
    """A shared computer shows nothing by its back button; public tracking may be kept by nobody's name."""
    client = seat(Role.HEAD, office)
    for path in ("/hom-nay/", "/so-quy/", "/dieu-hanh/don-vi.json", "/khoa-so/"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/nowhere", 404, "http.not_found"),
        ("get", "/api/v1/acts/ledger.open_till", 405, "http.method_not_allowed"),
        ("post", "/api/v1/openapi.json", 403, "http.forbidden"),
        ("get", "/api/v1/acts/%00", 400, "http.bad_request"),
    ],
)
def test_machines_are_answered_in_json_whatever_goes_wrong(method, path, status, code):
    """A program branches on the code, and the number of its request leads to the line of the log."""
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(path, headers={"X-Request-ID": "may-07-000123"})
    if answer.status_code == 405:
        assert answer.headers["Allow"] == "POST"
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["X-Request-ID"] == answer.json()["details"]["request_id"] == "may-07-000123"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [("ValueError", 500, "http.error"), ("OperationalError", 503, "http.unavailable")],
)
def test_a_fault_is_told_noted_and_logged(monkeypatch, error, status, code, caplog):
    """JSON for machines, a page for people, a line in the security log, the traceback in the log."""
    from django.db import OperationalError

    raised = {"ValueError": ValueError("hỏng"), "OperationalError": OperationalError("server closed")}[error]

    def broken(*_args, **_kwargs):
        raise raised

    monkeypatch.setattr("duongthu.rest.views.caller_from", broken)
    monkeypatch.setattr("duongthu.desks.tracking.views.hotline", broken)
    client = Client(raise_request_exception=False)
    answer = client.post("/api/v1/acts/ledger.open_till", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert client.get("/tra-cuu/").status_code == status
    assert SecurityEvent.objects.filter(kind="error", detail__startswith=f"{status} {error}").count() == 2
    assert (answer.headers.get("Retry-After") is not None) == (status == 503)


def test_what_is_refused_stands_in_the_security_log_and_outside_the_database(seat, office, settings, clock):
    """One line in the table and one in the month's file, both with the request's number; the file is its owner's only."""
    client = seat(Role.COURIER, office)
    client.get("/so-quy/", headers={"X-Request-ID": "yeu-cau-0001"})
    line = SecurityEvent.objects.get(kind="beyond_roles")
    assert (line.request_id, line.address, line.detail) == ("yeu-cau-0001", "127.0.0.1", "GET /so-quy/")
    file = settings.LOG_DIR / "security-2020-08.log"
    told = [json.loads(text) for text in file.read_text().splitlines()]
    assert any(one["request_id"] == "yeu-cau-0001" and one["kind"] == "beyond_roles" for one in told)
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_logs_of_twelve_months_are_kept(tmp_path):
    """A file goes only when thirteen months have passed."""
    from datetime import date

    from duongthu.config.logs import expired

    for month in ("2019-06", "2019-07", "2019-08", "2020-08"):
        (tmp_path / f"security-{month}.log").touch()
    assert [path.name for path in expired(tmp_path, "security", date(2020, 8, 14))] == [
        "security-2019-06.log"
    ]
