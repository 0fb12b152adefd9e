"""The life of an item (rules.md §1.4): which event may follow which state, and the UPU code it is reported under."""

from enum import StrEnum


class State(StrEnum):
    """Where in its life a thing is."""

    __hash__ = str.__hash__  # Enum's own is Python code, and a batch asks for thousands

    ANNOUNCED = "announced"
    ACCEPTED = "accepted"
    IN_BAG = "in_bag"
    AT_HUB = "at_hub"
    AT_OFFICE = "at_office"
    ON_ROUND = "on_round"
    FAILED = "failed"
    HELD = "held"
    DELIVERED = "delivered"
    RETURNED = "returned"
    MISSING = "missing"
    LOST = "lost"
    HANDED_OVER = "handed_over"
    SEIZED = "seized"
    DISPOSED = "disposed"
    OPEN = "open"  # a bag being filled
    CLOSED = "closed"  # a bag or pouch under seal
    EMPTIED = "emptied"  # a bag after its opening
    VOID = "void"  # taken in by an act that was undone


TITLES = {
    State.ANNOUNCED: "Chờ đến",
    State.ACCEPTED: "Đã chấp nhận",
    State.IN_BAG: "Đang vận chuyển",
    State.AT_HUB: "Đến nơi khai thác",
    State.AT_OFFICE: "Đến bưu cục phát",
    State.ON_ROUND: "Bưu tá đang đi phát",
    State.FAILED: "Phát không thành công",
    State.HELD: "Lưu tại bưu cục",
    State.DELIVERED: "Đã phát",
    State.RETURNED: "Đã trả người gửi",
    State.MISSING: "Thiếu khi mở túi",
    State.LOST: "Thất lạc",
    State.HANDED_OVER: "Đã giao bưu chính khác",
    State.SEIZED: "Bị thu giữ",
    State.DISPOSED: "Đã xử lý, không có người nhận",
    State.OPEN: "Túi đang mở",
    State.CLOSED: "Đã niêm phong",
    State.EMPTIED: "Túi đã mở",
    State.VOID: "Đã hủy chấp nhận",
}


class Event(StrEnum):
    """What may happen to a thing."""

    __hash__ = str.__hash__

    ACCEPT = "accept"
    BAG = "bag"
    UNBAG = "unbag"
    TO_HUB = "to_hub"
    TO_OFFICE = "to_office"
    LOAD = "load"
    HAND_ON = "hand_on"
    DELIVER = "deliver"
    FAIL = "fail"
    HOLD = "hold"
    FORWARD = "forward"
    RETURN = "return"
    RECALL = "recall"
    GIVE_BACK = "give_back"
    CANCEL_DELIVERY = "cancel_delivery"
    MISS = "miss"
    FIND = "find"
    LOSE = "lose"
    HAND_OVER = "hand_over"
    SEIZE = "seize"
    DISPOSE = "dispose"
    OPEN_BAG = "open_bag"
    CLOSE = "close"
    REOPEN = "reopen"
    CARRY = "carry"
    TAKE = "take"
    EMPTY = "empty"
    UNDO = "undo"  # back to where it was before an act that is taken back as a whole


EVENT_TITLES = {
    Event.ACCEPT: "Chấp nhận",
    Event.BAG: "Đóng vào túi",
    Event.UNBAG: "Lấy khỏi túi chưa niêm phong",
    Event.TO_HUB: "Đến nơi khai thác",
    Event.TO_OFFICE: "Đến bưu cục phát",
    Event.LOAD: "Giao bưu tá đi phát",
    Event.HAND_ON: "Bưu tá chuyển tay bưu tá",
    Event.DELIVER: "Phát thành công",
    Event.FAIL: "Phát không thành công",
    Event.HOLD: "Lưu tại bưu cục",
    Event.FORWARD: "Chuyển tiếp",
    Event.RETURN: "Chuyển hoàn",
    Event.RECALL: "Rút bưu gửi",
    Event.GIVE_BACK: "Trả người gửi",
    Event.CANCEL_DELIVERY: "Hủy báo phát",
    Event.MISS: "Thiếu khi mở túi",
    Event.FIND: "Tìm thấy",
    Event.LOSE: "Xác nhận thất lạc",
    Event.HAND_OVER: "Giao bưu chính khác",
    Event.SEIZE: "Thu giữ theo yêu cầu cơ quan nhà nước",
    Event.DISPOSE: "Xử lý bưu gửi không có người nhận",
    Event.OPEN_BAG: "Mở túi mới",
    Event.CLOSE: "Niêm phong",
    Event.REOPEN: "Mở lại trước khi đi",
    Event.CARRY: "Chuyển đi",
    Event.TAKE: "Nhận đến",
    Event.EMPTY: "Mở túi",
    Event.UNDO: "Hủy nghiệp vụ",
}

