"""One act end to end over HTTP: request → act → both books → commit → answer; granian, clients on the same cores.

python benchmarks/web.py            python tests/cluster.py python benchmarks/web.py
"""

import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from common import arguments, fresh_database, say

options = arguments(__doc__ or "")
engine = fresh_database()

from django.db import connections

from duongthu.acts.api import Actor, perform
from duongthu.kernel.clock import today
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import till_code, tills_for
from duongthu.mail.api import load_tariffs
from duongthu.network.api import load_province, network_on
from duongthu.rest.tokens import make_token
from duongthu.staff.api import NewStaff, Role

TELLERS = 20
RATE, STEADY_SECONDS = 50, 4 if options.smoke else 20
FULL_SECONDS, CLIENTS = 4 if options.smoke else 15, 8
ids = IdMaker(random.Random(1))


def found() -> list[tuple[int, str]]:
    """The province with twenty tellers at open tills; gives (unit, token)."""
    load_province("2026-11-23")
    load_tariffs()
    day = network_on(today())
    units = sorted(unit.id for unit in day.units.values() if unit.kind == "commune_post")[:TELLERS]
    tills_for(units)
    now = datetime.now(UTC)
    people = [
        NewStaff(ids.make(now), f"GD{n:04d}", "Trần Thị Đo", Role.TELLER, unit, today())
        for n, unit in enumerate(units)
    ]
    boss = Actor(0, "đo", units[0], frozenset({"admin", "director", "teller"}), frozenset(day.units))
    assert perform(boss, "staff.take_on", {"people": people}).done
    return [(unit, make_token(f"GD{n:04d}")) for n, unit in enumerate(units)]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    """granian as production runs it."""
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--no-access-log", "--log-level", "error", "duongthu.config.wsgi:application",
    ]  # fmt: skip
    paths = str(Path(__file__).resolve().parent.parent / "src")
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths})


def post(line: http.client.HTTPConnection, token: str, act: str, params: dict) -> tuple[int, dict]:
    """One request on a kept connection."""
    body = json.dumps({"command_id": str(ids.make(datetime.now(UTC))), "params": params})
    line.request(
        "POST",
        f"/api/v1/acts/{act}",
        body,
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    answer = line.getresponse()
    return answer.status, json.loads(answer.read())


def item() -> dict:
    """A parcel within the province with COD: nine rows in both books."""
    return {
        "key": str(ids.make(datetime.now(UTC))), "service": "ems", "sender_name": "Lê Văn Gửi", "recipient_name": "Phạm Thị Nhận",
        "recipient_address": "Thôn Đào Xá, số 5", "weight_grams": 800, "commune_code": "12103", "cod_dong": 350_000,
    }  # fmt: skip


def accept(line: http.client.HTTPConnection, unit: int, token: str) -> float:
    """Accept one item; gives milliseconds."""
    began = time.perf_counter()
    status, answer = post(
        line,
        token,
        "mail.accept_items",
        {"unit_id": unit, "till": till_code(unit, "till"), "items": [item()]},
    )
    assert status == 200 and answer["result"]["lines"][0]["status"] == "done", answer
    return (time.perf_counter() - began) * 1e3


def wait_for(port: int) -> None:
    """Until the server answers."""
    for _ in range(200):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/api/v1/openapi.json")
            line.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def steady(port: int, tellers: list[tuple[int, str]]) -> list[float]:
    """RATE requests a second from as many clients as are needed; the time includes any wait behind the schedule."""
    times: list[float] = []
    begin = time.perf_counter() + 0.2

    def client(number: int, clients: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for turn in range(number, RATE * STEADY_SECONDS, clients):
            due = begin + turn / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            accept(line, *tellers[turn % len(tellers)])
            times.append((time.perf_counter() - due) * 1e3)

    run_clients(client, 4)
    return times


def flat_out(port: int, tellers: list[tuple[int, str]]) -> int:
    """How many items CLIENTS clients get accepted, each asking again as soon as it is answered."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + FULL_SECONDS

    def client(number: int, _clients: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            accept(line, *tellers[(number + counts[number] * CLIENTS) % len(tellers)])
            counts[number] += 1

    run_clients(client, CLIENTS)
    return sum(counts)


def run_clients(client, clients: int) -> None:
    """Run that many clients to their end; a client that fails fails the benchmark."""
    failed: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            client(number, clients)
        except BaseException as error:  # handed on below
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


tellers = found()
connections.close_all()
port = free_port()
server = serve(port)
try:
    wait_for(port)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for unit, token in tellers:
        status, answer = post(
            line, token, "ledger.open_till", {"unit_id": unit, "till": till_code(unit, "till")}
        )
        assert status == 200, answer
    for unit, token in tellers * 2:
        accept(line, unit, token)
    times = sorted(steady(port, tellers))
    say(
        f"http {engine}, {RATE} acts a second", p50_ms=round(statistics.median(times), 1), p95_ms=round(times[int(len(times) * 0.95)], 1),
        p99_ms=round(times[int(len(times) * 0.99)], 1), acts=len(times),
    )  # fmt: skip
    say(
        f"http {engine}, flat out",
        acts_per_second=round(flat_out(port, tellers) / FULL_SECONDS),
        clients=CLIENTS,
    )
finally:
    server.send_signal(signal.SIGTERM)
    server.wait(10)
