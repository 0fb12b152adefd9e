"""``duongthu demo``: one day of the province on a fresh database, both laws proven, then the web."""

import os
from argparse import Namespace
from datetime import date
from pathlib import Path

from duongthu.cli.answers import FINE, FOUND, Answer
from duongthu.cli.startup import (
    build_tables,
    need_empty_books,
    need_free_port,
    planner_ready,
    set_aside,
    stand_up,
)
from duongthu.cli.verbs.serve_verb import serve
from duongthu.cli.verbs.simulate_verb import find_simulation, played
from duongthu.cli.verbs.verify_verb import conclude, verify
from duongthu.cli.words import Parser, factor, port, positive
from duongthu.config.environment import data_dir, text

DATABASE = "DUONGTHU_DATABASE_URL"
FILE, SPOOL = "demo.sqlite3", "demo-notices"


def arguments(parser: Parser) -> None:
    """Where to serve, and how large a day."""
    parser.add_argument(
        "--port", type=port, default=8000, metavar="CỔNG", help="cổng của trang web (mặc định 8000)"
    )
    parser.add_argument(
        "--no-serve", action="store_true", help="chỉ chạy một ngày rồi thôi, không mở trang web"
    )
    parser.add_argument("--seed", type=positive, default=42, metavar="SỐ", help="hạt giống (mặc định 42)")
    parser.add_argument(
        "--scale", type=factor, default=1.0, metavar="TỈ_LỆ", help="độ lớn của ngày (mặc định 1)"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Play the day, verify, print the closing, serve."""
    if not options.no_serve:
        need_free_port("127.0.0.1", options.port)
    fresh_database(data_dir(), answer)
    spool = fresh_spool(data_dir(), answer)
    run_days = find_simulation()
    stand_up()
    build_tables()
    need_empty_books()
    planner_ready(answer)
    with answer.progress("một ngày của tỉnh") as step:
        choices = {"seed": options.seed, "days": 1, "scale": options.scale, "spool": spool}
        report = played(answer, run_days, **choices, on_progress=step)
    if report is None:
        return FOUND
    recounts = list(verify(answer))
    for line in report.lines():
        answer.line(line)
    conclude(answer, recounts)
    found = sum(len(recount.findings) for recount in recounts)
    answer.value(
        {"day": report.as_dict(), "checks": [recount.as_dict() for recount in recounts], "ok": not found}
    )
    if found or options.no_serve:
        return FOUND if found else FINE
    open_desks(report.days[-1], answer)
    return serve(answer, "127.0.0.1", options.port)


def fresh_spool(folder: Path, answer: Answer) -> Path:
    """A new folder that messages to the made-up customers go into, whatever gateway is set: the numbers may be somebody's."""
    spool = folder / SPOOL
    kept = set_aside(spool)
    if kept:
        answer.line(f"Tin báo của lần trước được giữ ở {kept}")
    spool.mkdir()
    os.environ["DUONGTHU_NOTICES"], os.environ["DUONGTHU_NOTICES_TOKEN"] = str(spool), ""
    return spool


def open_desks(on: date, answer: Answer) -> None:
    """Sign-ins for one person of each role, and the web as of the played day's evening."""
    from django.conf import settings

    from duongthu.config.business_date import EveningClock
    from duongthu.desks.api import make_demo_users
    from duongthu.kernel.clock import using_clock

    os.environ["DUONGTHU_DEMO"], os.environ["DUONGTHU_BUSINESS_DATE"] = "1", on.isoformat()
    # A forked server has read its settings already and does not ask the variables again.
    settings.DEMO, settings.BUSINESS_DATE = True, on.isoformat()
    with using_clock(EveningClock(on)):
        answer.line(f"Vào thử không cần mật khẩu với {make_demo_users()} vai ở trang đăng nhập.")


def fresh_database(folder: Path, answer: Answer) -> None:
    """Point the settings to a new file in the data folder, unless the operator named a database."""
    if text(DATABASE, ""):
        return
    file = folder / FILE
    kept = set_aside(file)
    if kept:
        answer.line(f"Cơ sở dữ liệu của lần trước được giữ ở {kept}")
    os.environ[DATABASE] = f"sqlite:///{file}"
