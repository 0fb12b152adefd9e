"""What the money book says no to."""

from duongthu.kernel.refusal import Refusal


class WrongAmount(Refusal):
    """A transfer moves a whole, positive number of đồng."""

    code = "ledger.wrong_amount"
    sentence = "Số tiền {amount} không hợp lệ: phải là số nguyên đồng lớn hơn 0."


class SameAccount(Refusal):
    """Debit and credit are one account."""

    code = "ledger.same_account"
    sentence = "Tài khoản nợ và tài khoản có trùng nhau (số {account})."


class UnknownAccount(Refusal):
    """The account is not in this ledger."""

    code = "ledger.unknown_account"
    sentence = "Không có tài khoản số {account} trong sổ."


class UnknownKind(Refusal):
    """No such kind of account."""

    code = "ledger.unknown_kind"
    sentence = "Không có loại tài khoản «{kind}»."


class NotEnoughMoney(Refusal):
    """The account would fall below zero, pending transfers counted."""

    code = "ledger.not_enough_money"
    sentence = "Tài khoản số {account} chỉ còn {available} đồng khả dụng, không đủ chi {amount} đồng."


class Unbalanced(Refusal):
    """The lines of a voucher do not balance."""

    code = "ledger.unbalanced"
    sentence = "Tổng nợ {debits} đồng khác tổng có {credits} đồng."


class NoOpenHold(Refusal):
    """The pending transfer does not exist or was already posted, voided or expired."""

    code = "ledger.no_open_hold"
    sentence = "Khoản chờ {hold} không tồn tại hoặc đã kết thúc."


class HoldTooSmall(Refusal):
    """More is to be posted than the pending transfer holds."""

    code = "ledger.hold_too_small"
    sentence = "Khoản chờ chỉ còn {left} đồng, không thể ghi {amount} đồng."


class HoldNotExpired(Refusal):
    """The pending transfer's time has not come."""

    code = "ledger.hold_not_expired"
    sentence = "Khoản chờ {hold} chưa hết hạn."


class NoSuchEntry(Refusal):
    """The entry to be reversed does not exist or is no posted transfer."""

    code = "ledger.no_such_entry"
    sentence = "Không có bút toán {entry} để đảo."


class AlreadyReversed(Refusal):
    """An entry can be reversed once."""

    code = "ledger.already_reversed"
    sentence = "Bút toán {entry} đã được đảo."


class TillNotOpen(Refusal):
    """Nobody works at this till now."""

    code = "ledger.till_not_open"
    sentence = "Ca quỹ {till} chưa mở."


class TillAlreadyOpen(Refusal):
    """Somebody already works at this till."""

    code = "ledger.till_already_open"
    sentence = "Ca quỹ {till} đang mở."


class TillOfAnother(Refusal):
    """The till is in another person's hands."""

    code = "ledger.till_of_another"
    sentence = "Ca quỹ {till} do người khác giữ."


class UnknownTill(Refusal):
    """The unit has no such till."""

    code = "ledger.unknown_till"
    sentence = "Đơn vị này không có quỹ {till}."


class UnknownNote(Refusal):
    """Not a denomination in circulation."""

    code = "ledger.unknown_note"
    sentence = "Không có tờ tiền mệnh giá {note} đồng."


class DifferenceNeedsReason(Refusal):
    """Counted and book differ and nobody said why."""

    code = "ledger.difference_needs_reason"
    sentence = "Kiểm đếm {counted} đồng, sổ {book} đồng: chênh lệch {difference} đồng phải có lý do."


class UnknownPouch(Refusal):
    """No pouch of that code is on its way to this unit."""

    code = "ledger.unknown_pouch"
    sentence = "Không có túi tiền {pouch} đang chuyển đến đơn vị này."


class SealDiffers(Refusal):
    """The seal read on the pouch is not the one put on it."""

    code = "ledger.seal_differs"
    sentence = "Số niêm phong «{seal}» khác số đã ghi khi giao túi {pouch}."


class TillsStillOpen(Refusal):
    """The day cannot be closed while somebody works."""

    code = "ledger.tills_still_open"
    sentence = "Chưa đóng hết ca quỹ: {tills}."


class CouriersStillHold(Refusal):
    """The day cannot be closed while couriers hold cash."""

    code = "ledger.couriers_still_hold"
    sentence = "Bưu tá còn giữ tiền chưa nộp: {couriers}."


class DayAlreadyClosed(Refusal):
    """The period is already shut."""

    code = "ledger.day_already_closed"
    sentence = "Đã khóa sổ đến ngày {until}."


class DayNotOver(Refusal):
    """A period can only be shut when it has come."""

    code = "ledger.day_not_over"
    sentence = "Chưa đến ngày {on} để khóa sổ."


class DaysStillOpen(Refusal):
    """Days of the month are still open somewhere."""

    code = "ledger.days_still_open"
    sentence = "Còn {count} đơn vị chưa khóa sổ đến ngày {until}: {units}."
