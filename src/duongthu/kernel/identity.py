"""Numbers of people and things in Vietnam: personal id, social insurance, tax code, phone, plate, postcodes (rules.md §7.1)."""

import re
from dataclasses import dataclass

from duongthu.kernel.refusal import Refusal

CCCD_PROVINCES = frozenset(
    [
        "001",
        "002",
        "004",
        "006",
        "008",
        "010",
        "011",
        "012",
        "014",
        "015",
        "017",
        "019",
        "020",
        "022",
        "024",
        "025",
        "026",
        "027",
        "030",
        "031",
        "033",
        "034",
        "035",
        "036",
        "037",
        "038",
        "040",
        "042",
        "044",
        "045",
        "046",
        "048",
        "049",
        "051",
        "052",
        "054",
        "056",
        "058",
        "060",
        "062",
        "064",
        "066",
        "067",
        "068",
        "070",
        "072",
        "074",
        "075",
        "077",
        "079",
        "080",
        "082",
        "083",
        "084",
        "086",
        "087",
        "089",
        "091",
        "092",
        "093",
        "094",
        "095",
        "096",
    ]
)
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
MALE, FEMALE = "male", "female"
_MOBILE = re.compile(r"^(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$")
_LANDLINE = re.compile(r"^2\d{2}\d{7}$")
_HOTLINE = re.compile(r"^1[89]00\d{4,6}$")
_PLATE = re.compile(r"^(\d{2})([A-Z]{1,2}|[A-Z]\d)-?(\d{4}|\d{3}\.?\d{2})$")
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
    sentence = "Số định danh {number} cho biết {found}, khác với {typed} đã khai."


@dataclass(frozen=True, slots=True)
class Cccd:
    """A personal id in its parts; the province is that of the birth registration, not of residence."""

    number: str
    province: str
    sex: str
    birth_year: int


def _wrong(text: str, kind: str, reason: str, field: str) -> WrongNumber:
    return WrongNumber(field=field, text=text[:40], kind=kind, reason=reason)


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-()]", "", text[:60])


def cccd(text: str, *, field: str = "cccd", sex: str = "", birth_year: int = 0) -> Cccd:
    """A personal id (12 digits), checked against the sex and year of birth if they are given.

    Raises:
        WrongNumber, DoesNotMatchPerson.
    """
    number, kind = _digits(text), "số định danh cá nhân"
    if not re.fullmatch(r"\d{12}", number):
        raise _wrong(text, kind, "phải có 12 chữ số", field)
    if number[:3] not in CCCD_PROVINCES:
        raise _wrong(text, kind, f"không có mã tỉnh {number[:3]}", field)
    century, odd = divmod(int(number[3]), 2)
    found = Cccd(number, number[:3], FEMALE if odd else MALE, 1900 + 100 * century + int(number[4:6]))
    if sex and sex != found.sex:
        raise DoesNotMatchPerson(
            field=field, number=number, found="nữ" if odd else "nam", typed="nam" if odd else "nữ"
        )
    if birth_year and birth_year != found.birth_year:
        raise DoesNotMatchPerson(
            field=field, number=number, found=f"sinh năm {found.birth_year}", typed=str(birth_year)
        )
    return found


def social_insurance(text: str, *, field: str = "social_insurance") -> str:
    """A social insurance number: ten digits.

    Raises:
        WrongNumber.
    """
    number = _digits(text)
    if not re.fullmatch(r"\d{10}", number):
        raise _wrong(text, "mã số BHXH", "phải có 10 chữ số", field)
    return number


def tax_code(text: str, *, field: str = "tax_code") -> str:
    """A tax code: ten digits with a check digit, a branch's three digits behind a dash; or a personal id (from July 2025).

    Raises:
        WrongNumber.
    """
    compact = re.sub(r"[\s.]", "", text[:60])
    match = re.fullmatch(r"(\d{10})(?:-?(\d{3}))?", compact)
    if match is None:
        if re.fullmatch(r"\d{12}", compact):
            return cccd(compact, field=field).number
        raise _wrong(text, "mã số thuế", "phải có 10 chữ số, chi nhánh thêm 3", field)
    total = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, match[1], strict=False))
    expected = 10 - total % 11
    if expected != int(match[1][9]):
        raise _wrong(text, "mã số thuế", f"số kiểm tra phải là {expected}", field)
    return match[1] + (f"-{match[2]}" if match[2] else "")


def phone(text: str, *, field: str = "phone") -> str:
    """A Vietnamese phone as E.164 (``+84905123456``); eleven-digit mobiles of before 2018 are carried over; hotlines stay.

    Raises:
        WrongNumber.
    """
    number = _digits(text)
    if _HOTLINE.match(number):
        return number
    national = re.sub(r"^(\+?84|0)", "", number, count=1)
    if national == number:
        raise _wrong(text, "số điện thoại", "phải bắt đầu bằng 0 hoặc +84", field)
    if len(national) == OLD_MOBILE_DIGITS:
        national = MIGRATED_2018.get(national[:3], national[:3]) + national[3:]
    if not (_MOBILE.match(national) or _LANDLINE.match(national)):
        raise _wrong(text, "số điện thoại", "đầu số hoặc độ dài không đúng", field)
    return "+84" + national


def plate(text: str, *, field: str = "plate") -> str:
    """A vehicle plate as ``89C-123.45``.

    Raises:
        WrongNumber.
    """
    match = _PLATE.match(re.sub(r"\s", "", text[:40]).upper())
    if match is None:
        raise _wrong(text, "biển số xe", "phải dạng 89C-123.45", field)
    serial = match[3].replace(".", "")
    return f"{match[1]}{match[2]}-" + (f"{serial[:3]}.{serial[3:]}" if len(serial) == 5 else serial)  # noqa: PLR2004


def postcode(text: str, *, field: str = "postcode") -> str:
    """A national postcode of five digits (since 2018).

    Raises:
        WrongNumber.
    """
    number = _digits(text)
    if not re.fullmatch(r"\d{5}", number):
        raise _wrong(text, "mã bưu chính", "phải có 5 chữ số", field)
    return number


def office_code(text: str, *, field: str = "office_code") -> str:
    """A post office code of six digits.

    Raises:
        WrongNumber.
    """
    number = _digits(text)
    if not re.fullmatch(r"\d{6}", number):
        raise _wrong(text, "mã bưu cục", "phải có 6 chữ số", field)
    return number
