"""``duongthu import roads``: a map extract becomes the roads that are ridden on, or is refused with the right exit code."""

import pytest

from duongthu.kernel.clock import today
from duongthu.network.queries.kept_roads import file_on
from duongthu.network.rules.reference import reference_text
from tests.network.extract import write_town, write_without_roads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def test_roads_are_taken_in_and_what_lies_beyond_is_said(duongthu, tmp_path):
    """An operator sees at once how much of the province the file covers."""
    said = duongthu("import", "roads", write_town(tmp_path / "town.osm.pbf"))
    assert said.code == 0
    assert "Đã nhập đường từ town.osm.pbf" in said.out
    assert "mạng đường dựng sẵn" in said.out
    assert file_on(today()) is not None


def test_a_machine_reads_the_same_as_json(duongthu, tmp_path):
    """Counts, checksums, first day and what lies beyond; the operator's own speeds count."""
    speeds = tmp_path / "speeds.csv"
    speeds.write_text(reference_text("road_speeds.csv"), encoding="utf-8-sig")
    town = write_town(tmp_path / "town.osm.pbf")
    told = duongthu(
        "import", "roads", town, "--speeds", speeds, "--from-on", today().isoformat(), "--json"
    ).json
    assert told["from_on"] == today().isoformat()
    assert {
        "digest",
        "source_sha256",
        "ways",
        "nodes",
        "pieces",
        "kilometres",
        "beyond",
        "places",
    } <= told.keys()


def test_what_is_wrong_with_a_file_is_said(duongthu, tmp_path):
    """No map, no roads, no file, no such speeds: exit codes 1 and 3, one Vietnamese sentence, nothing changed."""
    garbage = tmp_path / "garbage.osm.pbf"
    garbage.write_bytes(b"\x00\x01 nothing" * 500)
    speeds = tmp_path / "speeds.csv"
    speeds.write_bytes(b"highway,motorbike,van,truck\n\xff\xfe,1,2,3\n")
    town = write_town(tmp_path / "town.osm.pbf")
    rivers = write_without_roads(tmp_path / "rivers.osm.pbf")
    cases = [
        (["import", "roads", garbage], 1, "network.roads_unreadable"),
        (["import", "roads", rivers], 1, "network.no_roads_in_file"),
        (["import", "roads", town, "--speeds", speeds], 1, "network.speeds_incomplete"),
        (["import", "roads", town, "--from-on", "2019-01-01"], 1, "network.date_in_past"),
        (["import", "roads", tmp_path / "none.osm.pbf"], 3, "cli.environment_missing"),
        (["import", "roads", town, "--speeds", tmp_path / "none.csv"], 3, "cli.environment_missing"),
        (["import", "roads", tmp_path], 3, "cli.environment_missing"),
    ]
    for words, code, name in cases:
        said = duongthu(*words, "--json")
        assert (said.code, said.json["error"]["code"]) == (code, name)
        assert len(duongthu(*words).err.strip().splitlines()) == 1
    assert file_on(today()) is None
