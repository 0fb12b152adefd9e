"""Identifiers: the vectors of rules.md §1.2 and §7.1, and named refusals of everything near them."""

import pytest

from duongthu.kernel import identity, s10
from duongthu.kernel.refusal import Refusal


def code_of(call, *args, **options):
    with pytest.raises(Refusal) as refused:
        call(*args, **options)
    return refused.value.code


@pytest.mark.feature(12)
@pytest.mark.parametrize(
    ("serial", "digit"),
    [
        (47312482, 9), (12345678, 5), (87654321, 6), (0, 5), (1, 4), (5, 9), (99999999, 5), (10000000, 3), (10000014, 0),
        (10000029, 0), (10000033, 0), (48151623, 0), (10000002, 5), (10000017, 5), (10000021, 5),
    ],
)  # fmt: skip
def test_the_check_digit_of_s10(serial, digit):
    """Weights 8 6 4 2 3 5 9 7 modulo 11, with 10 → 0 and 11 → 5."""
    assert s10.check_digit(serial) == digit


@pytest.mark.parametrize("text", ["RR473124829VN", "ea123456785vn", " CP 123 456 785 VN "])
def test_item_numbers_are_read_however_they_are_typed(text):
    """Small letters and spaces are mended."""
    assert s10.parse(text).code == "".join(text.upper().split())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EA123456780VN", "kernel.s10_wrong_check_digit"), ("EA12345678VN", "kernel.s10_wrong_length"),
        ("EA123456785V1", "kernel.s10_wrong_shape"), ("", "kernel.s10_wrong_length"), ("X" * 10_000_000, "kernel.s10_wrong_length"),
    ],
)  # fmt: skip
def test_wrong_item_numbers_are_refused_by_name(text, code):
    """The refusal says what is wrong, also of ten megabytes."""
    assert code_of(s10.parse, text) == code


def test_the_right_digit_is_told():
    """A clerk can read it off the label again."""
    with pytest.raises(s10.WrongCheckDigit) as refused:
        s10.parse("EA123456780VN")
    assert refused.value.details["expected"] == 5
    assert code_of(s10.make, "EA", 10**8) == "kernel.s10_serial_out_of_range"


def test_personal_ids_say_province_sex_and_year():
    """The two vectors of the sheet, and their contradiction to what was typed."""
    first, second = identity.cccd("033155001234"), identity.cccd("034203000001")
    assert (first.province, first.sex, first.birth_year) == ("033", "female", 1955)
    assert (second.province, second.sex, second.birth_year) == ("034", "male", 2003)
    assert code_of(identity.cccd, "033155001234", sex="male") == "kernel.id_does_not_match"
    assert code_of(identity.cccd, "033155001234", birth_year=1956) == "kernel.id_does_not_match"


@pytest.mark.parametrize("text", ["03315500123", "003155001234", "0331550012345", "03315500123x", ""])
def test_wrong_personal_ids(text):
    """Twelve digits and a province that exists."""
    assert code_of(identity.cccd, text) == "kernel.wrong_number"


def test_tax_codes():
    """Vietnam Post's own; a branch; a person's since July 2025; a wrong digit."""
    assert identity.tax_code("0102595740") == "0102595740"
    assert identity.tax_code("0102595740-001") == "0102595740-001"
    assert identity.tax_code("033155001234") == "033155001234"
    assert code_of(identity.tax_code, "0102595741") == "kernel.wrong_number"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0912 345 678", "+84912345678"), ("+84912345678", "+84912345678"), ("84912345678", "+84912345678"),
        ("01631234567", "+84331234567"), ("01201234567", "+84701234567"), ("01991234567", "+84591234567"),
        ("0221 3551 600", "+842213551600"), ("1900545481", "1900545481"),
    ],
)  # fmt: skip
def test_phones_become_e164(text, number):
    """Mobile, landline of Hưng Yên, the numbers migrated in 2018, and the hotline."""
    assert identity.phone(text) == number


@pytest.mark.parametrize("text", ["12345", "0112345678", "091234567", "0912345678901", "abc", "912345678x"])
def test_wrong_phones(text):
    """Prefix and length must be right."""
    assert code_of(identity.phone, text) == "kernel.wrong_number"


def test_plates_postcodes_and_the_rest():
    """Written one way, refused by kind."""
    assert identity.plate("89c 12345") == "89C-123.45"
    assert identity.plate("17B-1234") == "17B-1234"
    assert (identity.postcode("17000"), identity.office_code("160000")) == ("17000", "160000")
    assert identity.social_insurance("3320123456") == "3320123456"
    for call in (identity.plate, identity.postcode, identity.office_code, identity.social_insurance):
        assert code_of(call, "??") == "kernel.wrong_number"
