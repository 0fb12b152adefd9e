"""Why a door is left out, late or moved, in a sentence that says what would mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

UNKNOWN = "…"  # the amount of a plan kept before amounts were
Unit = Literal["", "kilograms", "pieces", "minutes", "clock", "price"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a reason, and what its ``%(amount)s`` is counted in."""

    words: str
    unit: Unit = ""


REASONS: Mapping[str, Sentence] = {
    # one alone could not go there either
    "no_courier": Sentence("không có bưu tá xuất phát từ đơn vị này"),
    "too_heavy": Sentence("nặng hơn một lượt xe máy %(amount)s kg", "kilograms"),
    "window": Sentence("giờ hẹn nằm ngoài ca: sớm nhất %(amount)s mới đến được", "clock"),
    "too_far": Sentence("đi về một mình cũng quá ca %(amount)s phút", "minutes"),
    "shift_full": Sentence("hết giờ của ca"),
    # as the routing engine found by trying
    "goods_at_base": Sentence("hàng còn ở bưu cục mà các bưu tá đã đi"),
    "no_skill": Sentence("không bưu tá nào trong ca nhận được việc này"),
    "no_capacity": Sentence("xe chở thiếu %(amount)s kg", "kilograms"),
    "no_pieces": Sentence("xe thiếu chỗ cho %(amount)s bưu gửi", "pieces"),
    "window_missed": Sentence("chỉ có mặt được lúc %(amount)s", "clock"),
    "no_time": Sentence("thiếu %(amount)s phút ca làm", "minutes"),
    "not_there_yet": Sentence("hàng đến %(amount)s mới đi được", "clock"),
    "dearer_than_prize": Sentence("đến đó tốn %(amount)s giá quy ước, hơn giá để lại", "price"),
    "room_left": Sentence("còn xếp được, tốn thêm %(amount)s giá quy ước", "price"),
    "nothing_alone_helps": Sentence("thêm tải, thêm giờ hay đổi hẹn, riêng từng cách đều chưa đủ"),
    "break_impossible": Sentence("có xe không nghỉ được trong giờ ca của nó nên phải ở nhà"),
    "late": Sentence("kịp giờ hẹn được nếu chịu thêm %(amount)s giá quy ước", "price"),
    "late_anyway": Sentence("không cách xếp nào kịp giờ hẹn"),
    "moved": Sentence("trả về tuyến cũ thì thêm %(amount)s giá quy ước", "price"),
    "no_room_left": Sentence("tuyến cũ không còn chỗ"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: a code of ``REASONS``, and what would mend it: grams, pieces, seconds, second of the day or price."""

    code: str
    amount: int = -1

    @property
    def words(self) -> str:
        """The whole sentence in Vietnamese."""
        return REASONS[self.code].words % {"amount": self.number}

    @property
    def number(self) -> str:
        """The amount as people read it."""
        return amount_text(self.code, self.amount)


def amount_text(code: str, amount: int) -> str:
    """``4,2`` kilograms, ``35`` minutes (begun ones count), ``11:40``, ``1.250``."""
    unit = REASONS[code].unit
    if amount < 0:
        return UNKNOWN
    if unit == "kilograms":
        return f"{-(-amount // 100) / 10:.1f}".replace(".", ",")
    if unit == "minutes":
        return str(-(-amount // 60))
    if unit == "clock":
        minutes = -(-amount // 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{amount:,}".replace(",", ".")


def why_from(code: str, amount: int, measure: int, *, at_base: bool = False) -> Why:
    """A reason of the engine's in the words of this room.

    Args:
        measure: 0: grams, 1: pieces. at_base: whether the goods still lie at the base.
    """
    if code == "no_skill":
        return Why("goods_at_base" if at_base else code)
    if code == "no_capacity" and measure == 1:
        return Why("no_pieces", amount)
    return Why("late_anyway") if code == "late" and amount < 0 else Why(code, amount)
