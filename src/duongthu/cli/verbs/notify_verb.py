"""``duongthu notify``: hands the messages to customers that are due to the gateway, once or again and again."""

import time
from argparse import Namespace

from duongthu.cli.answers import FINE, FOUND, Answer
from duongthu.cli.startup import stand_up_with_tables
from duongthu.cli.words import Parser, positive


def arguments(parser: Parser) -> None:
    """Once, or how often."""
    parser.add_argument(
        "--every",
        metavar="GIÂY",
        type=positive,
        help="chạy mãi, cứ bấy nhiêu giây gửi một lượt (mặc định: một lượt rồi thôi)",
    )


def run(options: Namespace, answer: Answer) -> int:
    """Send what is due; gives 1 when a message has failed for good in the last turn."""
    stand_up_with_tables()
    from duongthu.notices.api import configured_gateway, send_due

    gateway = configured_gateway()
    while True:
        handed = send_due(gateway)
        answer.line(
            f"Tin báo: {handed.sent} đã gửi, {handed.later} gửi lại sau, {handed.failed} không gửi được, "
            f"{handed.lapsed} quá giờ không gửi"
        )
        if not options.every:
            break
        time.sleep(options.every)
    answer.value(
        {"sent": handed.sent, "later": handed.later, "failed": handed.failed, "lapsed": handed.lapsed}
    )
    return FOUND if handed.failed else FINE
