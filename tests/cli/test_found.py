"""``duongthu found``: from an empty database to the first sign-in."""

import io
import json
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.db import transaction

from duongthu.acts.api import ActRecord, perform
from duongthu.ledger.api import till_code
from duongthu.network.api import actor_of, load_province, network_on, workbook_of, write_workbook
from duongthu.network.models import Unit
from duongthu.network.rules.importing import UnitLine
from duongthu.staff.models import Person

DAY = date(2020, 8, 14)
PHRASE = "một mật khẩu đủ dài"


def _province_workbook() -> bytes:
    """Of a province that is only there to be written down."""
    with transaction.atomic():
        load_province("2020-08-14")
        content = workbook_of(DAY)
        transaction.set_rollback(True)
    return content


@pytest.fixture
def whole_province(db, tmp_path):
    """The reference province as the workbook somebody would bring; the database is empty again."""
    file = tmp_path / "hưng yên.xlsx"
    file.write_bytes(_province_workbook())
    assert not Unit.objects.exists()
    return file


@pytest.fixture
def typed(monkeypatch):
    """What comes in at standard input."""

    def give(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return give


@pytest.mark.feature(1)
def test_a_post_is_founded_from_one_workbook(duongthu, whole_province, typed):
    """Communes, 411 units, tills, tariffs and an administrator who signs in and can act."""
    typed(f"{PHRASE}\n")
    words = ("found", whole_province, "--admin-name", "Đỗ Thị Quản", "--from-on", "2020-08-14")
    said = duongthu(*words)
    assert said.code == 0, said.err
    assert "0 dòng sai" in said.out
    day = network_on(DAY)
    assert len([u for u in day.units.values() if u.kind == "pay_point"]) == 237
    assert authenticate(username="admin", password=PHRASE) is not None
    admin = actor_of("QT0001", DAY)
    assert admin.reach == frozenset(day.reach(admin.unit_id))
    office = next(u for u in day.units.values() if u.kind == "culture_post")
    hired = {"code": "GDV001", "name": "Lê Thị Quầy", "unit_id": office.id}
    assert perform(admin, "staff.hire", hired).done
    post = {"person_code": "GDV001", "role": "teller", "unit_id": office.id, "from_on": DAY}
    assert perform(admin, "staff.assign_post", post).done
    teller = actor_of("GDV001", DAY)
    opened = perform(teller, "ledger.open_till", {"unit_id": office.id, "till": till_code(office.id, "till")})
    assert opened.done, opened.refusal
    typed(f"{PHRASE}\n")
    again = duongthu(*words)
    assert again.code == 3
    assert "đã có sổ sách" in again.err


@pytest.mark.feature(140)
@pytest.mark.usefixtures("db")
def test_a_post_begins_with_two_who_can_give_power(duongthu, whole_province, typed):
    """Founded with a director, or appointed at the server afterwards; a third only they themselves appoint."""
    typed(f"{PHRASE}\n{PHRASE} nữa\n")
    words = (
        "found",
        whole_province,
        "--admin-name",
        "Đỗ Thị Quản",
        "--director-name",
        "Lê Văn Giám",
        "--from-on",
        "2020-08-14",
    )
    said = duongthu(*words)
    assert said.code == 0, said.err
    assert authenticate(username="giamdoc", password=f"{PHRASE} nữa") is not None
    admin, director = actor_of("QT0001", DAY), actor_of("GD0001", DAY)
    hired = {"code": "KT0001", "name": "Phạm Thị Toán", "unit_id": admin.unit_id}
    assert perform(admin, "staff.hire", hired).done
    assert duongthu("appoint", "KT0001").code == 1
    wanted = {"person_code": "KT0001", "role": "accountant", "unit_id": admin.unit_id, "from_on": DAY}
    asked = perform(admin, "staff.grant_power", wanted)
    assert perform(director, "acts.approve", {"proposal_id": asked.result["proposal_id"]}).done
    assert actor_of("KT0001", DAY).roles == {"accountant"}


@pytest.mark.usefixtures("db")
def test_a_second_is_appointed_at_the_server(duongthu, whole_province, typed):
    """Where a post was founded by one, and only then."""
    typed(f"{PHRASE}\n")
    assert (
        duongthu("found", whole_province, "--admin-name", "Đỗ Thị Quản", "--from-on", "2020-08-14").code == 0
    )
    admin = actor_of("QT0001", DAY)
    assert perform(
        admin, "staff.hire", {"code": "GD0001", "name": "Lê Văn Giám", "unit_id": admin.unit_id}
    ).done
    assert duongthu("appoint", "GD0001").code == 0
    assert actor_of("GD0001", DAY).roles == {"director"}
    assert duongthu("appoint", "QT0001", "--role", "director").code == 1


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("admin", ["", "x" * 400])
def test_a_refused_founding_leaves_nothing(duongthu, whole_province, typed, admin):
    """The units would have entered, but the administrator's name is wrong."""
    typed(f"{PHRASE}\n")
    said = duongthu("found", whole_province, "--admin-name", admin, "--from-on", "2020-08-14", "--json")
    assert said.code == 1
    assert json.loads(said.out)["error"]["code"]
    assert [model.objects.count() for model in (Unit, Person, ActRecord)] == [0, 0, 0]


@pytest.mark.usefixtures("db")
def test_a_workbook_without_the_province_founds_nothing(duongthu, typed, tmp_path):
    """There would be no unit for the administrator to stand in."""
    typed(f"{PHRASE}\n")
    file = tmp_path / "thiếu.xlsx"
    file.write_bytes(
        write_workbook([UnitLine("", 0, "161399", "Bưu cục", "office", "1613", "12337", "", None, None)])
    )
    said = duongthu("found", file, "--admin-name", "Đỗ Thị Quản", "--from-on", "2020-08-14")
    assert said.code == 3
    assert "Bưu điện tỉnh" in said.err
    assert not ActRecord.objects.exists()


@pytest.mark.usefixtures("db")
def test_a_short_pass_phrase_is_wrong_use(duongthu, whole_province, typed):
    """Before anything is written."""
    typed("ngắn\n")
    said = duongthu("found", whole_province, "--admin-name", "Đỗ Thị Quản")
    assert (said.code, ActRecord.objects.exists()) == (2, False)


@pytest.mark.usefixtures("db")
def test_the_template_is_written_and_can_be_read_again(duongthu, tmp_path):
    """An empty workbook with a guide: reading it enters nothing and complains of nothing."""
    file = tmp_path / "mẫu.xlsx"
    assert duongthu("import", "--template", file).code == 0
    from duongthu.network.rules.workbook import read_workbook

    read = read_workbook(file.read_bytes(), file.name)
    assert (read.lines, read.wrong) == ([], [])
    assert duongthu("import", "--template", tmp_path / "missing" / "x.xlsx").code == 3
    assert duongthu("import").code == 2
