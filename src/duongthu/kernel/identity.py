"""Numbers of people and things in Vietnam: personal id, social insurance, tax code, phone, plate, postcodes (rules.md §7.1)."""

import re
from dataclasses import dataclass
from datetime import date

from duongthu.kernel.refusal import Refusal

_PROVINCE_NUMBERS = (  # the 63 provinces of before July 2025; the numbering has gaps (rules.md §7.1)
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38,
    40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80,
    82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
)  # fmt: skip
CCCD_PROVINCES = frozenset(f"{number:03d}" for number in _PROVINCE_NUMBERS)
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
MALE, FEMALE = "male", "female"
SEXES = {MALE: "nam", FEMALE: "nữ"}
LONGEST = 40  # characters of any number with its spaces and dots
_MOBILE = re.compile(r"(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}")
_LANDLINE = re.compile(r"2[0-9]{9}")  # area code and number: 0221, 0227 with 7 digits, 024, 028 with 8
_HOTLINE = re.compile(r"1[89]00([0-9]{4}|[0-9]{6})")
_PLATE = re.compile(r"([0-9]{2})-?([A-Z]{1,2}|[A-Z][0-9])-?([0-9]{4}|[0-9]{3}\.?[0-9]{2})")
OLD_MOBILE_DIGITS = 10  # of an eleven-digit mobile number without its 0
MIGRATED_2018 = {
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83", "124": "84", "125": "85",
    "127": "81", "129": "82", "186": "56", "188": "58", "199": "59",
}  # fmt: skip


class WrongNumber(Refusal):
    """A number does not have the shape or check digit of its kind."""

    code = "kernel.wrong_number"
    sentence = "«{text}» không phải {kind} hợp lệ: {reason}."


class DoesNotMatchPerson(Refusal):
    """The personal id says another sex or year of birth than was typed."""

    code = "kernel.id_does_not_match"
    sentence = "Số định danh {masked} cho biết {found}, khác với {typed} đã khai."


@dataclass(frozen=True, slots=True)
class Cccd:
    """A personal id in its parts; the province is that of the birth registration, not of residence."""

    number: str
    province: str
    sex: str
    birth_year: int


def _wrong(text: str, kind: str, reason: str, field: str) -> WrongNumber:
    return WrongNumber(field=field, text=text[:LONGEST], kind=kind, reason=reason)


def masked(number: str) -> str:
    """A number of a person as it may be shown or logged: its last four characters."""
    return "…" + number[-4:] if number else ""


def _compact(text: str, left_out: str = r"[\s.\-()]") -> str:
    """The text without what people put between digits; too long a text is left as it is, and fits no pattern."""
    return re.sub(left_out, "", text) if len(text) <= LONGEST else text


def _of_digits(text: str, count: int, kind: str, field: str) -> str:
    number = _compact(text)
    if not re.fullmatch(rf"[0-9]{{{count}}}", number):
        raise _wrong(text, kind, f"phải có {count} chữ số", field)
    return number


def cccd(
    text: str, *, field: str = "cccd", sex: str = "", birth_year: int = 0, on: date | None = None
) -> Cccd:
    """A personal id (12 digits): province, century and sex, year of birth, six digits; it has no check digit.

    Args:
        text: as typed, with or without spaces.
        field: the parameter to name in a refusal.
        sex: ``MALE`` or ``FEMALE`` as declared; empty when not known.
        birth_year: as declared; 0 when not known.
        on: the day it is shown, on which its holder must have been born.

    Raises:
        WrongNumber: not twelve digits, no such province, or a holder who is yet to be born.
        DoesNotMatchPerson: it says another sex or year of birth than declared.
        ValueError: ``sex`` is neither word.
    """
    kind = "số định danh cá nhân"
    number = _of_digits(text, 12, kind, field)
    if number[:3] not in CCCD_PROVINCES:
        raise _wrong(text, kind, f"không có mã tỉnh {number[:3]}", field)
    century, odd = divmod(int(number[3]), 2)
    found = Cccd(number, number[:3], FEMALE if odd else MALE, 1900 + 100 * century + int(number[4:6]))
    if on is not None and found.birth_year > on.year:
        raise _wrong(text, kind, f"năm sinh {found.birth_year} chưa tới", field)
    _demand_match(found, sex, birth_year, field)
    return found


