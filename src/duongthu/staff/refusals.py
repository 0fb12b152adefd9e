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
