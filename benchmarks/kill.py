"""Kills a running day by SIGKILL at 100 seeded moments and compares it with the same day left alone.

python benchmarks/kill.py            python tests/cluster.py python benchmarks/kill.py
"""

import os
import sys
import tempfile
from pathlib import Path

from common import arguments, say, seconds

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.simulation.killing import play_and_kill

options = arguments(__doc__ or "")
KILLS = 5 if options.smoke else 100
SCALE, SEED, ACTS = 0.01, 42, 2_100


def database(folder: Path, name: str) -> str:
    """A new database: an SQLite file, or one beside the database of DUONGTHU_DATABASE_URL."""
    url = os.environ.get("DUONGTHU_DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{folder / name}.sqlite3"
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.rsplit("/", 1)[0] + "/" + name


with tempfile.TemporaryDirectory() as kept:
    folder = Path(kept)
    alone, killed = database(folder, "alone"), database(folder, "killed")
    results = []
    spent = seconds(
        lambda: results.append(play_and_kill(alone, folder, seed=SEED, scale=SCALE, kills=0, acts=ACTS))
    )
    say("day left alone", seconds=round(spent, 1), figures=results[0].figures, findings=results[0].findings)
    spent = seconds(
        lambda: results.append(play_and_kill(killed, folder, seed=SEED, scale=SCALE, kills=KILLS, acts=ACTS))
    )
    same = results[0].figures == results[1].figures
    say(
        "day killed", kills=results[1].kills, seconds=round(spent, 1), acknowledged=results[1].acknowledged,
        acknowledged_lost=results[1].lost, same_books=same, figures=results[1].figures, findings=results[1].findings,
    )  # fmt: skip
    sys.exit(0 if same and not results[1].lost and not results[1].findings else 1)
