"""What a run of days came to: the figures a director asks for, both laws, and the simulation's own counts."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from duongthu.closing.api import DayProof
from duongthu.kernel.dong import format_dong
from duongthu.ledger.api import Entry, Voucher, morning_equation
from duongthu.mail.api import TITLES, Custody, Item, State, count_events
from duongthu.notices.api import Message
from duongthu.transport.api import Irregularity


@dataclass
class Report:
    """One run of days.

    Attributes:
        money: sums in đồng by name. items: items by state. messages: to customers, by state. counts: what the simulation did.
        held, owed, own: the three sums of the morning equation in đồng.
    """

    seed: int
    scale: float
    days: list[date]
    seconds: float
    items: dict[str, int] = field(default_factory=dict)
    money: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    held: int = 0
    owed: int = 0
    own: int = 0
    things: int = 0
    holders: int = 0
    events: int = 0
    entries: int = 0
    vouchers: int = 0
    irregularities: dict[str, int] = field(default_factory=dict)
    units_closed: int = 0
    messages: dict[str, int] = field(default_factory=dict)

    def _told(self) -> str:
        sent, failed = self.messages.get("sent", 0), self.messages.get("failed", 0)
        rest = sum(self.messages.values()) - sent - failed
        return f"Tin báo khách đổi giờ: {_count(sent)} đã gửi, {_count(failed)} không gửi được, {_count(rest)} chưa hoặc thôi gửi"

    @property
    def laws_hold(self) -> bool:
        """Whether no đồng and no item is astray."""
        return self.held == self.owed + self.own and self.things == self.holders

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self) | {"days": [day.isoformat() for day in self.days], "laws_hold": self.laws_hold}

    def lines(self) -> list[str]:
        """The closing page, as printed."""
        span = f"{self.days[0]:%d/%m/%Y}" + (f" – {self.days[-1]:%d/%m/%Y}" if len(self.days) > 1 else "")
        moves, irregular = f"{_count(self.events)} lần giao nhận", sum(self.irregularities.values())
        delivered, reached = self.items.get("Đã phát", 0), sum(self.items.values())
        return [
            f"KHÓA SỔ NGÀY {span} · Bưu điện tỉnh Hưng Yên · {self.units_closed} đơn vị đã khóa sổ",
            "",
            f"Không đồng nào thất lạc : giữ {_dong(self.held)} = nợ {_dong(self.owed)} + vốn {_dong(self.own)}",
            f"Không bưu gửi nào thất lạc : {_count(self.things)} vật, mỗi vật đúng một người giữ ({moves})",
            "",
            f"Bưu gửi trong ngày : {_count(reached)}, đã phát {_count(delivered)}",
            *(
                f"  {title:<28}{_count(count):>9}"
                for title, count in sorted(self.items.items(), key=lambda pair: -pair[1])
            ),
            "",
            *(f"{name:<30}{_dong(amount):>22}" for name, amount in self.money.items()),
            self._told(),
            f"Bút toán {_count(self.entries)} · chứng từ {_count(self.vouchers)} · biên bản {_count(irregular)}",
            f"Mô phỏng: hạt giống {self.seed}, quy mô {self.scale:g}, {_tenths(self.seconds)} giây",
        ]


def _dong(amount: int) -> str:
    return format_dong(amount)


def make_report(seed: int, scale: float, days: list[date], seconds: float, counts: dict[str, int]) -> Report:
    """Read the report from the books."""
    equation = morning_equation()
    report = Report(seed, scale, days, seconds, counts=dict(sorted(counts.items())))
    report.held, report.owed, report.own = equation.held_dong, equation.owed_dong, equation.own_dong
    items = (
        Custody.objects.filter(thing_id__in=Item.objects.values("thing_id"))
        .values("state")
        .annotate(n=Count("pk"))
    )
    report.items = {TITLES[State(row["state"])]: row["n"] for row in items}
    booked = (
        Entry.objects.filter(booked_on__in=days, phase=0).values("kind").annotate(total=Sum("amount_dong"))
    )
    sums = {row["kind"]: row["total"] for row in booked}
    names = (("postage", "Doanh thu cước"), ("vat", "Thuế GTGT"), ("cod", "COD đã thu"), ("pay_in", "Bưu tá đã nộp"),
             ("pouch_taken", "Tiền nộp về bưu điện huyện"), ("short", "Thiếu quỹ"), ("over", "Thừa quỹ"))  # fmt: skip
    report.money = {title: sums.get(kind, 0) for kind, title in names}
    report.events, report.entries, report.vouchers = (
        count_events(),
        Entry.objects.count(),
        Voucher.objects.count(),
    )
    report.things, report.holders = Custody.objects.count(), Custody.objects.exclude(holder="").count()
    found = Irregularity.objects.values("kind").annotate(n=Count("pk"))
    report.irregularities = {row["kind"]: row["n"] for row in found}
    report.units_closed = DayProof.objects.filter(on=days[-1]).count()
    report.messages = dict(Counter(Message.objects.values_list("state", flat=True)))
    return report


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _tenths(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
