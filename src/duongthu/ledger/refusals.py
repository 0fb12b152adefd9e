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


class NoOpenHold(Refusal):
    """The pending transfer does not exist or was already posted, voided or expired."""

    code = "ledger.no_open_hold"
    sentence = "Khoản chờ {hold} không tồn tại hoặc đã kết thúc."


class HoldTooSmall(Refusal):
    """More is to be posted than the pending transfer holds."""

    code = "ledger.hold_too_small"
    sentence = "Khoản chờ chỉ còn {left} đồng, không thể ghi {amount} đồng."


class HoldNotAhead(Refusal):
    """A promise would lapse before it is made."""

    code = "ledger.hold_not_ahead"
    sentence = "Hạn {at} của khoản chờ đã qua."


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
    sentence = (
        "Số niêm phong «{seal}» khác số đã ghi khi giao túi {pouch}: đọc lại, hoặc có người thứ hai xác nhận "
        "(nhận túi có chênh lệch, chờ duyệt)."
    )


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


class PromisesOpen(Refusal):
    """Cash was promised and neither taken nor called off."""

    code = "ledger.promises_open"
    sentence = "Còn {count} khoản chuyển quỹ chưa được nhận hoặc rút lại."


class LineReused(Refusal):
    """A key belongs to an earlier transfer of other content."""

    code = "ledger.line_reused"
    sentence = "Mã bút toán {key} đã dùng cho một nội dung khác."


class PurposeForbids(Refusal):
    """The purpose does not move money between accounts of these kinds."""

    code = "ledger.purpose_forbids"
    sentence = "Mục đích «{purpose}» không chuyển tiền từ loại tài khoản {credit} sang loại {debit}."


class NotAPaper(Refusal):
    """The purpose is not booked by an accounting paper."""

    code = "ledger.not_a_paper"
    sentence = "«{purpose}» không phải nghiệp vụ lập bằng chứng từ kế toán; các mục đích: {purposes}."


class CashInHands(Refusal):
    """A till or safe that somebody holds, or that has moved before, takes no opening cash."""

    code = "ledger.cash_in_hands"
    sentence = "Quỹ {till} đang có người giữ hoặc đã có bút toán: không ghi tiền mặt đầu kỳ được."


class SealUnderWay(Refusal):
    """Another pouch under way bears this seal."""

    code = "ledger.seal_under_way"
    sentence = "Số niêm phong «{seal}» đang dùng cho túi {pouch} còn trên đường."


class CashNotTaken(Refusal):
    """Cash given from or to this till waits for the taker."""

    code = "ledger.cash_not_taken"
    sentence = "Quỹ {till} còn {count} khoản chuyển quỹ chưa được nhận hoặc rút lại."


class NothingToAccept(Refusal):
    """The account holds less than is to be taken on a name."""

    code = "ledger.nothing_to_accept"
    sentence = "Chỉ còn {there} đồng chờ xác định, không thể quy {amount} đồng."


class NotYourCash(Refusal):
    """Only the giver takes back, only the holder of the till takes."""

    code = "ledger.not_your_cash"
    sentence = "Khoản chuyển quỹ {hold} không phải do người này giao hoặc nhận."


class SameTarget(Refusal):
    """A pouch goes to another unit than it comes from or already goes to."""

    code = "ledger.same_target"
    sentence = "Túi {pouch}: đơn vị này chính là nơi giao hoặc nơi đến hiện nay."


class Unbalanced(Refusal):
    """The lines of a paper do not add up to its amount."""

    code = "ledger.unbalanced"
    sentence = "Tổng các dòng {total} đồng khác số tiền của chứng từ {amount} đồng."


class PayInFirst(Refusal):
    """What a courier holds is the post's cash until it was asked for and lacked."""

    code = "ledger.pay_in_first"
    sentence = "Phải nộp tiền đang giữ trước: chỉ phần thiếu sau khi nộp mới nhận trách nhiệm được."


class NotThatMuch(Refusal):
    """A paper settles what lacks or is over, never more."""

    code = "ledger.not_that_much"
    sentence = "Chỉ còn {there} đồng chờ xử lý ở đó, không xử lý được {amount} đồng."


class PouchesUnderWay(Refusal):
    """A pouch of an earlier day has not come anywhere."""

    code = "ledger.pouches_under_way"
    sentence = "Còn {count} túi tiền giao từ ngày trước chưa đến nơi, sớm nhất là {pouch}: nhận lại, hoặc lập đề nghị mất túi."


class CountStale(Refusal):
    """What was counted when it was proposed is no longer what lies there."""

    code = "ledger.count_stale"
    sentence = "Quỹ {till} đã có thu chi hoặc kiểm đếm sau khi lập đề nghị: phải đếm lại và lập đề nghị mới."


class SafeNotYours(Refusal):
    """The safe is the cashier's or the head's."""

    code = "ledger.safe_not_yours"
    sentence = "Két {till} chỉ do thủ quỹ hoặc trưởng bưu cục mở."


class CarrierIsGiver(Refusal):
    """Who gives a pouch is not who carries it."""

    code = "ledger.carrier_is_giver"
    sentence = "Người giao túi tiền không được là người mang túi."


class SecondCounterNeeded(Refusal):
    """A pouch that holds another sum than was sealed is counted by two."""

    code = "ledger.second_counter_needed"
    sentence = (
        "Túi niêm phong {sealed} đồng, đếm được {counted} đồng: phải có người thứ hai cùng đếm "
        "(nhận túi có chênh lệch, chờ duyệt)."
    )


class CarrierNotThere(Refusal):
    """A pouch comes back on its carrier's name only when the carrier asks for it."""

    code = "ledger.carrier_not_there"
    sentence = (
        "Hủy việc nhận túi đưa tiền trở lại tên người mang: chính người mang phải lập đề nghị hủy; "
        "người ấy vắng thì giao túi mới, niêm phong mới."
    )


class HolderNotThere(Refusal):
    """Cash goes back out of a till or into it only with its present holder."""

    code = "ledger.holder_not_there"
    sentence = "Hủy nghiệp vụ này động đến quỹ {till}: người đang giữ quỹ phải là người lập hoặc người duyệt, quỹ phải đang mở."
