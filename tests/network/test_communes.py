"""Communes through time: 161, 139, 104; codes and names that change their meaning; who delivers where."""

from datetime import date

import pytest

from duongthu.network.api import UnknownCommune, communes_on, delivery_office_for, network_on, successors_of
from tests.network.conftest import DAY_2020, DAY_2026


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2020, 1, 1), 161),
        (date(2024, 11, 30), 161),
        (date(2024, 12, 1), 139),
        (date(2025, 6, 30), 139),
        (date(2025, 7, 1), 104),
    ],
)
def test_number_of_communes_on_the_days_of_the_mergers(province, on, count):
    """The mergers take effect on their very day, not one before or after."""
    assert len(communes_on(on)) == count


def test_before_the_first_day_there_is_no_network(province):
    """A day the files know nothing of is answered with nothing, not with a guess."""
    assert communes_on(date(2019, 12, 31)) == []
    assert network_on(date(2019, 12, 31)).units == {}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Xã Quang Vinh", "12163", "12157"),
        ("Xã Đa Lộc", "12187", "12175"),
        ("Xã Hồng Quang", "12199", "12196"),
        ("Xã Đồng Tiến", "12241", "12244"),
        ("Xã Tiên Tiến", "12418", "12424"),
    ],
)
def test_five_names_changed_their_meaning_in_december_2024(province, name, old, new):
    """The same name is another commune before and after; only the date tells which."""
    spelled = "Xã Tiền Tiến" if old == "12418" else name
    assert network_on(date(2024, 11, 30)).commune(old).name == spelled
    assert old not in network_on(date(2024, 12, 1)).communes
    assert network_on(date(2024, 12, 1)).commune(new).name == name
    assert successors_of(old, DAY_2020, date(2024, 12, 1))[0].code == new


def test_a_code_that_lives_on_means_another_commune(province):
    """Code 11953 was the ward Hiến Nam and is the ward Phố Hiến: five times the people."""
    before, after = network_on(DAY_2020).commune("11953"), network_on(DAY_2026).commune("11953")
    assert (before.name, after.name) == ("Phường Hiến Nam", "Phường Phố Hiến")
    assert after.population == sum(
        network_on(DAY_2020).commune(code).population
        for code in ["11953", "11956", "11959", "11962", "11965", "11971", "11974"]
    )


def test_postcodes_follow_the_day(province):
    """Five digits of 2018 before, of decision 2334 since."""
    assert network_on(DAY_2020).commune("11953").postcode == "17106"
    assert network_on(DAY_2026).commune("11953").postcode == "17123"


def test_a_divided_commune_goes_to_both_heirs(province):
    """Ngọc Thanh was divided; the larger part is named first."""
    heirs = successors_of("12322", DAY_2020, DAY_2026)
    assert [(heir.code, heir.share_percent) for heir in heirs] == [("12322", 70), ("11983", 30)]


def test_every_old_commune_leads_to_one_of_today(province):
    """An address of 2020 can always be delivered in 2026."""
    for commune in communes_on(DAY_2020):
        heirs = successors_of(commune.code, DAY_2020, DAY_2026)
        assert sum(heir.share_percent for heir in heirs) == 100
        assert delivery_office_for(commune.code, DAY_2026, as_of=DAY_2020).commune_code == heirs[0].code


def test_delivery_office_of_a_commune_on_both_days(province):
    """2020 the commune's own office, 2026 the commune post of its heir; old codes are still accepted."""
    assert delivery_office_for("11950", DAY_2020).name == "Bưu cục Lam Sơn"
    assert delivery_office_for("11950", DAY_2026).name == "Bưu điện phường Sơn Nam"
    assert delivery_office_for("12322", DAY_2026, as_of=DAY_2020).name == "Bưu điện xã Hiệp Cường"


def test_a_commune_of_thai_binh_belongs_to_the_province_since_the_merger(province):
    """The other half of the new province is delivered too, and old Thái Bình codes lead into it."""
    assert delivery_office_for("13225", DAY_2026).name == "Bưu điện phường Thái Bình"
    with pytest.raises(UnknownCommune):
        delivery_office_for("13225", DAY_2020)


@pytest.mark.parametrize("code", ["99999", "", "1195", "11953x", "x" * 10_000_000, "11\u0308953"])
def test_unknown_communes_are_refused_by_name(province, code):
    """A wrong code never lands mail anywhere, and a huge one is not repeated at length."""
    with pytest.raises(UnknownCommune) as refused:
        delivery_office_for(code, DAY_2026)
    assert len(refused.value.message) < 200


def test_population_is_split_without_loss(province):
    """The people of the 39 communes of today are the people of the 161 of 2020: whole numbers, none lost."""
    former = sum(c.population for c in communes_on(DAY_2026) if c.former_province == "33")
    assert sum(c.population for c in communes_on(DAY_2020)) == former
    assert sum(c.population for c in communes_on(date(2024, 12, 1))) == former
