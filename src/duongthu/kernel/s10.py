"""UPU S10 item numbers: two letters of the service, eight digits, a check digit, the country (rules.md §1.2)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from duongthu.kernel.refusal import Refusal

WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
LENGTH = 13
SERIALS = 10**8
LONGEST = 60  # characters worth reading: more is no item number with stray spaces
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_TWO_LETTERS = re.compile(r"[A-Z]{2}")


class ServiceClass(StrEnum):
    """What the two letters of the service say (UPU S10; rules.md §1.2)."""

    EMS = "ems"
    EMS_BILATERAL = "ems_bilateral"
    PARCEL = "parcel"
    PARCEL_INSURED = "parcel_insured"
    REGISTERED = "registered"
    INSURED = "insured"
    TRACKED = "tracked"
    UNTRACKED_CUSTOMS = "untracked_customs"
    ECOMMERCE = "ecommerce"
    DOMESTIC = "domestic"  # or by bilateral and multilateral agreement only
    RESERVED = "reserved"
    UNASSIGNED = "unassigned"


_CLASSES = {
    "C": ServiceClass.PARCEL, "E": ServiceClass.EMS, "H": ServiceClass.ECOMMERCE, "J": ServiceClass.RESERVED,
    "K": ServiceClass.RESERVED, "L": ServiceClass.TRACKED, "R": ServiceClass.REGISTERED,
    "U": ServiceClass.UNTRACKED_CUSTOMS, "V": ServiceClass.INSURED,
    **dict.fromkeys("BDNPZ", ServiceClass.DOMESTIC),
}  # fmt: skip


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


class WrongService(Refusal):
    """The letters of the service or of the country are not two capitals."""

    code = "kernel.s10_wrong_letters"
    sentence = "«{text}» không phải hai chữ cái in hoa."


class WrongCountry(Refusal):
    """The last two letters are no country's."""

    code = "kernel.s10_wrong_country"
    sentence = "«{text}» không phải mã nước (ISO 3166)."


# ISO 3166-1 alpha-2, as assigned; user-assigned codes (AA, QM–QZ, XA–XZ, ZZ) are no countries.
COUNTRIES = frozenset({
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB",
    "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY",
    "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX",
    "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK",
    "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS",
    "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR",
    "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA",
    "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK",
    "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE",
    "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM",
    "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG",
    "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF",
    "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY",
    "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
})  # fmt: skip


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

    @property
    def service_class(self) -> ServiceClass:
        """The class of its service letters."""
        return service_class(self.service)


def service_class(service: str) -> ServiceClass:
    """The class of two service letters; ``UNASSIGNED`` for letters the standard gives to nobody.

    Raises:
        WrongService: not two capital letters.
    """
    _demand_letters(service, "service")
    if service == "CV":
        return ServiceClass.PARCEL_INSURED
    if service >= "EX" and service[0] == "E":
        return ServiceClass.EMS_BILATERAL
    if service[0] == "A":
        return ServiceClass.DOMESTIC if service >= "AV" else ServiceClass.UNASSIGNED
    return _CLASSES.get(service[0], ServiceClass.UNASSIGNED)


def _demand_letters(text: str, field: str) -> None:
    if not _TWO_LETTERS.fullmatch(text):
        raise WrongService(field=field, text=text[:LONGEST])


def demand_country(country: str, *, field: str = "code") -> None:
    """Refuse two letters that are no country's.

    Raises:
        WrongCountry.
    """
    if country not in COUNTRIES:
        raise WrongCountry(field=field, text=country)


def check_digit(serial: int) -> int:
    """Weighted sum modulo 11: 10 becomes 0, 11 becomes 5."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, f"{serial:08d}", strict=True))
    rest = 11 - total % 11
    return {10: 0, 11: 5}.get(rest, rest)


def make(service: str, serial: int, country: str = "VN") -> str:
    """The item number of a serial.

    Raises:
        SerialOutOfRange: not 0 … 99,999,999.
        WrongService: the service or the country is not two capital letters.
    """
    _demand_letters(service, "service")
    _demand_letters(country, "country")
    if not 0 <= serial < SERIALS:
        raise SerialOutOfRange(field="serial", serial=serial)
    return f"{service}{serial:08d}{check_digit(serial)}{country}"


def parse(text: str, *, field: str = "code") -> S10:
    """The parts of an item number; small letters and spaces are mended, nothing else.

    Raises:
        WrongLength, WrongShape, WrongCheckDigit: the last with the digit that would be right.
    """
    code = "".join(text.split()).upper() if len(text) <= LONGEST else text
    if len(code) != LENGTH:
        raise WrongLength(field=field, text=code[:LONGEST], length=len(code))
    if not _SHAPE.fullmatch(code):
        raise WrongShape(field=field, text=code)
    serial, found = int(code[2:10]), int(code[10])
    if check_digit(serial) != found:
        raise WrongCheckDigit(field=field, text=code, expected=check_digit(serial), found=found)
    return S10(code[:2], serial, code[11:])
