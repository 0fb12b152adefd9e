"""verify, seal, proof, import and migrate on a small database."""

import json
from datetime import date

import pytest
from django.db import connection

from duongthu.acts.api import ActRecord, guard_statements, perform, unguard_statements
from duongthu.network.api import load_province, unit_by_code, write_workbook
from duongthu.network.rules.importing import UnitLine
from duongthu.staff.models import Person, Post

pytestmark = pytest.mark.django_db
DAY = date(2020, 8, 14)


@pytest.fixture
def some_acts(actor):
    """Three refused commands: enough rows for the act log."""
    for number in range(3):
        perform(actor("teller"), "acts.reject", {"proposal_id": number, "reason": "thử"})


@pytest.fixture
def director():
    """The director of the reference province, by code."""
    load_province("2020-08-14")
    from duongthu.network.api import units_of_kind

    (province,) = units_of_kind(DAY, "province")
    person = Person.objects.create(
        code="NV0001", name="Nguyễn Thị Lan", folded="nguyen thi lan", hired_on=DAY, home_unit_id=province.id
    )
    Post.objects.create(person=person, role="director", unit_id=province.id, from_on=DAY)
    return person.code


def spoil(statement, params=()):
    """Change the act log behind the guard's back."""
    with connection.cursor() as cursor:
        for text in unguard_statements(connection.vendor, "acts_act"):
            cursor.execute(text)
        cursor.execute(statement, params)
        for text in guard_statements(connection.vendor, "acts_act"):
            cursor.execute(text)


@pytest.mark.usefixtures("some_acts")
def test_verify_says_that_all_agrees(duongthu):
    """Every check by name with its time; exit code 0."""
    said = duongthu("verify")
    assert said.code == 0
    assert "✓ acts.seals" in said.out
    assert "✓ ledger.balances" in said.out
    assert "không điểm sai nào" in said.out
    told = duongthu("verify", "--json").json
    assert told["ok"]
    assert all(check["findings"] == [] for check in told["checks"])


@pytest.mark.feature(54)
@pytest.mark.usefixtures("some_acts")
def test_verify_names_row_day_and_unit_of_a_tampering(duongthu):
    """A finding that does not lead to a desk is worth little."""
    duongthu("seal")
    victim = ActRecord.objects.order_by("seq")[1]
    spoil("UPDATE acts_act SET actor_id = 99 WHERE seq = %s", [victim.seq])
    said = duongthu("verify")
    assert said.code == 1
    assert "✗ acts.seals" in said.out
    assert f"acts.act dòng {victim.seq}, ngày 2020-08-14, đơn vị 1" in said.out
    assert "KHÔNG KHỚP: 1 điểm sai" in said.out
    told = duongthu("verify", "--only", "acts.seals", "--json")
    (check,) = told.json["checks"]
    (finding,) = check["findings"]
    assert (told.code, told.json["ok"]) == (1, False)
    assert (finding["row"], finding["day"], finding["unit"]) == (victim.seq, "2020-08-14", 1)


def test_verify_knows_its_checks(duongthu):
    """A misspelt check must not look like a clean one."""
    said = duongthu("verify", "--only", "acts.nothing")
    assert said.code == 2
    assert "acts.seals" in said.err


@pytest.mark.usefixtures("some_acts")
def test_seal_prints_what_a_report_needs(duongthu):
    """Number, size and root are what outsiders keep; a second seal with nothing new says so."""
    first, again = duongthu("seal", "--json").json, duongthu("seal", "--json").json
    assert first["fresh"]
    assert not again["fresh"]
    assert (again["number"], again["root"], first["tree_size"]) == (
        first["number"],
        first["root"],
        3 + 1,
    )  # the acts and the epoch
    assert first["root"] in duongthu("seal").out


@pytest.mark.usefixtures("some_acts")
def test_proofs_are_written_and_printed(duongthu, tmp_path):
    """One document for one row, one for two seals; a file or standard output."""
    old = duongthu("seal", "--json").json
    duongthu("acts")
    row = ActRecord.objects.order_by("seq")[0].seq
    printed = duongthu("proof", "acts.act", row)
    assert (printed.code, printed.json["kind"]) == (0, "inclusion")
    file = tmp_path / "chứng cứ.json"
    assert duongthu("proof", "acts.act", row, "--out", file).code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == printed.json
    both = duongthu("proof", "--consistency", old["number"], old["number"])
    assert (both.code, both.json["kind"]) == (0, "consistency")


def test_a_refused_proof_is_exit_code_one(duongthu):
    """The refusal's own sentence and code, no trace."""
    said = duongthu("proof", "acts.act", 1, "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == "acts.not_sealed_yet"
    assert "chưa được niêm phong" in duongthu("proof", "acts.act", 1).err


@pytest.mark.usefixtures("some_acts")
def test_a_proof_that_cannot_be_written_says_so(duongthu, tmp_path):
    """A wrong folder is one sentence and exit code 3."""
    duongthu("seal")
    row = ActRecord.objects.order_by("seq")[0].seq
    said = duongthu("proof", "acts.act", row, "--out", tmp_path / "missing" / "p.json")
    assert said.code == 3
    assert "Không ghi được tệp" in said.err


def test_migrate_twice_does_nothing(duongthu):
    """Safe to run at every start."""
    said = duongthu("migrate")
    assert (said.code, duongthu("migrate", "--json").json) == (0, {"applied": []})
    assert "không có gì phải làm" in said.out


def workbook(tmp_path, *lines):
    """A workbook of units on the disk."""
    file = tmp_path / "đơn vị.xlsx"
    file.write_bytes(write_workbook(lines))
    return file


def office(code, commune="12337"):
    """One new office under Tiên Lữ."""
    return UnitLine("", 0, code, "Bưu cục Mới", "office", "1613", commune, "", None, None)


def test_import_enters_the_right_rows_and_lists_the_wrong(duongthu, director, tmp_path):
    """One wrong row does not keep the others out, and a script sees that something was wrong."""
    file = workbook(tmp_path, office("161399"), office("161398", commune="99999"))
    said = duongthu("import", file, "--from-on", "2020-08-14", "--as", director)
    assert said.code == 1
    assert "Vào sổ 1 đơn vị" in said.out
    assert "(161398)" in said.out
    assert unit_by_code("161399", DAY).name == "Bưu cục Mới"
    again = duongthu("import", workbook(tmp_path, office("161399")), "--as", director, "--json")
    assert (again.code, again.json["added"], again.json["unchanged"]) == (0, 0, 1)


def test_import_by_who_may_not_is_refused(duongthu, director, tmp_path):
    """The command line is only another door to the same acts."""
    Post.objects.update(role="teller")
    said = duongthu("import", workbook(tmp_path, office("161399")), "--as", director, "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == "acts.role_not_allowed"
    unknown = duongthu("import", workbook(tmp_path, office("161399")), "--as", "NV9999", "--json")
    assert (unknown.code, unknown.json["error"]["code"]) == (1, "staff.unknown_person")


def test_import_of_what_is_no_workbook(duongthu, director, tmp_path):
    """A missing file is the machine's fault (3), a file of another kind is refused (1)."""
    assert duongthu("import", tmp_path / "nothing.xlsx", "--as", director).code == 3
    file = tmp_path / "letter.xlsx"
    file.write_bytes(b"Dear Sir")
    said = duongthu("import", file, "--as", director, "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "network.workbook_unreadable")
