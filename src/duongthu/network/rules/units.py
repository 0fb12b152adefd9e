"""Kinds of unit, the form of their codes, who stands under whom, and how a network looks on one day."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duongthu.network.refusals import DateInPast, DateTooFar, WrongUnitCode, WrongUnitKind
from duongthu.network.rules.positions import Position


class UnitKind(StrEnum):
    """What a place of the post is (rules §9.1)."""

    PROVINCE = "province"
    CENTRE = "centre"
    DISTRICT = "district"
    COMMUNE_POST = "commune_post"
    OFFICE = "office"
    CULTURE_POST = "culture_post"
    COUNTER = "counter"
    PAY_POINT = "pay_point"
    EXCHANGE = "exchange"


KIND_NAMES = {
    UnitKind.PROVINCE: "bưu điện tỉnh",
    UnitKind.CENTRE: "trung tâm khai thác",
    UnitKind.DISTRICT: "bưu điện huyện",
    UnitKind.COMMUNE_POST: "bưu điện xã",
    UnitKind.OFFICE: "bưu cục",
    UnitKind.CULTURE_POST: "bưu điện văn hóa xã",
    UnitKind.COUNTER: "quầy hành chính công",
    UnitKind.PAY_POINT: "điểm chi trả thôn",
    UnitKind.EXCHANGE: "trung tâm khai thác vùng",
}
# Vietnam Post: province 2 digits, district or commune post 4, point of service 6; village points are ours.
_SIX = (re.compile(r"[0-9]{6}"), "6 chữ số")
CODE_FORMS = {
    UnitKind.PROVINCE: (re.compile(r"[0-9]{2}"), "2 chữ số"),
    UnitKind.DISTRICT: (re.compile(r"[0-9]{4}"), "4 chữ số"),
    UnitKind.COMMUNE_POST: (re.compile(r"[0-9]{4}"), "4 chữ số"),
    UnitKind.CENTRE: _SIX,
    UnitKind.OFFICE: _SIX,
    UnitKind.CULTURE_POST: _SIX,
    UnitKind.COUNTER: _SIX,
    UnitKind.EXCHANGE: _SIX,
    UnitKind.PAY_POINT: (re.compile(r"[0-9]{6}T[0-9]{1,2}"), "6 chữ số của bưu cục, chữ T, 1–2 chữ số"),
}
_MIDDLE = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE_POST})
PARENT_KINDS: Mapping[UnitKind, frozenset[UnitKind]] = {
    UnitKind.PROVINCE: frozenset(),
    UnitKind.EXCHANGE: frozenset(),
    UnitKind.CENTRE: frozenset({UnitKind.PROVINCE}),
    UnitKind.DISTRICT: frozenset({UnitKind.PROVINCE}),
    UnitKind.COMMUNE_POST: frozenset({UnitKind.PROVINCE}),
    UnitKind.OFFICE: _MIDDLE,
    UnitKind.CULTURE_POST: _MIDDLE | {UnitKind.OFFICE},
    UnitKind.COUNTER: _MIDDLE,
    UnitKind.PAY_POINT: _MIDDLE | {UnitKind.OFFICE, UnitKind.CULTURE_POST},
}
DELIVERING = frozenset({UnitKind.OFFICE, UnitKind.CULTURE_POST, UnitKind.COMMUNE_POST})
PLAN_AHEAD = timedelta(days=366)
SHOWN = 40  # how much of a wrong value a refusal repeats


@dataclass(frozen=True, slots=True)
class UnitOnDay:
    """A unit as it stood on one day.

    Attributes:
        delivers: whether its couriers deliver in its commune.
        synthetic: which of its properties stand for no real place ("code position"), empty when all are real.
    """

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    commune_code: str
    delivers: bool
    at: Position
    address: str
    synthetic: str
    folded: str


@dataclass(frozen=True, slots=True)
class CommuneOnDay:
    """A commune as it was on one day; ``former_province`` is 33 (Hưng Yên) or 34 (Thái Bình)."""

    code: str
    name: str
    kind: str
    district_code: str
    district_name: str
    former_province: str
    population: int
    postcode: str
    at: Position


@dataclass(frozen=True, slots=True)
class Successor:
    """One commune that took over (a part of) another."""

    code: str
    name: str
    share_percent: int


def kind_of(text: str) -> UnitKind:
    """The kind of that name.

    Raises:
        WrongUnitKind: there is none.
    """
    if text not in frozenset(UnitKind):
        raise WrongUnitKind(field="kind", kind=text[:SHOWN])
    return UnitKind(text)


def check_code(kind: UnitKind, code: str) -> None:
    """Refuse a code that has not the form of its kind.

    Raises:
        WrongUnitCode: says which form is needed.
    """
    pattern, form = CODE_FORMS[kind]
    if not pattern.fullmatch(code):
        raise WrongUnitCode(field="code", unit=code[:SHOWN], kind=KIND_NAMES[kind], form=form)


def may_stand_below(kind: str, parent_kind: str | None) -> bool:
    """Whether a unit of one kind may stand under one of another (None = under nothing)."""
    allowed = PARENT_KINDS[UnitKind(kind)]
    return not allowed if parent_kind is None else parent_kind in allowed


def check_change_day(on: date, today: date) -> None:
    """Refuse a change of the network that would touch past days or lies more than a year ahead.

    Raises:
        DateInPast: before today.
        DateTooFar: after a year from today.
    """
    if on < today:
        raise DateInPast(field="from_on", on=on.isoformat(), earliest=today.isoformat())
    if on > today + PLAN_AHEAD:
        raise DateTooFar(field="from_on", on=on.isoformat(), latest=(today + PLAN_AHEAD).isoformat())


def below(children: Mapping[int, Iterable[int]], unit_id: int) -> frozenset[int]:
    """A unit and all that lies below it."""
    found = {unit_id}
    waiting = [unit_id]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
