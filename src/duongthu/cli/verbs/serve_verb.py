"""``duongthu serve``."""

from argparse import Namespace

from duongthu.cli.answers import FINE, Answer
from duongthu.cli.ground import build_tables, need_free_port, planner_ready, stand_up
from duongthu.cli.words import Parser, port, positive

APPLICATION = "duongthu.config.wsgi:application"
REQUESTS_AT_ONCE = 32  # waiting ones queue in the kernel; more threads would only wait for the database


def arguments(parser: Parser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="địa chỉ lắng nghe (mặc định 127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=port, default=8000, metavar="CỔNG", help="cổng lắng nghe (mặc định 8000)"
    )
    parser.add_argument(
        "--workers", type=positive, default=1, metavar="SỐ", help="số tiến trình phục vụ (mặc định 1)"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Build the tables, then serve until interrupted."""
    need_free_port(options.host, options.port)
    stand_up()
    build_tables()
    planner_ready(answer)
    return serve(answer, options.host, options.port, options.workers)


def serve(answer: Answer, host: str, port: int, workers: int = 1) -> int:
    """Serve the web on this machine until interrupted; the tables must stand."""
    from django.db import connections
    from granian.constants import Interfaces
    from granian.server import Server

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    answer.value({"serving": address})
    answer.line(f"Đang mở ở {address}    (dừng bằng Ctrl+C)")
    connections.close_all()
    Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        backpressure=REQUESTS_AT_ONCE,
        log_access=False,
    ).serve()
    return FINE
