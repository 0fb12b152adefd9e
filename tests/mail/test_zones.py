"""The price follows from where an item goes: the province of a day, its region, and ours."""

from datetime import date, datetime

import pytest

from duongthu.kernel.clock import VN
from duongthu.mail.api import tariff_for
from duongthu.mail.refusals import DestinationUnclear, OwnProvince, UnknownProvince
from duongthu.mail.rules.postage import quote
from duongthu.mail.rules.zones import FAR, NEAR, WITHIN, province, provinces_on, zone_to
from tests.province import working_province

BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)


def test_there_were_sixty_three_provinces_and_are_thirty_four():
    """One of them is ours on every day, and each that is gone leads to one that stands."""
    assert (len(provinces_on(BEFORE)), len(provinces_on(SINCE))) == (63, 34)
    for on in (BEFORE, SINCE):
        assert [one.name for one in provinces_on(on).values() if one.home] == ["Tỉnh Hưng Yên"]
    assert all(province(code, SINCE).code in provinces_on(SINCE) for code in provinces_on(BEFORE))


@pytest.mark.parametrize(
    ("to", "on", "zone"),
    [
        ("01", BEFORE, NEAR),  # Hà Nội
        ("34", BEFORE, NEAR),  # Thái Bình, a province of its own until the merger
        ("26", BEFORE, NEAR),  # Vĩnh Phúc lay in the delta
        ("26", SINCE, FAR),  # and went into Phú Thọ, which does not
        ("24", BEFORE, FAR),  # Bắc Giang
        ("24", SINCE, NEAR),  # the code is Bắc Ninh's now
        ("79", SINCE, FAR),
    ],
)
def test_the_zone_of_a_province(to, on, zone):
    """Region against region, each as of the day."""
    assert zone_to("", "TCT", to, on) == zone


def test_what_is_no_destination():
    """Within the province nothing but the commune; beyond it operator and province, and never our own."""
    assert zone_to("12103", "", "", SINCE) == WITHIN
    for unclear in (("12103", "TCT", "01"), ("", "TCT", ""), ("", "", "01"), ("12103", "", "01")):
        with pytest.raises(DestinationUnclear):
            zone_to(*unclear, SINCE)
    for ours in ("33", "34"):
        with pytest.raises(OwnProvince):
            zone_to("", "TCT", ours, SINCE)
    for strange in ("99", "1", "x" * 10_000_000):
        with pytest.raises(UnknownProvince):
            zone_to("", "TCT", strange, SINCE)


@pytest.mark.django_db
def test_the_counter_prices_by_the_destination(post):
    """The same parcel to Hà Nội and to Hồ Chí Minh City: each by its zone's tariff."""
    office = post.unit("culture_post")
    prices = []
    for there in ("01", "79"):
        away = {"partner_code": "TCT", "province_code": there, "recipient_address": "Số 1 phố Huế"}
        prices += [line["postage_dong"] for line in post.accept(office, post.draft("", **away))]
    on = date(2020, 8, 14)
    tariffs = [tariff_for("ems", zone, on) for zone in (NEAR, FAR)]
    assert prices == [quote(one, 300, (0, 0, 0), remote=False, cod_dong=0).total_dong for one in tariffs]
    assert prices[0] < prices[1]


@pytest.mark.django_db
def test_a_divided_commune_is_asked_not_guessed(clock):
    """A former commune that went into two is refused with both names; the chosen one enters."""
    clock.set(datetime(2026, 11, 23, 8, 0, tzinfo=VN))
    post, day = working_province("2026-11-23")
    office = post.unit("commune_post")
    refused, whole = post.accept(office, post.draft("11989"), post.draft("11950"))
    assert refused["refusal"]["code"] == "network.commune_divided"
    for heir in ("11992", "11995"):
        assert day.communes[heir].name in refused["refusal"]["message"]
        assert heir in refused["refusal"]["message"]
    assert whole["status"] == "done"
    (chosen,) = post.accept(office, post.draft("11995"))
    assert chosen["status"] == "done"
