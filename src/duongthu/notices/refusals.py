"""What notices say no to."""

from duongthu.kernel.refusal import Refusal


class GatewayNotSet(Refusal):
    """No gateway is configured."""

    code = "notices.gateway_not_set"
    sentence = (
        "Chưa đặt cổng gửi tin: ghi vào DUONGTHU_NOTICES đường dẫn của một thư mục hoặc một địa chỉ http(s)."
    )


class WrongGateway(Refusal):
    """The setting names neither a folder that can be written nor an address."""

    code = "notices.wrong_gateway"
    sentence = "DUONGTHU_NOTICES «{setting}» không dùng được: {reason}."


class UnknownMessage(Refusal):
    """No such message, or not at that unit."""

    code = "notices.unknown_message"
    sentence = "Không có tin báo «{message}» ở đơn vị này."


class MessageNotInHand(Refusal):
    """An attempt is told of a message that no runner has in hand."""

    code = "notices.message_not_in_hand"
    sentence = "Tin báo «{message}» không ở trạng thái đang gửi."


class MessageNotFailed(Refusal):
    """Only a message that failed is sent again."""

    code = "notices.message_not_failed"
    sentence = "Tin báo về {about} không phải tin gửi hỏng, không gửi lại được."


class MessageWithoutPhone(Refusal):
    """There is no number to send to."""

    code = "notices.message_without_phone"
    sentence = "Tin báo về {about} không có số điện thoại; hãy báo khách cách khác."


class MessagePastItsHour(Refusal):
    """What it tells is over."""

    code = "notices.message_past_its_hour"
    sentence = "Giờ hẹn của tin báo về {about} đã qua, không gửi nữa."
