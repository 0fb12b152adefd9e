"""The reference province for the tests of this room, and a delivery office with mail and tasks of all kinds."""

from dataclasses import dataclass, field

import pytest

from duongthu.kernel.clock import today
from duongthu.mail.api import Scan
from duongthu.network.api import hamlets_of, network_on
from duongthu.rounds.api import Round, Stop, TaskDraft, TaskReport
from tests.province import Post, post  # noqa: F401  (a fixture)


@dataclass
class Office:
    """A delivery office: its people, and ways to fill it with work."""

    post: Post
    unit: int
    commune: str
    hamlets: list[str] = field(default_factory=list)

    @property
    def head(self):
        return self.post.actor(self.unit, "head", person_id=40)

    @property
    def clerk(self):
        return self.post.actor(self.unit, "sorter", person_id=21)

    def courier(self, person_id: int):
        return self.post.actor(self.unit, "courier", person_id=person_id)

    def address(self, number: int, house: int | None = None) -> str:
        return f"{self.hamlets[number % len(self.hamlets)]}, số {house or 1 + number * 37 % 190}"

    def items(self, many: int, **changes) -> list[str]:
        """Codes of items that wait here, one a household."""
        drafts = [
            self.post.draft(self.commune, recipient_address=self.address(n), **changes) for n in range(many)
        ]
        codes = [line["code"] for line in self.post.accept(self.unit, *drafts)]
        scans = [Scan(self.post.key(), code) for code in codes]
        self.post.do(self.clerk, "mail.keep_here", unit_id=self.unit, scans=scans)
        return codes

    def task(self, kind: str, address: str, **changes) -> TaskDraft:
        return TaskDraft(self.post.key(), kind, f"Việc {kind}", address, self.commune, today(), **changes)

    def ask(self, *drafts: TaskDraft) -> list[str]:
        """Codes of the tasks asked for."""
        said = self.post.do(self.head, "rounds.add_tasks", unit_id=self.unit, tasks=list(drafts))
        assert [line["status"] for line in said["lines"]] == ["done"] * len(drafts), said
        return [line["code"] for line in said["lines"]]

    def plan(self, *couriers: int, shift: int = 1, publish: bool = True, **more) -> dict:
        params = {"unit_id": self.unit, "shift": shift, "couriers": list(couriers), "publish": publish}
        return self.post.do(self.head, "rounds.plan", **params, **more)

    def load(self, round_code: str) -> list[str]:
        """Load all items of a list; their codes."""
        codes = self.listed(round_code)
        scans = [Scan(self.post.key(), code) for code in codes]
        courier = self.courier(Round.objects.get(code=round_code).courier_id)
        self.post.do(courier, "rounds.load", unit_id=self.unit, round_code=round_code, scans=scans)
        return codes

    def listed(self, round_code: str) -> list[str]:
        from duongthu.mail.api import things_by_id

        lines = Stop.objects.filter(round__code=round_code, thing_id__isnull=False).order_by(
            "number", "place"
        )
        things = things_by_id([line.thing_id for line in lines])
        return [things[line.thing_id].code for line in lines]

    def report(self, round_code: str, *codes: str, outcome: str = "done", **more) -> list[dict]:
        courier = Round.objects.get(code=round_code).courier_id
        reason = "" if outcome == "done" else "R02"
        reports = [
            TaskReport(self.post.key(), code, outcome, receiver="Chủ nhà", reason=reason, **more)
            for code in codes
        ]
        params = {"unit_id": self.unit, "round_code": round_code, "reports": reports}
        return self.post.do(self.courier(courier), "rounds.report_task", **params)["lines"]


@pytest.fixture
def office(post) -> Office:  # noqa: F811
    """A culture post with its commune's hamlets."""
    unit = post.unit("culture_post")
    commune = network_on(today()).units[unit].commune_code
    return Office(post, unit, commune, [hamlet.name for hamlet in hamlets_of(commune, today())])
