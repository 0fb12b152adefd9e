"""How public tracking answers while 200 slow connections hang on the server and somebody guesses pass phrases.

    python benchmarks/slow_clients.py [--url http://127.0.0.1:8000] [--seconds 20]

Without ``--url`` an empty house is set up in a temporary folder and served alone (``duongthu serve``). A hundred connections
send their header a byte a second, a hundred announce a body and never finish it; one wrong sign-in a second; meanwhile
tracking is asked ten times a second. Prints p50, p95 and the worst, first without the slow ones, then with them.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self
from urllib.parse import urlparse

ROOT = Path(__file__).resolve().parent.parent
HEADERS_SLOWLY, BODIES_UNFINISHED = 100, 100


def main() -> int:
    """Measure and print; the exit code is 1 where p95 with slow clients is above 300 ms."""
    options = argparse.ArgumentParser()
    options.add_argument("--url")
    options.add_argument("--seconds", type=int, default=20)
    given = options.parse_args()
    server, url = (None, given.url) if given.url else serve()
    try:
        print("alone:", told(asked(url, given.seconds // 2)))
        with Slow(url):
            late = asked(url, given.seconds)
        print("with slow clients:", told(late))
        return int(late[int(len(late) * 0.95)] > 300)
    finally:
        if server:
            server.terminate()
            server.wait(20)


def serve(port: int = 8797) -> tuple[subprocess.Popen[bytes], str]:
    """``duongthu serve`` on an empty database of its own."""
    folder = tempfile.mkdtemp(prefix="duongthu-slow-")
    environment = os.environ | {"DUONGTHU_DATA_DIR": folder, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "duongthu.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{url}/tra-cuu/", timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return server, url
    server.terminate()
    raise SystemExit("the server did not come up")


def asked(url: str, seconds: int) -> list[float]:
    """Milliseconds of each tracking request, sorted; ten a second."""
    taken, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        try:
            urllib.request.urlopen(f"{url}/tra-cuu/?so=EA123456785VN", timeout=30).read()
        except urllib.error.HTTPError:
            pass  # 404: there is no such item, which takes the same way
        except OSError:
            taken.append(30_000.0)
            continue
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(0.1)
    return sorted(taken)


def told(taken: list[float]) -> str:
    """The figures of a run."""
    return f"{len(taken)} answers, p50 {taken[len(taken) // 2]:.0f} ms, p95 {taken[int(len(taken) * 0.95)]:.0f} ms, worst {taken[-1]:.0f} ms"


class Slow:
    """Two hundred clients that never finish, and one that guesses."""

    def __init__(self, url: str) -> None:
        parts = urlparse(url)
        self.address, self.over = (parts.hostname, parts.port or 80), threading.Event()
        self.url = url

    def __enter__(self) -> Self:
        self.threads = [
            threading.Thread(target=work, daemon=True) for work in (self.headers, self.bodies, self.guess)
        ]
        for thread in self.threads:
            thread.start()
        time.sleep(2)
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(30)

    def headers(self) -> None:
        """A byte of a header each second, on each connection."""
        open_ = [self.connect() for _ in range(HEADERS_SLOWLY)]
        for byte in "GET /tra-cuu/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + "a" * 10_000:
            open_ = [self.sent(one, byte.encode()) for one in open_]
            if self.over.wait(1):
                return

    def bodies(self) -> None:
        """A form that says it is long and never comes whole."""
        head = b"POST /dang-nhap/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nuser="
        open_ = [self.sent(self.connect(), head) for _ in range(BODIES_UNFINISHED)]
        while not self.over.wait(3):
            open_ = [self.sent(one, b"a", head) for one in open_]

    def guess(self) -> None:
        """A wrong sign-in each second, as a program would send it."""
        while not self.over.wait(1):
            try:
                answer = urllib.request.urlopen(f"{self.url}/dang-nhap/", timeout=30)
                token = answer.headers["Set-Cookie"].split("csrftoken=")[1].split(";")[0]
                body = f"user=ai-do&phrase=sai-bet-{time.time()}&csrfmiddlewaretoken={token}".encode()
                urllib.request.urlopen(
                    urllib.request.Request(f"{self.url}/dang-nhap/", body, {"Cookie": f"csrftoken={token}"}),
                    timeout=30,
                )
            except OSError:
                continue

    def connect(self) -> socket.socket:
        """A connection, or an unconnected one where the server takes no more."""
        try:
            return socket.create_connection(self.address, timeout=2)
        except OSError:
            return socket.socket()

    def sent(self, one: socket.socket, data: bytes, anew: bytes = b"") -> socket.socket:
        """Send on; a connection the server closed is opened again."""
        try:
            one.sendall(data)
        except OSError:
            one.close()
            one = self.connect()
            if anew:
                try:
                    one.sendall(anew)
                except OSError:
                    return one
        return one


if __name__ == "__main__":
    sys.exit(main())
