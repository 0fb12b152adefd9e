"""What the custody book says no to."""

from duongthu.kernel.refusal import Refusal


class UnknownThing(Refusal):
    """No thing of that code was taken in."""

    code = "mail.unknown_thing"
    sentence = "Không có bưu gửi, túi mang số hiệu {thing}."


class HeldByAnother(Refusal):
    """The thing is not where the move takes it from."""

    code = "mail.held_by_another"
    sentence = "{thing} đang do {holder} giữ, không phải {giver}."


class ReceiverNotThere(Refusal):
    """A thing would come back into the hands of somebody who takes no part in it."""

    code = "mail.receiver_not_there"
    sentence = "{thing} sẽ trở về tay {receiver}: {receiver} phải là người lập hoặc người duyệt việc này."


class WrongMoment(Refusal):
    """The state machine does not allow this now."""

    code = "mail.wrong_moment"
    sentence = "{thing} đang ở trạng thái «{state}»: không thể «{event}»."


class NotHere(Refusal):
    """The thing is held by nobody of the actor's unit."""

    code = "mail.not_here"
    sentence = "{thing} không ở đơn vị này mà do {holder} giữ."


class NumberOfOurs(Refusal):
    """The number lies in a block of ours that was given to another office; nobody else brings an item under it."""

    code = "mail.number_of_ours"
    sentence = "Số hiệu {thing} thuộc dãy số bưu điện này cấp cho một bưu cục của mình: nơi khác không dùng được số ấy."


class CodeTaken(Refusal):
    """The code was given to another thing."""

    code = "mail.code_taken"
    sentence = "Số hiệu {thing} đã dùng cho bưu gửi khác."


class NoTariff(Refusal):
    """The tariff in force has no line for this."""

    code = "mail.no_tariff"
    sentence = "Bảng cước ngày {on} không có mức cho {service}, vùng {zone}, {grams} g."


class TooLarge(Refusal):
    """The item is beyond the service's limits."""

    code = "mail.too_large"
    sentence = "Kích thước vượt giới hạn: cạnh dài nhất {side} mm (tối đa {limit} mm)."


class CodTooHigh(Refusal):
    """More cash than the service carries in one item."""

    code = "mail.cod_too_high"
    sentence = "COD {amount} đồng vượt mức tối đa {limit} đồng cho một bưu gửi."


class WrongReason(Refusal):
    """The failure reason is not in the list, or it does not allow this solution."""

    code = "mail.wrong_reason"
    sentence = "Lý do {reason} không có hoặc không cho phép phương án «{solution}»."


class NoRecipient(Refusal):
    """A delivery needs who took it and the proof."""

    code = "mail.no_recipient"
    sentence = "Phát {thing}: cần tên người nhận."


class LineReused(Refusal):
    """A line's key belongs to an earlier line of other content."""

    code = "mail.line_reused"
    sentence = "Mã dòng {key} đã dùng cho một nội dung khác."


class WrongWeight(Refusal):
    """No thing weighs that."""

    code = "mail.wrong_weight"
    sentence = "Khối lượng {grams} g không hợp lệ: phải lớn hơn 0 và không quá {limit} g."


class WrongSides(Refusal):
    """Some sides are measured and others not, or one is negative."""

    code = "mail.wrong_sides"
    sentence = "Kích thước {sides} mm không hợp lệ: đo đủ ba cạnh lớn hơn 0, hoặc để trống cả ba."


class UnknownService(Refusal):
    """The post has no such service."""

    code = "mail.unknown_service"
    sentence = "Không có dịch vụ «{service}»; các dịch vụ: {services}."


class UnknownPartner(Refusal):
    """No operator of that code works with this post."""

    code = "mail.unknown_partner"
    sentence = "Không có đối tác mang mã «{partner}»; các đối tác: {partners}."


class DestinationUnclear(Refusal):
    """An item goes to a commune of the province, or with another operator to a province: one of the two, whole."""

    code = "mail.destination_unclear"
    sentence = "Nơi đến phải là một xã trong tỉnh, hoặc đối tác chuyển tiếp cùng tỉnh đến, không thiếu và không cả hai."


class UnknownProvince(Refusal):
    """No province bears or bore that code."""

    code = "mail.unknown_province"
    sentence = "Không có tỉnh, thành phố mã «{province}»."


class OwnProvince(Refusal):
    """Within the province the commune says where an item goes."""

    code = "mail.own_province"
    sentence = "{province} là tỉnh của bưu điện này: ghi xã đến, không giao đối tác."


class UnknownOutcome(Refusal):
    """A report says delivered or failed."""

    code = "mail.unknown_outcome"
    sentence = "Kết quả «{outcome}» không hợp lệ: chỉ nhận «delivered» hoặc «failed»."


class NotOfPartner(Refusal):
    """The item is not one that this operator brought or carries on."""

    code = "mail.not_of_partner"
    sentence = "Bưu gửi {thing} không phải của đối tác {partner}: không nhận tin về bưu gửi này."


class OtherHandsNeeded(Refusal):
    """Nobody alone recalls or returns an item and hands it out."""

    code = "mail.other_hands_needed"
    sentence = (
        "Bưu gửi {thing} do chính người này rút hoặc chuyển hoàn: người khác mới được trả cho người gửi."
    )


class NotItsSendersOffice(Refusal):
    """What goes back is handed to its sender at the office that took it in."""

    code = "mail.not_its_senders_office"
    sentence = "Bưu gửi {thing} đang chuyển hoàn: chỉ bưu cục nhận gửi mới trả cho người gửi."


class NotGoingBack(Refusal):
    """An item goes to its sender only after it was returned or recalled."""

    code = "mail.not_going_back"
    sentence = "{thing} chưa được chuyển hoàn hoặc rút lại: không trả cho người gửi được."


class WrongTariffs(Refusal):
    """The text is no file of tariffs."""

    code = "mail.wrong_tariffs"
    sentence = "Tệp bảng cước không đọc được: {reason}."