def _demand_match(found: Cccd, sex: str, birth_year: int, field: str) -> None:
    if sex and sex not in SEXES:
        raise ValueError(f"sex is {MALE} or {FEMALE}, not {sex}")
    last_four = masked(found.number)  # refusals are logged: the whole number has no business there
    if sex and sex != found.sex:
        raise DoesNotMatchPerson(field=field, masked=last_four, found=SEXES[found.sex], typed=SEXES[sex])
    if birth_year and birth_year != found.birth_year:
        said = f"sinh năm {found.birth_year}"
        raise DoesNotMatchPerson(field=field, masked=last_four, found=said, typed=f"năm {birth_year}")


def social_insurance(text: str, *, field: str = "social_insurance") -> str:
    """A social insurance number: ten digits.

    Raises:
        WrongNumber.
    """
    return _of_digits(text, 10, "mã số BHXH", field)


def tax_code(text: str, *, field: str = "tax_code") -> str:
    """A tax code: ten digits with a check digit, a branch's three digits behind a dash; or a personal id (from July 2025).

    Raises:
        WrongNumber.
    """
    compact = _compact(text, r"[\s.]")
    match = re.fullmatch(r"([0-9]{10})(?:-?([0-9]{3}))?", compact)
    if match is None:
        if re.fullmatch(r"[0-9]{12}", compact):
            return cccd(compact, field=field).number
        raise _wrong(text, "mã số thuế", "phải có 10 chữ số, chi nhánh thêm 3", field)
    expected = tax_check_digit(match[1][:9])
    if expected is None:
        raise _wrong(text, "mã số thuế", "không mã nào có chín số đầu như vậy", field)
    if expected != int(match[1][9]):
        raise _wrong(text, "mã số thuế", f"số kiểm tra phải là {expected}", field)
    return match[1] + (f"-{match[2]}" if match[2] else "")


def tax_check_digit(first_nine: str) -> int | None:
    """10 less the weighted sum modulo 11; None where that gives 10, which no digit can say."""
    rest = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, first_nine, strict=True)) % 11
    return 10 - rest if rest else None


def phone(text: str, *, field: str = "phone") -> str:
    """A Vietnamese phone as E.164 (``+84905123456``); eleven-digit mobiles of before 2018 are carried over; hotlines stay.

    Raises:
        WrongNumber: its sentence tells the last four characters only, for refusals are logged.
    """
    number = _compact(text)
    if _HOTLINE.fullmatch(number):
        return number
    national = re.sub(r"^(\+?84|0)", "", number, count=1)
    if national == number:
        raise _wrong(masked(text), "số điện thoại", "phải bắt đầu bằng 0 hoặc +84", field)
    if len(national) == OLD_MOBILE_DIGITS:
        national = MIGRATED_2018.get(national[:3], national[:3]) + national[3:]
    if not (_MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national)):
        raise _wrong(masked(text), "số điện thoại", "đầu số hoặc độ dài không đúng", field)
    return "+84" + national


def plate(text: str, *, field: str = "plate") -> str:
    """A vehicle plate as ``89C-123.45``, ``89B1-123.45`` or, of four digits, ``89C-1234``.

    Raises:
        WrongNumber.
    """
    match = _PLATE.fullmatch(_compact(text, r"\s").upper())
    if match is None:
        raise _wrong(text, "biển số xe", "phải dạng 89C-123.45", field)
    serial = match[3].replace(".", "")
    return f"{match[1]}{match[2]}-" + (f"{serial[:3]}.{serial[3:]}" if len(serial) == 5 else serial)  # noqa: PLR2004


def postcode(text: str, *, field: str = "postcode") -> str:
    """A national postcode of five digits (since 2018).

    Raises:
        WrongNumber.
    """
    return _of_digits(text, 5, "mã bưu chính", field)


def office_code(text: str, *, field: str = "office_code") -> str:
    """A post office code of six digits.

    Raises:
        WrongNumber.
    """
    return _of_digits(text, 6, "mã bưu cục", field)
