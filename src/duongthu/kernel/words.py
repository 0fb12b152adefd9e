"""Amounts in words, as printed on every voucher (rules.md §7.2)."""

import unicodedata

from duongthu.kernel.dong import MAX_DONG, dong
from duongthu.kernel.refusal import Refusal

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")
BILLION = 10**9


class NotAnAmountInWords(Refusal):
    """The text does not read as a number."""

    code = "kernel.not_an_amount_in_words"
    sentence = "«{text}» không đọc được thành số tiền."


def amount_in_words(amount: int, *, south: bool = False, even: bool = False) -> str:
    """The sum as a sentence: ``Ba triệu tám trăm bốn mươi ba nghìn năm trăm đồng``.

    Args:
        south: ``lẻ`` instead of ``linh`` for an empty ten.
        even: add ``chẵn`` when the sum ends in 000.

    Raises:
        NegativeDong, TooManyDong, NotWholeDong.
    """
    words = number_in_words(dong(amount), "lẻ" if south else "linh")
    tail = " chẵn" if even and amount and amount % 1_000 == 0 else ""
    return words[0].upper() + words[1:] + " đồng" + tail


def number_in_words(number: int, link: str = "linh") -> str:
    """A whole number from 0 in words, lower case.

    Raises:
        ValueError: the number is negative.
    """
    if number < 0:
        raise ValueError("only numbers from 0 are read out")
    if number == 0:
        return DIGITS[0]
    return " ".join(_read(number, link, first=True))


def _read(number: int, link: str, *, first: bool) -> list[str]:
    """Groups of three digits; ``tỷ`` repeats for what lies above it."""
    if number >= BILLION:
        upper, lower = divmod(number, BILLION)
        return [*_read(upper, link, first=first), "tỷ", *(_read(lower, link, first=False) if lower else [])]
    words: list[str] = []
    for power in (2, 1, 0):
        group = number // 1_000**power % 1_000
        if group:
            words += _group(group, link, first=first and not words)
            words += [SCALES[power]] if power else []
    return words


def _group(group: int, link: str, *, first: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [] if first and not hundreds else [DIGITS[hundreds], "trăm"]
    tens, ones = divmod(rest, 10)
    if not rest:
        return words
    if tens == 0:
        return [*words, *([link] if words else []), DIGITS[ones]]
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    return words + ([_ones(ones, tens)] if ones else [])


def _ones(ones: int, tens: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and tens > 1:  # noqa: PLR2004
        return "tư"
    return "lăm" if ones == 5 else DIGITS[ones]  # noqa: PLR2004


LONGEST = 400  # characters of the longest sum in words, with much to spare
_SIZES = (("tỷ", BILLION), ("triệu", 1_000_000), ("nghìn", 1_000), ("trăm", 100), ("mươi", 10))
_VALUES = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "lăm": 5, "mười": 10, "linh": 0}
_SPELLINGS = {"tư": "bốn", "lẻ": "linh", "ngàn": "nghìn", "tỉ": "tỷ", "bẩy": "bảy"}


def amount_from_words(text: str) -> int:
    """The sum a sentence of ``amount_in_words`` stands for: the inverse, for checking printed papers.

    North and South, ``tư`` and ``bốn``, ``tỷ`` and ``tỉ`` are read alike; anything else must be said as we would say it.

    Raises:
        NotAnAmountInWords: a word that does not belong or stands in a wrong place, or more than the ledger takes.
    """
    words = _spelled(text) if len(text) <= LONGEST else []
    if not words or not all(word in _VALUES or word in dict(_SIZES) for word in words):
        raise NotAnAmountInWords(text=text[:80])
    amount = _value(words)
    if amount > MAX_DONG or _spelled(number_in_words(amount)) != words:
        raise NotAnAmountInWords(text=text[:80])
    return amount


def _spelled(text: str) -> list[str]:
    """The words without unit and ``chẵn``, each in one spelling."""
    plain = unicodedata.normalize("NFC", text).lower().strip(" .").removesuffix(" chẵn").removesuffix("đồng")
    return [_SPELLINGS.get(word, word) for word in plain.split()]


def _value(words: list[str]) -> int:
    """What stands before the greatest size, times it, and what stands behind it."""
    for word, size in _SIZES:
        if word in words:
            at = len(words) - 1 - words[::-1].index(word)
            return _value(words[:at]) * size + _value(words[at + 1 :])
    return sum(_VALUES[word] for word in words)
