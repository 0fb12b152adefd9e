"""The network from one Excel workbook: right rows enter, wrong rows are listed, again changes nothing."""

import json
import unicodedata
from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from duongthu.acts.api import perform, system_actor
from duongthu.kernel.clock import VN
from duongthu.network.api import (
    UnitLine,
    WorkbookUnreadable,
    find_units,
    import_workbook,
    load_province,
    network_on,
    reach,
    read_workbook,
    template_workbook,
    units_of_kind,
    workbook_of,
    write_workbook,
)
from tests.network.conftest import DAY_2020, DAY_2026
from tests.pace import quiet_time

FOUNDER = system_actor("Lập mạng lưới", frozenset(), roles=frozenset({"admin"}))


@pytest.fixture
def workbook(db):
    """The whole network of 2020 as one workbook, and an empty network with its communes to import it into."""
    load_province("2020-08-14")
    content = workbook_of(DAY_2020)
    _empty_units()
    return content


def _empty_units():
    from duongthu.network.actions.founding import renew_revision
    from duongthu.network.models import MailRoute, Placement, Unit

    MailRoute.objects.all().delete()
    Placement.objects.all().delete()
    Unit.objects.all().delete()
    renew_revision()


def office(code="161399", **changes):
    """A right row: a new office under Tiên Lữ."""
    line = {
        "sheet": "Bưu cục", "row": 2, "code": code, "name": "Bưu cục Mới", "kind": "office",
        "parent_code": "1613", "commune_code": "12337",
    }  # fmt: skip
    return UnitLine(**(line | changes))


def imported(actor, *lines, on=DAY_2020):
    """What the workbook of these lines comes to."""
    return import_workbook(actor, write_workbook(lines), "thu.xlsx", on).result


@pytest.mark.one_engine  # on PostgreSQL the dead rows of tests rolled back before are what takes the time
@pytest.mark.feature(1)
def test_the_whole_network_enters_from_one_workbook(workbook):
    """Line 1: ten districts, offices, culture posts and 237 pay points from one Excel file, in seconds."""
    with quiet_time() as took:
        outcome = import_workbook(FOUNDER, workbook, "mang-luoi.xlsx", DAY_2020)
    assert took.seconds < 5
    assert (outcome.result["added"], outcome.result["wrong"]) == (412, [])
    assert len(units_of_kind(DAY_2020, "district")) == 10
    assert len(units_of_kind(DAY_2020, "pay_point")) == 237
    day = network_on(DAY_2020)
    assert len(reach(day.unit_by_code("16").id, DAY_2020)) == 411
    assert set(day.delivering) == set(day.communes)


@pytest.mark.feature(1)
def test_the_same_file_again_changes_nothing(workbook):
    """A file sent twice doubles no unit and lists no row as wrong."""
    import_workbook(FOUNDER, workbook, "mang-luoi.xlsx", DAY_2020)
    before = network_on(DAY_2020)
    again = import_workbook(FOUNDER, workbook, "mang-luoi.xlsx", DAY_2020).result
    assert (again["added"], again["unchanged"], again["wrong"]) == (0, 412, [])
    assert network_on(DAY_2020) is before


@pytest.mark.feature(1)
def test_wrong_rows_are_listed_with_sheet_row_and_reason_and_right_rows_enter(province, somebody):
    """Each kind of fault is named in Vietnamese beside its row; the rows around it enter."""
    faults = [
        (office("161390", commune_code="99999"), "không có xã mã «99999»"),
        (office("16139", name="Sai mã"), "không đúng dạng"),
        (office("161392", parent_code="1699"), "không có đơn vị cấp trên mã «1699»"),
        (office("161393", parent_code="161301"), "không được trực thuộc"),
        (office("161394", name=""), "không được để trống"),
        (office("161395", name="x" * 500), "tối đa 120"),
        (office("161396", latitude=48.1, longitude=11.5), "không phải một điểm ở Việt Nam"),
        (office("161397", opened_on=date(2032, 1, 1)), "quá xa"),
        (office("161301", name="Tên khác"), "đã có nhưng khác ở: tên"),
        (office("161399"), "đã có ở trang «Bưu cục» dòng 2"),
        (office("161398", parent_code=""), "thiếu mã đơn vị cấp trên"),
    ]
    admin = somebody("16", "admin")
    result = imported(admin, office("161399"), *(line for line, _ in faults), office("161388"))
    assert result["added"] == 2
    assert [row["row"] for row in result["wrong"]] == list(range(3, 3 + len(faults)))
    for row, (_, reason) in zip(result["wrong"], faults, strict=True):
        assert row["sheet"] == "Bưu cục"
        assert reason in row["reason"]
    assert {"161399", "161388"} <= set(network_on(DAY_2020).by_code)


