"""Which rows of a units list may enter: each decided for itself, parents before children."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line
from duongthu.network.refusals import DateTooFar, WrongPosition
from duongthu.network.rules.positions import Position
from duongthu.network.rules.reference import FIRST_DAY
from duongthu.network.rules.units import (
    DELIVERING,
    KIND_NAMES,
    PLAN_AHEAD,
    UnitKind,
    UnitOnDay,
    check_code,
    kind_of,
    may_stand_below,
)

SOUTH_WEST, NORTH_EAST = Position(8.0, 102.0), Position(23.5, 110.0)  # Vietnam's mainland, roughly
NAME_MOST, ADDRESS_MOST = 120, 200


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row of a units list; ``sheet`` and ``row`` (from 1, the heading counted) say where it stands."""

    sheet: str
    row: int
    code: str
    name: str
    kind: str
    parent_code: str = ""
    commune_code: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that did not enter, and why."""

    sheet: str
    row: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that enters, its texts cleaned."""

    line: UnitLine
    delivers: bool
    opened_on: date


SAME_PLACE_DEGREES = 1e-6


@dataclass
class ImportDecision:
    """What becomes of each row."""

    accepted: list[Accepted] = field(default_factory=list)
    unchanged: list[UnitLine] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)


@dataclass(frozen=True)
class ImportContext:
    """What the decision needs to know of the network.

    Attributes:
        units: by code, as they stand on the day.
        ever: codes of all units there ever were.
        communes: codes of the communes of the day.
        reach: ids within which the importer may act; None = everywhere.
    """

    today: date
    opens_on: date
    units: Mapping[str, UnitOnDay]
    ever: frozenset[str]
    communes: frozenset[str]
    reach: frozenset[int] | None


def decide_import(lines: Iterable[UnitLine], context: ImportContext) -> ImportDecision:
    """Sort the rows into those that enter, those already there, and wrong ones with a Vietnamese reason."""
    return _Import(context).decide(list(lines))


