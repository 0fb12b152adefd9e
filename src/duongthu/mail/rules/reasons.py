"""Why a delivery failed and what may follow (rules.md §1.5: own codes, mapped to the UPU list by meaning)."""

from dataclasses import dataclass

AGAIN, HOLD, RETURN, FORWARD = "redeliver", "hold", "return", "forward"
SOLUTIONS = {AGAIN: "Phát lại", HOLD: "Lưu, mời nhận", RETURN: "Chuyển hoàn", FORWARD: "Chuyển tiếp"}


@dataclass(frozen=True, slots=True)
class Reason:
    """A failure reason: whose fault, the solution proposed, and those allowed."""

    code: str
    title: str
    fault: str
    default: str
    allowed: tuple[str, ...]


REASONS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason("R01", "Sai hoặc thiếu địa chỉ", "sender", HOLD, (HOLD, FORWARD, RETURN)),
        Reason("R02", "Không liên lạc được", "recipient", AGAIN, (AGAIN, HOLD, RETURN)),
        Reason("R03", "Không nghe máy", "recipient", AGAIN, (AGAIN, HOLD, RETURN)),
        Reason("R04", "Người nhận đi vắng", "recipient", HOLD, (AGAIN, HOLD)),
        Reason("R05", "Hẹn lại ngày phát", "recipient", AGAIN, (AGAIN, HOLD)),
        Reason("R06", "Đổi địa chỉ", "recipient", FORWARD, (FORWARD, HOLD)),
        Reason("R07", "Từ chối: không cho xem, thử hàng", "sender", RETURN, (RETURN, HOLD)),
        Reason("R08", "Từ chối: sai hàng", "sender", RETURN, (RETURN, HOLD)),
        Reason("R09", "Từ chối: sai tiền COD", "sender", HOLD, (HOLD, RETURN)),
        Reason("R10", "Từ chối: hàng hỏng", "post", HOLD, (HOLD, RETURN)),
        Reason("R11", "Không có tiền", "recipient", AGAIN, (AGAIN, HOLD, RETURN)),
        Reason("R12", "Không đặt hàng, đổi ý", "recipient", RETURN, (RETURN, HOLD)),
        Reason("R13", "Người nhận đã chết, đơn vị giải thể", "none", RETURN, (RETURN, HOLD)),
        Reason("R14", "Cơ quan nghỉ", "none", AGAIN, (AGAIN,)),
        Reason("R15", "Thiên tai, phong tỏa dịch", "none", HOLD, (HOLD,)),
        Reason("R16", "Bưu tá gặp sự cố", "post", AGAIN, (AGAIN,)),
    )
}