def test_a_child_of_a_wrong_row_is_wrong_too_and_order_of_sheets_does_not_matter(province, somebody):
    """A pay point may come with its new office in one file; if the office is wrong, so is the point."""
    point = {"kind": "pay_point", "name": "Điểm mới", "commune_code": "12337", "sheet": ""}
    lines = [
        UnitLine(code="161377T1", parent_code="161377", row=2, **point),
        office("161377"),
        UnitLine(code="161378T1", parent_code="161378", row=3, **point),
        office("161378", commune_code="00000"),
    ]
    result = imported(somebody("16", "admin"), *lines)
    assert result["added"] == 2
    assert [row["code"] for row in result["wrong"]] == ["161378", "161378T1"]


def test_names_in_decomposed_letters_are_the_same_names(province, somebody):
    """A file from another system may hold NFD text: it is kept composed and found again as unchanged."""
    name = "Bưu cục Thụy Lôi Mới"
    admin = somebody("16", "admin")
    assert imported(admin, office("161399", name=unicodedata.normalize("NFD", name)))["added"] == 1
    assert network_on(DAY_2020).by_code["161399"].name == name
    assert imported(admin, office("161399", name=name))["unchanged"] == 1


def test_a_district_head_cannot_import_below_another_district(province, somebody):
    """The reach holds in an import as everywhere: the line is refused, the district's own line enters."""
    head = somebody("1613", "director")
    result = imported(head, office("161399"), office("161699", parent_code="1616", commune_code="12391"))
    assert result["added"] == 1
    assert "ngoài phạm vi" in result["wrong"][0]["reason"]


def test_codes_typed_as_numbers_and_unknown_sheets_and_missing_columns(province, somebody):
    """Excel turns codes into numbers; sheets without headings or of unknown name are listed, not guessed."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("buu cuc")
    sheet.write_row(0, 0, ["MÃ ĐƠN VỊ", "Tên đơn vị", "Mã đơn vị cấp trên", "Mã xã", "Ngày mở"])
    sheet.write_row(1, 0, [161399, "Bưu cục Số", 1613, 12337, "14/08/2020"])
    sheet.write_row(3, 0, ["161398", "Bưu cục Sai ngày", "1613", "12337", "hôm qua"])
    book.add_worksheet("Điểm chi trả").write_row(0, 0, ["Mã đơn vị"])
    book.add_worksheet("Linh tinh")
    book.close()
    result = import_workbook(somebody("16", "admin"), buffer.getvalue(), "so.xlsx", DAY_2020).result
    assert result["added"] == 1
    found = {(row["sheet"], row["row"]): row["reason"] for row in result["wrong"]}
    assert "ngày/tháng/năm" in found["buu cuc", 4]
    assert "thiếu cột" in found["Điểm chi trả", 1]
    assert "không có trong mẫu" in found["Linh tinh", 0]


@pytest.mark.parametrize(
    "content", [b"", b"khong phai excel", b"PK\x03\x04" + b"\0" * 100, b"0" * 20_000_001]
)
def test_what_is_no_workbook_is_refused_by_name(content):
    """An empty, broken, foreign or too large file is answered with one sentence."""
    with pytest.raises(WorkbookUnreadable):
        read_workbook(content, "tep.xlsx")


def test_a_field_of_ten_megabytes_is_refused_and_nothing_is_done(province, somebody):
    """Neither a cell nor a parameter of that size gets in, and the answer does not repeat it."""
    long = office("161399", name="â" * 10_000_000)
    outcome = perform(somebody("16", "admin"), "network.import_units", {"rows": [long], "from_on": DAY_2020})
    assert len(json.dumps(outcome.refusal or outcome.result)) < 1_000
    assert "161399" not in network_on(DAY_2020).by_code


def test_the_template_has_every_sheet_and_holds_no_rows(province):
    """What one downloads can be filled and sent back; empty it says nothing and changes nothing."""
    template = template_workbook()
    assert "Hướng dẫn" in CalamineWorkbook.from_filelike(BytesIO(template)).sheet_names
    read = read_workbook(template, "mau.xlsx")
    assert (read.lines, read.wrong) == ([], [])
    assert template == template_workbook()


def test_the_network_of_2026_goes_out_and_in_unchanged(province, clock):
    """The workbook knows the two-level network as well."""
    clock.set(datetime(2026, 11, 23, 8, 0, tzinfo=VN))
    result = import_workbook(FOUNDER, workbook_of(DAY_2026), "2026.xlsx", DAY_2026).result
    assert (result["wrong"], result["added"], result["unchanged"]) == ([], 0, 507)


def test_only_those_who_may_import_do(province, somebody):
    """A teller cannot enter units."""
    outcome = import_workbook(somebody("16", "teller"), write_workbook([office()]), "x.xlsx", DAY_2020)
    assert outcome.refusal["code"] == "acts.role_not_allowed"


def test_an_imported_unit_is_found_served_and_in_reach(province, somebody):
    """A new office can work at once: found by name, in its district's reach, served through its parent."""
    imported(somebody("16", "admin"), office("161399", name="Bưu cục Ba Hàng"))
    head = somebody("1613", "head")
    found = find_units(head, "ba hang")
    assert [unit.code for unit in found] == ["161399"]
    day = network_on(DAY_2020)
    assert day.next_hop(day.unit_by_code("161000").id, found[0].id) == day.unit_by_code("1613").id
