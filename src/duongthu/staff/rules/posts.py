"""Roles, the rules that keep roles apart, and the periods of posts held."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duongthu.staff.refusals import (
    BeyondOwnPower,
    IncompatibleRoles,
    PostAlreadyHeld,
    UnknownRole,
    WrongDeviceCode,
    WrongPeriod,
    WrongPersonCode,
    WrongPersonName,
    WrongSignIn,
)


class Role(StrEnum):
    """What a person is for at a unit (rules §9.2); acts name the roles that may do them."""

    TELLER = "teller"
    SORTER = "sorter"
    COURIER = "courier"
    DRIVER = "driver"
    CONTROLLER = "controller"
    HEAD = "head"
    CASHIER = "cashier"
    ACCOUNTANT = "accountant"
    DISPATCHER = "dispatcher"
    DIRECTOR = "director"
    AUDITOR = "auditor"
    ADMIN = "admin"
    PARTNER = "partner"
    HELPER = "helper"


ROLE_NAMES = {
    Role.TELLER: "giao dịch viên",
    Role.SORTER: "khai thác viên",
    Role.COURIER: "bưu tá",
    Role.DRIVER: "lái xe",
    Role.CONTROLLER: "kiểm soát viên",
    Role.HEAD: "trưởng bưu cục",
    Role.CASHIER: "thủ quỹ",
    Role.ACCOUNTANT: "kế toán",
    Role.DISPATCHER: "điều độ viên",
    Role.DIRECTOR: "giám đốc",
    Role.AUDITOR: "kiểm tra nội bộ",
    Role.ADMIN: "quản trị hệ thống",
    Role.PARTNER: "người của đối tác",
    Role.HELPER: "cộng tác viên điểm thôn",
}
POWER_ROLES = frozenset({Role.DIRECTOR, Role.ACCOUNTANT, Role.CONTROLLER, Role.ADMIN})
_STAFFING = frozenset({Role.DIRECTOR, Role.ADMIN})
_HEADING = _STAFFING | {Role.HEAD}
# Who may give which role alone; nobody gives the roles of POWER_ROLES alone (rules §9.2: người lập khác người duyệt).
GRANTERS = {
    **dict.fromkeys(
        (Role.TELLER, Role.SORTER, Role.COURIER, Role.DRIVER, Role.CASHIER, Role.HELPER), _HEADING
    ),
    **dict.fromkeys((Role.HEAD, Role.DISPATCHER, Role.AUDITOR, Role.PARTNER), _STAFFING),
}
MONEY_ROLES = frozenset({Role.TELLER, Role.COURIER, Role.CASHIER, Role.HELPER})
EVERY_ROLE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class ApartRule:
    """No person holds a role of each side in the same days."""

    name: str
    one_side: frozenset[Role]
    other_side: frozenset[Role]

    def forbids(self, a: Role, b: Role) -> bool:
        """Whether the rule keeps these two roles apart."""
        if a == b:
            return False
        return (a in self.one_side and b in self.other_side) or (b in self.one_side and a in self.other_side)


# The head of a small point may serve at its counter: four eyes are then kept act by act.
APART_RULES = (
    ApartRule("người lập khác người duyệt", MONEY_ROLES, frozenset({Role.CONTROLLER, Role.DIRECTOR})),
    ApartRule("kế toán không giữ tiền", frozenset({Role.ACCOUNTANT}), MONEY_ROLES),
    ApartRule("khai thác viên không chạm tiền", frozenset({Role.SORTER}), MONEY_ROLES),
    ApartRule("lái xe không mở túi", frozenset({Role.DRIVER}), frozenset({Role.SORTER})),
    ApartRule("kiểm tra nội bộ chỉ xem", frozenset({Role.AUDITOR}), EVERY_ROLE),
    ApartRule("quản trị hệ thống không giữ tiền", frozenset({Role.ADMIN}), MONEY_ROLES | {Role.ACCOUNTANT}),
    ApartRule("người của đối tác không giữ chức danh bưu điện", frozenset({Role.PARTNER}), EVERY_ROLE),
)
PERSON_CODE = re.compile(r"[A-Z0-9]{2,12}")
DEVICE_CODE = re.compile(r"[A-Za-z0-9._-]{3,40}")
SIGN_IN = re.compile(r"[a-z0-9._-]{3,40}")
NAME_MOST = 120
AHEAD_MOST = timedelta(days=366)
SHOWN = 40  # how much of a wrong value a refusal repeats


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A role at a unit from a day until a day (not counted; None = open)."""

    role: Role
    unit_id: int
    from_on: date
    until_on: date | None = None

    def overlaps(self, other: "HeldPost") -> bool:
        """Whether both hold on some day."""
        starts_before_end = other.until_on is None or self.from_on < other.until_on
        return starts_before_end and (self.until_on is None or other.from_on < self.until_on)


