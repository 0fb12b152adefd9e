"""The Excel workbook of units: template, writing, and reading into rows; faults with sheet and row."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from duongthu.kernel.confined import ReaderStopped, read_confined
from duongthu.kernel.sheets import legacy_text
from duongthu.kernel.text import fold
from duongthu.network.refusals import WorkbookUnreadable
from duongthu.network.rules.importing import UnitLine, WrongRow
from duongthu.network.rules.units import CODE_FORMS, KIND_NAMES, UnitKind

# One sheet for each kind, upper ones first.
SHEETS = {
    UnitKind.EXCHANGE: "Trung tâm vùng",
    UnitKind.PROVINCE: "Bưu điện tỉnh",
    UnitKind.CENTRE: "Trung tâm khai thác",
    UnitKind.DISTRICT: "Bưu điện huyện",
    UnitKind.COMMUNE_POST: "Bưu điện xã",
    UnitKind.OFFICE: "Bưu cục",
    UnitKind.CULTURE_POST: "BĐ-VHX",
    UnitKind.COUNTER: "Quầy HCC",
    UnitKind.PAY_POINT: "Điểm chi trả",
}
COLUMNS = {
    "code": "Mã đơn vị",
    "name": "Tên đơn vị",
    "parent_code": "Mã đơn vị cấp trên",
    "commune_code": "Mã xã",
    "address": "Địa chỉ",
    "latitude": "Vĩ độ",
    "longitude": "Kinh độ",
    "opened_on": "Ngày mở",
}
REQUIRED = ("code", "name", "parent_code", "commune_code")
GUIDE = "Hướng dẫn"
BYTES_MOST = 20_000_000
ROWS_MOST = 20_000
CELL_MOST = 2_000
NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,18})?(e-?[0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class WorkbookRead:
    """What a workbook holds: rows that can be tried, and rows that cannot even be read."""

    lines: list[UnitLine]
    wrong: list[WrongRow]


def read_workbook(content: bytes, name: str) -> WorkbookRead:
    """Read every known sheet; whatever is not taken as it stands has its row among the wrong ones.

    The file is opened in a confined process: it cannot take the house's memory or time.

    Raises:
        WorkbookUnreadable: no workbook, too large, or no known sheet in it.
    """
    if len(content) > BYTES_MOST:
        raise WorkbookUnreadable(name=name[:80], reason=f"tệp lớn hơn {BYTES_MOST // 1_000_000} MB")
    try:
        found = read_confined("duongthu.kernel.sheets", "read_sheets", content)
    except ReaderStopped as stopped:
        raise WorkbookUnreadable(name=name[:80], reason=f"không đọc được ({stopped})") from stopped
    if "refused" in found:
        raise WorkbookUnreadable(name=name[:80], reason=found["refused"])
    titles = {fold(title): kind for kind, title in SHEETS.items()}
    lines: list[UnitLine] = []
    wrong: list[WrongRow] = []
    taken: dict[str, str] = {}
    for sheet in found["sheets"]:
        folded = fold(sheet["name"])
        if folded not in titles:
            if folded != fold(GUIDE):
                wrong.append(WrongRow(sheet["name"][:80], 0, "", "trang tính không có trong mẫu, không đọc"))
        elif folded in taken:
            reason = f"trang tính trùng tên với «{taken[folded]}», không đọc"
            wrong.append(WrongRow(sheet["name"][:80], 0, "", reason))
        else:
            taken[folded] = sheet["name"]
            if sheet["hidden"]:
                reason = "trang tính đang bị ẩn, không đọc: hãy hiện ra rồi nhập lại"
                wrong.append(WrongRow(sheet["name"][:80], 0, "", reason))
            else:
                _read_sheet(sheet, titles[folded], lines, wrong)
    if not taken:
        raise WorkbookUnreadable(name=name[:80], reason="không có trang tính nào của mẫu")
    return WorkbookRead(lines, wrong)


def _read_sheet(sheet: dict[str, Any], kind: UnitKind, lines: list[UnitLine], wrong: list[WrongRow]) -> None:
    name, rows = sheet["name"], sheet["rows"]
    places = _places(name, rows[0] if rows else [], wrong)
    if places is None:
        return
    notes: dict[int, list[str]] = {}
    for row, _, what in sheet["notes"]:
        notes.setdefault(row, []).append(what)
    if len(rows) > ROWS_MOST + 1:
        wrong.append(WrongRow(name, ROWS_MOST + 2, "", f"trang tính dài quá {ROWS_MOST} dòng"))
    for number, cells in enumerate(rows[1 : ROWS_MOST + 1], start=2):
        values = {field: cells[place] for field, place in places.items()}
        if number in notes:
            reason = "; ".join(notes[number][:5])
            wrong.append(WrongRow(name, number, _text(values["code"])[:40], reason))
            continue
        if not any(str(value).strip() for value in values.values()):
            if any(str(cell).strip() for cell in cells):
                wrong.append(WrongRow(name, number, "", "chỉ có dữ liệu ở cột không có trong mẫu, không đọc"))
            continue
        try:
            lines.append(_line(kind, name, number, values))
        except ValueError as error:
            wrong.append(WrongRow(name, number, _text(values["code"])[:40], str(error)))


def _places(sheet: str, headings: list[Any], wrong: list[WrongRow]) -> dict[str, int] | None:
    """Where each column stands; None where the sheet cannot be read by its headings."""
    fields = {fold(title): field for field, title in COLUMNS.items()}
    places: dict[str, int] = {}
    twice = []
    for number, cell in enumerate(headings):
        title = str(cell).strip()
        field = fields.get(fold(title))
        if field is None:
            if title:
                wrong.append(WrongRow(sheet, 1, "", f"cột «{title[:60]}» không có trong mẫu, không đọc"))
        elif field in places:
            twice.append(COLUMNS[field])
        else:
            places[field] = number
    missing = [COLUMNS[field] for field in REQUIRED if field not in places]
    if missing:
        wrong.append(WrongRow(sheet, 1, "", f"dòng tiêu đề thiếu cột: {', '.join(missing)}"))
    if twice:
        reason = f"dòng tiêu đề có hai cột: {', '.join(twice)}; không đọc trang này"
        wrong.append(WrongRow(sheet, 1, "", reason))
    return None if missing or twice else places


def _line(kind: UnitKind, sheet: str, row: int, values: dict[str, Any]) -> UnitLine:
    for field, value in values.items():
        if isinstance(value, str) and len(value) > CELL_MOST:
            raise ValueError(f"«{COLUMNS[field]}» dài {len(value)} ký tự, tối đa {CELL_MOST}")
        if isinstance(value, str) and (reason := legacy_text(value)):
            raise ValueError(f"«{COLUMNS[field]}» {reason}")
    commune = _text(values["commune_code"])
    return UnitLine(
        sheet,
        row,
        _text(values["code"]),
        _text(values["name"]),
        kind,
        _text(values["parent_code"]),
        commune.zfill(5) if commune.isdigit() else commune,
        _text(values.get("address", "")),
        _number(values.get("latitude", ""), "latitude"),
        _number(values.get("longitude", ""), "longitude"),
        _day(values.get("opened_on", "")),
    )


def _text(value: object) -> str:
    """A code typed as a number comes back as 161301.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _number(value: object, field: str) -> float | None:
    text = str(value).strip().replace(",", ".")
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise ValueError(f"«{COLUMNS[field]}» không phải một số: {text[:40]}")
    return float(text)


