"""``duongthu simulate``: days of the whole province, through the acts only."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing
from duongthu.cli.startup import build_tables, need_empty_books, stand_up
from duongthu.cli.words import Parser, day, factor, positive


def arguments(parser: Parser) -> None:
    """The seed, how long, how large, when, and whether things go wrong on purpose."""
    parser.add_argument(
        "--seed",
        type=positive,
        default=42,
        metavar="SỐ",
        help="hạt giống; cùng số thì cùng một ngày (mặc định 42)",
    )
    parser.add_argument("--days", type=positive, default=1, metavar="SỐ", help="số ngày (mặc định 1)")
    parser.add_argument(
        "--scale", type=factor, default=1.0, metavar="TỈ_LỆ", help="1 là khoảng 20.000 bưu gửi mỗi ngày"
    )
    parser.add_argument(
        "--scenario", type=day, metavar="NGÀY", help="ngày đầu, theo kịch bản có sẵn (mặc định 2020-08-14)"
    )
    parser.add_argument(
        "--faults",
        action="store_true",
        help="gieo lỗi: quét đôi, túi lạc hướng, bưu gửi mất, két thiếu tiền, bưu tá nghỉ, chuyến thư muộn",
    )
    parser.add_argument(
        "--resume", action="store_true", help="chơi tiếp lần mô phỏng bị ngắt trong cơ sở dữ liệu này"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Simulate in the configured, empty database and print the report."""
    run_days = find_simulation()
    stand_up()
    build_tables()
    if not options.resume:
        need_empty_books()
    choices: dict[str, Any] = {
        "seed": options.seed,
        "days": options.days,
        "scale": options.scale,
        "faults": options.faults,
    }
    if options.scenario:
        choices["scenario_name"] = options.scenario.isoformat()
    with answer.progress("mô phỏng") as step:
        report = played(answer, run_days, **choices, on_progress=step)
    if report is None:
        return FOUND
    for line in report.lines():
        answer.line(line)
    told = report.as_dict()
    answer.value(told)
    return FINE if told["laws_hold"] else FOUND


def played(answer: Answer, run_days: Callable[..., Any], **choices: Any) -> Any:
    """The report of the days; None when one broke, after its sentence (seed, scene to replay) was said."""
    from duongthu.simulation.api import DayBroken, LawBroken

    try:
        return run_days(**choices)
    except (DayBroken, LawBroken) as broken:
        answer.complaint("simulation.broken", str(broken))
        return None


def find_simulation() -> Callable[..., Any]:
    """The simulation's ``run_days``; imported only here, for it stands above everything else.

    Raises:
        EnvironmentMissing: this installation has no simulation.
    """
    stand_up()
    try:
        from duongthu.simulation.api import run_days
    except ModuleNotFoundError as missing:
        if not (missing.name or "").startswith("duongthu.simulation"):
            raise
        raise EnvironmentMissing("Bản cài này không có phần mô phỏng (duongthu.simulation).") from missing
    found: Callable[..., Any] = run_days
    return found
