"""Hamlets with position and weight: no list of them could be had, so each is made up and marked so.

A hamlet is made once, for the smallest commune it belonged to (one of the 161 of 2020, or one of the former Thái Bình of today),
and keeps its name and place through the mergers: its row names the commune it lies in during each of the three periods.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from duongthu.kernel.text import fold
from province.communes import FORMER, MAIN_SHARE, Old, Row, Sources, shares
from province.geometry import Point, cells, contains, grid_inside, nearest, rings, spread

PEOPLE = 2_200  # inhabitants for one hamlet, within these bounds
FEWEST, MOST = 4, 14
EDGE_POINTS = 40  # how many grid points nearest to a divided commune hold its hamlets in the commune of its smaller part
JITTER = 0.0009  # degrees (about 100 m) a hamlet may lie beside its grid point
TRIES = 20
SINGLE = ("Đông", "Đoài", "Trung", "Thượng", "Hạ", "Nội", "Ngoại", "Chùa", "Đình", "Chợ", "Cầu", "Bến")
FIRST = (
    "An", "Bình", "Cao", "Chi", "Đại", "Đan", "Đào", "Đặng", "Đình", "Đông", "Đồng", "Đức", "Hà", "Hòa", "Hoàng", "Hồng",
    "Hương", "Kim", "La", "Lạc", "Lai", "Lương", "Mai", "Mão", "Mễ", "Minh", "Mỹ", "Nghĩa", "Ngọc", "Nhân", "Nhuế", "Phú",
    "Phúc", "Phương", "Quan", "Tạ", "Tân", "Thanh", "Thiện", "Thọ", "Thụy", "Tiên", "Từ", "Vân", "Vĩnh", "Xuân", "Yên",
)  # fmt: skip
SECOND = (
    "Xá", "Bình", "Cầu", "Châu", "Chiểu", "Cốc", "Cù", "Đình", "Đoài", "Đồng", "Hạ", "Hội", "Khê", "Lạc", "Lãng", "Lễ",
    "Lộ", "Lý", "Nghệ", "Ngoại", "Nội", "Quán", "Tảo", "Thị", "Thượng", "Tiến", "Trạch", "Tràng", "Trì", "Viên", "Xuyên",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """What lies of a smallest commune in one commune of today."""

    of: str
    urban: bool
    people: int
    communes: tuple[str, str, str]
    hamlets: int
    first: Point
    ground: list[Point]


def hamlet_rows(sources: Sources, map_: dict[str, Any]) -> list[Row]:
    """Every hamlet, by code: that of its smallest commune and a number."""
    borders = {f["properties"]["code"]: f["geometry"] for f in map_["features"] if "code" in f["properties"]}
    rows: list[Row] = []
    taken: dict[tuple[int, str], set[str]] = {}
    numbers: dict[str, int] = {}
    for part in _parts(sources):
        for at, weight in zip(_places(part, borders), _weights(part), strict=True):
            numbers[part.of] = numbers.get(part.of, 0) + 1
            code = f"{part.of}-{numbers[part.of]:02d}"
            rows.append(_row(code, _name(code, part, taken), at, weight, part))
    return sorted(rows, key=lambda row: str(row["code"]))


def _parts(sources: Sources) -> Iterator[Part]:
    for old in sources.old:
        yield from _old_parts(sources, old)
    for row in sources.new:
        if row["old_province_code"] != FORMER:
            inside = (float(row["inside_lon"]), float(row["inside_lat"]))
            urban = not row["name"].startswith("Xã")
            ground = grid_inside(sources.shapes[row["code"]])
            count = _count(row["people"])
            yield Part(row["code"], urban, row["people"], ("", "", row["code"]), count, inside, ground)


def _old_parts(sources: Sources, old: Old) -> Iterator[Part]:
    """A commune of 2020, in one part or, where it was divided, in two."""
    percents = [100] if len(old.targets) == 1 else [MAIN_SHARE, 100 - MAIN_SHARE]
    counts = shares(_count(old.population), percents)
    people = shares(old.population, percents)
    for target, count, souls in zip(old.targets, counts, people, strict=True):
        here = [other for other in sources.old if other.targets[0] == target]
        points = grid_inside(sources.shapes[target])
        main = target == old.targets[0]
        ground = (
            cells(points, [other.at for other in here])[here.index(old)]
            if main
            else nearest(points, old.at, EDGE_POINTS)
        )
        communes = (old.code, old.merged_code, target)
        yield Part(old.code, not old.name.startswith("Xã"), souls, communes, count, old.at, ground)


def _count(people: int) -> int:
    return min(MOST, max(FEWEST, round(people / PEOPLE)))


def _places(part: Part, borders: dict[str, Any]) -> list[Point]:
    """Points spread over the part's ground, each a little off the grid but within the border on the map."""
    outer = max(rings(borders[part.communes[2]]), key=len)
    ground = [point for point in part.ground if contains(outer, point)]
    dice = Random(f"places {part.of} {part.communes[2]}")
    return [_beside(point, outer, dice) for point in spread(ground, part.hamlets, part.first)]


def _beside(point: Point, outer: Any, dice: Random) -> Point:
    for _ in range(TRIES):
        moved = tuple(round(axis + dice.uniform(-JITTER, JITTER), 5) for axis in point)
        if contains(outer, moved):
            return moved
    return point


def _weights(part: Part) -> list[int]:
    """Inhabitants of each hamlet: the part's, divided by chance but never to nothing."""
    dice = Random(f"weights {part.of} {part.communes[2]}")
    return shares(part.people, [dice.randint(60, 140) for _ in range(part.hamlets)])


def _name(code: str, part: Part, taken: dict[tuple[int, str], set[str]]) -> str:
    """A name no other hamlet bears in any commune this one ever lies in."""
    used = [taken.setdefault((n, commune), set()) for n, commune in enumerate(part.communes) if commune]
    for name in _names(code):
        if not any(fold(name) in names for names in used):
            for names in used:
                names.add(fold(name))
            return f"{'Tổ dân phố' if part.urban else 'Thôn'} {name}"
    raise RuntimeError(f"no name left for hamlet {code}")


def _names(code: str) -> Iterator[str]:
    """Names in an order of the hamlet's own: one in six of a single word."""
    dice = Random(hashlib.sha256(code.encode()).hexdigest())
    while True:
        if dice.random() < 1 / 6:
            yield dice.choice(SINGLE)
        first, second = dice.choice(FIRST), dice.choice(SECOND)
        if first != second:
            yield f"{first} {second}"


def _row(code: str, name: str, at: Point, weight: int, part: Part) -> Row:
    return {
        "code": code,
        "name": name,
        "latitude": at[1],
        "longitude": at[0],
        "people": weight,
        "commune_2020": part.communes[0],
        "commune_2024": part.communes[1],
        "commune_2025": part.communes[2],
        "synthetic": "code name position people",
    }
