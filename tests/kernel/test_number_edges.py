"""Identifiers near the edge: every service class, every migrated prefix, foreign digits, hidden tails."""

from datetime import date

import pytest

from duongthu.kernel import identity, s10
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.s10 import ServiceClass


def refusal_of(call, *args, **options):
    with pytest.raises(Refusal) as refused:
        call(*args, **options)
    return refused.value


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ("EA EW", ServiceClass.EMS), ("EX EZ", ServiceClass.EMS_BILATERAL), ("CA CU CW CZ", ServiceClass.PARCEL),
        ("CV", ServiceClass.PARCEL_INSURED), ("RA RZ", ServiceClass.REGISTERED), ("VA VZ", ServiceClass.INSURED),
        ("LA LZ", ServiceClass.TRACKED), ("UA UZ", ServiceClass.UNTRACKED_CUSTOMS), ("HA HZ", ServiceClass.ECOMMERCE),
        ("AV AZ BA DZ NA PZ ZA ZZ", ServiceClass.DOMESTIC), ("JA JZ KA KZ", ServiceClass.RESERVED),
        ("AA AU FA QZ", ServiceClass.UNASSIGNED),
    ],
)  # fmt: skip
def test_every_service_class(services, expected):
    """First and last pair of each range of rules.md §1.2."""
    assert [s10.service_class(one) for one in services.split()] == [expected] * len(services.split())


def test_the_class_comes_with_the_number():
    """Sorting and quality targets ask the label, not a table of ours."""
    assert s10.parse("RR473124829VN").service_class is ServiceClass.REGISTERED


@pytest.mark.parametrize("letters", ["e1", "E", "EAA", "ĐA", "", "EA\n"])
def test_numbers_are_only_made_of_capitals(letters):
    """A number made wrong is printed and stuck on before anyone reads it."""
    assert refusal_of(s10.make, letters, 1).code == "kernel.s10_wrong_letters"
    assert refusal_of(s10.make, "EA", 1, letters).field == "country"
    assert refusal_of(s10.service_class, letters).code == "kernel.s10_wrong_letters"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EA12345678٥VN", "kernel.s10_wrong_shape"), ("EA123456785VN" + " " * 50 + "ABC", "kernel.s10_wrong_length"),
        ("ĐA123456785VN", "kernel.s10_wrong_shape"), ("EJ012345678VN", "kernel.s10_wrong_check_digit"),
    ],
)  # fmt: skip
def test_item_numbers_that_only_look_right(text, code):
    """Arabic figures, a tail out of sight, and the sample of the EMS papers whose check digit is wrong."""
    assert refusal_of(s10.parse, text).code == code


@pytest.mark.parametrize(("old", "new"), identity.MIGRATED_2018.items())
def test_every_prefix_of_2018_becomes_a_mobile_of_today(old, new):
    """Old lists of pensioners are full of them; a slip in the table would call a stranger."""
    assert identity.phone(f"0{old}1234567") == identity.phone(f"+84{old}1234567") == f"+84{new}1234567"


def test_the_table_of_2018_is_complete():
    """21 prefixes moved, no two to the same place."""
    assert len(identity.MIGRATED_2018) == len(set(identity.MIGRATED_2018.values())) == 21
    assert refusal_of(identity.phone, "01241234567890").code == "kernel.wrong_number"
    assert refusal_of(identity.phone, "01101234567").code == "kernel.wrong_number"


@pytest.mark.parametrize(
    ("typed", "kept"), [("(0221) 3.551.600", "+842213551600"), ("0227-3551600", "+842273551600"),
                        ("024 3825 5555", "+842438255555"), ("1800 1090", "18001090"), ("1900 54 54 81", "1900545481")],
)  # fmt: skip
def test_landlines_and_hotlines(typed, kept):
    """Hưng Yên 0221, Thái Bình 0227, Hà Nội 024 with eight figures; hotlines have no +84."""
    assert identity.phone(typed) == kept


@pytest.mark.parametrize("text", ["190012345", "0331234567" + " " * 40 + "9", "٠٩١٢٣٤٥٦٧٨", "0" * 10_000_000])
def test_phones_that_only_look_right(text):
    """A hotline of five figures, a hidden tail, Arabic figures, ten megabytes."""
    assert refusal_of(identity.phone, text).code == "kernel.wrong_number"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("89-B1 123.45", "89B1-123.45"), ("17b1-1234", "17B1-1234"), ("89LD 00123", "89LD-001.23")],
)
def test_plates_of_motorcycles_and_companies(typed, kept):
    """Couriers ride what the office registered, written as on the papers."""
    assert identity.plate(typed) == kept


def test_an_id_of_somebody_yet_to_be_born_is_a_slip():
    """A wrong fourth digit makes a baby of 2099; on the day shown that is refused."""
    assert identity.cccd("034399000001").birth_year == 2099
    refused = refusal_of(identity.cccd, "034399000001", on=date(2020, 8, 14))
    assert "năm sinh 2099 chưa tới" in refused.message
    assert identity.cccd("034220000001", on=date(2020, 8, 14)).birth_year == 2020


@pytest.mark.parametrize(
    ("digit", "sex", "year"),
    [("0", "male", 1955), ("1", "female", 1955), ("2", "male", 2055), ("5", "female", 2155)],
)
def test_the_fourth_digit_says_century_and_sex(digit, sex, year):
    """Even is male, odd female, two digits for each century from the 20th on."""
    found = identity.cccd(f"033{digit}55001234", sex=sex, birth_year=year)
    assert (found.sex, found.birth_year) == (sex, year)


def test_a_contradiction_is_told_without_the_whole_number():
    """Refusals are logged: they say what differs, and only the last four digits of whom."""
    refused = refusal_of(identity.cccd, "033155001234", sex=identity.MALE)
    assert refused.message == "Số định danh …1234 cho biết nữ, khác với nam đã khai."
    assert "033155001234" not in str(refused.as_dict())
    year = refusal_of(identity.cccd, "033155001234", birth_year=1956)
    assert year.message == "Số định danh …1234 cho biết sinh năm 1955, khác với năm 1956 đã khai."
    with pytest.raises(ValueError, match="nam"):
        identity.cccd("033155001234", sex="nam")


def test_provinces_of_the_personal_id():
    """63 codes, the two of the merged province among them."""
    assert len(identity.CCCD_PROVINCES) == 63
    assert {"001", "033", "034", "096"} <= identity.CCCD_PROVINCES


def test_nine_digits_that_no_tax_code_begins_with():
    """Where the check would be 10 there is no code: better said than "the digit must be 10"."""
    assert identity.tax_check_digit("000000012") is None
    assert "không mã nào" in refusal_of(identity.tax_code, "0000000120").message
    assert "số kiểm tra phải là 0" in refusal_of(identity.tax_code, "0102595741").message
    assert identity.tax_code("0102595740001") == "0102595740-001"
