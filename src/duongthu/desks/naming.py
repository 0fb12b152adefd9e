"""How holders, units and states are named on screens."""

from django.utils.translation import gettext as _

from duongthu.desks.ui.parts import Mark, Tone
from duongthu.kernel.clock import today
from duongthu.kernel.once import once
from duongthu.mail.api import EVENT_TITLES, TITLES, Event, State
from duongthu.network.api import UnitKind, network_on
from duongthu.staff.api import names_of
from duongthu.transport.api import bag_by_thing

TONES = {
    State.DELIVERED: Tone.DONE, State.RETURNED: Tone.DONE, State.HANDED_OVER: Tone.DONE, State.HELD: Tone.HOLD,
    State.FAILED: Tone.HOLD, State.MISSING: Tone.LATE, State.LOST: Tone.LATE, State.SEIZED: Tone.VOID, State.DISPOSED: Tone.VOID,
}  # fmt: skip


def unit_name(unit_id: int) -> str:
    """A unit's name today, or its number when it is closed."""
    unit = network_on(today()).units.get(unit_id)
    return unit.name if unit else _("Đơn vị số %(number)s") % {"number": unit_id}


def operator_name(unit_id: int) -> str:
    """The name of the post a unit belongs to: that of the topmost unit above it today."""
    units = network_on(today()).units
    unit = units.get(unit_id)
    while unit is not None and unit.parent_id in units:
        unit = units[unit.parent_id]
    return unit.name if unit else unit_name(unit_id)


def is_province(unit_id: int) -> bool:
    """Whether the unit is the whole province's post."""
    unit = network_on(today()).units.get(unit_id)
    return unit is not None and unit.kind == UnitKind.PROVINCE


def person_name(person_id: int) -> str:
    """A person's name; 0 is the program itself."""
    if not person_id:
        return _("Hệ thống")
    known = once(("person", person_id), lambda: names_of([person_id])).get(person_id)
    return known or _("Nhân viên số %(number)s") % {"number": person_id}


def owner_name(owner: str) -> str:
    """Whose money an account is, in words."""
    person, _at, _unit = owner.partition("@")
    if person.startswith("P") and person[1:].isdigit():
        return person_name(int(person[1:]))
    if owner.startswith("U"):
        unit_id, _dash, kind = owner[1:].partition("-")
        titles = {"till-1": _("Quầy"), "safe-1": _("Két")}
        return f"{titles.get(kind, kind)} {unit_name(int(unit_id))}".strip()
    return {"XTCT": _("Tổng công ty"), "TCT": _("Tổng công ty")}.get(owner, owner)


def holder_name(holder: str, *, public: bool = False) -> str:
    """A holder code in words; for the public no person is told apart from another."""
    kind, rest = holder[:1], holder[1:]
    if kind == "U":
        return unit_name(int(rest))
    if kind == "P":
        return _("Bưu tá, lái xe") if public else person_name(int(rest))
    if kind == "B":
        bag = None if public else bag_by_thing(int(rest))
        return _("Túi %(code)s") % {"code": bag.code} if bag else _("Túi thư")
    return {
        "S": _("Người gửi"),
        "R": _("Người nhận"),
        "X": _("Bưu chính %(code)s") % {"code": rest},
        "Z": _("Không còn"),
    }.get(kind, holder)


def state_mark(state: str) -> Mark:
    """A state's words, shape and colour."""
    known = State(state)
    return Mark(TONES.get(known, Tone.GOING), _(TITLES[known]))


def event_title(code: str) -> str:
    """What happened to a thing, in words."""
    return _(EVENT_TITLES[Event(code)])
