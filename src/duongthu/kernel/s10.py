"""UPU S10 item numbers: two letters of the service, eight digits, a check digit, the country (rules.md §1.2)."""

import re
from dataclasses import dataclass

from duongthu.kernel.refusal import Refusal

WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
LENGTH = 13
SERIALS = 10**8
_SHAPE = re.compile(r"^[A-Z]{2}\d{9}[A-Z]{2}$")


class WrongLength(Refusal):
    """An item number has thirteen characters."""

    code = "kernel.s10_wrong_length"
    sentence = "Số hiệu «{text}» có {length} ký tự, phải đủ 13."


class WrongShape(Refusal):
    """Two letters, nine digits, two letters."""

    code = "kernel.s10_wrong_shape"
    sentence = "Số hiệu «{text}» không đúng dạng: 2 chữ cái, 9 chữ số, 2 chữ cái."


class WrongCheckDigit(Refusal):
    """The check digit does not belong to the serial."""

    code = "kernel.s10_wrong_check_digit"
    sentence = "Số hiệu «{text}» sai số kiểm tra: phải là {expected}, không phải {found}."


class SerialOutOfRange(Refusal):
    """A serial has eight digits."""

    code = "kernel.s10_serial_out_of_range"
    sentence = "Số thứ tự {serial} nằm ngoài dải 00000000–99999999."


@dataclass(frozen=True, slots=True)
class S10:
    """A valid item number in its parts."""

    service: str
    serial: int
    country: str

    @property
    def code(self) -> str:
        """The thirteen characters."""
        return make(self.service, self.serial, self.country)


def check_digit(serial: int) -> int:
    """Weighted sum modulo 11: 10 becomes 0, 11 becomes 5."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, f"{serial:08d}", strict=True))
    rest = 11 - total % 11
    return {10: 0, 11: 5}.get(rest, rest)


def make(service: str, serial: int, country: str = "VN") -> str:
    """The item number of a serial.

    Raises:
        SerialOutOfRange: not 0 … 99,999,999.
    """
    if not 0 <= serial < SERIALS:
        raise SerialOutOfRange(field="serial", serial=serial)
    return f"{service}{serial:08d}{check_digit(serial)}{country}"


def parse(text: str, *, field: str = "code") -> S10:
    """The parts of an item number; small letters and spaces are mended, nothing else.

    Raises:
        WrongLength, WrongShape, WrongCheckDigit: the last with the digit that would be right.
    """
    code = re.sub(r"\s", "", text[:60]).upper()
    if len(code) != LENGTH:
        raise WrongLength(field=field, text=code, length=len(code))
    if not _SHAPE.match(code):
        raise WrongShape(field=field, text=code)
    serial, found = int(code[2:10]), int(code[10])
    if check_digit(serial) != found:
        raise WrongCheckDigit(field=field, text=code, expected=check_digit(serial), found=found)
    return S10(code[:2], serial, code[11:])
