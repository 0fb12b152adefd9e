"""Main pages at a hundred days of books: a simulated day copied onto the ninety-nine before it, then every page asked in turn.

    python benchmarks/pages.py [--scale 0.05] [--turns 15] [--smoke]            python tests/cluster.py python benchmarks/pages.py

Requests go through Django's own client in one process (middleware, templates, statements; no network); p50 and p95 by page.
"""

import argparse
import statistics
import sys
import time
from datetime import datetime
from pathlib import Path

from common import fresh_database, say, seconds

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--scale", type=float, default=0.05)
parser.add_argument("--turns", type=int, default=15)
parser.add_argument("--smoke", action="store_true")
given = parser.parse_args()
engine = fresh_database()

from django.contrib.auth import get_user_model
from django.test import Client
from django.test.utils import setup_test_environment
from tests.hundred_days import live_through
from tests.province import Post

from duongthu.kernel.clock import VN, FixedClock, today, using_clock
from duongthu.kernel.ids import IdMaker
from duongthu.mail.api import Item
from duongthu.network.api import network_on
from duongthu.simulation.api import run_days
from duongthu.staff.api import NewStaff, Role

MAIN = (
    "", "hom-nay/", "so-quy/", "quy/", "khoa-so/", "dieu-hanh/", "dieu-hanh/don-vi.json", "dieu-hanh/tuyen-phat/", "dieu-hanh/tin-bao/",
)  # fmt: skip
DAYS = 5 if given.smoke else 100


def enter(post: Post, unit_id: int, role: Role) -> Client:
    """Somebody signed in at a unit."""
    code = f"DO{unit_id}{role[:3].upper()}"
    post.do(
        post.founder(),
        "staff.take_on",
        people=[NewStaff(post.key(), code, "Đỗ Thị Đo", role, unit_id, today())],
    )
    post.do(post.founder(), "staff.open_sign_in", person_code=code, user_name=code.lower())
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(username=code.lower()))
    return client


def main() -> None:
    """Play, copy, ask; print a line for each page and one for all."""
    setup_test_environment()  # the client's host is a permitted one
    run_days(seed=42, scale=0.02 if given.smoke else given.scale)
    day = datetime(2020, 8, 14, 19, 0, tzinfo=VN)
    with using_clock(FixedClock(day)):
        units = network_on(today()).units.values()
        post = Post(
            {u.code: u.id for u in units},
            {u.code: str(u.kind) for u in units},
            {u.code: u.commune_code for u in units},
            IdMaker(),
        )
        office, province = post.unit("district"), post.unit("province")
        clients = {
            "head": enter(post, office, Role.HEAD), "accountant": enter(post, province, Role.ACCOUNTANT),
            "director": enter(post, province, Role.DIRECTOR),
        }  # fmt: skip
        item = Item.objects.select_related("thing").order_by("pk").first()
        assert item
        spent = seconds(lambda: live_through(DAYS - 1))
        say(f"copied {engine}", days=DAYS, items=Item.objects.count(), seconds=round(spent))
        every: list[float] = []
        for page in (*MAIN, f"buu-gui/{item.thing.code}/"):
            times = [one for client in clients.values() for one in asked(client, page)]
            if times:
                every += times
                say(
                    f"page {engine} /{page}",
                    p50_ms=round(statistics.median(times)),
                    p95_ms=round(at(times, 0.95)),
                    asked=len(times),
                )
        say(
            f"pages {engine}",
            days=DAYS,
            p50_ms=round(statistics.median(every)),
            p95_ms=round(at(every, 0.95)),
        )


def asked(client: Client, page: str) -> list[float]:
    """Milliseconds of each turn; none where the page is not for them."""
    if client.get(f"/{page}").status_code != 200:
        return []
    times = []
    for _ in range(given.turns):
        began = time.perf_counter()
        assert client.get(f"/{page}").status_code == 200
        times.append((time.perf_counter() - began) * 1e3)
    return times


def at(times: list[float], share: float) -> float:
    """The time below which that share lies."""
    return sorted(times)[int(len(times) * share)]


main()
