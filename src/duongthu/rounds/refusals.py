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


class NoFigure(Refusal):
    """The day lies before the first day for which the province has figures."""

    code = "rounds.no_figure"
    sentence = "Ngày ấy chưa có mức «{name}» nào có hiệu lực: chọn ngày sau."


class UnknownShift(Refusal):
    """The day has no such shift."""

    code = "rounds.unknown_shift"
    sentence = "Không có ca {shift}; các ca phát là {known}."


class ShiftOver(Refusal):
    """Nothing can be planned for a shift that is over."""

    code = "rounds.shift_over"
    sentence = "Ca {shift} ngày {on} đã hết giờ lúc {closes}."


class CourierTwice(Refusal):
    """A courier was named more than once."""

    code = "rounds.courier_twice"
    sentence = "Bưu tá số {courier} được nêu hai lần."


class UnknownPlan(Refusal):
    """No such plan at this unit."""

    code = "rounds.unknown_plan"
    sentence = "Đơn vị này không có phương án {plan}."


class PlanNotDraft(Refusal):
    """Only a draft can be published."""

    code = "rounds.plan_not_draft"
    sentence = "Phương án {plan} không còn là bản nháp."


class HandoversWait(Refusal):
    """Items of a courier who fell out are to pass onto this list: it cannot be drawn anew meanwhile."""

    code = "rounds.handovers_wait"
    sentence = (
        "Tuyến {round} đang chờ nhận {count} bưu gửi chuyển tay: hãy giao nhận xong, hoặc lập lại giữa ca."
    )


class ListsInForce(Refusal):
    """The courier has a list for this shift that was loaded already."""

    code = "rounds.lists_in_force"
    sentence = "Bưu tá số {courier} đã nhận hàng theo tuyến {round}; hãy lập lại giữa ca."


class NoRoundsToChange(Refusal):
    """The unit has no open rounds in that shift."""

    code = "rounds.no_rounds_to_change"
    sentence = "Ca {shift} ngày {on} của đơn vị không có tuyến nào đang mở."


class UnknownKind(Refusal):
    """The kind of task is not in the list."""

    code = "rounds.unknown_kind"
    sentence = "Không có loại việc «{kind}»; các loại là {known}."


class WrongHours(Refusal):
    """The earliest time lies after the latest, or outside the day."""

    code = "rounds.wrong_hours"
    sentence = "Giờ hẹn từ {earliest} đến {latest} không hợp lệ (phút trong ngày, 0 đến 1440)."


class WrongAmount(Refusal):
    """A number is outside what can be."""

    code = "rounds.wrong_amount"
    sentence = "Trường «{name}» phải từ {least} đến {most}."


class SameNeighbourhood(Refusal):
    """A closed road leads from a hamlet to itself."""

    code = "rounds.same_neighbourhood"
    sentence = "Đường bị chặn phải nối hai thôn khác nhau."


class UnknownNeighbourhood(Refusal):
    """A closed road leads to a hamlet where no list of the shift goes."""

    code = "rounds.unknown_neighbourhood"
    sentence = "Không danh sách nào của ca còn đi thôn «{place}»."


class NotTheUnitsCommune(Refusal):
    """The unit's couriers do not deliver in that commune."""

    code = "rounds.not_the_units_commune"
    sentence = "Bưu tá của đơn vị này không đi xã {commune}."


class UnknownTask(Refusal):
    """The courier has no such item or task on this round."""

    code = "rounds.unknown_task"
    sentence = "Tuyến {round} không có {task}."


class TaskReported(Refusal):
    """The task has its outcome already."""

    code = "rounds.task_reported"
    sentence = "Việc {task} đã báo kết quả."


class RoundOfAnother(Refusal):
    """The round belongs to another courier."""

    code = "rounds.round_of_another"
    sentence = "Tuyến {round} là của bưu tá khác."


class UnknownOutcome(Refusal):
    """Neither done nor failed."""

    code = "rounds.unknown_outcome"
    sentence = "Kết quả «{outcome}» không có; chỉ có done hoặc failed."


class WrongReason(Refusal):
    """A failed task needs one of the listed reasons."""

    code = "rounds.wrong_reason"
    sentence = "Lý do «{reason}» không có trong danh sách R01 đến R16."


class UnknownStops(Refusal):
    """The order names doors the round does not have, or leaves some out."""

    code = "rounds.unknown_stops"
    sentence = "Thứ tự phải nêu đúng một lần mỗi điểm chưa phát của tuyến {round}: {stops}."


class SameRound(Refusal):
    """The target is the round the stop is on."""

    code = "rounds.same_round"
    sentence = "{task} đã ở trên tuyến {round}."


class BetweenUnits(Refusal):
    """Lists of different units or shifts exchange nothing."""

    code = "rounds.between_units"
    sentence = "Tuyến {round} thuộc đơn vị hoặc ca khác."


class StopDone(Refusal):
    """What was reported is not moved."""

    code = "rounds.stop_done"
    sentence = "{task} đã báo kết quả, không chuyển được."


class NoHandover(Refusal):
    """No such handover waits for this courier."""

    code = "rounds.no_handover"
    sentence = "Không có bưu gửi {thing} nào chờ {step} với bưu tá này."


class HandoverOpen(Refusal):
    """The item waits to pass to another courier already."""

    code = "rounds.handover_open"
    sentence = "{task} đang chờ chuyển tay sang tuyến {round}."


class UnknownSetting(Refusal):
    """No figure has that name."""

    code = "rounds.unknown_setting"
    sentence = "Không có định mức «{name}»."


class SettingInPast(Refusal):
    """A figure in force on past days is not changed."""

    code = "rounds.setting_in_past"
    sentence = "Định mức chỉ đổi được từ ngày {earliest} trở đi."


class NothingToReplan(Refusal):
    """There is nothing a re-plan would put on a list, move or lead around."""

    code = "rounds.nothing_to_replan"
    sentence = (
        "Ca {shift} không có gì để lập lại: không việc mới, không tuyến nào đi muộn hay qua đường cấm, "
        "bưu tá nghỉ không còn điểm nào."
    )


class GroundChanged(Refusal):
    """While the plan was searched for, somebody changed what it stands on."""

    code = "rounds.ground_changed"
    sentence = "Trong lúc tính ca {shift}, {what} đã đổi; hãy làm lại."
