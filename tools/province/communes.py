"""Communes through time: 161 until 30 November 2024, 139 until 30 June 2025, 104 since (39 of them ours)."""

import csv
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from province.geometry import Point, grid_inside, spread

OPENED, MERGED, TWO_LEVELS = "2020-01-01", "2024-12-01", "2025-07-01"
FORMER = "33"  # code of the province before the merger; the other part of today's is 34
URBAN, RURAL = (
    125,
    100,
)  # weight of one inhabitant's share: a phường or thị trấn counts a quarter more than a xã
MAIN_SHARE = 70  # percent that goes to the main successor of a commune that was divided
KINDS = {"Phường": "phuong", "Thị": "thi_tran", "Xã": "xa"}
Row = dict[str, Any]


@dataclass
class Old:
    """One of the 161 communes of 2020."""

    code: str
    name: str
    district: tuple[str, str]
    merged_code: str
    merged_name: str
    targets: list[str]
    postcode: str
    population: int = 0
    at: Point = (0.0, 0.0)


@dataclass
class Sources:
    """The published tables, read."""

    old: list[Old]
    new: list[Row]
    shapes: dict[str, Any]
    geojson: dict[str, Any]
    adjacency: list[Row]
    roads: list[Row]
    offices: list[Row]
    succession: list[Row]


def read_sources(folder: Path) -> Sources:
    """Read everything the build needs from the shared data folder."""
    geo = folder / "geo"
    geojson = json.loads((geo / "hungyen_new_communes_simplified.geojson").read_text(encoding="utf-8"))
    sources = Sources(
        [_old(row) for row in _read(geo / "hungyen_communes_161_to_139_to_new.csv")],
        _read(geo / "hungyen_new_communes.csv"),
        {feature["properties"]["code"]: feature["geometry"] for feature in geojson["features"]},
        geojson,
        _read(geo / "hungyen_commune_adjacency.csv"),
        _read(geo / "hungyen_main_roads_unverified.csv"),
        _read(geo / "vnpost_offices_hungyen_2024.csv"),
        [row for row in _read(geo / "commune_succession_20250701.csv") if row["new_province_code"] == FORMER],
    )
    sources.succession = _plausible(sources.succession, sources.new)
    _fill_populations(sources.new)
    _settle(sources)
    return sources


def _plausible(succession: list[Row], new: list[Row]) -> list[Row]:
    """Without the rows that lead from one former province into the other: no commune crossed that line.

    The source has one, Việt Hùng (Vũ Thư) to Đại Đồng (Văn Lâm), 70 km away: it means Việt Hưng.
    """
    former = {row["code"]: row["old_province_code"] for row in new}
    kept = [row for row in succession if row["old_province_code"] == former[row["new_code"]]]
    targets = [row["old_code"] for row in kept]
    return [row | {"how": row["how"] if targets.count(row["old_code"]) > 1 else "full"} for row in kept]


def _read(path: Path) -> list[Row]:
    """All rows, in composed letters: some of the sources mix both forms."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    return list(csv.DictReader(StringIO(text, newline="")))


def _old(row: Row) -> Old:
    codes, names = row["new_codes"].split(";"), row["new_names"].split(";")
    short = bare(row["name_before_20241201"])
    order = sorted(
        zip(codes, names, strict=True),
        key=lambda t: (bare(t[1]) != short, t[0] != row["code_before_20241201"]),
    )
    return Old(
        row["code_before_20241201"],
        row["name_before_20241201"],
        (row["district_code"], row["district_name"]),
        row["code_20241201_20250630"],
        row["name_20241201_20250630"],
        [code for code, _ in order],
        row["postcode_2018"],
    )


def bare(name: str) -> str:
    """A commune's name without its kind."""
    return name.removeprefix("Thị trấn ").removeprefix("Phường ").removeprefix("Xã ")


