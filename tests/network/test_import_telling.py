"""Line 146: a workbook full of what real offices send loses or changes nothing without a row that says so."""

import time
from io import BytesIO

import pytest
import xlsxwriter

from duongthu.kernel.confined import ReaderStopped, read_confined
from duongthu.network.api import WorkbookUnreadable, read_workbook

pytestmark = pytest.mark.feature(146)

HEAD = ["Mã đơn vị", "Tên đơn vị", "Mã đơn vị cấp trên", "Mã xã", "Địa chỉ", "Vĩ độ", "Kinh độ", "Ngày mở"]


def office(number):
    """A right row."""
    return [
        f"16130{number}",
        f"Bưu cục Số {number}",
        "1613",
        "12337",
        "Thôn Đào",
        20.643,
        106.05,
        "01/02/2020",
    ]


def workbook(fill, *sheets):
    """A workbook whose sheets (by default «Bưu cục») hold the headings and a right row; ``fill`` spoils them."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    made = []
    for name in sheets or ("Bưu cục",):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, office(1))
        made.append(sheet)
    fill(*made)
    book.close()
    return read_workbook(buffer.getvalue(), "thu.xlsx")


def only(read):
    """The one thing said, with the right row still there."""
    assert [line.code for line in read.lines] == ["161301"]
    (said,) = read.wrong
    return said


CELLS = [
    (lambda s: s.write_formula(2, 1, '="Bưu cục"&A9', None, ""), "công thức chưa có giá trị"),
    (lambda s: s.write_formula(2, 4, "=NA()", None, "#N/A"), "báo lỗi #N/A"),
    (lambda s: s.write_formula(2, 12, "=1/0", None, "#DIV/0!"), "báo lỗi #DIV/0!"),
    (lambda s: s.set_row(2, None, None, {"hidden": True}), "bị ẩn"),
    (lambda s: s.write(2, 1, "B­u côc V¨n Giang"), "TCVN3"),
    (lambda s: s.write(2, 4, "Böu ñieän Höng Yeân"), "VNI"),
    (lambda s: s.write(2, 1, "B\ufffdu cục"), "ký tự đã hỏng"),
    (lambda s: s.write(2, 5, "2_0.643"), "không phải một số"),
    (lambda s: s.write(2, 5, "nan"), "không phải một số"),
    (lambda s: s.write(2, 5, "٢٠"), "không phải một số"),
    (lambda s: s.write(2, 7, "31/02/2020"), "ngày/tháng/năm"),
]


@pytest.mark.parametrize(("spoil", "said"), CELLS)
def test_a_row_that_would_be_lost_or_changed_is_named(spoil, said):
    """The row does not enter; its number and the reason stand among the wrong ones."""

    def fill(sheet):
        sheet.write_row(2, 0, office(2))
        spoil(sheet)

    found = only(workbook(fill))
    assert (found.sheet, found.row) == ("Bưu cục", 3)
    assert said in found.reason


def test_legacy_text_is_not_seen_in_right_text():
    """Every letter of Vietnamese, in both cases, passes: the positive side."""
    letters = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
    read = workbook(lambda s: s.write(1, 1, f"{letters} {letters.upper()}"))
    assert read.wrong == []
    assert read.lines[0].name == f"{letters} {letters.upper()}"


def test_a_formula_with_its_value_is_a_value():
    """Only what Excel never computed is missing."""
    read = workbook(lambda s: s.write_formula(1, 1, '="Bưu cục "&"Hai"', None, "Bưu cục Hai"))
    assert (read.wrong, read.lines[0].name) == ([], "Bưu cục Hai")


def test_headings_twice_or_unknown_are_named():
    """A twin column makes the sheet unreadable; an unknown one is said not to be read."""
    read = workbook(lambda s: s.write(0, 8, "Tên đơn vị"))
    assert read.lines == []
    assert "hai cột: Tên đơn vị" in read.wrong[0].reason
    assert "cột «Ghi chú» không có trong mẫu" in only(workbook(lambda s: s.write(0, 8, "Ghi chú"))).reason


def test_sheets_hidden_twin_or_unknown_are_named():
    """Two sheets that differ by accents only, one that is hidden, one nobody knows."""
    assert "trùng tên với «Bưu cục»" in only(workbook(lambda *_: None, "Bưu cục", "Buu cuc")).reason
    assert "đang bị ẩn" in only(workbook(lambda *sheets: sheets[1].hide(), "Bưu cục", "Bưu điện xã")).reason
    assert "không có trong mẫu" in only(workbook(lambda *_: None, "Bưu cục", "Khác")).reason


def test_a_row_only_in_unknown_columns_is_named():
    """Something stands there, and it is not read."""

    def fill(sheet):
        sheet.write(0, 9, "Ghi chú")
        sheet.write(4, 9, "xem lại")

    reasons = {one.row: one.reason for one in workbook(fill).wrong}
    assert "chỉ có dữ liệu ở cột không có trong mẫu" in reasons[5]


def test_a_cell_at_the_end_of_the_world_hurts_nobody():
    """34 KB that ask for 512 GiB: refused within the bounds, and this process goes on."""
    began = time.monotonic()
    with pytest.raises(WorkbookUnreadable, match="bộ nhớ"):
        workbook(lambda s: s.write(1_048_575, 16_383, "x"))
    assert time.monotonic() - began < 60


def test_a_reader_that_breaks_down_is_told():
    """No answer is an error of its own; a refusal of the reader comes back as words."""
    with pytest.raises(ReaderStopped):
        read_confined("tests.network.test_import_telling", "nothing_of_that_name", b"", seconds=2)
    assert read_confined("duongthu.kernel.sheets", "read_sheets", b"x")["refused"]
