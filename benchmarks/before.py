"""What this version costs against an earlier one: both checkouts in turn, within one run, ratios of their figures.

    git worktree add ../before COMMIT && (cd ../before && bin/test --help)        # gives it an environment of its own
    python benchmarks/before.py --before ../before [--turns 3] [--scale 0.05] [--smoke]

Ledger and event batches and acts over HTTP come from each version's own benchmarks, the day from its own ``simulate``.
Above 1 is dearer.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from common import say

ROOT = Path(__file__).resolve().parent.parent
FIGURES = {"ledger.py": "per_second", "events.py": "per_second", "web.py": "acts_per_second"}


def python_of(folder: Path) -> str:
    """The checkout's own interpreter."""
    return str(folder / ".venv" / "bin" / "python")


def run(folder: Path, words: list[str]) -> tuple[str, float]:
    """One command in a checkout with a data folder of its own; gives what it printed and processor seconds."""
    with tempfile.TemporaryDirectory(prefix="duongthu-before-") as data:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DUONGTHU_")}
        environment = kept | {
            "DUONGTHU_DATA_DIR": data,
            "PYTHONPATH": str(folder / "src"),
            "DUONGTHU_SECRET_KEY": "before",
        }
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [python_of(folder), *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def figures_of(folder: Path, scale: float) -> dict[str, float]:
    """Seconds a unit of work of everything measured, in one checkout."""
    found = {}
    for name, figure in FIGURES.items():
        for line in run(folder, [f"benchmarks/{name}", "--smoke"])[0].splitlines():
            told = json.loads(line)
            if figure in told:
                found[f"{told['figure']}"] = 1 / told[figure]
    found[f"day at {scale}, processor"] = run(
        folder, ["-m", "duongthu.cli", "simulate", "--scale", str(scale), "--json"]
    )[1]
    return found


def main() -> int:
    """Print the ratios; the exit code is 1 where one is above 1.1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    ratios = defaultdict(list)
    for _ in range(1 if given.smoke else given.turns):
        old, new = figures_of(given.before.resolve(), given.scale), figures_of(ROOT, given.scale)
        for name in old.keys() & new.keys():
            ratios[name].append(new[name] / old[name])
    for name, found in sorted(ratios.items()):
        say(name, now_of_before=round(statistics.median(found), 2), turns=[round(one, 2) for one in found])
    return int(any(statistics.median(found) > 1.1 for found in ratios.values()))


if __name__ == "__main__":
    sys.exit(main())
