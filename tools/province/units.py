"""Units of the post and where they stood: ten districts in 2020, since July 2025 a post in each commune."""

from province.communes import MERGED, OPENED, TWO_LEVELS, Old, Row, Sources, bare, shares
from province.geometry import Point, cells, grid_inside, scatter

PROVINCE, CENTRE, EXCHANGE = "16", "161000", "100000"
FAR_CENTRE = "411000"  # of the former Thái Bình; assumed to go on working, for its coast is three hours away
FAR_COMMUNE = "12454"
PAY_POINTS = 237
HANOI = (105.93, 21.02)  # the regional exchange, roughly; synthetic
# District posts bear the first four digits of their real central office's code.
DISTRICTS = {
    "323": "160000",
    "325": "163500",
    "326": "163800",
    "327": "162900",
    "328": "163200",
    "329": "161800",
    "330": "162500",
    "331": "162200",
    "332": "161300",
    "333": "161600",
}
FIRST_COMMUNE_POST = {
    "33": 1650,
    "34": 4101,
}  # made codes: free numbers of 16 (Hưng Yên) and of 41 (Thái Bình)


class Units:
    """Collects units and placements in the order they are made."""

    def __init__(self, sources: Sources) -> None:
        """Start with nothing built."""
        self.sources = sources
        self.units: list[Row] = []
        self.placements: list[Row] = []
        self.office_of: dict[str, str] = {}
        self.post_of: dict[str, str] = {}

    def build(self) -> "Units":
        """All units, the upper ones first."""
        self._number()
        self._top()
        for code in DISTRICTS:
            self._district(code)
        for row in self.sources.new:
            self._commune_post(row)
        self._far_centre()
        for old in self.sources.old:
            self._office(old)
        self._pay_points()
        return self

    def _number(self) -> None:
        """Real codes where there is a real office; else the district's four digits and a running number."""
        real = {
            row["ward_code"]: row["pos_code"]
            for row in self.sources.offices
            if row["pos_code"] in DISTRICTS.values()
        }
        for district, central in DISTRICTS.items():
            members = sorted(old.code for old in self.sources.old if old.district[0] == district)
            made = [code for code in members if code not in real]
            self.office_of |= {
                code: f"{central[:4]}{number:02d}" for number, code in enumerate(made, start=1)
            }
        self.office_of |= real
        for former, first in FIRST_COMMUNE_POST.items():
            codes = sorted(row["code"] for row in self.sources.new if row["old_province_code"] == former)
            self.post_of |= {code: str(first + number) for number, code in enumerate(codes)}

    def _top(self) -> None:
        central = self._by_code("11953")
        office = self._real("160000")
        hcc = self._real("161168")
        self._unit(EXCHANGE, HANOI, "code position", name="Trung tâm khai thác vùng Hà Nội", kind="exchange")
        self._unit(PROVINCE, central.at, "position", address=office["address"])
        self._place(PROVINCE, "Bưu điện tỉnh Hưng Yên", "province", "", central.code)
        self._unit(CENTRE, self._beside(central), "code position")
        self._place(CENTRE, "Trung tâm Khai thác vận chuyển Hưng Yên", "centre", PROVINCE, central.code)
        self._unit(hcc["pos_code"], central.at, "position", address=hcc["address"])
        self._place(
            hcc["pos_code"],
            "Quầy Trung tâm Phục vụ hành chính công Hưng Yên",
            "counter",
            PROVINCE,
            central.code,
        )

    def _district(self, code: str) -> None:
        central = next(
            o for o in self.sources.old if o.district[0] == code and self.office_of[o.code] == DISTRICTS[code]
        )
        unit = DISTRICTS[code][:4]
        title = central.district[1][0].lower() + central.district[1][1:]
        self._unit(unit, central.at, "position", closed=TWO_LEVELS)
        self._place(unit, f"Bưu điện {title}", "district", PROVINCE, central.code, until=TWO_LEVELS)

    def _commune_post(self, row: Row) -> None:
        unit = self.post_of[row["code"]]
        at = (round(float(row["inside_lon"]), 5), round(float(row["inside_lat"]), 5))
        name = f"Bưu điện {row['name'][0].lower()}{row['name'][1:]}"
        self._unit(unit, at, "code position", opened=TWO_LEVELS)
        self._place(unit, name, "commune_post", PROVINCE, row["code"], since=TWO_LEVELS, delivers=True)

    def _far_centre(self) -> None:
        row = next(row for row in self.sources.new if row["code"] == FAR_COMMUNE)
        at = (round(float(row["inside_lon"]), 5), round(float(row["inside_lat"]), 5))
        self._unit(FAR_CENTRE, at, "code name position", opened=TWO_LEVELS)
        self._place(
            FAR_CENTRE,
            "Trung tâm Khai thác vận chuyển Thái Bình",
            "centre",
            PROVINCE,
            FAR_COMMUNE,
            since=TWO_LEVELS,
        )

    def _office(self, old: Old) -> None:
        unit = self.office_of[old.code]
        real = unit in DISTRICTS.values()
        town = real or not old.name.startswith("Xã")
        kind, title = ("office", "Bưu cục") if town else ("culture_post", "BĐ-VHX")
        name = f"{title} {self._real(unit)['name'] if real else bare(old.name)}"
        address = self._real(unit)["address"] if real else ""
        self._unit(unit, old.at, "position" if real else "code kind position", address=address)
        self._through_time(unit, name, kind, old, DISTRICTS[old.district[0]][:4], delivers=True)

    def _through_time(
        self, unit: str, name: str, kind: str, old: Old, parent: str, *, delivers: bool
    ) -> None:
        """The placements of a unit of an old commune, cut where its commune or its parent changed."""
        newest = old.targets[0]
        parents = (parent, self.post_of[newest] if kind != "pay_point" else parent)
        moved = old.code != old.merged_code
        first_end = MERGED if moved else TWO_LEVELS
        if not moved and parents[0] == parents[1] and newest == old.code and not delivers:
            self._place(unit, name, kind, parent, old.code)
            return
        self._place(unit, name, kind, parents[0], old.code, until=first_end, delivers=delivers)
        if moved:
            self._place(unit, name, kind, parents[0], old.merged_code, since=MERGED, until=TWO_LEVELS)
        self._place(unit, name, kind, parents[1], newest, since=TWO_LEVELS)

    def _pay_points(self) -> None:
        """One point for each commune, the rest by population; in the commune's own part of the map."""
        old = self.sources.old
        extra = shares(PAY_POINTS - len(old), [commune.population for commune in old])
        for commune, more in zip(old, extra, strict=True):
            office = self.office_of[commune.code]
            for number, at in enumerate(scatter(self._cell(commune), 1 + more), start=1):
                unit = f"{office}T{number}"
                self._unit(unit, at, "code name position")
                name = f"Điểm chi trả thôn {number}, {commune.name[0].lower()}{commune.name[1:]}"
                self._through_time(unit, name, "pay_point", commune, office, delivers=False)

    def _cell(self, commune: Old) -> list[Point]:
        here = [old for old in self.sources.old if old.targets[0] == commune.targets[0]]
        points = grid_inside(self.sources.shapes[commune.targets[0]])
        return cells(points, [old.at for old in here])[here.index(commune)]

    def _beside(self, commune: Old) -> Point:
        return scatter(self._cell(commune), 3)[0]

    def _by_code(self, code: str) -> Old:
        return next(old for old in self.sources.old if old.code == code)

    def _real(self, code: str) -> Row:
        return next(row for row in self.sources.offices if row["pos_code"] == code)

    def _unit(
        self,
        code: str,
        at: Point,
        synthetic: str,
        *,
        opened: str = OPENED,
        closed: str = "",
        address: str = "",
        name: str = "",
        kind: str = "",
    ) -> None:
        self.units.append(
            {
                "code": code,
                "opened_on": opened,
                "closed_on": closed,
                "latitude": at[1],
                "longitude": at[0],
                "address": address,
                "synthetic": synthetic,
            }
        )
        if name:
            self._place(code, name, kind, "", "")

    def _place(
        self,
        code: str,
        name: str,
        kind: str,
        parent: str,
        commune: str,
        *,
        since: str = OPENED,
        until: str = "",
        delivers: bool = False,
    ) -> None:
        self.placements.append(
            {
                "code": code,
                "from_on": since,
                "until_on": until,
                "name": name,
                "kind": kind,
                "parent_code": parent,
                "commune_code": commune,
                "delivers": int(delivers),
            }
        )
