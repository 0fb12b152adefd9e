"""The Excel workbook of units: template, writing, and reading into rows; faults with sheet and row."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

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
UNPACKED_MOST = 200_000_000
ROWS_MOST = 20_000
CELL_MOST = 2_000


@dataclass(frozen=True, slots=True)
class WorkbookRead:
    """What a workbook holds: rows that can be tried, and rows that cannot even be read."""

    lines: list[UnitLine]
    wrong: list[WrongRow]


def read_workbook(content: bytes, name: str) -> WorkbookRead:
    """Read every known sheet.

    Raises:
        WorkbookUnreadable: no workbook, too large, or no known sheet in it.
    """
    workbook = _opened(content, name)
    sheets = {fold(sheet): sheet for sheet in workbook.sheet_names}
    lines: list[UnitLine] = []
    wrong: list[WrongRow] = []
    known = [(kind, sheets.pop(fold(title))) for kind, title in SHEETS.items() if fold(title) in sheets]
    if not known:
        raise WorkbookUnreadable(name=name[:80], reason="không có trang tính nào của mẫu")
    for kind, sheet in known:
        _read_sheet(workbook, kind, sheet, lines, wrong)
    sheets.pop(fold(GUIDE), None)
    wrong += [
        WrongRow(sheet[:80], 0, "", "trang tính không có trong mẫu, không đọc") for sheet in sheets.values()
    ]
    return WorkbookRead(lines, wrong)


def _opened(content: bytes, name: str) -> CalamineWorkbook:
    if len(content) > BYTES_MOST:
        raise WorkbookUnreadable(name=name[:80], reason=f"tệp lớn hơn {BYTES_MOST // 1_000_000} MB")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > UNPACKED_MOST:
            raise WorkbookUnreadable(name=name[:80], reason="nội dung giải nén quá lớn")
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except (zipfile.BadZipFile, CalamineError) as error:
        raise WorkbookUnreadable(name=name[:80], reason="không phải tệp Excel (.xlsx) hợp lệ") from error


def _read_sheet(
    workbook: CalamineWorkbook, kind: UnitKind, sheet: str, lines: list[UnitLine], wrong: list[WrongRow]
) -> None:
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=ROWS_MOST + 2)
    headings = {fold(str(cell)): number for number, cell in enumerate(rows[0])} if rows else {}
    places = {field: headings.get(fold(title)) for field, title in COLUMNS.items()}
    missing = [COLUMNS[field] for field in REQUIRED if places[field] is None]
    if missing:
        wrong.append(WrongRow(sheet, 1, "", f"dòng tiêu đề thiếu cột: {', '.join(missing)}"))
        return
    if len(rows) > ROWS_MOST + 1:
        wrong.append(WrongRow(sheet, ROWS_MOST + 2, "", f"trang tính dài quá {ROWS_MOST} dòng"))
    for number, cells in enumerate(rows[1 : ROWS_MOST + 1], start=2):
        values = {field: cells[place] for field, place in places.items() if place is not None}
        if not any(str(value).strip() for value in values.values()):
            continue
        try:
            lines.append(_line(kind, sheet, number, values))
        except ValueError as error:
            wrong.append(WrongRow(sheet, number, _text(values["code"])[:40], str(error)))


def _line(kind: UnitKind, sheet: str, row: int, values: dict[str, Any]) -> UnitLine:
    for field, value in values.items():
        if isinstance(value, str) and len(value) > CELL_MOST:
            raise ValueError(f"«{COLUMNS[field]}» dài {len(value)} ký tự, tối đa {CELL_MOST}")
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
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"«{COLUMNS[field]}» không phải một số") from error


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
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
