"""Which acts the cash desk offers and what each asks for; values are judged by the acts themselves."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Control:
    """One act: its button, and for each of its parameters the kind of field (``fields.py``) that asks for it."""

    act: str
    button: Promise
    fields: dict[str, str]
    at_unit: bool = True


COUNTED = {"till": "own_till", "notes": "notes", "reason": "why_differs"}
CONTROLS = {
    "mo-quy": Control("ledger.open_till", _("Mở ca quỹ"), {"till": "shut_till"}),
    "nhan": Control("ledger.take_cash", _("Nhận tiền"), {"hold": "promise_to_me"}),
    "giao": Control(
        "ledger.give_cash",
        _("Giao tiền"),
        {"from_till": "own_till", "to_till": "other_till", "amount_dong": "money"},
    ),
    "rut-lai": Control("ledger.call_off_cash", _("Rút lại hoặc từ chối"), {"hold": "promise"}),
    "buu-ta-nop": Control(
        "ledger.courier_pays_in",
        _("Nhận tiền bưu tá nộp"),
        {"courier_id": "courier", **COUNTED},
    ),
    "kiem-quy": Control("ledger.count_till", _("Ghi kết quả kiểm quỹ"), {**COUNTED, "till": "seen_till"}),
    "dong-quy": Control("ledger.close_till", _("Kiểm và đóng ca quỹ"), COUNTED),
    "tiep-quan": Control(
        "ledger.take_over_till",
        _("Đề nghị tiếp quản"),
        {"till": "till_of_another", "notes": "notes", "reason": "reason"},
    ),
    "nop-ngan-hang": Control(
        "ledger.bank_cash",
        _("Đề nghị nộp ngân hàng"),
        {"till": "own_safe", "amount_dong": "money", "paper": "slip"},
    ),
    "rut-ngan-hang": Control(
        "ledger.withdraw_cash",
        _("Đề nghị rút về két"),
        {"till": "own_safe", "amount_dong": "money", "paper": "slip"},
    ),
    "giao-tui": Control(
        "ledger.give_pouch",
        _("Giao túi tiền"),
        {"till": "own_till", "to_unit_id": "unit", "carrier_id": "carrier", "seal": "seal", "notes": "notes"},
    ),
    "mang-tui": Control(
        "ledger.carry_pouch",
        _("Tôi đã nhận túi"),
        {"pouch": "pouch_for_me", "seal": "seal"},
        at_unit=False,
    ),
    "rut-tui": Control(
        "ledger.call_off_pouch",
        _("Rút lại hoặc từ chối túi"),
        {"pouch": "pouch_offered", "reason": "reason"},
        at_unit=False,
    ),
    "mat-tui": Control(
        "ledger.lose_pouch",
        _("Đề nghị ghi mất túi"),
        {"pouch": "pouch_from_us", "reason": "reason"},
    ),
    "nhan-tui": Control(
        "ledger.take_pouch",
        _("Nhận túi tiền"),
        {"pouch": "pouch_to_us", "seal": "seal", **COUNTED},
    ),
    "nhan-lai-tui": Control(
        "ledger.take_back_pouch",
        _("Nhận lại túi"),
        {"pouch": "pouch_from_us", "seal": "seal", "till": "own_till", "notes": "notes", "reason": "reason"},
    ),
    "nhan-tui-chenh": Control(
        "ledger.take_differing_pouch",
        _("Đề nghị nhận túi có chênh lệch"),
        {"pouch": "pouch", "seal": "seal", "till": "own_till", "notes": "notes", "reason": "reason"},
    ),
    "chuyen-huong-tui": Control(
        "ledger.redirect_pouch",
        _("Đề nghị chuyển hướng"),
        {"pouch": "pouch", "to_unit_id": "unit", "reason": "reason"},
    ),
    "nhan-thieu": Control(
        "ledger.accept_shortage",
        _("Tôi nhận trách nhiệm"),
        {"source": "source", "amount_dong": "money", "subject": "note"},
    ),
    "quy-thieu": Control(
        "ledger.charge_shortage",
        _("Đề nghị quy trách nhiệm"),
        {"person_id": "person", "source": "source", "amount_dong": "money", "reason": "reason"},
    ),
    "nop-bu": Control(
        "ledger.repay_shortage",
        _("Nhận tiền nộp bù"),
        {"person_id": "person_short", "till": "own_till", "notes": "notes"},
    ),
    "chung-tu": Control(
        "ledger.post_paper",
        _("Đề nghị ghi sổ"),
        {"purpose": "purpose", "title": "title", "amount_dong": "money", "lines": "lines"},
        at_unit=False,
    ),
    "khoa-thang": Control(
        "closing.close_month", _("Khóa sổ tháng"), {"year": "year", "month": "month"}, at_unit=False
    ),
}
