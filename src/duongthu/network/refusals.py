"""The named refusals of the room."""

from duongthu.kernel.refusal import Refusal


class UnknownScenario(Refusal):
    """No scenario file of that name ships with the program."""

    code = "network.unknown_scenario"
    sentence = "Không có kịch bản «{name}»; hiện có: {known}."


class UnknownUnit(Refusal):
    """No unit has that code, or it is not open on that day."""

    code = "network.unknown_unit"
    sentence = "Không có đơn vị «{unit}» vào ngày {on}."


class CommuneDivided(Refusal):
    """A former commune went into several: the address says into which."""

    code = "network.commune_divided"
    sentence = "{commune} đã chia cho nhiều xã: {heirs}. Hỏi người gửi rồi chọn đúng xã đến."


class UnknownCommune(Refusal):
    """No commune has that code on that day, nor any that came from it."""

    code = "network.unknown_commune"
    sentence = "Không có xã, phường, thị trấn mã «{commune}» vào ngày {on}."


class WrongUnitCode(Refusal):
    """The code does not have the form of its kind."""

    code = "network.wrong_unit_code"
    sentence = "Mã đơn vị «{unit}» không đúng dạng của {kind}: cần {form}."


class WrongUnitKind(Refusal):
    """The kind is none of the kinds of unit."""

    code = "network.wrong_unit_kind"
    sentence = "«{kind}» không phải là một loại đơn vị."


class ParentNotAllowed(Refusal):
    """A unit of this kind may not stand under a unit of that kind."""

    code = "network.parent_not_allowed"
    sentence = "{kind} không được trực thuộc {parent_kind}."


class UnitBelowItself(Refusal):
    """The new parent is the unit itself or lies below it."""

    code = "network.unit_below_itself"
    sentence = "Đơn vị «{unit}» không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."


class SamePlacement(Refusal):
    """The unit already stands there on that day."""

    code = "network.same_placement"
    sentence = "Đơn vị «{unit}» đã trực thuộc «{parent}» từ trước ngày {on}."


class DateInPast(Refusal):
    """A change of the network holds from today on at the earliest; reports of past days stay as they were."""

    code = "network.date_in_past"
    sentence = "Ngày hiệu lực {on} đã qua; thay đổi mạng lưới sớm nhất từ ngày {earliest}."


class DateTooFar(Refusal):
    """A change of the network is planned at most a year ahead."""

    code = "network.date_too_far"
    sentence = "Ngày hiệu lực {on} quá xa; muộn nhất là ngày {latest}."


class ChangePlannedThatDay(Refusal):
    """The unit already has a change from that very day."""

    code = "network.change_planned_that_day"
    sentence = "Đơn vị «{unit}» đã có thay đổi từ ngày {planned}; hãy chọn ngày khác."


class WrongPosition(Refusal):
    """The position is not a latitude and a longitude of Vietnam."""

    code = "network.wrong_position"
    sentence = "Vĩ độ {latitude}, kinh độ {longitude} không phải một điểm ở Việt Nam."


class SearchBeyondReach(Refusal):
    """What was searched for lies in other units than the actor's: nothing is shown, the attempt is kept."""

    code = "network.search_beyond_reach"
    sentence = "Không tìm thấy «{text}» trong phạm vi được giao."


class WorkbookUnreadable(Refusal):
    """The file is no Excel workbook, too large, or lacks every known sheet."""

    code = "network.workbook_unreadable"
    sentence = "Không đọc được tệp «{name}»: {reason}."


class NoWayBetween(Refusal):
    """No mail route leads from the one unit to the other on that day."""

    code = "network.no_way_between"
    sentence = "Ngày {on} không có đường thư từ «{start}» đến «{end}»."


class NetworkNotEmpty(Refusal):
    """A province can be loaded only into an empty network."""

    code = "network.not_empty"
    sentence = "Mạng lưới đã có {units} đơn vị khác với tỉnh mẫu; chỉ nạp được vào mạng lưới trống."


