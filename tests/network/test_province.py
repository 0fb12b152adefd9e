"""The reference province: what holds on both scenario days, and that loading is safe and quick."""

import csv
import hashlib
import json
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import duongthu.network
from duongthu.acts.api import all_checks, perform, system_actor
from duongthu.network.api import (
    KIND_NAMES,
    SCENARIOS,
    communes_on,
    load_province,
    network_on,
    province_map,
    reach,
    route,
    scenario,
    timetable_gaps,
    trips_of_day,
    unit_by_code,
    units_of_kind,
)
from tests.network.conftest import DAY_2020, DAY_2026
from tests.pace import quiet_time

FILES = Path(duongthu.network.__file__).parent / "data"
DAYS = [date.fromisoformat(name) for name in SCENARIOS]


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_scenario_holds_what_its_file_says(db, name):
    """The counts a scenario promises are the counts its day shows, whichever was loaded first."""
    loaded = load_province(name)
    expected = scenario(name)
    day = network_on(loaded.business_on)
    assert dict(Counter(unit.kind for unit in day.units.values())) == expected["units"]
    assert (loaded.communes, loaded.population) == (expected["communes"], expected["population"])
    assert loaded.routes == expected["routes"]


@pytest.mark.feature(1)
def test_2020_is_the_hung_yen_of_the_brief(province):
    """Ten districts, an office or culture post in each of 161 communes, 237 pay points, the counter."""
    offices = units_of_kind(DAY_2020, "office", "culture_post")
    assert len(units_of_kind(DAY_2020, "district")) == 10
    assert {unit.commune_code for unit in offices} == {commune.code for commune in communes_on(DAY_2020)}
    assert len(offices) == 161
    assert len(units_of_kind(DAY_2020, "pay_point")) == 237
    assert [unit.code for unit in units_of_kind(DAY_2020, "counter")] == ["161168"]


def test_the_eleven_real_offices_bear_their_real_codes(province):
    """Real codes are not made up, and their rows are not marked as made-up codes."""
    real = ["160000", "161168", "161300", "161600", "161800", "162200"]
    real += ["162500", "162900", "163200", "163500", "163800"]
    day = network_on(DAY_2020)
    assert all("code" not in day.by_code[code].synthetic for code in real)
    assert all(day.by_code[code].address for code in real)


def test_every_other_point_of_service_is_marked_synthetic(province):
    """Nobody may take a made-up place for a real one."""
    real = {
        "16",
        "160000",
        "161168",
        "161300",
        "161600",
        "161800",
        "162200",
        "162500",
        "162900",
        "163200",
        "163500",
    }
    for unit in network_on(DAY_2026).units.values():
        assert unit.synthetic, unit.code
        if unit.code not in real | {"163800"}:
            assert "code" in unit.synthetic


def test_districts_are_gone_since_july_2025(province):
    """Two levels: each commune post stands directly under the province, and no district is left."""
    day = network_on(date(2025, 7, 1))
    top = day.unit_by_code("16").id
    posts = units_of_kind(date(2025, 7, 1), "commune_post")
    assert len(posts) == 104
    assert {post.parent_id for post in posts} == {top}
    assert not units_of_kind(date(2025, 7, 1), "district")
    assert len(units_of_kind(date(2025, 6, 30), "district")) == 10


@pytest.mark.parametrize("on", [*DAYS, date(2024, 12, 1)])
def test_everything_lies_below_the_province(province, on):
    """A director's reach misses no unit: all but the foreign exchange hang on one tree, all delivered."""
    day = network_on(on)
    outside = set(day.units) - reach(day.unit_by_code("16").id, on)
    assert [day.units[unit].kind for unit in outside] == ["exchange"]
    assert set(day.delivering) == set(day.communes)
    assert {unit.commune_code for unit in day.units.values() if unit.commune_code} <= set(day.communes)


@pytest.mark.parametrize("on", DAYS)
def test_mail_gets_from_anywhere_to_anywhere(province, on):
    """Each pair of units is joined, by neighbours that really hand over to each other."""
    day = network_on(on)
    ends = [unit.id for unit in day.units.values()][::7]
    for start in ends:
        for end in ends:
            way = route(start, end, on)
            assert (way[0], way[-1]) == (start, end)
            assert len(way) == len(set(way)) <= 8
    assert timetable_gaps(on) == []


