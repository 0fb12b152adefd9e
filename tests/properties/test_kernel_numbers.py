"""Properties of identifiers, money and ids: what holds for every number, not only for the sheet's."""

import string
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings, strategies as some

from duongthu.kernel import identity, s10
from duongthu.kernel.dong import MAX_DONG, dong, format_dong, half_up, parse_dong
from duongthu.kernel.ids import IdMaker, line_key, uuid7
from duongthu.kernel.refusal import Refusal

PROFILE = settings(max_examples=200, derandomize=True, deadline=None, database=None)
START = datetime(2020, 1, 1, tzinfo=UTC)
serials = some.integers(0, s10.SERIALS - 1)
letters = some.text(string.ascii_uppercase, min_size=2, max_size=2)
READERS = [
    s10.parse, parse_dong, identity.cccd, identity.social_insurance, identity.tax_code, identity.phone, identity.plate,
    identity.postcode, identity.office_code,
]  # fmt: skip


@PROFILE
@given(letters, serials, letters)
def test_what_is_made_can_be_read(service, serial, country):
    """Every serial of every service has exactly one number, and it says so itself."""
    assert s10.parse(s10.make(service, serial, country)) == s10.S10(service, serial, country)


@PROFILE
@given(serials, some.integers(0, 7), some.integers(1, 9))
def test_one_digit_misread_is_found_but_for_one_pair_of_remainders(serial, place, shift):
    """A single wrong digit changes the weighted sum; only remainders 0 and 6 share a digit (5)."""
    digits = [int(one) for one in f"{serial:08d}"]
    digits[place] = (digits[place] + shift) % 10
    other = int("".join(map(str, digits)))
    sums = {
        sum(weight * int(one) for weight, one in zip(s10.WEIGHTS, f"{n:08d}", strict=True)) % 11
        for n in (serial, other)
    }
    assert len(sums) == 2
    assert (s10.check_digit(serial) == s10.check_digit(other)) == (sums == {0, 6})


@PROFILE
@given(serials, some.integers(0, 9))
def test_of_ten_check_digits_one_is_right(serial, digit):
    """The refusal names the right one."""
    text = f"EA{serial:08d}{digit}VN"
    if digit == s10.check_digit(serial):
        assert s10.parse(text).serial == serial
    else:
        with pytest.raises(s10.WrongCheckDigit) as refused:
            s10.parse(text)
        assert refused.value.details["expected"] == s10.check_digit(serial)


@pytest.mark.parametrize("reader", READERS, ids=lambda one: one.__name__)
def test_any_text_is_read_or_refused_by_name(reader):
    """Whatever arrives from a form, a file or a scanner: an answer or a named no, never a crash."""

    @PROFILE
    @given(
        some.text(max_size=70) | some.from_regex(r"[\s.+\-()]*[0-9A-Za-z٠-٩.\- ]{0,16}[\s.]*", fullmatch=True)
    )
    def holds(text):
        with suppress(Refusal):
            reader(text)

    holds()


@PROFILE
@given(some.from_regex(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}", fullmatch=True))
def test_a_phone_is_one_number_however_written(text):
    """0…, 84…, +84…, with dots or spaces; and reading it again changes nothing."""
    kept = identity.phone(text)
    assert kept == "+84" + text[1:]
    for written in (kept, kept[1:], f"{text[:4]}.{text[4:7]}.{text[7:]}", f"({text[:4]}) {text[4:]}"):
        assert identity.phone(written) == kept


@PROFILE
@given(some.integers(0, 10**9 - 1).map("{:09d}".format), some.integers(0, 9))
def test_a_tax_code_has_one_check_digit_or_none(first, digit):
    """Exactly the computed digit is accepted, and where there is none nothing is."""
    accepted = True
    try:
        identity.tax_code(f"{first}{digit}")
    except identity.WrongNumber:
        accepted = False
    assert accepted == (identity.tax_check_digit(first) == digit)


@pytest.mark.feature(54)
@PROFILE
@given(some.integers(-MAX_DONG, MAX_DONG))
def test_a_sum_written_is_the_sum_read(amount):
    """What a receipt shows is what a clerk may type back."""
    assert parse_dong(format_dong(amount), allow_negative=True) == amount
    assert parse_dong(str(amount), allow_negative=True) == amount


@pytest.mark.feature(54)
@PROFILE
@given(some.floats() | some.booleans() | some.decimals() | some.text() | some.none() | some.fractions())
def test_nothing_but_whole_numbers_becomes_money(value):
    """Fractions, truth values, text, not-a-number: refused with a stable code."""
    with pytest.raises(Refusal) as refused:
        dong(value, allow_negative=True)
    assert refused.value.code == "kernel.not_whole_dong"


@PROFILE
@given(some.integers(-(10**18), 10**18), some.integers(-(10**9), 10**9).filter(bool))
def test_rounding_is_to_the_nearest_and_halves_go_outwards(above, below):
    """Held against exact fractions, so no float slips in."""
    exact, rounded = Fraction(above, below), half_up(above, below)
    assert abs(exact - rounded) <= Fraction(1, 2)
    if abs(exact - rounded) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)
    assert half_up(-above, below) == -rounded


@PROFILE
@given(some.lists(some.integers(0, 3_000), min_size=2, max_size=40), some.integers(0, 2**32))
def test_ids_grow_whatever_the_clock_does(hops, seed):
    """Forward, standing still or back: made later means greater, and the same seed makes the same ids."""
    moments = [START + timedelta(milliseconds=hop) for hop in hops]
    first, second = IdMaker(Random(seed)), IdMaker(Random(seed))
    made = [first.make(moment) for moment in moments]
    assert made == [second.make(moment) for moment in moments] == sorted(set(made))
    assert all(one.version == 7 for one in made)


@PROFILE
@given(some.integers(0, 2**74 - 1), some.sets(some.integers(0, 60_000), min_size=2, max_size=20))
def test_line_keys_are_ids_of_their_own(bits, lines):
    """No two lines of one command share a key, and each is of the server's own version and of the command's millisecond."""
    command = uuid7(START, bits)
    keys = {line_key(command, line) for line in lines}
    assert len(keys) == len(lines)
    assert {(key.version, key.int >> 80) for key in keys} == {(8, command.int >> 80)}
    assert all(isinstance(key, UUID) for key in keys)
