"""The figures of planning, set from a day on."""

from datetime import date

from duongthu.acts.api import Call, act
from duongthu.kernel.text import clean_line
from duongthu.network.api import UnitRef
from duongthu.rounds import refusals
from duongthu.rounds.actions.tasks import within
from duongthu.rounds.models import Setting
from duongthu.rounds.queries.figures import figure_names, figures_on
from duongthu.staff.api import FormerCourierRef

BOUNDS = (
    ("_minutes", 0, 1_440),
    ("_percent", 1, 100),
    ("_seconds", 0, 86_400),
    ("_grams", 1, 1_000_000),
    ("_steps", 1, 10_000_000),
)
OTHERS = (1, 10_000)


def bounds_of(name: str) -> tuple[int, int]:
    """Between what a figure lies, by its unit."""
    return next(((least, most) for unit, least, most in BOUNDS if unit in name), OTHERS)


@act(
    "rounds.set_figure", "Đặt định mức lập tuyến", roles=("dispatcher", "director", "system"), unit="unit_id"
)
def set_figure(
    call: Call,
    *,
    unit_id: UnitRef,
    name: str,
    value: int,
    valid_from: date,
    basis: str,
    courier_id: FormerCourierRef = 0,
) -> dict[str, int]:
    """Set a figure of planning from a day on: for the unit, or for one courier.

    Raises:
        UnknownSetting, SettingInPast, WrongAmount.
    """
    if name not in figure_names():
        raise refusals.UnknownSetting(field="name", name=name)
    if valid_from < call.business_on:
        raise refusals.SettingInPast(field="valid_from", earliest=call.business_on.isoformat())
    within("value", value, *bounds_of(name))
    Setting.objects.update_or_create(
        name=name, unit_id=0 if courier_id else unit_id, courier_id=courier_id, valid_from=valid_from,
        defaults={"value": value, "basis": clean_line(basis, "basis", 120)},
    )  # fmt: skip
    return {"value": figures_on(valid_from).get(name, unit_id, courier_id)}
