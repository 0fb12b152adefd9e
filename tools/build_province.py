"""Build the data files of the reference province: ``python tools/build_province.py SHARED_DATA_FOLDER``.

The same input gives the same bytes. What the files hold, where it comes from and what is synthetic is said in
``src/duongthu/network/data/README.md`` and ``docs/reference/province.md``.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "duongthu" / "network" / "data"
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from province.communes import commune_rows, read_sources, succession_rows  # noqa: E402
from province.hamlets import hamlet_rows  # noqa: E402
from province.roads import map_features, place_rows, road_rows, speed_rows  # noqa: E402
from province.timetable import Timetable  # noqa: E402
from province.units import Units  # noqa: E402

from duongthu.network.rules.roads import graph_of_rows  # noqa: E402

TITLES = {
    "2020-08-14": "Hưng Yên, tháng 8 năm 2020: 10 bưu điện huyện, 161 xã",
    "2026-11-23": "Hưng Yên, tháng 11 năm 2026: hai cấp, 104 xã, không còn cấp huyện",
}
Row = dict[str, Any]


def build(source: Path, target: Path) -> None:
    """Write every file into ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    sources = read_sources(source)
    units = Units(sources).build()
    places = place_rows(sources)
    roads = road_rows(sources, places)
    communes = commune_rows(sources)
    map_ = map_features(sources)
    hamlets = hamlet_rows(sources, map_)
    timetable = Timetable(units, graph_of_rows(places, roads, hamlets, communes)).build()
    tables = {
        "communes": communes, "succession": succession_rows(sources), "units": units.units,
        "placements": units.placements, "places": places, "roads": roads,
        "routes": sorted(timetable.routes, key=lambda row: str(row["code"])), "route_stops": timetable.stops,
        "hamlets": hamlets, "road_speeds": speed_rows(),
    }  # fmt: skip
    for name, rows in tables.items():
        _write_csv(target / f"{name}.csv", rows)
    for day, title in TITLES.items():
        _write_json(target / f"scenario_{day}.json", _scenario(day, title, tables), indent=2)
    _write_json(target / "map.geojson", map_)
    _write_digest(target)


def _write_digest(target: Path) -> None:
    """SHA-256 over all files in order of their names: a test tells when one was changed by hand."""
    names = sorted(path.name for path in target.iterdir() if path.suffix in {".csv", ".json", ".geojson"})
    digest = hashlib.sha256(b"".join((target / name).read_bytes() for name in names)).hexdigest()
    (target / "SHA256").write_text(f"{digest}\n", encoding="utf-8")


def _scenario(day: str, title: str, tables: dict[str, list[Row]]) -> Row:
    kinds: dict[str, int] = {}
    for row in _on(tables["placements"], day, "from_on", "until_on"):
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + 1
    communes = _on(tables["communes"], day, "valid_from", "valid_to")
    return {
        "name": day,
        "business_on": day,
        "title": title,
        "communes": len(communes),
        "population": sum(row["population"] for row in communes),
        "units": dict(sorted(kinds.items())),
        "routes": len(_on(tables["routes"], day, "from_on", "until_on")),
    }


def _on(rows: list[Row], day: str, since: str, until: str) -> list[Row]:
    return [row for row in rows if row[since] <= day and (not row[until] or day < row[until])]


def _write_csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_json(path: Path, value: Any, indent: int | None = None) -> None:
    separators = None if indent else (",", ":")
    path.write_text(
        json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:  # noqa: PLR2004
        sys.exit("Cách dùng: build_province.py THU_MUC_DU_LIEU [THU_MUC_DICH]")
    build(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET)  # noqa: PLR2004
