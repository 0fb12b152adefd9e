"""The named refusals of the room."""

from duongthu.kernel.refusal import Refusal


class PersonCodeTaken(Refusal):
    """Another person bears this code."""

    code = "staff.person_code_taken"
    sentence = "Mã nhân viên «{person}» đã thuộc về {name}."


class WrongPersonCode(Refusal):
    """A code has 2 to 12 Latin capitals or digits."""

    code = "staff.wrong_person_code"
    sentence = "Mã nhân viên «{person}» không hợp lệ: cần 2–12 chữ in hoa không dấu hoặc chữ số."


class WrongPersonName(Refusal):
    """A name needs at least one letter."""

    code = "staff.wrong_person_name"
    sentence = "Họ tên không hợp lệ: {reason}."


class UnknownPerson(Refusal):
    """No person has that code."""

    code = "staff.unknown_person"
    sentence = "Không có nhân viên mã «{person}»."


class UnknownRole(Refusal):
    """The role is none of the roles of the house."""

    code = "staff.unknown_role"
    sentence = "Không có chức danh «{role}»."


class IncompatibleRoles(Refusal):
    """A rule keeps this role apart from one the person holds in the same days."""

    code = "staff.incompatible_roles"
    sentence = "Quy tắc «{rule}»: {name} đang giữ chức danh {held} nên không được giữ {wanted} cùng lúc."


class PostAlreadyHeld(Refusal):
    """The person holds this role at this unit in the same days."""

    code = "staff.post_already_held"
    sentence = "{name} đã giữ chức danh {role} tại đơn vị này từ ngày {since}."


class NoPostHeld(Refusal):
    """The person holds no post on that day (at that unit)."""

    code = "staff.no_post_held"
    sentence = "Nhân viên «{person}» không giữ chức danh nào vào ngày {on}."


class UnknownPost(Refusal):
    """No post held bears that number."""

    code = "staff.unknown_post"
    sentence = "Không có lần giữ chức danh số {post_id}."


class PostAlreadyEnded(Refusal):
    """The post ended on or before that day."""

    code = "staff.post_already_ended"
    sentence = "Chức danh này đã kết thúc ngày {ended}; không kéo dài hoặc mở lại được."


class WrongPeriod(Refusal):
    """The days do not follow each other, or lie too far from today."""

    code = "staff.wrong_period"
    sentence = "Khoảng thời gian từ {since} đến {until} không hợp lệ: {reason}."


class DeviceCodeTaken(Refusal):
    """Another device bears this code."""

    code = "staff.device_code_taken"
    sentence = "Thiết bị «{device}» đã được đăng ký cho đơn vị khác."


class WrongDeviceCode(Refusal):
    """A device code has 3 to 40 letters, digits, dots, dashes or underscores."""

    code = "staff.wrong_device_code"
    sentence = "Mã thiết bị «{device}» không hợp lệ: cần 3–40 chữ Latin, chữ số, dấu chấm, gạch."


class SignInTaken(Refusal):
    """The user name belongs to another person, or the person already has one."""

    code = "staff.sign_in_taken"
    sentence = "Tên đăng nhập «{user_name}» đã có người dùng, hoặc nhân viên đã có tên đăng nhập."


class WrongSignIn(Refusal):
    """A user name has 3 to 40 small Latin letters, digits, dots or dashes."""

    code = "staff.wrong_sign_in"
    sentence = "Tên đăng nhập «{user_name}» không hợp lệ: cần 3–40 chữ thường không dấu hoặc chữ số."


class PhraseTooWeak(Refusal):
    """A pass phrase is too short, too common, or made of the person's own name or code."""

    code = "staff.phrase_too_weak"
    sentence = "Mật khẩu chưa đủ mạnh: {reason}."


class WrongPhrase(Refusal):
    """The pass phrase given for confirmation is not the person's."""

    code = "staff.wrong_phrase"
    sentence = "Mật khẩu hiện nay không đúng."


class NoSignIn(Refusal):
    """The person has no user name yet."""

    code = "staff.no_sign_in"
    sentence = "Nhân viên «{person}» chưa có tên đăng nhập."


