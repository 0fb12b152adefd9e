"""Every race of the suite, as many times as asked, on both engines; prints how many ended wrong, and which locks no race tries.

    python benchmarks/races.py [--turns 50] [--smoke]

A race is a test that sends two or three commands in as many threads at one moment and looks who won and whether the books agree.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from common import fresh_database, say, seconds

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PLACES = {
    "tests/rounds/test_check_then_write.py": "",
    "tests/rounds/test_races_of_hands.py": "",
    "tests/ledger/test_races.py": "",
    "tests/staff/test_power.py": "race",
}


def main() -> int:
    """Run them on both engines; the exit code is 1 where one ended wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=50)
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    turns = 2 if given.smoke else given.turns
    wrong = 0
    for engine, before in (("sqlite", []), ("postgresql", [sys.executable, "tests/cluster.py"])):
        for file, words in PLACES.items():
            results: list[tuple[int, int, str]] = []
            spent = seconds(lambda: results.append(race(before, file, words, turns)))
            passed, failed, told = results[0]
            wrong += failed
            say(f"races {engine}", file=file, turns=turns, races=passed, wrong=failed, seconds=round(spent))
            if failed:
                print(told, file=sys.stderr)
    say("acts with locks that no race names", acts=untried())
    return 1 if wrong else 0


def race(before: list[str], file: str, words: str, turns: int) -> tuple[int, int, str]:
    """Tests passed and not passed, and what pytest said."""
    command = [
        *before,
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-vv",
        "--timeout=3600",
        file,
        *(["-k", words] if words else []),
    ]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"DUONGTHU_TEST_TURNS": str(turns)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    passed, failed = (
        int((re.search(rf"(\d+) {word}", done.stdout) or [0, 0])[1])
        for word in ("passed", "(?:failed|error)")
    )
    return passed, failed or int(done.returncode != 0), done.stdout[-6_000:] + done.stderr[-2_000:]


def untried() -> list[str]:
    """Acts registered with locks whose name stands in none of the race tests."""
    fresh_database()
    from duongthu.acts.api import all_acts

    texts = "".join((ROOT / file).read_text(encoding="utf-8") for file in PLACES)
    return sorted(spec.name for spec in all_acts() if spec.locks and spec.name not in texts)


if __name__ == "__main__":
    sys.exit(main())
