"""Postage as a pure rule over a small tariff of round numbers: each line of the price reckoned by hand, to the đồng."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from duongthu.kernel.refusal import Refusal
from duongthu.mail.rules.postage import LONGEST_SIDE_MM, RateLine, Step, Tariff, chargeable_grams, quote

STEPS = (Step(1, 100, 10_000, 0, "A"), Step(2, 500, 20_000, 0, "A"), Step(3, 3_000, 3_000, 250, "A"))
FUEL, REMOTE, VAT = (
    RateLine(n, name, 0, share, 0, "B")
    for n, name, share in ((4, "fuel", 1_500), (5, "remote", 2_000), (6, "vat", 1_000))
)
COD = (
    RateLine(7, "cod", 0, 0, 13_000, "C"), RateLine(8, "cod", 300_001, 0, 15_000, "C"), RateLine(9, "cod", 1_000_001, 120, 18_000, "C"),
    RateLine(10, "cod_limit", 0, 0, 5_000_000, "C"),
)  # fmt: skip


def tariff(*rates: RateLine) -> Tariff:
    return Tariff("ems", "noi_tinh", date(2020, 8, 14), STEPS, rates)


def price(grams=100, *rates, sides=(0, 0, 0), remote=False, cod=0):
    return quote(tariff(*rates), grams, sides, remote=remote, cod_dong=cod)


def amounts(found) -> dict[str, int]:
    return {line.title: line.amount_dong for line in found.lines}


@pytest.mark.parametrize("grams, base", [(1, 10_000), (100, 10_000), (101, 20_000), (500, 20_000), (501, 23_000), (750, 23_000),
                                         (751, 26_000), (3_000, 50_000)])  # fmt: skip
def test_steps_hold_up_to_their_bound(grams, base):
    """The bound itself belongs to the step; above the last each begun part counts."""
    found = price(grams)
    assert (found.total_dong, found.vat_dong, found.chargeable_grams) == (base, 0, grams)


def test_beyond_the_last_step_there_is_no_price():
    """Refused by name, not priced by the nearest."""
    with pytest.raises(Refusal, match="no_tariff"):
        price(3_001)


@pytest.mark.parametrize("sides, grams", [((0, 0, 0), 100), ((60, 100, 100), 100), ((60, 100, 101), 101), ((100, 100, 300), 500),
                                          ((300, 200, 150), 1_500)])  # fmt: skip
def test_a_bulky_parcel_weighs_its_volume(sides, grams):
    """Six thousand cubic centimetres weigh a kilogram: the divisor of the EMS terms; the greater weight counts."""
    assert chargeable_grams(100, sides) == grams
    assert chargeable_grams(2_000, sides) == 2_000


def test_a_side_may_be_as_long_as_the_limit():
    """1.5 m is taken, a millimetre more is refused, on each side."""
    assert price(100, sides=(LONGEST_SIDE_MM, 1, 1)).total_dong == 10_000
    for place in range(3):
        sides = [1, 1, 1]
        sides[place] = 1_501
        with pytest.raises(Refusal, match="too_large"):
            price(100, sides=sides)


def test_surcharges_go_by_the_base():
    """Fuel always, remote only where it is; each rounded once, half up; a rate of nothing makes no line."""
    assert amounts(price(100, FUEL, REMOTE)) == {"Cước chính 100 g": 10_000, "Phụ phí xăng dầu": 1_500}
    assert amounts(price(100, FUEL, REMOTE, remote=True))["Phụ phí vùng xa"] == 2_000
    assert len(price(100, RateLine(4, "fuel", 0, 0, 0, "B")).lines) == 1
    assert amounts(price(100, RateLine(4, "fuel", 0, 15, 0, "B")))["Phụ phí xăng dầu"] == 15


def test_a_rate_from_some_amount_on_is_none_below_it():
    """A surcharge has no amount of its own: a line that begins at one đồng is not for it."""
    begins_later = RateLine(4, "fuel", 1, 1_500, 0, "B")
    assert tariff(begins_later).rate("fuel") is None
    assert tariff(begins_later).rate("fuel", 1) == begins_later


@pytest.mark.parametrize("cod, fee", [(1, 13_000), (300_000, 13_000), (300_001, 15_000), (1_000_000, 15_000), (1_000_001, 18_000),
                                      (1_500_000, 18_000), (1_500_100, 18_001), (5_000_000, 60_000)])  # fmt: skip
def test_the_cod_fee_is_the_greater_of_its_least_and_its_share(cod, fee):
    """By the line whose bound is the highest not above the amount; up to what one item may carry."""
    assert amounts(price(100, *COD, cod=cod))["Phí COD"] == fee


def test_cod_beyond_the_limit_or_without_a_tariff_is_refused():
    """One đồng above what an item may carry; and a fee nobody set is no fee of nothing."""
    with pytest.raises(Refusal, match="cod_too_high"):
        price(100, *COD, cod=5_000_001)
    with pytest.raises(Refusal, match="no_tariff"):
        price(100, cod=1)
    assert len(price(100, *COD).lines) == 1


def test_vat_is_reckoned_on_postage_surcharges_and_the_cod_fee():
    """Ten per cent of everything the customer pays, the COD fee among it; the remote surcharge only where it is due."""
    plain, far = price(100, FUEL, REMOTE, VAT), price(100, FUEL, REMOTE, VAT, remote=True)
    assert (plain.vat_dong, plain.total_dong) == (1_150, 12_650)
    assert (far.vat_dong, far.total_dong) == (1_350, 14_850)
    with_cod = price(100, FUEL, VAT, *COD, cod=200_000)
    assert (with_cod.vat_dong, with_cod.total_dong) == (1_150 + 1_300, 11_500 + 13_000 + 2_450)
    assert amounts(with_cod)["Thuế GTGT 10 %"] == 2_450
    assert price(100, RateLine(6, "vat", 0, 0, 0, "B")).vat_dong == 0


def test_vat_is_rounded_once_on_the_exact_sum():
    """Fuel of 11.15 % on 1,045 and 8 %: the tax is what lacks to the exact sum, not 8 % of rounded lines."""
    steps = (Step(1, 100, 1_045, 0, "A"),)
    found = quote(
        Tariff(
            "ems",
            "x",
            date(2020, 8, 14),
            steps,
            (RateLine(4, "fuel", 0, 1_115, 0, "B"), RateLine(6, "vat", 0, 800, 0, "B")),
        ),
        50,
        (0, 0, 0),
        remote=False,
        cod_dong=0,
    )
    assert found.total_dong == 1_254  # 1,045 × 1.1115 × 1.08 = 1,254.44…; of rounded parts it would be 1,255
    assert found.vat_dong == 1_254 - 1_045 - 117


def test_each_line_names_its_tariff_line():
    """Whoever asks why is shown number and basis."""
    assert [line.tariff_line for line in price(600, FUEL, VAT).lines] == [
        "dòng 3: A",
        "dòng 4: B",
        "dòng 6: B",
    ]


@given(st.integers(1, 3_000), st.booleans(), st.integers(0, 5_000_000))
def test_what_the_tariff_covers_is_priced(grams, remote, cod):
    """No weight, place or COD within the bounds is refused; lines add up, heavier or with COD never costs less."""
    rates = (FUEL, REMOTE, VAT, *COD)
    found = price(grams, *rates, remote=remote, cod=cod)
    assert found.total_dong == sum(line.amount_dong for line in found.lines)
    assert found.total_dong >= price(max(1, grams - 1), *rates, remote=remote, cod=cod).total_dong
    assert found.total_dong >= price(grams, *rates, remote=remote).total_dong
    exact = sum(line.amount_dong for line in found.lines[:-1]) / 10
    assert abs(found.vat_dong - exact) <= 2
