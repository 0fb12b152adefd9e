"""What transport says no to."""

from duongthu.kernel.refusal import Refusal


class UnknownBag(Refusal):
    """No bag of that code is here."""

    code = "transport.unknown_bag"
    sentence = "Không có túi {bag} ở đơn vị này."


class BagCounted(Refusal):
    """The bag was opened and something lacked: it is counted again, not opened again."""

    code = "transport.bag_counted"
    sentence = "Túi {bag} đã mở và đếm thấy thiếu: hãy đếm lại túi thiếu, không mở lần nữa."


class SecondCounterNeeded(Refusal):
    """One person alone does not say what lacks in a bag."""

    code = "transport.second_counter_needed"
    sentence = "Túi {bag} thiếu bưu gửi: phải do người thứ hai của đơn vị mở túi đếm lại, không phải người đã đếm lần đầu."


class ShortagesWaiting(Refusal):
    """Bags opened here lack something, and no second person has counted them."""

    code = "transport.shortages_waiting"
    sentence = "Còn {count} túi mở thấy thiếu mà người thứ hai chưa đếm lại: {bags}."


class EmptyBag(Refusal):
    """A bag with nothing in it is not closed."""

    code = "transport.empty_bag"
    sentence = "Túi {bag} chưa có bưu gửi nào."


class NothingPacked(Refusal):
    """A bag that none of the items scanned could go into is not begun; the reasons of the first are named."""

    code = "transport.nothing_packed"
    sentence = "Không bưu gửi nào vào được túi: {reasons}."


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


class NotTheCentre(Refusal):
    """Mail routes are planned at the province's head office or a processing centre."""

    code = "transport.not_the_centre"
    sentence = "Đường thư do bưu điện tỉnh hoặc trung tâm khai thác lập, không phải «{unit}»."


class WrongWeekdays(Refusal):
    """Weekdays are ISO numbers in order, each once."""

    code = "transport.wrong_weekdays"
    sentence = "Loại ngày «{weekdays}» không đúng: ghi các số 1 (thứ Hai) đến 7 (Chủ nhật) theo thứ tự, mỗi số một lần."


class NoRoutesThatDay(Refusal):
    """No tours run on all these weekdays in that timetable."""

    code = "transport.no_routes_that_day"
    sentence = "Hành trình ngày {on} không có đường thư nào chạy đủ các thứ {weekdays}."


class WrongSeconds(Refusal):
    """The search takes from one second to a minute."""

    code = "transport.wrong_seconds"
    sentence = "Thời gian tính phải từ 1 đến 60 giây."


class UnknownLoad(Refusal):
    """A load is given for a unit no mail route calls at."""

    code = "transport.unknown_load"
    sentence = "Khối lượng ghi cho đơn vị số {unit}, nơi không có đường thư nào ghé."


class LoadTwice(Refusal):
    """A unit's load of one wave is given twice."""

    code = "transport.load_twice"
    sentence = "Đơn vị số {unit} được ghi khối lượng hai lần cho lượt {wave}."


class NoToursFrom(Refusal):
    """Vehicles are given for a unit no tour starts from."""

    code = "transport.no_tours_from"
    sentence = "Không có đường thư nào xuất phát từ đơn vị số {unit}, nên không đặt xe ở đó được."


class NoDemandKnown(Refusal):
    """The journals of past days hold nothing to plan by, and nothing was given."""

    code = "transport.no_demand_known"
    sentence = "Sổ nhận gửi {days} ngày trước {on} chưa có bưu gửi nào; hãy nhập khối lượng từng đơn vị."


class PlannerNotHere(Refusal):
    """The routing engine cannot be loaded on this machine."""

    code = "transport.planner_not_here"
    sentence = "Máy này không chạy được bộ lập tuyến, nên chưa lập được phương án đường thư."


class NotReached(Refusal):
    """No vehicle given can call at a unit, even without cut-offs."""

    code = "transport.not_reached"
    sentence = "Số xe đã cho không tới được {many} đơn vị, trong đó có «{unit}»: thêm xe hoặc xe lớn hơn."


class GroundChanged(Refusal):
    """While the routes were searched for, somebody changed what they stand on."""

    code = "transport.ground_changed"
    sentence = "Trong lúc tính phương án, {what} ngày {on} đã đổi; hãy làm lại."


