"""Postage by the tariff in force: the vectors of rules.md §2, each line with its tariff line."""

from datetime import date

import pytest

from duongthu.kernel.refusal import Refusal
from duongthu.mail.api import load_tariffs, quote, tariff_for

pytestmark = [pytest.mark.django_db, pytest.mark.feature(13)]
DAY = date(2020, 8, 14)


@pytest.fixture(autouse=True)
def tariffs(db):
    load_tariffs()


def total(service, zone, grams, sides=(0, 0, 0), *, on=DAY, remote=False, cod=0):
    return quote(tariff_for(service, zone, on), grams, sides, remote=remote, cod_dong=cod).total_dong


@pytest.mark.parametrize(
    ("grams", "price"),
    [
        (20, 4_000),
        (21, 6_000),
        (100, 6_000),
        (101, 8_000),
        (251, 10_000),
        (500, 10_000),
        (501, 12_000),
        (2_000, 22_000),
    ],
)
def test_the_universal_letter(grams, price):
    """TT 12/2018: steps with inclusive upper bounds, outside VAT."""
    assert total("letter", "noi_tinh", grams) == price


@pytest.mark.parametrize(
    ("zone", "grams", "sides", "price"),
    [
        ("lien_vung", 2_600, (0, 0, 0), 110_039),
        ("lien_vung", 100, (0, 0, 0), 18_018),
        ("noi_tinh", 1_200, (300, 200, 150), 23_166),
    ],
)
def test_the_worked_examples_of_express(zone, grams, sides, price):
    """Fuel on the base, VAT on the exact sum, rounded once: as EMS's own sample factorises."""
    assert total("ems", zone, grams, sides) == price


def test_the_vat_in_force_decides():
    """The same parcel costs 8 % VAT within the decrees' periods and 10 % outside."""
    prices = [
        total("ems", "noi_tinh", 1_500, on=date(year, month, 15))
        for year, month in ((2020, 8), (2022, 3), (2023, 2))
    ]
    assert prices == [23_166, 22_745, 23_166]


def test_remote_communes_cost_a_fifth_of_the_base_more():
    """EMS's sample: 3,080 = 14,000 × 20 % × 1.10."""
    assert total("ems", "lien_vung", 100, remote=True) - total("ems", "lien_vung", 100) == 3_080


@pytest.mark.parametrize(
    ("cod", "fee"), [(300_000, 13_000), (300_001, 15_000), (1_000_001, 18_000), (5_000_000, 60_000)]
)
def test_the_cod_fee_by_steps(cod, fee):
    """Steps, then 1.2 % with a floor."""
    lines = quote(tariff_for("ems", "noi_tinh", DAY), 100, (0, 0, 0), remote=False, cod_dong=cod).lines
    assert next(line.amount_dong for line in lines if line.title == "Phí COD") == fee


def test_every_line_names_its_tariff_line_and_the_lines_add_up():
    """A clerk must be able to say where each number comes from."""
    quoted = quote(tariff_for("ems", "lien_vung", DAY), 2_600, (0, 0, 0), remote=True, cod_dong=359_000)
    assert sum(line.amount_dong for line in quoted.lines) == quoted.total_dong
    assert all(line.tariff_line.startswith("dòng ") for line in quoted.lines)
    assert len(quoted.lines) == 5


@pytest.mark.parametrize(
    ("service", "grams", "sides", "cod", "code"),
    [
        ("letter", 2_001, (0, 0, 0), 0, "mail.no_tariff"),
        ("ems", 31_501, (0, 0, 0), 0, "mail.no_tariff"),
        ("ems", 100, (1_501, 10, 10), 0, "mail.too_large"),
        ("ems", 100, (0, 0, 0), 50_000_001, "mail.cod_too_high"),
        ("balloon", 100, (0, 0, 0), 0, "mail.no_tariff"),
    ],
)
def test_what_no_tariff_covers_is_refused(service, grams, sides, cod, code):
    """A letter of 2,001 g is no letter."""
    with pytest.raises(Refusal) as refused:
        total(service, "noi_tinh", grams, sides, cod=cod)
    assert refused.value.code == code
