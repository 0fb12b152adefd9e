"""Kinds of account: which side they grow on, whether they may be overdrawn, and their number in the VAS chart."""

from dataclasses import dataclass

DEBIT, CREDIT = 1, -1


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of account.

    Attributes:
        side: +1 grows by debits (what we hold), -1 by credits (what we owe or own).
        limited: may never fall below zero, pending transfers counted.
        vas: account number of the Vietnamese chart (TT 200/2014; TT 99/2025 keeps these groups).
        group: ``held``, ``owed`` or ``own``: the three sums of the morning equation.
    """

    code: str
    title: str
    side: int
    limited: bool
    vas: str
    group: str


TILL = Kind("till", "Tiền mặt tại quầy", DEBIT, True, "1111", "held")
SAFE = Kind("safe", "Tiền mặt trong két", DEBIT, True, "1111", "held")
COURIER = Kind("courier", "Bưu tá đang giữ", DEBIT, True, "1388", "held")
TRANSIT = Kind("transit", "Tiền đang chuyển", DEBIT, True, "1131", "held")
BANK = Kind("bank", "Tiền gửi ngân hàng", DEBIT, True, "1121", "held")
CUSTOMER = Kind("customer", "Khách hàng còn nợ", DEBIT, False, "131", "held")
SHORT = Kind("short", "Tiền thiếu chờ xử lý", DEBIT, False, "1381", "held")
COD = Kind("cod", "COD phải trả", CREDIT, True, "3388", "owed")
PARTNER = Kind("partner", "Thanh toán với Tổng công ty", CREDIT, False, "336", "owed")
VAT = Kind("vat", "Thuế GTGT phải nộp", CREDIT, False, "33311", "owed")
OVER = Kind("over", "Tiền thừa chờ xử lý", CREDIT, False, "3381", "owed")
FUND = Kind("fund", "Vốn Tổng công ty cấp", CREDIT, False, "411", "own")
REVENUE = Kind("revenue", "Doanh thu cước", CREDIT, False, "5113", "own")
ROUNDING = Kind("rounding", "Chênh lệch làm tròn", CREDIT, False, "711", "own")

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        TILL, SAFE, COURIER, TRANSIT, BANK, CUSTOMER, SHORT, COD, PARTNER, VAT, OVER, FUND, REVENUE, ROUNDING,
    )
}  # fmt: skip


def person_owner(person_id: int, unit_id: int) -> str:
    """Who owns money on a person's name at one unit: what they hold or owe stands per unit, also after they move on."""
    return f"P{person_id}@U{unit_id}"


def person_in(owner: str) -> int | None:
    """The person on whose name an owner's money stands; None where it is no person's."""
    return int(owner[1:].split("@", maxsplit=1)[0]) if owner.startswith("P") else None


def unit_owner(unit_id: int) -> str:
    """Who owns a unit's money."""
    return f"U{unit_id}"
