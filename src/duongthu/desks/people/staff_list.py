"""A list of new staff pasted from a sheet: the right rows taken on, the wrong ones given back with their reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duongthu.desks import audiences, page_query
from duongthu.desks.outcome_messages import tell
from duongthu.desks.refusals import WrongQuery
from duongthu.desks.ui.parts import Column, Mark, Row, Table, Tone
from duongthu.kernel.clock import now, today
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.kernel.text import fold
from duongthu.network.api import network_on
from duongthu.staff.api import ROLE_NAMES, NewStaff, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duongthu.acts.api import Outcome

TAKE_ON = "staff.take_on"
MOST = 500  # rows at once
COLUMNS = (4, 5)  # the day may be left out
LONGEST = 100_000  # characters
ROLES = {fold(name): role for role, name in ROLE_NAMES.items()} | {str(role): role for role in Role}
_ids = IdMaker()


@dataclass(frozen=True, slots=True)
class Read:
    """One row of the list: what it asks for, or why it asks for nothing."""

    number: int
    text: str
    line: NewStaff | None
    reason: str = ""


@require_http_methods(["GET", "POST"])
@open_to(audiences.STAFF_LIST)
def staff_list(request: HttpRequest) -> HttpResponse:
    """``/nhan-su-danh-sach/``: paste rows of code, name, role, unit and first day; each is answered by its row."""
    given = request.POST.get("rows", "")
    if len(given) > LONGEST:
        raise WrongQuery(field="rows", name="rows", reason=f"dài quá {LONGEST} ký tự")
    page: dict[str, object] = {"command_id": _ids.make(now()), "most": MOST, "rows": ""}
    if request.method == "POST":
        read = read_rows(given, page_query.identifier(request))
        page |= _taken_on(request, read)
    return render(request, "desks/staff_list.html", page)


def _taken_on(request: HttpRequest, read: "Sequence[Read]") -> dict[str, object]:
    people = [row.line for row in read if row.line is not None]
    if not people:
        return {"answers": _answers(read, {}), "rows": "\n".join(row.text for row in read)}
    outcome = page_query.do(request, TAKE_ON, {"people": people})
    tell(request, outcome, TAKE_ON)
    said = _said(outcome)
    wrong = [
        row.text
        for row in read
        if row.line is None or said.get(row.line.key, ("refused", ""))[0] == "refused"
    ]
    return {"answers": _answers(read, said), "rows": "\n".join(wrong)}


def _said(outcome: "Outcome") -> dict[UUID, tuple[str, str]]:
    """What became of each line, by its key: status and reason."""
    if outcome.refusal:
        return {}
    return {UUID(str(line["key"])): (line["status"], line["message"]) for line in outcome.result["lines"]}


def _answers(read: "Sequence[Read]", said: dict[UUID, tuple[str, str]]) -> Table:
    columns = (
        Column(_("Dòng"), "count"), Column(_("Nội dung"), wide=True), Column(_("Kết quả"), "mark"), Column(_("Lý do"), wide=True),
    )  # fmt: skip
    rows = []
    for row in read:
        status, reason = said.get(row.line.key, ("refused", "")) if row.line else ("refused", row.reason)
        mark = Mark(Tone.LATE, _("không nhận")) if status == "refused" else Mark(Tone.DONE, _("đã nhận"))
        rows.append(Row((row.number, row.text.replace("\t", "; "), mark, reason)))
    return Table(_("Kết quả từng dòng"), columns, rows, empty=_("Không có dòng nào."))


def read_rows(text: str, command_id: UUID) -> list[Read]:
    """The rows of a pasted list; each key follows from the command and the row, so that sending again changes nothing.

    A row: code, name, role (as the post calls it), code of the unit, first day (today if left out); parted by tabs or ``;``.
    """
    rows = [(number, row) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    if len(rows) > MOST:
        raise WrongQuery(field="rows", name="rows", reason=f"nhiều hơn {MOST} dòng")
    units = {unit.code: unit.id for unit in network_on(today()).units.values()}
    return [
        _read(number, row, uuid5(NAMESPACE_OID, f"{command_id}/{number}/{row}"), units)
        for number, row in rows
    ]


def _read(number: int, text: str, key: UUID, units: dict[str, int]) -> Read:
    cells = [cell.strip() for cell in (text.split("\t") if "\t" in text else text.split(";"))]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) not in COLUMNS:
        return Read(number, text, None, _("cần 4 hoặc 5 cột: mã, họ tên, chức danh, mã đơn vị, từ ngày"))
    code, name, role_name, unit_code, *day = cells
    role, unit_id = ROLES.get(fold(role_name)), units.get(unit_code)
    if role is None:
        return Read(number, text, None, _("không có chức danh «%(role)s»") % {"role": role_name})
    if unit_id is None:
        return Read(number, text, None, _("không có đơn vị mã «%(code)s»") % {"code": unit_code})
    from_on = _day(day[0]) if day else today()
    if from_on is None:
        return Read(number, text, None, _("ngày «%(day)s» phải viết như 15/08/2020") % {"day": day[0]})
    return Read(number, text, NewStaff(key, code, name, str(role), unit_id, from_on))


def _day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  (a day, no moment)
        except ValueError:
            continue
    return None