def _day(value: object) -> date | None:
    text = str(value).strip()
    if not text:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    raise ValueError("«Ngày mở» phải có dạng ngày/tháng/năm")


def write_workbook(lines: Iterable[UnitLine]) -> bytes:
    """A workbook of units; without rows it is the empty template with its guide."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001  (the same rows give the same bytes)
    bold = book.add_format({"bold": True, "bg_color": "#00549A", "font_color": "#FFFFFF"})
    _write_guide(book, bold)
    by_kind: dict[str, list[UnitLine]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(line)
    for kind, title in SHEETS.items():
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS) - 1, 20)
        _write_row(sheet, 0, list(COLUMNS.values()), bold)
        for number, line in enumerate(by_kind.get(kind, []), start=1):
            _write_row(sheet, number, _cells(line))
    book.close()
    return buffer.getvalue()


def _cells(line: UnitLine) -> list[object]:
    opened = line.opened_on.strftime("%d/%m/%Y") if line.opened_on else None
    place = [line.commune_code, line.address, line.latitude, line.longitude]
    return [line.code, line.name, line.parent_code, *place, opened]


def _write_row(sheet: Any, number: int, cells: Sequence[object], style: object = None) -> None:
    for column, cell in enumerate(cells):
        if cell not in (None, ""):
            sheet.write(number, column, cell, style)


def _write_guide(book: Any, bold: object) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 2, 34)
    _write_row(sheet, 0, ["Trang tính", "Mỗi dòng là một", "Dạng mã"], bold)
    for number, (kind, title) in enumerate(SHEETS.items(), start=1):
        _write_row(sheet, number, [title, KIND_NAMES[kind], CODE_FORMS[kind][1]])
    notes = (
        "Cột bắt buộc: Mã đơn vị, Tên đơn vị, Mã đơn vị cấp trên, Mã xã.",
        "Ngày mở để trống là ngày hiệu lực của lần nhập.",
        "Dòng sai được liệt kê kèm lý do, dòng đúng được nhập; nhập lại cùng tệp không thay đổi gì.",
    )
    for number, note in enumerate(notes, start=len(SHEETS) + 2):
        sheet.write(number, 0, note)