class UnknownProposal(Refusal):
    """No proposal of mail routes bears that code."""

    code = "transport.unknown_proposal"
    sentence = "Không có phương án đường thư {proposal}."


class ProposalNotDraft(Refusal):
    """The proposal has been adopted."""

    code = "transport.proposal_not_draft"
    sentence = "Phương án {proposal} đã được áp dụng."


class ProposerMayNotAdopt(Refusal):
    """Two pairs of eyes: whoever made the proposal does not put it in force."""

    code = "transport.proposer_may_not_adopt"
    sentence = "Bạn lập phương án {proposal}, nên người khác phải quyết định áp dụng."


class AdoptedTooEarly(Refusal):
    """Routes are replaced from tomorrow at the earliest: today's trips are under way."""

    code = "transport.adopted_too_early"
    sentence = "Không áp dụng từ ngày {on} được: sớm nhất là ngày mai, vì chuyến hôm nay đang chạy."


class TripNotLate(Refusal):
    """The trip left, need not have left yet, or does not begin at that unit."""

    code = "transport.trip_not_late"
    sentence = "Chuyến {trip} không quá giờ ở đơn vị này, nên không có gì phải quyết định."


class NoSuchAlternative(Refusal):
    """That way is not open for the trip now."""

    code = "transport.no_such_alternative"
    sentence = "Lúc này không có cách «{kind}» cho chuyến {trip}; hãy xem lại danh sách."


class SealUnderWay(Refusal):
    """Another bag that is not opened yet bears this seal."""

    code = "transport.seal_under_way"
    sentence = "Số niêm phong «{seal}» đang dùng cho túi {bag} chưa mở."


class BagsNotTaken(Refusal):
    """A driver says he put these bags down here; the unit has neither taken them nor said that they are not there."""

    code = "transport.bags_not_taken"
    sentence = "Còn {count} túi lái xe đã để xuống đơn vị này mà chưa nhận hoặc ghi không thấy: {bags}."


class BagsOverdue(Refusal):
    """Bags that went from here with a trip have not come; the unit that sent them looks for them or gives them up."""

    code = "transport.bags_overdue"
    sentence = "Còn {count} túi đi từ đơn vị này quá ngày đến chưa nơi nào nhận: {bags}. Tìm, hoặc hai người ghi mất."


class NothingPutDown(Refusal):
    """The trip put no bag down here that the unit has not taken yet."""

    code = "transport.nothing_put_down"
    sentence = "Chuyến {trip} không để xuống đơn vị này túi nào chưa nhận."


class OwnDelivery(Refusal):
    """Who brought a bag does not take it for the unit."""

    code = "transport.own_delivery"
    sentence = "Túi {bag} do bạn chở đến: người khác của đơn vị phải nhận."


class WrongPlace(Refusal):
    """A bag is put down where it goes, or where it came from."""

    code = "transport.wrong_place"
    sentence = "Túi {bag} không đi đến đơn vị này, cũng không từ đơn vị này đi."


class BagNotOverdue(Refusal):
    """The trip that carries it is under way and not due yet."""

    code = "transport.bag_not_overdue"
    sentence = "Túi {bag} đang trên chuyến {trip} chưa đến giờ về, chưa ghi mất được."


class BagPutDown(Refusal):
    """A unit has yet to say whether the bag lies there."""

    code = "transport.bag_put_down"
    sentence = "Lái xe ghi đã để túi {bag} xuống: đơn vị ở đó phải nhận hoặc ghi không thấy trước."


class SameUnit(Refusal):
    """A bag goes to another unit than it comes from."""

    code = "transport.same_unit"
    sentence = "Túi không thể đi đến chính đơn vị đóng túi."


class NotSurplus(Refusal):
    """Only what an opening here wrote down as surplus, and a unit has by the book, is taken by two."""

    code = "transport.not_surplus"
    sentence = "{thing} không phải bưu gửi thừa khi mở túi ở đây, đã đi tiếp từ đó, hoặc theo sổ không do bưu cục nào giữ."


class TripOfAnother(Refusal):
    """Whoever saw the trip off drives it until another takes it over."""

    code = "transport.trip_of_another"
    sentence = "Chuyến {trip} do người khác lái: phải nhận bàn giao chuyến trước."
