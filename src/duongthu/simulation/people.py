"""Made-up people with the names Vietnamese people bear; every one is synthetic."""

from collections.abc import Sequence
from random import Random

FAMILY = (
    ("Nguyễn", 38), ("Trần", 11), ("Lê", 10), ("Phạm", 7), ("Hoàng", 5), ("Vũ", 5), ("Phan", 4), ("Đặng", 3), ("Bùi", 3),
    ("Đỗ", 3), ("Đào", 3), ("Ngô", 2), ("Dương", 2), ("Lý", 1), ("An", 1), ("Doãn", 1), ("Quách", 1),
)  # fmt: skip
MIDDLE_MALE = ("Văn", "Đức", "Hữu", "Minh", "Quang", "Xuân", "Công", "Đình")
MIDDLE_FEMALE = ("Thị", "Thị", "Thu", "Ngọc", "Thanh", "Kim", "Thúy")
GIVEN_MALE = (
    "Hùng",
    "Dũng",
    "Tuấn",
    "Hải",
    "Long",
    "Nam",
    "Sơn",
    "Thắng",
    "Tiến",
    "Toàn",
    "Trường",
    "Vinh",
    "Đạt",
    "Khải",
)
GIVEN_FEMALE = (
    "Hoa",
    "Hương",
    "Lan",
    "Mai",
    "Nga",
    "Oanh",
    "Phượng",
    "Thảo",
    "Trang",
    "Yến",
    "Ánh",
    "Hồng",
    "Duyên",
    "Điệp",
)
HAMLETS_ELSEWHERE = (
    "Đào Xá",
    "Đông",
    "Đoài",
    "Trung",
    "Thượng",
    "Hạ",
    "An Bình",
    "Phú Thị",
    "Ngọc Đồng",
    "Hoàng Xá",
    "Vân Nghệ",
    "Đồng Lý",
)
HOUSES = 200
WITHOUT_PHONE_PERCENT = 4  # of customers; made up
RELATIONS = ("chính chủ", "vợ", "chồng", "con", "mẹ", "bố", "hàng xóm", "bảo vệ")


def person_name(rng: Random) -> str:
    """A full name, family name first."""
    family = rng.choices([name for name, _ in FAMILY], [weight for _, weight in FAMILY])[0]
    if rng.random() < 0.5:  # noqa: PLR2004
        return f"{family} {rng.choice(MIDDLE_MALE)} {rng.choice(GIVEN_MALE)}"
    return f"{family} {rng.choice(MIDDLE_FEMALE)} {rng.choice(GIVEN_FEMALE)}"


def address(rng: Random, hamlets: Sequence[str], sums: Sequence[int]) -> str:
    """An address within a commune: one of its hamlets, by the running sums of their people, and a house."""
    return f"{rng.choices(hamlets, cum_weights=sums)[0]}, số {rng.randrange(1, HOUSES)}"


def address_elsewhere(rng: Random) -> str:
    """An address in another province, whose hamlets nobody knows here."""
    return f"Thôn {rng.choice(HAMLETS_ELSEWHERE)}, số {rng.randrange(1, HOUSES)}"


def phone(rng: Random) -> str:
    """A mobile number of a made-up subscriber, as E.164."""
    return f"+849{rng.choice('01346789')}{rng.randrange(10**7):07d}"


def phone_if_any(rng: Random) -> str:
    """The same of a customer who may have left none."""
    number = phone(rng)
    return "" if int(number[-2:]) < WITHOUT_PHONE_PERCENT else number
