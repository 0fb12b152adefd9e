"""What rounds say no to."""

from duongthu.kernel.refusal import Refusal


class UnknownRound(Refusal):
    """No such round at this unit."""

    code = "rounds.unknown_round"
    sentence = "Đơn vị này không có tuyến phát {round}."


class RoundClosed(Refusal):
    """The round is over."""

    code = "rounds.round_closed"
    sentence = "Tuyến phát {round} đã kết thúc."


class NoCourier(Refusal):
    """Nobody was named to go."""

    code = "rounds.no_courier"
    sentence = "Chưa chọn bưu tá cho ca phát."


class NotOnRound(Refusal):
    """The item is not on this round's list."""

    code = "rounds.not_on_round"
    sentence = "Bưu gửi {thing} không có trên tuyến {round}."


class StillInHand(Refusal):
    """Items are still in the courier's hands."""

    code = "rounds.still_in_hand"
    sentence = "Bưu tá còn giữ {count} bưu gửi của tuyến {round}: {items}."


class CashStillInHand(Refusal):
    """Cash is still in the courier's hands."""

    code = "rounds.cash_still_in_hand"
    sentence = "Bưu tá còn giữ {amount} đồng chưa nộp của tuyến {round}."


class RoundsStillOut(Refusal):
    """The day cannot be closed while couriers are out."""

    code = "rounds.rounds_still_out"
    sentence = "Chưa kết thúc các tuyến phát: {rounds}."


class ItemsUnaccounted(Refusal):
    """The unit's custody book does not prove itself."""

    code = "rounds.items_unaccounted"
    sentence = (
        "Sổ bưu gửi của đơn vị không khớp: đầu ngày {opening} + nhận {taken} − giao {given} ≠ còn {stock}."
    )
