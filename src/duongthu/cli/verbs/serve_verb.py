"""``duongthu serve``."""

import resource
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from duongthu.cli.answers import FINE, Answer
from duongthu.cli.startup import build_tables, need_free_port, planner_ready, stand_up
from duongthu.cli.words import Parser, port, positive

APPLICATION = "duongthu.config.wsgi:application"
SEALER = (sys.executable, "-m", "duongthu.cli", "seal", "--watch")
AGAIN_SECONDS = 5
CONNECTIONS_AT_ONCE = 4_096  # idle and slow ones cost a few kilobytes each and no thread
REQUESTS_AT_ONCE = 32  # threads that answer; more would only wait for the database
HEADER_MILLISECONDS = 10_000  # an unfinished header is dropped after so long


def arguments(parser: Parser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="địa chỉ lắng nghe (mặc định 127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=port, default=8000, metavar="CỔNG", help="cổng lắng nghe (mặc định 8000)"
    )
    parser.add_argument(
        "--no-sealer",
        action="store_true",
        help="không tự niêm phong (khi đã có «duongthu seal --watch» chạy riêng)",
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
    return serve(answer, options.host, options.port, options.workers, sealer=not options.no_sealer)


def serve(answer: Answer, host: str, port: int, workers: int = 1, *, sealer: bool = True) -> int:
    """Serve the web on this machine until interrupted; the tables must stand.

    Args:
        sealer: run the sealer beside it.
    """
    from django.db import connections
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.server import Server

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    answer.value({"serving": address})
    answer.line(f"Đang mở ở {address}    (dừng bằng Ctrl+C)")
    connections.close_all()
    allow_many_connections()
    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        backlog=CONNECTIONS_AT_ONCE,
        backpressure=CONNECTIONS_AT_ONCE,
        blocking_threads=REQUESTS_AT_ONCE,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_access=False,
    )
    with sealer_beside() if sealer else nullcontext():
        server.serve()
    return FINE


@contextmanager
def sealer_beside() -> Iterator[None]:
    """A process of its own that seals while we serve, started again should it end; it ends with us."""
    stopped = threading.Event()
    keeper = threading.Thread(target=_keep_running, args=(stopped,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopped.set()
        keeper.join(10)


def _keep_running(stopped: threading.Event) -> None:
    while not stopped.is_set():
        child = subprocess.Popen(SEALER, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
        while child.poll() is None and not stopped.wait(0.5):
            continue
        if child.poll() is None:
            child.terminate()
            child.wait()
        stopped.wait(AGAIN_SECONDS)


def allow_many_connections() -> None:
    """Let this process hold as many open files as the system allows it: each connection is one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
