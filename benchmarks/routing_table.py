"""The runs of a routing benchmark as a Markdown table: a row for each instance, budget and planner."""

from itertools import groupby
from statistics import median

HEAD = [
    "| instance | s | planner | plans that hold | gap from best known, %: median (least–most) | took s, most | CPU s, median | peak MB |",
    "|---|---|---|---|---|---|---|---|",
]


def table(runs: list[dict]) -> str:
    """All runs; those of one instance, budget and planner in one row."""

    def key(run: dict) -> tuple:
        return run["instance"], run["budget"], run["cores"], run["solver"]

    rows = [_row(*which, list(group)) for which, group in groupby(sorted(runs, key=key), key)]
    return "\n".join([*HEAD, *rows, ""])


def _row(instance: str, budget: float, cores: int, solver: str, runs: list[dict]) -> str:
    name = f"**{solver}**" if solver == "own" else solver
    words = f"{budget:g}" if cores == 1 else f"{budget:g} × {cores} cores"
    if all("cannot" in run for run in runs):
        return f"| {instance} | {words} | {name} | cannot | | | | |"
    held = [run for run in runs if run["holds"]]
    took = max((run["seconds"] for run in runs if "seconds" in run), default=None)
    figures = [
        f"{len(held)} of {len(runs)}",
        _spread([run["gap_percent"] for run in held]) or _spread([run["cost"] for run in held], "cost "),
        "killed" if took is None else f"{took:.1f}",
        f"{median(run['cpu_seconds'] for run in runs):.1f}",
        f"{max(run['peak_mb'] for run in runs)}",
    ]
    return f"| {instance} | {words} | {name} | {' | '.join(figures)} |"


def _spread(values: list[float | None], unit: str = "") -> str:
    known = [value for value in values if value is not None]
    if not known:
        return ""
    many = f" ({min(known):.2f}–{max(known):.2f})" if len(known) > 1 else ""
    return f"{unit}{median(known):.2f}{many}"
