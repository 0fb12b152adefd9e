"""The named refusals every act shares."""

from typing import Any

from duongthu.kernel.refusal import Refusal


class UnknownQuery(Refusal):
    """No query is registered under this name."""

    code = "acts.unknown_query"
    sentence = "Không có truy vấn «{query}»."


class NothingFound(Refusal):
    """What was asked for does not exist, or lies beyond the asker's reach: which of both is not told."""

    code = "acts.nothing_found"
    sentence = "Không tìm thấy «{what}» trong phạm vi của bạn."

    def __init__(self, *, beyond: bool = False, **details: Any) -> None:
        """``beyond``: it exists; doors write the attempt down and do not say so."""
        super().__init__(**details)
        self.beyond = beyond


class UnknownAct(Refusal):
    """No act of that name is registered."""

    code = "acts.unknown_act"
    sentence = "Không có nghiệp vụ tên «{act}»."


class WrongParameter(Refusal):
    """A parameter is missing, superfluous, of the wrong type or out of bounds."""

    code = "acts.wrong_parameter"
    sentence = "Dữ liệu không hợp lệ ở «{where}»: {reason}."


class RoleNotAllowed(Refusal):
    """The actor holds none of the roles that may do this."""

    code = "acts.role_not_allowed"
    sentence = "Nghiệp vụ «{act}» chỉ dành cho: {roles}."


class UnitOutOfReach(Refusal):
    """The unit acted on does not lie in or below the actor's own unit."""

    code = "acts.unit_out_of_reach"
    sentence = "Đơn vị số {unit} nằm ngoài phạm vi được giao của người thực hiện."


class TimeInFuture(Refusal):
    """The device's time lies ahead of the server's."""

    code = "acts.time_in_future"
    sentence = "Thời điểm trên thiết bị ({device_at}) ở sau giờ máy chủ ({server_at})."


class TimeTooLate(Refusal):
    """What happened is told later than this door takes it."""

    code = "acts.time_too_late"
    sentence = "Thời điểm {device_at} đã qua quá lâu: chỉ ghi được việc xảy ra từ {earliest}."


class KeyRepeated(Refusal):
    """Two lines of one list bear the same key."""

    code = "acts.key_repeated"
    sentence = "Dòng {row_number} trùng mã dòng với dòng {first_row} của cùng danh sách."


class KeyReserved(Refusal):
    """A line bears a key that only the server makes."""

    code = "acts.key_reserved"
    sentence = "Mã dòng {key} dành riêng cho máy chủ; hãy tạo UUID phiên bản 7."


class CommandReused(Refusal):
    """A command id that belongs to one request came from another person, with another act or other parameters."""

    code = "acts.command_reused"
    sentence = "Mã lệnh {command_id} đã dùng cho một yêu cầu khác."


class ProposalNotOpen(Refusal):
    """The proposal does not exist, is carried out or rejected."""

    code = "acts.proposal_not_open"
    sentence = "Đề nghị số {proposal_id} không còn chờ duyệt."


class MakerMayNotApprove(Refusal):
    """Four eyes: nobody approves what they made."""

    code = "acts.maker_may_not_approve"
    sentence = "Quy tắc «người lập khác người duyệt»: {name} không được duyệt đề nghị do mình lập."


class AlreadyApproved(Refusal):
    """Two approvals need two people."""

    code = "acts.already_approved"
    sentence = "Người này đã duyệt đề nghị số {proposal_id}; cần một người khác."


class ProposalAltered(Refusal):
    """The proposal's row is not what the sealed act log says was proposed."""

    code = "acts.proposal_altered"
    sentence = "Đề nghị số {proposal_id} không còn đúng như đã ghi trong nhật ký: không thực hiện; hãy báo kiểm tra nội bộ."


class MakerLeft(Refusal):
    """Who proposed it no longer holds the post he proposed it from."""

    code = "acts.maker_left"
    sentence = "{name} không còn giữ chức danh đã dùng để lập đề nghị số {proposal_id}; cần người đang giữ chức danh lập lại."


class OnlyAtProvince(Refusal):
    """This is proposed and checked at the unit above all others only."""

    code = "acts.only_at_province"
    sentence = "Việc «{act}» chỉ do người ở Bưu điện tỉnh lập và duyệt."


class UnknownThreshold(Refusal):
    """No act asks for checkers under that key."""

    code = "acts.unknown_threshold"
    sentence = "Không có ngưỡng tên «{key}»; các ngưỡng: {known}."


class ThresholdTooLow(Refusal):
    """The program itself keeps a least number of checkers."""

    code = "acts.threshold_too_low"
    sentence = "Ngưỡng «{key}» không được dưới {floor} người duyệt từ {from_dong} đồng trở lên."


class ThresholdTooEarly(Refusal):
    """A threshold holds from tomorrow on at the earliest."""

    code = "acts.threshold_too_early"
    sentence = "Ngưỡng mới chỉ có hiệu lực từ ngày mai ({tomorrow}) trở đi."


class SealTimeRunsBack(Refusal):
    """A seal may not be dated before the seal it follows."""

    code = "acts.seal_time_runs_back"
    sentence = "Niêm phong mới ({made_at}) không được trước niêm phong gần nhất ({previous_at})."


class WritersTooSlow(Refusal):
    """An act that was under way when sealing began has not ended: what it wrote cannot be sealed yet."""

    code = "acts.writers_too_slow"
    sentence = "Chưa niêm phong được: một nghiệp vụ bắt đầu trước đó chạy quá {seconds} giây; sẽ thử lại sau."


class NoteRefused(Refusal):
    """A checkpoint from outside is not taken in, or none can be given out yet."""

    code = "acts.note_refused"
    sentence = "Không nhận dấu niêm phong này: {reason}."


class NoSuchAct(Refusal):
    """No act of that number was done at a unit in reach."""

    code = "acts.no_such_act"
    sentence = "Không có nghiệp vụ số {act} đã thực hiện trong phạm vi được giao."


class AlreadyUndone(Refusal):
    """An act is undone once."""

    code = "acts.already_undone"
    sentence = "Nghiệp vụ số {act} đã được hủy bằng nghiệp vụ số {undoing}."


class PersonConcerned(Refusal):
    """Nobody makes, approves or undoes what is done to himself."""

    code = "acts.person_concerned"
    sentence = "Người lập, người duyệt hoặc người hủy không được là người mà nghiệp vụ này nhằm vào."


class CannotUndo(Refusal):
    """The act cannot be taken back (any more)."""

    code = "acts.cannot_undo"
    sentence = "Không hủy được nghiệp vụ số {act}: {reason}. Hãy {instead}."


class NothingToUndo(Refusal):
    """The act moved neither money nor things: its lines were repeats, or refused."""

    code = "acts.nothing_to_undo"
    sentence = "Nghiệp vụ số {act} không làm thay đổi gì (các dòng đều là gửi lại hoặc bị từ chối): không có gì để hủy."


class SumDiffers(Refusal):
    """The act's money is another sum than the screen showed."""

    code = "acts.sum_differs"
    sentence = "Nghiệp vụ này động đến {amount} đồng, không phải {said} đồng."


class Busy(Refusal):
    """The database did not let us in in time: nothing was done, the same command may be sent again."""

    code = "acts.busy"
    sentence = "Hệ thống đang bận, chưa ghi gì cả: hãy gửi lại đúng lệnh này sau ít giây."
