"""Hamlets as data, and addresses as points on the ground."""

import json
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import duongthu.network
from duongthu.kernel.text import fold
from duongthu.network.api import (
    Hamlet,
    Position,
    UnknownCommune,
    address_position,
    communes_on,
    hamlets_like,
    hamlets_of,
    network_on,
    positions_of,
    straight_metres,
)
from duongthu.network.rules.hamlets import hamlet_in, house_at, house_in, named
from duongthu.network.rules.reference import reference_rows
from tests.network.conftest import DAY_2020, DAY_2026

DAY_2025 = date(2025, 3, 1)
MAP = json.loads(
    (Path(duongthu.network.__file__).parent / "data" / "map.geojson").read_text(encoding="utf-8")
)
HERE = Position(20.7, 106.0)


def inside(ring, longitude, latitude):
    """Even-odd rule, written here anew."""
    crossings = 0
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > latitude) != (by > latitude) and longitude < (bx - ax) * (latitude - ay) / (by - ay) + ax:
            crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize(("on", "communes"), [(DAY_2020, 161), (DAY_2025, 139), (DAY_2026, 104)])
def test_every_commune_of_every_period_has_its_hamlets(province, on, communes):
    """No commune is without hamlets; two of one commune never fold to one name; all are marked made up."""
    found = {commune.code: hamlets_of(commune.code, on) for commune in communes_on(on)}
    assert len(found) == communes
    assert all(len(hamlets) >= 4 for hamlets in found.values())
    if on == DAY_2020:
        assert max(len(hamlets) for hamlets in found.values()) <= 14
    for hamlets in found.values():
        names = Counter(fold(hamlet.name).split(" ", 1)[1] for hamlet in hamlets)
        assert names.most_common(1)[0][1] == 1
        assert all("name position" in hamlet.synthetic for hamlet in hamlets)


def test_hamlets_hold_the_communes_people(province):
    """Weights are inhabitants: they add up to those of the commune, to the last one."""
    for commune in communes_on(DAY_2020):
        assert sum(hamlet.people for hamlet in hamlets_of(commune.code, DAY_2020)) == commune.population
    everybody = sum(int(row["people"]) for row in reference_rows("hamlets"))
    assert everybody == sum(commune.population for commune in communes_on(DAY_2026))


def test_every_hamlet_lies_in_its_commune_of_today():
    """A made-up point in the neighbour's fields would send couriers the wrong way."""
    shapes = {f["properties"]["code"]: f["geometry"] for f in MAP["features"] if "code" in f["properties"]}
    rows = reference_rows("hamlets")
    assert 900 <= len(rows) <= 1_600
    for row in rows:
        rings = [polygon[0] for polygon in shapes[row["commune_2025"]]["coordinates"]]
        assert any(inside(ring, float(row["longitude"]), float(row["latitude"])) for ring in rings), row[
            "code"
        ]


def test_a_hamlet_keeps_its_place_through_both_mergers(province):
    """The same words in the commune of 2020, of 2025 and of today lead to the same door; the old code is read later, too."""
    hamlet = hamlets_of("11977", DAY_2020)[0]
    text = f"{hamlet.name}, số 12"
    row = next(row for row in reference_rows("hamlets") if row["code"] == hamlet.code)
    then = address_position("11977", text, on=DAY_2020)
    assert then.found == "hamlet"
    assert then == address_position(row["commune_2024"], text, on=DAY_2025)
    assert then == address_position(row["commune_2025"], text, on=DAY_2026)
    old = next(c for c in communes_on(DAY_2020) if c.code not in network_on(DAY_2026).communes)
    kept = hamlets_of(old.code, DAY_2020)[0]
    assert address_position(old.code, kept.name, on=DAY_2026).hamlet == kept.code


@pytest.mark.parametrize(
    "text",
    [
        "Thôn Đào Xá, số 12",
        "thon dao xa so 12",
        "SN 12 thôn ĐÀO XÁ",
        "12 Đào Xá",
        "Số nhà: 12, đào  xá, xã Trung",
    ],
)
def test_an_address_is_read_as_people_write_it(text):
    """With or without accents, capitals, kinds and commas; the commune's name after *xã* is no hamlet."""
    names = named([hamlet("A", "Thôn Đào Xá"), hamlet("B", "Thôn Trung"), hamlet("C", "Tổ dân phố Xá")])
    found = hamlet_in(text, names)
    assert found is not None
    assert (found.code, house_in(text)) == ("A", 12)