def _fill_populations(new: list[Row]) -> None:
    """The five communes without a usable figure get their former province's median density × area."""
    for row in new:
        row["guessed"] = not row["population_fixed"]
        if row["guessed"]:
            known = sorted(
                int(other["population_fixed"]) / float(other["area_km2_polygon"])
                for other in new
                if other["population_fixed"] and other["old_province_code"] == row["old_province_code"]
            )
            row["people"] = round(known[len(known) // 2] * float(row["area_km2_polygon"]))
        else:
            row["people"] = int(row["population_fixed"])


def _settle(sources: Sources) -> None:
    """Give each commune of 2020 its part of the population and a point inside its main successor."""
    for row in sources.new:
        parts = [(old, _weight(old, row["code"])) for old in sources.old if row["code"] in old.targets]
        if not parts:
            continue
        for (old, _), people in zip(
            parts, shares(row["people"], [weight for _, weight in parts]), strict=True
        ):
            old.population += people
        here = [old for old, _ in parts if old.targets[0] == row["code"]]
        here.sort(key=lambda old: (old.code != row["code"], old.code))
        inside = (float(row["inside_lon"]), float(row["inside_lat"]))
        for old, point in zip(
            here, spread(grid_inside(sources.shapes[row["code"]]), len(here), inside), strict=True
        ):
            old.at = point


def _weight(old: Old, target: str) -> int:
    share = 100 if len(old.targets) == 1 else MAIN_SHARE if old.targets[0] == target else 100 - MAIN_SHARE
    return share * (RURAL if old.name.startswith("Xã") else URBAN)


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of a total by weight; the largest remainders take what is left, earlier ones first."""
    whole = [total * weight // sum(weights) for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % sum(weights)), i))
    for i in order[: total - sum(whole)]:
        whole[i] += 1
    return whole


def commune_rows(sources: Sources) -> list[Row]:
    """Every commune with the days it held."""
    rows = []
    for members in _merged(sources.old).values():
        head = next(old for old in members if old.code == old.merged_code)
        changed = len(members) > 1 or head.name != head.merged_name
        rows += [
            _row(old, old.code, old.name, OPENED, MERGED if changed else TWO_LEVELS, [old]) for old in members
        ]
        if changed:
            rows.append(_row(head, head.merged_code, head.merged_name, MERGED, TWO_LEVELS, members))
    rows += [_new_row(row) for row in sources.new]
    return sorted(rows, key=lambda row: (row["valid_from"], row["code"]))


def _merged(old: Iterable[Old]) -> dict[str, list[Old]]:
    groups: dict[str, list[Old]] = defaultdict(list)
    for commune in old:
        groups[commune.merged_code].append(commune)
    return groups


def _row(head: Old, code: str, name: str, since: str, until: str, members: list[Old]) -> Row:
    return {
        "code": code,
        "name": name,
        "kind": KINDS[name.split(maxsplit=1)[0]],
        "district_code": head.district[0],
        "district_name": head.district[1],
        "former_province": FORMER,
        "valid_from": since,
        "valid_to": until,
        "population": sum(old.population for old in members),
        "latitude": head.at[1],
        "longitude": head.at[0],
        "postcode": head.postcode,
        "synthetic": "population position",
    }


def _new_row(row: Row) -> Row:
    return {
        "code": row["code"],
        "name": row["name"],
        "kind": KINDS[row["name"].split()[0]],
        "district_code": "",
        "district_name": "",
        "former_province": row["old_province_code"],
        "valid_from": TWO_LEVELS,
        "valid_to": "",
        "population": row["people"],
        "latitude": round(float(row["inside_lat"]), 5),
        "longitude": round(float(row["inside_lon"]), 5),
        "postcode": row["postcode_2025"],
        "synthetic": "population" if row["guessed"] else "",
    }


def succession_rows(sources: Sources) -> list[Row]:
    """What became of each commune on which day, and how much of it (percent; divided ones synthetic)."""
    rows = [
        _step(MERGED, old.code, old.name, old.merged_code, old.merged_name, 100)
        for old in sources.old
        if old.code != old.merged_code or old.name != old.merged_name
    ]
    main = {old.code: old.targets[0] for old in sources.old}
    for row in sources.succession:
        divided = row["how"] == "partial"
        share = 100 if not divided else MAIN_SHARE if _is_main(row, main) else 100 - MAIN_SHARE
        rows.append(
            _step(TWO_LEVELS, row["old_code"], row["old_name"], row["new_code"], row["new_name"], share)
        )
    return sorted(rows, key=lambda row: (row["on"], row["from_code"], row["to_code"]))


def _is_main(row: Row, main: dict[str, str]) -> bool:
    if row["old_code"] in main:
        return main[row["old_code"]] == row["new_code"]
    return bare(row["old_name"]) == bare(row["new_name"]) or row["old_code"] == row["new_code"]


def _step(on: str, code: str, name: str, to_code: str, to_name: str, share: int) -> Row:
    return {
        "on": on,
        "from_code": code,
        "from_name": name,
        "to_code": to_code,
        "to_name": to_name,
        "share_percent": share,
    }
