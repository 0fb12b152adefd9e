"""What closing says no to, besides what other rooms do."""

from duongthu.kernel.refusal import Refusal


class ItemsUnaccounted(Refusal):
    """The unit's custody book does not prove itself."""

    code = "closing.items_unaccounted"
    sentence = (
        "Sổ bưu gửi của đơn vị không khớp: đầu ngày {opening} + nhận {taken} − giao {given} ≠ còn {stock}."
    )


class DaysStillOpen(Refusal):
    """Days of the month are still open somewhere."""

    code = "closing.days_still_open"
    sentence = "Còn {count} đơn vị chưa khóa sổ đến ngày {until}: {units}."


class CashLeftBehind(Refusal):
    """A unit that ended in or before the month still holds cash, which nobody can close any more."""

    code = "closing.cash_left_behind"
    sentence = "Đơn vị đã ngừng hoạt động còn giữ tiền: {units}. Hãy chuyển hết về đơn vị tiếp nhận."
