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


class WrongMoment(Refusal):
    """The state machine does not allow this now."""

    code = "mail.wrong_moment"
    sentence = "{thing} đang ở trạng thái «{state}»: không thể «{event}»."


class NotHere(Refusal):
    """The thing is held by nobody of the actor's unit."""

    code = "mail.not_here"
    sentence = "{thing} không ở đơn vị này mà do {holder} giữ."


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