def test_loading_twice_changes_nothing(province):
    """A founder who presses the button twice doubles nothing."""
    before = len(network_on(DAY_2020).units), len(trips_of_day(DAY_2020))
    again = load_province("2026-11-23")
    assert again.added == 0
    assert (len(network_on(DAY_2020).units), len(trips_of_day(DAY_2020))) == before


def test_loading_refuses_a_network_in_use_and_an_unknown_scenario(db):
    """Nothing is mixed into a network somebody built by hand; a wrong name is named."""
    founder = system_actor("lập", frozenset(), roles=frozenset({"admin"}))
    perform(founder, "network.load_communes", {})
    line = {
        "sheet": "",
        "row": 2,
        "code": "16",
        "name": "Bưu điện tỉnh",
        "kind": "province",
        "commune_code": "11953",
    }
    params = json.dumps({"rows": [line], "from_on": "2020-08-14"})
    assert perform(founder, "network.import_units", params).result["added"] == 1
    refused = perform(founder, "network.load_province", {"scenario_name": "2020-08-14"})
    assert refused.refusal["code"] == "network.not_empty"
    unknown = perform(founder, "network.load_province", {"scenario_name": "1999"})
    assert unknown.refusal["code"] == "network.unknown_scenario"


@pytest.mark.one_engine  # on PostgreSQL the dead rows of tests rolled back before are what takes the time
def test_loading_takes_less_than_two_seconds(db):
    """The demo and every simulation start with it."""
    with quiet_time() as took:
        load_province("2020-08-14")
    assert took.seconds < 2


def test_the_recount_finds_nothing_wrong(province):
    """The files themselves keep the room's invariants."""
    assert list(all_checks()["network.placements"]()) == []


def test_the_map_is_small_and_follows_the_day(province):
    """A phone loads the map: at most 300 kB; before the merger it shows the old province only."""
    assert (FILES / "map.geojson").stat().st_size <= 300_000
    shown = {on: [f for f in province_map(on)["features"] if "code" in f["properties"]] for on in DAYS}
    assert [len(shown[on]) for on in DAYS] == [39, 104]
    assert {f["properties"]["code"] for f in shown[DAY_2026]} == {
        commune.code for commune in communes_on(DAY_2026)
    }


def test_neighbours_keep_one_border_on_the_map():
    """Thinned borders show no gaps: nearly every border point inside the province belongs to two communes."""
    features = [
        f for f in json.loads((FILES / "map.geojson").read_text())["features"] if "code" in f["properties"]
    ]
    points = Counter(
        tuple(point) for f in features for polygon in f["geometry"]["coordinates"] for point in polygon[0][1:]
    )
    assert sum(count > 1 for count in points.values()) > len(points) * 0.6


def test_every_kind_has_a_vietnamese_name(province):
    """Refusals and screens name kinds in Vietnamese."""
    assert {unit.kind for on in DAYS for unit in network_on(on).units.values()} <= {
        str(kind) for kind in KIND_NAMES
    }


def test_unit_codes_are_unique_and_placements_join_without_gaps():
    """A unit is somewhere on every day of its life: each placement begins where the last one ended."""
    placements = list(csv.DictReader((FILES / "placements.csv").read_text(encoding="utf-8").splitlines()))
    ends: dict[str, str] = {}
    for row in sorted(placements, key=lambda row: (row["code"], row["from_on"])):
        assert ends.get(row["code"], row["from_on"]) == row["from_on"]
        ends[row["code"]] = row["until_on"]


def test_all_text_is_composed():
    """One of the sources mixes composed and decomposed letters; a name must be found however it is typed."""
    for path in FILES.iterdir():
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name


def test_files_are_what_the_builder_made():
    """Nobody edits the files by hand unseen: their digests stand here and change only with a new build."""
    names = sorted(path.name for path in FILES.iterdir() if path.suffix in {".csv", ".json", ".geojson"})
    digest = hashlib.sha256(b"".join((FILES / name).read_bytes() for name in names)).hexdigest()
    assert digest == (FILES / "SHA256").read_text().strip()


def test_a_closed_unit_is_unknown_after_its_last_day(province):
    """A dated question never answers with a unit that is not open."""
    assert unit_by_code("1613", date(2025, 6, 30)).name == "Bưu điện huyện Tiên Lữ"
    assert "1613" not in network_on(date(2025, 7, 1)).by_code
