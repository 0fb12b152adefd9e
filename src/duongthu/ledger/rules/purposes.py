"""Why money moves: a closed table of purposes, each between fixed kinds of account. Nothing is posted outside it.

A room above registers the purposes it needs (``premium_taken`` …); no act lets its caller name two accounts. A *paper*
purpose is booked by an accounting paper, which a second person approves; it never touches a till or safe in anybody's hands.
"""

from dataclasses import dataclass
from itertools import product

CASH = ("till", "safe")
ACCOUNTING = "CT"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One reason for money to move.

    Attributes:
        code: as the journal keeps it. title: as people read it.
        pairs: (kind debited, kind credited) it may move between.
        whose: whose accounts they are, in words.
        who: who books it, in words.
        eyes: people it takes.
        paper: series of the paper its act leaves (PT receipt, PC payment, BK count, CT accounting); empty: a list stands for it.
    """

    code: str
    title: str
    pairs: frozenset[tuple[str, str]]
    whose: str
    who: str
    eyes: int = 1
    paper: str = ""

    @property
    def by_paper(self) -> bool:
        """Whether it is booked by an accounting paper (chứng từ), which two people make."""
        return self.paper == ACCOUNTING


FORMER_PAIRS: dict[str, frozenset[tuple[str, str]]] = {
    "paper": frozenset({("bank", "fund"), ("till", "fund"), ("safe", "fund"), ("fund", "bank")}),
    "rounding": frozenset({*product(("rounding",), CASH), *product(CASH, ("rounding",))}),
    "short": frozenset(product(("short",), ("courier", "transit"))),
}
"""What books of the first version moved under these words; nothing is posted so any more."""
_purposes: dict[str, Purpose] = {}


def purpose(
    code: str,
    title: str,
    debits: tuple[str, ...],
    credit_kinds: tuple[str, ...],
    whose: str,
    who: str,
    *,
    eyes: int = 1,
    paper: str = "",
) -> Purpose:
    """Add a row to the table: money moves from any of the credited kinds to any of the debited ones.

    Raises:
        ValueError: the code is taken, or a free paper would need nobody's second yes.
    """
    made = Purpose(code, title, frozenset(product(debits, credit_kinds)), whose, who, eyes, paper)
    if _purposes.get(code, made) != made:
        raise ValueError(f"two purposes are named {code}")
    if made.by_paper and eyes < 2:  # noqa: PLR2004
        raise ValueError(f"{code}: an accounting paper takes two people")
    _purposes[code] = made
    return made


def all_purposes() -> dict[str, Purpose]:
    """The whole table, by code."""
    return dict(sorted(_purposes.items()))


def purpose_of(code: str) -> Purpose | None:
    """The purpose of that code."""
    return _purposes.get(code)


TELLER, CASHIER, COURIER_WORD = "giao dịch viên", "thủ quỹ, giao dịch viên, trưởng bưu cục", "bưu tá"
POSTAGE = purpose("postage", "Cước bưu gửi", ("till",), ("revenue",), "ca quỹ đang giữ; đơn vị", TELLER)
VAT_TAKEN = purpose("vat", "Thuế GTGT của cước", ("till",), ("vat",), "ca quỹ đang giữ; đơn vị", TELLER)
COD_TAKEN = purpose(
    "cod",
    "Thu COD",
    ("courier", "till"),
    ("cod",),
    "bưu tá hoặc ca quỹ đang giữ; nơi nhận gửi",
    "bưu tá, giao dịch viên",
)
PAY_IN = purpose(
    "pay_in", "Bưu tá nộp tiền", CASH, ("courier",), "ca quỹ đang giữ; bưu tá", CASHIER, paper="PT"
)
CASH_MOVED = purpose(
    "move",
    "Chuyển quỹ trong đơn vị",
    CASH,
    CASH,
    "quỹ của người nhận; quỹ của người giao",
    "người giữ hai quỹ",
    eyes=2,
    paper="PC",
)
POUCH_GIVEN = purpose(
    "pouch_given", "Giao túi tiền", ("transit",), CASH, "người mang túi; ca quỹ đang giữ", CASHIER, paper="PC"
)
POUCH_TAKEN = purpose(
    "pouch_taken", "Nhận túi tiền", CASH, ("transit",), "ca quỹ đang giữ; người mang túi", CASHIER, paper="PT"
)
POUCH_SHORT = purpose(
    "pouch_short",
    "Túi tiền thiếu, chờ xác định",
    ("short",),
    ("transit",),
    "đơn vị nhận; người mang túi",
    CASHIER,
)
TILL_SHORT = purpose(
    "short", "Thiếu quỹ khi kiểm", ("short",), CASH, "người giữ quỹ, hoặc đơn vị khi chưa rõ; quỹ",
    "người giữ quỹ, kiểm soát viên", paper="BK",
)  # fmt: skip
OVER = purpose(
    "over",
    "Thừa quỹ khi kiểm",
    CASH,
    ("over",),
    "quỹ; người giữ quỹ hoặc người nộp",
    "người giữ quỹ",
    paper="BK",
)
ROUNDED_UP = purpose(
    "rounded_up", "Làm tròn thừa", CASH, ("rounding",), "quỹ; đơn vị", "người giữ quỹ", paper="BK"
)
ROUNDED_DOWN = purpose(
    "rounded_down", "Làm tròn thiếu", ("rounding",), CASH, "đơn vị; quỹ", "người giữ quỹ", paper="BK"
)
SHORT_ACCEPTED = purpose(
    "short_accepted", "Nhận trách nhiệm tiền thiếu", ("short",), ("courier", "short"), "chính người ấy; bưu tá hoặc đơn vị",
    "chính người chịu",
)  # fmt: skip
UNDONE_UNNAMED = purpose(
    "undone_unnamed", "Tiền của nghiệp vụ bị hủy, chờ người nhận", ("short",), ("courier", "short"),
    "đơn vị; người vắng mặt khi hủy", "người lập và người duyệt việc hủy", eyes=2,
)  # fmt: skip
SHORT_CHARGED = purpose(
    "short_charged", "Quy trách nhiệm tiền thiếu", ("short",), ("courier", "short"), "người chịu; bưu tá hoặc đơn vị",
    "kiểm soát viên, trưởng bưu cục", eyes=2,
)  # fmt: skip
SHORT_REPAID = purpose(
    "short_repaid",
    "Nộp bù tiền thiếu",
    CASH,
    ("short",),
    "ca quỹ đang giữ; người nộp bù",
    CASHIER,
    paper="PT",
)
ACCOUNTANT, UNIT_BANK = "kế toán lập, người khác duyệt", "đơn vị; Tổng công ty"
OPENING_CASH = purpose(
    "opening_cash", "Tiền mặt đầu kỳ", CASH, ("fund",), "quỹ chưa ai giữ, chưa có bút toán; Tổng công ty", ACCOUNTANT,
    eyes=2, paper="CT",
)  # fmt: skip
CAPITAL_RECEIVED = purpose(
    "capital_received",
    "Nhận vốn Tổng công ty cấp",
    ("bank",),
    ("fund",),
    UNIT_BANK,
    ACCOUNTANT,
    eyes=2,
    paper="CT",
)
CAPITAL_RETURNED = purpose(
    "capital_returned",
    "Hoàn vốn Tổng công ty",
    ("fund",),
    ("bank",),
    UNIT_BANK,
    ACCOUNTANT,
    eyes=2,
    paper="CT",
)
PARTNER_PAID = purpose(
    "partner_paid",
    "Chuyển trả Tổng công ty",
    ("partner",),
    ("bank",),
    UNIT_BANK,
    ACCOUNTANT,
    eyes=2,
    paper="CT",
)
PARTNER_PAYS = purpose(
    "partner_pays",
    "Tổng công ty chuyển đến",
    ("bank",),
    ("partner",),
    UNIT_BANK,
    ACCOUNTANT,
    eyes=2,
    paper="CT",
)
VAT_PAID = purpose("vat_paid", "Nộp thuế GTGT", ("vat",), ("bank",), "đơn vị", ACCOUNTANT, eyes=2, paper="CT")
SHORT_WRITTEN_OFF = purpose(
    "short_written_off", "Xử lý tiền thiếu vào chi phí", ("rounding",), ("short",), "đơn vị; người chịu", ACCOUNTANT,
    eyes=2, paper="CT",
)  # fmt: skip
OVER_TO_INCOME = purpose(
    "over_to_income", "Xử lý tiền thừa vào thu nhập", ("over",), ("rounding",), "người thừa; đơn vị", ACCOUNTANT,
    eyes=2, paper="CT",
)  # fmt: skip
CASH_BANKED = purpose(
    "cash_banked", "Nộp tiền mặt vào ngân hàng", ("bank",), ("safe",), "đơn vị; két đang giữ", "thủ quỹ, người khác duyệt",
    eyes=2, paper="PC",
)  # fmt: skip
CASH_WITHDRAWN = purpose(
    "cash_withdrawn", "Rút tiền ngân hàng về két", ("safe",), ("bank",), "két đang giữ; đơn vị", "thủ quỹ, người khác duyệt",
    eyes=2, paper="PT",
)  # fmt: skip
