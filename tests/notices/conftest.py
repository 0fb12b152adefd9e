"""A post, messages in the outbox as the reaction makes them, and a gateway on the loopback that answers as it is told."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from duongthu.acts.api import Call, system_actor
from duongthu.kernel import clock as house_clock
from duongthu.kernel.ids import IdMaker
from duongthu.mail.api import item_by_code
from duongthu.notices.api import Message, follow_window
from duongthu.rounds.api import ArrivalWindowChanged
from tests.loopback import serving
from tests.province import post  # noqa: F401  (a fixture)

_ids = IdMaker()


@dataclass
class Outbox:
    """Makes items and the messages about them."""

    post: object
    unit: int

    def item(self, **changes) -> int:
        """An item that is awaited; the id of its thing."""
        commune = next(self.post.communes[c] for c, unit in self.post.units.items() if unit == self.unit)
        draft = self.post.draft(commune, **({"recipient_phone": "0912345678"} | changes))
        (line,) = self.post.accept(self.unit, draft)
        return item_by_code(line["code"]).pk

    def tell(self, thing_id: int = 0, *, task_id: int = 0, hours: int = 3) -> Message:
        """What the reaction to a moved window leaves in the outbox."""
        at = house_clock.now()
        call = Call(
            system_actor("thử", frozenset({self.unit})),
            self.unit,
            _ids.make(at),
            1,
            at,
            at,
            house_clock.today(),
        )
        until = at + timedelta(hours=hours)
        fact = ArrivalWindowChanged("TP-1", self.unit, thing_id, task_id, until - timedelta(hours=1), until)
        call.record(fact)
        follow_window(call, fact)
        return Message.objects.latest("pk")


@pytest.fixture
def outbox(post):  # noqa: F811
    return Outbox(post, post.unit("culture_post"))


@dataclass
class FakeGateway:
    """What a sender of short messages would be: it keeps what it got, and answers the next statuses it was told."""

    url: str = ""
    answers: list[tuple[int, dict | str]] = field(default_factory=list)
    got: list[tuple[dict, dict]] = field(default_factory=list)


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    fake = FakeGateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.got.append((dict(self.headers), body))
            status, said = fake.answers.pop(0) if fake.answers else (202, {"id": f"SMS-{len(fake.got)}"})
            data = (said if isinstance(said, str) else json.dumps(said)).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", fake.url)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self):
            fake.got.append((dict(self.headers), {"asked": "GET"}))
            self.send_response(200)
            self.end_headers()

    with serving(Handler) as address:
        fake.url = f"{address}/tin"
        yield fake
