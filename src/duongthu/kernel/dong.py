"""Money: whole Vietnamese đồng (ISO 4217 VND, exponent 0)."""

import re
import unicodedata
from typing import NewType

from duongthu.kernel.refusal import Refusal

Dong = NewType("Dong", int)
MAX_DONG = 10**15  # a thousand times the province's yearly turnover: more is a slip of the finger
NBSP = "\u00a0"
LONGEST = 40  # characters of a written sum
_SPACES = str.maketrans({NBSP: " ", "\u202f": " "})
_WRITTEN = re.compile(
    r"(-?)([0-9]{1,3}(?:([. ])[0-9]{3}(?:\3[0-9]{3})*)?|[0-9]+) *(?:₫|đ|đồng|vnd|vnđ)?", re.IGNORECASE
)


class NotWholeDong(Refusal):
    """A sum must be a whole number of đồng."""

    code = "kernel.not_whole_dong"
    sentence = "«{value}» không phải số tiền nguyên đồng."


class NegativeDong(Refusal):
    """A sum may not be negative here."""

    code = "kernel.negative_dong"
    sentence = "Số tiền {value} không được âm."


class TooManyDong(Refusal):
    """A sum is beyond anything a province handles."""

    code = "kernel.too_many_dong"
    sentence = "Số tiền vượt mức tối đa {limit} của hệ thống."


def dong(value: object, *, field: str = "", allow_negative: bool = False) -> Dong:
    """The value as đồng; only an ``int`` will do (no bool, no float, no text).

    Raises:
        NotWholeDong, NegativeDong, TooManyDong: named by ``field``.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotWholeDong(field=field, value=str(value)[:LONGEST])
    if abs(value) > MAX_DONG:
        raise TooManyDong(field=field, limit=format_dong(MAX_DONG))
    if value < 0 and not allow_negative:
        raise NegativeDong(field=field, value=format_dong(value))
    return Dong(value)


def parse_dong(text: str, *, field: str = "", allow_negative: bool = False) -> Dong:
    """A sum as people write it: ``1.250.000 ₫``, ``1250000``, ``1 250 000đ``.

    Raises:
        NotWholeDong: the text is not a whole sum (a comma marks a fraction in Vietnamese) or is no sum at all.
        NegativeDong, TooManyDong.
    """
    match = None
    if len(text) <= LONGEST:
        match = _WRITTEN.fullmatch(unicodedata.normalize("NFC", text).translate(_SPACES).strip())
    if match is None:
        raise NotWholeDong(field=field, value=text[:LONGEST])
    digits = match[2].replace(".", "").replace(" ", "")
    return dong(int(match[1] + digits), field=field, allow_negative=allow_negative)


def format_dong(amount: int) -> str:
    """``1.250.000 ₫`` with a no-break space."""
    return f"{amount:,}".replace(",", ".") + NBSP + "₫"


def half_up(numerator: int, denominator: int) -> int:
    """``numerator / denominator`` rounded to the nearest whole number, halves away from zero.

    Raises:
        ZeroDivisionError: the denominator is 0.
    """
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    return sign * ((2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator)))
