"""Draws the gaps of a routing benchmark: a row for each instance, a dot (median) and a line (least to most) for each planner.

benchmarks/output/peers/bin/python benchmarks/peers/plot.py runs.jsonl gaps.svg
"""

import json
import sys
from pathlib import Path
from statistics import median

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "duongthu"
mpl.rcParams["svg.fonttype"] = "none"
import matplotlib.pyplot as plt

TICKS = (0, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
COLOURS = {"own": "#c8102e", "pyvrp": "#1f5fa8", "ortools": "#8a6d00", "vroom": "#2f7d4f", "hgs": "#6b4fa0"}
NAMES = {"own": "Đường Thư", "pyvrp": "PyVRP", "ortools": "OR-Tools", "vroom": "VROOM", "hgs": "HGS-CVRP"}


def draw(runs: list[dict], file: Path) -> None:
    """One picture; instances without a known best plan are left out."""
    held = [run for run in runs if run["holds"] and run["gap_percent"] is not None]
    rows = sorted({(run["instance"], run["budget"]) for run in held}, reverse=True)
    figure, axes = plt.subplots(figsize=(8, 1.2 + 0.55 * len(rows)))
    for row, which in enumerate(rows):
        for place, solver in enumerate(COLOURS):
            gaps = [
                r["gap_percent"]
                for r in held
                if (r["instance"], r["budget"]) == which and r["solver"] == solver
            ]
            if gaps:
                height = row + 0.3 - 0.15 * place
                axes.plot([min(gaps), max(gaps)], [height] * 2, color=COLOURS[solver], linewidth=2)
                axes.plot(median(gaps), height, "o", color=COLOURS[solver], label=NAMES[solver], markersize=5)
    axes.set_yticks(range(len(rows)), [f"{name}, {budget:g} s" for name, budget in rows])
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlim(left=min(0, *(run["gap_percent"] for run in held)) - 0.02)
    axes.set_xlabel("above the best known plan, % (median, least to most over seeds; one core)")
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xticks([t for t in TICKS if t <= axes.get_xlim()[1]])
    axes.xaxis.set_major_formatter("{x:g}")
    axes.grid(axis="x", alpha=0.3)
    labels = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    axes.legend(
        labels.values(), labels.keys(), loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=5, frameon=False
    )
    figure.tight_layout()
    figure.savefig(file, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    draw([json.loads(line) for line in lines], Path(sys.argv[2]))