def role_of(text: str) -> Role:
    """The role of that name.

    Raises:
        UnknownRole: there is none.
    """
    if text not in EVERY_ROLE:
        raise UnknownRole(field="role", role=text[:SHOWN])
    return Role(text)


def check_granter(role: Role, roles: Iterable[str]) -> None:
    """Refuse a role that somebody with these roles may not give alone.

    Raises:
        BeyondOwnPower: names those who may.
    """
    granters = GRANTERS.get(role, frozenset())
    if not granters & frozenset(roles):
        named = ", ".join(sorted(ROLE_NAMES[one] for one in granters))
        raise BeyondOwnPower(field="role", role=ROLE_NAMES[role], granters=named)


def rule_between(a: Role, b: Role) -> str | None:
    """Name of the rule that keeps two roles apart, if one does."""
    return next((rule.name for rule in APART_RULES if rule.forbids(a, b)), None)


def check_new_post(name: str, wanted: HeldPost, held: Iterable[HeldPost]) -> None:
    """Refuse a post that a rule forbids beside those held.

    Raises:
        IncompatibleRoles: names the rule.
        PostAlreadyHeld: same role, same unit, same days.
    """
    for post in held:
        if not post.overlaps(wanted):
            continue
        if post.role == wanted.role and post.unit_id == wanted.unit_id:
            raise PostAlreadyHeld(
                field="role", name=name, role=ROLE_NAMES[wanted.role], since=post.from_on.isoformat()
            )
        rule = rule_between(post.role, wanted.role)
        if rule is not None:
            raise IncompatibleRoles(
                field="role", rule=rule, name=name, held=ROLE_NAMES[post.role], wanted=ROLE_NAMES[wanted.role]
            )


def check_period(since: date, until: date | None, today: date) -> None:
    """Refuse a period that ends before it begins, begins before today or lies too far ahead.

    Raises:
        WrongPeriod: says which.
    """
    reason = ""
    if until is not None and until <= since:
        reason = "ngày kết thúc không sau ngày bắt đầu"
    elif since < today:
        reason = "không được bắt đầu trước hôm nay"
    elif since > today + AHEAD_MOST:
        reason = f"bắt đầu sau hôm nay quá {AHEAD_MOST.days} ngày"
    if reason:
        raise WrongPeriod(
            field="from_on", since=since.isoformat(), until=until.isoformat() if until else "…", reason=reason
        )


def check_person_code(code: str) -> None:
    """Refuse a code of another form.

    Raises:
        WrongPersonCode: repeats its beginning.
    """
    if not PERSON_CODE.fullmatch(code):
        raise WrongPersonCode(field="code", person=code[:SHOWN])


def check_person_name(name: str) -> None:
    """Refuse a (cleaned) name without a letter.

    Raises:
        WrongPersonName: says so.
    """
    if not any(letter.isalpha() for letter in name):
        raise WrongPersonName(field="name", reason="không có chữ nào")


def check_device_code(code: str) -> None:
    """Refuse a device code of another form.

    Raises:
        WrongDeviceCode: repeats its beginning.
    """
    if not DEVICE_CODE.fullmatch(code):
        raise WrongDeviceCode(field="code", device=code[:SHOWN])


def check_sign_in(user_name: str) -> None:
    """Refuse a user name of another form.

    Raises:
        WrongSignIn: repeats its beginning.
    """
    if not SIGN_IN.fullmatch(user_name):
        raise WrongSignIn(field="user_name", user_name=user_name[:SHOWN])