S, E = State, Event
IN_HOUSE = (S.ACCEPTED, S.AT_HUB, S.AT_OFFICE, S.HELD)
ALLOWED: dict[Event, tuple[tuple[State, ...], State]] = {
    E.ACCEPT: ((S.ANNOUNCED, S.VOID), S.ACCEPTED),  # void: its number is taken in again
    E.BAG: ((*IN_HOUSE, S.ANNOUNCED), S.IN_BAG),
    E.UNBAG: ((S.IN_BAG,), S.ACCEPTED),
    E.TO_HUB: (
        (S.IN_BAG, S.ACCEPTED, S.ANNOUNCED, S.AT_HUB, S.VOID),
        S.AT_HUB,
    ),  # void: from its operator again
    E.TO_OFFICE: ((S.IN_BAG, S.ACCEPTED, S.AT_HUB, S.ANNOUNCED), S.AT_OFFICE),
    E.LOAD: ((S.AT_OFFICE, S.HELD), S.ON_ROUND),
    E.HAND_ON: ((S.ON_ROUND,), S.ON_ROUND),
    E.DELIVER: ((S.ON_ROUND, S.HELD), S.DELIVERED),
    E.FAIL: ((S.ON_ROUND,), S.FAILED),
    E.HOLD: ((S.FAILED, S.ON_ROUND, S.AT_OFFICE), S.HELD),
    E.FORWARD: ((S.HELD, S.AT_OFFICE), S.AT_HUB),
    E.RETURN: ((S.HELD,), S.AT_HUB),
    E.RECALL: (IN_HOUSE, S.AT_HUB),
    E.GIVE_BACK: ((S.ON_ROUND, S.HELD, S.AT_OFFICE, S.AT_HUB), S.RETURNED),
    E.CANCEL_DELIVERY: ((S.DELIVERED,), S.ON_ROUND),
    E.MISS: ((S.IN_BAG,), S.MISSING),
    E.FIND: ((S.MISSING, S.LOST), S.AT_HUB),
    E.LOSE: ((S.MISSING, S.CLOSED), S.LOST),  # closed: a pouch that does not come
    E.HAND_OVER: ((S.ACCEPTED, S.AT_HUB, S.IN_BAG), S.HANDED_OVER),
    E.SEIZE: (IN_HOUSE, S.SEIZED),
    E.DISPOSE: ((S.HELD, S.AT_HUB), S.DISPOSED),
    E.OPEN_BAG: ((), S.OPEN),
    E.CLOSE: ((S.OPEN,), S.CLOSED),
    E.REOPEN: ((S.CLOSED,), S.OPEN),
    E.CARRY: ((S.CLOSED,), S.CLOSED),
    E.TAKE: ((S.CLOSED,), S.CLOSED),
    E.EMPTY: ((S.CLOSED,), S.EMPTIED),
    E.UNDO: ((), S.VOID),  # never by this table: the state is that of before the act (rules.custody.replay)
}
TERMINAL = frozenset(
    {S.DELIVERED, S.RETURNED, S.DISPOSED, S.SEIZED, S.LOST, S.HANDED_OVER, S.EMPTIED, S.VOID}
)

UPU_CODE = {
    E.ACCEPT: "EMA", E.TO_HUB: "EDD", E.TO_OFFICE: "EMG", E.LOAD: "EDG", E.FAIL: "EMH", E.HOLD: "EDH", E.DELIVER: "EMI",
    E.GIVE_BACK: "EMI", E.BAG: "EDE",
}  # fmt: skip


NEW = frozenset({E.ACCEPT, E.OPEN_BAG, E.CLOSE, E.TO_HUB})  # events a thing may begin with
NEXT: dict[Event, dict[State | None, State]] = {
    event: dict.fromkeys(before, after) | ({None: after} if event in NEW else {})
    for event, (before, after) in ALLOWED.items()
}


def next_state(event: Event, state: State | None) -> State | None:
    """The state after the event, or None where it may not happen now (``state`` None: the thing is new)."""
    return NEXT[event].get(state)