class _Import:
    """One list on its way: knows the rows accepted so far."""

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self.decision = ImportDecision()
        self.kinds = {code: unit.kind for code, unit in context.units.items()}
        self.served = {unit.commune_code for unit in context.units.values() if unit.delivers}
        self.first_rows: dict[str, UnitLine] = {}

    def decide(self, lines: list[UnitLine]) -> ImportDecision:
        order = {str(kind): number for number, kind in enumerate(UnitKind)}
        for line in sorted(lines, key=lambda line: order.get(line.kind, -1)):
            try:
                reason = self._enter(line)
            except Refusal as refusal:
                reason = refusal.message
            if reason:
                self.decision.wrong.append(WrongRow(line.sheet, line.row, line.code[:NAME_MOST], reason))
        self.decision.wrong.sort(key=lambda row: (row.sheet, row.row))
        return self.decision

    def _enter(self, line: UnitLine) -> str:
        """Accept the row, or say why not."""
        clean = _cleaned(line, self.context.today)
        first = self.first_rows.get(clean.code)
        if first is not None:
            return f"mã {clean.code} đã có ở trang «{first.sheet}» dòng {first.row}"
        known = self.context.units.get(clean.code)
        reason = self._against_known(clean, known) or self._place_reason(clean)
        if reason:
            return reason
        self.first_rows[clean.code] = clean
        if known is not None:
            self.decision.unchanged.append(clean)
            return ""
        self._accept(clean)
        return ""

    def _accept(self, line: UnitLine) -> None:
        delivers = line.kind in DELIVERING and line.commune_code not in self.served
        if delivers:
            self.served.add(line.commune_code)
        self.kinds[line.code] = line.kind
        self.decision.accepted.append(Accepted(line, delivers, line.opened_on or self.context.opens_on))

    def _against_known(self, line: UnitLine, known: UnitOnDay | None) -> str:
        if known is None:
            if line.code not in self.context.ever:
                return ""
            on = self.context.opens_on.isoformat()
            return f"mã {line.code} thuộc về một đơn vị đã đóng hoặc chưa mở vào ngày {on}"
        parent = next((u.code for u in self.context.units.values() if u.id == known.parent_id), "")
        pairs = {
            "tên": (line.name, known.name),
            "loại": (line.kind, known.kind),
            "đơn vị cấp trên": (line.parent_code, parent),
            "mã xã": (line.commune_code, known.commune_code),
        }
        different = [what for what, (new, old) in pairs.items() if new != old]
        if line.address and line.address != known.address:
            different.append("địa chỉ")
        if line.latitude is not None and line.longitude is not None:
            far = max(abs(line.latitude - known.at.latitude), abs(line.longitude - known.at.longitude))
            if far > SAME_PLACE_DEGREES:
                different.append("vị trí")
        if different:
            return (
                f"mã {line.code} đã có nhưng khác ở: {', '.join(different)}; hãy dùng nghiệp vụ chuyển đơn vị"
            )
        return ""

    def _place_reason(self, line: UnitLine) -> str:
        if line.commune_code not in self.context.communes and line.kind != UnitKind.EXCHANGE:
            return f"không có xã mã «{line.commune_code}» vào ngày {self.context.opens_on.isoformat()}"
        if not line.parent_code:
            return "" if may_stand_below(line.kind, None) else "thiếu mã đơn vị cấp trên"
        parent_kind = self.kinds.get(line.parent_code)
        if parent_kind is None:
            return f"không có đơn vị cấp trên mã «{line.parent_code}»"
        if not may_stand_below(line.kind, parent_kind):
            below, above = KIND_NAMES[UnitKind(line.kind)], KIND_NAMES[UnitKind(parent_kind)]
            return f"{below} không được trực thuộc {above}"
        return self._reach_reason(line)

    def _reach_reason(self, line: UnitLine) -> str:
        parent = self.context.units.get(line.parent_code)
        if parent is None or self.context.reach is None or parent.id in self.context.reach:
            return ""
        return f"đơn vị cấp trên «{line.parent_code}» nằm ngoài phạm vi được giao"


def _cleaned(line: UnitLine, today: date) -> UnitLine:
    """The row with its texts cleaned and its values checked one by one.

    Raises:
        Refusal: names the first wrong value.
    """
    code = clean_line(line.code, "Mã đơn vị", 12, required=True).upper()
    kind = kind_of(line.kind)
    check_code(kind, code)
    _check_position(line.latitude, line.longitude)
    if line.opened_on is not None:
        check_opening(line.opened_on, today)
    return UnitLine(
        line.sheet,
        line.row,
        code,
        clean_line(line.name, "Tên đơn vị", NAME_MOST, required=True),
        kind,
        clean_line(line.parent_code, "Mã đơn vị cấp trên", 12),
        clean_line(line.commune_code, "Mã xã", 5),
        clean_line(line.address, "Địa chỉ", ADDRESS_MOST),
        line.latitude,
        line.longitude,
        line.opened_on,
    )


def _check_position(latitude: float | None, longitude: float | None) -> None:
    if latitude is None and longitude is None:
        return
    lat_right = latitude is not None and SOUTH_WEST.latitude <= latitude <= NORTH_EAST.latitude
    lon_right = longitude is not None and SOUTH_WEST.longitude <= longitude <= NORTH_EAST.longitude
    if not (lat_right and lon_right):
        raise WrongPosition(field="latitude", latitude=str(latitude), longitude=str(longitude))


def check_opening(on: date, today: date) -> None:
    """Refuse an opening day before the first day the network knows or more than a year ahead.

    Raises:
        DateTooFar: outside of that.
    """
    if not FIRST_DAY <= on <= today + PLAN_AHEAD:
        raise DateTooFar(field="opened_on", on=on.isoformat(), latest=(today + PLAN_AHEAD).isoformat())
