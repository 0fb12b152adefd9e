"""What transport says no to."""

from duongthu.kernel.refusal import Refusal


class UnknownBag(Refusal):
    """No bag of that code is here."""

    code = "transport.unknown_bag"
    sentence = "Không có túi {bag} ở đơn vị này."


class EmptyBag(Refusal):
    """A bag with nothing in it is not closed."""

    code = "transport.empty_bag"
    sentence = "Túi {bag} chưa có bưu gửi nào."


class BagUnderWay(Refusal):
    """A bag that belongs to a dispatch under way cannot be opened again here."""

    code = "transport.bag_under_way"
    sentence = "Túi {bag} đã giao chuyến thư {dispatch}, không mở lại được."


class WrongWay(Refusal):
    """The bag goes to another unit than the dispatch."""

    code = "transport.wrong_way"
    sentence = "Túi {bag} đi đơn vị số {bag_to}, không phải đơn vị số {to}."


class UnknownDispatch(Refusal):
    """No such dispatch waits here."""

    code = "transport.unknown_dispatch"
    sentence = "Không có chuyến thư {dispatch} đang chờ ở đơn vị này."


class UnknownTrip(Refusal):
    """The timetable has no such trip that day."""

    code = "transport.unknown_trip"
    sentence = "Hành trình ngày này không có chuyến {trip}."


class NotOnRoute(Refusal):
    """The trip does not call at the unit the dispatch goes to."""

    code = "transport.not_on_route"
    sentence = "Chuyến {trip} không ghé đơn vị số {unit}."


class TripAlreadyEnded(Refusal):
    """The trip is over."""

    code = "transport.trip_already_ended"
    sentence = "Chuyến {trip} đã kết thúc."
