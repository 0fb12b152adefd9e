"""Reasons in words, English or Vietnamese."""

from collections.abc import Callable

from duongthu.routing.reasons import Reason

LANGUAGES = ("en", "vi")
SENTENCES = {
    "en": {
        "no_skill": "no vehicle that could take it has the skills it needs",
        "no_capacity": "it would overload vehicle {vehicle} by {amount} (load {measure})",
        "window_missed": "vehicle {vehicle} could begin there at {amount} at the earliest, outside its windows",
        "no_time": "vehicle {vehicle} would need {amount} seconds more",
        "too_far": "vehicle {vehicle} would ride {amount} farther than it may",
        "not_there_yet": "what it needs would have to be at the depot by {amount}, when vehicle {vehicle} must leave",
        "dearer_than_prize": "taking it costs {amount}, more than leaving it out",
        "room_left": "there is room on vehicle {vehicle} for {amount}: the search was stopped before it found that",
        "break_impossible": "vehicle {vehicle} cannot take its breaks within its hours and stays at home",
        "nothing_alone_helps": "no single rule lifted would make room for it",
    },
    "vi": {
        "no_skill": "không xe nào nhận được điểm này có đủ yêu cầu của nó",
        "no_capacity": "xe {vehicle} sẽ chở quá {amount} (loại tải {measure})",
        "window_missed": "xe {vehicle} sớm nhất {amount} mới đến được, ngoài giờ mở cửa",
        "no_time": "xe {vehicle} cần thêm {amount} giây",
        "too_far": "xe {vehicle} sẽ đi quá {amount} so với quãng đường cho phép",
        "not_there_yet": "hàng của nó phải có ở kho trước {amount}, lúc xe {vehicle} phải đi",
        "dearer_than_prize": "đến đó tốn {amount}, đắt hơn giá bỏ qua",
        "room_left": "xe {vehicle} còn chỗ với giá {amount}: tìm chưa đủ lâu",
        "break_impossible": "xe {vehicle} không nghỉ được trong giờ của mình nên ở nhà",
        "nothing_alone_helps": "bỏ riêng một ràng buộc nào cũng không đủ chỗ cho nó",
    },
}


def reason_in_words(reason: Reason, lang: str = "en", vehicle_named: Callable[[int], str] = str) -> str:
    """A sentence of a reason why a stop is left out.

    Args:
        vehicle_named: what a kind of vehicle is called.
    """
    return SENTENCES[lang][reason.code].format(
        vehicle=vehicle_named(reason.vehicle), amount=reason.amount, measure=reason.measure + 1
    )
