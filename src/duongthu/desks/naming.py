"""How holders, units and states are named on screens."""

from duongthu.desks.ui.parts import Mark, Tone
from duongthu.kernel.clock import today
from duongthu.mail.api import TITLES, State
from duongthu.network.api import network_on
from duongthu.staff.api import names_of
from duongthu.transport.api import bag_by_thing

KIND_TITLES = {
    "postage": "Cước thu", "vat": "Thuế GTGT", "cod": "Thu hộ COD", "pay_in": "Bưu tá nộp tiền", "pouch_given": "Giao túi tiền",
    "pouch_taken": "Nhận túi tiền", "short": "Thiếu quỹ", "over": "Thừa quỹ", "rounding": "Làm tròn", "paper": "Chứng từ ghi sổ",
    "move": "Chuyển quỹ",
}  # fmt: skip
TONES = {
    State.DELIVERED: Tone.DONE, State.RETURNED: Tone.DONE, State.HANDED_OVER: Tone.DONE, State.HELD: Tone.HOLD,
    State.FAILED: Tone.HOLD, State.MISSING: Tone.LATE, State.LOST: Tone.LATE, State.SEIZED: Tone.VOID, State.DISPOSED: Tone.VOID,
}  # fmt: skip


def unit_name(unit_id: int) -> str:
    """A unit's name today, or its number when it is closed."""
    unit = network_on(today()).units.get(unit_id)
    return unit.name if unit else f"Đơn vị số {unit_id}"


def person_name(person_id: int) -> str:
    """A person's name; 0 is the program itself."""
    return names_of([person_id]).get(person_id, "Hệ thống" if not person_id else f"Nhân viên số {person_id}")


def owner_name(owner: str) -> str:
    """Whose money an account is, in words."""
    if owner.startswith("P") and owner[1:].isdigit():
        return person_name(int(owner[1:]))
    if owner.startswith("U"):
        unit_id, _, kind = owner[1:].partition("-")
        titles = {"till-1": "Quầy", "safe-1": "Két"}
        return f"{titles.get(kind, kind)} {unit_name(int(unit_id))}".strip()
    return {"XTCT": "Tổng công ty", "TCT": "Tổng công ty"}.get(owner, owner)


def holder_name(holder: str, *, public: bool = False) -> str:
    """A holder code in words; for the public no person is told apart from another."""
    kind, rest = holder[:1], holder[1:]
    if kind == "U":
        return unit_name(int(rest))
    if kind == "P":
        return "Bưu tá, lái xe" if public else person_name(int(rest))
    if kind == "B":
        bag = None if public else bag_by_thing(int(rest))
        return f"Túi {bag.code}" if bag else "Túi thư"
    return {"S": "Người gửi", "R": "Người nhận", "X": f"Bưu chính {rest}", "Z": "Không còn"}.get(kind, holder)


def state_mark(state: str) -> Mark:
    """A state's words, shape and colour."""
    known = State(state)
    return Mark(TONES.get(known, Tone.GOING), TITLES[known])