class NotForOneself(Refusal):
    """This is done for somebody else, never for oneself."""

    code = "staff.not_for_oneself"
    sentence = "Không ai được tự làm việc này cho chính mình; cần một người khác."


class BeyondOwnPower(Refusal):
    """Nobody gives a role that is not his to give."""

    code = "staff.beyond_own_power"
    sentence = "Chức danh của bạn không được phân công {role}; người được phân công: {granters}."


class NotYourPeople(Refusal):
    """The person works at a unit beyond the actor's reach."""

    code = "staff.not_your_people"
    sentence = "{name} thuộc đơn vị ngoài phạm vi của bạn: cấp trên của cả hai đơn vị mới điều được."


class LastOfTwo(Refusal):
    """The province keeps two people who can decide together."""

    code = "staff.last_of_two"
    sentence = (
        "Phải còn ít nhất hai người là giám đốc hoặc quản trị hệ thống; hãy phân công người khác trước."
    )


class NeedsTwo(Refusal):
    """What touches a role that gives power is done by two people at the province."""

    code = "staff.needs_two"
    sentence = "{name} giữ chức danh có quyền lớn ({roles}): việc này cần hai người ở Bưu điện tỉnh ({act})."


class NeedsLeave(Refusal):
    """A pass phrase is set for somebody else by the leave of two."""

    code = "staff.needs_leave"
    sentence = "Đặt lại mật khẩu cho {name} phải được hai người cho phép trước (nghiệp vụ «{act}»)."


class WrongFactor(Refusal):
    """The code of the second step is wrong, too old or already used."""

    code = "staff.wrong_factor"
    sentence = "Mã bước hai không đúng hoặc đã dùng; hãy chờ mã mới rồi nhập lại."


class UnknownFactor(Refusal):
    """The person has no such second factor."""

    code = "staff.unknown_factor"
    sentence = "Không có cách xác nhận bước hai số {factor_id} của bạn."


class LastFactor(Refusal):
    """A person whose roles need a second factor keeps at least one."""

    code = "staff.last_factor"
    sentence = "Chức danh của bạn cần bước hai: hãy thêm một cách khác trước khi bỏ cách này."


class UnknownSitting(Refusal):
    """The person has no such open sign-in."""

    code = "staff.unknown_sitting"
    sentence = "Không có lần đăng nhập số {sitting_id} đang mở của bạn."


class SignInBarred(Refusal):
    """Too many wrong sign-ins: nothing is checked until the time has passed."""

    code = "staff.sign_in_barred"
    sentence = "Sai quá nhiều lần: hãy chờ {seconds} giây rồi thử lại."


class StillHolds(Refusal):
    """Cash or items of the unit stand on the person's name."""

    code = "staff.still_holds"
    sentence = "{name} còn giữ {held}: bàn giao trước, hoặc hai người cùng kết thúc vị trí."


class UnknownDevice(Refusal):
    """No device of that code is registered."""

    code = "staff.unknown_device"
    sentence = "Chưa đăng ký thiết bị «{device}»."


class DeviceOfAnother(Refusal):
    """The device was handed to somebody else."""

    code = "staff.device_of_another"
    sentence = "Thiết bị «{device}» đã giao cho người khác."


class UnknownScope(Refusal):
    """A token is for acts that exist, and for none that needs a person who can be asked who he is."""

    code = "staff.unknown_scope"
    sentence = "Mã truy cập không dùng cho «{act}»: cần tên nghiệp vụ hoặc nhóm (như mail.*), không gồm duyệt và nhân sự."


class UnknownToken(Refusal):
    """There is no such token in force, or it is not the actor's to end."""

    code = "staff.unknown_token"
    sentence = "Không có mã truy cập số {token_id} đang dùng."


class PersonNotInRole(Refusal):
    """The person named does not exist or holds none of the roles asked for, there and on that day."""

    code = "staff.person_not_in_role"
    sentence = "Người số {person} không có, hoặc không giữ chức danh {roles} ở nơi và ngày này."
