"""At a hundred days of books: no page and no act of the counter reads a journal from end to end, nor asks without bound."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duongthu.config.pages import all_pages
from duongthu.mail.api import Report, Scan
from duongthu.staff.api import Role
from tests.hundred_days import live_through, whole_reads

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PLAIN = [
    page.route
    for page in all_pages()
    if "<" not in page.route and not page.route.startswith(("api/", "i18n"))
]
MOST = 100  # statements of one page
NEXT = re.compile(r"; (?=SELECT |INSERT |UPDATE |DELETE |WITH )")
ASKS = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


def wrong(captured):
    """Statements that read a large table whole, with the tables."""
    found = {}
    for query in captured:
        for statement in NEXT.split(query["sql"]):
            if ASKS.match(statement):
                tables = whole_reads(statement)
                if tables:
                    found[re.sub(r"\s+", " ", statement)[:400]] = tables
    return found


@pytest.fixture
def lived(post, office, code):
    """A day of the office: one item on its round and delivered, a dozen accepted; gives the code of the first."""
    post.accept(office, *[post.draft("12103", cod_dong=10_000) for _ in range(12)])
    return code


def test_pages_at_a_hundred_days(post, lived, office, enter):
    """Every page without parts in its address, as head of an office and as the province's accountant and director."""
    people = [
        (office, Role.HEAD),
        (post.unit("province"), Role.ACCOUNTANT),
        (post.unit("province"), Role.DIRECTOR),
    ]
    clients = [enter(unit, role) for unit, role in people]
    live_through()
    pages, asked, whole, served = [*PLAIN, f"buu-gui/{lived}/"], {}, {}, set()
    for (_, role), client in zip(people, clients, strict=True):
        for page in pages:
            client.get(f"/{page}")  # what is kept between requests
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(f"/{page}")
            if answer.status_code != 200:
                continue
            served.add(page)
            asked[role, page] = len(captured)
            for statement, tables in wrong(captured.captured_queries).items():
                whole[statement] = (page, tables)
    assert len(served) > 15, served
    assert whole == {}
    assert {one: count for one, count in asked.items() if count > MOST} == {}


def test_acts_of_the_counter_at_a_hundred_days(post, lived, office):
    """Accept, keep, report: none of their statements reads a journal whole."""
    live_through()
    commune = post.communes[next(code for code, unit in post.units.items() if unit == office)]
    clerk = post.actor(office, "sorter", person_id=21)
    with CaptureQueriesContext(connection) as captured:
        (line,) = post.accept(office, post.draft(commune, cod_dong=50_000))
        post.do(clerk, "mail.keep_here", unit_id=office, scans=[Scan(post.key(), line["code"])])
        lines = post.do(
            post.actor(office, "courier", person_id=7), "mail.report", unit_id=office,
            reports=[Report(post.key(), line["code"], "delivered", receiver="B")],
        )  # fmt: skip
    assert lines["lines"][0]["refusal"]
    assert wrong(captured.captured_queries) == {}
