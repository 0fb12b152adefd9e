"""Reads an Excel workbook into plain values and says what a reader would lose: errors, formulas without value, what is hidden.

Meant for a confined process (``kernel.confined``); used by every import.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
UNPACKED_MOST = 200_000_000
NOTES_MOST = 5_000
ROWS_MOST = 20_002
# Letters that Vietnamese in Unicode never has; texts in TCVN3 or VNI, read as Latin-1, are full of them.
LEGACY = re.compile("[µ¸¶·¹¨»¾¼½Æ©ÇË®ÎÏÑªÖ×ØÜÞßäå«æç¬ëîïñö÷øûüþ¡¢§£¤¥¦¿]")


def legacy_text(text: str) -> str:
    """Why a text cannot be Vietnamese as written: broken in an earlier conversion, or in a code of before Unicode; or ``""``."""
    if "\ufffd" in text:
        return "có ký tự đã hỏng (�) từ lần chuyển mã trước: hãy gõ lại"
    if LEGACY.search(text):
        return "gõ bằng bảng mã cũ (TCVN3 hoặc VNI): hãy chuyển tệp sang Unicode rồi nhập lại"
    return ""


def read_sheets(content: bytes) -> dict[str, Any]:
    """Sheets in their order: ``name``, ``hidden``, ``rows`` (JSON values, dates as ISO text) and ``notes`` (row, cell, what).

    Raises:
        ValueError: no workbook, or one that unpacks to too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MOST:
                raise ValueError("nội dung giải nén quá lớn")
            paths = _paths(archive)
            notes = {name: list(_notes(archive, path)) for name, path in paths.items()}
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        seen = {one.name: one.visible for one in book.sheets_metadata}
        sheets = [
            {
                "name": name, "hidden": seen.get(name) != SheetVisibleEnum.Visible, "notes": notes.get(name, []),
                "rows": [[_value(cell) for cell in row] for row in _rows(book, name)],
            }
            for name in book.sheet_names
        ]  # fmt: skip
    except (zipfile.BadZipFile, CalamineError, ET.ParseError, KeyError) as error:
        raise ValueError("không phải tệp Excel (.xlsx) hợp lệ") from error
    return {"sheets": sheets}


def _rows(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=ROWS_MOST)


def _value(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return (
        cell.isoformat()
        if isinstance(cell, date)
        else cell
        if isinstance(cell, str | int | float | bool)
        else str(cell)
    )


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  (confined)
    targets = {one.get("Id"): str(one.get("Target")) for one in relations}
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    found = {}
    for sheet in book.iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(RELATION), "")
        found[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _notes(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[int, str, str]]:
    """Row, cell and what is wrong with it; hidden rows without a cell."""
    told = 0
    with archive.open(path) as sheet:
        for _, row in ET.iterparse(sheet):  # noqa: S314
            if row.tag != f"{MAIN}row":
                continue
            number = int(row.get("r") or 0)
            for place, what in _of_row(row):
                told += 1
                if told <= NOTES_MOST:
                    yield number, place, what
            row.clear()


def _of_row(row: ET.Element) -> Iterator[tuple[str, str]]:
    cells = list(row.iter(f"{MAIN}c"))
    if row.get("hidden") in {"1", "true"} and cells:
        yield "", "dòng đang bị ẩn: hãy hiện ra rồi nhập lại"
    for cell in cells:
        value, formula = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f")
        if cell.get("t") == "e":
            yield (
                str(cell.get("r")),
                f"ô {cell.get('r')} báo lỗi {value.text if value is not None else ''}".strip(),
            )
        elif formula is not None and (value is None or not value.text):
            yield (
                str(cell.get("r")),
                f"ô {cell.get('r')} là công thức chưa có giá trị: hãy mở bằng Excel, lưu rồi nhập lại",
            )
