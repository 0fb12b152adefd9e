"""The figures of planning in force on a day: the province's from the reference file, overridden by rows of the table."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from duongthu.rounds import refusals
from duongthu.rounds.models import Setting
from duongthu.rounds.rules.drawing import KIND_TITLES, Aims, Crew, Prices
from duongthu.rounds.rules.windows import Margin

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "settings.json"
MINUTE = 60


@cache
def reference() -> tuple[tuple[str, int, date], ...]:
    """Name, value and first day of every figure of the reference file, earliest first."""
    rows = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return tuple(
        sorted(
            ((row["name"], row["value"], date.fromisoformat(row["valid_from"])) for row in rows),
            key=lambda row: row[2],
        )
    )


def figure_names() -> frozenset[str]:
    """All names a figure may bear."""
    return frozenset(name for name, _, _ in reference())


@dataclass(frozen=True)
class Figures:
    """All figures of one day; a courier's own go before his unit's, those before the province's."""

    rows: dict[tuple[str, int, int], int]

    def get(self, name: str, unit_id: int = 0, courier_id: int = 0) -> int:
        """One figure.

        Raises:
            NoFigure: none of that name is in force on the day.
        """
        own = (name, 0, courier_id) if courier_id else (name, unit_id, 0)
        for key in (own, (name, unit_id, 0), (name, 0, 0)):
            if key in self.rows:
                return self.rows[key]
        raise refusals.NoFigure(field="on", name=name)

    def shifts(self) -> list[int]:
        """The shifts of a day."""
        return sorted(
            int(name.rpartition(".")[2])
            for name, _, _ in self.rows
            if name.startswith("shift_opens_minutes.")
        )

    def service_seconds(self, kind: str, unit_id: int) -> int:
        """Seconds spent on one thing of a kind."""
        return self.get(f"service_seconds.{kind}", unit_id)

    def crew(self, courier_id: int, base: int, shift: int) -> Crew:
        """A courier for a shift.

        Raises:
            UnknownShift: the day has no such shift.
        """
        known = sorted(set(self.shifts()))
        if shift not in known:
            raise refusals.UnknownShift(field="shift", shift=shift, known=", ".join(map(str, known)))
        who = (base, courier_id)
        return Crew(
            courier_id,
            base,
            self.get(f"shift_opens_minutes.{shift}", *who) * MINUTE,
            self.get(f"shift_closes_minutes.{shift}", *who) * MINUTE,
            self.get("load_grams", *who),
            self.get("load_pieces", *who),
            self.get("loads_a_shift", *who),
            self.get("reload_seconds", *who),
            *self._rest(*who, shift),
        )

    def _rest(self, unit_id: int, courier_id: int, shift: int) -> tuple[int, int, int]:
        """The break in seconds: how long, and from when to when it begins; none where the shift does not span these hours."""
        who = (unit_id, courier_id)
        rest, opens, closes = (
            self.get(f"rest_{name}", *who) for name in ("minutes", "opens_minutes", "closes_minutes")
        )
        begins, ends = (self.get(f"shift_{name}_minutes.{shift}", *who) for name in ("opens", "closes"))
        spans = begins <= opens and closes + rest <= ends
        return (rest * MINUTE, opens * MINUTE, closes * MINUTE) if spans else (0, 0, 0)

    def prices(self, unit_id: int) -> Prices:
        """What a plan is priced by."""
        names = ("price_metre", "price_second", "price_stray")
        return Prices(*(self.get(name, unit_id) for name in names))

    def aims(self, unit_id: int) -> Aims:
        """How even and familiar rounds are to be, and how long the search for them may take."""
        names = (
            "longest_to_median_hundredths", "familiar_extra_percent", "search_steps_a_stop", "search_least_steps",
            "search_most_steps",
        )  # fmt: skip
        return Aims(*(self.get(name, unit_id) for name in names))

    def usual_margin(self, unit_id: int) -> Margin:
        """The window around a planned arrival while nothing was learnt."""
        return Margin(-self.get("window_early_minutes", unit_id), self.get("window_late_minutes", unit_id))


def figures_on(on: date) -> Figures:
    """The figures in force on a day."""
    rows = {(name, 0, 0): value for name, value, valid_from in reference() if valid_from <= on}
    kept = Setting.objects.filter(valid_from__lte=on).order_by("valid_from", "pk")
    for name, unit_id, courier_id, value in kept.values_list("name", "unit_id", "courier_id", "value"):
        rows[name, unit_id, courier_id] = value
    return Figures(rows)


assert {f"service_seconds.{kind}" for kind in KIND_TITLES} <= figure_names()  # noqa: S101  (a kind without a time cannot be planned)
