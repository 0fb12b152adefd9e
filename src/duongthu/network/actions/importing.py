"""Entering units from a list, as an Excel workbook brings it."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from duongthu.acts.api import Actor, Call, Outcome, act, perform
from duongthu.kernel.clock import today
from duongthu.kernel.text import fold
from duongthu.network.actions.founding import renew_revision
from duongthu.network.facts import UnitsOpened
from duongthu.network.models import Placement, Unit
from duongthu.network.queries.day import network_on
from duongthu.network.rules.importing import (
    Accepted,
    ImportContext,
    UnitLine,
    WrongRow,
    check_opening,
    decide_import,
)
from duongthu.network.rules.workbook import read_workbook, write_workbook


@dataclass(frozen=True, slots=True)
class UnitsImported:
    """How many rows entered or were there already, and the rows that did not, with their reasons."""

    added: int
    unchanged: int
    wrong: list[WrongRow]


@act("network.import_units", "Nhập danh sách đơn vị", roles=("director", "admin"), lines="rows")
def import_units(call: Call, *, rows: list[UnitLine], from_on: date) -> UnitsImported:
    """Enter the right rows of a units list and name the wrong ones; rows already there change nothing."""
    check_opening(from_on, call.business_on)
    day = network_on(from_on)
    everywhere = "system" in call.actor.roles or not day.units
    context = ImportContext(
        call.business_on,
        from_on,
        day.by_code,
        frozenset(Unit.objects.values_list("code", flat=True)),
        frozenset(day.communes),
        None if everywhere else call.actor.reach,
    )
    decision = decide_import(rows, context)
    if decision.accepted:
        call.record(UnitsOpened(_enter(decision.accepted, call.act_id)))
        renew_revision()
    return UnitsImported(len(decision.accepted), len(decision.unchanged), decision.wrong)


def _enter(accepted: list[Accepted], act_id: int) -> tuple[int, ...]:
    made = Unit.objects.bulk_create(
        Unit(
            code=one.line.code,
            latitude=one.line.latitude,
            longitude=one.line.longitude,
            address=one.line.address,
            synthetic="",
        )
        for one in accepted
    )
    ids = dict(Unit.objects.values_list("code", "pk"))
    Placement.objects.bulk_create(
        Placement(
            unit_id=ids[one.line.code],
            from_on=one.opened_on,
            name=one.line.name,
            folded=fold(one.line.name),
            kind=one.line.kind,
            parent_id=ids.get(one.line.parent_code),
            commune_code=one.line.commune_code,
            delivers=one.delivers,
            act_id=act_id,
        )
        for one in accepted
    )
    return tuple(unit.pk for unit in made)


def import_workbook(
    actor: Actor, content: bytes, name: str, from_on: date | None = None, *, command_id: UUID | None = None
) -> Outcome:
    """Read a workbook and perform ``network.import_units``; rows that cannot be read join the wrong ones.

    Raises:
        WorkbookUnreadable: the file is no workbook of units.
    """
    read = read_workbook(content, name)
    params = {"rows": read.lines, "from_on": from_on or today()}
    outcome = perform(actor, "network.import_units", params, command_id=command_id)
    if outcome.done:
        wrong = [asdict(row) for row in read.wrong] + outcome.result["wrong"]
        outcome.result["wrong"] = sorted(wrong, key=lambda row: (row["sheet"], row["row"]))
    return outcome


def workbook_of(on: date) -> bytes:
    """The units open on a day as a workbook that can be imported again."""
    day = network_on(on)
    codes = {unit.id: unit.code for unit in day.units.values()}
    return write_workbook(
        UnitLine(
            "",
            0,
            unit.code,
            unit.name,
            unit.kind,
            codes.get(unit.parent_id or 0, ""),
            unit.commune_code,
            unit.address,
            unit.at.latitude,
            unit.at.longitude,
        )
        for unit in sorted(day.units.values(), key=lambda unit: unit.code)
    )


def template_workbook() -> bytes:
    """The empty workbook with its guide."""
    return write_workbook([])


__all__ = ["UnitsImported", "import_units", "import_workbook", "template_workbook", "workbook_of"]
