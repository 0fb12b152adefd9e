"""The figures mail routes are planned with: cut-offs, opening hours, minutes at a stop, vehicles and what they cost."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one day, by name; minutes are of the day, money whole đồng."""

    rows: dict[str, int]

    def get(self, name: str) -> int:
        """One figure."""
        return self.rows[name]

    def of_wave(self, name: str, wave: int) -> int:
        """A figure of one wave of the day; 0 where the wave has none."""
        return self.rows.get(f"{name}.{wave}", 0)

    def bags(self, grams: int) -> int:
        """How many bags a weight fills."""
        return -(-grams // self.rows["bag_grams"])


@cache
def figures_on(on: date) -> Figures:
    """The figures in force on a day."""
    text = files("duongthu.transport").joinpath("data", "mail_routes.json").read_text(encoding="utf-8")
    rows = sorted(json.loads(text), key=lambda row: row["valid_from"])
    return Figures({row["name"]: row["value"] for row in rows if date.fromisoformat(row["valid_from"]) <= on})