class UnknownVehicle(Refusal):
    """The vehicle is none of those whose speeds are known."""

    code = "network.unknown_vehicle"
    sentence = "Không có loại xe «{vehicle}»; hiện có: {known}."


class RoadsUnreadable(Refusal):
    """The file of roads is no OpenStreetMap extract, or is cut off."""

    code = "network.roads_unreadable"
    sentence = "Không đọc được tệp đường «{name}»: tệp không phải trích xuất OpenStreetMap hoặc bị cắt cụt ({reason})."


class NoRoadsInFile(Refusal):
    """The file holds no road within the province that the post's vehicles may use."""

    code = "network.no_roads_in_file"
    sentence = (
        "Tệp «{name}» không có đường nào trong địa bàn tỉnh mà {vehicle} đi được; đường đang dùng giữ nguyên."
    )


class RoadsOfHistory(Refusal):
    """The file holds every version a road ever had: deleted ones would be ridden, and old one-ways reopened."""

    code = "network.roads_of_history"
    sentence = (
        "Tệp «{name}» là tệp lịch sử, có nhiều phiên bản của một con đường; hãy lấy trích xuất hiện tại "
        "(osmium time-filter). Đường đang dùng giữ nguyên."
    )


class RoadNodesMissing(Refusal):
    """Ways name nodes the file does not hold, or holds only behind them: roads would be broken without a word."""

    code = "network.road_nodes_missing"
    sentence = (
        "Tệp «{name}» thiếu {missing} trong {nodes} điểm của đường (hoặc xếp chúng sau đường); hãy lấy trích xuất "
        "đủ điểm, có thứ tự (osmium sort). Đường đang dùng giữ nguyên."
    )


class RoadsElsewhere(Refusal):
    """No place of the province lies at one of these roads: the extract is of another town."""

    code = "network.roads_elsewhere"
    sentence = (
        "Không nơi nào trong {places} nơi của tỉnh ở gần đường của tệp «{name}»: đây là trích xuất của nơi khác. "
        "Đường đang dùng giữ nguyên."
    )


class RoadsDamaged(Refusal):
    """The kept roads are not what was written: the disk or somebody's hand changed them."""

    code = "network.roads_damaged"
    sentence = "Tệp đường đã nhập «{name}» bị hỏng hoặc bị sửa; hãy nhập lại bằng «duongthu import roads»."


class SpeedsIncomplete(Refusal):
    """The table of speeds lacks a column or a class, or has a class that nobody knows."""

    code = "network.speeds_incomplete"
    sentence = "Bảng tốc độ thiếu hoặc thừa: {what}."


class WrongSpeed(Refusal):
    """A speed is no whole number of km/h from 0 to 130, or its class stands twice."""

    code = "network.wrong_speed"
    sentence = "Bảng tốc độ, dòng {line}, đường «{highway}»: «{value}» không dùng được; cần số nguyên 0–130, mỗi loại một dòng."


class RoutesChangedSince(Refusal):
    """A route to be ended does not hold on that day any more, or not as long as the others."""

    code = "network.routes_changed_since"
    sentence = (
        "Đường thư {route} không còn chạy hoặc đã có thay đổi khác kể từ ngày {on}; hãy lập lại phương án."
    )


class RouteCodeTaken(Refusal):
    """A mail route of that code is or was there."""

    code = "network.route_code_taken"
    sentence = "Đã có đường thư mang mã {route}."


class WrongRidesService(Refusal):
    """The setting names no routing service."""

    code = "network.wrong_rides_service"
    sentence = "DUONGTHU_RIDES «{setting}» không đúng: {reason}."


class RidesServiceFailed(Refusal):
    """The routing service does not answer, or with an error."""

    code = "network.rides_service_failed"
    sentence = "Dịch vụ tính đường {url} không trả lời được: {reason}."