def hamlet(code, name):
    """A hamlet for reading names."""
    return Hamlet(code, name, HERE, 100, "all")


def test_the_longer_name_and_the_one_after_its_kind_win():
    """Where several hamlets could be meant, the text's own words decide."""
    names = named([hamlet("A", "Thôn Phú"), hamlet("B", "Thôn Phú Thị"), hamlet("C", "Tổ dân phố Thị Trung")])
    assert hamlet_in("Thôn Phú Thị Trung", names).code == "B"
    assert hamlet_in("Tổ dân phố Thị Trung, gần Phú Thị", names).code == "C"
    assert hamlet_in("Phú", names) is None
    assert hamlet_in("nhà ông Bình", names) is None
    assert hamlet_in("ngã tư, xã Phú Thị", names) is None
    assert hamlet_in("", names) is None


def test_neighbours_by_number_are_neighbours_on_the_ground():
    """A round in order of numbers must not zigzag through the hamlet: 12 beside 14, opposite 13, 39 near 40."""
    place = hamlet("11950-01", "Thôn Đông")
    for number in range(1, 198):
        assert straight_metres(house_at(place, number), house_at(place, number + 1)) <= 45
        assert straight_metres(house_at(place, number), house_at(place, number + 2)) <= 55
    assert 10 <= straight_metres(house_at(place, 12), house_at(place, 14)) <= 14
    assert len({house_at(place, number) for number in range(1, 400)}) == 399
    assert all(straight_metres(HERE, house_at(place, number)) < 300 for number in range(10_000))


@given(st.text(max_size=400), st.sampled_from(["11953", "11983"]))
def test_any_text_has_a_number_or_none(text, code):
    """Nobody's typing breaks the reading: a hamlet or none, a number below 10,000."""
    assert 0 <= house_in(text) < 10_000
    found = hamlet_in(text, named([hamlet(code, "Thôn Đào Xá")]))
    assert found is None or "dao" in fold(text)


def test_an_unknown_hamlet_is_the_communes_own_point_and_says_so(province):
    """A guess must not look like knowledge."""
    found = address_position("11953", "Thôn Không Có Đâu, số 5", on=DAY_2020)
    assert (found.found, found.hamlet, found.house) == ("commune", "", 5)
    assert found.at == network_on(DAY_2020).communes["11953"].at


def test_an_unknown_commune_names_its_row(province):
    """In a batch of thousands the wrong line must be found."""
    right = ("11953", "Thôn Đông")
    with pytest.raises(UnknownCommune) as refused:
        positions_of([right, right, ("99999", "Thôn Đông")], on=DAY_2020)
    assert refused.value.row == 3
    with pytest.raises(UnknownCommune):
        address_position("1" * 500, "Thôn Đông", on=DAY_2020)


def test_a_misspelt_hamlet_is_proposed_among_three(province):
    """A clerk chooses instead of typing again: with one letter wrong the right hamlet is among the three, nearly always first."""
    first = asked = 0
    for commune in communes_on(DAY_2026):
        for known in hamlets_of(commune.code, DAY_2026):
            kind, _, name = fold(known.name).rpartition(" ")
            if len(fold(known.name).split()) < 3 or len(name) < 3:
                continue
            asked += 1
            text = f"{kind} {name[0]}{name[2:]}, số 7"
            if address_position(commune.code, text, on=DAY_2026).found == "hamlet":
                continue  # the wrong letter makes another hamlet's name
            proposed = [hamlet.code for hamlet in hamlets_like(commune.code, text, on=DAY_2026)]
            assert len(proposed) <= 3
            assert known.code in proposed, text
            first += proposed[0] == known.code
    assert asked > 1_000
    assert first > 0.95 * asked
    assert hamlets_like("11953", "!!!", on=DAY_2020) == ()
