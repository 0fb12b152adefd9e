"""What people send in a day: how many, where, what, with how much COD; by commune population."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from random import Random
from uuid import UUID

from duongthu.kernel import s10
from duongthu.mail.api import InboundItem, ItemDraft
from duongthu.network.api import NetworkDay, hamlets_of
from duongthu.rounds.api import TaskDraft
from duongthu.simulation.people import address, address_elsewhere, person_name, phone, phone_if_any
from duongthu.simulation.world import PARTNER

ITEMS_A_DAY = 20_000
INBOUND_SHARE = 0.55  # e-commerce: more comes in than goes out
OUT_OF_PROVINCE_SHARE = 0.45
PROVINCES = ("01", "79")  # Hà Nội within the region, Hồ Chí Minh City beyond
HOURS = ((8, 1.0), (9, 1.5), (10, 1.4), (11, 0.7), (13, 0.6), (14, 1.2), (15, 1.5), (16, 1.1))
SERVICES = (("parcel", 45), ("ems", 35), ("letter", 20))
WEIGHTS = {"letter": (10, 240), "ems": (50, 3_000), "parcel": (200, 8_000)}
COD_SHARE = {"inbound": 0.6, "local": 0.3}
TASKS_A_DAY = 2_000
TASKS = {
    "newspaper": (50, "Báo Nhân Dân, báo Hưng Yên"), "dossier": (20, "Trả kết quả hồ sơ hành chính"),
    "premium": (15, "Thu phí BHYT hộ gia đình"), "payout": (10, "Chi trả lương hưu tại nhà"),
    "pickup": (5, "Thu gom bưu gửi theo hẹn"),
}  # fmt: skip
COD_LIMITS = (50, 2_500)  # thousand đồng


@dataclass(frozen=True)
class Demand:
    """The day's demand of a network at a scale."""

    day: NetworkDay
    scale: float

    @cached_property
    def communes(self) -> list[str]:
        """Communes that have a delivery unit, by code."""
        return sorted(self.day.delivering)

    @cached_property
    def weights(self) -> list[int]:
        """Running sums of their population."""
        return list(accumulate(self.day.communes[code].population for code in self.communes))

    def commune(self, rng: Random) -> str:
        """A commune by chance, the larger the likelier."""
        return rng.choices(self.communes, cum_weights=self.weights)[0]

    @cached_property
    def hamlets(self) -> dict[str, tuple[list[str], list[int]]]:
        """Of each commune with a delivery unit the names of its hamlets, and the running sums of their people."""
        found = {code: hamlets_of(code, self.day.on) for code in self.communes}
        return {
            code: ([hamlet.name for hamlet in hamlets], list(accumulate(hamlet.people for hamlet in hamlets)))
            for code, hamlets in found.items()
        }

    def address(self, commune: str, rng: Random) -> str:
        """An address in a commune by chance, the larger hamlet the likelier; without a commune one elsewhere."""
        return address(rng, *self.hamlets[commune]) if commune else address_elsewhere(rng)

    def accepted(self, unit_id: int, counters: int, hour_weight: float, rng: Random) -> int:
        """How many items a counter takes in an hour."""
        commune = self.day.units[unit_id].commune_code
        share = (
            self.day.communes[commune].population / self.weights[-1]
            if commune in self.day.delivering
            else 1 / counters
        )
        mean = (
            ITEMS_A_DAY
            * self.scale
            * (1 - INBOUND_SHARE)
            * share
            * hour_weight
            / sum(weight for _, weight in HOURS)
        )
        return _around(mean, rng)

    def inbound(self, trips: int, rng: Random) -> int:
        """How many items one trip brings from the other provinces."""
        return _around(ITEMS_A_DAY * self.scale * INBOUND_SHARE / trips, rng)

    def draft(self, key: UUID, rng: Random) -> ItemDraft:
        """One item at a counter."""
        service = rng.choices([s for s, _ in SERVICES], [w for _, w in SERVICES])[0]
        away = rng.random() < OUT_OF_PROVINCE_SHARE
        commune = "" if away else self.commune(rng)
        return ItemDraft(
            key=key,
            service=service,
            sender_name=person_name(rng),
            sender_phone=phone(rng),
            recipient_name=person_name(rng),
            recipient_phone=phone_if_any(rng),
            recipient_address=self.address(commune, rng),
            weight_grams=rng.randint(*WEIGHTS[service]),
            commune_code=commune,
            partner_code=PARTNER if away else "",
            province_code=rng.choice(PROVINCES) if away else "",
            cod_dong=_cod(service, "local", rng),
        )

    def inbound_item(self, key: UUID, serial: int, rng: Random) -> InboundItem:
        """One item from another province."""
        service = rng.choices(("parcel", "ems"), (6, 4))[0]
        commune = self.commune(rng)
        return InboundItem(
            key=key,
            code=s10.make("CB" if service == "parcel" else "EB", serial % s10.SERIALS),
            service=service,
            sender_name=person_name(rng),
            recipient_name=person_name(rng),
            recipient_address=self.address(commune, rng),
            commune_code=commune,
            weight_grams=rng.randint(*WEIGHTS[service]),
            cod_dong=_cod(service, "inbound", rng),
            recipient_phone=phone_if_any(rng),
        )

    def tasks(self, commune: str, rng: Random) -> int:
        """How many things besides mail are to be done at doors of a commune."""
        return _around(
            TASKS_A_DAY * self.scale * self.day.communes[commune].population / self.weights[-1], rng
        )

    def task(self, key: UUID, commune: str, rng: Random) -> TaskDraft:
        """One of them; a pick-up has its hours."""
        kind = rng.choices(list(TASKS), [weight for weight, _ in TASKS.values()])[0]
        opens = rng.choice((None, 540, 870)) if kind == "pickup" else None
        return TaskDraft(
            key, kind, TASKS[kind][1], self.address(commune, rng), commune, self.day.on,
            earliest_minutes=opens, latest_minutes=None if opens is None else opens + 120,
            weight_grams=rng.randint(100, 3_000) if kind == "pickup" else 50, phone=phone_if_any(rng),
        )  # fmt: skip


def _cod(service: str, side: str, rng: Random) -> int:
    if service == "letter" or rng.random() >= COD_SHARE[side]:
        return 0
    return rng.randint(*COD_LIMITS) * 1_000


def _around(mean: float, rng: Random) -> int:
    """A count near its mean, spread like a Poisson count (normal approximation, never negative)."""
    return max(0, round(rng.gauss(mean, mean**0.5)))
