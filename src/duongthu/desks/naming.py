"""How holders, units and states are named on screens."""

from duongthu.desks.ui.parts import Mark, Tone
from duongthu.kernel.clock import today
from duongthu.mail.api import TITLES, State
from duongthu.network.api import network_on
from duongthu.transport.api import bag_by_thing

TONES = {
    State.DELIVERED: Tone.DONE, State.RETURNED: Tone.DONE, State.HANDED_OVER: Tone.DONE, State.HELD: Tone.HOLD,
    State.FAILED: Tone.HOLD, State.MISSING: Tone.LATE, State.LOST: Tone.LATE, State.SEIZED: Tone.VOID, State.DISPOSED: Tone.VOID,
}  # fmt: skip


def unit_name(unit_id: int) -> str:
    """A unit's name today, or its number when it is closed."""
    unit = network_on(today()).units.get(unit_id)
    return unit.name if unit else f"Đơn vị số {unit_id}"


def holder_name(holder: str, *, public: bool = False) -> str:
    """A holder code in words; for the public no person is told apart from another."""
    kind, rest = holder[:1], holder[1:]
    if kind == "U":
        return unit_name(int(rest))
    if kind == "P":
        return "Bưu tá, lái xe" if public else f"Nhân viên số {rest}"
    if kind == "B":
        bag = None if public else bag_by_thing(int(rest))
        return f"Túi {bag.code}" if bag else "Túi thư"
    return {"S": "Người gửi", "R": "Người nhận", "X": f"Bưu chính {rest}", "Z": "Không còn"}.get(kind, holder)


def state_mark(state: str) -> Mark:
    """A state's words, shape and colour."""
    known = State(state)
    return Mark(TONES.get(known, Tone.GOING), TITLES[known])
